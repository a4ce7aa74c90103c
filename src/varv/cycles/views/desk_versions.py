"""The desk: drafts of areas and of the programme, and what becomes of them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.cycles import actions, queries
from varv.cycles.actions.versions import SAVED_MEANWHILE
from varv.cycles.differences import difference, languages_left_behind
from varv.cycles.forms_versions import AdoptForm, AreaDraftForm, ProgrammeDraftForm
from varv.cycles.models import Area, AreaVersion, ProgrammeVersion
from varv.cycles.stages import stages
from varv.cycles.views.shared import layout_of, programme_or_404
from varv.people.access import staff
from varv.people.last_saved import last_saved
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.refusals import is_refused_for, standing_otherwise
from varv.text.translated_forms import add_refusal, initial_texts, language_in_a_sentence

AnyVersion = AreaVersion | ProgrammeVersion
methods = require_http_methods(["GET", "HEAD", "POST"])
ACTS = {
    "put-out": (
        actions.put_version_out,
        gettext_lazy("The version is out for comment. Everybody can read it."),
    ),
    "close": (actions.close_comment, gettext_lazy("The version is no longer out for comment.")),
    "compare": (
        actions.compare_with_present,
        gettext_lazy("The draft is now compared with the present version."),
    ),
}


@require_safe
@staff("cycles.view_process")
def programme(request: StaffRequest) -> HttpResponse:
    """List the versions of the programme."""
    found = programme_or_404()
    versions = list(queries.programme_versions(found))
    context = {
        "programme": found,
        "versions": versions,
        "may_change": request.user.has_perm("cycles.change_version"),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "cycles/desk/programme.html", context)


@require_POST
@staff("cycles.change_version")
def draft_programme(request: StaffRequest) -> HttpResponse:
    """Begin a draft of the programme, from the present version where there is one."""
    found = programme_or_404()
    present = queries.present_version(found)
    based_on = present if isinstance(present, ProgrammeVersion) else None
    made = actions.draft_programme(request.user, programme=found, based_on=based_on)
    return redirect("cycles:desk_version_edit", made.of, made.pk)


@require_POST
@staff("cycles.change_version")
def draft_area(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a draft of an area from its present wording."""
    area = get_object_or_404(Area, pk=pk, state=Area.State.ACTIVE)
    made = actions.draft_area(request.user, area=area)
    return redirect("cycles:desk_version_edit", made.of, made.pk)


@require_safe
@staff("cycles.view_process")
def version(request: StaffRequest, of: str, pk: int) -> HttpResponse:
    """Show a version: where it stands, what it changes, and what led to each change."""
    found = _version_or_404(of, pk)
    context = {
        "version": found,
        "difference": difference(found, queries.basis_of(found), request.user),
        "layout": layout_of(request),
        "stages": stages(found),
        "undone": queries.undone_changes(found).count(),
        "left_behind": _left_behind(found),
        "is_on_present": not found.is_public and queries.is_on_present(found),
        "may_change": request.user.has_perm("cycles.change_version"),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "cycles/desk/version.html", context)


@methods
@staff("cycles.change_version")
def edit(request: StaffRequest, of: str, pk: int) -> HttpResponse:
    """Write in a draft."""
    found = _version_or_404(of, pk)
    form, save = _draft_form(request, found)
    if _done(form, save):
        messages.success(request, _("The draft is saved."))
        return redirect("cycles:desk_version", of, pk)
    context = _meanwhile(form, found)
    words = {"title": _("Write in the draft"), "submit": _("Save the draft")}
    return _page(request, form, found, **words, **context)


@require_POST
@staff("cycles.change_version")
def draft_from(request: StaffRequest, of: str, pk: int) -> HttpResponse:
    """Begin a new draft from a version that no longer changes."""
    found = _version_or_404(of, pk)
    try:
        made: AnyVersion = (
            actions.draft_area(request.user, area=found.area, based_on=found)
            if isinstance(found, AreaVersion)
            else actions.draft_programme(request.user, programme=found.programme, based_on=found)
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("cycles:desk_version", of, pk)
    return redirect("cycles:desk_version_edit", of, made.pk)


@require_POST
@staff("cycles.change_version")
def act(request: StaffRequest, of: str, pk: int, name: str) -> HttpResponse:
    """Do what one button asks for: put out, no longer out, compare with the present version."""
    found = _version_or_404(of, pk)
    if name not in ACTS:
        raise Http404("there is no such act")
    do, words = ACTS[name]
    try:
        do(request.user, version=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, str(words))
    return redirect("cycles:desk_version", of, pk)


@methods
@staff("cycles.adopt_version")
def adopt(request: StaffRequest, of: str, pk: int) -> HttpResponse:
    """Adopt a version by a decision."""
    found = _version_or_404(of, pk)
    if not found.can_be_adopted:
        messages.info(request, _("The version cannot be adopted: it no longer changes."))
        return redirect("cycles:desk_version", of, pk)
    whole = found.area.programme if isinstance(found, AreaVersion) else found.programme
    form = AdoptForm(
        request.POST if request.method == "POST" else None,
        languages=the_region().languages,
        decisions=queries.programme_decisions(whole).order_by("-decided_on", "-pk"),
        with_reason=isinstance(found, AreaVersion),
        initial={"reason": getattr(found, "reason", "")},
    )

    def do() -> Any:
        if isinstance(found, AreaVersion):
            return actions.adopt_area_version(
                request.user,
                version=found,
                decision=form.made(),
                reason=form.cleaned_data["reason"],
            )
        return actions.adopt_programme_version(request.user, version=found, decision=form.made())

    if _done(form, do):
        messages.success(request, _("The version is adopted, and everybody can read it."))
        return redirect("cycles:desk_version", of, pk)
    return _page(
        request,
        form,
        found,
        title=_("Adopt the version"),
        submit=_("Adopt it"),
        undone=queries.undone_changes(found).count(),
        left_behind=_left_behind(found),
    )


@methods
@staff("cycles.change_version")
def discard(request: StaffRequest, of: str, pk: int) -> HttpResponse:
    """Ask once, then throw a draft away."""
    found = _version_or_404(of, pk)
    if request.method == "POST":
        try:
            actions.discard_draft(request.user, version=found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("cycles:desk_version", of, pk)
        messages.success(request, _("The draft is thrown away."))
        if isinstance(found, AreaVersion):
            return redirect("cycles:desk_area", pk=found.area_id)
        return redirect("cycles:desk_programme")
    traced = queries.traces_of_changes(found, request.user).values()
    context = {"version": found, "traced": sum(bool(knots) for knots in traced)}
    return render(request, "cycles/desk/version_discard.html", context)


def _draft_form(
    request: StaffRequest, found: AnyVersion
) -> tuple[AreaDraftForm | ProgrammeDraftForm, Callable[[], Any]]:
    """Return the form of the draft, and what saves it."""
    typed = request.POST if request.method == "POST" else None
    languages = the_region().languages
    if isinstance(found, AreaVersion):
        initial = initial_texts(name=found.name, summary=found.summary, text=found.text)
        initial |= {"reason": found.reason}
        area_form = AreaDraftForm(
            typed, initial=initial | {"revision": found.revision}, languages=languages
        )

        def save_area() -> Any:
            wording = area_form.wording
            return actions.edit_area_draft(
                request.user,
                version=found,
                seen=area_form.cleaned_data["revision"],
                name=wording.name,
                summary=wording.summary,
                text=wording.text,
                reason=area_form.cleaned_data["reason"],
            )

        return area_form, save_area
    initial = initial_texts(title=found.title, text=found.text, note=found.note)
    form = ProgrammeDraftForm(
        typed, initial=initial | {"revision": found.revision}, languages=languages
    )

    def save() -> Any:
        return actions.edit_programme_draft(
            request.user, version=found, seen=form.cleaned_data["revision"], **form.values
        )

    return form, save


def _version_or_404(of: str, pk: int) -> AnyVersion:
    if of not in {AreaVersion.of, ProgrammeVersion.of}:
        raise Http404("there are no versions of this")
    found = queries.version_at(of, pk)
    if found is None:
        raise Http404("there is no such version")
    return found


def _left_behind(found: AnyVersion) -> list[str]:
    """Name the languages that nobody has translated the change to, while it can be done."""
    if not found.can_be_adopted:
        return []
    return [language_in_a_sentence(one) for one in languages_left_behind(found)]


def _done(form: forms.Form, do: Callable[[], Any]) -> bool:
    """Do it and tell that it is done; else the reasons stand in the form."""
    if not form.is_valid():
        return False
    try:
        do()
    except ValidationError as error:
        add_refusal(form, error)
        return False
    return True


def _meanwhile(form: forms.Form, found: AnyVersion) -> dict[str, Any]:
    """Return what somebody else has saved, for who was refused; saving again goes on top of it."""
    if not is_refused_for(form, SAVED_MEANWHILE):
        return {}
    typed = form.data.copy()  # type: ignore[attr-defined]
    typed["revision"] = str(found.revision)
    form.data = typed
    return {
        "theirs": standing_otherwise(form),
        "saved": last_saved(found, "cycles.edit_draft"),
        "standing_url": found.desk_url,
    }


def _page(
    request: StaffRequest, form: forms.Form, found: AnyVersion, **context: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "version": found, **context}
    return render(request, "cycles/desk/version_form.html", context, status=status)
