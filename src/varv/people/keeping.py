"""How long persons are kept to whom nothing is tied any more."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from varv.people import actions, queries
from varv.people.models import User
from varv.registry import retention
from varv.registry.keeping import NO_LONGER_NEEDED


def _erase(ids: Sequence[int]) -> int:
    people = User.objects.select_for_update(no_key=True).filter(pk__in=ids, is_active=True)
    return len([actions.erase_row(person) for person in people])


def _sample(person: User) -> str:
    return f"{person}, {person.email}" if person.name else person.email


def register() -> None:
    """Add the rule, and what ends by itself."""
    retention.register(
        retention.Rule(
            key="people.without_ties",
            kind="person",
            label=_("People to whom nothing is tied any more"),
            begins=_("they became known or last signed in"),
            ground=NO_LONGER_NEEDED,
            remains=_("A number, so that the log holds."),
            months=24,
            begun=queries.people_without_ties,
            destroy=_erase,
            sample=_sample,
        )
    )
    retention.passing.register(
        "people.sign_in_links",
        retention.Passing(
            _("Links that sign in once"), _("When used, or after a day; deleted at once.")
        ),
    )
    retention.passing.register(
        "people.my_page",
        retention.Passing(
            _("Your own page, opened by a link"),
            _("After twelve hours; the link itself after 120 days."),
        ),
    )
    retention.passing.register(
        "people.copies",
        retention.Passing(
            _("Copies that people take of what is kept about them"),
            _("They are made when asked for and never stored."),
        ),
    )
