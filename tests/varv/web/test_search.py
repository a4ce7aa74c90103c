"""Search: what is found, by whom, how it is shown, and that nothing hidden shows in any way."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.varv.analysis import evidence_support as analysis_support
from tests.varv.analysis import run_support as runs
from tests.varv.analysis.memo_support import drafted, published
from tests.varv.factories import (
    AliasFactory,
    AnalystFactory,
    AreaFactory,
    BodyFactory,
    CaseFactory,
    CoordinatorFactory,
    EvidenceFactory,
    InterestFactory,
    InvitationFactory,
    MeetingFactory,
    OrganisationFactory,
    ReaderFactory,
    RegionFactory,
    RegistrationFactory,
    RoundFactory,
    UserFactory,
    contribution,
    disposition,
    paper,
    point,
    published_paper,
    the_programme,
)
from varv import clock
from varv.analysis import actions as analysis
from varv.analysis.county import actions as county
from varv.analysis.models import Evidence
from varv.analysis.profiles import actions as profiles
from varv.bodies.models import Decision, Seat
from varv.consultation.models import Contribution, IncomingMail, Round
from varv.cycles import actions as cycles
from varv.cycles.models import FrameItem, Milestone, ProgrammeVersion, StepGuide
from varv.meetings.models import Meeting, Minutes
from varv.people import actions as people
from varv.registry import actions as registry
from varv.registry import kinds, search
from varv.registry.models import Message, SearchWord
from varv.registry.search import words
from varv.registry.search.wording import plain
from varv.text.translated import Translated
from varv.web.models import SitePage

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
NOW = timezone.now
IN_THE_ROUND = datetime(2020, 5, 28, 10, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture(autouse=True)
def swedish():
    RegionFactory()
    with translation.override("sv"):
        yield


def names(typed: str, user: object = ANYBODY, **how: object) -> list[str]:
    """Return the names of the hits, in order."""
    return [hit.thing.name for hit in search.find(user, typed, **how).hits]


def marked(pieces: search.Pieces) -> list[str]:
    return [piece.text for piece in pieces if piece.marked]


def seat(holder: str) -> Seat:
    return Seat.objects.create(body=BodyFactory(), holder=holder)


def minutes(text: str, *, public: bool = True) -> Minutes:
    return Minutes.objects.create(
        meeting=MeetingFactory(state=Meeting.State.HELD),
        text=text,
        published_at=clock.now() if public else None,
    )


def sent(**values: object) -> Contribution:
    """Return input whose record says something else, so that it is found by itself alone."""
    with clock.pinned(IN_THE_ROUND):
        made = contribution()
    Contribution.objects.filter(pk=made.pk).update(**values)
    return made


def message(subject: str) -> Message:
    now = clock.now()
    return Message.objects.create(
        kind="people.sign_in_code",
        occasion=subject,
        recipient="nagon@actor.example",
        language="sv",
        subject=subject,
        body="Hemligt",
        message_id=subject,
        created_at=now,
        due_at=now,
        try_at=now,
    )


def swedish_text(text: str) -> Translated:
    return Translated(sv=text)


# Each makes one thing that has the word zirkon in it.
PUBLIC: dict[str, Callable[[], object]] = {
    "area": lambda: AreaFactory(text=swedish_text("Om zirkon")),
    "area_version": lambda: _reworded(),
    "programme": lambda: _updated(the_programme(), summary=swedish_text("Om zirkon")),
    "programme_version": lambda: ProgrammeVersion.objects.create(
        programme=the_programme(),
        number=1,
        state=ProgrammeVersion.State.ADOPTED,
        title=swedish_text("Utkast"),
        note=swedish_text("Om zirkon"),
        dated_on=date(2019, 1, 1),
    ),
    "step_guide": lambda: StepGuide.objects.create(
        kind="analysis", name=swedish_text("Analys"), asks=swedish_text("Finns zirkon?")
    ),
    "milestone": lambda: Milestone.objects.create(
        programme=the_programme(), key="zirkon", title=swedish_text("Zirkon"), on=date(2020, 6, 5)
    ),
    "lap": lambda: _updated(
        cycles.open_lap(None, programme=the_programme()), title=swedish_text("Zirkonvarvet")
    ),
    "frame_item": lambda: FrameItem.objects.create(
        key="lag",
        level="national",
        kind="act",
        name=swedish_text("Lag"),
        identifier="Zirkon 2018:1",
    ),
    "meeting": lambda: MeetingFactory(place="Zirkon"),
    "minutes": lambda: minutes("Vi talade om zirkon."),
    "body": lambda: BodyFactory(about=swedish_text("Rådet för zirkon")),
    "seat": lambda: seat("Zirkon Zetterberg"),
    "decision": lambda: Decision.objects.create(
        body=BodyFactory(), decided_on=date(2019, 1, 1), title=swedish_text("Bryt zirkon")
    ),
    "evidence": lambda: EvidenceFactory(author="Zirkon"),
    "claim": lambda: analysis_support.claim(AreaFactory(), "Här bryts zirkon."),
    "swot_line": lambda: _adopted_in_swot("Zirkon i berget"),
    "asset": lambda: analysis_support.asset("Zirkongruvan"),
    "activity_set": lambda: profiles.set_activities(
        None, area=AreaFactory(), codes=["07"], note={"sv": "Zirkon räknas till malm."}
    ),
    "county_text": lambda: county.write_text(None, text={"sv": "Zirkon syns inte i siffrorna."}),
    "dataset": lambda: runs.version(of=runs.dataset("zirkon", title=swedish_text("Zirkon"))),
    "run": lambda: runs.bare_run(title=swedish_text("Zirkon i länet")),
    "finding": lambda: runs.bare_finding(sentence=swedish_text("Länet är starkt i zirkon.")),
    "memo": lambda: published(_memo("Skogen vilar på zirkon.")),
    "round": lambda: RoundFactory(summary=swedish_text("Vad gör vi med zirkon?")),
    "contribution": lambda: sent(text="Om zirkon", published_at=NOW()),
    "point": lambda: disposition(point=point(text="Bryt zirkon")),
    "paper": lambda: published_paper(title="Zirkon i länet"),
    "case": lambda: CaseFactory(title=swedish_text("Zirkon")),
    "page": lambda: SitePage.objects.create(
        name="web:about", title=swedish_text("Om"), text=swedish_text("Zirkon"), read_at=NOW()
    ),
}
HIDDEN: dict[str, tuple[Callable[[], object], set[str]]] = {
    "meeting": (
        lambda: MeetingFactory(title=swedish_text("Zirkon"), state=Meeting.State.DRAFT),
        {"reader", "analyst", "coordinator"},
    ),
    "minutes": (
        lambda: minutes("Om zirkon", public=False),
        {"reader", "analyst", "coordinator"},
    ),
    "organisation": (
        lambda: OrganisationFactory(name="Zirkon AB", checked_at=clock.now()),
        {"reader", "analyst", "coordinator"},
    ),
    "record": (
        lambda: registry.record(
            None, case=CaseFactory(), direction="in", kind="letter", title="Brev", text="Zirkon"
        ),
        {"analyst", "coordinator"},
    ),
    "person": (lambda: UserFactory(name="Zirkon Zetterberg"), {"analyst", "coordinator"}),
    "interest": (
        lambda: InterestFactory(message="Vi vill ha zirkon"),
        {"analyst", "coordinator"},
    ),
    "round": (
        lambda: RoundFactory(title=swedish_text("Zirkon"), state=Round.State.DRAFT),
        {"reader", "analyst", "coordinator"},
    ),
    "dataset": (
        lambda: runs.version(
            of=runs.dataset("zirkon", title=swedish_text("Zirkon"), is_public=False)
        ),
        {"reader", "analyst", "coordinator"},
    ),
    "run": (
        lambda: runs.bare_run(title=swedish_text("Zirkon"), is_public=False),
        {"reader", "analyst", "coordinator"},
    ),
    "finding": (
        lambda: runs.bare_finding(sentence=swedish_text("Zirkon växer."), is_public=False),
        {"reader", "analyst", "coordinator"},
    ),
    "memo": (lambda: _memo("Zirkon."), {"reader", "analyst", "coordinator"}),
    "contribution": (lambda: sent(text="Zirkon"), {"analyst", "coordinator"}),
    "point": (lambda: point(text="Zirkon"), {"analyst", "coordinator"}),
    "paper": (lambda: paper(title="Zirkon"), {"reader", "analyst", "coordinator"}),
    "invitation": (lambda: InvitationFactory(name="Zirkon"), {"analyst", "coordinator"}),
    "incoming_mail": (
        lambda: IncomingMail.objects.create(sha256="0" * 64, where="triage", text="Zirkon"),
        {"analyst", "coordinator"},
    ),
    "registration": (lambda: RegistrationFactory(name="Zirkon Zetterberg"), {"coordinator"}),
    "message": (lambda: message("Zirkon"), {"coordinator"}),
}
ROLES = {
    "anonymous": lambda: ANYBODY,
    "actor": UserFactory,
    "reader": ReaderFactory,
    "analyst": AnalystFactory,
    "coordinator": CoordinatorFactory,
}


def _updated(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()
    return thing


def _memo(text):
    RegionFactory()
    return drafted(AreaFactory(programme=the_programme()), text, title="PM: Skog")


def _adopted_in_swot(text):
    """A sentence in a SWOT that is adopted; what is on the board is found by nobody."""
    area = AreaFactory()
    item = analysis_support.founded(area, text)
    analysis.adopt_swot(None, area=area, unvoted_reason="Hand.")
    return item


def _reworded():
    area = cycles.create_area(None, programme=the_programme(), name=swedish_text("Zirkon"))
    return cycles.revise_area(
        None,
        area=area,
        name=swedish_text("Malm"),
        summary=Translated(),
        text=Translated(),
        reason="Bredare",
    )


# --- what is found, and by whom -------------------------------------------------------------------


def test_every_source_is_tried_here():
    assert {source.kind for source in search.point} == PUBLIC.keys() | HIDDEN.keys()


@pytest.mark.parametrize("kind", PUBLIC)
def test_everybody_finds(kind):
    PUBLIC[kind]()
    found = search.find(ANYBODY, "zirkon")
    assert [hit.ref.kind for hit in found.hits] == [kind]
    assert found.total == 1
    assert found.hits[0].thing.url


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_hidden_shows_to_whom_it_is_for_and_not_by_number_to_others(kind, role):
    make, allowed = HIDDEN[kind]
    make()
    found = search.find(ROLES[role](), "zirkon")
    if role in allowed:
        assert [hit.ref.kind for hit in found.hits] == [kind]
    else:
        assert (found.total, found.pages, found.counts, found.hits) == (0, 0, [], [])
        assert found.corrected == ""


@pytest.mark.parametrize("role", ROLES)
def test_whatever_may_be_found_can_be_named(role):
    user = ROLES[role]()
    for make in [*PUBLIC.values(), *(make for make, _allowed in HIDDEN.values())]:
        make()
    AliasFactory()
    for source in search.point:
        rows = source.visible(user).values_list(source.of, flat=True)
        assert set(kinds.point[source.kind].describe(rows, user)) == set(rows), source.kind


def test_hidden_things_take_no_place_on_a_page(client: Client):
    for number in range(search.PER_PAGE + 5):
        MeetingFactory(title=swedish_text(f"Zirkon {number}"), state=Meeting.State.DRAFT)
    MeetingFactory(title=swedish_text("Zirkon för alla"))
    page = client.get("/search/", {"q": "zirkon", "page": "2"}).content.decode()
    assert "1 träff på" in page
    assert "<mark>Zirkon</mark> för alla" in page


def test_an_organisation_is_found_by_all_its_names_once():
    organisation = OrganisationFactory(name="Fjällbolaget", number="556000-1234")
    AliasFactory(organisation=organisation, name="Fjällbolaget i norr")
    AliasFactory(organisation=organisation, name="Zirkonkompaniet")
    reader = ReaderFactory()
    for typed in ("fjällbolaget", "zirkonkompaniet", "556000-1234"):
        assert names(typed, reader) == ["Fjällbolaget"]
    (hit,) = search.find(reader, "zirkonkompaniet").hits
    assert marked(hit.excerpt) == ["Zirkonkompaniet"]


@pytest.mark.parametrize(
    "typed", ["RUN/430/2018", "run/430/2018", "430/2018", '"430/2018"', "RUN 430"]
)
def test_a_case_is_found_by_its_number(typed):
    the_programme()
    CaseFactory(number="RUN/4302/2018")
    CaseFactory(number="RUN/2018/430")
    assert names(typed, ReaderFactory())[0] == "RUN/430/2018 Ärendet"


@pytest.mark.parametrize("typed", ["RUN/430/2018-2", "run/430/2018-2", " RUN/430/2018 - 2 "])
def test_a_record_is_found_by_its_reference(typed):
    case = CaseFactory(number="RUN/430/2018")
    for title in ("Brev", "Svar"):
        registry.record(None, case=case, direction="in", kind="letter", title=title)
    assert names(typed, AnalystFactory())[0] == "RUN/430/2018-2 Svar"
    assert "RUN/430/2018-2 Svar" not in names(typed, ReaderFactory())


def test_a_masked_text_is_not_found():
    record = registry.record(
        None, case=CaseFactory(), direction="in", kind="letter", title="Brev", text="Om zirkon"
    )
    coordinator = CoordinatorFactory()
    assert names("zirkon", coordinator) == [str(record)]
    registry.mask(
        coordinator, thing=record, fields=["text"], passages=["zirkon"], ground="third_person"
    )
    assert names("zirkon", coordinator) == []
    assert names("zirkon", AnalystFactory()) == []


# --- freshness ------------------------------------------------------------------------------------


def test_a_change_is_found_at_once():
    area = AreaFactory(name=swedish_text("Gruvor"))
    assert names("zirkon") == []
    cycles.revise_area(
        None,
        area=area,
        name=swedish_text("Zirkon"),
        summary=Translated(),
        text=Translated(),
        reason="Tydligare",
    )
    assert names("zirkon") == ["Zirkon"]


def test_a_meeting_is_hidden_from_the_moment_it_is_a_draft_again():
    meeting = MeetingFactory(title=swedish_text("Zirkon"))
    assert names("zirkon") == ["Zirkon"]
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.DRAFT)
    assert names("zirkon") == []


def test_an_erased_person_is_gone_at_once_from_hits_and_spellings():
    coordinator = CoordinatorFactory()
    registration = RegistrationFactory(person__name="Zirkonia Zetterberg")
    InterestFactory(person=registration.person)
    words.gather(NOW())
    assert len(names("zirkonia", coordinator)) == 3
    people.erase_person(coordinator, person=registration.person)
    assert names("zirkonia", coordinator) == []
    assert names("zirkonja", coordinator) == []
    assert not SearchWord.objects.filter(word__startswith="zirkon").exists()


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("skogens", True),
        ("skogar", True),
        ("skogsbr", True),
        ("skogsbruk vatten", True),
        ("vatten skogsbruk", True),
        ("skogsbruk kärnkraft", False),
        ('"hållbart skogsbruk"', True),
        ('"skogsbruk hållbart"', False),
        ("skogsbruk -vatten", False),
        ("skogsbruk -kärnkraft", True),
        ("forests", True),
        ("forestry", False),
        ("HÅLLBART", True),
        ("hallbart", True),
        ("hållbårt", False),
        ("hållbart och", True),
        ("och skogsbruk", True),
    ],
)
def test_words_are_understood(typed, found):
    AreaFactory(
        name=Translated(sv="Skog", en="The forest"),
        summary=Translated(sv="Ett hållbart skogsbruk vid rent vatten och i alla kommuner"),
    )
    assert names(typed) == (["Skog"] if found else [])


def test_both_languages_are_searched_whichever_is_read():
    AreaFactory(name=Translated(sv="Älven", en="Water"))
    for language, shown in (("sv", "Älven"), ("en", "Water")):
        with translation.override(language):
            assert names("waters") == names("älvar") == [shown]


def test_an_excerpt_is_in_the_readers_language_where_it_can_be():
    AreaFactory(
        name=Translated(sv="Skog", en="Forest"),
        summary=Translated(sv="Kontakt och data", en="Contact and data for Åre"),
    )
    (hit,) = search.find(ANYBODY, "data").hits
    assert "".join(piece.text for piece in hit.excerpt) == "Kontakt och data"
    (hit,) = search.find(ANYBODY, "contact").hits
    assert "".join(piece.text for piece in hit.excerpt) == "Contact and data for Åre"


def test_a_word_without_its_accents_is_found_after_the_exact_one():
    AreaFactory(name=swedish_text("Åre"))
    AreaFactory(name=swedish_text("Are"))
    AreaFactory(name=swedish_text("Östersund"))
    assert names("are") == ["Are", "Åre"]
    assert names("åre") == ["Åre"]
    assert names("ostersund") == names("Östersund") == ["Östersund"]


def test_titles_come_before_texts_and_areas_before_old_wordings():
    AreaFactory(name=swedish_text("Annat"), text=swedish_text("Här nämns zirkon i texten"))
    AreaFactory(name=swedish_text("Zirkon"))
    assert names("zirkon") == ["Zirkon", "Annat"]


# --- kinds called by their names ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("möte", ["Gruvor", "Skogsbruk"]),
        ("möten", ["Gruvor", "Skogsbruk"]),
        ("Dialogmöten", ["Gruvor", "Skogsbruk"]),
        ("meetings", ["Gruvor", "Skogsbruk"]),
        ("alla möten", ["Gruvor", "Skogsbruk"]),
        ("möten om skogsbruk", ["Skogsbruk"]),
        ("skogsbruk möten", ["Skogsbruk"]),
        ("skogsbruk -möten", ["Skog"]),
        ("område", ["Skog"]),
        ("areas", ["Skog"]),
        ("möten områden", []),
        ('"möten"', []),
        ('möten -"skogsbruk"', ["Gruvor"]),
        ('möten "skogsbruk"', ["Skogsbruk"]),
        ("möten -skogsbruk", ["Gruvor"]),
        ("möt", []),
    ],
)
def test_a_kind_is_found_by_its_name(typed, found):
    for title in ("Gruvor", "Skogsbruk"):
        MeetingFactory(title=swedish_text(title))
    AreaFactory(name=swedish_text("Skog"), summary=swedish_text("Ett hållbart skogsbruk"))
    for language in ("sv", "en"):
        with translation.override(language):
            assert sorted(names(typed)) == found


@pytest.mark.parametrize(
    ("swedish", "english", "kind"),
    [
        ("protokollet", "minutes", "minutes"),
        ("milstolpar", "timetable", "milestone"),
        ("beslut", "decisions", "decision"),
        ("underlag", "evidence", "evidence"),
        ("branscher", "profiles", "activity_set"),
        ("kommunerna", "municipalities", "county_text"),
        ("statistik", "statistics", "dataset"),
        ("körningar", "run", "run"),
        ("resultaten", "finding", "finding"),
        ("PM", "memos", "memo"),
        ("organ", "bodies", "body"),
        ("ledamöter", "members", "seat"),
        ("varv", "laps", "lap"),
        ("steg", "steps", "step_guide"),
        ("program", "programmes", "programme"),
        ("ramen", "frame", "frame_item"),
        ("aktörer", "organizations", "organisation"),
        ("ärenden", "cases", "case"),
        ("handlingar", "records", "record"),
        ("mejl", "mail", "message"),
        ("personer", "people", "person"),
        ("anmälningar", "registrations", "registration"),
        ("intresseanmälan", "interests", "interest"),
    ],
)
def test_every_kind_has_its_names(swedish, english, kind):
    make = PUBLIC.get(kind) or HIDDEN[kind][0]
    make()
    for typed in (swedish, english):
        assert kind in {one.key for one in search.find(CoordinatorFactory(), typed).counts}


@pytest.mark.parametrize("kind", ["meeting", "minutes", "record", "person", "registration"])
def test_a_name_of_a_kind_shows_nothing_hidden(kind):
    typed = {"meeting": "möten", "minutes": "protokoll", "record": "handlingar"}.get(
        kind, "personer"
    )
    before = search.find(ANYBODY, typed)
    HIDDEN[kind][0]()
    assert search.find(ANYBODY, typed).total == before.total == 0


def test_what_says_the_word_itself_comes_first():
    MeetingFactory(title=swedish_text("Gruvor"), starts_at=clock.now() + timedelta(days=50))
    MeetingFactory(title=swedish_text("Möte om skog"), starts_at=clock.now() + timedelta(days=9))
    EvidenceFactory(title=swedish_text("Annat"), summary=swedish_text("Ett möte i oktober"))
    assert names("möte") == ["Möte om skog", "Gruvor", "Annat"]


def test_a_name_of_a_kind_and_some_days():
    the_programme()
    soon, later = (clock.now() + timedelta(days=days) for days in (10, 20))
    MeetingFactory(title=swedish_text("Snart"), starts_at=soon)
    MeetingFactory(title=swedish_text("Senare"), starts_at=later)
    assert names("möten", dates=search.Dates(later.date(), None)) == ["Senare"]
    assert names("möten", newest_first=True) == ["Senare", "Snart"]


def test_a_name_of_a_kind_is_no_slip_of_another_word():
    AreaFactory(name=swedish_text("Skogsbruk"), summary=swedish_text("Vi vill möta alla"))
    MeetingFactory(title=swedish_text("Skogsbruk"))
    words.gather(NOW())
    assert search.find(ANYBODY, "möte skgsbruk").corrected == "möte skogsbruk"


def test_the_newest_can_come_first():
    for year in (2018, 2020, 2019):
        EvidenceFactory(title=swedish_text(f"Zirkon {year}"), published_on=date(year, 1, 1))
    newest = ["Zirkon 2020", "Zirkon 2019", "Zirkon 2018"]
    assert names("zirkon", newest_first=True) == newest


def test_the_newest_come_first_and_are_there_among_more_than_are_counted():
    evidence = EvidenceFactory(title=swedish_text("Zirkon"), published_on=date(2020, 6, 5))
    old = [
        Evidence(
            key=f"zirkon-{number}",
            kind=evidence.kind,
            title=swedish_text("Zirkon"),
            author=evidence.author,
            published_on=date(2010, 1, 1) + timedelta(days=number),
        )
        for number in range(search.KINDS_AT_MOST + 50)
    ]
    Evidence.objects.bulk_create(reversed(old))
    for newest_first in (True, False):
        found = search.find(ANYBODY, "zirkon", newest_first=newest_first, page=1)
        assert (found.total, found.more) == (search.KINDS_AT_MOST, True)
        assert found.hits[0].ref.id == evidence.pk
        shown = {hit.when for hit in search.find(ANYBODY, "zirkon", page=50).hits}
        assert "1 januari 2010" not in shown


def test_a_phrase_in_more_texts_than_are_looked_through_says_so():
    AreaFactory(name=swedish_text("Nytt zirkon vatten"))
    assert not search.find(ANYBODY, '"zirkon vatten"').partly_read
    assert search.find(ANYBODY, '"vatten zirkon"').hits == []
    one = EvidenceFactory(title=swedish_text("Zirkon i vatten"))
    Evidence.objects.bulk_create(
        Evidence(
            key=f"zirkon-{number}",
            kind=one.kind,
            title=one.title,
            published_on=one.published_on,
        )
        for number in range(search.KINDS_AT_MOST)
    )
    found = search.find(ANYBODY, '"zirkon vatten"')
    assert (found.total, found.partly_read) == (1, True)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, ["2018", "2019", "2020", "Zirkon"]),
        (date(2019, 1, 1), None, ["2019", "2020"]),
        (None, date(2019, 1, 1), ["2018", "2019"]),
        (date(2019, 1, 1), date(2019, 1, 1), ["2019"]),
        (date(2019, 1, 2), date(2019, 12, 31), []),
    ],
)
def test_hits_can_be_of_some_days(since, until, found):
    for year in (2018, 2020):
        EvidenceFactory(title=swedish_text(f"Zirkon {year}"), published_on=date(year, 1, 1))
    # Half past midnight in Sweden is still the day before by the clock of the world.
    at = datetime(2019, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    MeetingFactory(
        title=swedish_text("Zirkon 2019"),
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        sign_up_opens_at=at - timedelta(days=9),
    )
    AreaFactory(programme=the_programme(), name=swedish_text("Zirkon"))  # has no date
    dates = search.Dates(since, until, zone=ZoneInfo("Europe/Stockholm"))
    assert sorted(name[-4:] for name in names("zirkon", dates=dates)) == sorted(
        name[-4:] for name in found
    )


def test_a_search_leaves_the_settings_of_the_database_as_they_were():
    AreaFactory(name=swedish_text("Zirkon"))
    with connection.cursor() as cursor:
        for name in ("enable_seqscan", "jit"):
            cursor.execute(f"SHOW {name}")
            before = cursor.fetchone()
            for typed in ("zirkon", "zirkonien"):  # found, and taken for a slip
                search.find(ANYBODY, typed)
                cursor.execute(f"SHOW {name}")
                assert cursor.fetchone() == before


@pytest.mark.parametrize("typed", ["och", "och att", "-skog", "och -skog"])
def test_small_words_alone_say_too_little(typed):
    AreaFactory(name=swedish_text("Skog och vatten"))
    found = search.find(ANYBODY, typed)
    assert found.only_small_words
    assert found.hits == ()


def test_a_word_that_is_small_in_the_other_language_can_be_looked_for():
    AreaFactory(name=swedish_text("Is"))
    assert names("is") == ["Is"]


HOSTILE = [
    "",
    " ",
    "\x00",
    "zirkon\x00",
    "'",
    "'; DROP TABLE cycles_area; --",
    "& | ! ( ) <-> :* \\",
    "zirkon & | ! <-> :*",
    '"',
    '"zirkon',
    '""',
    "-",
    "--zirkon",
    "%s %(kind)s {branches}",
    "z" * 10_000,
    "zirkon " * 2_000,
    "\u202ezirkon",
    "\ud800",
    "🌲🌲",
    "ａｂｃ ② ½ ª",
    "<script>alert(1)</script>",
    "é" * 300,
    "z\u0301irkon",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_is_an_error(client: Client, typed):
    AreaFactory(name=swedish_text("Zirkon"))
    words.gather(NOW())
    assert search.find(ANYBODY, typed).page == 1
    if "\ud800" not in typed:  # no browser can send half a sign
        for place in ({"q": typed}, {"q": "zirkon", "kind": typed, "page": typed, "order": typed}):
            assert client.get("/search/", place).status_code == 200


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"levande skog"', True),
        ('"rena vatten"', True),
        ('"skog rena"', False),
        ("skog-rena", False),
        ("levande-sko", True),
        ('"vatten i are"', True),
        ('"skog vatten" -"skog rena"', False),
        ('levande -"skog rena"', True),
        ('levande -"rena vatten"', False),
    ],
)
def test_a_phrase_stands_in_the_title_or_in_the_text(typed, found):
    AreaFactory(
        name=swedish_text("Levande skog"), summary=swedish_text("Rena vatten i Åre och Berg")
    )
    assert names(typed) == ["Levande skog"] * found


# --- compounds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Ett skogsbruk i varje skog", "bruk", True),
        ("Ett skogsbruk i varje skog", "bruken", True),
        ("Ett skogsbruk i varje skog", "BRUK vilar", True),
        ("Ett skogsbruk i varje skog", "bruk kärnkraft", False),
        ("Ett skogsbruk i varje skog", '"bruk"', False),
        ("Ett skogsbruk i varje skog", "skog -bruk", True),
        ("Våra skolledare leder en skola", "ledarna", True),
        ("En kyrkobyggnad är en kyrka", "byggnader", True),
        ("Smart start för kartan över transport och art", "sport", False),
        ("Från starten till tillväxten", "växten", False),
    ],
)
def test_a_compound_is_found_by_its_end(text, typed, found):
    AreaFactory(name=swedish_text("Vilar"), summary=swedish_text(text))
    words.gather(NOW())
    result = search.find(ANYBODY, typed)
    assert [hit.thing.name for hit in result.hits if not result.corrected] == ["Vilar"] * found


def test_the_word_itself_comes_before_compounds_and_both_are_marked():
    AreaFactory(name=swedish_text("Skogsbruk"), summary=swedish_text("Om vår skog"))
    AreaFactory(name=swedish_text("Annat"), summary=swedish_text("Här nämns vårt bruk i texten"))
    AreaFactory(name=swedish_text("Tredje"), summary=swedish_text("Ett gammalt skogsbruk"))
    words.gather(NOW())
    assert names("bruk") == ["Annat", "Skogsbruk", "Tredje"]
    hits = search.find(ANYBODY, "bruk").hits
    assert [marked(hit.name) + marked(hit.excerpt) for hit in hits] == [
        ["bruk"],
        ["Skogsbruk"],
        ["skogsbruk"],
    ]


def test_a_kind_without_a_phrase():
    for title in ("Rena vatten", "Vatten, rena"):
        MeetingFactory(title=swedish_text(title))
    assert names('möten -"rena vatten"') == ["Vatten, rena"]


def test_a_compound_and_a_phrase():
    AreaFactory(name=swedish_text("Skogsbruk"), summary=swedish_text("Vår rena skog"))
    words.gather(NOW())
    assert names('bruk "rena skog"') == ["Skogsbruk"]
    assert names('bruk "skog rena"') == []


def test_a_hidden_word_makes_no_compound_of_what_everybody_reads():
    AreaFactory(name=swedish_text("Zirkonbruk"))
    AreaFactory(name=swedish_text("Bruk"))
    MeetingFactory(title=swedish_text("Zirkon"), state=Meeting.State.DRAFT)
    words.gather(NOW())
    assert names("bruk") == ["Bruk"]
    Meeting.objects.update(state=Meeting.State.HELD)
    words.gather(NOW())
    assert names("bruk") == ["Bruk", "Zirkonbruk"]


# --- spellings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("skgsbruk", "skogsbruk"),
        ("sokgsbruk", "skogsbruk"),
        ("skogsbrukk", "skogsbruk"),
        ("skågsbrug", "skogsbruk"),
        ("vaten", "vatten"),
        ("besöksnäringne", "besöksnäringen"),
        ("bruk", "skogsbruk"),
        ("skgsbruk vatten", "skogsbruk vatten"),
        ("vatten skgsbruk", "vatten skogsbruk"),
    ],
)
def test_a_slip_is_taken_for_what_was_meant(typed, meant):
    AreaFactory(
        name=swedish_text("Natur"), summary=swedish_text("Skogsbruk, besöksnäringen och vatten")
    )
    words.gather(NOW())
    found = search.find(ANYBODY, typed)
    assert found.corrected == meant
    assert [hit.thing.name for hit in found.hits] == ["Natur"]


def test_what_a_slip_finds_is_what_the_word_finds():
    for name in ("Skogsbruk", "Skogsbruket", "Skogsbruksplanen"):
        AreaFactory(name=swedish_text(name))
    words.gather(NOW())
    slip, meant = search.find(ANYBODY, "skgsbruk"), search.find(ANYBODY, "skogsbruk")
    assert slip.corrected == "skogsbruk"
    assert slip.counts == meant.counts


@pytest.mark.parametrize("typed", ["xyzzy", "skg", "123456", "zirkxx"])
def test_what_is_like_nothing_is_taken_for_nothing(typed):
    AreaFactory(name=swedish_text("Zirkon"))
    words.gather(NOW())
    found = search.find(ANYBODY, typed)
    assert (found.corrected, found.total) == ("", 0)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", HIDDEN)
def test_a_spelling_of_what_is_hidden_changes_nothing_to_who_may_not_see_it(kind, role):
    """Neither what is answered nor how often the database is asked."""
    make, allowed = HIDDEN[kind]
    user = ROLES[role]()
    user.has_perm("people.view_desk")  # the roles are read once
    AreaFactory(name=swedish_text("Malm"))
    words.gather(NOW())
    with CaptureQueriesContext(connection) as before:
        nothing = search.find(user, "zirkn")
    make()
    words.gather(NOW())
    with CaptureQueriesContext(connection) as after:
        found = search.find(user, "zirkn")
    if role in allowed and kind in {"meeting", "minutes", "organisation", "person"}:
        assert found.corrected == "zirkon"
    if role not in allowed:
        assert found == nothing
        assert [one["sql"] for one in after] == [one["sql"] for one in before]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", ["person", "seat"])
def test_a_slip_in_a_name_is_forgiven_to_who_may_see_the_person(kind, role):
    make, allowed = {
        "person": (lambda: UserFactory(name="Zirkonia Zetterberg"), {"analyst", "coordinator"}),
        "seat": (lambda: seat("Zirkonia Zetterberg"), set(ROLES)),
    }[kind]
    make()
    for typed, meant in (("zirkonja", "zirkonia"), ("zeterberg", "zetterberg")):
        found = search.find(ROLES[role](), typed)
        assert found.corrected == (meant if role in allowed else "")
        assert found.total == (1 if role in allowed else 0)


def test_a_name_is_known_by_the_same_forms_as_a_word():
    for name in ("Åsa", "Östen", "Zirkonia", "Zirkoniavägen Zetterberg-Ek", "", "Ek Ål", "Aaaaa"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT varv_search_forms(%s)", [name])
            made = cursor.fetchone()[0] or []
        meant = [form for word in plain(name) if len(word) >= 4 for form in words._forms(word)]
        assert set(made) == set(meant), name


def test_a_spelling_that_is_hidden_since_is_not_offered():
    meeting = MeetingFactory(title=swedish_text("Zirkonjakten"))
    words.gather(NOW())
    assert search.find(ANYBODY, "zirkonjaktn").corrected == "zirkonjakten"
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.DRAFT)
    assert search.find(ANYBODY, "zirkonjaktn").corrected == ""


def test_names_of_persons_are_not_gathered():
    RegistrationFactory(name="Zirkonia Zetterberg", person__name="Zirkonia Zetterberg")
    seat("Zirkonia Zetterberg")
    message("Zirkonia")
    registry.record(None, case=CaseFactory(), direction="in", kind="letter", title="Zirkonia")
    words.gather(NOW())
    assert not SearchWord.objects.filter(word="zirkonia").exists()


def test_words_are_gathered_at_once_then_at_night():
    AreaFactory(name=swedish_text("Zirkon"))
    now = NOW()
    day = timezone.timedelta(hours=30)
    assert words.gather_if_due(now, hour=12) > 0
    assert words.gather_if_due(now, hour=3) == 0
    assert words.gather_if_due(now + day, hour=12) == 0
    assert words.gather_if_due(now + day, hour=3) > 0


# --- the page -------------------------------------------------------------------------------------


def test_page_shows_hits_marked_with_kind_and_day(client: Client):
    EvidenceFactory(title=swedish_text("Zirkonens framtid"), published_on=date(2019, 3, 5))
    page = client.get("/search/", {"q": "zirkon"}).content.decode()
    assert "<mark>Zirkonens</mark> framtid" in page
    assert "5 mars 2019" in page
    assert re.search(r"<h2[^>]*>\s*1 träff på", page)


def test_what_stands_in_a_text_never_becomes_a_tag(client: Client):
    AreaFactory(
        name=swedish_text("<img src=x onerror=alert(1)> zirkon"),
        summary=swedish_text("<script>alert('zirkon')</script><mark>zirkon"),
    )
    page = client.get("/search/", {"q": "zirkon"}).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; <mark>zirkon</mark>" in page
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_page_does_not_quote_quotes(client: Client):
    AreaFactory(name=swedish_text("Rena vatten"))
    for typed, said in (('"rena vatten"', "1 träff på"), ('"rena zirkon"', "Inget hittades för")):
        page = client.get("/search/", {"q": typed}).content.decode()
        assert f"{said} ”{typed[1:-1]}”" in " ".join(page.split())


def test_page_without_words_says_how_to_search(client: Client):
    page = client.get("/search/").content.decode()
    assert "Sista ordet får vara början på ett ord" in page


def test_page_without_hits_says_what_to_try(client: Client):
    page = client.get("/search/", {"q": "zirkon"}).content.decode()
    assert "Inget hittades för ”zirkon”" in page
    assert "Sista ordet får vara början på ett ord" in page


def test_hits_can_be_narrowed_to_a_kind_and_paged(client: Client):
    for number in range(search.PER_PAGE + 1):
        EvidenceFactory(title=swedish_text(f"Zirkon {number}"))
    AreaFactory(name=swedish_text("Zirkon"))
    first = client.get("/search/", {"q": "zirkon", "kind": "evidence"}).content.decode()
    assert "21 träffar" in first
    assert "Sida 1 av 2" in first
    assert "Alla 22" in first
    second = client.get("/search/", {"q": "zirkon", "kind": "evidence", "page": 2})
    assert second.content.decode().count("<h3>") == 1
    beyond = client.get("/search/", {"q": "zirkon", "kind": "evidence", "page": 50})
    assert beyond.content.decode().count("<h3>") == 1


def test_page_can_be_of_some_days_and_says_so_where_nothing_is(client: Client):
    EvidenceFactory(title=swedish_text("Zirkon"), published_on=date(2019, 3, 5))
    days = {"q": "zirkon", "since": "2019-03-05", "until": "2019-03-05"}
    page = client.get("/search/", days).content.decode()
    assert "1 träff på" in page
    assert 'value="2019-03-05"' in page
    assert "since=2019-03-05" in page  # the links to kinds keep the days
    page = client.get("/search/", days | {"since": "2019-03-04", "until": "2019-03-04"})
    assert "Sök bland alla dagar" in page.content.decode()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"since": "igår"}, "giltigt datum"),
        ({"since": "0001-01-01"}, "Skriv ett år mellan 1900 och 2200."),
        ({"until": "9999-12-31"}, "Skriv ett år mellan 1900 och 2200."),
        ({"since": "2019-03-05", "until": "2019-03-04"}, "Dagen är före den första."),
    ],
)
def test_page_says_which_day_is_wrong_and_keeps_it(client: Client, days, said):
    EvidenceFactory(title=swedish_text("Zirkon"))
    page = client.get("/search/", days | {"q": "zirkon"}).content.decode()
    assert said in page
    assert "1 träff på" in page
    assert all(f'value="{day}"' in page for day in days.values())


def test_page_is_never_kept(client: Client):
    assert "no-store" in client.get("/search/", {"q": "zirkon"}).headers["Cache-Control"]


@pytest.mark.parametrize("role", ["anonymous", "coordinator"])
def test_page_asks_as_often_for_many_hits_as_for_one(client: Client, role):
    if role == "coordinator":
        client.force_login(CoordinatorFactory())
    makes = [*PUBLIC.values(), *(make for make, _allowed in HIDDEN.values())]
    for make in makes:
        make()
    with CaptureQueriesContext(connection) as few:
        client.get("/search/", {"q": "zirkon"})
    for _more in range(3):
        for make in (PUBLIC["area"], PUBLIC["meeting"], PUBLIC["seat"], HIDDEN["registration"][0]):
            make()
    with CaptureQueriesContext(connection) as many:
        client.get("/search/", {"q": "zirkon"})
    assert len(many) <= len(few)


# --- the API --------------------------------------------------------------------------------------


def test_api_finds_what_everybody_may_see_and_no_persons_whoever_asks(client: Client):
    client.force_login(CoordinatorFactory())
    AreaFactory(name=Translated(sv="Zirkon", en="Zircon"))
    seat("Zirkon Zetterberg")
    HIDDEN["registration"][0]()
    HIDDEN["meeting"][0]()
    found = client.get("/api/v1/search", {"q": "zirkon"}).json()
    assert [(hit["kind"], hit["name"], hit["name_marks"]) for hit in found["items"]] == [
        ("area", "Zirkon", [[0, 6]])
    ]
    assert found["count"] == 1
    assert found["kinds"][0]["kind"] == "area"


def test_api_can_be_asked_for_some_days_and_the_newest_first(client: Client):
    for year in (2018, 2020, 2019):
        EvidenceFactory(title=swedish_text(f"Zirkon {year}"), published_on=date(year, 1, 1))
    AreaFactory(name=swedish_text("Zirkon"))  # has no date

    def found(**wanted: str) -> list[str]:
        answer = client.get("/api/v1/search", {"q": "zirkon", "order": "newest"} | wanted).json()
        assert answer["count"] == len(answer["items"])
        return [hit["name"] for hit in answer["items"]]

    assert found(since="2019-01-01") == ["Zirkon 2020", "Zirkon 2019"]
    assert found(until="2019-01-01") == ["Zirkon 2019", "Zirkon 2018"]
    assert found(since="2019-01-01", until="2019-01-01") == ["Zirkon 2019"]
    assert len(found(since="", until="")) == 4


@pytest.mark.parametrize(
    ("wrong", "parameter", "said"),
    [
        ({}, "q", "required"),
        ({"q": "x" * 201}, "q", "200 characters"),
        ({"q": "x", "page": "0"}, "page", "greater than or equal to 1"),
        ({"q": "x", "language": "fi"}, "language", "sv, en"),
        ({"q": "x", "kind": "seat"}, "kind", "area, "),  # persons are not in the open data
        ({"q": "x", "order": "oldest"}, "order", "'best' or 'newest'"),
        *(
            ({"q": "x", "since": day}, "since", "1900-01-01 to 2200-12-31, such as 2020-06-05")
            for day in (
                "igår",
                "0",
                "20200605",
                "2020-02-31",
                "1899-12-31",
                "2201-01-01",
                "٢٠٢٠-٠١-٠١",
            )
        ),
        ({"q": "x", "until": "\x00"}, "until", "such as 2020-06-05"),
        (
            {"q": "x", "since": "2020-05-01", "until": "2020-04-30"},
            "until",
            "should not be before since, which is 2020-05-01",
        ),
    ],
)
def test_api_says_what_is_wrong(client: Client, wrong, parameter, said):
    answer = client.get("/api/v1/search", wrong)
    assert answer.status_code == 422
    (mistake,) = answer.json()["errors"]
    assert mistake["parameter"] == parameter
    assert said in mistake["message"]


def test_api_page_says_how_search_is_asked(client: Client):
    page = client.get("/api/docs").content.decode()
    for parameter in ("q", "kind", "since", "until", "order", "page", "language"):
        assert f"<dt><code>{parameter}</code></dt>" in page
    assert 'href="/api/v1/areas"' in page
    assert 'href="/api/v1/search"' not in page, "without words it would be refused"
