"""What the desk's pages of evidence, claims, SWOT, assets and criteria have in common."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from varv.people.requests import StaffRequest
from varv.text.translated_forms import add_refusal

methods = require_http_methods(["GET", "HEAD", "POST"])


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Return what was done, or None with the reasons in the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except ValidationError as error:
        add_refusal(form, error)
        return None


def form_page(request: StaffRequest, form: forms.Form, **context: Any) -> HttpResponse:
    """Show a form: with ``title``, ``submit``, and ``back`` (an address) called ``back_name``."""
    status = 422 if form.is_bound else 200
    return render(request, "analysis/desk/form.html", {"form": form, **context}, status=status)
