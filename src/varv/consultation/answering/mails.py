"""The mails that answers go in, and what stands in them."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from varv.consultation.answering.content import Content
from varv.consultation.mail_texts import SAMPLE
from varv.consultation.models import Answer, AnswerCorrection, Contribution
from varv.people.identity import my_page_link
from varv.people.models import Region, User
from varv.registry.actions import Letter, Recipient
from varv.registry.mailtexts import MailKind

ANSWER, CORRECTION = "consultation.answer", "consultation.answer_correction"

_SV_LINK = (
    "På din egen sida ser du alltid hur det går med det du har skrivit:\n{link}\n\n"
    "Länken är bara till för dig. Skicka den inte vidare.\n"
)
_EN_LINK = (
    "On your own page you always see what becomes of what you wrote:\n{link}\n\n"
    "The link is for you only. Do not pass it on.\n"
)
_COMMON: Mapping[str, str | Promise] = {
    "round": _("the title of the round"),
    "case": _("the case number"),
    "numbers": _("the numbers of the sender's input in the register"),
    "contact": _("the region's e-mail address"),
    "link": _("link to the person's own page"),
}
_SAMPLE = {key: SAMPLE[key] for key in ("round", "case", "contact", "link")} | {
    "numbers": "S3/12/2026-1",
}

KINDS = [
    MailKind(
        key=ANSWER,
        name=_("Input: the answer to all that somebody wrote"),
        variables={
            **_COMMON,
            "subject": _("the subject, worded for the round"),
            "opening": _("what stands before the points, worded for the round"),
            "points": _("each point in the sender's own words, what became of it, and why"),
            "closing": _("what stands after the points, worded for the round"),
        },
        sample=_SAMPLE
        | {
            "subject": "Svar på ditt inspel till Dialog om öppna ängar",
            "opening": "Hej!\n\nTack för ditt inspel. Här är vad det blev av varje synpunkt.",
            "points": "Synpunkt 1\n> Slåttern kommer för tidigt.\n\nSå blev det: Tillgodosedd\n"
            "Programmet säger nu när slåttern börjar.",
            "closing": "Har du frågor? Skriv till region@example.org.",
        },
        required=("opening", "points", "closing"),
        defaults={
            "sv": ("{subject}", "{opening}\n\n{points}\n\n{closing}\n\n" + _SV_LINK),
            "en": ("{subject}", "{opening}\n\n{points}\n\n{closing}\n\n" + _EN_LINK),
        },
    ),
    MailKind(
        key=CORRECTION,
        name=_("Input: correction of an answer"),
        variables={
            **_COMMON,
            "reason": _("why"),
            "text": _("what the correction says"),
        },
        sample=_SAMPLE
        | {"reason": "Vi glömde en synpunkt.", "text": "Även din andra synpunkt är tillgodosedd."},
        required=("text",),
        defaults={
            "sv": (
                "Rättelse av vårt svar om {round}",
                "Hej!\n\nDu har fått ett svar av oss på ditt inspel {numbers} till {round}. Det "
                "här rättar eller kompletterar svaret.\n\nSkälet är: {reason}\n\n{text}\n\n"
                "Har du frågor? Skriv till {contact}.\n\n" + _SV_LINK,
            ),
            "en": (
                "Correction of our answer about {round}",
                "Hello!\n\nYou have had an answer from us to your input {numbers} to {round}. "
                "This corrects or completes it.\n\nThe reason is: {reason}\n\n{text}\n\n"
                "Do you have questions? Write to {contact}.\n\n" + _EN_LINK,
            ),
        },
    ),
]


def answer_letter(answer: Answer, person: User, content: Content, region: Region) -> Letter:
    """Return the mail that an answer goes in: one occasion, however often it is asked for."""
    return Letter(
        kind=ANSWER,
        occasion=f"{ANSWER}:{answer.pk}",
        recipient=_recipient(answer, person),
        context=answer_context(answer, content, region) | {"link": my_page_link(person)},
        about=answer,
    )


def answer_context(answer: Answer, content: Content, region: Region) -> dict[str, str]:
    """Return what stands in the mail, all but the link."""
    references = [part.reference for part in content.parts]
    return _common(answer, references, region) | {
        "subject": content.subject,
        "opening": content.opening,
        "points": content.points,
        "closing": content.closing,
    }


def correction_letter(
    made: AnswerCorrection, person: User, contributions: Sequence[Contribution], region: Region
) -> Letter:
    """Return the mail that a correction goes in."""
    answer = made.answer
    told = {"reason": made.reason, "text": made.text, "link": my_page_link(person)}
    return Letter(
        kind=CORRECTION,
        occasion=f"{CORRECTION}:{made.pk}",
        recipient=_recipient(answer, person),
        context=_common(answer, list(map(str, contributions)), region) | told,
        about=made,
    )


def _recipient(answer: Answer, person: User) -> Recipient:
    return Recipient(person.email, person.name, answer.language)


def _common(answer: Answer, references: Sequence[str], region: Region) -> dict[str, str]:
    with override(answer.language):
        return {
            "round": str(answer.round.title),
            "case": answer.round.case.number,
            "numbers": ", ".join(references),
            "contact": region.contact_email,
        }
