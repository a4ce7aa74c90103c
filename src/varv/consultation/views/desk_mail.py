"""The desk: the mail that came, and sorting what a person has to look at."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varv.consultation import actions, sorting
from varv.consultation.actions.fetching import standstill
from varv.consultation.forms_desk.mail import AsideForm, DoubleForm, SortForm
from varv.consultation.inbox import Flaw
from varv.consultation.models import IncomingMail, Round
from varv.consultation.queries import incoming, placing
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.registry.paging import BoundedPaginator, up_to
from varv.text.translated_forms import add_refusal

PER_PAGE = 50
Where = IncomingMail.Where


@require_safe
@staff("consultation.view_mail")
def listing(request: StaffRequest) -> HttpResponse:
    """List the mails to sort, the oldest first; those put aside, or all, the latest first."""
    tab = request.GET.get("show", "")
    if tab not in incoming.TABS:
        tab = ""
    page = BoundedPaginator(incoming.listed(tab), PER_PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.why = sorting.in_words(one.reason, one.reason_detail)
    context = {
        "page": page,
        "tab": tab,
        "counts": {name or "sort": up_to(count) for name, count in incoming.counts().items()},
        "standstill": standstill(),
    }
    return render(request, "consultation/desk_mails.html", context)


@require_safe
@staff("consultation.view_mail")
def mail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one mail, why it waits, and what can be done with it."""
    return _page(request, _mail(pk))


@require_POST
@staff("consultation.sort_mail")
def sort(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the mail count as input to a round."""
    found = _mail(pk)
    form = SortForm(request.POST, mail=found)
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            made = actions.sort_mail(
                request.user,
                mail=found,
                round=wanted["round"],
                name=wanted["name"],
                email=wanted["email"],
                text=wanted.get("text", ""),
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            return _on(request, found, _("It is entered as record %s.") % made)
    return _page(request, found, sort=form)


@require_POST
@staff("consultation.sort_mail")
def put_aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the mail aside, with a reason."""
    found = _mail(pk)
    form = AsideForm(request.POST)
    if form.is_valid():
        try:
            actions.put_mail_aside(request.user, mail=found, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_refusal(form, error)
        else:
            return _on(request, found, _("The mail is put aside. Its original is kept."))
    return _page(request, found, aside=form)


@require_POST
@staff("consultation.sort_mail")
def mark_double(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that the mail is the same as another."""
    found = _mail(pk)
    form = DoubleForm(request.POST, mail=found)
    if form.is_valid():
        try:
            actions.mark_mail_as_double(request.user, mail=found, first=form.cleaned_data["first"])
        except ValidationError as error:
            add_refusal(form, error)
        else:
            return _on(request, found, _("The mail is marked as a double."))
    return _page(request, found, double=form)


@require_POST
@staff("consultation.sort_mail")
def take_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a mail wait again that was put aside."""
    found = _mail(pk)
    try:
        actions.take_mail_up(request.user, mail=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The mail waits to be sorted again."))
    return redirect("consultation:desk_mail", pk)


def _mail(pk: int) -> IncomingMail:
    return get_object_or_404(incoming.with_everything(), pk=pk)


def _on(request: StaffRequest, done: IncomingMail, said: str) -> HttpResponse:
    """Go on to the next mail that waits; where none does, to the list."""
    messages.success(request, said)
    following = incoming.next_to_sort(done)
    if following is None:
        return redirect("consultation:desk_mails")
    return redirect("consultation:desk_mail", following.pk)


def _page(request: StaffRequest, found: IncomingMail, **forms_sent: forms.Form) -> HttpResponse:
    if forms_sent and found.where != Where.TRIAGE:
        messages.error(request, _("Somebody has sorted this mail already."))
        return redirect("consultation:desk_mail", found.pk)
    context: dict[str, Any] = {
        "mail": found,
        "why": sorting.in_words(found.reason, found.reason_detail),
        "flaws": [Flaw(one).label for one in found.flaws if one in Flaw.values],
        "shows_more": found.full_text.strip() != found.text.strip(),
        "came_again": found.came_again.order_by("pk")[:PER_PAGE],
        "may_sort": request.user.has_perm("consultation.sort_mail"),
    }
    if found.where == Where.TRIAGE and context["may_sort"]:
        context |= {
            "offered": _offered(found),
            "sort": SortForm(mail=found),
            "aside": AsideForm(),
            "double": DoubleForm(mail=found),
            "has_others": incoming.others_of_sender(found).exists(),
        }
    status = 422 if forms_sent else 200
    return render(request, "consultation/desk_mail.html", context | forms_sent, status=status)


def _offered(found: IncomingMail) -> list[Round]:
    """Return the rounds of the suggested cases that one press sorts the mail into.

    None where nothing could be read: somebody has to write first what it says.
    """
    if not found.text.strip() and not found.files.exists():
        return []
    cases = list(found.suggested.all())
    rounds = placing.rounds_for(cases, found.received_at, found.subject)
    offered = [one for one in rounds.values() if isinstance(one, Round)]
    return sorted(offered, key=lambda one: not one.is_open_at(found.received_at))
