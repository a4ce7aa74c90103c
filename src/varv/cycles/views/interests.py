"""Showing interest, and taking it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from varv.cycles import actions, limits, queries
from varv.cycles.forms import InterestForm
from varv.cycles.models import Interest
from varv.people.identity import person_of
from varv.people.public_forms import own_person, too_many, with_wait
from varv.text.translated_forms import add_refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest) -> HttpResponse:
    """Ask who wants to take part in what; nobody needs an account or a meeting for it."""
    areas = queries.areas_to_choose(queries.current_programme())
    if request.method != "POST":
        chosen = areas.filter(slug=request.GET.get("area", "").replace("\x00", ""))
        form = InterestForm(areas=areas, initial={"areas": list(chosen)})
        return render(request, "cycles/interest.html", {"form": form})
    form = InterestForm(request.POST, areas=areas)
    if form.is_from_a_program:
        return redirect("cycles:interest_thanks")
    if not form.is_valid():
        return render(request, "cycles/interest.html", {"form": form}, status=422)
    email = form.cleaned_data["email"]
    if wait := limits.interest(request, email=email):
        form.add_error(None, too_many(wait))
        return with_wait(render(request, "cycles/interest.html", {"form": form}, status=429), wait)
    try:
        actions.show_interest(
            own_person(request, email),
            areas=list(form.cleaned_data["areas"]),
            applicant=form.applicant(),
            level=form.cleaned_data["level"],
            message=form.cleaned_data["message"],
            language=get_language() or "",
        )
    except ValidationError as error:
        add_refusal(form, error)
        return render(request, "cycles/interest.html", {"form": form}, status=422)
    return redirect("cycles:interest_thanks")


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
