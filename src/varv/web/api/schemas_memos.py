"""What the API says of memos."""

from collections.abc import Collection, Sequence
from datetime import datetime

from ninja import Schema

from varv.analysis import models
from varv.analysis.memos.shown import files_of
from varv.files import pdf, word
from varv.files.models import File
from varv.web.api.schemas import Listing


class MemoFile(Schema):
    """A memo on paper: `form` is pdf or word."""

    form: str
    name: str
    size: int
    url: str

    @classmethod
    def of(cls, row: File) -> "MemoFile":
        """Describe one file that can be taken out."""
        forms = {pdf.CONTENT_TYPE: "pdf", word.CONTENT_TYPE: "word"}
        return cls(
            form=forms[row.content_type], name=row.name, size=row.size, url=row.get_absolute_url()
        )


class Memo(Schema):
    """One edition of a memo, as it was published."""

    number: int
    kind: str
    title: str
    area: str | None
    language: str
    edition: int
    replaces: int | None
    is_newest: bool
    meeting: str | None
    published_at: datetime
    record: str
    url: str
    files: list[MemoFile]

    @classmethod
    def of(cls, row: models.Memo, files: Sequence[File]) -> "Memo":
        """Describe one published memo, as the catalogue of them gives it."""
        return cls(
            number=row.pk,
            kind=row.kind,
            title=row.title,
            area=row.area.slug if row.area else None,
            language=row.language,
            edition=row.edition,
            replaces=row.replaces_id,
            is_newest=not row.is_replaced,  # type: ignore[attr-defined]
            meeting=row.meeting.slug if row.meeting else None,
            published_at=row.published_at,  # type: ignore[arg-type]
            record=row.record.reference if row.record else "",
            url=row.get_absolute_url(),
            files=[MemoFile.of(one) for one in files],
        )


class Memos(Listing):
    """A list of memos."""

    items: list[Memo]


def described(rows: Collection[models.Memo]) -> list[Memo]:
    """Describe many memos, with their files asked for at once."""
    files = files_of(rows)
    return [Memo.of(one, files[one.pk]) for one in rows]
