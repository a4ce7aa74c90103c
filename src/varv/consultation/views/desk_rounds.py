"""The desk: rounds from the draft to the last day, and those that were held before varv."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from varv import clock
from varv.consultation import actions
from varv.consultation.cautions import cautions
from varv.consultation.forms_desk.rounds import (
    CancelRoundForm,
    DaysForm,
    EarlierRoundForm,
    RoundForm,
)
from varv.consultation.models import Round
from varv.consultation.queries import invitations
from varv.consultation.queries import rounds as queries
from varv.consultation.shown import round_state
from varv.cycles.views.shared import programme_or_404
from varv.people.access import staff
from varv.people.models import Region
from varv.people.queries import staff as staff_members
from varv.people.requests import StaffRequest, region_of
from varv.registry import kinds
from varv.registry.queries import beside, cases
from varv.text.refusals import RefusableForm, accepted

PER_PAGE = 30
State = Round.State
methods = require_http_methods(["GET", "HEAD", "POST"])
may_change = staff("consultation.change_round")


@require_safe
@staff("consultation.view_desk")
def rounds(request: StaffRequest) -> HttpResponse:
    """List all rounds, drafts and earlier ones too."""
    now = clock.now()
    page = Paginator(queries.rounds(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(one, round_state(one, now)) for one in page.object_list],
        **_may(request),
    }
    return render(request, "consultation/desk_rounds.html", context)


@require_safe
@staff("consultation.view_desk")
def round(request: StaffRequest, pk: int) -> HttpResponse:  # noqa: A001 - the word of the house
    """Show one round: where it stands, what it asks, what came, and what to think of."""
    found = round_or_404(pk)
    context = page_of(request, found)
    return render(
        request,
        "consultation/desk_round.html",
        {
            **context,
            "numbers": queries.overview(found) if found.state != State.EARLIER else None,
            "questions": list(queries.questions_of(found)),
            "documents": list(queries.documents_of(found)),
            "asked": _asked(request, found),
            "thread": beside(kinds.ref(found), request.user),
        },
    )


def _asked(request: StaffRequest, found: Round) -> dict[str, Any] | None:
    """Return what became of the invitations, for who may see them where there can be any."""
    if found.state in {State.EARLIER, State.CANCELLED}:
        return None
    if not request.user.has_perm("consultation.view_invitation"):
        return None
    numbers = invitations.counts(invitations.invitations(found))
    states = [(key, invitations.State(key).label, number) for key, number in numbers.items()]
    return {"total": sum(numbers.values()), "states": states}


@methods
@may_change
def new(request: StaffRequest) -> HttpResponse:
    """Make a draft."""
    programme = programme_or_404()
    form = _form(request, initial={"case": programme.case_id, "responsible": request.user.pk})
    made: list[Round] = []

    def make() -> None:
        made.append(actions.create_round(request.user, programme=programme, **form.values()))

    if form.is_valid() and accepted(form, make):
        messages.success(request, _("The draft is saved. Only staff sees it."))
        return to_round(made[0].pk)
    context = {"heading": _("New round"), "send": _("Save the draft")}
    return show_form(request, form, context, template="desk_round_form")


@methods
@may_change
def new_earlier(request: StaffRequest) -> HttpResponse:
    """Enter a round that was held before varv."""
    programme = programme_or_404()
    form = EarlierRoundForm(sent(request), region=region_of(request))
    made: list[Round] = []

    def make() -> None:
        values = form.values()
        made.append(
            actions.enter_earlier_round(
                request.user, programme=programme, case=programme.case, **values
            )
        )

    if form.is_valid() and accepted(form, make):
        messages.success(request, _("The earlier round is entered. Everybody can see it."))
        return to_round(made[0].pk)
    context = {
        "heading": _("Enter an earlier round"),
        "lead": _("For a round that was held before varv. Write what is known and no more."),
        "send": _("Enter the round"),
    }
    return show_form(request, form, context)


@methods
@may_change
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what is said about a round."""
    found, region = round_or_404(pk), region_of(request)
    if found.state == State.EARLIER:
        return _edit_earlier(request, found, region)
    draft = found.state == State.DRAFT
    form = _form(request, initial=RoundForm.initial_of(found, region), with_days=draft)

    def change() -> None:
        actions.edit_round(request.user, round=found, **form.values())

    if form.is_valid() and accepted(form, change):
        messages.success(request, _("The changes are saved."))
        return to_round(pk)
    context = page_of(request, found) | {
        "heading": _("Edit the round"),
        "send": _("Save the changes"),
        "lead": "" if draft else _("To change the days, choose “Move the days” on its page."),
    }
    return show_form(request, form, context, template="desk_round_form")


def _edit_earlier(request: StaffRequest, found: Round, region: Region) -> HttpResponse:
    initial = EarlierRoundForm.initial_of(found)
    form = EarlierRoundForm(sent(request), region=region, initial=initial)

    def change() -> None:
        actions.edit_earlier_round(request.user, round=found, **form.values())

    if form.is_valid() and accepted(form, change):
        messages.success(request, _("The changes are saved."))
        return to_round(found.pk)
    context = page_of(request, found) | {
        "heading": _("Edit the earlier round"),
        "send": _("Save the changes"),
    }
    return show_form(request, form, context)


@methods
@may_change
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Let everybody see the round, after its warnings have been read."""
    found = round_or_404(pk)
    form = RefusableForm(sent(request))

    def let_out() -> None:
        actions.publish_round(request.user, round=found)

    if form.is_valid() and accepted(form, let_out):
        messages.success(request, _("The round is published."))
        return to_round(pk)
    context = page_of(request, found)
    context |= {
        "heading": _("Publish the round"),
        "lead": _("Everybody sees it from now on, and can write from the moment it opens."),
        "send": _("Publish all the same") if context["warnings"] else _("Publish"),
        "show_warnings": True,
    }
    return show_form(request, form, context)


@methods
@may_change
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Move the days of a published round."""
    found, region = round_or_404(pk), region_of(request)
    initial = DaysForm.initial_days(found, region)
    form = DaysForm(sent(request), region=region, initial=initial)

    def shift() -> None:
        data = form.cleaned_data
        actions.move_round(
            request.user, round=found, opens_at=data["opens_at"], closes_at=data["closes_at"]
        )

    if form.is_valid() and accepted(form, shift):
        messages.success(request, _("The days are moved."))
        return to_round(pk)
    context = page_of(request, found) | {
        "heading": _("Move the days"),
        "lead": _("The page of the round shows the new days at once. Nobody is mailed about it."),
        "send": _("Move the days"),
    }
    return show_form(request, form, context)


@methods
@may_change
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Call the round off for good."""
    found = round_or_404(pk)
    form = CancelRoundForm(sent(request))

    def call_off() -> None:
        actions.cancel_round(request.user, round=found, reason=form.cleaned_data["reason"])

    if form.is_valid() and accepted(form, call_off):
        messages.success(request, _("The round is cancelled."))
        return to_round(pk)
    context = page_of(request, found) | {
        "heading": _("Cancel the round"),
        "lead": _("A cancelled round cannot be opened again. What has come in is kept."),
        "send": _("Cancel the round"),
        "danger": True,
    }
    return show_form(request, form, context)


@methods
@may_change
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away, or an earlier round that was entered by mistake."""
    found = round_or_404(pk)
    form = RefusableForm(sent(request))

    def throw_away() -> None:
        actions.delete_round(request.user, round=found)

    if form.is_valid() and accepted(form, throw_away):
        messages.success(request, _("The round is deleted."))
        return redirect("consultation:desk_rounds")
    context = page_of(request, found) | {
        "heading": _("Delete the round"),
        "lead": _("The round is gone for good, with its questions."),
        "send": _("Delete the round"),
        "danger": True,
    }
    return show_form(request, form, context)


# --- what the pages about a round share -----------------------------------------------------------


def round_or_404(pk: int) -> Round:
    """Return a round with its numbers."""
    found = queries.round_for_desk(pk)
    if found is None:
        raise Http404
    return found


def page_of(request: StaffRequest, round: Round) -> dict[str, Any]:  # noqa: A002
    """Return what every page about one round knows."""
    return {
        "round": round,
        "state": round_state(round, clock.now()),
        "has_opened": round.opens_at is not None and round.opens_at <= clock.now(),
        "warnings": cautions(
            round,
            region_of(request),
            questions=round.questions.count(),
            documents=round.documents.count(),
        ),
        **_may(request),
    }


def _may(request: StaffRequest) -> dict[str, bool]:
    may = request.user.has_perm
    return {
        "may_change": may("consultation.change_round"),
        "may_read": may("consultation.view_contribution"),
        "may_enter": may("consultation.enter_contribution"),
    }


def to_round(pk: int) -> HttpResponse:
    """Go back to the round's page."""
    return redirect("consultation:desk_round", pk)


def sent(request: StaffRequest) -> QueryDict | None:
    """Return what was sent, an empty form too; nothing where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def show_form(
    request: StaffRequest,
    form: RefusableForm,
    context: dict[str, Any],
    *,
    template: str = "desk_form",
) -> HttpResponse:
    """Show a form; one that was sent with mistakes comes back as 422."""
    return render(
        request,
        f"consultation/{template}.html",
        {**context, "form": form},
        status=422 if form.is_bound else 200,
    )


def _form(request: StaffRequest, **options: Any) -> RoundForm:
    return RoundForm(
        sent(request),
        region=region_of(request),
        cases=cases(),
        staff=staff_members(),
        **options,
    )
