"""Showing interest, and taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from varv.cycles import actions, queries
from varv.cycles.forms import Details, EnterInterestForm, InterestForm
from varv.cycles.models import Interest
from varv.people.actions import organisation_for, person_for
from varv.people.identity import person_of
from varv.people.models import User
from varv.text.translated_forms import add_refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest) -> HttpResponse:
    """Ask who wants to take part in what; nobody needs an account or a meeting for it."""
    areas = queries.active_areas(queries.current_programme())
    if request.method != "POST":
        chosen = areas.filter(slug=request.GET.get("area", "").replace("\x00", ""))
        form = InterestForm(areas=areas, initial={"areas": list(chosen)})
        return render(request, "cycles/interest.html", {"form": form})
    form = InterestForm(request.POST, areas=areas)
    if form.is_from_a_program:
        return redirect("cycles:interest_thanks")
    if form.is_valid():
        try:
            declare(None, form, language=get_language() or "")
        except ValidationError as error:
            add_refusal(form, error)
        else:
            return redirect("cycles:interest_thanks")
    return render(request, "cycles/interest.html", {"form": form}, status=422)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Say thank you, the same words to all: the page must not tell who is known."""
    return render(request, "cycles/interest_thanks.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take the interest back; only for the person themselves."""
    person = person_of(request)
    found = Interest.objects.filter(pk=pk, person=person).select_related("area").first()
    if person is None or found is None:
        raise Http404("no interest of this person")
    if request.method == "POST":
        actions.withdraw_interest(person, interest=found)
        messages.success(
            request, _("Your interest in %(area)s is withdrawn.") % {"area": found.area}
        )
        return redirect("web:my")
    return render(request, "cycles/interest_withdraw.html", {"interest": found})


@transaction.atomic
def declare(
    actor: User | None, form: InterestForm | EnterInterestForm, *, language: str, **how: Any
) -> list[Interest]:
    """Do what a valid form says, whoever filled it in; ``how`` goes to ``declare_interests``."""
    data = form.cleaned_data
    person = person_for(data["email"], data["name"], language)
    organisation = organisation_for(
        actor,
        name=data["organisation"],
        sector=data["sector"],
        municipality=data["municipality"],
    )
    return actions.declare_interests(
        actor,
        areas=list(data["areas"]),
        person=person,
        details=Details(data["name"], organisation, data["sector"], data["municipality"]),
        level=data["level"],
        message=data["message"],
        **how,
    )
