"""What the public forms share that take an address which nobody has proved to be their own."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.people.identity import person_of
from varv.people.models import User

MINUTES_IN_WORDS = 90


def own_person(request: HttpRequest, email: str) -> User | None:
    """Return the person with this address if it is they who sent the form, else None."""
    person = person_of(request)
    return person if person is not None and person.email == email.strip().lower() else None


def too_many(wait: timedelta) -> str:
    """Return what a form says, with all that was typed kept, when it was sent too often."""
    return _(
        "The form has been sent many times in a short while. "
        "Send it again %(when)s. What you wrote is still here."
    ) % {"when": in_words(wait)}


def in_words(wait: timedelta) -> str:
    """Return when to try again: "in 3 minutes"; never sooner than it would work."""
    minutes = -(-wait // timedelta(minutes=1))
    if minutes > MINUTES_IN_WORDS:
        hours = -(-wait // timedelta(hours=1))
        return ngettext("in %(number)d hour", "in %(number)d hours", hours) % {"number": hours}
    return ngettext("in %(number)d minute", "in %(number)d minutes", minutes) % {"number": minutes}


def with_wait(response: HttpResponse, wait: timedelta) -> HttpResponse:
    """Tell programs, too, when to try again."""
    response.headers["Retry-After"] = str(-(-wait // timedelta(seconds=1)))
    return response
