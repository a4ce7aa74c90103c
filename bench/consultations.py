"""The consultations of ``bench.data``: one round with all the input, and mail that waits."""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.data import Filling

SLUG = "dialog-stor"
CHANNELS = ("web", "web", "web", "e-mail", "e-mail", "letter", "meeting", "phone")
PARAGRAPHS = 12
# fmt: off
WORDS = (
    "skogen", "byn", "bredband", "företagen", "turismen", "energin", "vattenkraft", "utbildning",
    "pendling", "bostäder", "fjällen", "renskötsel", "livsmedel", "forskning", "industrin",
    "kulturen", "föreningar", "ungdomar", "vägarna", "järnvägen", "klimat", "digitalisering",
    "samverkan", "regionen", "kommunen", "universitetet", "innovation", "besökare", "natur",
    "jordbruk", "träd", "hantverk", "kompetens", "vård", "omsorg", "service", "landsbygd",
)
# fmt: on


def fill(filling: "Filling", people: "list[tuple[Any, Any]]") -> "list[Any]":
    """Make a round that has just closed, with input by every door; return what is to be logged."""
    from bench.data import copy, event, number_from_here

    round_, questions, document = _round(filling)
    made = [_contribution(filling, round_, people, n) for n in range(filling.size.contributions)]
    number_from_here(made)
    _recorded(made)
    copy(made)
    _said(filling, made, questions, document)
    _receipts(made)
    _invitations(round_, people)
    _mails(filling)
    return [event("consultation.receive", "contribution", one, round=round_.pk) for one in made]


def _round(filling: "Filling") -> "tuple[Any, list[Any], Any]":
    from bench.data import copy
    from varv.consultation.models import Document, Question, Round
    from varv.cycles.models import Programme, ProgrammeVersion
    from varv.text.translated import Translated

    programme = Programme.objects.latest("pk")
    round_ = Round.objects.create(
        programme=programme,
        case=programme.case,
        slug=SLUG,
        title=Translated(sv="Dialog om länets framtid", en="Dialogue about the county"),
        summary=Translated(sv="Vad kan länet bli starkt i?"),
        state=Round.State.PUBLISHED,
        opens_at=filling.now - timedelta(days=60),
        closes_at=filling.now - timedelta(days=1),
    )
    version = ProgrammeVersion.objects.create(
        programme=programme,
        number=900,
        title=Translated(sv="Utkast"),
        text=Translated(sv="\n\n".join(f"Stycke {n}." for n in range(PARAGRAPHS))),
        dated_on=filling.now.date(),
    )
    questions = [
        Question(round=round_, position=n, text=Translated(sv=f"Fråga {n}?")) for n in (1, 2, 3)
    ]
    copy(questions)
    return round_, questions, Document.objects.create(round=round_, programme_version=version)


def _contribution(
    filling: "Filling", round_: Any, people: "list[tuple[Any, Any]]", number: int
) -> Any:
    """Make one input: seven of ten are published, some hidden, taken back, late or without sector.

    They come in the order of their numbers.
    """
    from varv.consultation.models import Contribution

    person, organisation = people[filling.dice.randrange(len(people))]
    speaks_for = number % 3 > 0
    came = round_.opens_at + number * timedelta(days=58) / filling.size.contributions
    fate = number % 20
    return Contribution(
        round=round_,
        channel=filling.pick(CHANNELS),
        person=person,
        name=person.name,
        organisation=organisation if speaks_for else None,
        sector="" if fate == 4 and not speaks_for else organisation.sector,
        municipality=organisation.municipality,
        language="sv",
        title=f"Inspel {number}",
        text=_text(filling, 80),
        received_at=came,
        is_late=fate == 3,
        state="withdrawn" if fate == 2 else "received",
        withdrawn_at=came if fate == 2 else None,
        hidden_at=came if fate == 1 else None,
        hidden_reason="Reklam" if fate == 1 else "",
        published_at=came if fate > 5 or fate == 1 else None,
    )


def _recorded(made: "list[Any]") -> None:
    from bench.data import records

    entries = records(made, "in", "contribution", "Inspel till dialogen", text=lambda one: one.text)
    for one, entry in zip(made, entries, strict=True):
        one.record = entry


def _said(filling: "Filling", made: "list[Any]", questions: "list[Any]", document: Any) -> None:
    from bench.data import copy
    from varv.consultation.models import Comment, Reply

    copy(
        Reply(contribution=one, question=questions[n % 3], text=_text(filling, 20))
        for n, one in enumerate(made)
    )
    copy(
        Comment(
            contribution=one,
            document=document,
            paragraph=n % PARAGRAPHS + 1,
            quote=f"Stycke {n % PARAGRAPHS}.",
            text=_text(filling, 20),
        )
        for n, one in enumerate(made)
        if n % 3 == 0
    )


def _receipts(made: "list[Any]") -> None:
    from bench.data import copy
    from varv.registry.models import Message

    copy(
        Message(
            kind="consultation.receipt",
            occasion=f"consultation.receipt:{one.pk}",
            recipient=one.person.email,
            recipient_name=one.name,
            language="sv",
            subject="Tack för ditt inspel",
            body="Hej!\n\nTack.\n" * 10,
            message_id=f"<receipt-{one.pk}@region.example>",
            about_kind="contribution",
            about_id=one.pk,
            state="sent",
            created_at=one.received_at,
            due_at=one.received_at,
            try_at=one.received_at,
            finished_at=one.received_at,
        )
        for one in made
    )


def _invitations(round_: Any, people: "list[tuple[Any, Any]]") -> None:
    """Ask one of each organisation; every third has opened the link."""
    from bench.data import copy
    from varv.consultation.models import Invitation

    copy(
        Invitation(
            round=round_,
            person=person,
            name=person.name,
            organisation=organisation,
            sector=organisation.sector,
            municipality=organisation.municipality,
            added_at=round_.opens_at,
            invited_at=round_.opens_at,
            opened_at=round_.opens_at if n % 3 == 0 else None,
        )
        for n, (person, organisation) in enumerate(people[::2])
    )


def _mails(filling: "Filling") -> None:
    from bench.data import copy
    from varv.consultation.models import IncomingMail

    copy(
        IncomingMail(
            message_id=f"{n}@actor.example",
            sha256=hashlib.sha256(str(n).encode()).hexdigest(),
            sender_email=f"avsandare{n}@actor.example",
            sender_name="Avsändare",
            subject=f"Fråga {n}",
            text=_text(filling, 60),
            full_text=_text(filling, 120),
            received_at=filling.before(50),
            where="triage",
            reason="no_number",
        )
        for n in range(filling.size.mails)
    )


def _text(filling: "Filling", words: int) -> str:
    return " ".join(filling.pick(WORDS) for _ in range(words)).capitalize() + "."
