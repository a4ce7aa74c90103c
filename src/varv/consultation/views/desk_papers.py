"""The desk: papers of a round, from the draft to the published edition."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from varv import clock
from varv.consultation import actions
from varv.consultation.forms_desk.papers import NewPaperForm, NewPartForm, PaperForm, PartForm
from varv.consultation.models import Paper, PaperPart
from varv.consultation.papers import freezing, showing
from varv.consultation.queries import outcomes
from varv.consultation.queries import papers as queries
from varv.consultation.views.desk_questions import WAYS
from varv.consultation.views.desk_rounds import methods, page_of, round_or_404, sent, show_form
from varv.consultation.views.papers import MOST_ON_THE_PAGE, parts_of
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.refusals import RefusableForm, accepted

may_view = staff("consultation.view_paper")
may_edit = staff("consultation.change_paper")
may_publish = staff("consultation.publish_paper")


@require_safe
@may_view
def papers(request: StaffRequest, pk: int) -> HttpResponse:
    """List the papers of a round."""
    found = round_or_404(pk)
    context = page_of(request, found) | _may(request) | {"papers": list(queries.papers_of(found))}
    return render(request, "consultation/desk/papers.html", context)


@methods
@may_edit
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a paper."""
    found = round_or_404(pk)
    form = NewPaperForm(sent(request), languages=region_of(request).languages)
    made: list[Paper] = []

    def begin() -> None:
        made.append(actions.make_paper(request.user, round=found, **form.cleaned_data))

    if form.is_valid() and accepted(form, begin):
        messages.success(request, _("The draft is made. Only staff sees it."))
        return redirect("consultation:desk_paper", made[0].pk)
    context = page_of(request, found) | {
        "heading": _("New paper"),
        "lead": _("It begins with the parts of its kind. All of them can be changed."),
        "send": _("Make the draft"),
        "back": "consultation:desk_papers",
    }
    return show_form(request, form, context)


@methods
@may_view
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one paper with its parts, and add one more."""
    if request.method == "POST" and not request.user.has_perm("consultation.change_paper"):
        raise PermissionDenied
    found = _paper_or_404(pk)
    form = NewPartForm(sent(request))

    def add() -> None:
        actions.add_part(request.user, paper=found, **form.cleaned_data)

    if form.is_valid() and accepted(form, add):
        messages.success(request, _("The part is added, last."))
        return redirect("consultation:desk_paper", pk)
    context = _context(request, found) | {
        "parts": list(queries.parts_of(found)),
        "thread": beside(kinds.ref(found), request.user),
    }
    return show_form(request, form, context, template="desk/paper")


@methods
@may_edit
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the title of a draft and the decision that it was written for."""
    found = _paper_or_404(pk)
    form = PaperForm(sent(request), paper=found)

    def change() -> None:
        actions.edit_paper(request.user, paper=found, **form.cleaned_data)

    return _form(request, found, form, change, _("Title and decision"), _("Save"))


@methods
@may_edit
def edit_part(request: StaffRequest, pk: int, part: int) -> HttpResponse:
    """Change one part of a draft."""
    found = _paper_or_404(pk)
    row = _part_or_404(found, part)
    form = PartForm(sent(request), part=row)

    def change() -> None:
        actions.edit_part(request.user, part=row, **form.cleaned_data)

    if form.is_valid() and accepted(form, change):
        messages.success(request, _("The part is saved."))
        return redirect("consultation:desk_paper", pk)
    theirs = row.text if form.is_bound and "text" in form.errors else ""
    context = _context(request, found) | {"part": row, "theirs": theirs}
    return show_form(request, form, context, template="desk/paper_part")


@require_POST
@may_edit
def order_part(request: StaffRequest, pk: int, part: int) -> HttpResponse:
    """Put one part earlier or later."""
    row = _part_or_404(_paper_or_404(pk), part)
    way = WAYS.get(request.POST.get("way", ""), 0)
    _in_words(request, lambda: actions.move_part(request.user, part=row, by=way))
    return redirect("consultation:desk_paper", pk)


@require_safe
@may_view
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a draft as it would be published now."""
    found = _paper_or_404(pk)
    if found.is_published:
        return redirect(found)
    known = queries.material(found.round, clock.now(), found.language)
    # One more than is shown, which tells that there is more.
    frozen = freezing.freeze(found, queries.parts_of(found), known, most=MOST_ON_THE_PAGE + 1)
    document = showing.as_preview(found, frozen)
    context = _context(request, found) | {"document": document, "shown": parts_of(document)}
    return render(request, "consultation/desk/paper_preview.html", context)


@methods
@may_publish
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Freeze a draft and hand it to the worker."""
    found = _paper_or_404(pk)
    form = RefusableForm(sent(request))

    def let_out() -> None:
        actions.publish_paper(request.user, paper=found)

    lead = _(
        "All figures are frozen as they are now, the files are made, and everybody can read it. "
        "What is published never changes: later there can only be a new edition."
    )
    points, unsigned = outcomes.rounds_with_open_points([found.round])
    words = (_("Publish the paper"), _("Publish"), lead)
    return _form(request, found, form, let_out, *words, points=points, unsigned=unsigned)


@require_safe
@may_view
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell how far the worker has come; the page is shown anew when it is done."""
    found = _paper_or_404(pk)
    if found.state != Paper.State.MAKING:
        return HttpResponseClientRefresh()
    return render(request, "consultation/desk/_paper_progress.html", {"paper": found})


@require_POST
@may_edit
def edition(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a new edition."""
    found = _paper_or_404(pk)
    made: list[Paper] = []

    def begin() -> None:
        made.append(actions.begin_edition(request.user, paper=found))

    if _in_words(request, begin):
        messages.success(request, _("The draft is made. Until it is published the old one stands."))
        return redirect("consultation:desk_paper", made[0].pk)
    return redirect("consultation:desk_paper", pk)


@require_POST
@may_edit
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = _paper_or_404(pk)
    if _in_words(request, lambda: actions.delete_paper(request.user, paper=found)):
        messages.success(request, _("The draft is deleted."))
        return redirect("consultation:desk_papers", found.round_id)
    return redirect("consultation:desk_paper", pk)


def _form(
    request: StaffRequest,
    found: Paper,
    form: RefusableForm,
    act: Callable[[], None],
    heading: str,
    send: str,
    lead: str = "",
    **more: int,
) -> HttpResponse:
    if form.is_valid() and accepted(form, act):
        return redirect("consultation:desk_paper", found.pk)
    context = _context(request, found) | {"heading": heading, "send": send, "lead": lead} | more
    return show_form(request, form, context, template="desk/paper_form")


def _context(request: StaffRequest, found: Paper) -> dict[str, Any]:
    newer = Paper.objects.filter(replaces=found).first() if found.is_published else None
    return {"paper": found, "round": found.round, "newer": newer, **_may(request)}


def _may(request: StaffRequest) -> dict[str, bool]:
    may = request.user.has_perm
    return {
        "may_edit": may("consultation.change_paper"),
        "may_publish": may("consultation.publish_paper"),
    }


def _in_words(request: StaffRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def _paper_or_404(pk: int) -> Paper:
    found = queries.paper_for_desk(pk)
    if found is None:
        raise Http404
    return found


def _part_or_404(paper: Paper, pk: int) -> PaperPart:
    found = queries.parts_of(paper).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.paper = paper
    return found
