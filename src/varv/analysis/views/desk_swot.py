"""The desk: the board of an area's SWOT, what partners propose, and adopting it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from varv import clock
from varv.analysis import actions
from varv.analysis.forms import CitationForm
from varv.analysis.forms_swot import AdoptForm, KeepForm, OpenBoardForm, SwotItemForm, TurnDownForm
from varv.analysis.models import Citation, SwotItem, SwotVersionItem
from varv.analysis.queries import swot as queries
from varv.analysis.queries.partners import partner_count
from varv.analysis.queries.swot_desk import overview
from varv.analysis.queries.swot_turnout import turnout as turnout_of
from varv.analysis.views.shared import done, form_page, methods
from varv.cycles.models import Area
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest


@require_safe
@staff("analysis.view_evidence")
def listing(request: StaffRequest) -> HttpResponse:
    """List the areas, with what has been adopted and what waits."""
    return render(request, "analysis/desk/swot.html", {"rows": overview(clock.now())})


@require_safe
@staff("analysis.view_evidence")
def board(request: StaffRequest, slug: str) -> HttpResponse:
    """Show the board of an area, what waits, and what of the adopted version needs a look."""
    area = get_object_or_404(Area, slug=slug)
    latest = queries.whole(queries.versions_of(area), request.user).first()
    found = queries.board_of(area)
    items = queries.items_with_citations(request.user).filter(area=area)
    context = {
        "area": area,
        "board": found,
        "is_open": found is not None and found.is_open_at(clock.now()),
        "partners": partner_count(area),
        "fields": queries.board(area, request.user),
        "waiting": items.filter(state=SwotItem.State.PROPOSED),
        "turned_down": items.filter(state=SwotItem.State.TURNED_DOWN),
        "version": latest,
        "flagged": queries.flagged([latest]) if latest else [],
        "may_change": request.user.has_perm("analysis.change_swot"),
        "may_adopt": request.user.has_perm("analysis.adopt_swot"),
    }
    return render(request, "analysis/desk/swot_board.html", context)


@methods
@staff("analysis.change_swot")
def open_board(request: StaffRequest, slug: str) -> HttpResponse:
    """Say until when partners may propose and vote."""
    area = get_object_or_404(Area, slug=slug)
    form = OpenBoardForm(request.POST or None)
    if done(form, lambda: actions.open_board(request.user, area=area, **form.cleaned_data)):
        messages.success(
            request, _("The board is open for the partners of %(area)s.") % {"area": area}
        )
        return _to_board(area)
    lead = ngettext(
        "%(count)s partner can then propose and vote.",
        "%(count)s partners can then propose and vote.",
        count := partner_count(area),
    ) % {"count": count}
    return _form(request, form, area, title=_("Open the board"), submit=_("Open it"), lead=lead)


@require_POST
@staff("analysis.change_swot")
def close_board(request: StaffRequest, slug: str) -> HttpResponse:
    """Stop proposals and votes now."""
    area = get_object_or_404(Area, slug=slug)
    try:
        actions.close_board(request.user, area=area)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The board is closed. What was said stays."))
    return _to_board(area)


@methods
@staff("analysis.change_swot")
def add(request: StaffRequest, slug: str) -> HttpResponse:
    """Put an item on the board."""
    area = get_object_or_404(Area, slug=slug)
    form = SwotItemForm(request.POST or None, languages=the_region().languages)
    if done(form, lambda: actions.add_item(request.user, area=area, **form.values)):
        messages.success(request, _("It is on the board. Cite what supports it."))
        return _to_board(area)
    return _form(request, form, area, title=_("New item"), submit=_("Put it on the board"))


@methods
@staff("analysis.change_swot")
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Word an item anew."""
    item = _item(pk)
    form = SwotItemForm(request.POST or None, languages=the_region().languages, item=item)
    if done(form, lambda: actions.reword_item(request.user, item=item, **form.values)):
        messages.success(request, _("The item is saved."))
        return _to_board(item.area)
    lead = _("If you change the words, the votes on the former ones go.")
    return _form(request, form, item.area, title=_("Change the item"), submit=_("Save"), lead=lead)


@methods
@staff("analysis.change_swot")
def cite(request: StaffRequest, pk: int) -> HttpResponse:
    """Cite a source on an item."""
    item = _item(pk)
    form = CitationForm(request.POST or None)

    def act() -> Citation:
        return actions.cite(request.user, sentence=item, **form.cleaned_data)

    if done(form, act):
        messages.success(request, _("The source is cited."))
        return _to_board(item.area)
    title = _("Cite a source on the item")
    return _form(request, form, item.area, title=title, submit=_("Save the citation"), lead=item)


@require_POST
@staff("analysis.change_swot")
def let_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a proposal on the board."""
    item = actions.let_in(request.user, item=_item(pk))
    messages.success(request, _("It is on the board."))
    return _to_board(item.area)


@methods
@staff("analysis.change_swot")
def turn_down(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an item off the board, and say why."""
    item = _item(pk)
    form = TurnDownForm(request.POST or None)
    if done(form, lambda: actions.turn_down(request.user, item=item, **form.cleaned_data)):
        messages.success(request, _("It is off the board. Adopted versions keep it."))
        return _to_board(item.area)
    title = _("Take the item off the board")
    return _form(request, form, item.area, title=title, submit=_("Take it off"), lead=item)


@methods
@staff("analysis.adopt_swot")
def adopt(request: StaffRequest, slug: str) -> HttpResponse:
    """Adopt what is founded as the next version."""
    area = get_object_or_404(Area, slug=slug)
    turnout = turnout_of(area)
    form = AdoptForm(request.POST or None, has_unvoted=bool(turnout.unvoted))
    made = done(form, lambda: actions.adopt_swot(request.user, area=area, **form.cleaned_data))
    if made:
        messages.success(request, _("%(version)s is adopted.") % {"version": made})
        return redirect(made.get_absolute_url())
    lead = _(
        "%(founded)s of %(all)s items on the board have a source that supports them and become "
        "the next version. The others stay on the board as drafts."
    ) % {"founded": len(turnout.founded), "all": turnout.on_board}
    return _form(
        request,
        form,
        area,
        title=_("Adopt the SWOT"),
        submit=_("Adopt it"),
        lead=lead,
        beside="analysis/desk/_swot_turnout.html",
        turnout=turnout,
    )


@methods
@staff("analysis.change_swot")
def keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Say why an adopted item holds although a source of it no longer stands."""
    found = SwotVersionItem.objects.select_related("version__area")
    item = get_object_or_404(found.prefetch_related("citations__citation"), pk=pk)
    form = KeepForm(request.POST or None)
    if done(form, lambda: actions.keep_item(request.user, item=item, **form.cleaned_data)):
        messages.success(request, _("It is written down. The item holds."))
        return _to_board(item.version.area)
    title = _("Does the item still hold?")
    area = item.version.area
    return _form(request, form, area, title=title, submit=_("It holds"), lead=item)


def _item(pk: int) -> SwotItem:
    return get_object_or_404(SwotItem.objects.select_related("area"), pk=pk)


def _to_board(area: Area) -> HttpResponse:
    return redirect("analysis:desk_swot_board", slug=area.slug)


def _form(request: StaffRequest, form: forms.Form, area: Area, **context: object) -> HttpResponse:
    return form_page(
        request,
        form,
        back=reverse("analysis:desk_swot_board", args=[area.slug]),
        back_name=_("SWOT of %(area)s") % {"area": area},
        **context,
    )
