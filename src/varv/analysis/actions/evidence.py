"""What can be done with evidence; each act is one function."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.analysis.models import Evidence
from varv.analysis.queries.evidence import SUPPORTS
from varv.bodies.dates import Precision
from varv.cycles.models import Area
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry.actions import log, trace
from varv.text.slugs import slug as make_slug
from varv.text.translated import Translated

KEY_LENGTH = 45


@transaction.atomic
def cite_evidence(
    actor: User | None,
    *,
    title: Mapping[str, str],
    author: str,
    published_on: date,
    supports: Iterable[Area],
    kind: str = Evidence.Kind.REPORT,
    precision: str = Precision.DAY,
    summary: Mapping[str, str] | None = None,
    url: str = "",
) -> Evidence:
    """Cite a report or figure, and say which areas lean on it."""
    titles = _clean(title)
    if not titles:
        raise ValidationError({"title": _("Give the title of the source.")})
    if not author.strip():
        raise ValidationError({"author": _("Say who is behind the source.")})
    if kind not in Evidence.Kind.values:
        raise ValidationError({"kind": _("Choose one from the list.")})
    region = current_region()
    name = titles.text(region.language if region else None)
    taken = set(Evidence.objects.values_list("key", flat=True))
    evidence = Evidence.objects.create(
        key=make_slug(name, taken, KEY_LENGTH),
        kind=kind,
        title=titles,
        author=author.strip(),
        published_on=published_on,
        precision=precision,
        summary=_clean(summary or {}),
        url=url,
    )
    areas = list(supports)
    for area in areas:
        trace(actor, source=evidence, target=area, relation=SUPPORTS)
    log(actor, "analysis.cite_evidence", evidence, areas=[area.pk for area in areas])
    return evidence


def _clean(texts: Mapping[str, str]) -> Translated:
    return Translated(
        {language: text.strip() for language, text in texts.items() if text and text.strip()}
    )
