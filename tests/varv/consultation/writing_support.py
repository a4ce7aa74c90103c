"""What the tests of writing on the web share."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.varv.factories import MunicipalityFactory, RoundFactory
from varv.consultation.actions.drafts import new_key
from varv.consultation.contents import Content, Sender
from varv.consultation.models import Contribution, Document, Option, Question
from varv.cycles.models import ProgrammeVersion
from varv.people import identity
from varv.text.translated import Translated

SWEDEN = ZoneInfo("Europe/Stockholm")
OPEN = datetime(2020, 5, 28, 10, tzinfo=SWEDEN)
LAST_MOMENT = datetime(2020, 6, 4, 23, 59, 59, tzinfo=SWEDEN)
CLOSED = datetime(2020, 6, 5, tzinfo=SWEDEN)
EMAIL = "anna@byn.example"


def address(name, *args):
    return reverse(f"consultation:{name}", args=args)


def typed(**wanted):
    """Return a right answer, typed into a form that has its key as each has."""
    right = {
        "draft": new_key(),
        "text": "Vi vill ha bredband i hela byn.",
        "name": "Anna Berg",
        "email": EMAIL,
        "speaks_for": "myself",
        "organisation": "",
        "sector": "civil",
        "municipality": "outside",
    }
    return right | wanted


def send(client, round_, **wanted):
    return client.post(address("write", round_.slug), typed(**wanted))


def text_file(name="bilaga.txt", content="Mer om bredband."):
    return SimpleUploadedFile(name, content.encode(), "text/plain")


def by_link(person):
    """Return a browser in which the person has opened their signed link."""
    client = Client()
    client.get(f"/my/{identity.make_token(person)}/")
    return client


def option(question, sv):
    return Option.objects.create(question=question, text=Translated(sv=sv))


def choice(round_, *answers, kind=Question.Kind.CHOICE, **wanted):
    """Return a question with answers to choose among, and these."""
    question = Question.objects.create(
        round=round_, kind=kind, text=Translated(sv="Vilket?"), **wanted
    )
    return question, [option(question, answer) for answer in answers]


def document(round_, text="Vatten.\n\nSkog.\n\nBerg."):
    """Put a version of the programme out for comment."""
    version = ProgrammeVersion.objects.create(
        programme=round_.programme,
        number=ProgrammeVersion.objects.count() + 1,
        title=Translated(sv="Utkastet"),
        dated_on=date(2020, 5, 1),
        text=text if isinstance(text, Translated) else Translated(sv=text),
    )
    return Document.objects.create(round=round_, programme_version=version)


def own_input(person, **wanted):
    """Send something in as the person, by the act itself."""
    from varv.consultation import actions

    by = {"round": None, "content": Content(text="Mer spår!")} | wanted
    by["round"] = by["round"] or RoundFactory()
    sender = Sender(person.name, person.email, sector="civil")
    return actions.write(person, sender=sender, **by)


def the_contribution():
    return Contribution.objects.get()


def a_municipality():
    return MunicipalityFactory(name="Åre")
