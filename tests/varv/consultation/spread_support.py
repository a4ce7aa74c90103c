"""One round with input in every state, for tests of where input shows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.varv.factories import (
    MunicipalityFactory,
    QuestionFactory,
    RoundFactory,
    UserFactory,
    contribution,
)
from varv import clock
from varv.consultation import actions
from varv.consultation.contents import Content, Remark, Said, Sender
from varv.consultation.models import Contribution, Document, IncomingMail, Option, Round
from varv.cycles.models import ProgrammeVersion
from varv.files import actions as files
from varv.people.models import Organisation
from varv.registry.models import Record
from varv.text.translated import Translated

OPEN = datetime(2020, 5, 28, 10, tzinfo=ZoneInfo("Europe/Stockholm"))
NAME, ADDRESS = "Xenia Kvarnlöf", "xenia@kvarn.example"
LAW = "OSL 21 kap. 1 §"
HIDDEN_FOR = "Det är reklam."


@dataclass
class Spread:
    """A round; each text has a word of its own that tells in which state it is."""

    round: Round = field(default_factory=RoundFactory)

    def __post_init__(self) -> None:
        self.place = MunicipalityFactory(code="2380", name="Östersund")
        self.question = QuestionFactory(round=self.round, position=1)
        self.option = Option.objects.create(
            question=self.question, text=Translated(sv="Instämmer", en="Agrees")
        )
        version = ProgrammeVersion.objects.create(
            programme=self.round.programme,
            number=1,
            title=Translated(sv="Utkastet", en="The draft"),
            text=Translated(sv="Första stycket."),
            dated_on=OPEN.date(),
        )
        self.document = Document.objects.create(round=self.round, programme_version=version)
        self.published = self.publish(self.send("Bredbandet behövs", organisation="Norrskog AB"))
        Organisation.objects.update(checked_at=clock.now())
        self.alone = self.publish(self.send("Havtornen blommar", name="Kim Lind"))
        self.unread = self.send("Olästbrevet")
        self.hidden = self.publish(self.send("Doltbrevet"))
        self.secret = self.publish(self.send("Sekretessbrevet"))
        self.withdrawn = self.publish(
            self.send("Återtagetbrev", email="ante@actor.example", name="Ante Vik")
        )
        Contribution.objects.filter(pk=self.hidden.pk).update(
            hidden_at=clock.now(), hidden_reason=HIDDEN_FOR
        )
        Record.objects.filter(pk=self.secret.record_id).update(secrecy=LAW)
        actions.withdraw(self.withdrawn.person, contribution=self.withdrawn)
        self.unconfirmed = actions.write(
            None,
            round=self.round,
            sender=Sender("Ola Sten", "ola@sten.example", sector="civil"),
            content=Content("Obekräftatbrev"),
        )

    def send(self, text: str, **by: Any) -> Contribution:
        """Enter a letter with an answer and a comment in it."""
        sender = Sender(**({"sector": "business", "municipality": self.place} | by))
        return contribution(
            round=self.round,
            sender=sender,
            content=Content(
                text=text,
                title=f"Titel {text}",
                replies=[Said(self.question, None, f"Svaret {text}x", [self.option])],
                remarks=[Remark(self.document, 1, "Första stycket.", f"Anmärkt {text}y")],
            ),
        )

    def publish(self, one: Contribution) -> Contribution:
        """Let everybody read it, as staff do who have read it."""
        Contribution.objects.filter(pk=one.pk).update(published_at=clock.now())
        one.refresh_from_db()
        return one


def take_part(round_: Round | None = None) -> Any:
    """Let somebody leave traces by every door: web, e-mail with a file, invitation, unconfirmed."""
    round_ = round_ or RoundFactory()
    person = UserFactory(name=NAME, email=ADDRESS)
    place = MunicipalityFactory()
    question = QuestionFactory(round=round_)
    sender = Sender(NAME, ADDRESS, "Kvarnen AB", "business", place)
    enclosed = files.store(None, name="kvarnritning.txt", content=b"Min kvarn")
    written = actions.write(
        person,
        round=round_,
        sender=sender,
        content=Content(
            "Min kvarn maler", replies=[Said(question, None, "Kvarnsvaret")], files=[enclosed]
        ),
    )
    original = files.store(None, name="kvarnbrev.txt", content=b"From: xenia")
    mail = IncomingMail.objects.create(
        message_id="1@kvarn.example",
        original=original,
        sha256=original.sha256,
        sender_email=ADDRESS,
        sender_name=NAME,
        subject="Kvarnämnet",
        text="Kvarnmailet",
        full_text="Kvarnmailet\n> citerat kvarnbrev",
        where=IncomingMail.Where.CONTRIBUTION,
    )
    by_mail = contribution(
        round=round_,
        channel=Contribution.Channel.EMAIL,
        sender=sender,
        content=Content("Kvarnmailet"),
        incoming=mail,
    )
    IncomingMail.objects.create(
        message_id="2@kvarn.example",
        sha256="0" * 64,
        sender_email=ADDRESS.upper(),
        sender_name=NAME,
        subject="Kvarnfrågan",
        text="Osorterat kvarnmail",
        full_text="Osorterat kvarnmail",
        where=IncomingMail.Where.TRIAGE,
    )
    IncomingMail.objects.create(
        message_id="3@other.example",
        sha256="1" * 64,
        sender_email="nils@other.example",
        forwarded_by=ADDRESS,
        subject="Vidarebefordrat",
        text="Nils eget brev",
        full_text=f"Från: {NAME} <{ADDRESS}>\n\nNils eget brev",
        where=IncomingMail.Where.TRIAGE,
    )
    actions.write(None, round=round_, sender=sender, content=Content("Obekräftad kvarn", files=[]))
    return person, written, by_mail
