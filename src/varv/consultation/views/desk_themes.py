"""The desk: the themes of the programme, and the wordings that reasons start from."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from varv.consultation import actions
from varv.consultation.forms_desk.themes import MergeThemeForm, ReasonForm, ThemeForm
from varv.consultation.models import ReasonTemplate, Theme
from varv.consultation.queries.themes import themes_counted
from varv.consultation.views.desk_rounds import sent
from varv.consultation.views.desk_splitting import may_answer, methods
from varv.cycles.views.shared import programme_or_404
from varv.people.requests import StaffRequest, region_of
from varv.text.refusals import RefusableForm, accepted

WAYS = {"up": -1, "down": 1}


@methods
@may_answer
def themes(request: StaffRequest) -> HttpResponse:
    """Show the themes with how many points each has, and add one."""
    programme = programme_or_404()
    form = ThemeForm(sent(request), languages=region_of(request).languages)

    def add() -> None:
        actions.add_theme(request.user, programme=programme, **form.values())

    if form.is_valid() and accepted(form, add):
        messages.success(request, _("The theme is added."))
        return redirect("consultation:desk_themes")
    context = {"themes": themes_counted(programme)}
    return _show(request, "desk_themes", form, context)


@methods
@may_answer
def theme(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a theme another name."""
    found, languages = _theme(pk), region_of(request).languages
    form = ThemeForm(sent(request), languages=languages, initial=ThemeForm.initial_of(found))

    def rename() -> None:
        actions.rename_theme(request.user, theme=found, **form.values())

    if form.is_valid() and accepted(form, rename):
        messages.success(request, _("The theme is saved."))
        return redirect("consultation:desk_themes")
    context = {
        "theme": found,
        "merging": MergeThemeForm(others=_others(found)) if _others(found).exists() else None,
        "count": found.points.count(),
    }
    return _show(request, "desk_theme", form, context)


@methods
@may_answer
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    """Move all points of a theme to another, and remove it."""
    found = _theme(pk)
    form = MergeThemeForm(sent(request), others=_others(found))
    done: list[int] = []

    def unite() -> None:
        into = form.cleaned_data["into"]
        done.append(actions.merge_themes(request.user, theme=found, into=into))

    if form.is_valid() and accepted(form, unite):
        text = ngettext("%(n)s point has moved.", "%(n)s points have moved.", done[0])
        messages.success(request, text % {"n": done[0]})
        return redirect("consultation:desk_themes")
    context = {
        "theme": found,
        "heading": _("Merge the theme with another"),
        "lead": _("The theme is gone afterwards. Its points are under the other one."),
        "act": _("Merge"),
        "to": "consultation:desk_themes",
    }
    return _show(request, "desk_point_form", form, context)


@require_POST
@may_answer
def order(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a theme earlier or later."""
    found = _theme(pk)
    way = WAYS.get(request.POST.get("way", ""), 0)
    _in_words(request, lambda: actions.order_theme(request.user, theme=found, by=way))
    return redirect("consultation:desk_themes")


@require_POST
@may_answer
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a theme without points."""
    found = _theme(pk)
    if _in_words(request, lambda: actions.remove_theme(request.user, theme=found)):
        messages.success(request, _("The theme is removed."))
    return redirect("consultation:desk_themes")


@methods
@may_answer
def reasons(request: StaffRequest) -> HttpResponse:
    """Show the wordings that reasons start from, and add one."""
    form = ReasonForm(sent(request))

    def add() -> None:
        actions.save_reason(request.user, **form.cleaned_data)

    if form.is_valid() and accepted(form, add):
        messages.success(request, _("The wording is saved."))
        return redirect("consultation:desk_reasons")
    return _show(request, "desk_reasons", form, {"reasons": ReasonTemplate.objects.all()})


@methods
@may_answer
def reason(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a wording."""
    found = get_object_or_404(ReasonTemplate, pk=pk)
    form = ReasonForm(sent(request), initial=ReasonForm.initial_of(found))

    def save() -> None:
        actions.save_reason(request.user, template=found, **form.cleaned_data)

    if form.is_valid() and accepted(form, save):
        messages.success(request, _("The wording is saved."))
        return redirect("consultation:desk_reasons")
    context = {
        "heading": _("Change the wording"),
        "lead": _("Dispositions that it was used in stay as they are."),
        "act": _("Save"),
        "to": "consultation:desk_reasons",
    }
    return _show(request, "desk_point_form", form, context)


@require_POST
@may_answer
def remove_reason(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a wording."""
    found = get_object_or_404(ReasonTemplate, pk=pk)
    actions.remove_reason(request.user, template=found)
    messages.success(request, _("The wording is removed."))
    return redirect("consultation:desk_reasons")


def _theme(pk: int) -> Theme:
    return get_object_or_404(Theme.objects.select_related("programme"), pk=pk)


def _others(found: Theme) -> Any:
    return Theme.objects.filter(programme=found.programme_id).exclude(pk=found.pk)


def _show(
    request: StaffRequest, template: str, form: RefusableForm, context: dict[str, Any]
) -> HttpResponse:
    return render(
        request,
        f"consultation/{template}.html",
        {**context, "form": form},
        status=422 if form.is_bound else 200,
    )


def _in_words(request: StaffRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True
