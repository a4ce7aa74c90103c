"""What people lets the staff search: organisations by all their names, and persons."""

from django.utils.translation import pgettext_lazy

from varv.people.models import Organisation, OrganisationAlias, User
from varv.registry.search import Source, register


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(
        Source(
            "organisation",  # they have pages on the desk alone
            called=pgettext_lazy(
                "words searched for", "organisation organisations organization organizations"
            ),
            staff=Organisation.objects.all,
            permission="people.view_organisation",
            weight=1.2,
        )
    )
    register(
        Source(
            "organisation",
            staff=OrganisationAlias.objects.all,
            permission="people.view_organisation",
            of="organisation_id",
            texts=("name",),
        )
    )
    register(
        Source(
            "person",
            called=pgettext_lazy("words searched for", "person persons people"),
            staff=User.objects.all,
            permission="people.view_person",
            texts=("email",),
            personal=True,
            holder="name",
        )
    )
