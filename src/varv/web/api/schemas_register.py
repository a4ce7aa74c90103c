"""What the API says of cases and records: that they are there, and what everybody may know."""

from datetime import date, datetime

from ninja import Schema

from varv.registry import models
from varv.registry.queries import public
from varv.web.api.schemas import Listing


class Case(Schema):
    """One case in the register."""

    id: int
    number: str
    title: str
    opened_on: date | None
    external_number: str
    records: int
    url: str

    @classmethod
    def of(cls, row: models.Case) -> "Case":
        """Describe one case with how many records it has."""
        return cls(
            id=row.pk,
            number=row.number,
            title=str(row.title),
            opened_on=row.opened_on,
            external_number=row.external_number,
            records=row.record_count,  # type: ignore[attr-defined]
            url=row.public_url,
        )


class Record(Schema):
    """One record in a case."""

    number: int
    reference: str
    received_at: datetime
    direction: str
    kind: str
    counterpart: str | None
    title: str
    about: str
    secrecy: str | None
    masked: bool
    destroyed: bool
    external_number: str
    url: str

    @classmethod
    def of(cls, row: public.PublicRecord) -> "Record":
        """Describe what everybody may know of one record."""
        return cls(
            number=row.number,
            reference=row.reference,
            received_at=row.received_at,
            direction=row.direction,
            kind=row.kind,
            counterpart=row.counterpart or None,
            title=row.title,
            about=row.about,
            secrecy=row.secrecy or None,
            masked=row.is_masked,
            destroyed=row.is_destroyed,
            external_number=row.external_number,
            url=row.url,
        )


class Cases(Listing):
    """A list of cases."""

    items: list[Case]


class Records(Listing):
    """A list of records."""

    items: list[Record]
