"""The tag that puts the figure of a finding beside its sentence."""

from typing import Any

from django import template

from varv.analysis.models import Finding
from varv.analysis.results.said import said_of

register = template.Library()


@register.inclusion_tag("analysis/_finding_said.html")
def finding_said(finding: Finding) -> dict[str, Any]:
    """Show what the figure of a finding says, the verdict first."""
    return {"said": said_of(finding)}
