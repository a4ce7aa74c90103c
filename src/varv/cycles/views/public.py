"""What everybody may read: the programme, its areas, the steps and the frame."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from varv import clock
from varv.cycles import checks, figures, panels, queries
from varv.cycles.differences import compared
from varv.cycles.models import Area, Milestone, Step, StepKind
from varv.cycles.views.shared import programme_or_404
from varv.registry import kinds
from varv.registry.queries import beside


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Show the programme: its texts, what was decided, and when what comes."""
    found = programme_or_404()
    today = clock.today()
    milestones = list(queries.timetable(found))
    return render(
        request,
        "cycles/programme.html",
        {
            "programme": found,
            "lap": queries.programme_lap(found),
            "versions": queries.public_programme_versions(found),
            "figures": figures.figures(found),
            "decisions": queries.programme_decisions(found),
            "milestones": milestones,
            "next_milestone": next((one for one in milestones if one.on >= today), None),
            "today": today,
            "thread": beside(kinds.ref(found), request.user),
        },
    )


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """List the areas in use, and below them those that became something else."""
    found = queries.current_programme()
    return render(
        request,
        "cycles/areas.html",
        {
            "areas": queries.active_areas(found),
            "retired": queries.retired_areas(found),
        },
    )


@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one area: what it is, what you can do now, where its steps stand."""
    found = _area(slug)
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    own_lap = found.current_lap
    # Before its own first lap an area takes shape in the programme's, so that one is shown.
    lap = own_lap or queries.programme_lap(found.programme)
    return render(
        request,
        "cycles/area.html",
        {
            "area": found,
            "own_lap": own_lap,
            "lap": lap,
            "steps": lap.ordered_steps if lap else [],
            "deadline": _open_deadline(found),
            "interest_url": f"{reverse('cycles:interest')}?{urlencode({'area': found.slug})}",
            "panels": panels.panels_for(found, request),
            "successions": queries.successions_of(found),
            "origins": queries.origins_of(found),
            "out_for_comment": queries.out_for_comment(found),
            "thread": beside(kinds.ref(found), request.user),
        },
    )


@require_safe
def area_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how the area was worded over time, what it came of and what it became."""
    found = _area(slug, "cycles:area_history")
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    versions = list(queries.public_area_versions(found))
    bases = queries.bases_of(versions)
    return render(
        request,
        "cycles/area_history.html",
        {
            "area": found,
            "versions": [compared(*pair) for pair in zip(versions, bases, strict=True)],
            "ancestors": queries.ancestors(found),
            "successions": queries.successions_of(found),
        },
    )


@require_safe
def step(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one step of the whole programme, and where each area stands in it."""
    step_kind = _kind(kind)
    found = programme_or_404()
    context = _step_context(request, step_kind, queries.current_step(step_kind, programme=found))
    context["areas"] = queries.area_steps_of_kind(step_kind, found)
    return render(request, "cycles/step.html", context)


@require_safe
def area_step(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Show one step of an area."""
    step_kind = _kind(kind)
    found = _area(slug, "cycles:area_step", kind)
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    current = queries.current_step(step_kind, programme=found.programme, area=found)
    context = _step_context(request, step_kind, current)
    context["area"] = found
    return render(request, "cycles/step.html", context)


@require_safe
def frame(request: HttpRequest) -> HttpResponse:
    """Show the policy above the region as a tree, and who answers for the seven criteria."""
    context = {"levels": queries.frame_tree(), "programme": queries.current_programme()}
    return render(request, "cycles/frame.html", context)


def _area(slug: str, name: str = "cycles:area", *args: str) -> Area | HttpResponsePermanentRedirect:
    """Return the area at this address, or the way to where it is now."""
    found = queries.area_at(slug)
    if found is None:
        raise Http404("no area has or had this address")
    area_found, is_old_address = found
    if is_old_address:
        return HttpResponsePermanentRedirect(reverse(name, args=[area_found.slug, *args]))
    return area_found


def _kind(kind: str) -> StepKind:
    if kind not in StepKind.values:
        raise Http404("there is no such step")
    return StepKind(kind)


def _step_context(request: HttpRequest, kind: StepKind, current: Step | None) -> dict[str, object]:
    guides = queries.guides()
    return {
        "kind": kind,
        "kinds": list(StepKind),
        "guide": guides.get(kind.value),
        "step": current,
        "findings": checks.findings(current) if current else [],
        "history": queries.step_history(current) if current else [],
        "thread": beside(kinds.ref(current), request.user) if current else None,
    }


def _open_deadline(area_found: Area) -> Milestone | None:
    """Return the next last day for input that concerns the area."""
    today = clock.today()
    return next(
        (
            one
            for one in queries.timetable(area_found.programme)
            if one.kind == Milestone.Kind.INPUT_DEADLINE
            and one.on >= today
            and one.area_id in {None, area_found.pk}
        ),
        None,
    )
