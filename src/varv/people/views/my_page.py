"""The way to my page for those who have no account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from varv.people import actions, identity, limits
from varv.people.forms import AddressForm


@never_cache
@sensitive_variables("token")
def my_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of a signed link in, and leave the link behind.

    Where somebody else is in already it takes a button: else a link on any page of the web could
    put a visitor into another person's page unnoticed.
    """
    person = identity.person_of_token(token)
    if person is None:
        return render(request, "people/link_dead.html", {"form": AddressForm()}, status=410)
    present = identity.person_of(request)
    if request.method != "POST" and present not in (None, person):
        return render(request, "people/link_switch.html", {"present": present})
    identity.enter(request, token)
    return redirect("web:my")


@never_cache
def new_link(request: HttpRequest) -> HttpResponse:
    """Mail a new link, if the address is known; the answer is the same if not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "people/new_link.html", {"form": form})
    if not form.is_valid():
        return render(request, "people/new_link.html", {"form": form}, status=422)
    email = form.cleaned_data["email"]
    if limits.take((limits.NEW_LINK, email)) is None:
        actions.send_my_link(email=email, language=get_language() or "")
    return redirect("people:new_link_sent")


@never_cache
def new_link_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next, whoever asked."""
    return render(request, "people/new_link_sent.html")
