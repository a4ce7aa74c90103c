"""What people lets the staff search: organisations by all their names, and persons."""

from django.db.models import QuerySet

from varv.people.models import Organisation, OrganisationAlias, User
from varv.registry.guard import may
from varv.registry.search import Source, register


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(Source("organisation", _organisations, weight=1.2))
    register(Source("organisation", _aliases, of="organisation_id", texts=("name",)))
    register(Source("person", _persons, texts=("email",), personal=True))


def _organisations(user: object) -> QuerySet[Organisation]:
    """Return organisations; they have pages on the desk alone."""
    seen = may(user, "people.view_organisation")
    return Organisation.objects.all() if seen else Organisation.objects.none()


def _aliases(user: object) -> QuerySet[OrganisationAlias]:
    return OrganisationAlias.objects.filter(organisation__in=_organisations(user))


def _persons(user: object) -> QuerySet[User]:
    return User.objects.all() if may(user, "people.view_person") else User.objects.none()
