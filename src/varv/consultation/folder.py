"""What consultations own of a region's folder: ``rounds.toml``."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from varv.clock.leaps import leap
from varv.consultation.models import Document, Option, Question, Round
from varv.cycles.models import Area, AreaVersion, Programme, ProgrammeVersion
from varv.people.folder.load import Loader, Row
from varv.people.folder.read import Folder
from varv.people.folder.sections import Section
from varv.people.folder.types import Date, FileModel, Key, KeyText, Lines, Ref, Texts, mistake
from varv.people.folder.wording import Path
from varv.people.models import Region
from varv.text.translated import Translated

_CALLED = {"opens_at": "opens", "closes_at": "closes"}


class QuestionTable(FileModel):
    """A ``[[round.question]]``, in the order in which they are asked."""

    kind: Literal["text", "choice", "several"] = "text"
    text: Lines
    help: Texts = Field(default_factory=dict)
    options: list[Lines] = Field(default_factory=list)
    per_area: bool = False
    required: bool = False

    @model_validator(mode="after")
    def _options_fit(self) -> "QuestionTable":
        if self.kind == "text" and self.options:
            raise mistake('options: a question of the kind "text" has none; take them away')
        if self.kind != "text" and len(self.options) < 2:
            raise mistake(
                'options: a question of the kind "{kind}" needs at least two', kind=self.kind
            )
        return self


class DocumentsTable(FileModel):
    """``documents``: what is out for comment, areas as they are worded when the round is loaded."""

    versions: Annotated[list[KeyText], Ref("version")] = Field(default_factory=list)
    areas: Annotated[list[KeyText], Ref("area")] = Field(default_factory=list)

    @field_validator("versions", "areas")
    @classmethod
    def _once(cls, keys: list[str]) -> list[str]:
        for key in keys:
            if keys.count(key) > 1:
                raise mistake('"{key}" stands there twice', key=key)
        return keys


class RoundTable(FileModel):
    """A ``[[round]]``, from the beginning of one day to the end of another, in local time."""

    key: Annotated[KeyText, Key("round")]
    title: Lines
    summary: Texts = Field(default_factory=dict)
    mail_subject: Lines = Field(default_factory=dict)
    opens: Date
    closes: Date
    concerns_sami: bool = False
    documents: DocumentsTable = Field(default_factory=DocumentsTable)
    question: list[QuestionTable] = Field(default_factory=list)

    @field_validator("closes")
    @classmethod
    def _after_opening(cls, closes: dt.date, info: ValidationInfo) -> dt.date:
        opens = info.data.get("opens")
        if opens and closes < opens:
            raise mistake(
                "{closes} is before opens {opens}",
                closes=closes.isoformat(),
                opens=opens.isoformat(),
            )
        return closes


class EarlierTable(FileModel):
    """An ``[[earlier]]`` round, with what is known of it and no more."""

    key: Annotated[KeyText, Key("round")]
    title: Lines
    dated_on: Date
    precision: Literal["day", "month", "year"] = "day"
    note: Texts = Field(default_factory=dict)


class RoundsFile(FileModel):
    """``rounds.toml``: what is asked until when, and what was asked before."""

    round: list[RoundTable] = Field(default_factory=list)
    earlier: list[EarlierTable] = Field(default_factory=list)


def check_rounds(parsed: RoundsFile, folder: Folder) -> Iterator[tuple[Path, str]]:
    """Tell of days that the clock does not let begin, and texts that have nothing to comment on."""
    zone = zoneinfo.ZoneInfo(folder["region.toml"].time_zone)
    texts = {one.key: one.text for one in folder["programme.toml"].version}
    for index, table in enumerate(parsed.round):
        if problem := _leap(table.opens, zone):
            yield ("round", index, "opens"), problem
        if problem := _leap(table.closes + dt.timedelta(days=1), zone):
            yield ("round", index, "closes"), problem
        for key in table.documents.versions:
            if not texts[key]:
                yield (
                    ("round", index, "documents", "versions"),
                    f'"{key}" has no text in programme.toml, so nobody could comment on it',
                )


def _leap(date: dt.date, zone: zoneinfo.ZoneInfo) -> str:
    """Return what is wrong with the midnight with which a day begins, where anything is."""
    if happens := leap(date, dt.time(), zone):
        return f"the midnight before {date.isoformat()} {happens}, when the clock is changed"
    return ""


def load_rounds(parsed: RoundsFile, loader: Loader) -> None:
    """Load the rounds, published, with what they ask; then the earlier ones."""
    region = Region.objects.get()
    programme = loader.get(Programme, loader.folder["programme.toml"].key)
    for table in parsed.round:
        made = _load_round(loader, region, programme, table)
        _load_documents(loader, made, table)
        for number, question in enumerate(table.question, start=1):
            _load_question(loader, made, table.key, number, question)
    for earlier in parsed.earlier:
        _load_earlier(loader, programme, earlier)


def _load_round(
    loader: Loader, region: Region, programme: Programme | None, table: RoundTable
) -> Round | None:
    def midnight(day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), region.tz)

    return loader.sync(
        Row(
            Round,
            table.key,
            {
                "programme": programme,
                "case": programme.case if programme else None,
                "title": Translated(table.title),
                "summary": Translated(table.summary),
                "mail_subject": Translated(table.mail_subject),
                "opens_at": midnight(table.opens),
                "closes_at": midnight(table.closes + dt.timedelta(days=1)),
                "concerns_sami": table.concerns_sami,
            },
            find=Round.objects.filter(slug=table.key),
            once={"slug": table.key, "state": Round.State.PUBLISHED},
            needs=("programme",),
            called=_CALLED,
            hold=_hold,
        )
    )


def _hold(made: Round, changed: set[str]) -> Mapping[str, str]:
    """Keep what those who wrote went by: moved in the program, late input is counted anew."""
    if not made.contributions.exists():
        return {}
    reason = "input has come in; move the days in the program"
    return dict.fromkeys(changed & {"opens_at", "closes_at", "case", "programme"}, reason)


def _load_documents(loader: Loader, made: Round | None, table: RoundTable) -> None:
    """Put the versions out; which wording it was is settled once."""
    position = 0
    for key in table.documents.versions:
        position += 1
        version = loader.get(ProgrammeVersion, key)
        if version is not None:
            _load_document(loader, made, f"{table.key} version {key}", position, version)
    for key in table.documents.areas:
        position += 1
        area = loader.get(Area, key)
        adopted = AreaVersion.State.ADOPTED
        present = area.versions.filter(state=adopted).first() if area else None
        if present is not None:
            _load_document(loader, made, f"{table.key} area {key}", position, present)


def _load_document(
    loader: Loader,
    made: Round | None,
    name: str,
    position: int,
    version: ProgrammeVersion | AreaVersion,
) -> None:
    there = Document.objects.filter(round=made)
    once: dict[str, ProgrammeVersion | AreaVersion]
    if isinstance(version, AreaVersion):
        once = {"area_version": version}
        there = there.filter(area_version__area=version.area_id)
    else:
        once = {"programme_version": version}
        there = there.filter(programme_version=version)
    loader.sync(
        Row(
            Document,
            name,
            {"round": made, "position": position},
            kind="document",
            find=there,
            once=once,
            needs=("round",),
        )
    )


def _load_question(
    loader: Loader, made: Round | None, key: str, number: int, table: QuestionTable
) -> None:
    text = Translated(table.text)
    question = loader.sync(
        Row(
            Question,
            f"{key} {number}",
            {
                "round": made,
                "position": number,
                "kind": table.kind,
                "text": text,
                "help": Translated(table.help),
                "per_area": table.per_area,
                "required": table.required,
            },
            kind="question",
            find=Question.objects.filter(round=made, text=text),
            needs=("round",),
            hold=_hold_question,
        )
    )
    for place, option in enumerate(table.options, start=1):
        words = Translated(option)
        loader.sync(
            Row(
                Option,
                f"{key} {number} {place}",
                {"question": question, "position": place, "text": words},
                kind="answer",
                find=Option.objects.filter(question=question, text=words),
                needs=("question",),
                hold=_hold_option,
            )
        )


_ANSWERED = "it has been answered, and stays as it was asked"


def _hold_question(question: Question, changed: set[str]) -> Mapping[str, str]:
    if not question.replies.exists():
        return {}
    return dict.fromkeys(changed & {"round", "kind", "text", "per_area"}, _ANSWERED)


def _hold_option(option: Option, changed: set[str]) -> Mapping[str, str]:
    if not option.question.replies.exists():
        return {}
    return dict.fromkeys(changed & {"question", "text"}, _ANSWERED)


def _load_earlier(loader: Loader, programme: Programme | None, table: EarlierTable) -> None:
    loader.sync(
        Row(
            Round,
            table.key,
            {
                "programme": programme,
                "case": programme.case if programme else None,
                "title": Translated(table.title),
                "dated_on": table.dated_on,
                "precision": table.precision,
                "note": Translated(table.note),
            },
            kind="earlier",
            find=Round.objects.filter(slug=table.key),
            once={"slug": table.key, "state": Round.State.EARLIER},
            needs=("programme",),
        )
    )


def section() -> Section:
    """Return the file that consultations own."""
    return Section(
        "rounds.toml",
        RoundsFile,
        load_rounds,
        after=("areas.toml", "programme.toml"),
        required=False,
        check=check_rounds,
    )
