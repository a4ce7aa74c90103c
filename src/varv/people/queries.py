"""Reading people: the region, municipalities, organisations, staff."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from varv.people import belongings, numbers
from varv.people.models import (
    Municipality,
    Organisation,
    OrganisationAlias,
    OrganisationMerge,
    PossibleDouble,
    Region,
    Representation,
    RightsRequest,
    SignInLink,
    StaffRole,
    User,
)
from varv.people.word_index import HasWords
from varv.registry import masking, rights, search
from varv.registry.forecast import Recipient
from varv.registry.kinds import Ref
from varv.registry.models import Event
from varv.registry.queries import events
from varv.text.sorting import sort_key

KEY_LENGTH = 400
# How forms and addresses say that somebody is from outside the region.
OUTSIDE = "outside"
#: The role that may do most comes first.
ROLES_IN_ORDER = (StaffRole.Role.COORDINATOR, StaffRole.Role.ANALYST, StaffRole.Role.READER)


def current_region() -> Region | None:
    """Return the region, or None before a folder was loaded."""
    return Region.objects.order_by("pk").first()


def the_region() -> Region:
    """Return the region where there must be one; else raise ``Region.DoesNotExist``."""
    region = current_region()
    if region is None:
        raise Region.DoesNotExist("no region is loaded")
    return region


def municipalities() -> QuerySet[Municipality]:
    """Return the region's municipalities in the order of their names."""
    return Municipality.objects.order_by("sort_key", "pk")


def person_by_email(email: str) -> User | None:
    """Return the active person with this address, whatever its case."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def is_known(email: str) -> bool:
    """Tell whether there is a row, active or not, for this address, whatever its case."""
    return User.objects.filter(email=email.strip().lower()).exists()


def organisation_key(name: str) -> str:
    """Return the key under which a name is one organisation, however it is written."""
    # Digits are padded, so a hostile name can grow past what the column holds.
    return sort_key(name)[:KEY_LENGTH]


def find_organisation(name: str) -> Organisation | None:
    """Return the organisation that has ``name`` as its name or as another name."""
    key = organisation_key(name)
    if not key:
        return None
    found = Organisation.objects.filter(sort_key=key).first()
    return found or Organisation.objects.filter(aliases__sort_key=key).first()


def organisations_by_key(names: Iterable[str]) -> dict[str, Organisation]:
    """Return the known organisations among ``names``, by the key of the name that was given."""
    keys = {key for name in names if (key := organisation_key(name))}
    rows = Organisation.objects.select_related("municipality")
    found = {row.sort_key: row for row in rows.filter(sort_key__in=keys)}
    aliases = OrganisationAlias.objects.filter(sort_key__in=keys - found.keys())
    for alias in aliases.select_related("organisation__municipality"):
        found[alias.sort_key] = alias.organisation
    return found


def organisation_with_number(text: str) -> Organisation | None:
    """Return the organisation with this number, in whatever form it is written."""
    try:
        number = numbers.normalised(text)
    except ValidationError:
        return None
    return Organisation.objects.filter(number=number).first() if number else None


def checked_organisations() -> QuerySet[Organisation]:
    """Return the organisations whose names the public may see."""
    return Organisation.objects.filter(checked_at__isnull=False)


def organisations_to_check() -> QuerySet[Organisation]:
    """Return the organisations that visitors typed and no staff has looked at."""
    return Organisation.objects.filter(checked_at=None)


def organisations_named(text: str, within: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Narrow ``within`` to names, or other names, with a word that begins as ``text`` does."""
    key = organisation_key(text)
    if not key:
        return within.none() if text.strip() else within
    names = _with_words(key, Organisation.objects.all()).values("pk")
    aliases = _with_words(key, OrganisationAlias.objects.all()).values("organisation")
    # One list of ids from two indexes; joined by "or" PostgreSQL would read both tables whole.
    return within.filter(pk__in=names.union(aliases)).order_by("sort_key", "pk")


def _with_words(key: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow ``rows`` to sort keys that hold ``key`` from the beginning of a word."""
    begins = Q(sort_key__startswith=key) | Q(sort_key__contains=f" {key}")
    # The index knows which words there are, not in which order; that is looked at afterwards.
    return rows.filter(HasWords("sort_key", key), begins)


def organisations_matching(text: str, limit: int = 8) -> list[Organisation]:
    """Return the first checked organisations for what somebody has typed so far."""
    if not organisation_key(text):
        return []
    return list(organisations_named(text, checked_organisations())[:limit])


def organisations_for_desk(
    text: str = "", state: str = "", sector: str = "", municipality: str = ""
) -> QuerySet[Organisation]:
    """Return organisations as the desk lists them, with their municipality and representatives.

    ``text`` is the beginning of a word of a name or other name, or of a number. ``municipality``
    is an id, or ``OUTSIDE``.
    """
    rows = Organisation.objects.order_by("sort_key", "pk")
    if state in _STATES:
        rows = rows.filter(_STATES[state]())
    if sector:
        rows = rows.filter(sector=sector)
    if municipality:
        outside = municipality == OUTSIDE
        rows = (
            rows.filter(municipality=None)
            if outside
            else rows.filter(municipality=int(municipality))
        )
    current = Representation.objects.filter(organisation=OuterRef("pk"), until=None)
    counted = current.order_by().values("organisation").annotate(n=Count("pk")).values("n")
    return (
        organisations_found(text, rows)
        .select_related("municipality")
        .annotate(representative_count=Coalesce(Subquery(counted), 0))
    )


def organisations_found(text: str, within: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Narrow ``within`` to what staff looks for: by number, else by names."""
    number = numbers.beginning(text)
    foreign = " ".join(text.upper().split())
    if number or any(sign.isdigit() for sign in foreign):
        found = within.filter(number__startswith=number or foreign)
        if found.exists():
            return found
    return organisations_named(text, within)


def organisations_offered(text: str, limit: int = 8) -> list[Organisation]:
    """Return the first organisations, checked or not, for what staff has typed so far."""
    if not organisation_key(text):
        return []
    return list(organisations_found(text, Organisation.objects.all())[:limit])


def _is_in_a_pair() -> Exists:
    return Exists(
        PossibleDouble.objects.filter(
            Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), dismissed_at=None
        )
    )


_STATES: dict[str, Callable[[], Q]] = {
    "waiting": lambda: Q(checked_at=None),
    "checked": lambda: Q(checked_at__isnull=False),
    "double": lambda: Q(_is_in_a_pair()),
    "no_number": lambda: Q(number=None),
}


def doubles_waiting() -> QuerySet[PossibleDouble]:
    """Return the pairs that nobody has judged, the likeliest first, with both organisations."""
    pairs = PossibleDouble.objects.filter(dismissed_at=None).order_by("-score", "pk")
    return pairs.select_related("first__municipality", "second__municipality")


def doubles_of(organisation: Organisation) -> QuerySet[PossibleDouble]:
    """Return the pairs that wait with this organisation in them."""
    return doubles_waiting().filter(Q(first=organisation) | Q(second=organisation))


def belongings_of(organisations: Sequence[Organisation]) -> list[tuple[str, list[int]]]:
    """Return how many of each thing belong to each organisation, one query for each kind."""
    ids = [one.pk for one in organisations]
    counted = []
    for one in belongings.point:
        rows = one.rows_of._default_manager.filter(**{f"{one.field}__in": ids}).order_by()
        found = dict(rows.values_list(one.field).annotate(Count("pk")))
        counted.append((str(one.label), [found.get(pk, 0) for pk in ids]))
    return counted


def merges_into(organisation: Organisation) -> QuerySet[OrganisationMerge]:
    """Return what was merged into the organisation and stands, latest first."""
    return OrganisationMerge.objects.filter(new_id=organisation.pk, undone_at=None)


def survivor_id(pk: int) -> int | None:
    """Return the id of the organisation that one went into, however many merges ago, if any."""
    return survivor_ids([pk]).get(pk)


def survivor_ids(ids: Iterable[int]) -> dict[int, int]:
    """Return where organisations that were merged are now: old id to the id of today."""
    standing = OrganisationMerge.objects.filter(undone_at=None)
    led = {pk: pk for pk in ids}
    ahead = set(led)
    while ahead:
        step = dict(standing.filter(old_id__in=ahead).values_list("old_id", "new_id"))
        led = {old: step.get(now, now) for old, now in led.items()}
        ahead = set(step.values())
    return {old: now for old, now in led.items() if old != now}


def merged_ids(organisation: Organisation) -> list[int]:
    """Return the ids of all that went into the organisation, at first or second hand."""
    standing = OrganisationMerge.objects.filter(undone_at=None)
    found: list[int] = []
    ahead = [organisation.pk]
    while ahead:
        ahead = list(standing.filter(new_id__in=ahead).values_list("old_id", flat=True))
        found += ahead
    return found


def organisation_events(organisation: Organisation) -> QuerySet[Event]:
    """Return what the log tells of an organisation and of those that went into it, newest first.

    One that came out again has its merge and the undoing of it in its history too, which the log
    tells of the organisation that it went into.
    """
    ids = [organisation.pk, *merged_ids(organisation)]
    into = OrganisationMerge.objects.filter(old_id=organisation.pk).values("new_id")
    merged = Q(action__in=("people.merge_organisations", "people.undo_merge"))
    own = Q(subject_id__in=into, data__old=organisation.pk) & merged
    return events().filter(Q(subject_id__in=ids) | own, subject_kind="organisation")


def representatives(organisation: Organisation) -> QuerySet[Representation]:
    """Return who speaks for the organisation now."""
    return organisation.representations.filter(until=None).select_related("person")


def current_roles() -> QuerySet[StaffRole]:
    """Return the staff roles held now."""
    return StaffRole.objects.filter(until=None)


def staff() -> QuerySet[User]:
    """Return everybody on the staff, with ``held`` roles fetched, in the order of address."""
    held = Prefetch("staff_roles", queryset=current_roles().order_by("role"), to_attr="held")
    has_role = current_roles().filter(user=OuterRef("pk"))
    app = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    found = User.objects.filter(Exists(has_role)).annotate(has_second_factor=Exists(app))
    return found.order_by("name", "email").prefetch_related(held)


def is_on_staff(person: User) -> bool:
    """Tell whether the person holds a role, whatever this browser has proved."""
    return current_roles().filter(user=person, user__is_active=True).exists()


def recovery_codes_left(person: User) -> int:
    """Return how many recovery codes are left to the person."""
    kept = Authenticator.objects.filter(
        user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def coordinators() -> QuerySet[User]:
    """Return the active coordinators."""
    has_role = current_roles().filter(user=OuterRef("pk"), role=StaffRole.Role.COORDINATOR)
    return User.objects.filter(Exists(has_role), is_active=True).order_by("pk")


def people_for_desk(text: str = "") -> QuerySet[User]:
    """Return the persons there are, or those with ``text`` in their name or address."""
    found = User.objects.filter(is_active=True).order_by("name", "email")
    wanted = text.strip()
    return found.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted)) if wanted else found


def mentions_of(person: User, reader: User) -> list[search.Hit]:
    """Return what tells of a person by name or address and can be masked, as ``reader`` sees it.

    What staff entered by hand is tied to nobody, so that no erasure reaches it. What it does reach
    is left out, and so is mail: theirs is erased with them.
    """
    reached = rights.reached_by_erasure(person.pk)
    sources = [one for one in search.point if one.kind in masking.point and one.kind != "message"]
    found: dict[Ref, search.Hit] = {}
    for text in filter(None, (person.name.strip(), person.email.strip())):
        results = search.find(reader, f'"{text}"', sources=sources)
        if not results.corrected:
            found.update((hit.ref, hit) for hit in results.hits if hit.ref not in reached)
    return list(found.values())


def language_for(person: User) -> str:
    """Return the language to write to ``person`` in: theirs if the region speaks it."""
    region = current_region()
    if region is None:
        return person.language or settings.LANGUAGE_CODE
    return person.language if person.language in region.languages else region.language


def recipient_of(person: User) -> Recipient:
    """Return ``person`` as the recipient of a mail."""
    return Recipient(email=person.email, name=person.name, language=language_for(person))


def silent_recipient(email: str, language: str) -> Recipient:
    """Return a recipient for a mail that is written only to take the time it takes."""
    return Recipient(email=email, name="", language=language_for(User(language=language)))


def contact_address() -> str:
    """Return where people write to about their personal data; empty before a folder was loaded."""
    region = current_region()
    return region.contact_email if region else ""


def open_requests() -> QuerySet[RightsRequest]:
    """Return the requests that wait for an answer, the most urgent first, with who asked."""
    waiting = RightsRequest.objects.filter(answered_at=None)
    return waiting.select_related("person").order_by("due_on", "pk")


def requests_of(person: User) -> QuerySet[RightsRequest]:
    """Return what a person has asked for, latest first."""
    return person.rights_requests.order_by("-asked_at", "-pk")


def people_without_ties(before: datetime) -> QuerySet[User]:
    """Return those known since before a moment to whom nothing is tied any more.

    A tie is anything that points at the person: a registration, an interest, a seat. A role or a
    representation is one until it has been over for as long.
    """
    found = User.objects.filter(is_active=True, created_at__lt=before)
    found = found.filter(Q(last_login=None) | Q(last_login__lt=before))
    lasting = Q(until=None) | Q(until__gte=before)
    for relation in User._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        rows = model._default_manager.filter(**{name: OuterRef("pk")})
        if model in (StaffRole, Representation):
            rows = rows.filter(lasting)
        elif model is RightsRequest:
            rows = rows.filter(answered_at=None)
        elif model is SignInLink or not model.__module__.startswith("varv."):
            continue  # they are ways in, not ties
        found = found.exclude(Exists(rows))
    return found.order_by("pk")
