"""A frozen paper as it may be shown now: masked words masked, hidden and secret input left out."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from varv.consultation.models import Paper
from varv.consultation.papers import freezing
from varv.consultation.queries import papers as queries


def shown(paper: Paper) -> dict[str, Any]:
    """Return the whole document."""
    return freezing.document(paper.title, paper.frozen or {}, texts_of(paper))


def texts_of(paper: Paper, numbers: Collection[int] | None = None) -> dict[int, str]:
    """Return the words by number (of these alone); what nobody may read any more says so."""
    with translation.override(paper.language):
        gone, empty = _("[no longer public]"), _("[destroyed]")
    rows = queries.quotes_of(paper)
    if numbers is not None:
        rows = rows.filter(number__in=numbers)
    found = rows.values_list("number", "text", "read")
    return {number: (text or empty) if read else gone for number, text, read in found}


def fingerprint(paper: Paper) -> str:
    """Return what is another as soon as any word may no longer be shown as it was, or may again."""
    seal = hashlib.sha256(paper.title.encode())
    for number, text, read in queries.seals_of(paper).iterator():
        seal.update(f"{number}:{text}:{read}\n".encode())
    return seal.hexdigest()


def is_stale(paper: Paper) -> bool:
    """Tell whether its files show what may no longer be shown, or lack what may."""
    return paper.is_published and paper.fingerprint != fingerprint(paper)


def as_preview(paper: Paper, frozen: freezing.Frozen) -> Mapping[str, Any]:
    """Return a draft as it would be published now."""
    return freezing.document(paper.title, frozen.frame, frozen.texts())
