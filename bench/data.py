"""Fill a database as years of use would: ``python -m bench.data base`` or ``large``.

What is made hangs on the loaded region, is the same every time, and stands in plausible
proportion: an area has eight laps in the large region as it has one in the small, not a hundred
areas. All goes in by COPY, in one transaction.
"""

import itertools
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

SECTORS = ("business", "business", "business", "academia", "public", "civil")
GIVEN = ("Anna", "Björn", "Cecilia", "Dan", "Elsa", "Finn", "Gun", "Håkan", "Ingrid", "Åke")
FAMILY = ("Berg", "Sten", "Ek", "Lund", "Fors", "Öst", "Näs", "Dal", "Åström", "Vik")
TRADES = ("Skog", "Fjäll", "Vatten", "Kraft", "Mat", "Trä", "Resor", "Teknik", "Kultur", "Vård")
FORMS = ("AB", "ekonomisk förening", "förening", "HB", "stiftelse")


@dataclass(frozen=True)
class Size:
    """How much there is of what."""

    meetings: int
    ahead: int  # of the meetings
    registrations: int
    organisations: int
    laps: int
    contributions: int
    mails: int  # that wait to be sorted

    @property
    def people(self) -> int:
        """Two from each organisation."""
        return 2 * self.organisations


SIZES = {
    "base": Size(
        meetings=5,
        ahead=3,
        registrations=1_000,
        organisations=200,
        laps=2,
        contributions=500,
        mails=10,
    ),
    "large": Size(
        meetings=500,
        ahead=30,
        registrations=100_000,
        organisations=20_000,
        laps=200,
        contributions=50_000,
        mails=1_000,
    ),
}


@dataclass
class Filling:
    """One filling of a database: what is there, and the dice."""

    size: Size
    now: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(20_200_525))

    def pick(self, among: Sequence[Any]) -> Any:
        """Return one of ``among``."""
        return among[self.dice.randrange(len(among))]

    def before(self, days: int) -> datetime:
        """Return a moment of the last ``days``."""
        return self.now - timedelta(seconds=self.dice.randrange(days * 86_400))


def fill(size: Size) -> None:
    """Fill the database that Django is connected to."""
    from django.db import transaction

    from bench import consultations
    from varv import clock

    filling = Filling(size, clock.now())
    with transaction.atomic():
        places = _organisations_and_people(filling)
        _laps(filling)
        meetings = _meetings(filling)
        logged = _registrations(filling, meetings, places)
        logged += _interests(filling, places)
        logged += consultations.fill(filling, places)
        copy(logged)
    _settle()


def _organisations_and_people(filling: Filling) -> "list[tuple[Any, Any]]":
    """Make the organisations, two persons for each, and return (person, organisation)."""
    from varv.people.models import Municipality, Organisation, Representation, User
    from varv.people.queries import organisation_key

    municipalities = list(Municipality.objects.order_by("pk"))
    names = [
        f"{trade}{family.lower()} {number} {form}"
        for number, (trade, family, form) in zip(
            range(filling.size.organisations),
            itertools.cycle(itertools.product(TRADES, FAMILY, FORMS)),
            strict=False,
        )
    ]
    organisations = [
        Organisation(
            name=name,
            sort_key=organisation_key(name),
            sector=filling.pick(SECTORS),
            municipality=filling.pick(municipalities),
            checked_at=filling.now if number % 20 else None,
            created_at=filling.before(2_000),
        )
        for number, name in enumerate(names)
    ]
    people = [
        User(
            email=f"person{number}@actor{number // 2}.example",
            name=f"{filling.pick(GIVEN)} {filling.pick(FAMILY)}",
            password="!",
            created_at=filling.before(2_000),
        )
        for number in range(filling.size.people)
    ]
    copy(organisations)
    copy(people)
    pairs = [(person, organisations[number // 2]) for number, person in enumerate(people)]
    copy([Representation(person=who, organisation=where) for who, where in pairs])
    return pairs


def _laps(filling: Filling) -> None:
    """Make closed laps behind the open ones, shared by the programme and its areas."""
    from varv.cycles.models import Area, Lap, Programme, Step, StepKind, StepTransition

    programme = Programme.objects.latest("pk")
    owners = [None, *Area.objects.filter(programme=programme).order_by("pk")]
    there = {lap.area_id: lap.number for lap in Lap.objects.order_by("number")}
    laps = []
    for number in range(filling.size.laps):
        area = owners[number % len(owners)]
        key = area.pk if area else None
        there[key] = there.get(key, 0) + 1
        began = filling.before(3_000).date()
        laps.append(
            Lap(
                programme=programme,
                area=area,
                number=there[key],
                starts_on=began,
                ends_on=began + timedelta(days=365),
                closed_at=filling.now,
            )
        )
    copy(laps)
    steps = [Step(lap=lap, kind=kind, state="done") for lap in laps for kind in StepKind.values]
    copy(steps)
    copy(
        [
            StepTransition(step=step, from_state=before, to_state=after, reason="Klart.")
            for step in steps
            for before, after in (("waiting", "active"), ("active", "done"))
        ]
    )


def _meetings(filling: Filling) -> "list[Any]":
    """Make meetings: some ahead, open for sign-up; all others held, with public minutes."""
    from varv.cycles.models import Area, Programme
    from varv.meetings.models import Meeting
    from varv.text.translated import Translated

    programme = Programme.objects.latest("pk")
    areas = list(Area.objects.filter(programme=programme, state="active").order_by("pk"))
    made = []
    for number in range(filling.size.meetings):
        ahead = number < filling.size.ahead
        days = 10 + number if ahead else -7 * (number + 1)
        starts = filling.now + timedelta(days=days)
        made.append(
            Meeting(
                programme=programme,
                area=areas[number % len(areas)] if areas else None,
                slug=f"samtal-{number}",
                kind=("dialogue", "mobilisation")[number % 2],
                title=Translated(sv=f"Samtal {number}", en=f"Dialogue {number}"),
                summary=Translated(sv="Vi talar om vad länet kan bli starkt i."),
                starts_at=starts,
                ends_at=starts + timedelta(hours=3),
                link=f"https://meet.example/{number}",
                capacity=150,
                sign_up_opens_at=starts - timedelta(days=60),
                sign_up_closes_at=starts,
                state="published" if ahead else "held",
            )
        )
    copy(made)
    return made


def _registrations(
    filling: Filling, meetings: "list[Any]", people: "list[tuple[Any, Any]]"
) -> "list[Any]":
    """Sign people up, let most come, mail to all; return what is to be logged."""
    from varv.meetings.models import Attendance, Registration

    each = filling.size.registrations // len(meetings)
    made: list[Any] = []
    for meeting in meetings:
        for place, number in enumerate(filling.dice.sample(range(len(people)), each)):
            person, organisation = people[number]
            made.append(
                Registration(
                    meeting=meeting,
                    person=person,
                    name=person.name,
                    organisation=organisation,
                    sector=organisation.sector,
                    municipality=organisation.municipality,
                    language="sv",
                    state="confirmed" if place < meeting.capacity else "waiting",
                    registered_at=meeting.sign_up_opens_at + timedelta(minutes=place),
                )
            )
    copy(made)
    there = [
        Attendance(
            meeting=one.meeting,
            registration=one,
            person=one.person,
            name=one.name,
            organisation=one.organisation,
            sector=one.sector,
            municipality=one.municipality,
        )
        for one in made
        if one.meeting.state == "held" and one.state == "confirmed" and filling.dice.random() < 0.7
    ]
    copy(there)
    _minutes(filling, meetings)
    _messages(made)
    return [
        event("meetings.sign_up", "registration", one, meetings=[one.meeting_id]) for one in made
    ]


def _minutes(filling: Filling, meetings: "list[Any]") -> None:
    from varv.meetings.models import Minutes
    from varv.registry.models import Trace

    held = [meeting for meeting in meetings if meeting.state == "held"]
    entries = records(held, "internal", "minutes", "Minnesanteckningar")
    copy(
        [
            Minutes(meeting=one, text="Vi enades.\n\n" * 40, published_at=one.ends_at, record=entry)
            for one, entry in zip(held, entries, strict=True)
        ]
    )
    copy(
        [
            Trace(
                source_kind="meeting",
                source_id=one.pk,
                target_kind="record",
                target_id=entry.pk,
                relation="led_to",
                made_at=filling.now,
            )
            for one, entry in zip(held, entries, strict=True)
        ]
    )


def _messages(registrations: "list[Any]") -> None:
    """Write a confirmation for each sign-up, and the link to those with a place at what was."""
    from varv.meetings import queries

    made = []
    for one in registrations:
        made.append(_message(one, f"meetings.confirmation:{one.pk}"))
        if one.meeting.state == "held" and one.state == "confirmed":
            made.append(_message(one, f"{queries.link_prefix(one.meeting)}1:0:{one.pk}"))
    copy(made)


def _message(one: "Any", occasion: str) -> "Any":
    from varv.registry.models import Message

    return Message(
        kind=occasion.partition(":")[0],
        occasion=occasion,
        recipient=one.person.email,
        recipient_name=one.name,
        language="sv",
        subject=f"Du är anmäld: {one.meeting.title}",
        body="Hej!\n\nVälkommen.\n" * 10,
        message_id=f"<{occasion}@region.example>",
        about_kind="registration",
        about_id=one.pk,
        state="sent",
        created_at=one.registered_at,
        due_at=one.registered_at,
        try_at=one.registered_at,
        finished_at=one.registered_at,
    )


def _interests(filling: Filling, people: "list[tuple[Any, Any]]") -> "list[Any]":
    """Let every other organisation be interested, each with a record in the register."""
    from varv.cycles.models import Area, Interest

    areas = list(Area.objects.filter(state="active").order_by("pk"))
    interested = people[::2] if areas else []
    made = [
        Interest(
            area=areas[number % len(areas)],
            person=person,
            name=person.name,
            organisation=organisation,
            sector=organisation.sector,
            municipality=organisation.municipality,
            level=("information", "partnership", "partnership", "steering_group")[number % 4],
            created_at=filling.before(2_000),
        )
        for number, (person, organisation) in enumerate(interested)
    ]
    if made:
        number_from_here(made)
        for one, entry in zip(made, records(made, "in", "web", "Intresseanmälan"), strict=True):
            one.record = entry
    copy(made)
    return [event("cycles.declare_interest", "interest", one, area=one.area_id) for one in made]


def records(
    subjects: "Sequence[Any]",
    direction: str,
    kind: str,
    title: str,
    text: "Callable[[Any], str]" = lambda _one: "",
) -> "list[Any]":
    """Enter a record for each subject in the programme's case."""
    from varv.cycles.models import Programme
    from varv.registry.models import Case, Record

    case = Programme.objects.latest("pk").case
    made = [
        Record(
            case=case,
            number=case.last_number + number,
            direction=direction,
            kind=kind,
            title=f"{title} {number}",
            text=text(one),
            received_at=_moment_of(one),
            subject_kind=type(one).__name__.lower(),
            subject_id=one.pk,
        )
        for number, one in enumerate(subjects, start=1)
    ]
    Case.objects.filter(pk=case.pk).update(last_number=case.last_number + len(made))
    copy(made)
    return made


def event(action: str, kind: str, subject: "Model", **data: Any) -> "Any":
    from varv.registry.models import Event

    moment = _moment_of(subject)
    return Event(
        at=moment,
        recorded_at=moment,
        action=action,
        subject_kind=kind,
        subject_id=subject.pk,
        data=data,
    )


def _moment_of(subject: "Model") -> datetime:
    names = ("registered_at", "received_at", "created_at", "ends_at")
    return next(getattr(subject, name) for name in names if hasattr(subject, name))


def copy(rows: "Iterable[Any]") -> None:
    """Put rows of one model into its table, numbered on from what is there."""
    from django.db import connections
    from psycopg import sql

    made = list(rows)
    if not made:
        return
    number_from_here(made)
    connection = connections["default"]  # asked at every value, where the proxy is slow
    meta = made[0]._meta
    fields = [one for one in meta.concrete_fields if not getattr(one, "generated", False)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(meta.db_table),
        sql.SQL(", ").join(sql.Identifier(one.column) for one in fields),
    )
    with connection.cursor() as cursor:
        with cursor.copy(statement) as out:
            for row in made:
                out.write_row(
                    [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]
                )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [meta.db_table, made[-1].pk]
        )


def number_from_here(rows: "Sequence[Any]") -> None:
    from django.db.models import Max

    if rows[0].pk is None:
        last = type(rows[0])._default_manager.aggregate(last=Max("pk"))["last"] or 0
        for number, row in enumerate(rows, start=last + 1):
            row.pk = number


def _settle() -> None:
    """Do what the database does by itself in the night."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def main(name: str) -> None:
    """Fill the database of the environment."""
    from varv.cli import platform

    platform.set_up()
    fill(SIZES[name])


if __name__ == "__main__":
    main(sys.argv[1])
