"""How input stands: where staff are with it, and whether everybody may read its text.

What is in the register is public; its text is only once staff have read and published it, as long
as it is neither hidden nor withdrawn, and never while its record is secret. Each rule stands here
twice, for the database and for a loaded row, and nowhere else; a test holds the two together.
"""

from collections.abc import Mapping

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from varv.consultation.models import Contribution
from varv.registry.models import Record

State = Contribution.State

UNREAD, PUBLISHED, HIDDEN, WITHDRAWN = "unread", "published", "hidden", "withdrawn"
#: Where staff can be with input that stands in the register. The indexes of the model hold them.
STANDINGS: Mapping[str, Mapping[str, object]] = {
    UNREAD: {"state": State.RECEIVED, "published_at__isnull": True, "hidden_at__isnull": True},
    PUBLISHED: {"state": State.RECEIVED, "published_at__isnull": False, "hidden_at__isnull": True},
    HIDDEN: {"state": State.RECEIVED, "hidden_at__isnull": False},
    WITHDRAWN: {"state": State.WITHDRAWN},
}

SECRET, NOT_YET_READ = "secret", "not_yet_read"
#: Why not everybody may read a text; of several reasons the first is told.
REASONS = (WITHDRAWN, SECRET, HIDDEN, NOT_YET_READ)


# -- for the database ------------------------------------------------------------------------------
# ``of`` is the way to the contribution from what belongs to it, such as "contribution__".


def stands(standing: str, of: str = "") -> Q:
    """Return the condition under which staff are there with input, whether it is secret or not."""
    return Q(**{f"{of}{field}": value for field, value in STANDINGS[standing].items()})


def readable(of: str = "") -> Q:
    """Return the condition under which everybody may read the text."""
    return stands(PUBLISHED, of) & ~_secret(of)


def countable() -> Q:
    """Return the condition under which everybody may know from where something came."""
    return Q(hidden_at__isnull=True) & ~_secret()


def unreadable(reason: str) -> Q:
    """Return the condition under which that is why not everybody may read the text."""
    return {
        WITHDRAWN: lambda: stands(WITHDRAWN),
        SECRET: lambda: Q(state=State.RECEIVED) & _secret(),
        HIDDEN: lambda: stands(HIDDEN) & ~_secret(),
        NOT_YET_READ: lambda: stands(UNREAD) & ~_secret(),
    }[reason]()


def why_unreadable() -> Case:
    """Return why not everybody may read the text of a row in the register; "" where they may."""
    return Case(
        When(stands(WITHDRAWN), then=Value(WITHDRAWN)),
        When(_secret(), then=Value(SECRET)),
        When(stands(HIDDEN), then=Value(HIDDEN)),
        When(stands(PUBLISHED), then=Value("")),
        default=Value(NOT_YET_READ),
        output_field=CharField(),
    )


def _secret(of: str = "") -> Q:
    """Ask for the record among those that are secret: they are few, and an index has them."""
    secret = Record.objects.exclude(secrecy="").filter(pk=OuterRef(f"{of}record"))
    return Q(Exists(secret))


# -- for a loaded row ------------------------------------------------------------------------------


def standing_of(one: Contribution) -> str:
    """Return where staff are with input; what is not confirmed is as unread, though nobody is."""
    if one.state == State.WITHDRAWN:
        return WITHDRAWN
    if one.state == State.UNCONFIRMED:
        return UNREAD
    if one.hidden_at is not None:
        return HIDDEN
    return PUBLISHED if one.published_at is not None else UNREAD


def is_readable(one: Contribution) -> bool:
    """Tell whether everybody may read the text."""
    return not why_not(one)


def why_not(one: Contribution) -> str:
    """Return why not everybody may read the text; "" where they may."""
    standing = standing_of(one)
    if standing == WITHDRAWN:
        return WITHDRAWN
    if is_secret(one):
        return SECRET
    return {HIDDEN: HIDDEN, PUBLISHED: ""}.get(standing, NOT_YET_READ)


def is_secret(one: Contribution) -> bool:
    """Tell whether its record is under secrecy: then its text is never published."""
    return one.record is not None and bool(one.record.secrecy)
