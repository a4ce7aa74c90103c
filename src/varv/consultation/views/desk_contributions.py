"""The desk: reading what came in, and deciding what everybody may read."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.consultation import actions
from varv.consultation.actions import whole_inputs
from varv.consultation.forms_desk.contributions import HideForm, IdentifyForm, InputFilter
from varv.consultation.models import Contribution
from varv.consultation.queries import desk as queries
from varv.consultation.queries.rounds import rounds_that_take_input
from varv.consultation.shown import input_state
from varv.consultation.views.desk_rounds import sent, show_form
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.registry import kinds, masking
from varv.registry.paging import BoundedPaginator
from varv.registry.queries import beside
from varv.text.refusals import accepted

PER_PAGE = 50
#: More than stands on a page is no list that somebody ticked.
MOST_AT_ONCE = 500
methods = require_http_methods(["GET", "HEAD", "POST"])
may_read = staff("consultation.view_contribution")
may_moderate = staff("consultation.moderate")


@require_safe
@may_read
def inputs(request: StaffRequest) -> HttpResponse:
    """List what came in, narrowed as asked."""
    form = InputFilter(request.GET or None, rounds=rounds_that_take_input())
    wanted = form.wanted()
    page = BoundedPaginator(queries.inputs(wanted), PER_PAGE).get_page(request.GET.get("page"))
    ticked = request.GET.get("ticked") == "all"
    context = {
        "form": form,
        "page": page,
        "lines": queries.lines(page.object_list),
        "round": wanted.round,
        "many_rounds": wanted.round is None and form.fields["round"].queryset.count() > 1,  # type: ignore[attr-defined]
        "here": request.get_full_path(),
        "all_ticked": ticked,
        "tick_all": _asking(request, ticked="all"),
        "tick_none": _asking(request, ticked=""),
        "may_moderate": request.user.has_perm("consultation.moderate"),
        "may_split": request.user.has_perm("consultation.answer_point"),
        "all_may_be_whole": bool(wanted.points)
        and page.paginator.count <= whole_inputs.MOST_AT_ONCE,
        "asked": request.GET.urlencode(),
        "may_enter": request.user.has_perm("consultation.enter_contribution"),
    }
    return render(request, "consultation/desk_contributions.html", context)


def _asking(request: StaffRequest, **changed: str) -> str:
    asked = request.GET.copy()
    for name, value in changed.items():
        asked[name] = value
    return f"?{asked.urlencode()}"


@require_POST
@may_moderate
def publish_chosen(request: StaffRequest) -> HttpResponse:
    """Publish what was ticked in the list."""
    chosen = [int(pk) for pk in request.POST.getlist("input") if pk.isdecimal() and len(pk) < 19]
    if not chosen:
        messages.error(request, _("Tick what is to be published first."))
        return back(request)
    found = queries.inputs_with(chosen[:MOST_AT_ONCE])
    done = actions.publish(request.user, contributions=found)
    if done.count:
        text = ngettext(
            "%(number)s input is published.", "%(number)s inputs are published.", done.count
        )
        messages.success(request, text % {"number": done.count})
    elif not done.secret:
        messages.info(request, _("Nothing of that was still to be published."))
    if done.secret:
        text = ngettext(
            "%(number)s input is secret, so its text is not published.",
            "%(number)s inputs are secret, so their texts are not published.",
            done.secret,
        )
        messages.warning(request, text % {"number": done.secret})
    return back(request)


def back(request: StaffRequest) -> HttpResponse:
    """Go back to the list as it was narrowed; never to another site."""
    to = request.POST.get("next", "")
    if to.startswith("/desk/input/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        return redirect(to)
    return redirect("consultation:desk_contributions")


@require_safe
@may_read
def contribution(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one input with everything about it, and what can be done with it."""
    found = _input_or_404(pk)
    return render(request, "consultation/desk_contribution.html", _page_of(request, found))


@require_POST
@may_moderate
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Publish one input, and go on to the next that is to be read."""
    found = _input_or_404(pk)
    after = queries.neighbours(found).after
    done = _("%(input)s is published.") % {"input": found}
    if not _do(request, lambda: actions.publish_one(request.user, contribution=found), done):
        return _to(pk)
    return _to(after.pk if after else pk)


@require_POST
@may_moderate
def unpublish(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the text of one input off the web again."""
    found = _input_or_404(pk)
    _do(
        request,
        lambda: actions.unpublish(request.user, contribution=found),
        _("The text is no longer on the web."),
    )
    return _to(pk)


@require_POST
@may_moderate
def show_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the hiding of one input back."""
    found = _input_or_404(pk)
    _do(
        request,
        lambda: actions.show_again(request.user, contribution=found),
        _("The input is no longer hidden."),
    )
    return _to(pk)


@methods
@may_moderate
def hide(request: StaffRequest, pk: int) -> HttpResponse:
    """Hide one input for a reason, and tell its sender."""
    found = _input_or_404(pk)
    form = HideForm(sent(request))

    def put_away() -> None:
        actions.hide(request.user, contribution=found, reason=form.cleaned_data["reason"])

    if form.is_valid() and accepted(form, put_away):
        messages.success(
            request,
            _("The input is hidden, and its sender is told.")
            if found.person_id
            else _("The input is hidden. Its sender has no address that could be told."),
        )
        return _to(pk)
    context = _form_page(found) | {
        "heading": _("Hide the input"),
        "lead": _("The text leaves the web. The input stays in the register, with your reason."),
        "send": _("Hide the input"),
        "danger": True,
    }
    return show_form(request, form, context)


@methods
@may_moderate
def identify(request: StaffRequest, pk: int) -> HttpResponse:
    """Complete who one input is from, and go on to the next that lacks its sector if so asked."""
    found = _input_or_404(pk)
    form = IdentifyForm(sent(request), initial=IdentifyForm.initial_of(found))
    following = queries.next_without_sector(found)

    def complete() -> None:
        actions.identify(request.user, contribution=found, **form.sender())

    if form.is_valid() and accepted(form, complete):
        messages.success(request, _("Saved. The register and the figures follow."))
        if following and "following" in request.POST:
            return redirect("consultation:desk_input_identify", following.pk)
        return _to(pk)
    context = _form_page(found) | {
        "heading": _("Who the input is from"),
        "lead": _("The text of the record stays as it came in."),
        "send": _("Save"),
        "send_and_next": _("Save, and take the next without a sector") if following else "",
        "looks_up": True,
    }
    return show_form(request, form, context, template="desk_input_identify")


def _page_of(request: StaffRequest, found: Contribution) -> dict[str, Any]:
    around = queries.neighbours(found)
    record = found.record
    assert record is not None  # noqa: S101 - what counts is recorded
    # An input that can be masked itself takes its record with it.
    kind = "contribution" if "contribution" in masking.point else "record"
    return {
        "input": found,
        "record": record,
        "round": found.round,
        "state": input_state(found),
        "before": around.before,
        "after": around.after,
        "later": list(queries.later_records(found)),
        "history": queries.history(found, request.user),
        "thread": beside(kinds.ref(found), request.user),
        "may_moderate": request.user.has_perm("consultation.moderate"),
        "may_split": request.user.has_perm("consultation.answer_point"),
        "may_mask": request.user.has_perm("registry.mask"),
        "mask": {"kind": kind, "pk": found.pk if kind == "contribution" else record.pk},
    }


def _form_page(found: Contribution) -> dict[str, Any]:
    return {"input": found, "input_round": found.round}


def _input_or_404(pk: int) -> Contribution:
    found = queries.input_for_desk(pk)
    if found is None:
        raise Http404
    return found


def _do(request: StaffRequest, act: Callable[[], object], done: str) -> bool:
    """Do what one button asks for, say how it went, and tell whether it was let through."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True


def _to(pk: int) -> HttpResponse:
    return redirect("consultation:desk_contribution", pk)
