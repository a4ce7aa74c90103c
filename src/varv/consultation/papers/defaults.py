"""The parts that a new paper of each kind begins with, in the language of the paper."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from varv.consultation.invitations.mails import last_day
from varv.consultation.models import Paper, PaperPart, Round
from varv.people.models import Region
from varv.text import dates

Kind = PaperPart.Kind


@dataclass(frozen=True)
class Begun:
    """A part as it is begun: staff change its heading and its text."""

    kind: str
    heading: str
    text: str = ""


def parts(kind: str, round: Round, region: Region) -> Sequence[Begun]:  # noqa: A002
    """Return the parts of a paper of this kind, in the active language."""
    begun: dict[str, Callable[[Round, Region], Iterator[Begun]]] = {
        Paper.Kind.COMPILATION: _compilation,
        Paper.Kind.DECISION_PAPER: _decision_paper,
        Paper.Kind.HANDOVER: _handover,
    }
    return list(begun[kind](round, region))


def title(kind: str, round: Round) -> str:  # noqa: A002
    """Return what a paper of this kind is called, in the active language."""
    words = {
        Paper.Kind.COMPILATION: _("Compilation of input: %(round)s"),
        Paper.Kind.DECISION_PAPER: _("Decision paper: %(round)s"),
        Paper.Kind.HANDOVER: _("Handover to those who write fund programmes: %(round)s"),
    }
    return words[Paper.Kind(kind)] % {"round": round.title}


def _compilation(round: Round, _region: Region) -> Iterator[Begun]:  # noqa: A002
    yield Begun(Kind.TEXT, _("Background"), _background(round))
    yield Begun(Kind.TEXT, _("How the dialogue was held"), _how(round))
    yield Begun(Kind.FIGURES, _("How many took part, who and from where"))
    yield Begun(Kind.THEMES, _("What the input is about"))
    yield Begun(Kind.DISPOSITIONS, _("Points and what is answered to them"))
    yield Begun(Kind.CHANGES, _("What is changed"))
    yield Begun(Kind.ANNEX, _("Annex: all input"))


def _decision_paper(round: Round, _region: Region) -> Iterator[Begun]:  # noqa: A002
    yield Begun(Kind.PROPOSAL, _("Proposed decision"), _proposal(round))
    yield Begun(Kind.TEXT, _("Summary"))
    yield Begun(Kind.TEXT, _("Background"), _background(round))
    yield Begun(Kind.FIGURES, _("How many took part, who and from where"), _how(round))
    yield Begun(Kind.THEMES, _("What the input is about"))
    yield Begun(Kind.TEXT, _("Considerations"))
    yield Begun(Kind.CHANGES, _("What is changed"))
    yield Begun(Kind.TEXT, _("Consequences"))
    yield Begun(Kind.TEXT, _("Economy"))
    yield Begun(Kind.TEXT, _("Follow-up"))
    yield Begun(Kind.TEXT, _("Annexes"), _annexes(round))


def _handover(round: Round, region: Region) -> Iterator[Begun]:  # noqa: A002
    yield Begun(Kind.TEXT, _("Who this is for"), _for_whom(region))
    yield Begun(Kind.TEXT, _("What the region asks for"))
    yield Begun(Kind.VERSIONS, _("The programme and its areas as they now stand"))
    yield Begun(Kind.DISPOSITIONS, _("Points that concern the funds"))
    yield Begun(Kind.FIGURES, _("How many took part, who and from where"), _how(round))
    yield Begun(Kind.TEXT, _("Evidence"))
    yield Begun(Kind.TEXT, _("Contacts"), _contacts(region))


def _background(round: Round) -> str:  # noqa: A002
    number = _("The matter has the number %(case)s in the register.") % {"case": round.case.number}
    return f"{round.summary}\n\n{number}".strip()


def _how(round: Round) -> str:  # noqa: A002
    ways = _("Input could be given on the web, by e-mail, by letter, by phone and at meetings.")
    if round.opens_at is None or round.closes_at is None:
        return ways
    told = {"opens": dates.in_full(round.opens_at), "closes": last_day(round)}
    open_ = _("The round was open from %(opens)s to %(closes)s.") % told
    return f"{open_} {ways}"


def _proposal(round: Round) -> str:  # noqa: A002
    told = {"round": round.title}
    return "\n".join(
        [
            _("It is proposed"),
            "- " + _("that the dispositions of the input to %(round)s are approved") % told,
            "- " + _("that the changed texts are adopted") % told,
        ]
    )


def _annexes(round: Round) -> str:  # noqa: A002
    found = round.papers.filter(kind=Paper.Kind.COMPILATION, replaced_by=None).order_by("pk")
    names = [one.title for one in found] or [title(Paper.Kind.COMPILATION, round)]
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1))


def _for_whom(region: Region) -> str:
    text = _(
        "This is for those who write the programmes of the funds, such as ERUF and Interreg. It "
        "tells what %(region)s has chosen, what people and organisations said about it, and what "
        "the region asks of the programmes."
    )
    return text % {"region": region.name}


def _contacts(region: Region) -> str:
    found = [
        str(region.name),
        region.coordinator_name,
        region.contact_email,
        region.contact_phone,
    ]
    return "\n".join(f"- {one}" for one in found if one)
