"""Why a mail did not become a contribution by itself, in words that staff can act on."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.consultation.inbox import Automatic, Unreadable


class Reason(TextChoices):
    """Why a mail waits, or was put aside; ``%(detail)s`` is what fills the reason in."""

    NO_NUMBER = "no_number", _("No case number stands in it")
    UNKNOWN_NUMBER = "unknown_number", _("It names a case that is not here: %(detail)s")
    SEVERAL_CASES = "several_cases", _("It names several cases: %(detail)s")
    SEVERAL_ROUNDS = "several_rounds", _("The case has several rounds that are open")
    NO_ROUND = "no_round", _("The case has no round that takes input")
    NOT_OPEN = "not_open", _("The round of the case has not opened yet")
    SENDER_MISSING = "sender_missing", _("It does not say whom it is from")
    EMPTY = "empty", _("Nothing new is written in it, and nothing is enclosed that we take")
    ENCRYPTED = "encrypted", _("It is encrypted, so we cannot read it")
    TOO_LARGE = "too_large", _("It is too large to be opened")
    TOO_DEEP = "too_deep", _("It has messages in messages, too many to be opened")
    TOO_MANY_PARTS = "too_many_parts", _("It has too many parts to be opened")
    UNREADABLE = "unreadable", _("It is no message that can be read")
    REFUSED = "refused", _("It could not be taken as input: %(detail)s")
    FAILED = "failed", _("Something unexpected went wrong when it was taken in")
    AUTO_REPLY = "auto_reply", _("An automatic reply")
    BOUNCE = "bounce", _("A report that a message could not be delivered")
    CALENDAR = "calendar", _("An answer to a meeting request")
    RECEIPT = "receipt", _("A receipt that a message was read or delivered")
    OWN = "own", _("A message of our own that came back")
    CAME_AGAIN = "came_again", _("The same message came again")
    OTHER_CONTENT = (
        "came_again_changed",
        _("A message with the same identity came again, with other content"),
    )
    PUT_ASIDE = "put_aside", pgettext_lazy("why a mail is no input", "Put aside: %(detail)s")
    TAKEN_UP = "taken_up", _("It was put aside, and has been taken up again")


#: What a machine wrote: kept, and never answered.
OF_MACHINES = {
    Automatic.AUTO_REPLY: Reason.AUTO_REPLY,
    Automatic.BOUNCE: Reason.BOUNCE,
    Automatic.CALENDAR: Reason.CALENDAR,
    Automatic.RECEIPT: Reason.RECEIPT,
    Automatic.OWN: Reason.OWN,
}

#: What cannot be opened at all.
OF_UNREADABLE = {
    Unreadable.TOO_LARGE: Reason.TOO_LARGE,
    Unreadable.TOO_DEEP: Reason.TOO_DEEP,
    Unreadable.TOO_MANY_PARTS: Reason.TOO_MANY_PARTS,
    Unreadable.NO_MAIL: Reason.UNREADABLE,
}


def in_words(reason: str, detail: str = "") -> str:
    """Return a stored reason in the active language; one that is not known any more as it is."""
    if reason not in Reason.values:
        return reason
    return str(Reason(reason).label) % {"detail": detail}
