"""A published memo as it may be read now: what is masked in it is gone from its page and files."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from varv.analysis.models import Memo
from varv.files.models import File
from varv.registry import masking
from varv.registry.masking import files_to_show
from varv.registry.models import Masking

#: What is drawn: a word of it could not be taken out.
_PICTURES = ("wide", "narrow")


def document_of(memo: Memo) -> dict[str, Any] | None:
    """Return what a published memo says; None where all of it is masked."""
    passages: list[str] = []
    for one in maskings_of(memo):
        if not one.passages:
            return None
        passages += one.passages
    frozen: dict[str, Any] = memo.frozen or {}
    return _without(frozen, passages) if passages else frozen


def maskings_of(memo: Memo) -> list[Masking]:
    """Return what is masked in a memo now."""
    return list(_maskings([memo]).order_by("pk"))


def files_of(memos: Collection[Memo]) -> dict[int, list[File]]:
    """Return the files of each memo that can be taken out: PDF, then Word."""
    masked = set(_maskings(memos).values_list("subject_id", flat=True))
    ids = {pk for memo in memos for pk in (memo.pdf_id, memo.word_id)}
    there = files_to_show().filter(pk__in=ids, destroyed_at=None)
    out = {file.pk: file for file in there if not file.withheld}
    return {
        memo.pk: [
            out[pk]
            for pk in (memo.pdf_id, memo.word_id)
            if pk is not None and pk in out and memo.pk not in masked
        ]
        for memo in memos
    }


def _maskings(memos: Collection[Memo]) -> QuerySet[Masking]:
    ids = [one.pk for one in memos]
    return Masking.objects.filter(subject_kind="memo", subject_id__in=ids, lifted_at=None)


def withholds(file: File) -> bool:
    """Withhold the files of a memo as long as anything in it is masked."""
    memo = Memo.objects.filter(pdf=file).first() or Memo.objects.filter(word=file).first()
    return memo is not None and bool(maskings_of(memo))


def _without(value: Any, passages: list[str]) -> Any:
    if isinstance(value, dict):
        return {
            key: "" if key in _PICTURES else _without(one, passages) for key, one in value.items()
        }
    if isinstance(value, list):
        return [_without(one, passages) for one in value]
    return masking.masked(value, passages) if isinstance(value, str) else value
