"""Offering organisations while somebody types; only names that staff has checked."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.people import queries
from varv.people.forms import OrganisationFields
from varv.text.hostile import PlainCharField

FIELD = "organisation"


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Return the options that begin as the text does; none for text that no form would take."""
    found = queries.organisations_matching(typed(request, "q", FIELD))
    return render(request, "people/_organisation_options.html", {"organisations": found})


@require_safe
def details(request: HttpRequest) -> HttpResponse:
    """Return the fields for sector and municipality, filled in when the organisation is known."""
    known = queries.find_organisation(typed(request, "q", FIELD))
    initial: dict[str, Any] = {
        "sector": _one(request, "sector"),
        "municipality": _one(request, "municipality"),
    }
    if known and known.checked_at:
        initial = {"sector": known.sector, "municipality": known.municipality or "outside"}
    form = OrganisationFields(initial=initial)
    return render(request, "people/_organisation_details.html", {"form": form})


def _one(request: HttpRequest, field: str) -> str:
    """Return the parameter ``field``, also where the form has a prefix."""
    for name, value in request.GET.items():
        if name == field or name.endswith(f"-{field}"):
            return str(value)
    return ""


def typed(request: HttpRequest, *fields: str) -> str:
    """Return what stands in the first of the fields that is there; nothing that no form takes."""
    text = next((found for field in fields if (found := _one(request, field))), "")
    try:
        return PlainCharField(required=False).clean(text)
    except ValidationError:
        return ""
