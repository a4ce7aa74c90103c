"""Findings as everybody reads them."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.analysis.queries import findings as queries
from varv.analysis.results import standing, tables
from varv.analysis.results.columns import COLUMNS
from varv.analysis.views.shared import found_or_404, told_of
from varv.registry import kinds
from varv.registry.queries import beside

PER_PAGE = 30


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """List what is public."""
    page = Paginator(queries.public_findings(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "findings": tables.named(page.object_list)}
    return render(request, "analysis/findings.html", context)


@require_safe
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one finding with its figures, its source and whether newer figures question it."""
    (found,) = tables.named([found_or_404(queries.public_finding(pk))])
    context = told_of(found.run) | {
        "finding": found,
        "figures": figures_shown(found.kind, found.figures),
        "reasons": standing.in_words(found.kind, found.reasons),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "analysis/finding.html", context)


def figures_shown(kind: str, row: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Return the figures of a row with what they are called, as the columns of its table."""
    return [(column.heading, column.text(row)) for column in COLUMNS[kind]]
