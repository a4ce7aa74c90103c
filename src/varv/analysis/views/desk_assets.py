"""The desk: the register of assets, one by one and in and out of Excel."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from varv.analysis import actions, asset_list
from varv.analysis.actions.assets import ELSEWHERE
from varv.analysis.forms_assets import AssetFilter, AssetForm, AssetListForm
from varv.analysis.models import Asset, AssetImport
from varv.analysis.queries import assets as queries
from varv.analysis.views.shared import done, form_page, methods
from varv.files.downloads import as_file
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest

PER_PAGE = 50
may_change = staff("analysis.change_asset")


@require_safe
@staff("analysis.view_evidence")
def listing(request: StaffRequest) -> HttpResponse:
    """List the assets for the staff."""
    form = AssetFilter(request.GET)
    page = Paginator(queries.assets_like(**form.wanted()), PER_PAGE)
    context = {
        "form": form,
        "page": page.get_page(request.GET.get("page")),
        "may_change": request.user.has_perm("analysis.change_asset"),
    }
    return render(request, "analysis/desk/assets.html", context)


@methods
@may_change
def create(request: StaffRequest) -> HttpResponse:
    """Enter an asset."""
    form = AssetForm(request.POST or None, languages=the_region().languages)
    made = done(form, lambda: actions.add_asset(request.user, **form.values))
    if made:
        messages.success(request, _("%(asset)s is in the register.") % {"asset": made})
        return redirect("analysis:desk_assets")
    return _page(request, form, title=_("New asset"), submit=_("Enter the asset"))


@methods
@may_change
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Mend what is said of an asset."""
    found = get_object_or_404(Asset, pk=pk)
    form = AssetForm(request.POST or None, languages=the_region().languages, asset=found)
    if done(form, lambda: actions.edit_asset(request.user, asset=found, **form.values)):
        messages.success(request, _("%(asset)s is saved.") % {"asset": found})
        return redirect("analysis:desk_assets")
    return _page(
        request,
        form,
        title=found.name,
        submit=_("Save"),
        remove=reverse("analysis:desk_asset_remove", args=[pk]),
        remove_name=_("Remove the asset"),
    )


@methods
@may_change
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask once, then take an asset out of the register."""
    found = get_object_or_404(Asset, pk=pk)
    if request.method == "POST":
        actions.remove_asset(request.user, asset=found)
        messages.success(request, _("%(asset)s is out of the register.") % {"asset": found})
        return redirect("analysis:desk_assets")
    context = {
        "title": _("Remove the asset?"),
        "lead": found,
        "text": _("It goes from the public list, the map and the areas."),
        "submit": _("Remove it"),
        "back": reverse("analysis:desk_asset", args=[pk]),
        "back_name": found.name,
    }
    return render(request, "analysis/desk/ask_once.html", context)


def _page(request: StaffRequest, form: AssetForm, **context: object) -> HttpResponse:
    if form.is_bound and form.ask(ELSEWHERE):
        context["submit"] = _("Save as they stand")
    back = {"back": reverse("analysis:desk_assets"), "back_name": _("Assets"), "lookup": True}
    return form_page(request, form, **back, **context)


@methods
@may_change
def choose(request: StaffRequest) -> HttpResponse:
    """Take a file and read it; its rows wait until somebody has seen what they would do."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AssetListForm(*sent)

    def act() -> AssetImport:
        file = form.cleaned_data["file"]
        return actions.read_assets(request.user, name=file.name or "", content=file.read())

    draft = done(form, act)
    if draft:
        return redirect("analysis:desk_asset_list_check", key=draft.key)
    status = 422 if form.is_bound else 200
    return render(request, "analysis/desk/asset_list.html", {"form": form}, status=status)


@require_safe
@may_change
def template(request: StaffRequest) -> HttpResponseBase:
    """Send an empty list with the right headings."""
    return as_file(BytesIO(asset_list.template()), "xlsx", _("Assets, template"))


@require_safe
@may_change
def export(request: StaffRequest) -> HttpResponseBase:
    """Send the whole register, as a list that can be read in again."""
    return as_file(BytesIO(actions.export_assets(request.user)), "xlsx", _("Assets"))


@require_safe
@may_change
def check(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show what entering the list would do, or what in it is wrong."""
    return _show(request, _draft(request, key))


@require_POST
@may_change
def enter(request: StaffRequest, key: UUID) -> HttpResponse:
    """Enter all of the list that was shown, or nothing."""
    draft = _draft(request, key)
    try:
        plan = actions.enter_assets(request.user, draft=draft)
    except ValidationError as error:
        actions.look_at_assets_again(request.user, draft=draft)
        return _show(request, draft, refused=error.messages)
    new, changed = len(plan.of("new")), len(plan.of("changed"))
    texts = [
        ngettext("%(n)s asset is new.", "%(n)s assets are new.", new) % {"n": new},
        ngettext("%(n)s is changed.", "%(n)s are changed.", changed) % {"n": changed},
    ]
    messages.success(request, " ".join(texts))
    return redirect("analysis:desk_assets")


@require_POST
@may_change
def drop(request: StaffRequest, key: UUID) -> HttpResponse:
    """Throw the list away."""
    actions.drop_assets(request.user, draft=_draft(request, key))
    messages.success(request, _("The list is thrown away. Nothing was entered."))
    return redirect("analysis:desk_asset_list")


def _draft(request: StaffRequest, key: UUID) -> AssetImport:
    """Return a list that waits, for whoever chose the file."""
    waiting = AssetImport.objects.filter(by_id=request.user.pk, entered_at=None)
    return get_object_or_404(waiting, key=key)


def _show(
    request: StaffRequest, draft: AssetImport, refused: list[str] | None = None
) -> HttpResponse:
    plan = asset_list.planned_again(draft)
    shown = plan.problems or [one for one in plan.entries if one.state != "known"]
    context = {
        "draft": draft,
        "plan": plan,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "to_enter": 0 if plan.problems else len(shown),
        "known": len(plan.of("known")),
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "analysis/desk/asset_list_check.html", context, status=status)
