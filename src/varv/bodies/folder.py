"""What bodies own of a region's folder: ``bodies.toml``."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from varv.bodies.models import Body, Decision, Seat
from varv.people.folder.load import Loader, Row
from varv.people.folder.sections import Section
from varv.people.folder.types import (
    Date,
    FileModel,
    Key,
    KeyText,
    Line,
    Lines,
    Ref,
    Texts,
    mistake,
)
from varv.people.models import Organisation
from varv.text.translated import Translated

Precision = Literal["day", "month", "year"]


class BodyTable(FileModel):
    """A ``[[body]]``: a council, a committee, a group."""

    key: Annotated[KeyText, Field(max_length=50), Key("body")]
    name: Lines
    kind: Literal["council", "committee", "steering_group", "partnership", "other"]
    parent: Annotated[KeyText | None, Ref("body", above=True)] = None
    about: Texts = Field(default_factory=dict)


class SeatTable(FileModel):
    """A ``[[seat]]``: who sits in a body, as public documents say it."""

    key: Annotated[KeyText, Key("seat")]
    body: Annotated[KeyText, Ref("body")]
    holder: Line
    role: Literal["chair", "vice_chair", "member", "deputy"] = "member"
    organisation: Annotated[KeyText | None, Ref("organisation")] = None
    sector: Literal["business", "academia", "public", "civil"] | None = None
    since: Date | None = None
    until: Date | None = None

    @field_validator("until")
    @classmethod
    def _after_since(cls, until: dt.date | None, info: ValidationInfo) -> dt.date | None:
        since = info.data.get("since")
        if until and since and until < since:
            raise mistake(
                "{until} is before since {since}", until=until.isoformat(), since=since.isoformat()
            )
        return until


class DecisionTable(FileModel):
    """A ``[[decision]]``: what a body decided; ``precision`` says how exactly the day is known."""

    key: Annotated[KeyText, Field(max_length=50), Key("decision")]
    body: Annotated[KeyText, Ref("body")]
    decided_on: Date
    precision: Precision = "day"
    paragraph: Annotated[Line, Field(max_length=40)] = ""
    title: Lines
    text: Texts = Field(default_factory=dict)


class BodiesFile(FileModel):
    """``bodies.toml``: who decides, who sits there, what was decided before the program began."""

    body: Annotated[list[BodyTable], Field(min_length=1)]
    seat: list[SeatTable] = Field(default_factory=list)
    decision: list[DecisionTable] = Field(default_factory=list)


def load_bodies(parsed: BodiesFile, loader: Loader) -> None:
    """Load bodies, then seats and decisions."""
    for body in parsed.body:
        _load_body(loader, body)
    for seat in parsed.seat:
        _load_seat(loader, seat)
    for decision in parsed.decision:
        _load_decision(loader, decision)


def _load_body(loader: Loader, table: BodyTable) -> None:
    values = {
        "name": Translated(table.name),
        "kind": table.kind,
        "parent": loader.get(Body, table.parent),
        "about": Translated(table.about),
    }
    found = Body.objects.filter(key=table.key)
    loader.sync(Row(Body, table.key, values, find=found, once={"key": table.key}))


def _load_seat(loader: Loader, table: SeatTable) -> None:
    body = loader.get(Body, table.body)
    values = {
        "body": body,
        "holder": table.holder,
        "role": table.role,
        "organisation": loader.get(Organisation, table.organisation),
        "sector": table.sector or "",
        "since": table.since,
        "until": table.until,
    }
    found = Seat.objects.filter(body=body, holder=table.holder)
    loader.sync(Row(Seat, table.key, values, kind="seat", find=found, needs=("body",)))


def _load_decision(loader: Loader, table: DecisionTable) -> None:
    values = {
        "body": loader.get(Body, table.body),
        "decided_on": table.decided_on,
        "precision": table.precision,
        "paragraph": table.paragraph,
        "title": Translated(table.title),
        "text": Translated(table.text),
    }
    loader.sync(
        Row(
            Decision,
            table.key,
            values,
            kind="decision",
            find=Decision.objects.filter(key=table.key),
            once={"key": table.key},
            needs=("body",),
        )
    )


def section() -> Section:
    """Return the file that bodies own."""
    return Section("bodies.toml", BodiesFile, load_bodies, after=("organisations.toml",))
