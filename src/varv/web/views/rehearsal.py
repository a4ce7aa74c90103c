"""The rehearsal page: everything that will be sent, and the clock to step to it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from varv import clock
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.registry import mailtexts
from varv.registry import queries as registry
from varv.registry.models import Message
from varv.text.days import refuse_far_off
from varv.web import rehearsal as acts


class StepForm(forms.Form):
    """A moment in the region's time zone."""

    moment = forms.DateTimeField(
        label=_("Step to"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("Write a date and a time, such as 2020-06-04 09:00.")},
        validators=[refuse_far_off],
    )


@staff("web.rehearse")
def rehearsal(request: StaffRequest) -> HttpResponse:
    """Show the line of time: what has been captured, where the clock stands, what will be sent."""
    _only_in_rehearsal()
    return _page(request, StepForm(initial={"moment": clock.now()}))


@staff("web.rehearse")
@require_POST
def step(request: StaffRequest) -> HttpResponse:
    """Step the clock."""
    _only_in_rehearsal()
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        captured = acts.step_to(request.user, moment=form.cleaned_data["moment"])
    except ValidationError as error:
        form.add_error("moment", error)
        return _page(request, form, status=422)
    sent = ngettext("%(count)s mail went out.", "%(count)s mails went out.", captured)
    messages.success(request, sent % {"count": captured})
    return redirect("web:rehearsal")


@staff("web.rehearse")
def start_over(request: StaffRequest) -> HttpResponse:
    """Ask, then set everything back to the start."""
    _only_in_rehearsal()
    if request.method != "POST":
        return render(request, "web/rehearsal_start_over.html", {"start": settings.REHEARSAL_START})
    try:
        acts.start_over(request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The rehearsal stands at its start again."))
    return redirect("web:rehearsal")


@staff("web.rehearse")
def planned(request: StaffRequest) -> HttpResponse:
    """Show every recipient of one planned sending, with the text that each will get."""
    _only_in_rehearsal()
    occasion = request.GET.get("occasion", "")
    group = next((g for g in acts.planned_groups(clock.now()) if g.occasion == occasion), None)
    if group is None:
        raise Http404
    page, write = Paginator(group.mails, 20).get_page(request.GET.get("page")), _writer()
    return render(
        request,
        "web/rehearsal_planned.html",
        {
            "group": group,
            "kind": mailtexts.point[group.kind],
            "page": page,
            "mails": [(mail, write(mail)) for mail in page],
        },
    )


def _page(request: StaffRequest, form: StepForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    moments, write = acts.moments_to_come(now), _writer()
    captured = registry.messages(Message.State.CAPTURED).order_by("-finished_at", "-pk")
    return render(
        request,
        "web/rehearsal.html",
        {
            "form": form,
            "moments": [
                (moment, [_sending(group, write) for group in moment.mails]) for moment in moments
            ],
            "any_mail": any(moment.mails for moment in moments),
            "next_moment": moments[0].at if moments else None,
            "captured": Paginator(captured, 25).get_page(request.GET.get("page")),
            "start": settings.REHEARSAL_START,
        },
        status=status,
    )


@dataclass(frozen=True)
class Sending:
    """Mails of one kind at one moment, as the first recipient reads them.

    ``missing`` names what must be there before they can go out, such as the link.
    """

    group: acts.PlannedGroup
    name: str | Promise
    text: mailtexts.Rendered
    missing: list[str | Promise]


def _sending(
    group: acts.PlannedGroup, write: Callable[[acts.Planned], mailtexts.Rendered]
) -> Sending:
    kind = mailtexts.point[group.kind]
    missing = [kind.variables[name] for name in kind.required if not group.first.context.get(name)]
    return Sending(group, kind.name, write(group.first), missing)


def _writer() -> Callable[[acts.Planned], mailtexts.Rendered]:
    """Return what writes the mails of one page out, and reads each wording once."""
    worded = cache(mailtexts.wording)

    def write(mail: acts.Planned) -> mailtexts.Rendered:
        return mailtexts.render(mail.kind, mail.recipient.language, mail.context, worded=worded)

    return write


def _only_in_rehearsal() -> None:
    if not settings.REHEARSAL:
        raise Http404
