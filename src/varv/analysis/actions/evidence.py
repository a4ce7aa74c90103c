"""What can be done with evidence; each act is one function."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.analysis.models import Evidence
from varv.analysis.queries import SUPPORTS, areas_supported
from varv.bodies.dates import Precision
from varv.cycles.models import Area
from varv.files.actions import store
from varv.files.models import File
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry.actions import log, trace, untrace
from varv.text.slugs import slug as make_slug
from varv.text.translated import Translated

KEY_LENGTH = 45
#: The fields of a source that are a line of plain text, all optional.
LINES = ("url", "publisher", "number", "isbn", "doi", "language")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_BEFORE_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


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
    file: tuple[str, bytes] | None = None,
    file_is_public: bool = False,
    **lines: str,
) -> Evidence:
    """Cite a report or figure, and say which areas lean on it."""
    values = _values(title, author, kind, summary, lines)
    region = current_region()
    name = values["title"].text(region.language if region else None)
    taken = set(Evidence.objects.values_list("key", flat=True))
    evidence = Evidence.objects.create(
        key=make_slug(name, taken, KEY_LENGTH),
        published_on=published_on,
        precision=precision,
        file=_stored(actor, file),
        file_is_public=file_is_public,
        **values,
    )
    areas = list(supports)
    for area in areas:
        trace(actor, source=evidence, target=area, relation=SUPPORTS)
    log(actor, "analysis.cite_evidence", evidence, areas=[area.pk for area in areas])
    return evidence


@transaction.atomic
def edit_evidence(
    actor: User | None,
    *,
    evidence: Evidence,
    title: Mapping[str, str],
    author: str,
    published_on: date,
    supports: Iterable[Area],
    kind: str,
    precision: str,
    summary: Mapping[str, str] | None = None,
    file: tuple[str, bytes] | None = None,
    file_is_public: bool = False,
    **lines: str,
) -> Evidence:
    """Mend what is said of a source; a new file takes the place of the one before."""
    values = _values(title, author, kind, summary, lines)
    locked = Evidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)
    values |= {"published_on": published_on, "precision": precision}
    values["file_is_public"] = file_is_public
    if file is not None:
        values["file"] = _stored(actor, file)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(values))
    wanted, now = set(supports), set(areas_supported(locked))
    for area in wanted - now:
        trace(actor, source=locked, target=area, relation=SUPPORTS)
    for area in now - wanted:
        untrace(actor, source=locked, target=area, relation=SUPPORTS)
    log(actor, "analysis.edit_evidence", locked)
    return locked


@transaction.atomic
def withdraw_evidence(actor: User | None, *, evidence: Evidence, reason: str) -> Evidence:
    """Say that a source is not to be leaned on any more; what leans on it is looked at again."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. Everybody can read it.")})
    locked = Evidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)
    if not locked.stands:
        raise ValidationError(_("The source is withdrawn already."))
    locked.withdrawn_at, locked.withdrawn_reason = clock.now(), reason.strip()
    locked.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    log(actor, "analysis.withdraw_evidence", locked)
    return locked


@transaction.atomic
def restore_evidence(actor: User | None, *, evidence: Evidence) -> Evidence:
    """Say that a source can be leaned on after all."""
    locked = Evidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)
    if locked.stands:
        raise ValidationError(_("The source is not withdrawn."))
    locked.withdrawn_at, locked.withdrawn_reason = None, ""
    locked.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    log(actor, "analysis.restore_evidence", locked)
    return locked


def _values(
    title: Mapping[str, str],
    author: str,
    kind: str,
    summary: Mapping[str, str] | None,
    lines: Mapping[str, str],
) -> dict[str, Any]:
    """Return the fields as they are kept; ValidationError names what is wrong."""
    unknown = lines.keys() - set(LINES)
    if unknown:
        raise TypeError(f"evidence has no {', '.join(sorted(unknown))}")
    titles = cleaned(title)
    if not titles:
        raise ValidationError({"title": _("Give the title of the source.")})
    if not author.strip():
        raise ValidationError({"author": _("Say who is behind the source.")})
    if kind not in Evidence.Kind.values:
        raise ValidationError({"kind": _("Choose one from the list.")})
    plain = {name: lines.get(name, "").strip() for name in LINES}
    plain |= {"isbn": isbn(plain["isbn"]), "doi": doi(plain["doi"])}
    return {
        "title": titles,
        "author": author.strip(),
        "kind": kind,
        "summary": cleaned(summary or {}),
        **plain,
    }


def isbn(text: str) -> str:
    """Return an ISBN as digits alone, or "" for none; ValidationError where its sum is wrong.

    >>> isbn("978-92-64-26823-4")
    '9789264268234'
    """
    digits = re.sub(r"[\s-]", "", text).upper()
    if not digits:
        return ""
    if re.fullmatch(r"\d{13}", digits):
        total = sum(int(one) * (3 if place % 2 else 1) for place, one in enumerate(digits))
        right = total % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if one == "X" else int(one) for one in digits]
        right = sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    else:
        right = False
    if not right:
        raise ValidationError({"isbn": _("This is not an ISBN. It has 10 or 13 digits.")})
    return digits


def doi(text: str) -> str:
    """Return a DOI without the address before it, or "" for none.

    >>> doi("https://doi.org/10.1787/9789264268234-en")
    '10.1787/9789264268234-en'
    """
    plain = _BEFORE_DOI.sub("", text.strip())
    if plain and not _DOI.fullmatch(plain):
        raise ValidationError({"doi": _("Write the DOI as it stands, such as 10.1787/abc.")})
    return plain


def _stored(actor: User | None, file: tuple[str, bytes] | None) -> File | None:
    return None if file is None else store(actor, name=file[0], content=file[1])


def cleaned(texts: Mapping[str, str]) -> Translated:
    """Return texts by language without blanks."""
    return Translated(
        {language: text.strip() for language, text in texts.items() if text and text.strip()}
    )
