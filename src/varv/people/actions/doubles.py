"""Looking for organisations that may be doubles, and saying that two are not."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from varv import clock
from varv.people import likeness, numbers
from varv.people.actions import register_lock
from varv.people.models import (
    Organisation,
    OrganisationAlias,
    PossibleDouble,
    Representation,
    User,
)
from varv.registry.actions import log

# Where everybody has mail, or so many that the domain is an umbrella's: it says nothing.
_ANYBODYS = frozenset(
    [
        "gmail.com",
        "hotmail.com",
        "outlook.com",
        "live.se",
        "live.com",
        "hotmail.se",
        "telia.com",
        "yahoo.com",
        "yahoo.se",
        "icloud.com",
        "me.com",
        "bredband.net",
        "tele2.se",
        "comhem.se",
        "spray.se",
        "proton.me",
        "protonmail.com",
    ]
)
_MAX_PER_DOMAIN = 5
# More at once than this, and all are compared: it takes no longer.
_MANY = 2_000


def look_for_new_doubles(now: datetime) -> int:
    """Compare with all the rest what is new or changed, and every night all of them; timed work."""
    if Organisation.objects.filter(compared_at__lt=_last_night(now)).exists():
        return look_for_doubles(now)
    waiting = Organisation.objects.filter(compared_at=None)
    touched = set(waiting.values_list("pk", flat=True)[: _MANY + 1])
    if not touched:
        return 0
    return look_for_doubles(now, touched if len(touched) <= _MANY else None)


@transaction.atomic
def look_for_doubles(now: datetime, touched: set[int] | None = None) -> int:
    """Bring the suspicions up to date, all or those about ``touched``; return how many are new.

    What is no longer alike is no longer suspected; what somebody has dismissed stays so.
    """
    register_lock.share()
    found = {(one.first, one.second): one for one in likeness.suspicions(_known(), touched)}
    standing = PossibleDouble.objects.all()
    if touched is not None:
        standing = standing.filter(Q(first__in=touched) | Q(second__in=touched))
    known = {(pair.first_id, pair.second_id): pair for pair in standing}
    PossibleDouble.objects.filter(
        pk__in=[p.pk for key, p in known.items() if key not in found and p.dismissed_at is None]
    ).delete()
    changed = [pair for key, pair in known.items() if key in found and _rejudge(pair, found[key])]
    PossibleDouble.objects.bulk_update(changed, ["score", "reason"], batch_size=1000)
    new = [_pair(one) for key, one in found.items() if key not in known]
    PossibleDouble.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    compared = Organisation.objects.all()
    if touched is not None:
        compared = compared.filter(pk__in=touched)
    compared.update(compared_at=now)
    return len(new)


@transaction.atomic
def dismiss_double(actor: User | None, *, first: Organisation, second: Organisation) -> None:
    """Remember for ever that the two are not one, so that nobody is asked again."""
    low, high = sorted((first.pk, second.pk))
    pair, _new = PossibleDouble.objects.select_for_update(of=("self",)).get_or_create(
        first_id=low,
        second_id=high,
        defaults={"score": 0, "reason": PossibleDouble.Reason.NEAR},
    )
    if pair.dismissed_at is not None:
        return
    pair.dismissed_at = clock.now()
    pair.dismissed_by_id = actor.pk if actor else None
    pair.save(update_fields=["dismissed_at", "dismissed_by_id"])
    log(actor, "people.dismiss_double", first, other=second.pk)


def _last_night(now: datetime) -> datetime:
    """Return the latest three o'clock; addresses of representatives may have changed before it."""
    night = now.replace(hour=3, minute=0, second=0, microsecond=0)
    return night if night <= now else night - timedelta(days=1)


def _known() -> list[likeness.Known]:
    """Return all that is compared of every organisation, by three queries."""
    names: dict[int, list[str]] = defaultdict(list)
    for organisation, alias in OrganisationAlias.objects.values_list("organisation", "name"):
        names[organisation].append(alias)
    domains = _domains()
    return [
        likeness.Known(
            pk, (name, *names[pk]), numbers.comparable(number or ""), frozenset(domains[pk])
        )
        for pk, name, number in Organisation.objects.order_by("pk").values_list(
            "pk", "name", "number"
        )
    ]


def _domains() -> dict[int, set[str]]:
    """Return the domains that the representatives of each organisation write from."""
    current = Representation.objects.filter(until=None, person__is_active=True)
    pairs = {
        (organisation, email.rpartition("@")[2])
        for organisation, email in current.values_list("organisation", "person__email")
    }
    spread = Counter(domain for _organisation, domain in pairs)
    found: dict[int, set[str]] = defaultdict(set)
    for organisation, domain in pairs:
        if domain not in _ANYBODYS and spread[domain] <= _MAX_PER_DOMAIN:
            found[organisation].add(domain)
    return found


def _rejudge(pair: PossibleDouble, one: likeness.Suspicion) -> bool:
    """Take over the new score and reason; tell whether they differ from the old."""
    if (pair.score, pair.reason) == (one.score, one.reason):
        return False
    pair.score, pair.reason = one.score, one.reason
    return True


def _pair(one: likeness.Suspicion) -> PossibleDouble:
    return PossibleDouble(
        first_id=one.first, second_id=one.second, score=one.score, reason=one.reason
    )
