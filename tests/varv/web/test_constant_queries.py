"""Every page asks the database as often for thirty of everything as for one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from tests.varv.analysis import figures
from tests.varv.analysis import run_support as runs
from tests.varv.analysis.memo_support import drafted, published
from tests.varv.consultation import answer_support
from tests.varv.consultation.mails import written
from tests.varv.factories import (
    AliasFactory,
    AreaFactory,
    BodyFactory,
    EvidenceFactory,
    InterestFactory,
    MeetingFactory,
    MunicipalityFactory,
    OrganisationFactory,
    QuestionFactory,
    RegistrationFactory,
    RepresentationFactory,
    RoundFactory,
    StaffRoleFactory,
    UserFactory,
    contribution,
    disposition,
    point,
)
from tests.varv.web.conftest import START
from tests.varv.web.forms_of_the_site import Scene, pages_of, samples
from varv.analysis import actions as analysis
from varv.analysis.county import actions as county
from varv.analysis.models import Finding, Memo, Run, SwotItem
from varv.analysis.profiles import actions as profiles
from varv.analysis.profiles.queries import source_in_use
from varv.analysis.queries import SUPPORTS
from varv.bodies import actions as bodies
from varv.clock.models import RehearsalClock
from varv.consultation.actions import add_theme, publish, save_reason, take_in
from varv.consultation.actions import answer_sending as sending
from varv.consultation.contents import Content, Said, Sender
from varv.consultation.models import Answer
from varv.cycles import actions as cycles
from varv.cycles.models import AreaSuccession, FrameItem, Step
from varv.files.actions import store
from varv.meetings.models import Attendance, Meeting, MeetingChange, Minutes, Registration
from varv.people import actions as people
from varv.people import sessions
from varv.people.models import FormerPlace, Municipality, PossibleDouble
from varv.registry import actions as registry
from varv.registry.actions import Recipient
from varv.registry.models import Message
from varv.text.translated import Translated
from varv.web.models import BackupRun

pytestmark = pytest.mark.xdist_group("pages_asked")  # the county is filled once, not per process
MANY = 30
AUTOMATIC = {"Auto_Submitted": "auto-replied"}


@dataclass
class World:
    """A county in rehearsal, to be filled."""

    scene: Scene
    frame: FrameItem = field(init=False)

    def __post_init__(self) -> None:
        region = Municipality.objects.earliest("pk").region
        self.municipalities = [MunicipalityFactory(region=region) for _ in range(MANY)]
        self.area, self.person = self.scene.area, self.scene.registration.person
        self.case = self.scene.case
        self.evidence = self.scene.evidence
        self.source = figures.profiled(self.area)
        self.lap = cycles.open_lap(None, programme=self.scene.programme, area=self.area)
        self.frame = FrameItem.objects.create(
            key="ram", level="eu", kind="policy", name=Translated(sv="Ram")
        )

    def add(self, number: int) -> None:
        """Add one of everything, each with things of its own."""
        organisation = OrganisationFactory(municipality=self.municipalities[number])
        AliasFactory(organisation=self.scene.organisation)
        RepresentationFactory(organisation=self.scene.organisation)
        OrganisationFactory(municipality=self.municipalities[number], checked_at=START)
        self._mails(number)
        member = StaffRoleFactory(role="analyst").user
        actor = {
            "organisation": organisation,
            "municipality": self.municipalities[number],
        }
        self._rounds(member, actor)
        self._answers(number)
        self._meetings(number, member, actor)
        self._body(number, organisation)
        self._register(number)
        self._organisations(member)
        self._area(member, actor)
        self._runs(member)
        self._memos()

    def _memos(self) -> None:
        """Add a draft, one that waits for the worker, and a published one for the meeting."""
        meeting = self.scene.meeting
        assert drafted(self.area, meeting=meeting).is_draft
        waits = drafted(self.area, meeting=meeting)
        Memo.objects.filter(pk=waits.pk).update(state="making")
        published(drafted(self.area, "Skogen växer.", meeting=meeting))

    def _runs(self, member: Any) -> None:
        """Add runs and findings in each state; to the run that is shown, what is like it."""
        shown = self.scene.run
        for state in Run.State.values:
            runs.bare_run(version=shown.version, state=state, asked_by=member)
        for state in Finding.State.values:
            runs.bare_finding(run=shown, state=state, area=self.area, questioned_by=shown)

    def _rounds(self, member: Any, actor: dict[str, Any]) -> None:
        """Add a draft, one more question, and somebody's input with a file."""
        RoundFactory(programme=self.scene.programme, state="draft", responsible=member)
        question = QuestionFactory(round=self.scene.round)
        came = contribution(
            round=self.scene.round,
            actor=self.scene.coordinator,
            sender=Sender("Kim", organisation=actor["organisation"].name, sector="business"),
            content=Content("Hej", replies=[Said(question, text="Ja")]),
        )
        self._points(came)

    def _points(self, came: Any) -> None:
        """Add points of new input and of the one that is shown, each with a theme of its own."""
        publish(None, contributions=[came])
        number = came.record.number
        name = Translated(sv=f"Tema {number}")
        theme = add_theme(None, programme=self.scene.programme, name=name)
        changed = [["area", self.area.pk], ["area", self.scene.area.pk]]
        text = f"Bredband i byn {number}"
        for of in (came, self.scene.input, self.scene.contribution):
            made = point(contribution=of, text=text, area=self.area, theme=theme)
            disposition(point=made, changed=changed, reason=text)
        point(contribution=came, text=text, merged_into=self.scene.point)
        waits = point(contribution=came, text=text)
        disposition(point=waits, signed_by=None, signed_at=None, batch=self.scene.answered.batch)
        save_reason(None, name=f"Tack {number}", outcome="noted", text="Vi har läst.")

    def _answers(self, number: int) -> None:
        """Add an answer in each stage, somebody who waits for one, and more to the one shown."""
        one, gone = self.scene.draft_answer, self.scene.sent_answer
        for name in (f"A{number}", f"B{number}"):
            answer_support.input_of(one.round, f"{name} Ek", email="")
        answer_support.sent(one.round, self.scene.coordinator)
        Answer.objects.filter(pk=one.pk).update(state="draft")
        answer_support.input_of(one.round, f"C{number} Ek")
        answer_support.drafted(one.round, self.scene.coordinator)
        answer_support.input_of(one.round, f"D{number} Ek", signed=False)
        of = point(contribution=one.contributions.get())
        disposition(point=of)
        answer_support.leads_to(of, "area", self.area.pk)
        sending.send_correction(
            self.scene.coordinator, answer=gone, number=number + 1, reason="Fel.", text="Rätt."
        )

    def _organisations(self, member: Any) -> None:
        """Add a pair that may be one, a former place, and what was merged into the one shown."""
        one = self.scene.organisation
        PossibleDouble.objects.create(
            first=one, second=OrganisationFactory(), score=90, reason="near"
        )
        FormerPlace.objects.create(organisation=one, sector="civil")
        people.merge_organisations(member, survivor=one, double=OrganisationFactory())

    def _area(self, member: Any, actor: dict[str, Any]) -> None:
        area = cycles.create_area(
            None, programme=self.scene.programme, name=Translated(sv=f"Nytt {member.pk}")
        )
        lap = cycles.open_lap(None, programme=self.scene.programme, area=area)
        for step in Step.objects.filter(lap=lap):
            cycles.set_step_responsible(None, step=step, responsible=member)
        step = Step.objects.filter(lap=self.lap).earliest("pk")
        cycles.start_step(member, step=step)
        cycles.complete_step(member, step=step, explanation="Det räcker.")
        Step.objects.filter(pk=step.pk).update(state="waiting")
        cycles.revise_area(
            member,
            area=self.area,
            name=Translated(sv=f"Ny ordalydelse {member.pk}"),
            summary=Translated(sv="I korthet."),
            text=Translated(sv=f"Text {member.pk}"),
            reason="Tydligare.",
        )
        self._figures(number=member.pk, area=area, member=member)
        gone = AreaFactory(programme=self.scene.programme, state="retired")
        AreaSuccession.objects.create(
            predecessor=gone, successor=self.area, kind="merged", reason="De hör ihop."
        )
        entry = registry.record(None, case=self.case, direction="in", kind="letter", title="Brev")
        InterestFactory(area=self.area, record=entry, **actor)
        InterestFactory(area=area, person=self.person, **actor)
        registry.trace(None, source=EvidenceFactory(), target=self.area, relation=SUPPORTS)
        registry.trace(None, source=self.evidence, target=area, relation=SUPPORTS)
        self._analysis(member, area, actor["organisation"])
        cycles.create_milestone(
            None,
            programme=self.scene.programme,
            title=Translated(sv=f"Dag {member.pk}"),
            on=START.date() + timedelta(days=5),
            area=area,
        )
        FrameItem.objects.create(
            key=f"ram-{member.pk}",
            parent=self.frame,
            level="eu",
            kind="goal",
            name=Translated(sv=f"Mål {member.pk}"),
        )

    def _analysis(self, member: Any, area: Any, owner: Any) -> None:
        """Add a claim, a citation of each sort, items on the board, a version and an asset."""
        scene, words = self.scene, {"sv": f"Mening {member.pk}"}
        analysis.make_claim(None, sentence=words, about=[self.area, area])
        item = analysis.add_item(None, area=self.area, kind="strength", sentence=words)
        for sentence in (item, scene.board_item, scene.claim):
            for stance in ("supports", "contradicts", "leaves_open"):
                analysis.cite(
                    None,
                    sentence=sentence,
                    source=EvidenceFactory(),
                    stance=stance,
                    strength="judgement",
                )
        analysis.cite(
            None,
            sentence=analysis.make_claim(None, sentence=words, about=[area]),
            source=self.evidence,
            stance="supports",
            strength="judgement",
        )
        partner = scene.registration.person
        analysis.vote(partner, item=item, value="agree")
        analysis.propose(partner, area=self.area, kind="threat", sentence=words)
        SwotItem.objects.filter(state="proposed").update(proposed_by=None)
        waits = analysis.add_item(None, area=self.area, kind="threat", sentence=words)
        SwotItem.objects.filter(pk=waits.pk).update(proposed_by=partner)
        analysis.turn_down(None, item=waits, answer="Nej.")
        analysis.adopt_swot(None, area=self.area, unvoted_reason="Hand.")
        gone = EvidenceFactory()
        shaky = analysis.add_item(None, area=area, kind="threat", sentence=words)
        analysis.cite(None, sentence=shaky, source=gone, stance="supports", strength="judgement")
        analysis.adopt_swot(None, area=area, unvoted_reason="Hand.")
        analysis.withdraw_evidence(None, evidence=gone, reason="Fel.")
        analysis.add_asset(
            None,
            name=f"Tillgång {member.pk}",
            kind="cluster",
            source="Webben",
            dated_on=START.date(),
            owner=owner,
            areas=[self.area, area],
        )
        criterion = FrameItem.objects.create(
            key=f"kriterium-{member.pk}x",
            level="eu",
            kind="criterion",
            name=Translated(sv=f"Kriterium {member.pk}"),
        )
        analysis.ask_about_criterion(
            None,
            criterion=criterion,
            answered_by="unclear",
            responsible=member,
            due_on=START.date(),
        )

    def _figures(self, number: int, area: Any, member: Any) -> None:
        """Add activities of the new area and of the one shown, new figures, a text and a look."""
        profiles.set_activities(member, area=area, codes=["62", "16"])
        profiles.set_activities(
            member, area=self.area, codes=["16", "17"], note={"sv": f"Not {number}"}
        )
        version = figures.stored("jobs", figures.JOBS, classification="NACE Rev. 2")
        held = source_in_use()
        profiles.choose_source(member, version=version, region="SE32", instead_of=held)
        county.choose_series(member, series={"jobs": version.dataset})
        figures.stored(f"more-{number}", figures.JOBS)
        county.write_text(member, text={"sv": f"Text {number}"})
        county.sign_county(member, lap=self.lap)

    def _meetings(self, number: int, member: Any, actor: dict[str, Any]) -> None:
        place = {"programme": self.scene.programme, "area": self.area, "responsible": member}
        soon = START + timedelta(days=10, hours=number)
        early = {"sign_up_opens_at": START - timedelta(days=60)}
        ahead = MeetingFactory(starts_at=soon, capacity=100, **place, **early)
        draft = MeetingFactory(starts_at=soon, state=Meeting.State.DRAFT, **place, **early)
        tonight = MeetingFactory(starts_at=START + timedelta(hours=1), **place, **early)
        past = MeetingFactory(starts_at=START - timedelta(days=5), **place, **early)
        held = MeetingFactory(
            starts_at=START - timedelta(days=9), state=Meeting.State.HELD, **place, **early
        )
        assert draft.pk
        for meeting in (ahead, tonight, past, held):
            RegistrationFactory(meeting=meeting, person=self.person, **actor)
        entry = registry.record(
            None, case=self.case, direction="internal", kind="minutes", title="Minnen"
        )
        Minutes.objects.create(
            meeting=held, text="Vi enades.", published_at=START, record=entry, written_by=member
        )
        registry.trace(None, source=held, target=self.area, relation=SUPPORTS)
        one = self.scene.meeting
        Meeting.objects.filter(pk=one.pk).update(link="https://meet.example/x", area=self.area)
        RegistrationFactory(meeting=one, **actor)
        RegistrationFactory(meeting=one, state=Registration.State.WAITING, **actor)
        RegistrationFactory(meeting=one, state=Registration.State.CANCELLED, **actor)
        MeetingChange.objects.create(
            meeting=one, kind="moved", old_starts_at=START, old_ends_at=START, reason="Lokalen."
        )
        there = RegistrationFactory(meeting=self.scene.held, **actor)
        for signed in (there, None):
            Attendance.objects.create(
                meeting=self.scene.held,
                registration=signed,
                person=there.person if signed else UserFactory(),
                name=f"Gäst {number}",
                sector="business",
                **actor,
            )

    def _mails(self, number: int) -> None:
        """Add mail of each kind; to the one that is shown a double, a file and a suggestion."""
        shown = self.scene.waiting_mail
        take_in(written("", subject="Hej igen", message_id="<waits@x>"))
        for subject, more in (("Hej", {}), (self.scene.case.number, {}), ("Sv", AUTOMATIC)):
            take_in(written(subject=subject, message_id=f"<{subject}{number}@x>", **more))
        shown.files.add(store(None, name=f"{number}.txt", content=b"Bilaga"))
        case = registry.open_case(
            None, number=f"RUN/{number}/2019", title=Translated(sv="Ett ärende")
        )
        RoundFactory(case=case, programme=self.scene.programme)
        shown.suggested.add(case)

    def _body(self, number: int, organisation: Any) -> None:
        body = BodyFactory(parent=self.scene.body)
        for one in (body, self.scene.body):
            for since, until in ((-900, -1), (-900, None), (20, None)):
                bodies.give_seat(
                    None,
                    body=one,
                    holder=f"Ledamot {number}",
                    organisation=organisation,
                    since=START.date() + timedelta(days=since),
                    until=START.date() + timedelta(days=until) if until else None,
                )
            bodies.record_decision(
                None,
                body=one,
                decided_on=START.date() - timedelta(days=number),
                paragraph=str(number),
                title=Translated(sv=f"Beslut {number}"),
                case=self.case,
                about=[self.area, self.scene.meeting],
            )

    def _register(self, number: int) -> None:
        for about, state in ((self.scene.meeting, "captured"), (self.area, "queued")):
            message = registry.queue(
                kind="people.sign_in_code",
                occasion=f"{state}:{number}",
                recipient=Recipient(f"mottagare{number}@{state}.example", "Mottagare", "sv"),
                context={"code": "ABC-DEF", "minutes": "15"},
                about=about,
                case=self.case,
            )
            Message.objects.filter(pk=message.pk).update(state=state, finished_at=START)
        self._keeping(number)
        ended = START + timedelta(days=number)
        BackupRun.objects.create(started_at=ended, finished_at=ended, error="Full")
        registry.open_case(None, number=f"RUN/{number}/2020", title=Translated(sv="Ett ärende"))

    def _keeping(self, number: int) -> None:
        for case in (self.case, self.scene.case):
            letter = registry.record(
                None, case=case, direction="in", kind="letter", title="Brev", text=f"Anna {number}"
            )
            registry.mask(
                None, thing=letter, fields=["text"], passages=["Anna"], ground="third_person"
            )
        made = registry.mask(None, thing=self.scene.record, fields=["title"], ground="other")
        registry.read_masked(StaffRoleFactory(role="coordinator").user, made=made)
        registry.read_masked(StaffRoleFactory(role="coordinator").user, made=self.scene.masking)
        registry.lift_masking(None, made=made, reason="Fel")
        old = registry.record(
            None,
            case=self.case,
            direction="in",
            kind="letter",
            title="Gammalt brev",
            received_at=START - timedelta(days=9000),
        )
        decision = registry.add_disposal_decision(
            None,
            name=f"Gallringsplan {number}",
            decided_on=START.date() - timedelta(days=30),
            decided_by="Regionstyrelsen",
            covers=["registry.records"],
            valid_from=START.date() - timedelta(days=30),
        )
        for one in (decision, self.scene.disposal_decision):
            gone = registry.record(
                None,
                case=self.case,
                direction="in",
                kind="letter",
                title="Gallras",
                received_at=START - timedelta(days=9000),
            )
            registry.dispose(None, decision=one, rule="registry.records", ids=[gone.pk])
        assert old.title == "Gammalt brev", "due, and proposed"
        people.ask_for_right(self.person, kind="erasure")
        people.ask_for_right(RegistrationFactory().person, kind="erasure")


def _addresses(scene: Scene) -> list[tuple[Client, str]]:
    known = {
        **samples(scene),
        "meetings/<slug:slug>/": [(scene.meeting.slug,), (scene.held.slug,)],
        "areas/<slug:slug>/": [(scene.area.slug, "analysis")],
        "steps/<slug:kind>/": [("analysis",)],
        "bodies/<slug:key>/": [(scene.body.key,)],
        "desk/messages/": [(Message.objects.earliest("pk").pk,)],
    }
    found = []
    for address in pages_of(get_resolver().url_patterns, known):
        if address.startswith("/desk/"):
            found.append((scene.desk, address))
        elif address.startswith(("/my/", "/meetings/registrations/")):
            found.append((scene.person, address))
        else:
            found += [(scene.visitor, address), (scene.desk, address)]
    return found


def _asked(pages: list[tuple[Client, str]]) -> dict[tuple[int, str], list[str]]:
    """Return the queries of each page that can be opened."""
    asked = {}
    for place, (client, address) in enumerate(pages):
        reset_queries()  # the log of all pages together is longer than what is kept of it
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address)
            answer.getvalue()  # a file is read to its end, and closed with that
        if answer.status_code == 200:
            asked[place, address] = [query["sql"] for query in seen.captured_queries]
    return asked


@pytest.fixture(scope="module")
def asked(county_for_all: datetime) -> Iterator[tuple[dict[Any, list[str]], dict[Any, list[str]]]]:
    """Return what each page asks when there is one of everything, and when there are thirty."""
    with (
        override_settings(REHEARSAL=True, REHEARSAL_START=START),
        pytest.MonkeyPatch.context() as patch,
    ):
        # A browser is noted every five minutes of real time, which a busy machine spends on this.
        patch.setattr(sessions, "NOTE_EVERY", 24 * 3600)
        RehearsalClock.objects.write(START)
        world = World(Scene(settings))
        world.add(0)
        pages = _addresses(world.scene)
        _asked(pages)  # what is kept for good is asked for now
        few = _asked(pages)
        for number in range(1, MANY):
            world.add(number)
        for address in ("consultation:desk_points_similar", "analysis:area_figures"):
            world.scene.desk.get(reverse(address))  # compared or computed anew, and kept
        yield few, _asked(pages)


def test_pages_ask_as_often_for_thirty_as_for_one(asked):
    few, many = asked
    assert len(few) > 70
    assert few.keys() == many.keys()
    more = {
        address: f"{len(few[place, address])} then {len(asks)}: {_repeated(asks)}"
        for (place, address), asks in many.items()
        if len(asks) > len(few[place, address])
    }
    assert not more


def test_no_page_asks_much(asked):
    counts_all_there_is = "/erase/"  # what would become of each sort of thing about a person
    much = {
        address: len(asks)
        for (_, address), asks in asked[0].items()
        if len(asks) > (60 if address.endswith(counts_all_there_is) else 45)
    }
    assert much == {}


def _repeated(asks: list[str]) -> str:
    """Return the beginning of what is asked most often, to find it by."""
    begun = [ask.partition(" FROM ")[2][:120] for ask in asks]
    return max(begun, key=begun.count)
