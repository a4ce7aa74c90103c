"""The county with one of everything in every state, and somebody in every role."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.test import Client, override_settings

from tests.varv.analysis import evidence_support as analysis_support
from tests.varv.analysis import figures
from tests.varv.analysis import run_support as runs
from tests.varv.analysis.dataset_support import ABOUT, TABLE, delivered, stored
from tests.varv.analysis.memo_support import drafted, edited, published
from tests.varv.consultation import answer_support
from tests.varv.consultation.mails import written
from tests.varv.factories import (
    AliasFactory,
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    EvidenceFactory,
    InterestFactory,
    InvitationFactory,
    MeetingFactory,
    OrganisationFactory,
    ReaderFactory,
    RegistrationFactory,
    RepresentationFactory,
    RoundFactory,
    UserFactory,
    contribution,
    disposition,
    paper,
    point,
    published_paper,
)
from varv import clock
from varv.analysis import actions as analysis
from varv.analysis.datasets import actions as statistics
from varv.analysis.memos import actions as memos
from varv.bodies.models import Body, Seat
from varv.clock.models import RehearsalClock
from varv.consultation import actions as consultation
from varv.consultation.actions import answers as actions
from varv.consultation.actions import take_in
from varv.consultation.contents import Content, Sender
from varv.consultation.invitations.mails import token_of
from varv.consultation.mail import confirm_token
from varv.consultation.models import Contribution, Point, Round
from varv.cycles import actions as cycles
from varv.cycles.models import (
    Area,
    AreaVersion,
    Milestone,
    Programme,
    ProgrammeVersion,
    Step,
)
from varv.files import excel
from varv.files.actions import store
from varv.meetings.models import Meeting, Minutes, Registration
from varv.people import actions as people
from varv.people import identity
from varv.people.models import (
    BrowserSession,
    FormerPlace,
    Municipality,
    Organisation,
    OrganisationImport,
    User,
)
from varv.registry import actions as registry
from varv.registry import mail_stops
from varv.registry.actions import Recipient
from varv.registry.models import Event, Message
from varv.text.slugs import slug
from varv.text.translated import Translated

ROLES = {
    "v": "visitor whom nobody knows",
    "l": "actor by the signed link",
    "a": "actor signed in by code",
    "b": "another actor",
    "o": "representative of the actor's organisation",
    "r": "reader",
    "n": "analyst",
    "c": "coordinator",
}

# What must not show but to those whom a row names.
SECRETS = {
    "link": "https://meet.example/hemlig-lank",
    "mail": "agnes.aktor@actor.example",
    "needs": "Agnes hjälpbehov",
    "message": "Agnes skrev i förtroende",
    "unchecked": "Oprövade bolaget",
    "draft": "Utkastmötet",
    "draftword": "Utkastordet",
    "minutes": "Minnesanteckningar som ingen har läst",
    "record": "Brevets innehåll",
    "input": "Ett inspel som ingen har läst",
    "masked": "Vad som står i ett maskat brev",
    "inputtext": "Inspel som ingen har läst",
    "inputname": "Inga Spelman",
    "run": "Körningen som ingen har läst",
    "finding": "Slutsatsen som ingen har läst",
    "memo": "Utkastet till ett PM",
}


@dataclass(frozen=True)
class Thing:
    """What a row is about: what stands in the address, what is asked, what is sent."""

    args: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


def by_link(person: User) -> Client:
    """Return a browser in which ``person`` has opened their signed link."""
    client = Client()
    client.get(f"/my/{identity.make_token(person)}/")
    return client


def _kept(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


class World:
    """People, things, and the sessions of the people."""

    def __init__(self) -> None:
        self.now = clock.now()
        self.actor = UserFactory(email=SECRETS["mail"], name="Agnes Aktör")
        self.roles: dict[str, User | None] = {
            "v": None,
            "l": self.actor,
            "a": self.actor,
            "b": UserFactory(),
            "o": UserFactory(),
            "r": ReaderFactory(),
            "n": AnalystFactory(),
            "c": CoordinatorFactory(),
        }
        self.things: dict[str, Thing] = {"-": Thing()}
        self._place = Municipality.objects.earliest("pk")
        self._programme = Programme.objects.get()
        self._area = Area.objects.filter(state=Area.State.ACTIVE).earliest("pk")
        for fill in (
            self._organisations,
            self._areas,
            self._versions,
            self._meetings,
            self._registrations,
            self._interests,
            self._mails,
            self._bodies,
            self._register,
            self._people,
            self._keeping,
            self._exported_input,
            self._rounds,
            self._invitations,
            self._writing,
            self._papers,
            self._answers,
            self._datasets,
            self._runs,
            self._figures,
            self._memos,
            self._rest,
        ):
            fill()
        # Among the latest in the log, whose first page is searched for the name.
        people.add_alias(self.roles["c"], organisation=self.unchecked, name="Oprövat bolag")
        self._browsers = {role: self._enter(role) for role in ROLES}
        self._cookies = {role: _kept(client) for role, client in self._browsers.items()}
        opened = BrowserSession.objects.get(person=self.actor, by_link=True)
        self._add("browser", pk=opened.pk)
        self.last_event = Event.objects.latest("pk").pk

    def about(self, words: str) -> list[Thing]:
        """Return the things that ``words`` mean: ``held meeting``, ``any meeting``, ``a, b step``.

        ``announced meeting`` is any but the draft.
        """
        state, _, kind = words.rpartition(" ")
        if state in {"any", "announced"}:
            left_out = {f"no {kind}"} | ({"draft meeting"} if state == "announced" else set())
            names = [one for one in self.things if one.endswith(f" {kind}")]
            return [self.things[name] for name in names if name not in left_out]
        if ", " in state:
            return [self.things[f"{one} {kind}"] for one in state.split(", ")]
        return [self.things[words]]

    def client(self, role: str) -> Client:
        """Return the browser that is in as ``role``, as it was when it came in."""
        client = self._browsers[role]
        client.cookies = SimpleCookie(self._cookies[role])
        return client

    @contextmanager
    def around(self, thing: Thing) -> Iterator[None]:
        """Let the settings that belong to the thing hold."""
        with override_settings(**thing.settings):
            if thing.settings.get("REHEARSAL"):
                RehearsalClock.objects.write(self.now)
            yield

    def _enter(self, role: str) -> Client:
        client, user = Client(), self.roles[role]
        if role == "l":
            return by_link(self.actor)
        if user is not None:
            client.force_login(user)
            client.get("/")  # the browser is noted now, and not anew with each line of the table
        return client

    def _add(self, what: str, **args: Any) -> None:
        self.things[what] = Thing(args)

    # -- things ----------------------------------------------------------------------------------

    def _exported_input(self) -> None:
        """One input that is public, and one that nobody has read; both from a private person."""
        round_ = RoundFactory(programme=self._programme)
        for text in ("Inspel som alla får läsa", SECRETS["inputtext"]):
            sender = Sender(name=SECRETS["inputname"], sector="civil")
            contribution(round=round_, sender=sender, text=text)
        Contribution.objects.filter(round=round_, text__endswith="läsa").update(
            published_at=self.now
        )
        draft = RoundFactory(programme=self._programme, state=Round.State.DRAFT)
        self._add("exported list", slug=round_.slug, form="csv")
        self._add("draft exported list", slug=draft.slug, form="csv")
        self._add("exported input", form="csv")
        self._add("registered case", id=round_.case_id)
        self._add("figures as CSV", form="csv")
        self._add("figures as text", form="txt")
        self._add("counted source", source="consultation.senders")
        self._add("no counted source", source="consultation.nobody")

    def _organisations(self) -> None:
        place = {"municipality": self._place}
        self.checked = OrganisationFactory(name="Fjällkraft", checked_at=self.now, **place)
        self.unchecked = OrganisationFactory(name=SECRETS["unchecked"], **place)
        for name, one in (("checked", self.checked), ("unchecked", self.unchecked)):
            self._organisation(name, one)
            self.things[f"{name} name"] = Thing(query={"organisation": one.name, "q": one.name})
        draft = OrganisationImport.objects.create(
            name="Lista.xlsx",
            rows={
                "columns": {"name": 0, "sector": 2, "municipality": 3},
                "rows": [[2, ["Gruvan", "", "business", self._place.name, "", "", "", ""]]],
            },
            by_id=self.roles["c"].pk,
        )
        self._add("list", key=draft.key)
        for person in (self.actor, self.roles["o"]):
            RepresentationFactory(person=person, organisation=self.checked)

    def _organisation(self, name: str, one: Organisation) -> None:
        spoken = RepresentationFactory(organisation=one)
        alias = AliasFactory(organisation=one)
        other, double = OrganisationFactory(), OrganisationFactory()
        merge = people.merge_organisations(None, survivor=one, double=double)
        place = FormerPlace.objects.create(organisation=one, sector="civil", until=clock.today())
        self._add(
            f"{name} organisation",
            pk=one.pk,
            alias=alias.pk,
            representation=spoken.pk,
            other=other.pk,
            merge=merge.pk,
            place=place.pk,
        )
        self._add(f"{name} merged one", pk=double.pk, other=other.pk)

    def _areas(self) -> None:
        retired = AreaFactory(programme=self._programme, state=Area.State.RETIRED)
        for name, area in (("active", self._area), ("retired", retired)):
            self._add(f"{name} area", pk=area.pk, slug=area.slug, kind="analysis")
        lap = cycles.open_lap(None, programme=self._programme, area=self._area)
        steps = list(Step.objects.filter(lap=lap).order_by("pk"))
        for step, state in zip(steps, ("waiting", "active", "done"), strict=False):
            Step.objects.filter(pk=step.pk).update(state=state)
            self._add(f"{state} step", pk=step.pk, name="start")
        self._add("open lap", pk=lap.pk)
        self._add("milestone", pk=Milestone.objects.earliest("pk").pk)
        self._add("kind", kind="analysis")

    def _versions(self) -> None:
        """An area and a programme with an adopted version each, and a draft that is not public."""
        area = AreaFactory(programme=self._programme)
        title = Translated(sv=SECRETS["draftword"])
        wording = {"area": area, "text": Translated(sv="Skog.")}
        text = {"programme": self._programme, "dated_on": date(2020, 1, 2)}
        last = max(one.number for one in self._programme.versions.all())
        adopted = AreaVersion.objects.create(number=1, name=area.name, state="adopted", **wording)
        draft = AreaVersion.objects.create(number=2, name=title, based_on=adopted, **wording)
        whole = ProgrammeVersion.objects.create(
            number=last + 1, title=Translated(sv="Programmet"), state="adopted", **text
        )
        written = ProgrammeVersion.objects.create(number=last + 2, title=title, **text)
        for name, one in (("adopted", adopted), ("draft", draft)):
            act = {"of": "area", "name": "put-out"}
            self._add(f"{name} wording", pk=one.pk, slug=area.slug, number=one.number, **act)
            self._add(f"{name} tied", kind="area_version", pk=one.pk)
            self._add(f"{name} wording as a file", slug=area.slug, number=one.number, form="csv")
        for name, one in (("adopted", whole), ("draft", written)):
            key = self._programme.key
            self._add(f"{name} text", pk=one.pk, of="programme", key=key, number=one.number)
            self._add(f"{name} text as a file", key=key, number=one.number, form="csv")
        self._add("versions as a file", form="csv")

    def _meetings(self) -> None:
        soon, past = self.now + timedelta(days=10), self.now - timedelta(days=2)
        states = {
            "draft": (Meeting.State.DRAFT, soon),
            "published": (Meeting.State.PUBLISHED, soon),
            "closed": (Meeting.State.CLOSED, soon),
            "tonight's": (Meeting.State.PUBLISHED, self.now + timedelta(hours=8)),
            "past": (Meeting.State.PUBLISHED, past),
            "held": (Meeting.State.HELD, past),
            "cancelled": (Meeting.State.CANCELLED, soon),
        }
        self.meetings = {
            name: self._meeting(name, state, at) for name, (state, at) in states.items()
        }

    def _meeting(self, name: str, state: str, at: Any) -> Meeting:
        title = SECRETS["draft"] if state == Meeting.State.DRAFT else f"Mötet {name}"
        meeting = MeetingFactory(
            title=Translated(sv=title),
            slug=f"mote-{slug(name)}",
            state=state,
            starts_at=at,
            programme=self._programme,
            area=self._area,
            sign_up_opens_at=self.now - timedelta(days=30),
            sign_up_closes_at=self.now - timedelta(days=1) if state == "closed" else at,
            link=SECRETS["link"],
        )
        guest = RegistrationFactory(meeting=meeting, organisation=self.checked)
        self._add(f"{name} meeting", pk=meeting.pk, slug=meeting.slug, registration=guest.pk)
        self.things[f"{name} choice"] = Thing(query={"meeting": meeting.slug})
        return meeting

    def _registrations(self) -> None:
        held = self.meetings["held"]
        Minutes.objects.create(meeting=held, text=SECRETS["minutes"], written_by=self.roles["c"])
        states = {
            "published": Registration.State.CONFIRMED,
            "closed": Registration.State.WAITING,
            "tonight's": Registration.State.CONFIRMED,
            "past": Registration.State.CONFIRMED,
            "held": Registration.State.CANCELLED,
        }
        for name, state in states.items():
            own = RegistrationFactory(
                meeting=self.meetings[name],
                person=self.actor,
                organisation=self.checked,
                needs=SECRETS["needs"],
                state=state,
            )
            self._add(f"{name} registration", pk=own.pk)

    def _interests(self) -> None:
        own = InterestFactory(
            area=self._area,
            person=self.actor,
            organisation=self.checked,
            message=SECRETS["message"],
        )
        self._add("interest", pk=own.pk)

    def _mails(self) -> None:
        """Mail of the actor that waits, that is put aside, that came again, and that is input."""
        letter = {"sender": f"Agnes <{SECRETS['mail']}>"}
        waits = take_in(written(subject="Hej", message_id="<waits@x>", **letter))
        aside = take_in(written(Auto_Submitted="auto-replied", message_id="<aside@x>", **letter))
        again = take_in(written(subject="Hej", message_id="<waits@x>", **letter))
        RoundFactory(
            programme=self._programme,
            mail_subject=Translated(sv="Inspel med mejl"),
            opens_at=self.now - timedelta(days=3),
            closes_at=self.now + timedelta(days=9),
        )
        taken = take_in(written(subject=f"Inspel med mejl {self._programme.case.number}"))
        for name, one in (("waiting", waits), ("ignored", aside), ("doubled", again)):
            self._add(f"{name} incoming", pk=one.pk)
        self._add("sorted incoming", pk=taken.pk)
        self._add("original of mail", key=waits.original.key)

    def _bodies(self) -> None:
        body = Body.objects.earliest("pk")
        self._add("body", pk=body.pk, key=body.key)
        seat = Seat.objects.create(
            body=body, holder="Berit Sten", since=clock.today() - timedelta(days=9)
        )
        self._add("seat", pk=seat.pk)

    def _register(self) -> None:
        case = self._programme.case
        entry = registry.record(
            None,
            case=case,
            direction="in",
            kind="letter",
            title="Ett brev",
            text=SECRETS["record"],
            files=[store(None, name="brev.txt", content=b"Hej")],
        )
        self._add("case", pk=case.pk)
        self._add("record", pk=case.pk, number=entry.number)
        self._add("file", key=entry.files.get().key)
        self._add("no file", key="00000000-0000-4000-8000-000000000000")
        for state in ("queued", "sent", "failed"):
            message = self._message(state)
            Message.objects.filter(pk=message.pk).update(state=state, finished_at=self.now)
            self._add(f"{state} message", pk=message.pk)
        self._add("mail text", kind="meetings.confirmation", language="sv")
        self._add("no mail text", kind="nothing.here", language="sv")

    def _keeping(self) -> None:
        """What is masked, what may be destroyed, and what somebody asked for."""
        file = store(None, name="hemlig.txt", content=b"Hemligt")
        entry = registry.record(
            None,
            case=self._programme.case,
            direction="in",
            kind="letter",
            title="Ett maskat brev",
            text=SECRETS["masked"],
            files=[file],
        )
        made = registry.mask(
            None, thing=entry, fields=["text"], files=[file.pk], ground="secrecy", reason="OSL 21:1"
        )
        decision = registry.add_disposal_decision(
            None,
            name="Gallringsplan",
            decided_on=date(2020, 1, 2),
            decided_by="Styrelsen",
            covers=["registry.records"],
            valid_from=date(2020, 1, 2),
        )
        asked = people.ask_for_right(self.actor, kind="erasure")
        self._add("masking", pk=made.pk, file=file.pk)
        self._add("masked file", key=file.key)
        self._add("maskable record", kind="record", pk=entry.pk)
        self._add("rule", key="registry.records")
        self._add("disposal decision", pk=decision.pk)
        self._add("request", pk=self.actor.pk, asked=asked.pk)

    def _invitations(self) -> None:
        asked = RoundFactory(
            programme=self._programme,
            opens_at=self.now - timedelta(days=5),
            closes_at=self.now + timedelta(days=20),
        )
        own = InvitationFactory(round=asked, person=self.actor, organisation=self.checked)
        self._add("asked talk", pk=asked.pk, invitation=own.pk)
        self._add("no asked talk", pk=999_999, invitation=own.pk)
        self._add("own invitation", token=token_of(own))
        self._add("dead invitation link", token="dead")

    def _writing(self) -> None:
        """Rounds to write in, and what the actor has sent in."""
        rounds = {"open": {}, "closed": {"closes_at": self.now}, "draft": {"state": "draft"}}
        for name, values in rounds.items():
            given = {"opens_at": self.now - timedelta(days=9), "programme": self._programme}
            made = RoundFactory(slug=f"skriva-{name}", **given | values)
            self._add(f"{name} writing", slug=made.slug)
        self._add("no writing", slug="finns-inte")
        self._add("no public input", slug="skriva-open", number=999)
        asked = Round.objects.get(slug="skriva-open")
        sender = Sender(self.actor.name, self.actor.email, sector="civil")
        content = Content("Mer spår.", files=[store(None, name="spår.txt", content=b"Karta")])
        for name, actor in (("own", self.actor), ("unconfirmed", None)):
            said = consultation.write(actor, round=asked, sender=sender, content=content)
            self._add(f"{name} said", key=said.key, file=said.files.get().key)
        self._add("no said", key=uuid.UUID(int=0), file=uuid.UUID(int=0))
        self._add("waiting confirmation", token=confirm_token(said))
        self._add("dead confirmation", token="dead")

    def _papers(self) -> None:
        """A draft, one that the worker is to make, a published one, and a published handover."""
        round_ = Round.objects.get(slug="skriva-closed")
        Round.objects.filter(pk=round_.pk).update(title=Translated(sv="Dialog med dokument"))
        made = {
            "draft": paper(round=round_),
            "made": consultation.publish_paper(None, paper=paper(round=round_)),
            "published": published_paper(round=round_),
            "handed": published_paper(round=round_, kind="handover"),
        }
        for name, one in made.items():
            part = one.parts.earliest("position").pk
            # The public page counts parts from one, the desk names them by their id.
            self._add(f"{name} paper", pk=one.pk, part=part, number=1)

    def _answers(self) -> None:
        """What the actor was answered, and what is being drafted for others."""
        by = self.roles["c"]
        asked = RoundFactory(programme=self._programme, slug="besvarad")
        own = answer_support.input_of(asked, self.actor.name, email=self.actor.email)
        (sent,) = answer_support.sent(asked, by)
        letter = answer_support.input_of(asked, "Kim Lind", email="")
        posted = answer_support.sent(asked, by)[-1]
        for name in ("Eva", "Nils"):
            answer_support.input_of(asked, f"{name} Ek", email="")
            draft = answer_support.drafted(asked, by)[-1]
            if name == "Eva":
                actions.approve_answers(by, round=asked, ids=[draft.pk])
                self._add("approved answer", pk=asked.pk, answer=draft.pk)
        self._add("draft answer", pk=asked.pk, answer=draft.pk)
        self._add("sent answer", pk=asked.pk, answer=sent.pk)
        self._add("posted answer", pk=asked.pk, answer=posted.pk)
        self._add("no answer", pk=asked.pk, answer=999_999)
        self._add("answered round", pk=asked.pk, language="sv", form="xlsx")
        self._add("gone answers", pk=999_999, language="sv", form="xlsx")
        self._add("strange language", pk=asked.pk, language="xx", form="pdf")
        self._add("answered input", slug=asked.slug, number=own.record.number)
        self._add("mailed said", key=own.key, number=0)
        Contribution.objects.filter(pk=letter.pk).update(person=self.actor)
        self._add("posted said", key=letter.key, number=0)

    def _runs(self) -> None:
        """A public run with its results, those that nobody has let out, and findings alike."""
        shown = analysis.publish_run(None, run=runs.done())
        secret = {"is_public": False, "title": Translated(sv=SECRETS["run"])}
        made = {
            "public": shown,
            "kept": runs.bare_run(version=runs.version(of=runs.dataset("annan")), **secret),
            "waiting": runs.bare_run(version=shown.version, is_public=False, state="waiting"),
            "failed": runs.bare_run(version=shown.version, is_public=False, state="failed"),
        }
        args = {"kind": "strengths", "form": "csv", "other": made["kept"].pk}
        for name, one in made.items():
            self._add(f"{name} run", pk=one.pk, **args)
        self._add("no run", pk=999_999, **args)
        self._add("figures", version=shown.version_id)
        self._add("no figures", version=999_999)
        self.things["row of a run"] = Thing({"pk": shown.pk, "kind": "strengths"}, {"row": "C17"})
        self.things["no row of a run"] = Thing({"pk": shown.pk, "kind": "strengths"}, {"row": "X"})
        hidden = Translated(sv=SECRETS["finding"])
        found = {
            "public": runs.bare_finding(run=shown),
            "questioned": runs.bare_finding(run=shown, state="questioned"),
            "kept": runs.bare_finding(run=shown, is_public=False, sentence=hidden),
            "withdrawn": runs.bare_finding(run=shown, state="withdrawn"),
        }
        for name, one in found.items():
            self._add(f"{name} finding", pk=one.pk)
        self._add("no finding", pk=999_999)

    def _message(self, state: str) -> Message:
        return registry.queue(
            kind="people.my_link",
            occasion=f"access:{state}",
            recipient=Recipient(f"{state}@actor.example", "Mottagare", "sv"),
            context={"link": "https://varv.example/my/sample/"},
        )

    def _people(self) -> None:
        self._add("person", pk=self.actor.pk)
        self._add("erased person", pk=UserFactory(is_active=False).pk)
        self._add("member", pk=ReaderFactory().pk)
        link = people.make_sign_in_link(CoordinatorFactory().email)
        self._add("open invitation", token=link.strip("/").rsplit("/", 1)[-1])
        self._add("dead invitation", token="dead")
        self._add("own link", token=identity.make_token(self.actor))
        self._add("dead link", token="dead")
        stop = mail_stops.stop_link("nobody@example.org")
        self._add("stop link", token=stop.strip("/").rsplit("/", 1)[-1])
        self._add("dead stop link", token="dead")

    def _rounds(self) -> None:
        """The round of the county, which is open; a draft, an earlier one, and what came in."""
        own = Round.objects.filter(state=Round.State.PUBLISHED).earliest("pk")
        earlier = Round.objects.filter(state=Round.State.EARLIER).earliest("pk")
        draft = RoundFactory(
            programme=self._programme,
            state=Round.State.DRAFT,
            opens_at=self.now,
            closes_at=self.now + timedelta(days=40),
        )
        for name, one in (("open", own), ("earlier", earlier), ("unpublished", draft)):
            self._add(f"{name} round", pk=one.pk, slug=one.slug)
        self._add("question", pk=own.pk, question=own.questions.first().pk)
        self._add("document", pk=own.pk, document=own.documents.first().pk)
        came = contribution(round=own, text=SECRETS["input"])
        self._add("input", pk=came.pk, slug=own.slug, number=came.record.number)
        self._points(own, came)

    def _points(self, own: Round, came: Contribution) -> None:
        """A point of input that nobody has read, its disposition, a theme and a wording."""
        made = disposition(point=point(contribution=came), signed_by=None, signed_at=None)
        self._add("point", pk=made.point_id)
        Point.objects.filter(pk=made.point_id).update(batch=made.batch)
        self._add("act", batch=made.batch)
        self._add("no act", batch=uuid.uuid4())
        theme = consultation.add_theme(None, programme=self._programme, name=Translated(sv="Tåg"))
        self._add("theme", pk=theme.pk)
        other = consultation.add_theme(None, programme=self._programme, name=Translated(sv="Skog"))
        self._add("other theme", pk=other.pk)
        wording = consultation.save_reason(None, name="Tack", outcome="noted", text="Tack!")
        self._add("wording", pk=wording.pk)
        self.things["points as a file"] = Thing({"slug": own.slug, "form": "csv"})
        self.things["some points"] = Thing(query={"point": made.point_id})

    def _datasets(self) -> None:
        """Tables of statistics: for everybody, for the staff, of a service, and on their way."""
        for state, figure in (("public", "7001"), ("hidden", "7002")):
            version = stored(TABLE.replace("1204", figure), is_public=state == "public")
            key = version.dataset.key
            self.things[f"{state} dataset"] = Thing({"key": key})
            self.things[f"{state} version"] = Thing({"key": key, "number": 1})
            self.things[f"{state} table"] = Thing({"key": key, "number": 1, "form": "csv"})
        self._add("stored delivery", pk=version.delivery.pk)
        self._add("read delivery", pk=delivered(TABLE.replace("1204", "1")).pk)
        service = statistics.save_query(
            None, about=ABOUT, query={"service": "pxweb", "table": "TAB1"}, reading={}
        )
        self._add("service dataset", key=service.key)

    def _analysis(self) -> None:
        """A claim, a SWOT whose partner the actor is, an asset, a list and a criterion."""
        claim = analysis_support.claim(self._area)
        cited = analysis_support.cite(claim)
        self._add("claim", pk=claim.pk, key=claim.key)
        self._add("citation", pk=cited.pk)
        version = analysis_support.adopted(self._area)
        self._add("swot", slug=self._area.slug, number=version.number)
        frozen = version.items.get()
        self._add("swot item", pk=frozen.item_id)
        self._add("adopted line", pk=frozen.pk)
        asset = analysis_support.asset()
        self._add("asset", pk=asset.pk, key=asset.key)
        read = analysis.read_assets(
            self.roles["c"],
            name="lista.xlsx",
            content=excel.write(
                [
                    excel.Sheet(
                        "Tillgångar",
                        ["name", "kind", "source", "dated_on"],
                        [["Klustret", "cluster", "Webben", "2021"]],
                    )
                ]
            ),
        )
        self._add("asset list", key=read.key)
        self._add("criterion", key="kriterium-1")

    def _figures(self) -> None:
        """Figures of which the area's profile is made."""
        source = figures.profiled(self._area)
        self._add("profile source", pk=source.pk)
        self._add("no profile source", pk=999_999)
        self._add("counted profile", slug=self._area.slug)
        self._add("no counted profile", slug="finns-inte")
        self._add("counted profile to change", pk=self._area.pk)
        self._add("area as CSV", slug=self._area.slug, form="csv")
        self._add("area as text", slug=self._area.slug, form="txt")

    def _memos(self) -> None:
        """A published memo with the edition before it, one that waits to be made, and drafts."""
        hidden, text = {"title": SECRETS["memo"]}, "Skogen växer."
        earlier = published(drafted(self._area, text, title="Ett PM"))
        newest = published(memos.begin_memo_edition(None, memo=earlier))
        begun = memos.begin_memo_edition(None, memo=newest)
        states = {
            "earlier": earlier,
            "published": newest,
            "begun": edited(begun, text, **hidden),
            "made": memos.publish_memo(None, memo=drafted(self._area, text, **hidden)),
            "draft": drafted(self._area, text, **hidden),
            "unwritten": drafted(self._area, "Läs detta till {meeting}.", **hidden),
        }
        for name, one in states.items():
            self._add(f"{name} memo", pk=one.pk)
        for name, one in {"earlier": earlier, "published": newest}.items():
            for form, file in {"PDF": one.pdf, "Word": one.word}.items():
                assert file is not None, "what is published has both"
                self._add(f"{name} memo as {form}", key=file.key)

    def _rest(self) -> None:
        one = EvidenceFactory()
        self._add("evidence", pk=one.pk, key=one.key)
        self._analysis()
        for name in (
            "area",
            "meeting",
            "registration",
            "interest",
            "step",
            "kind",
            "lap",
            "milestone",
            "browser",
            "body",
            "seat",
            "evidence",
            "claim",
            "citation",
            "swot",
            "swot item",
            "adopted line",
            "asset",
            "asset list",
            "criterion",
            "memo",
            "person",
            "case",
            "record",
            "message",
            "organisation",
            "masking",
            "maskable record",
            "rule",
            "disposal decision",
            "incoming",
            "request",
            "round",
            "paper",
            "question",
            "document",
            "input",
            "point",
            "theme",
            "wording",
            "wording",
            "text",
            "tied",
            "dataset",
            "version",
            "table",
            "delivery",
        ):
            gone = {
                "pk": 999_999,
                "slug": "finns-inte",
                "key": "finns-inte",
                "number": 9,
                "name": "x",
                "of": "area",
            }
            gone |= {"kind": "finns-inte", "registration": 9, "alias": 9, "representation": 9}
            gone |= {"other": 999_998, "merge": 999_999, "place": 999_999}
            gone |= {"file": 9, "asked": 9, "question": 9, "document": 9}
            gone |= {"part": 999_999, "form": "csv"}
            self._add(f"no {name}", **gone)
        self._add("no list", key=uuid.UUID(int=0))
        self._add("no asset list", key=uuid.UUID(int=0))
        self.things["rehearsing"] = Thing(
            settings={"REHEARSAL": True, "REHEARSAL_START": self.now},
        )
        self.things["to English"] = Thing(data={"language": "en", "next": "/about/"})
        self.things["away"] = Thing(data={"language": "en", "next": "https://evil.example/"})
