"""The mails that a memo goes out with: to those who come to its meeting, and as an invitation."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from varv.analysis.memos import queries
from varv.analysis.models import Memo
from varv.meetings import mail
from varv.meetings.models import Meeting
from varv.people.identity import my_page_link
from varv.people.models import Region, User
from varv.people.queries import recipient_of
from varv.registry.actions import Letter, Recipient, queue_many
from varv.registry.mailtexts import MailKind
from varv.text import dates

_VARIABLES: Mapping[str, str | Promise] = {
    "memo": _("the title of the memo"),
    "link": _("the memo as a page"),
    "pdf": _("the memo as PDF"),
    "word": _("the memo as Word"),
    "meeting": _("the title of the meeting"),
    "when": _("when the meeting is"),
    "place": _("where the meeting is"),
    "meeting_link": _("the page of the meeting"),
    "own_link": _("the recipient's own page"),
    "contact": _("whom to ask: name, e-mail and phone"),
}
_SAMPLE = {
    "memo": "PM: Ängar",
    "link": "https://varv.example/memos/1/",
    "pdf": "https://varv.example/files/1/pm.pdf",
    "word": "https://varv.example/files/2/pm.docx",
    "meeting": "Mobilisering: Ängar",
    "when": "måndag 8 juni kl. 13–16",
    "place": "Online",
    "meeting_link": "https://varv.example/meetings/angar/",
    "own_link": "https://varv.example/my/…",
    "contact": "Kim Lind, s3@example.se, 010-123 45 67",
}
_SV_READ = "Läs det på webben: {link}\nSom PDF: {pdf}\nSom Word: {word}\n\n"
_EN_READ = "Read it on the web: {link}\nAs PDF: {pdf}\nAs Word: {word}\n\n"
_SV_END = (
    "Något som är fel eller saknas? Ta med det till mötet, eller skriv till oss: {contact}\n\n"
    "Din egen sida, där du kan ändra eller avanmäla dig:\n{own_link}\n"
)
_EN_END = (
    "Is anything wrong or missing? Bring it to the meeting, or write to us: {contact}\n\n"
    "Your own page, where you can change or withdraw:\n{own_link}\n"
)

TO_READ = MailKind(
    key="analysis.memo",
    name=_("Memo: to those who have signed up for its meeting"),
    variables=_VARIABLES,
    sample=_SAMPLE,
    required=("link",),
    defaults={
        "sv": (
            "Att läsa inför mötet: {memo}",
            "Hej!\n\nInför {meeting}, {when}, finns nu {memo}.\n\n" + _SV_READ + _SV_END,
        ),
        "en": (
            "To read before the meeting: {memo}",
            "Hello!\n\nBefore {meeting}, {when}, there is now {memo}.\n\n" + _EN_READ + _EN_END,
        ),
    },
)
INVITATION = MailKind(
    key="analysis.memo_invitation",
    name=_("Memo: invitation to its meeting, to those who are interested in the area"),
    variables=_VARIABLES,
    sample=_SAMPLE,
    required=("link", "meeting_link"),
    defaults={
        "sv": (
            "Välkommen till {meeting}, {when}",
            "Hej!\n\nDu är välkommen till {meeting}\n{when}\n{place}\n\n"
            "Anmäl dig här:\n{meeting_link}\n\n"
            "Inför mötet finns {memo}.\n\n" + _SV_READ + _SV_END,
        ),
        "en": (
            "Welcome to {meeting}, {when}",
            "Hello!\n\nYou are welcome to {meeting}\n{when}\n{place}\n\n"
            "Sign up here:\n{meeting_link}\n\n"
            "Before the meeting there is {memo}.\n\n" + _EN_READ + _EN_END,
        ),
    },
)
KINDS = (TO_READ, INVITATION)


def send(memo: Memo, region: Region) -> int:
    """Write the mails of a published memo that is for a meeting; return how many there are.

    Nobody is invited to the same meeting twice, whatever editions and memos there are for it.
    """
    if memo.meeting is None:
        return 0
    return len(queue_many(_letters(memo, memo.meeting, region)))


def _letters(memo: Memo, meeting: Meeting, region: Region) -> Iterator[Letter]:
    for one in queries.signed_up(meeting):
        one.meeting = meeting
        recipient = mail.recipient(one)
        yield _letter(TO_READ.key, f"{memo.pk}:{meeting.pk}", memo, region, one.person, recipient)
    if memo.area is None or not meeting.is_open_at(memo.published_at or meeting.starts_at):
        return
    for interest in queries.to_invite(memo.area, meeting):
        to = recipient_of(interest.person)
        yield _letter(INVITATION.key, str(meeting.pk), memo, region, interest.person, to)


def _letter(
    kind: str, once: str, memo: Memo, region: Region, person: User, recipient: Recipient
) -> Letter:
    meeting = memo.meeting
    assert meeting is not None  # noqa: S101 - without one nothing is sent
    return Letter(
        kind=kind,
        occasion=f"{kind}:{once}",
        recipient=recipient,
        context=_context(memo, meeting, region, person, recipient.language),
        about=memo,
        deliver_before=meeting.starts_at,
    )


def _context(
    memo: Memo, meeting: Meeting, region: Region, person: User, language: str
) -> dict[str, str]:
    assert memo.pdf is not None  # noqa: S101 - a constraint holds it of what is published
    assert memo.word is not None  # noqa: S101
    contact = [region.contact_name.text(language), region.contact_email, region.contact_phone]
    with override(language), timezone.override(region.tz):
        return {
            "memo": memo.title,
            "link": f"{settings.BASE_URL}{memo.get_absolute_url()}",
            "pdf": f"{settings.BASE_URL}{memo.pdf.get_absolute_url()}",
            "word": f"{settings.BASE_URL}{memo.word.get_absolute_url()}",
            "meeting": meeting.title.text(language),
            "when": dates.span(meeting.starts_at, meeting.ends_at),
            "place": mail.where(meeting),
            "meeting_link": settings.BASE_URL + reverse("meetings:meeting", args=[meeting.slug]),
            "own_link": my_page_link(person),
            "contact": ", ".join(part for part in contact if part),
        }
