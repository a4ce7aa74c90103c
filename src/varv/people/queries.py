"""Reading people: the region, municipalities, organisations, staff."""

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from varv.people.models import (
    Municipality,
    Organisation,
    OrganisationAlias,
    Region,
    Representation,
    StaffRole,
    User,
)
from varv.registry.forecast import Recipient
from varv.text.sorting import sort_key

KEY_LENGTH = 400


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
    begins = Q(sort_key__startswith=key) | Q(sort_key__contains=f" {key}")
    aliases = OrganisationAlias.objects.filter(begins, organisation=OuterRef("pk"))
    return within.filter(begins | Exists(aliases)).order_by("sort_key", "pk")


def organisations_matching(text: str, limit: int = 8) -> list[Organisation]:
    """Return the first checked organisations for what somebody has typed so far."""
    if not organisation_key(text):
        return []
    return list(organisations_named(text, checked_organisations())[:limit])


def organisations_for_desk(text: str = "", state: str = "") -> QuerySet[Organisation]:
    """Return organisations as the desk lists them, with their municipality and representatives."""
    rows = Organisation.objects.order_by("sort_key", "pk")
    if state == "waiting":
        rows = rows.filter(checked_at=None)
    if state == "checked":
        rows = rows.filter(checked_at__isnull=False)
    current = Q(representations__until=None, representations__isnull=False)
    return (
        organisations_named(text, rows)
        .select_related("municipality")
        .annotate(representative_count=Count("representations", filter=current, distinct=True))
    )


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
    return User.objects.filter(Exists(has_role)).order_by("name", "email").prefetch_related(held)


def coordinators() -> QuerySet[User]:
    """Return the active coordinators."""
    has_role = current_roles().filter(user=OuterRef("pk"), role=StaffRole.Role.COORDINATOR)
    return User.objects.filter(Exists(has_role), is_active=True).order_by("pk")


def people_for_desk(text: str = "") -> QuerySet[User]:
    """Return the persons there are, or those with ``text`` in their name or address."""
    found = User.objects.filter(is_active=True).order_by("name", "email")
    wanted = text.strip()
    return found.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted)) if wanted else found


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
