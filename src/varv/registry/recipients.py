"""How much mail an address gets, and whether it wants any.

Anybody can type anybody's address into a public form. So what an address gets in a day has an end,
and a low one until its owner has shown that it is theirs; and every mail has a link that stops all.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from enum import Enum

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from varv import clock
from varv.extension import ExtensionPoint
from varv.registry import mailtexts
from varv.registry.mail_stops import fingerprint
from varv.registry.models import MailStop, Message

A_DAY = timedelta(days=1)


class Standing(Enum):
    """What is known of an address: mails a day that anybody may set off, and mails a day in all."""

    UNPROVED = (8, 20)
    PROVED = (40, 80)
    STAFF = (None, None)


#: Apps that know persons say which addresses are proved to be somebody's own, or the staff's.
proofs: ExtensionPoint[Callable[[Collection[str]], Mapping[str, Standing]]] = ExtensionPoint(
    "proofs of addresses"
)


class Reasons:
    """Says for each mail of a batch why it is not sent, in a number of queries that stays the same.

    What it lets through counts for the next of the same batch.
    """

    def __init__(self, emails: Collection[str]) -> None:
        found = MailStop.objects.filter(fingerprint__in=[fingerprint(one) for one in emails])
        self._stops = set(found.values_list("fingerprint", flat=True))
        self._standing = {key: one for tell in proofs for key, one in tell(emails).items()}
        self._in_all: Counter[str] = Counter()
        self._by_anybody: Counter[str] = Counter()
        for email, in_all, by_anybody in _written_today(emails):
            self._in_all[email] += in_all
            self._by_anybody[email] += by_anybody

    def against(self, email: str, kind: str) -> str:
        """Return why this mail is held back, or nothing."""
        if fingerprint(email) in self._stops:
            return _("The recipient has stopped all mail from us.")
        by_anybody, in_all = self._standing.get(email, Standing.UNPROVED).value
        set_off = kind in _set_off_by_anybody()
        if in_all is not None and self._in_all[email] >= in_all:
            return _held(in_all)
        if set_off and by_anybody is not None and self._by_anybody[email] >= by_anybody:
            return _held(by_anybody)
        self._in_all[email] += 1
        self._by_anybody[email] += set_off
        return ""


def _written_today(emails: Collection[str]) -> list[tuple[str, int, int]]:
    anybody = Q(kind__in=_set_off_by_anybody())
    found = Message.objects.filter(recipient__in=emails, created_at__gt=clock.now() - A_DAY)
    counted = (
        found.exclude(state=Message.State.FAILED, tries=0)  # never sent: held back
        .order_by()
        .values("recipient")
        .annotate(in_all=Count("pk"), by_anybody=Count("pk", filter=anybody))
    )
    return [(row["recipient"], row["in_all"], row["by_anybody"]) for row in counted]


def _set_off_by_anybody() -> set[str]:
    return {kind.key for kind in mailtexts.point if kind.set_off_by_anybody}


def _held(most: int) -> str:
    return _("Held back: the address has had %(count)s mails within a day.") % {"count": most}
