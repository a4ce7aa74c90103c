"""Masking: what is not to be seen on the web is taken out of the text, and the original locked up.

The masked text is what stands in the row, so that every page, the API, search, exports and mails
show it without knowing that anything was masked. The original is in a ``MaskedPlace``.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv.extension import ExtensionPoint
from varv.files.models import File
from varv.registry.models import MaskedPlace, Masking, Record
from varv.registry.outbox import current_sender
from varv.text.translated import Translated


def _no_files(_thing: Any) -> Iterable[File]:
    return ()


@dataclass(frozen=True)
class Maskable:
    """A kind of thing whose texts and files can be masked; ``fields`` by name with their labels.

    ``within`` names the rows of the thing that have the fields, where it has them not itself.
    ``beyond`` says what masking it does not reach, where staff might think that it does.
    """

    fields: Mapping[str, str | Promise]
    files: Callable[[Any], Iterable[File]] = _no_files
    within: str = ""
    beyond: str | Promise = ""


#: By key of the kind.
point: ExtensionPoint[Maskable] = ExtensionPoint("what can be masked")

#: Functions that tell where else the text of a field stands: ``f(thing, field)`` gives pairs of a
#: thing and a field. What is masked, or destroyed, in one place is so in all.
copies: ExtensionPoint[Callable[[Model, str], Iterable[tuple[Model, str]]]] = ExtensionPoint(
    "copies of texts"
)


def fields_of(kind: str) -> Mapping[str, str | Promise]:
    """Return the fields of a kind that can be masked, with their labels; none for other kinds."""
    return point[kind].fields if kind in point else {}


def rows_of(kind: str, thing: Model) -> list[Model]:
    """Return the rows that have the fields of a thing that can be masked."""
    within = point[kind].within
    return list(getattr(thing, within).order_by("pk")) if within else [thing]


def everywhere(rows: Iterable[Model], field: str) -> list[tuple[Model, str]]:
    """Return the field of these rows and all its copies, and theirs, each once."""
    found: dict[tuple[str, int, str], tuple[Model, str]] = {}
    waiting = [(row, field) for row in rows]
    while waiting:
        one, name = waiting.pop()
        key = (one._meta.label_lower, one.pk, name)
        if key not in found:
            found[key] = (one, name)
            waiting += [pair for copies_of in copies for pair in copies_of(one, name)]
    return list(found.values())


def withholds(file: File) -> bool:
    """Tell whether a file is masked now, so that nobody gets it."""
    return _places(File, file.pk).exists()


def files_to_show() -> QuerySet[Any]:
    """Return all files, each with whether it is ``withheld``, so that no link leads to nothing."""
    return File.objects.annotate(withheld=masked_in(File, "pk"))


def record_is_masked() -> ExpressionWrapper:
    """Tell of each record whether anything in it is masked now, wherever that was done."""
    itself = Masking.objects.filter(
        subject_kind="record", subject_id=OuterRef("pk"), lifted_at=None
    )
    either = Exists(itself) | masked_in(Record, "pk")
    return ExpressionWrapper(either, output_field=BooleanField())


def masked_in(model: type[Model], field: str) -> Exists:
    """Tell of each row whether anything is masked now in the thing of ``model`` that it names."""
    return Exists(_places(model, OuterRef(field)))


def _places(model: type[Model], pk: int | OuterRef) -> QuerySet[MaskedPlace]:
    return MaskedPlace.objects.filter(
        model=model._meta.label_lower, object_id=pk, masking__lifted_at=None
    )


def mark(language: str = "") -> str:
    """Return what stands where something was masked, in a language (default: the region's)."""
    with override(language or current_sender().language):
        return _("[masked]")


def masked(value: Any, passages: Sequence[str]) -> Any:
    """Return a text, in one or several languages, without ``passages``; without any if none."""
    if isinstance(value, Mapping):
        return Translated({code: _masked(text, passages, code) for code, text in value.items()})
    return _masked(str(value), passages, "")


def _masked(text: str, passages: Sequence[str], language: str) -> str:
    if not text.strip():
        return text
    sign = mark(language)
    if not passages:
        return sign
    for passage in passages:
        text = pattern(passage).sub(lambda _found: sign, text)
    return text


def texts_of(value: Any) -> list[tuple[str, str]]:
    """Return a text by language, "" where it is in none."""
    if isinstance(value, Mapping):
        return [(code, str(text)) for code, text in value.items()]
    return [("", str(value or ""))]


def pattern(passage: str) -> re.Pattern[str]:
    """Match a passage as whole words, however it is capitalised and wherever lines break."""
    words = r"\s+".join(re.escape(word) for word in passage.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
