"""The mails about input: who gets which one, with what in it.

What a visitor typed is never repeated in a mail to an address that nobody has confirmed: anybody
can type anybody's address, and the region must not deliver their words. Once it is confirmed, or
came by e-mail from there, the receipt holds a copy.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from varv.consultation import receipts
from varv.consultation.models import Contribution
from varv.people.identity import my_page_link
from varv.people.models import User
from varv.people.queries import recipient_of, the_region
from varv.registry.actions import Recipient, queue
from varv.registry.mailtexts import ForRecipientAlone
from varv.registry.models import Record
from varv.text import dates

CONFIRM_SALT = "varv.consultation.confirm"
#: So long a confirmation link holds; after it what was never confirmed is deleted.
CONFIRM_MAX_AGE = 30 * 24 * 3600


def confirm_token(contribution: Contribution) -> str:
    """Return the token that confirms a contribution and nothing else."""
    return signing.dumps(str(contribution.key), salt=CONFIRM_SALT)


def contribution_of_token(token: str) -> Contribution | None:
    """Return what the token confirms, or None when it is wrong, too old or gone."""
    try:
        key = signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_MAX_AGE)
    except signing.BadSignature:
        return None
    return Contribution.objects.filter(key=key).first()


def ask_to_confirm(contribution: Contribution) -> None:
    """Mail the link by which a sender shows that the address is theirs."""
    path = reverse("consultation:confirm", args=[confirm_token(contribution)])
    person = _person(contribution)
    queue(
        kind="consultation.confirm",
        occasion=f"consultation.confirm:{contribution.pk}",
        recipient=_recipient(contribution, person),
        context=_common(contribution) | {"link": ForRecipientAlone(f"{settings.BASE_URL}{path}")},
        about=contribution,
    )


def send_receipt(contribution: Contribution, entry: Record | None = None) -> None:
    """Thank the sender, with the number of the record and a copy in PDF; nobody without address.

    ``entry`` is the record of a change, where it is that which is thanked for. What somebody else
    passed on did not come from the sender's address, so no copy of it goes there.
    """
    person = contribution.person
    if person is None:
        return
    entry = entry or contribution.record
    assert entry is not None  # noqa: S101 - it is received, so it is recorded
    copies = []
    if contribution.mail is None or not contribution.mail.forwarded_by:
        with override(contribution.language):
            copies.append(receipts.attachment(contribution, entry))
    queue(
        kind="consultation.receipt",
        occasion=f"consultation.receipt:{entry.pk}",
        recipient=_recipient(contribution, person),
        context=_common(contribution)
        | {"reference": entry.reference, "link": my_page_link(person)},
        about=contribution,
        attachments=copies,
        in_reply_to=contribution.mail.message_id if contribution.mail else "",
    )


def tell_withdrawn(contribution: Contribution) -> None:
    """Tell the sender that what they sent is withdrawn."""
    person = contribution.person
    if person is None:
        return
    queue(
        kind="consultation.withdrawn",
        occasion=f"consultation.withdrawn:{contribution.pk}",
        recipient=_recipient(contribution, person),
        context=_common(contribution)
        | {"reference": str(contribution), "link": my_page_link(person)},
        about=contribution,
        in_reply_to=contribution.mail.message_id if contribution.mail else "",
    )


def tell_hidden(contribution: Contribution) -> None:
    """Tell the sender that their input is no longer shown, and why."""
    person = contribution.person
    if person is None or contribution.hidden_at is None:
        return
    queue(
        kind="consultation.hidden",
        occasion=f"consultation.hidden:{contribution.pk}:{contribution.hidden_at.isoformat()}",
        recipient=_recipient(contribution, person),
        context=_common(contribution)
        | {
            "reference": str(contribution),
            "reason": contribution.hidden_reason,
            "link": my_page_link(person),
        },
        about=contribution,
        in_reply_to=contribution.mail.message_id if contribution.mail else "",
        case=contribution.round.case,
        counterpart=contribution.organisation,
    )


def _person(contribution: Contribution) -> User:
    assert contribution.person is not None  # noqa: S101 - the web form asks for an address
    return contribution.person


def _recipient(contribution: Contribution, person: User) -> Recipient:
    to = recipient_of(person)
    return Recipient(email=to.email, name=to.name, language=contribution.language)


def _common(contribution: Contribution) -> dict[str, str]:
    region = the_region()
    closes = contribution.round.closes_at
    with override(contribution.language):
        return {
            "round": str(contribution.round.title),
            "case": contribution.round.case.number,
            "closes": dates.in_full(closes - timedelta(microseconds=1)) if closes else "",
            "contact": region.contact_email,
        }
