"""What is kept about a person, for the person: to read, to take away, to ask for its end."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.people import actions, identity, queries
from varv.people.forms import AskForm
from varv.people.models import User
from varv.registry import rights
from varv.text.translated_forms import add_refusal

OwnView = Callable[[HttpRequest, User], HttpResponse]


def own(view: OwnView) -> Callable[..., HttpResponse]:
    """Let in whoever signed in or opened a link that was mailed to them; tell others the way."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        person = identity.person_of(request)
        if person is None:
            return render(request, "web/my_unknown.html", status=401)
        return view(request, person)

    return guarded


def as_file(copy: dict[str, dict[str, Any]], person: User) -> HttpResponse:
    """Return a copy as a file that machines can read."""
    return JsonResponse(
        copy,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="person-{person.pk}.json"'},
    )


@require_safe
@own
def data(request: HttpRequest, person: User) -> HttpResponse:
    """Show the person all that is kept about them, to read and to print."""
    context = {
        "person": person,
        "parts": rights.readable(rights.export_person(person.pk)),
        "waiting": queries.requests_of(person).filter(answered_at=None),
        "on_paper": True,
    }
    return render(request, "people/my/data.html", context)


@require_POST
@own
def data_file(request: HttpRequest, person: User) -> HttpResponse:
    """Send the person all that is kept about them, as a file."""
    return as_file(actions.export_person(person, person=person), person)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def ask(request: HttpRequest, person: User) -> HttpResponse:
    """Let the person ask to be erased, or to have something corrected."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ask_for_right(person, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            told = _("We have your request. You get an answer by e-mail within a month.")
            messages.success(request, told)
            return redirect("people:my_data")
    context = {
        "person": person,
        "form": form,
        "consequences": rights.preview_erasure(person.pk),
        "on_staff": bool(person.roles),
    }
    return render(request, "people/my/ask.html", context, status=422 if form.is_bound else 200)
