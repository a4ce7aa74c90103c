"""The desk: memos, from the draft to the published edition."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from varv import clock
from varv.analysis.memos import actions, placeholders, queries, values
from varv.analysis.memos.filling import fill
from varv.analysis.memos.forms import MemoForm, NewMemoForm
from varv.analysis.memos.material import Material
from varv.analysis.memos.shown import document_of
from varv.analysis.models import Memo
from varv.analysis.queries import findings
from varv.analysis.views.shared import found_or_404, in_words, methods, sent
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.refusals import RefusableForm, accepted

PER_PAGE = 30
may_view = staff("analysis.view_memo")
may_change = staff("analysis.change_memo")
may_publish = staff("analysis.publish_memo")


@require_safe
@may_view
def memos(request: StaffRequest) -> HttpResponse:
    """List all memos."""
    page = Paginator(queries.memos(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "analysis/memos/desk/memos.html", {"page": page, **_may(request)})


@methods
@may_change
def new(request: StaffRequest) -> HttpResponse:
    """Begin a memo."""
    area = request.GET.get("area", "")
    form = NewMemoForm(sent(request), languages=region_of(request).languages)
    if area.isdecimal() and len(area) < 10:
        form.initial["area"] = int(area)
    made: list[Memo] = []

    def begin() -> None:
        made.append(actions.make_memo(request.user, **form.cleaned_data))

    if form.is_valid() and accepted(form, begin):
        messages.success(request, _("The draft is made. Only staff sees it."))
        return redirect("analysis:desk_memo", made[0].pk)
    context = {
        "heading": _("New memo"),
        "lead": _("It begins with a text of its kind, with the figures in place."),
        "send": _("Make the draft"),
    }
    return _form(request, form, "form", context)


@require_safe
@may_view
def memo(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a memo as it reads now, or as it was published."""
    found = _memo_or_404(pk)
    filled = None if found.is_published else fill(Material(found, region_of(request), clock.now()))
    context = {
        "memo": found,
        "document": filled.document if filled else document_of(found),
        "unknown": filled.unknown if filled else (),
        "next": queries.next_edition(found),
        "fallen": queries.fallen_findings(found) if found.is_published else (),
        "thread": beside(kinds.ref(found), request.user),
        **_may(request),
    }
    return render(request, "analysis/memos/desk/memo.html", context)


@methods
@may_change
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the text of a draft, with all that can be filled in beside it."""
    found = _memo_or_404(pk)
    form = MemoForm(sent(request), memo=found)

    def change() -> None:
        actions.edit_memo(request.user, memo=found, **form.cleaned_data)

    if form.is_valid() and accepted(form, change):
        messages.success(request, _("Saved."))
        return redirect("analysis:desk_memo", pk)
    known = Material(found, region_of(request), clock.now())
    parts = max(1, len(known.sources))
    context = {
        "memo": found,
        "values": [
            (name, one.label, one.told(known))
            for name, one in values.of_kind(found.kind).items()
            if values.part_of(name) <= parts
        ],
        "fillers": [
            (name, one.label)
            for name, one in placeholders.of_kind(found.kind).items()
            if values.part_of(name) <= parts
        ],
        "findings": findings.of_area(found.area, everybody=True) if found.area else (),
        "theirs": found.text if form.is_bound and found.text != form["text"].value() else "",
    }
    return _form(request, form, "edit", context)


@methods
@may_publish
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask once, telling who gets it, and have the memo made."""
    found = _memo_or_404(pk)
    form = RefusableForm(sent(request))

    def hand_over() -> None:
        actions.publish_memo(request.user, memo=found)

    if form.is_valid() and accepted(form, hand_over):
        messages.success(request, _("The memo is being made. It is published when it is done."))
        return redirect("analysis:desk_memo", pk)
    meeting = found.meeting
    invites = meeting is not None and found.area and meeting.is_open_at(clock.now())
    context = {
        "memo": found,
        "heading": _("Publish"),
        "send": _("Publish"),
        "signed_up": queries.signed_up(meeting).count() if meeting else 0,
        "invited": queries.to_invite(found.area, meeting).count()
        if invites and found.area and meeting
        else 0,
    }
    return _form(request, form, "publish", context)


@require_safe
@may_view
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell whether a memo is made yet; the page is loaded anew when it is."""
    found = _memo_or_404(pk)
    if found.state != Memo.State.MAKING:
        return HttpResponseClientRefresh()
    return render(request, "analysis/memos/desk/_progress.html", {"memo": found})


@require_safe
@may_view
def changes(request: StaffRequest, pk: int) -> HttpResponse:
    """Show which lines an edition has changed from the one before."""
    found = _memo_or_404(pk)
    before = found_or_404(found.replaces)
    context = {
        "memo": found,
        "before": before,
        "lines": actions.lines_changed(before.text, found.text),
    }
    return render(request, "analysis/memos/desk/changes.html", context)


@require_POST
@may_change
def edition(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a new edition."""
    found, made = _memo_or_404(pk), list[Memo]()

    def begin() -> None:
        made.append(actions.begin_memo_edition(request.user, memo=found))

    if in_words(request, begin):
        messages.success(request, _("The new edition is begun. Only staff sees it."))
        return redirect("analysis:desk_memo", made[0].pk)
    return redirect("analysis:desk_memo", pk)


@require_POST
@may_change
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = _memo_or_404(pk)
    if not in_words(request, lambda: actions.delete_memo(request.user, memo=found)):
        return redirect("analysis:desk_memo", pk)
    messages.success(request, _("The draft is deleted."))
    return redirect("analysis:desk_memos")


def _may(request: StaffRequest) -> dict[str, bool]:
    return {
        "may_change": request.user.has_perm("analysis.change_memo"),
        "may_publish": request.user.has_perm("analysis.publish_memo"),
    }


def _memo_or_404(pk: int) -> Memo:
    return found_or_404(queries.memo_at(pk))


def _form(
    request: StaffRequest, form: RefusableForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    page = f"analysis/memos/desk/{template}.html"
    return render(request, page, {**context, "form": form}, status=status)
