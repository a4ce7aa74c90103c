"""What the public forms share that take an address which nobody has proved to be their own."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from varv.people.identity import person_of
from varv.people.models import User


def own_person(request: HttpRequest, email: str) -> User | None:
    """Return the person with this address if it is they who sent the form, else None."""
    person = person_of(request)
    return person if person is not None and person.email == email.strip().lower() else None


def too_many() -> str:
    """Return what a form says, with all that was typed kept, when it was sent too often.

    How often is in the settings (``ACCOUNT_RATE_LIMITS``); why is in ADR 7.
    """
    return _(
        "The form has been sent many times in a short while. "
        "Wait a few minutes and send it again. What you wrote is still here."
    )
