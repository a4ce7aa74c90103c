"""The desk: quick entry, one after the other by keyboard."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from varv import clock
from varv.consultation import actions
from varv.consultation.forms_desk.entry import CHANNELS, KEPT, EntryForm
from varv.consultation.models import Contribution, Round
from varv.consultation.queries import desk as queries
from varv.consultation.queries.rounds import rounds_to_enter
from varv.cycles.occasions import Occasion, occasions
from varv.cycles.queries import current_programme
from varv.files.actions import MAX_SIZE, store
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of

Channel = Contribution.Channel


@require_http_methods(["GET", "HEAD", "POST"])
@staff("consultation.enter_contribution")
def entry(request: StaffRequest) -> HttpResponse:
    """Enter one input; the page comes back ready for the next one."""
    rounds = rounds_to_enter(clock.now())
    programme = current_programme()
    there = occasions(programme) if programme else []
    options: dict[str, Any] = {
        "rounds": rounds,
        "languages": region_of(request).languages,
        "occasions": there,
    }
    if request.method != "POST":
        form = EntryForm(initial=_begin(request, rounds.first(), there), **options)
        return _page(request, form)
    form = EntryForm(request.POST, request.FILES, **options)
    if form.is_valid():
        try:
            made = _enter(request, form)
        except ValidationError as error:
            form.take_errors(error)
        else:
            asked = urlencode({**form.kept(), "entered": made.pk})
            return redirect(f"{reverse('consultation:desk_entry')}?{asked}")
    # No browser keeps chosen files in a form that comes back.
    return _page(request, form, files_lost=bool(request.FILES))


@transaction.atomic
def _enter(request: StaffRequest, form: EntryForm) -> Contribution:
    data = form.cleaned_data
    files = [
        # One byte more than is taken is enough to see that a file is too large.
        store(request.user, name=item.name or "", content=item.read(MAX_SIZE + 1))
        for item in data["file"]
    ]
    return actions.receive(
        request.user,
        round=data["round"],
        channel=data["channel"],
        sender=form.who(),
        content=form.what(files),
        language=data["language"],
        received_at=data["received_at"],
        said_at=form.said_at(),
    )


def _begin(request: StaffRequest, newest: Round | None, there: list[Occasion]) -> dict[str, Any]:
    """Return what the form begins with: what the entry before had, or what the address says."""
    known = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    begin: dict[str, Any] = {"round": newest.pk if newest else None} | known
    if begin.get("channel") not in dict(CHANNELS):
        begin.pop("channel", None)
    chosen = {f"{one.ref.kind}:{one.ref.id}": one for one in there}.get(begin.get("meeting", ""))
    if chosen and "received_at" not in known:
        # Who comes from the page of a meeting enters what was said there.
        begin |= {"channel": Channel.MEETING, "received_at": chosen.at}
    return begin


def _page(request: StaffRequest, form: EntryForm, **more: bool) -> HttpResponse:
    just = list(queries.just_entered(request.user))
    entered = request.GET.get("entered", "")
    context = {
        "form": form,
        "just": just,
        "entered": next((one for one in just if str(one.pk) == entered), None),
        "any_round": form.fields["round"].queryset.exists(),  # type: ignore[attr-defined]
        **more,
    }
    status = 422 if form.is_bound else 200
    return render(request, "consultation/desk_entry.html", context, status=status)
