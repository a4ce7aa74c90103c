"""What meetings own of a region's folder: ``meetings.toml``."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from django.conf import settings
from pydantic import Field, ValidationInfo, field_validator

from varv.clock.leaps import leap
from varv.cycles.models import Area, Programme
from varv.meetings.models import Meeting, Registration
from varv.people.folder.load import Loader, Row
from varv.people.folder.read import Folder
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
    Time,
    WebAddress,
    mistake,
)
from varv.people.folder.wording import Path, clock
from varv.people.models import Region
from varv.text.translated import Translated

_CALLED = {
    "starts_at": "starts",
    "ends_at": "ends",
    "sign_up_opens_at": "sign_up_opens",
    "sign_up_closes_at": "sign_up_closes",
}


class MeetingTable(FileModel):
    """A ``[[meeting]]`` on one day, in the region's own time."""

    key: Annotated[KeyText, Key("meeting")]
    kind: Literal["dialogue", "mobilisation", "other"] = "other"
    title: Lines
    summary: Texts = Field(default_factory=dict)
    area: Annotated[KeyText | None, Ref("area")] = None
    date: Date
    starts: Time
    ends: Time
    online: bool = True
    place: Line = ""
    capacity: Annotated[int, Field(ge=1, le=100_000)] | None = None
    sign_up_opens: Date
    sign_up_closes: Date | None = None
    rehearsal_link: WebAddress = ""

    @field_validator("ends")
    @classmethod
    def _after_start(cls, ends: dt.time, info: ValidationInfo) -> dt.time:
        starts = info.data.get("starts")
        if starts and ends < starts:
            raise mistake(
                "{ends} is before starts {starts}", ends=clock(ends), starts=clock(starts)
            )
        if starts and ends == starts:
            raise mistake("{ends} is the same as starts; should be later", ends=clock(ends))
        return ends

    @field_validator("sign_up_opens", "sign_up_closes")
    @classmethod
    def _by_the_day(cls, day: dt.date | None, info: ValidationInfo) -> dt.date | None:
        date, opens = info.data.get("date"), info.data.get("sign_up_opens")
        if day and date and day > date:
            raise mistake(
                "{day} is after the meeting, {date}", day=day.isoformat(), date=date.isoformat()
            )
        if day and opens and day < opens:
            raise mistake(
                "{day} is before sign_up_opens {opens}",
                day=day.isoformat(),
                opens=opens.isoformat(),
            )
        return day


class MeetingsFile(FileModel):
    """``meetings.toml``: the meetings that people can sign up for."""

    meeting: list[MeetingTable] = Field(default_factory=list)


def check_meetings(parsed: MeetingsFile, folder: Folder) -> Iterator[tuple[Path, str]]:
    """Tell of moments that the clock leaps over or passes twice when it is changed."""
    zone = folder["region.toml"].time_zone
    for index, table in enumerate(parsed.meeting):
        for name in ("starts", "ends"):
            if problem := _leap(table.date, getattr(table, name), zone):
                yield ("meeting", index, name), problem


def _leap(date: dt.date, time: dt.time, zone_name: str) -> str:
    if happens := leap(date, time, zoneinfo.ZoneInfo(zone_name)):
        return f"{clock(time)} {happens} on {date.isoformat()}, when the clock is changed"
    return ""


def load_meetings(parsed: MeetingsFile, loader: Loader) -> None:
    """Load the meetings, open for sign-up from their day on."""
    region = Region.objects.get()
    programme = loader.get(Programme, loader.folder["programme.toml"].key)
    for table in parsed.meeting:
        _load_meeting(loader, region, programme, table)


def _load_meeting(
    loader: Loader, region: Region, programme: Programme | None, table: MeetingTable
) -> None:
    values = {
        "programme": programme,
        "area": loader.get(Area, table.area),
        "kind": table.kind,
        "title": Translated(table.title),
        "summary": Translated(table.summary),
        **_moments(region, table),
        "online": table.online,
        "place": table.place,
        "capacity": table.capacity,
    }
    # A link in a file in a repository is no secret; outside a rehearsal staff enters the real one.
    link = table.rehearsal_link if settings.REHEARSAL else ""
    loader.sync(
        Row(
            Meeting,
            table.key,
            values,
            find=Meeting.objects.filter(slug=table.key),
            once={"slug": table.key, "state": Meeting.State.PUBLISHED, "link": link},
            needs=("programme",),
            called=_CALLED,
            hold=_hold,
        )
    )


def _moments(region: Region, table: MeetingTable) -> dict[str, dt.datetime]:
    """Return the meeting's moments; sign-up is open until it starts unless a last day is given."""

    def at(date: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(date, time, region.tz)

    starts = at(table.date, table.starts)
    closes = table.sign_up_closes
    return {
        "starts_at": starts,
        "ends_at": at(table.date, table.ends),
        "sign_up_opens_at": at(table.sign_up_opens, dt.time()),
        "sign_up_closes_at": (
            min(starts, at(closes + dt.timedelta(days=1), dt.time())) if closes else starts
        ),
    }


_FOR_PEOPLE = {"starts_at", "ends_at", "sign_up_closes_at", "place", "online", "capacity"}


def _hold(meeting: Meeting, changed: set[str]) -> Mapping[str, str]:
    """Keep what those who signed up go by: changing it in the program tells them."""
    if not meeting.registrations.exclude(state=Registration.State.CANCELLED).exists():
        return {}
    reason = "people have signed up; change it in the program, so that they are told"
    return dict.fromkeys(changed & _FOR_PEOPLE, reason)


def section() -> Section:
    """Return the file that meetings own."""
    return Section(
        "meetings.toml",
        MeetingsFile,
        load_meetings,
        after=("areas.toml",),
        check=check_meetings,
    )
