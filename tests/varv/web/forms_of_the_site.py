"""Every form of the site that takes text or a date: where it stands, and what is right to type.

A form that is not here makes ``test_every_form_of_the_site_is_swept`` fail. Which fields a form
has, and of which kind, is read from its page.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.conf import LazySettings
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from tests.varv.analysis import figures
from tests.varv.analysis import run_support as runs
from tests.varv.analysis.dataset_support import ABOUT, TABLE, delivered, stored
from tests.varv.analysis.memo_support import drafted, published
from tests.varv.consultation import answer_support
from tests.varv.consultation.mails import written
from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    EvidenceFactory,
    InterestFactory,
    InvitationFactory,
    MeetingFactory,
    OrganisationFactory,
    QuestionFactory,
    RegistrationFactory,
    RoundFactory,
    StaffRoleFactory,
    contribution,
    disposition,
    paper,
    point,
)
from varv import clock
from varv.analysis import actions as analysis
from varv.analysis.datasets import actions as statistics
from varv.analysis.datasets.actions.reading import read_if_small
from varv.analysis.memos import actions as memos
from varv.analysis.models import (
    Asset,
    AssetImport,
    Claim,
    Dataset,
    DatasetVersion,
    Delivery,
    Evidence,
    Finding,
    Memo,
    ProfileSource,
    Run,
    SwotItem,
    SwotVersionItem,
)
from varv.analysis.profiles import actions as profiles
from varv.analysis.profiles.queries import sources_in_use
from varv.bodies.models import Body, Seat
from varv.consultation import actions as consultation
from varv.consultation.actions import take_in
from varv.consultation.contents import Content, Sender
from varv.consultation.invitations.mails import token_of
from varv.consultation.mail import confirm_token
from varv.consultation.models import (
    Answer,
    Contribution,
    Disposition,
    Document,
    IncomingMail,
    Invitation,
    Option,
    Paper,
    Point,
    ReasonTemplate,
    Round,
    Theme,
)
from varv.cycles import actions as cycles
from varv.cycles.models import Area, AreaVersion, Lap, Milestone, Programme, ProgrammeVersion, Step
from varv.cycles.queries import areas_to_choose
from varv.meetings.models import Meeting, Registration
from varv.people import actions as people
from varv.people.models import Municipality, Organisation, RightsRequest, User
from varv.registry import actions as registry
from varv.registry.models import Case, DisposalDecision, Masking, Message, Record
from varv.text.translated import Translated

Typed = dict[str, Any]
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Scene:
    """The county with somebody signed up, a meeting that was held, and steps in each state."""

    def __init__(self, settings: LazySettings) -> None:
        self.settings = settings
        self.visitor = Client()
        self.newcomer = Client()
        self._asked = 0

    @cached_property
    def coordinator(self) -> User:
        return CoordinatorFactory()

    @cached_property
    def desk(self) -> Client:
        client = Client()
        client.force_login(self.coordinator)
        return client

    @cached_property
    def person(self) -> Client:
        client = Client()
        client.force_login(self.registration.person)
        return client

    @cached_property
    def programme(self) -> Programme:
        return Programme.objects.get()

    @cached_property
    def meeting(self) -> Meeting:
        return Meeting.objects.filter(state=Meeting.State.PUBLISHED).latest("starts_at")

    @cached_property
    def round(self) -> Round:
        return Round.objects.filter(state=Round.State.PUBLISHED).earliest("pk")

    @cached_property
    def draft(self) -> Round:
        return RoundFactory(programme=self.programme, state=Round.State.DRAFT)

    @cached_property
    def input(self) -> Contribution:
        return contribution(round=self.round)

    @cached_property
    def run(self) -> Run:
        return analysis.publish_run(None, run=runs.done())

    @cached_property
    def figures(self) -> DatasetVersion:
        return self.run.version

    @cached_property
    def finding(self) -> Finding:
        return analysis.publish_finding(None, finding=runs.a_finding(self.run), is_sure=True)

    @cached_property
    def questioned(self) -> Finding:
        return runs.bare_finding(state="questioned")

    @cached_property
    def memo(self) -> Memo:
        """A draft, which is the new edition of one that is published."""
        return memos.begin_memo_edition(None, memo=self.published_memo)

    @cached_property
    def published_memo(self) -> Memo:
        return published(drafted(self.area, "Skogen växer."))

    @cached_property
    def sent_answer(self) -> Answer:
        """An answer that went as a letter, in a round of its own."""
        answered = RoundFactory(programme=self.programme)
        answer_support.input_of(answered, "Kim Lind", email="")
        (made,) = answer_support.sent(answered, self.coordinator)
        return made

    @cached_property
    def letter_to_post(self) -> Answer:
        """An answer whose letter waits for the post, in a round of its own."""
        answered = RoundFactory(programme=self.programme)
        answer_support.input_of(answered, "Bo Lind", email="")
        (made,) = answer_support.sent(answered, self.coordinator)
        return made

    @cached_property
    def draft_answer(self) -> Answer:
        """An answer to be approved, that is to go as a letter, in the same round."""
        answer_support.input_of(self.sent_answer.round, "Eva Lind", email="")
        return answer_support.drafted(self.sent_answer.round, self.coordinator)[-1]

    @cached_property
    def paper(self) -> Paper:
        return paper(round=self.round)

    @cached_property
    def point(self) -> Point:
        return point(contribution=contribution(round=self.round))

    @cached_property
    def answered(self) -> Disposition:
        of = point(contribution=contribution(round=self.round))
        return disposition(point=of, signed_by=None, signed_at=None)

    @cached_property
    def evidence(self) -> Evidence:
        return EvidenceFactory()

    @cached_property
    def claim(self) -> Claim:
        made = analysis.make_claim(None, sentence={"sv": "Skogen växer."}, about=[self.area])
        self._cite(made)
        return made

    def _cite(self, sentence: Claim | SwotItem) -> None:
        analysis.cite(
            None,
            sentence=sentence,
            source=self.evidence,
            stance="supports",
            strength="descriptive",
        )

    @cached_property
    def board_item(self) -> SwotItem:
        """An item that a source supports, on a board that is open for the person."""
        InterestFactory(area=self.area, person=self.registration.person)
        last = clock.today() + timedelta(days=30)
        analysis.open_board(None, area=self.area, last_day=last)
        made = analysis.add_item(
            None, area=self.area, kind="strength", sentence={"sv": "Skogen är stor."}
        )
        self._cite(made)
        return made

    @cached_property
    def adopted_item(self) -> SwotVersionItem:
        assert self.board_item.pk, "there is something to adopt"
        return analysis.adopt_swot(None, area=self.area, unvoted_reason="Hand.").items.earliest(
            "pk"
        )

    @cached_property
    def asset(self) -> Asset:
        return analysis.add_asset(
            None,
            name="Testbädden",
            kind="test_bed",
            source="Webben",
            dated_on=date(2020, 3, 1),
            areas=[self.area],
        )

    @cached_property
    def asset_list(self) -> AssetImport:
        return AssetImport.objects.create(
            name="Lista.xlsx",
            rows={"columns": {"name": 0}, "rows": [[2, ["Klustret", *[""] * 11]]]},
            plan=[],
            by_id=self.coordinator.pk,
        )

    @cached_property
    def theme(self) -> Theme:
        return consultation.add_theme(None, programme=self.programme, name=Translated(sv="Tåg"))

    @cached_property
    def reason(self) -> ReasonTemplate:
        return consultation.save_reason(None, name="Nej", outcome="noted", text="Nej.")

    def new(self, name: str) -> str:
        """Return a name that nothing has yet."""
        self._asked += 1
        return f"{name} {self._asked}"

    @cached_property
    def closed(self) -> Meeting:
        now = clock.now()
        return self._meeting(
            state=Meeting.State.CLOSED,
            starts_at=now + timedelta(days=20),
            sign_up_closes_at=now - timedelta(hours=1),
        )

    @cached_property
    def held(self) -> Meeting:
        meeting = self._meeting(starts_at=clock.now() - timedelta(days=2))
        RegistrationFactory(meeting=meeting)
        return meeting

    @cached_property
    def registration(self) -> Registration:
        return RegistrationFactory(meeting=self.meeting)

    @cached_property
    def asking(self) -> Round:
        made = RoundFactory(programme=self.programme)
        QuestionFactory(round=made, per_area=True)
        chosen = QuestionFactory(round=made, kind="choice")
        Option.objects.create(question=chosen, text={"sv": "Ja"})
        version = AreaVersion.objects.create(
            area=self.area, number=99, name=self.area.name, text={"sv": "Skidspår."}
        )
        Document.objects.create(round=made, area_version=version)
        return made

    @cached_property
    def contribution(self) -> Contribution:
        person = self.registration.person
        return consultation.write(
            person,
            round=self.asking,
            sender=Sender(person.name, person.email, sector="civil"),
            content=Content("Mer spår."),
        )

    @cached_property
    def area(self) -> Area:
        return Area.objects.filter(state=Area.State.ACTIVE).earliest("pk")

    @cached_property
    def wording(self) -> AreaVersion:
        """A draft of an area of its own, whose words nothing else has."""
        made = AreaFactory(programme=self.programme)
        draft = cycles.draft_area(None, area=made)
        AreaVersion.objects.filter(pk=draft.pk).update(text={"sv": "Skog och vatten."})
        return draft

    @cached_property
    def text(self) -> ProgrammeVersion:
        return cycles.draft_programme(None, programme=self.programme)

    @cached_property
    def other_organisation(self) -> Organisation:
        return OrganisationFactory(municipality=Municipality.objects.earliest("pk"))

    @cached_property
    def organisation(self) -> Organisation:
        return OrganisationFactory(municipality=Municipality.objects.earliest("pk"))

    @cached_property
    def member(self) -> User:
        member = StaffRoleFactory(role="reader").user
        Meeting.objects.filter(pk=self.closed.pk).update(responsible=member)
        return member

    @cached_property
    def body(self) -> Body:
        return Body.objects.earliest("pk")

    @cached_property
    def seat(self) -> Seat:
        return Seat.objects.create(body=self.body, holder="Berit Sten", since=clock.today())

    @cached_property
    def milestone(self) -> Milestone:
        return Milestone.objects.earliest("pk")

    @cached_property
    def place(self) -> str:
        return str(Municipality.objects.earliest("pk").pk)

    @cached_property
    def case(self) -> Case:
        return self.programme.case

    @cached_property
    def record(self) -> Record:
        return registry.record(
            self.coordinator, case=self.case, direction="in", kind="letter", title="Ett brev"
        )

    @cached_property
    def secret(self) -> Record:
        return registry.record(
            self.coordinator,
            case=self.case,
            direction="in",
            kind="letter",
            title="Ett hemligt brev",
            secrecy="OSL 21 kap. 1 §",
        )

    @cached_property
    def waiting_mail(self) -> IncomingMail:
        """A mail that nothing could be read of, so that the desk asks for its text too."""
        assert self.round.pk, "a round that it can be sorted into"
        take_in(written("", subject="Hej", message_id="<first@x>"))
        return take_in(written("", subject="Hej igen", message_id="<waits@x>"))

    @cached_property
    def masking(self) -> Masking:
        return registry.mask(None, thing=self.record, fields=["title"], ground="other")

    @cached_property
    def asked(self) -> RightsRequest:
        return people.ask_for_right(self.registration.person, kind="erasure")

    @cached_property
    def disposal_decision(self) -> DisposalDecision:
        return registry.add_disposal_decision(
            None,
            name="Gallringsplan",
            decided_on=date(2018, 1, 2),
            decided_by="Styrelsen",
            covers=["registry.records"],
            valid_from=date(2018, 1, 2),
        )

    @cached_property
    def invitation(self) -> Invitation:
        now = clock.now()
        asked = RoundFactory(
            programme=self.programme,
            opens_at=now - timedelta(days=5),
            closes_at=now + timedelta(days=20),
        )
        return InvitationFactory(round=asked)

    @cached_property
    def dataset(self) -> Dataset:
        return stored().dataset

    @cached_property
    def service(self) -> Dataset:
        query = {"service": "pxweb", "table": "TAB1"}
        return statistics.save_query(None, about=ABOUT, query=query, reading={})

    @cached_property
    def delivery(self) -> Delivery:
        assert self.dataset, "one that it may be the next version of"
        return delivered(TABLE.replace("1204", "12"))

    @cached_property
    def typed(self) -> Delivery:
        made = statistics.receive_text(None, text="SE32;I55;2015;12\nSE33;I55;2015;9")
        read_if_small(made)
        return made

    @cached_property
    def jobs(self) -> DatasetVersion:
        return figures.stored("jobs-of-the-scene", figures.JOBS, classification="NACE Rev. 2")

    def no_profiles(self) -> None:
        """Take away what the profiles are made of, so that there is room for one more."""
        for source in sources_in_use():
            profiles.remove_source(None, source=source)

    @property
    def profile_source(self) -> ProfileSource:
        """What the profiles are made of first."""
        held = sources_in_use().first()
        return held or profiles.choose_source(None, version=self.jobs, region="SE31")

    @cached_property
    def lap(self) -> Lap:
        return Lap.objects.filter(closed_at=None).earliest("pk")

    def step(self, state: str) -> Step:
        found = Step.objects.filter(lap__closed_at=None).earliest("pk")
        Step.objects.filter(pk=found.pk).update(state=state)
        return found

    def ask_for_code(self) -> None:
        """Begin to sign in, as somebody new each time: a code may be tried three times only."""
        self._asked += 1
        self.visitor = Client()
        user = CoordinatorFactory(email=f"asks{self._asked}@staff.example")
        self.visitor.post(reverse("account_login"), {"email": user.email})

    def begin_anew(self, *, with_app: bool) -> User:
        """Let somebody new on the staff sign in: few codes of an app may be tried."""
        self.newcomer = Client()
        person = StaffRoleFactory(role="reader").user
        self.newcomer.force_login(person)
        session = self.newcomer.session
        session[SECRET_SESSION_KEY] = get_adapter().encrypt(APP_SECRET)
        session.save()
        if with_app:
            people.begin_second_factor(person, secret=APP_SECRET)
        return person

    def rehearse(self) -> None:
        from tests.varv.web.conftest import START
        from varv.clock.models import RehearsalClock

        self.settings.REHEARSAL = True
        self.settings.REHEARSAL_START = START
        RehearsalClock.objects.write(START)

    def _meeting(self, **values: Any) -> Meeting:
        values = {"sign_up_opens_at": clock.now() - timedelta(days=30)} | values
        return MeetingFactory(programme=self.programme, **values)


@dataclass(frozen=True)
class SiteForm:
    """One form: the page it stands on, to whom it is shown, and a right answer."""

    name: str  # of the address it is sent to
    page: Callable[[Scene], str]
    valid: Callable[[Scene], Typed]
    who: str = "desk"
    action: Callable[[Scene], str] | None = None  # where it is not sent to its own page
    press: Typed = field(default_factory=dict)  # what the button sends along
    ticks: Callable[[Scene], Typed] = lambda _scene: {}  # what is ticked in a list beside it
    plain: tuple[str, ...] = ()  # fields that take no emoji, besides addresses
    tries_end: bool = False  # it takes few wrong answers: begin anew before each

    def __str__(self) -> str:
        return self.name

    def sent_to(self, scene: Scene) -> str:
        return (self.action or self.page)(scene)

    def client(self, scene: Scene) -> Client:
        return getattr(scene, self.who)


def at(name: str, *things: str) -> Callable[[Scene], str]:
    """Return the address of a page about these things of the scene."""
    return lambda scene: reverse(name, args=[getattr(scene, thing).pk for thing in things])


def always(**typed: Any) -> Callable[[Scene], Typed]:
    """Return an answer that is the same whatever is there."""
    return lambda _scene: typed


def _actor(scene: Scene) -> Typed:
    return {
        "name": "Anna Berg",
        "email": "anna@fjallkraft.example",
        "organisation": "Fjällkraft AB",
        "sector": "business",
        "municipality": scene.place,
    }


def _registration(scene: Scene) -> Typed:
    typed = _actor(scene) | {"needs": "Teckenspråkstolk\nRamp"}
    del typed["email"]
    return typed


def _interest(scene: Scene) -> Typed:
    return {
        **_actor(scene),
        "areas": [str(scene.area.pk)],
        "level": "partnership",
        "message": "Vi vill vara med.\nRing gärna.",
    }


def _write_page(scene: Scene) -> str:
    return reverse("consultation:write", args=[scene.asking.slug])


def _own_input_page(scene: Scene) -> str:
    return reverse("consultation:own_change", args=[scene.contribution.key])


def _said(scene: Scene) -> Typed:
    words, chosen = scene.asking.questions.order_by("pk")
    return {
        "text": "Mer spår.\nOch fler leder.",
        **{f"answer-{words.pk}-{area.pk}": "Fjällen." for area in areas_to_choose()},
        f"answer-{chosen.pk}": str(chosen.options.earliest("pk").pk),
        f"remark-{scene.asking.documents.get().pk}-1": "Det stämmer.",
    }


def _written(scene: Scene) -> Typed:
    return _actor(scene) | _said(scene) | {"speaks_for": "organisation"}


MEETING_TEXTS = {
    "title_sv": "Framtidens fjäll",
    "title_en": "The future of the mountains",
    "summary_sv": "Vi talar om fjällen.",
    "summary_en": "We talk about the mountains.",
    "kind": "dialogue",
    "place": "Storsjöteatern",
    "online": "on",
    "capacity": "40",
    "opens_day": "2020-05-25",
    "opens": "08:00",
    "closes_day": "2020-06-14",
    "closes": "12:00",
}
TIMES = {"day": "2020-06-17", "starts": "09:00", "ends": "12:00"}


def _meeting(scene: Scene) -> Typed:
    return {
        **MEETING_TEXTS,
        "area": str(scene.area.pk),
        "responsible": str(scene.coordinator.pk),
    }


def _wording(prefix: str = "") -> Typed:
    return {
        f"{prefix}name_sv": "Fjäll och vidd",
        f"{prefix}name_en": "Mountains and plains",
        f"{prefix}summary_sv": "I korthet.",
        f"{prefix}summary_en": "In short.",
        f"{prefix}text_sv": "En längre text.",
        f"{prefix}text_en": "A longer text.",
    }


def _split(_scene: Scene) -> Typed:
    first, second = _wording("part-0-"), _wording("part-1-")
    return {
        **first,
        **second,
        "part-1-name_sv": "Skog och mark",
        "part-1-name_en": "Forest and land",
        "reason": "Dialogen visade det.",
    }


def _merge(scene: Scene) -> Typed:
    areas = Area.objects.filter(state=Area.State.ACTIVE).order_by("pk")[:2]
    return {**_wording(), "areas": [str(area.pk) for area in areas], "reason": "De hör ihop."}


def _walk_ins(scene: Scene) -> Typed:
    there = Registration.objects.get(meeting=scene.held)
    return {
        "came": [str(there.pk)],
        "walk_in-0-name": "Ola Sten",
        "walk_in-0-organisation": "Stenhuggarna",
        "walk_in-0-sector": "business",
        "walk_in-0-municipality": scene.place,
    }


def _code(scene: Scene) -> Typed:
    mail = Message.objects.filter(kind="people.sign_in_code").latest("pk")
    return {"code": mail.secrets["code"]}


def _code_page(scene: Scene) -> str:
    scene.ask_for_code()
    return reverse("account_confirm_login_code")


def _first_app_page(scene: Scene) -> str:
    scene.begin_anew(with_app=False)
    return reverse("people:second_factor")


def _prove_page(scene: Scene) -> str:
    scene.begin_anew(with_app=True)
    return reverse("people:prove")


def _second_factor_page(scene: Scene) -> str:
    person = scene.begin_anew(with_app=True)
    scene.newcomer = Client()
    scene.newcomer.post(reverse("account_login"), {"email": person.email})
    scene.newcomer.post(reverse("account_confirm_login_code"), _code(scene))
    return reverse("mfa_authenticate")


def _app_code(_scene: Scene) -> Typed:
    return {"code": format_hotp_value(hotp_value(APP_SECRET, int(time.time()) // 30))}


def _rehearsal_page(scene: Scene) -> str:
    scene.rehearse()
    return reverse("web:rehearsal")


def _milestone(scene: Scene) -> Typed:
    return {
        "title_sv": "Sista dag för synpunkter",
        "title_en": "Last day for input",
        "kind": Milestone.Kind.values[0],
        "on": "2020-06-20",
        "precision": "day",
        "area": str(scene.area.pk),
        "text_sv": "Skriv till oss.",
        "text_en": "Write to us.",
    }


def _step_act(name: str, state: str, **typed: Any) -> SiteForm:
    def page(scene: Scene) -> str:
        return reverse("cycles:desk_step", args=[scene.step(state).pk])

    return SiteForm(
        f"cycles:desk_step_act:{name}",
        page,
        always(**{f"{name}-{key}": value for key, value in typed.items()}),
        action=lambda scene: reverse("cycles:desk_step_act", args=[scene.step(state).pk, name]),
    )


_ABOUT: Typed = {
    "title_sv": "Anställda",
    "title_en": "Employees",
    "unit_sv": "personer",
    "unit_en": "persons",
    "about_sv": "Om tabellen.",
    "about_en": "About the table.",
    "publisher": "SCB",
    "source_url": "https://scb.example/tabell",
    "licence_sv": "Fakta, återgivna med källa",
    "licence_en": "Facts, given with their source",
    "is_public": "on",
}
_QUERY: Typed = {
    **_ABOUT,
    "service": "pxweb",
    "table": "TAB5837",
    "selection": "Region = 23*",
    "dimensions": "freq, geo",
    "first_year": "2015",
    "last_year": "2016",
    "region_column": "Region",
    "activity_column": "SNI2007",
    "level": "division",
    "region_level": "county",
    "every": "year",
}
_HOW: Typed = {
    "column_region": "geo",
    "column_activity": "nace_r2",
    "column_year": "year",
    "column_value": "value",
    "classification": "NACE Rev. 2",
    "decimal": ".",
    "blank": "okänd",
    "expected_regions": "SE32, SE33",
}


def _of(name: str, thing: str = "dataset") -> Callable[[Scene], str]:
    """Return the address of a page about a dataset of the scene."""
    return lambda scene: reverse(f"analysis:{name}", args=[getattr(scene, thing).key])


def _memo(scene: Scene) -> Typed:
    return {
        "title": "PM: Skog",
        "text": "{facts}\n\n## Mer\n\nSkogen växer {today}, tror vi.",
        "meeting": str(scene.meeting.pk),
    }


def _activities(scene: Scene) -> Typed:
    return {
        "codes": ["16", "17"],
        "reasons_sv": f"16 {scene.new('trä')}\n17 papper",
        "reasons_en": "",
        "note_sv": "Den som hugger själv syns inte.",
        "note_en": "",
    }


def _profile_source(scene: Scene) -> Typed:
    return {
        "version": str(scene.jobs.pk),
        "region": "SE32",
        "compared_with": "all",
        "cluster_size": str(10 + int(scene.new("x").split()[-1])),
    }


def _evidence(scene: Scene) -> Typed:
    return {
        "title_sv": "Territorial Review",
        "title_en": "Territorial Review",
        "kind": Evidence.Kind.values[0],
        "author": "OECD",
        "published_on": "2017-03-01",
        "precision": "month",
        "url": "https://oecd.example/rapport",
        "supports": [str(scene.area.pk)],
        "summary_sv": "Om regionen.",
        "summary_en": "About the region.",
        "publisher": "OECD Publishing",
        "number": "2017:4",
        "isbn": "978-92-64-26823-4",
        "doi": "10.1787/abc",
        "language": "en",
    }


def _claim(scene: Scene) -> Typed:
    return {
        "sentence_sv": "Vattnet räcker.",
        "sentence_en": "The water suffices.",
        "about": [str(scene.area.pk)],
    }


def _citation(scene: Scene) -> Typed:
    return {
        "source": f"evidence:{scene.evidence.pk}",
        "stance": "contradicts",
        "strength": "judgement",
        "page": "s. 12",
        "wording": "quote",
        "text": "Vattnet räcker inte.",
    }


def _swot_item(_scene: Scene) -> Typed:
    return {"kind": "threat", "sentence_sv": "Torkan.", "sentence_en": "The drought."}


def _asset(scene: Scene) -> Typed:
    return {
        "name": "Bädden",
        "kind": "test_bed",
        "owner": scene.organisation.name,
        "municipality": scene.place,
        "place": "Åre",
        "latitude": "63.10000",
        "longitude": "14.50000",
        "areas": [str(scene.area.pk)],
        "source": "Webben",
        "source_url": "https://region.example/",
        "dated_on": "2020-03-01",
        "precision": "month",
        "description_sv": "En bädd.",
        "description_en": "A bed.",
    }


def _of_area(name: str) -> Callable[[Scene], str]:
    """Return the address of a page of the SWOT of the scene's area, on which there is an item."""

    def address(scene: Scene) -> str:
        assert scene.board_item.pk
        return reverse(name, args=[scene.area.slug])

    return address


def _criterion_page(_scene: Scene) -> str:
    return reverse("analysis:desk_criterion", args=["kriterium-1"])


def _asked_of_figures(_scene: Scene) -> Typed:
    return {
        "title_sv": "Styrkor i länet",
        "title_en": "Strengths of the county",
        "region": "SE32",
        "comparison": "chosen",
        "chosen": "SE11, SE12",
        "least": "1.25",
        "certainty": "90",
        "cluster_size": "10",
    }


def _row_page(scene: Scene) -> str:
    page = reverse("analysis:desk_finding_new", args=[scene.run.pk, "strengths"])
    return f"{page}?row=C17"


def _said_of_figures(scene: Scene) -> Typed:
    return {
        "sentence_sv": "Papper är många jobb i länet.",
        "sentence_en": "Paper is many jobs in the county.",
        "area": str(scene.area.pk),
    }


def _organisation_page(scene: Scene) -> str:
    return reverse("people:desk_organisation", args=[scene.organisation.pk])


def _invited(_scene: Scene) -> Typed:
    return {"name": "Nora Ny", "email": "nora@region.example", "role": "analyst"}


VISITORS = [
    SiteForm(
        "meetings:sign_up",
        at("meetings:sign_up"),
        lambda scene: {
            **_actor(scene),
            "meetings": [scene.meeting.slug],
            "needs": "Teckenspråkstolk\nRamp",
            "join_partnership": "on",
        },
        who="visitor",
    ),
    SiteForm(
        "meetings:change_registration",
        at("meetings:change_registration", "registration"),
        _registration,
        who="person",
    ),
    SiteForm(
        "cycles:interest",
        at("cycles:interest"),
        _interest,
        who="visitor",
    ),
    SiteForm(
        "consultation:write",
        _write_page,
        _written,
        who="visitor",
    ),
    SiteForm(
        "consultation:own_change",
        _own_input_page,
        _said,
        who="person",
    ),
    SiteForm(
        "account_login",
        at("account_login"),
        always(email="nagon@actor.example"),
        who="visitor",
    ),
    SiteForm(
        "account_confirm_login_code",
        _code_page,
        _code,
        who="visitor",
        action=lambda _scene: reverse("account_confirm_login_code"),
        plain=("code",),
        tries_end=True,
    ),
    *(
        SiteForm(
            name, page, _app_code, who="newcomer", action=at(name), plain=("code",), tries_end=True
        )
        for name, page in (
            ("people:second_factor", _first_app_page),
            ("people:prove", _prove_page),
            ("mfa_authenticate", _second_factor_page),
        )
    ),
    SiteForm(
        "people:new_link",
        at("people:new_link"),
        always(email="nagon@actor.example"),
        who="visitor",
    ),
]
RIGHTS = [
    SiteForm(
        "people:my_data_ask",
        at("people:my_data_ask"),
        always(kind="correction", text="Mitt namn är fel.\nDet ska vara Berg."),
        who="person",
    ),
    SiteForm(
        "people:desk_person_answer",
        lambda scene: reverse(
            "people:desk_person_answer", args=[scene.asked.person_id, scene.asked.pk]
        ),
        always(outcome="refused", answer="Vi har rättat det."),
    ),
    SiteForm(
        "registry:desk_masking_new",
        lambda scene: reverse("registry:desk_masking_new", args=["record", scene.record.pk]),
        always(fields_to_mask=["title"], passages="", ground="secrecy", reason="OSL 21:1"),
        plain=("passages",),
    ),
    SiteForm(
        "registry:desk_masking_lift",
        at("registry:desk_masking", "masking"),
        always(reason="Fel person."),
        action=at("registry:desk_masking_lift", "masking"),
    ),
    SiteForm(
        "registry:desk_disposal_new",
        at("registry:desk_disposal_new"),
        always(
            name="Gallringsplan",
            decided_by="Styrelsen",
            decided_on="2020-01-02",
            reference="12",
            valid_from="2020-01-02",
            valid_to="2025-01-02",
            covers=["registry.records"],
            text="Det här får gallras.",
        ),
    ),
    SiteForm(
        "registry:desk_keeping_time",
        lambda _scene: reverse("registry:desk_keeping_time", args=["registry.records"]),
        lambda scene: {"decision": str(scene.disposal_decision.pk), "months": "60"},
    ),
]
MEETINGS = [
    SiteForm(
        "meetings:desk_meeting_new",
        at("meetings:desk_meeting_new"),
        lambda scene: _meeting(scene) | TIMES,
    ),
    SiteForm("meetings:desk_meeting_edit", at("meetings:desk_meeting_edit", "meeting"), _meeting),
    SiteForm(
        "meetings:desk_meeting_reopen",
        at("meetings:desk_meeting_reopen", "closed"),
        always(closes_day="2020-06-10", closes="12:00"),
    ),
    SiteForm(
        "meetings:desk_meeting_link",
        at("meetings:desk_meeting_link", "meeting"),
        always(link="https://meet.example/hemlig"),
    ),
    SiteForm(
        "meetings:desk_meeting_move",
        at("meetings:desk_meeting_move", "meeting"),
        always(**TIMES, reason="Lokalen är upptagen."),
    ),
    SiteForm(
        "meetings:desk_meeting_cancel",
        at("meetings:desk_meeting_cancel", "meeting"),
        always(reason="För få anmälda."),
    ),
    SiteForm(
        "meetings:desk_participant_new",
        at("meetings:desk_participant_new", "meeting"),
        lambda scene: {**_actor(scene), "needs": "Hörslinga", "language": "sv"},
    ),
    SiteForm(
        "meetings:desk_attendance",
        at("meetings:desk_attendance", "held"),
        _walk_ins,
        press={"save": "1"},
    ),
    SiteForm(
        "meetings:desk_minutes",
        at("meetings:desk_minutes", "held"),
        always(text="Vi talade om fjällen.\n\nVi enades."),
    ),
]
PROCESS = [
    SiteForm(
        "cycles:desk_area_new",
        at("cycles:desk_area_new"),
        always(**_wording(), reason="Dialogen visade det."),
    ),
    SiteForm(
        "cycles:desk_area",
        at("cycles:desk_area", "area"),
        always(**_wording(), reason="Tydligare."),
    ),
    SiteForm(
        "cycles:desk_version_edit:area",
        lambda scene: reverse("cycles:desk_version_edit", args=["area", scene.wording.pk]),
        always(**_wording(), reason="Tydligare."),
    ),
    SiteForm(
        "cycles:desk_version_edit:programme",
        lambda scene: reverse("cycles:desk_version_edit", args=["programme", scene.text.pk]),
        always(
            **dict.fromkeys(("title_sv", "title_en"), "Utkast"),
            **dict.fromkeys(("text_sv", "text_en"), "1. Mål\n\nSkog."),
            **dict.fromkeys(("note_sv", "note_en"), "Skrivet i maj."),
        ),
    ),
    SiteForm(
        "cycles:desk_version_adopt",
        lambda scene: reverse("cycles:desk_version_adopt", args=["area", scene.wording.pk]),
        lambda scene: {
            "decision": "",
            "body": str(scene.body.pk),
            "decided_on": clock.today().isoformat(),
            "paragraph": "12",
            "title_sv": "Området antas",
            "title_en": "The area is adopted",
            "reason": "Tydligare.",
        },
        plain=("paragraph",),
    ),
    SiteForm("cycles:desk_areas_merge", at("cycles:desk_areas_merge"), _merge),
    SiteForm("cycles:desk_area_split", at("cycles:desk_area_split", "area"), _split),
    _step_act("start", "waiting", reason="Nu börjar vi."),
    _step_act("complete", "active", explanation="Det räcker så."),
    _step_act("reopen", "done", reason="Något saknades."),
    _step_act("due", "active", due_on="2020-09-01"),
    SiteForm(
        "cycles:desk_lap_new",
        at("cycles:desk_lap_new"),
        lambda scene: {
            "title_sv": "Andra varvet",
            "title_en": "The second lap",
            "area": str(scene.area.pk),
            "starts_on": "2020-06-01",
            "ends_on": "2021-06-01",
        },
    ),
    SiteForm(
        "cycles:desk_interest_new",
        at("cycles:desk_interest_new"),
        lambda scene: {
            **_interest(scene),
            "channel": "phone",
            "received_at": "2020-05-24T14:30",
            "language": "sv",
            "confirm": "on",
        },
    ),
    SiteForm("cycles:desk_milestone_new", at("cycles:desk_milestone_new"), _milestone),
    SiteForm("cycles:desk_milestone", at("cycles:desk_milestone", "milestone"), _milestone),
]
BODIES = [
    SiteForm(
        "bodies:desk_body_new",
        at("bodies:desk_body_new"),
        lambda scene: {
            "name_sv": "Styrgruppen",
            "name_en": "The steering group",
            "kind": Body.Kind.values[0],
            "parent": str(scene.body.pk),
            "about_sv": "Den styr.",
            "about_en": "It steers.",
        },
    ),
    SiteForm(
        "bodies:desk_seat_new",
        at("bodies:desk_seat_new", "body"),
        lambda scene: {
            "holder": "Berit Sten",
            "role": "member",
            "organisation": scene.organisation.name,
            "sector": "public",
            "since": "2019-01-01",
            "until": "2022-12-31",
        },
    ),
    SiteForm(
        "bodies:desk_seat_end",
        at("bodies:desk_seat_end", "seat"),
        always(until="2020-12-31"),
    ),
    SiteForm(
        "bodies:desk_decision_new",
        at("bodies:desk_decision_new", "body"),
        lambda scene: {
            "title_sv": "Programmet antas",
            "title_en": "The programme is adopted",
            "decided_on": "2020-05-20",
            "precision": "day",
            "paragraph": "123",
            "case": str(scene.programme.case_id),
            "text_sv": "Enhälligt.",
            "text_en": "Unanimously.",
        },
        plain=("paragraph",),
    ),
    SiteForm(
        "analysis:desk_evidence_new",
        at("analysis:desk_evidence_new"),
        _evidence,
        plain=("isbn", "doi"),
    ),
    SiteForm(
        "analysis:desk_evidence_edit",
        at("analysis:desk_evidence_edit", "evidence"),
        _evidence,
        plain=("isbn", "doi"),
    ),
    SiteForm(
        "analysis:desk_evidence_withdraw",
        at("analysis:desk_evidence_withdraw", "evidence"),
        always(reason="Tabellen var fel."),
    ),
    SiteForm("analysis:desk_claim_new", at("analysis:desk_claim_new"), _claim),
    SiteForm("analysis:desk_claim_edit", at("analysis:desk_claim_edit", "claim"), _claim),
    SiteForm("analysis:desk_claim_cite", at("analysis:desk_claim_cite", "claim"), _citation),
    SiteForm(
        "analysis:swot_board",
        _of_area("analysis:swot_board"),
        always(kind="threat", text="Torkan."),
        who="person",
    ),
    SiteForm("analysis:desk_swot_new", _of_area("analysis:desk_swot_new"), _swot_item),
    SiteForm(
        "analysis:desk_swot_open",
        _of_area("analysis:desk_swot_open"),
        always(last_day="2020-12-31"),
    ),
    SiteForm(
        "analysis:desk_swot_adopt",
        _of_area("analysis:desk_swot_adopt"),
        always(note="Vid mötet.", unvoted_reason="Handuppräckning."),
    ),
    SiteForm("analysis:desk_swot_item", at("analysis:desk_swot_item", "board_item"), _swot_item),
    SiteForm("analysis:desk_swot_cite", at("analysis:desk_swot_cite", "board_item"), _citation),
    SiteForm(
        "analysis:desk_swot_turn_down",
        at("analysis:desk_swot_turn_down", "board_item"),
        always(answer="Det står redan."),
    ),
    SiteForm(
        "analysis:desk_swot_keep",
        at("analysis:desk_swot_keep", "adopted_item"),
        always(note="Den andra källan räcker."),
    ),
    SiteForm(
        "analysis:desk_asset_new",
        at("analysis:desk_asset_new"),
        _asset,
        plain=("owner", "latitude", "longitude"),
    ),
    SiteForm(
        "analysis:desk_asset",
        at("analysis:desk_asset", "asset"),
        _asset,
        plain=("owner", "latitude", "longitude"),
    ),
    SiteForm(
        "analysis:desk_criterion",
        _criterion_page,
        lambda scene: {
            "answered_by": "unclear",
            "role": "Utvecklingschefen",
            "responsible": str(scene.coordinator.pk),
            "due_on": "2020-06-30",
            "note": "Förordningens bilaga.",
        },
    ),
    SiteForm(
        "analysis:desk_run_new",
        at("analysis:desk_run_new", "figures"),
        _asked_of_figures,
        plain=("chosen",),
    ),
    SiteForm("analysis:desk_finding_new", _row_page, _said_of_figures),
    SiteForm(
        "analysis:desk_finding_rewrite",
        at("analysis:desk_finding_rewrite", "finding"),
        lambda scene: _said_of_figures(scene) | {"note": "Tydligare."},
    ),
    SiteForm(
        "analysis:desk_finding_confirm",
        at("analysis:desk_finding_confirm", "questioned"),
        always(note="Ett bolag har flyttat."),
    ),
    SiteForm(
        "analysis:desk_finding_withdraw",
        at("analysis:desk_finding_withdraw", "finding"),
        always(note="Det stämmer inte."),
    ),
    SiteForm(
        "analysis:desk_activity_set",
        at("analysis:desk_activity_set", "area"),
        _activities,
        plain=("reasons_en",),  # each line of it begins with a code
    ),
    SiteForm(
        "analysis:desk_profile_source",
        lambda scene: scene.no_profiles() or reverse("analysis:desk_profile_source"),
        _profile_source,
        plain=("region",),
    ),
    SiteForm(
        "analysis:desk_profile_source_instead",
        lambda scene: scene.profile_source.desk_url,
        _profile_source,
        plain=("region",),
    ),
    SiteForm(
        "analysis:desk_county",
        at("analysis:desk_county"),
        lambda scene: {"text_sv": scene.new("Alla kommuner"), "text_en": ""},
    ),
    SiteForm(
        "analysis:desk_county_sign",
        at("analysis:desk_county"),
        lambda scene: {"lap": str(scene.lap.pk), "note": "Sveg saknas."},
        action=at("analysis:desk_county_sign"),
    ),
    SiteForm(
        "analysis:desk_memo_new",
        at("analysis:desk_memo_new"),
        lambda scene: {
            "kind": "memo",
            "area": str(scene.area.pk),
            "language": "sv",
            "meeting": str(scene.meeting.pk),
            "title": "PM: Skog",
        },
    ),
    SiteForm("analysis:desk_memo_edit", at("analysis:desk_memo_edit", "memo"), _memo),
]
PEOPLE = [
    SiteForm("people:desk_invite", at("people:desk_invite"), _invited),
    SiteForm("people:desk_role", at("people:desk_role", "member"), always(role="analyst")),
    SiteForm(
        "people:desk_remove",
        at("people:desk_remove", "member"),
        lambda scene: {"hand_over_to": str(scene.coordinator.pk)},
    ),
    SiteForm(
        "people:desk_organisation",
        _organisation_page,
        lambda scene: {
            "name": "Fjällkraft AB",
            "sector": "academia",
            "municipality": scene.place,
            "changed_on": "2020-05-20",
            "number": "556016-0680",
        },
        plain=("number",),
    ),
    SiteForm(
        "people:desk_organisation_same_as",
        at("people:desk_organisation_same_as", "organisation"),
        lambda scene: {"other": scene.other_organisation.name},
    ),
    SiteForm(
        "people:desk_add_name",
        _organisation_page,
        always(**{"alias-name": "Fjällkraft"}),
        action=at("people:desk_add_name", "organisation"),
    ),
    SiteForm(
        "people:desk_add_representative",
        _organisation_page,
        always(
            **{
                "representative-name": "Ola Sten",
                "representative-email": "ola@sten.example",
                "representative-title": "Verkmästare",
            }
        ),
        action=at("people:desk_add_representative", "organisation"),
    ),
]
REST = [
    SiteForm(
        "registry:desk_text",
        lambda _scene: reverse("registry:desk_text", args=["meetings.confirmation", "sv"]),
        always(subject="Välkommen", body="Hej!\n\n{meetings}\n\nÄndra: {manage_link}"),
    ),
    SiteForm(
        "registry:desk_case_number",
        at("registry:desk_case_number", "case"),
        always(external_number="RS 2018:430"),
    ),
    SiteForm(
        "registry:desk_record_new",
        at("registry:desk_record_new", "case"),
        always(
            direction="in",
            kind="letter",
            title="Brev från byalaget",
            received_at="2020-05-24T14:30",
            text="Vi vill vara med.",
            external_number="RS 2020:17",
            secrecy="OSL 21 kap. 1 §",
        ),
    ),
    SiteForm(
        "registry:desk_record_number",
        lambda scene: reverse(
            "registry:desk_record_number", args=[scene.case.pk, scene.record.number]
        ),
        always(external_number="RS 2020:18"),
    ),
    SiteForm(
        "registry:desk_record_secrecy",
        lambda scene: reverse(
            "registry:desk_record_secrecy", args=[scene.case.pk, scene.record.number]
        ),
        always(reference="OSL 21 kap. 1 §"),
    ),
    SiteForm(
        "registry:desk_record_secrecy_lift",
        lambda scene: reverse(
            "registry:desk_record_secrecy", args=[scene.case.pk, scene.secret.number]
        ),
        always(reason="Uppgiften är känd."),
        action=lambda scene: reverse(
            "registry:desk_record_secrecy_lift", args=[scene.case.pk, scene.secret.number]
        ),
    ),
    SiteForm(
        "web:rehearsal_step",
        _rehearsal_page,
        always(moment="2020-05-26T09:00"),
        action=at("web:rehearsal_step"),
    ),
]
_SOMEBODY = {
    "name": "Anna Berg",
    "organisation": "Byalaget",
    "sector": "civil",
    "municipality": "outside",
}
_QUESTION = {"text_sv": "Vad saknas?", "text_en": "", "help_sv": "", "help_en": ""}
_QUESTION |= {"kind": "choice", "options_sv": "Ja\nNej", "options_en": "Yes\nNo"}


def _round(scene: Scene) -> Typed:
    return {
        "title_sv": "Dialog om skogen",
        "title_en": "",
        "summary_sv": "Vad behövs?",
        "summary_en": "",
        "mail_subject_sv": "Inspel om skogen",
        "mail_subject_en": "",
        "opens_day": "2020-06-08",
        "opens_time": "09:00",
        "closes_day": "2020-07-30",
        "closes_time": "16:00",
        "case": scene.case.pk,
        "responsible": "",
    }


def _earlier(_scene: Scene) -> Typed:
    return {
        "title_sv": "Remiss",
        "title_en": "",
        "note_sv": "Svaren togs med.",
        "note_en": "",
        "dated_on": "2019-12-01",
        "precision": "month",
    }


def _entry(scene: Scene) -> Typed:
    return {
        **_SOMEBODY,
        "round": scene.round.pk,
        "channel": "letter",
        "received_at": "2020-05-24T09:00",
        "meeting": "",
        "language": "sv",
        "email": "anna@berg.example",
        "text": "Vi vill ha bredband.",
    }


def _question_page(scene: Scene) -> str:
    question = scene.round.questions.latest("pk")
    return reverse("consultation:desk_question_edit", args=[scene.round.pk, question.pk])


def _part_page(scene: Scene) -> str:
    part = scene.paper.parts.earliest("position")
    return reverse("consultation:desk_paper_part", args=[scene.paper.pk, part.pk])


PAPERS = [
    SiteForm(
        "consultation:desk_paper_new",
        at("consultation:desk_paper_new", "round"),
        always(kind="compilation", language="sv", title="Sammanställning"),
    ),
    SiteForm(
        "consultation:desk_paper",
        at("consultation:desk_paper", "paper"),
        always(heading="Mer", text="Ett stycke.\n\n- och en lista"),
    ),
    SiteForm(
        "consultation:desk_paper_edit",
        at("consultation:desk_paper_edit", "paper"),
        always(title="Sammanställning", decision=""),
    ),
    SiteForm(
        "consultation:desk_paper_part",
        _part_page,
        always(heading="Bakgrund", text="Ett\n\n- två", is_included="on"),
    ),
]

DESK_OF_ROUNDS = [
    SiteForm(
        "consultation:desk_round_new",
        lambda _scene: reverse("consultation:desk_round_new"),
        _round,
    ),
    SiteForm(
        "consultation:desk_round_earlier",
        lambda _scene: reverse("consultation:desk_round_earlier"),
        _earlier,
    ),
    SiteForm("consultation:desk_round_edit", at("consultation:desk_round_edit", "draft"), _round),
    SiteForm(
        "consultation:desk_round_move",
        at("consultation:desk_round_move", "round"),
        always(opens_day="2020-05-18", closes_day="2020-06-30", closes_time="16:00", opens_time=""),
    ),
    SiteForm(
        "consultation:desk_round_cancel",
        at("consultation:desk_round_cancel", "round"),
        always(reason="Vi börjar om."),
    ),
    SiteForm(
        "consultation:desk_questions",
        at("consultation:desk_questions", "round"),
        always(**_QUESTION),
    ),
    SiteForm("consultation:desk_question_edit", _question_page, always(**_QUESTION)),
    SiteForm("consultation:desk_entry", lambda _scene: reverse("consultation:desk_entry"), _entry),
    SiteForm(
        "consultation:desk_input_hide",
        at("consultation:desk_input_hide", "input"),
        always(reason="Angriper en person."),
    ),
    SiteForm(
        "consultation:desk_input_identify",
        at("consultation:desk_input_identify", "input"),
        always(**_SOMEBODY),
    ),
]

_ANSWER = {"reason": "Texten säger det nu.", "changed_text": "Nya ord.", "outcome": "partly"}

POINTS = [
    SiteForm(
        "consultation:desk_split",
        at("consultation:desk_split", "input"),
        always(quote="bredband", heading="Bredband"),
        plain=("quote",),  # they stand in the text or do not
    ),
    SiteForm(
        "consultation:desk_point", at("consultation:desk_point", "point"), always(heading="Tåg")
    ),
    SiteForm(
        "consultation:desk_dispose",
        lambda scene: f"{reverse('consultation:desk_dispose')}?point={scene.point.pk}",
        always(**_ANSWER),
        action=lambda _scene: reverse("consultation:desk_dispose"),
    ),
    SiteForm(
        "consultation:desk_points_return",
        lambda scene: (
            f"{reverse('consultation:desk_points_return')}?disposition={scene.answered.pk}"
        ),
        always(note="Säg vilken väg."),
        action=lambda _scene: reverse("consultation:desk_points_return"),
    ),
    SiteForm(
        "consultation:desk_themes",
        lambda _scene: reverse("consultation:desk_themes"),
        lambda scene: {"name_sv": scene.new("Tema"), "name_en": ""},
    ),
    SiteForm(
        "consultation:desk_theme",
        at("consultation:desk_theme", "theme"),
        always(name_sv="Järnväg", name_en=""),
    ),
    SiteForm(
        "consultation:desk_reasons",
        lambda _scene: reverse("consultation:desk_reasons"),
        lambda scene: {"name": scene.new("Tack"), "outcome": "noted", "text": "Vi har läst."},
    ),
    SiteForm(
        "consultation:desk_reason",
        at("consultation:desk_reason", "reason"),
        always(name="Tack", outcome="noted", text="Vi har läst."),
    ),
]

INVITATIONS = [
    SiteForm(
        "consultation:desk_invitations_add",
        lambda scene: reverse(
            "consultation:desk_invitations_add", args=[scene.invitation.round_id]
        ),
        lambda scene: {
            "name": "Anna Berg",
            "email": "anna@fjallkraft.example",
            "address": "Box 1\n840 31 Åsarna",
            "organisation": "Fjällkraft AB",
            "sector": "business",
            "municipality": Municipality.objects.earliest("pk").code,
        },
    ),
    SiteForm(
        "consultation:invited",
        lambda scene: reverse("consultation:invited", args=[token_of(scene.invitation)]),
        always(reason="Vi hinner inte.\nFråga nästa gång."),
        who="visitor",
        press={"act": "decline"},
    ),
]


def _of_answer(name: str, which: str) -> Callable[[Scene], str]:
    def address(scene: Scene) -> str:
        answer = getattr(scene, which)
        return reverse(name, args=[answer.round_id, answer.pk])

    return address


_WORDING = {"subject": "Svar", "opening": "Hej!\nTack.", "closing": "Hör av dig."}
ANSWERS = [
    SiteForm(
        "consultation:desk_answers_posting",
        lambda scene: reverse(
            "consultation:desk_answers_posting", args=[scene.letter_to_post.round_id]
        ),
        lambda scene: {"day": scene.letter_to_post.sent_at.date().isoformat()},
        ticks=lambda scene: {"answer": scene.letter_to_post.pk},
    ),
    SiteForm(
        "consultation:desk_answers_text",
        lambda scene: reverse(
            "consultation:desk_answers_text", args=[scene.draft_answer.round_id, "sv"]
        ),
        always(**_WORDING),
    ),
    SiteForm(
        "consultation:desk_answer_edit",
        _of_answer("consultation:desk_answer_edit", "draft_answer"),
        always(**_WORDING, postal_address="Eva Lind\nKvarngatan 1"),
    ),
    SiteForm(
        "consultation:desk_answer_correct",
        _of_answer("consultation:desk_answer_correct", "sent_answer"),
        always(reason="Vi glömde.", text="Även det andra.\nÄr med."),
    ),
]
MAIL = [
    SiteForm(
        "consultation:desk_mail_sort",
        at("consultation:desk_mail", "waiting_mail"),
        lambda scene: {
            "round": str(scene.round.pk),
            "name": "Anna Ek",
            "email": "anna@actor.example",
            "text": "Vi vill ha tåg.\nOch bussar.",
        },
        action=at("consultation:desk_mail_sort", "waiting_mail"),
    ),
    SiteForm(
        "consultation:desk_mail_aside",
        at("consultation:desk_mail", "waiting_mail"),
        always(reason="Det är reklam."),
        action=at("consultation:desk_mail_aside", "waiting_mail"),
    ),
]
STATISTICS = [
    SiteForm(
        "analysis:desk_delivery_new",
        at("analysis:desk_delivery_new"),
        always(text="SE32;I55;2015;12\nSE33;I55;2015;9", name="Anställda"),
    ),
    SiteForm(
        "analysis:desk_dataset_next",
        _of("desk_dataset_next"),
        always(text="SE32;I55;2015;12\nSE33;I55;2015;9", name="Anställda"),
    ),
    SiteForm(
        "analysis:desk_delivery_say",
        at("analysis:desk_delivery", "delivery"),
        always(**_HOW),
        action=at("analysis:desk_delivery_say", "delivery"),
    ),
    SiteForm(
        "analysis:desk_delivery_type",
        at("analysis:desk_delivery", "typed"),
        always(text="SE32;I55;2015;12\nSE33;I55;2015;8"),
        action=at("analysis:desk_delivery_type", "typed"),
    ),
    SiteForm(
        "analysis:desk_delivery_store",
        at("analysis:desk_delivery", "delivery"),
        always(**_ABOUT),
        action=at("analysis:desk_delivery_store", "delivery"),
    ),
    SiteForm(
        "analysis:desk_delivery_next",
        at("analysis:desk_delivery", "delivery"),
        lambda scene: {"dataset": scene.dataset.key},
        action=at("analysis:desk_delivery_next", "delivery"),
    ),
    SiteForm("analysis:desk_dataset_edit", _of("desk_dataset_edit"), always(**_ABOUT)),
    SiteForm(
        "analysis:desk_query_new",
        at("analysis:desk_query_new"),
        always(**_QUERY),
        plain=("table",),  # a code
    ),
    SiteForm(
        "analysis:desk_dataset_query",
        _of("desk_dataset_query", "service"),
        always(**_QUERY),
        plain=("table",),
    ),
]
FORMS = [
    *STATISTICS,
    *DESK_OF_ROUNDS,
    *PAPERS,
    *POINTS,
    *INVITATIONS,
    *MAIL,
    *VISITORS,
    *RIGHTS,
    *MEETINGS,
    *PROCESS,
    *BODIES,
    *PEOPLE,
    *REST,
    *ANSWERS,
]


_ANSWERS = "desk/rounds/<int:pk>/answers/"


def samples(scene: Scene) -> dict[str, list[tuple[Any, ...]]]:
    """Return what stands in the places of an address, by the beginning of its route."""
    steps = list(Step.objects.filter(lap__closed_at=None).order_by("pk")[:3])
    for step, state in zip(steps, ("waiting", "active", "done"), strict=True):
        Step.objects.filter(pk=step.pk).update(state=state)
    return {
        # As it would go; one that has gone is a file that nobody here would read to its end.
        f"{_ANSWERS}<int:answer>/letter.pdf": [
            (scene.draft_answer.round_id, scene.draft_answer.pk)
        ],
        f"{_ANSWERS}<int:answer>/": [
            (one.round_id, one.pk) for one in (scene.draft_answer, scene.sent_answer)
        ],
        f"{_ANSWERS}text/": [(scene.draft_answer.round_id, "sv")],
        _ANSWERS: [(scene.draft_answer.round_id,)],
        "desk/rounds/": [(scene.round.pk, scene.round.questions.earliest("pk").pk)],
        "desk/input/": [(scene.input.pk,)],
        "desk/points/undo/": [(scene.answered.batch,)],
        "desk/points/": [(scene.point.pk,), (scene.answered.point_id,)],
        "desk/themes/": [(scene.theme.pk,)],
        "desk/reasons/": [(scene.reason.pk,)],
        "rounds/invited/": [(token_of(scene.invitation),)],
        "meetings/registrations/": [(scene.registration.pk,)],
        "rounds/confirm/": [(confirm_token(scene.contribution),)],
        "rounds/": [(scene.asking.slug,)],
        "my/contributions/": [(scene.contribution.key,)],
        "desk/meetings/": [(one.pk,) for one in (scene.meeting, scene.closed, scene.held)],
        "desk/mail/": [(scene.waiting_mail.pk,)],
        "desk/areas/": [(scene.area.pk,)],
        "desk/activities/": [(scene.area.pk,)],
        "figures/areas/<slug:slug>/": [(scene.area.slug, "csv")],
        "desk/versions/": [("area", scene.wording.pk), ("programme", scene.text.pk)],
        "areas/<slug:slug>/versions/": [(scene.area.slug, 1)],
        "areas/<slug:slug>/swot/": [(scene.area.slug, scene.adopted_item.version.number)],
        "evidence/": [(scene.evidence.key,)],
        "claims/": [(scene.claim.key,)],
        "assets/": [(scene.asset.key,)],
        "desk/evidence/": [(scene.evidence.pk,)],
        "desk/claims/": [(scene.claim.pk,)],
        "desk/swot/items/": [(scene.board_item.pk,)],
        "desk/swot/adopted/": [(scene.adopted_item.pk,)],
        "desk/swot/": [(scene.area.slug,)],
        "desk/assets/list/": [(scene.asset_list.key,)],
        "desk/assets/": [(scene.asset.pk,)],
        "desk/criteria/": [("kriterium-1",)],
        "programme/versions/": [
            (one.programme.key, one.number)
            for one in ProgrammeVersion.objects.exclude(state="draft").select_related("programme")
        ],
        "thread/": [("area", scene.area.pk)],
        "desk/steps/": [(step.pk,) for step in steps],
        "desk/milestones/": [(scene.milestone.pk,)],
        "desk/bodies/": [(scene.body.pk,)],
        "desk/seats/": [(scene.seat.pk,)],
        "desk/staff/": [(scene.member.pk,)],
        "desk/people/": [(scene.registration.person.pk, scene.asked.pk)],
        "desk/masking/choose/": [("record",)],
        "desk/masking/new/": [("record", scene.record.pk)],
        "desk/masking/": [(scene.masking.pk,)],
        "desk/keeping/decisions/": [(scene.disposal_decision.pk,)],
        "desk/keeping/": [("registry.records",)],
        "desk/organisations/": [(scene.organisation.pk,)],
        "desk/cases/": [(scene.case.pk, scene.record.number)],
        "register/": [(scene.case.pk, scene.record.number)],
        "desk/texts/": [("meetings.confirmation", "sv")],
        "datasets/": [(scene.dataset.key, 1, "csv")],
        "desk/datasets/<slug:key>/query/": [(scene.service.key,)],
        "desk/datasets/": [(scene.dataset.key,)],
        "desk/deliveries/": [(scene.delivery.pk,), (scene.typed.pk,)],
        "desk/runs/new/": [(scene.figures.pk,)],
        "desk/runs/<int:pk>/compare/": [(scene.run.pk, scene.questioned.run_id)],
        "desk/runs/": [(scene.run.pk, "strengths", "csv")],
        "runs/": [(scene.run.pk, "strengths", "csv")],
        "desk/findings/": [(scene.finding.pk,), (scene.questioned.pk,)],
        "findings/": [(scene.finding.pk,)],
        "desk/memos/": [(scene.memo.pk,), (scene.published_memo.pk,)],
        "memos/": [(scene.published_memo.pk,)],
    }


def pages_of(
    patterns: list[URLPattern | URLResolver], known: dict[str, list[Any]], before: str = ""
) -> Iterator[str]:
    """Return the address of every page that can be opened with what is known."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages_of(pattern.url_patterns, known, route)
        elif "<" not in route:
            yield f"/{route}"
        else:
            start = next((one for one in known if route.startswith(one)), None)
            for values in known[start] if start else []:
                if route.count("<") <= len(values):
                    filled = iter(values)
                    yield "/" + re.sub("<[^>]+>", lambda _: str(next(filled)), route)  # noqa: B023
