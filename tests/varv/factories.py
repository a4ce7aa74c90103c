"""Factories of test data, one section for each app."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import factory
from django.db.models import Max
from factory.django import DjangoModelFactory

from varv import clock
from varv.analysis.models import Evidence
from varv.bodies.models import Body
from varv.consultation import actions as consultation
from varv.consultation.actions import making
from varv.consultation.contents import Content, Sender
from varv.consultation.models import (
    Contribution,
    Disposition,
    Invitation,
    Paper,
    Point,
    Question,
    Round,
)
from varv.cycles.models import Area, Interest, Programme
from varv.meetings.models import Meeting, Registration
from varv.people.models import (
    Municipality,
    Organisation,
    OrganisationAlias,
    Region,
    Representation,
    StaffRole,
    User,
)
from varv.people.queries import organisation_key
from varv.registry.models import Case
from varv.text.sorting import sort_key
from varv.text.translated import Translated

# --- people ---------------------------------------------------------------------------------------


class RegionFactory(DjangoModelFactory):
    """The region; asked for twice it is the same one."""

    class Meta:
        model = Region
        django_get_or_create = ["key"]

    key = "fjallmark"
    name = factory.LazyFunction(lambda: Translated(sv="Region Fjällmark", en="Region Fjällmark"))
    country = "SE"
    languages = ["sv", "en"]
    time_zone = "Europe/Stockholm"
    contact_email = "s3@fjallmark.example"
    coordinator_email = "samordnare@fjallmark.example"
    coordinator_name = "Sam Ordnare"


class MunicipalityFactory(DjangoModelFactory):
    """A municipality of the region."""

    class Meta:
        model = Municipality

    region = factory.SubFactory(RegionFactory)
    code = factory.Sequence(lambda number: f"{9000 + number}")
    name = factory.Sequence(lambda number: f"Kommun {number}")
    sort_key = factory.LazyAttribute(lambda one: sort_key(one.name))
    tile_col = factory.Sequence(lambda number: number % 4)
    tile_row = factory.Sequence(lambda number: number // 4)


class UserFactory(DjangoModelFactory):
    """A person who has no role: an actor."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@actor.example")
    name = factory.Sequence(lambda number: f"Person {number}")
    password = "!"


class StaffRoleFactory(DjangoModelFactory):
    """A role held now."""

    class Meta:
        model = StaffRole

    user = factory.SubFactory(UserFactory)
    role = StaffRole.Role.READER


class CoordinatorFactory(UserFactory):
    """A person who coordinates the process."""

    held = factory.RelatedFactory(StaffRoleFactory, "user", role=StaffRole.Role.COORDINATOR)


class AnalystFactory(UserFactory):
    """A person who makes the analyses."""

    held = factory.RelatedFactory(StaffRoleFactory, "user", role=StaffRole.Role.ANALYST)


class ReaderFactory(UserFactory):
    """A person on the staff who reads along."""

    held = factory.RelatedFactory(StaffRoleFactory, "user", role=StaffRole.Role.READER)


class OrganisationFactory(DjangoModelFactory):
    """An organisation that nobody has checked."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Organisation {number}")
    sort_key = factory.LazyAttribute(lambda one: organisation_key(one.name))
    sector = "business"
    municipality = factory.SubFactory(MunicipalityFactory)


class AliasFactory(DjangoModelFactory):
    """Another name of an organisation."""

    class Meta:
        model = OrganisationAlias

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Alias {number}")
    sort_key = factory.LazyAttribute(lambda one: organisation_key(one.name))


class RepresentationFactory(DjangoModelFactory):
    """Somebody who speaks for an organisation."""

    class Meta:
        model = Representation

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


# --- cycles, bodies, analysis ---------------------------------------------------------------------


class CaseFactory(DjangoModelFactory):
    """A case in the register."""

    class Meta:
        model = Case

    # Above all numbers that tests give cases by name.
    number = factory.Sequence(lambda number: f"RUN/{10_001 + number}/2018")
    title = factory.LazyFunction(lambda: Translated(sv="Program", en="Programme"))
    opened_on = date(2018, 10, 1)


class ProgrammeFactory(DjangoModelFactory):
    """A programme with its case."""

    class Meta:
        model = Programme

    key = factory.Sequence(lambda number: f"programme-{number}")
    name = factory.LazyFunction(lambda: Translated(sv="Programmet", en="The programme"))
    case = factory.SubFactory(CaseFactory)


class AreaFactory(DjangoModelFactory):
    """An area in use."""

    class Meta:
        model = Area

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda number: f"omrade-{number}")
    name = factory.Sequence(lambda n: Translated(sv=f"Område {n}", en=f"Area {n}"))
    position = factory.Sequence(lambda number: number)


class InterestFactory(DjangoModelFactory):
    """Somebody's interest in an area."""

    class Meta:
        model = Interest

    area = factory.SubFactory(AreaFactory)
    person = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda one: one.person.name)
    sector = "business"
    level = Interest.Level.PARTNERSHIP


class BodyFactory(DjangoModelFactory):
    """A committee."""

    class Meta:
        model = Body

    key = factory.Sequence(lambda number: f"organ-{number}")
    name = factory.LazyFunction(lambda: Translated(sv="Nämnden", en="The committee"))
    kind = Body.Kind.COMMITTEE


class EvidenceFactory(DjangoModelFactory):
    """A cited report."""

    class Meta:
        model = Evidence

    key = factory.Sequence(lambda number: f"rapport-{number}")
    title = factory.LazyFunction(lambda: Translated(sv="Rapporten", en="The report"))
    author = "OECD"
    published_on = date(2017, 3, 1)


# --- meetings -------------------------------------------------------------------------------------


def the_programme() -> Programme:
    """The programme of the tests with its case; asked for twice it is the same one."""
    RegionFactory()
    case, _ = Case.objects.get_or_create(
        number="RUN/430/2018",
        defaults={"title": Translated(sv="Ärendet"), "opened_on": date(2018, 5, 1)},
    )
    programme, _ = Programme.objects.get_or_create(
        key="s3", defaults={"name": Translated(sv="Programmet", en="The programme"), "case": case}
    )
    return programme


class MeetingFactory(DjangoModelFactory):
    """A published online meeting with a link, Friday 5 June 2020, 9-12 in Sweden."""

    class Meta:
        model = Meeting

    programme = factory.LazyFunction(the_programme)
    slug = factory.Sequence(lambda number: f"mote-{number}")
    kind = Meeting.Kind.MOBILISATION
    title = factory.Sequence(lambda number: Translated(sv=f"Möte {number}", en=f"Meeting {number}"))
    starts_at = datetime(2020, 6, 5, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(hours=3))
    link = "https://meet.example/hemlig-lank"
    sign_up_opens_at = datetime(2020, 5, 1, tzinfo=ZoneInfo("Europe/Stockholm"))
    sign_up_closes_at = factory.LazyAttribute(lambda one: one.starts_at)
    state = Meeting.State.PUBLISHED


class RegistrationFactory(DjangoModelFactory):
    """Somebody with a place at a meeting."""

    class Meta:
        model = Registration

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda one: one.person.name)
    sector = "business"
    language = "sv"
    state = Registration.State.CONFIRMED


# --- consultation ---------------------------------------------------------------------------------


class RoundFactory(DjangoModelFactory):
    """A published round of the programme, from 25 May to 4 June 2020, at its end in Sweden."""

    class Meta:
        model = Round

    programme = factory.LazyFunction(the_programme)
    case = factory.LazyAttribute(lambda one: one.programme.case)
    slug = factory.Sequence(lambda number: f"dialog-{number}")
    title = factory.Sequence(lambda n: Translated(sv=f"Dialog {n}", en=f"Dialogue {n}"))
    opens_at = datetime(2020, 5, 25, tzinfo=ZoneInfo("Europe/Stockholm"))
    closes_at = datetime(2020, 6, 5, tzinfo=ZoneInfo("Europe/Stockholm"))
    state = Round.State.PUBLISHED


class QuestionFactory(DjangoModelFactory):
    """A question that is answered in own words."""

    class Meta:
        model = Question

    round = factory.SubFactory(RoundFactory)
    text = factory.Sequence(lambda n: Translated(sv=f"Fråga {n}?", en=f"Question {n}?"))
    position = factory.Sequence(lambda number: number)


class InvitationFactory(DjangoModelFactory):
    """Somebody who is to be asked."""

    class Meta:
        model = Invitation

    round = factory.SubFactory(RoundFactory)
    person = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda one: one.person.name if one.person else "")
    sector = "business"


def contribution(**wanted: object) -> Contribution:
    """Enter a letter that came in, by the act itself, so that it has its record and number.

    ``wanted`` may hold what ``receive`` takes; ``text`` and ``sender`` are made up otherwise.
    """
    text = wanted.pop("text", "Vi vill ha bredband i hela byn.")
    by: dict[str, object] = {
        "channel": Contribution.Channel.LETTER,
        "sender": Sender(name="Kim Lind", sector="business"),
        "content": Content(text=str(text)),
    }
    if "round" not in wanted:
        by["round"] = RoundFactory()
    actor = wanted.pop("actor", None)
    return consultation.receive(actor, **(by | wanted))  # type: ignore[arg-type]


def point(**wanted: object) -> Point:
    """Make a point of an input (of a new one that everybody may read, where none is given)."""
    of = wanted.pop("contribution", None)
    if of is None:
        of = contribution()
        consultation.publish(None, contributions=[of])
    assert isinstance(of, Contribution)
    last = of.points.aggregate(last=Max("number"))["last"] or 0
    by = {"contribution": of, "round": of.round, "number": last + 1, "text": of.text}
    return Point.objects.create(**(by | wanted))


def disposition(**wanted: object) -> Disposition:
    """Give a point (a new one, where none is given) a disposition that a second reader signed."""
    of = wanted.pop("point", None) or point()
    by = {
        "point": of,
        "outcome": Disposition.Outcome.PARTLY,
        "reason": "Programmet säger det tydligare nu.",
        "batch": uuid4(),
        "made_by": CoordinatorFactory(),
        "signed_by": CoordinatorFactory(),
        "signed_at": clock.now(),
    }
    made = Disposition.objects.create(**(by | wanted))
    of.state = Point.State.SIGNED if made.signed_at else Point.State.PROPOSED
    of.save(update_fields=["state"])
    return made


def paper(**wanted: object) -> Paper:
    """Begin a compilation in Swedish (of a new round, where none is given), by the act itself."""
    by: dict[str, object] = {"kind": Paper.Kind.COMPILATION, "language": "sv"}
    if "round" not in wanted:
        by["round"] = RoundFactory()
    actor = wanted.pop("actor", None)
    return consultation.make_paper(actor, **(by | wanted))  # type: ignore[arg-type]


def published_paper(**wanted: object) -> Paper:
    """Make and publish a paper as the worker does."""
    made = consultation.publish_paper(None, paper=paper(**wanted))
    making.make(made.pk)
    made.refresh_from_db()
    return made
