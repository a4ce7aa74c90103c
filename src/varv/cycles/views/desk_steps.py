"""The desk: laps and steps."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv import clock
from varv.cycles import actions, checks, queries
from varv.cycles.forms import CompleteStepForm, DueForm, LapForm, ReasonForm, ResponsibleForm
from varv.cycles.models import Lap, Step, StepKind
from varv.cycles.views.shared import programme_or_404
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.translated_forms import add_refusal, texts


@dataclass(frozen=True)
class Act:
    """One thing that can be done with a step: its form, and the action that takes its values."""

    label: str | Promise
    form: Callable[..., Form]
    do: Callable[..., Step]
    states: frozenset[str]
    told: str | Promise


WAITING, OPEN, DONE = (
    frozenset({Step.State.WAITING}),
    frozenset({Step.State.ACTIVE, Step.State.REOPENED}),
    frozenset({Step.State.DONE}),
)
ACTS: dict[str, Act] = {
    "start": Act(
        gettext_lazy("Start the step"),
        lambda *args, **kwargs: ReasonForm(*args, required=False, **kwargs),
        actions.start_step,
        WAITING,
        gettext_lazy("The step is under way."),
    ),
    "complete": Act(
        gettext_lazy("Complete the step"),
        CompleteStepForm,
        actions.complete_step,
        OPEN,
        gettext_lazy("The step is done."),
    ),
    "reopen": Act(
        gettext_lazy("Reopen the step"),
        ReasonForm,
        actions.reopen_step,
        DONE,
        gettext_lazy("The step is reopened."),
    ),
    "due": Act(
        gettext_lazy("Set the day"),
        DueForm,
        actions.set_step_due,
        WAITING | OPEN,
        gettext_lazy("The day is saved."),
    ),
    "responsible": Act(
        gettext_lazy("Set who is responsible"),
        ResponsibleForm,
        actions.set_step_responsible,
        WAITING | OPEN | DONE,
        gettext_lazy("Who is responsible is saved."),
    ),
}


@require_safe
@staff("cycles.view_process")
def matrix(request: StaffRequest) -> HttpResponse:
    """Show where the programme and each area stand in the six steps."""
    context = {
        "rows": queries.step_matrix(programme_or_404()),
        "kinds": list(StepKind),
        "may_change": request.user.has_perm("cycles.change_step"),
    }
    return render(request, "cycles/desk/steps.html", context)


@require_safe
@staff("cycles.view_process")
def step(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one step with its checks, its history and what can be done."""
    return _step_page(request, _step(pk))


@require_POST
@staff("cycles.change_step")
def act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Do one thing with a step."""
    found = _step(pk)
    if name not in ACTS:
        raise Http404("nothing of this name can be done with a step")
    wanted = ACTS[name]
    form = wanted.form(request.POST, prefix=name)
    if form.is_valid():
        try:
            wanted.do(request.user, step=found, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, str(wanted.told))
            return redirect("cycles:desk_step", pk=pk)
    return _step_page(request, found, **{name: form})


@require_http_methods(["GET", "HEAD", "POST"])
@staff("cycles.change_step")
def open_lap(request: StaffRequest) -> HttpResponse:
    """Begin a new lap, for the programme or for one area."""
    programme = programme_or_404()
    form = LapForm(
        request.POST or None,
        languages=the_region().languages,
        areas=queries.areas_to_choose(programme),
        initial={"starts_on": clock.today(), "area": request.GET.get("area")},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.open_lap(
                request.user,
                programme=programme,
                area=data["area"],
                title=texts(form, "title"),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The lap is open. Its six steps wait."))
            return redirect("cycles:desk_steps")
    context = {
        "form": form,
        "title": _("New lap"),
        "submit": _("Open the lap"),
        "back": "cycles:desk_steps",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "cycles/desk/form.html", context, status=status)


@require_POST
@staff("cycles.change_step")
def close_lap(request: StaffRequest, pk: int) -> HttpResponse:
    """End a lap whose steps are done."""
    lap = get_object_or_404(Lap, pk=pk)
    try:
        actions.close_lap(request.user, lap=lap)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The lap is closed."))
    return redirect("cycles:desk_steps")


def _step(pk: int) -> Step:
    steps = Step.objects.select_related("lap__programme", "lap__area", "responsible")
    return get_object_or_404(steps, pk=pk)


def _step_page(request: StaffRequest, found: Step, **bound: Form) -> HttpResponse:
    initial = {"due": {"due_on": found.due_on}, "responsible": {"responsible": found.responsible}}
    may_change = request.user.has_perm("cycles.change_step") and found.lap.closed_at is None
    possible = [
        (name, offered, bound.get(name) or offered.form(prefix=name, initial=initial.get(name)))
        for name, offered in ACTS.items()
        if may_change and (found.state in offered.states or name in bound)
    ]
    context = {
        "step": found,
        "acts": possible,
        "findings": checks.findings(found),
        "history": queries.step_history(found).select_related("by"),
        "guide": queries.guides().get(found.kind),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "cycles/desk/step.html", context, status=422 if bound else 200)
