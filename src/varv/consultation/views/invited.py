"""What whoever was asked sees behind the link in their mail: write, decline, or change their mind.

Opening the page lets nobody in: mail programs open links to check them, and people pass invitations
on. To write as the person who was asked takes a button, and then one is in as by any other link
that went to their address.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from varv import clock
from varv.consultation.actions import invitations as actions
from varv.consultation.forms import DeclineForm
from varv.consultation.invitations import mails
from varv.consultation.models import Invitation, Round
from varv.consultation.queries import invitations as queries
from varv.people import identity

#: What browsers say when they fetch a page that nobody has asked for yet.
_AHEAD = (("Sec-Purpose", "prefetch"), ("Purpose", "prefetch"), ("X-Moz", "prefetch"))


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Show the round to whoever was asked, and take their answer."""
    invitation = mails.invitation_of_token(token)
    if invitation is None:
        return render(request, "consultation/invited_dead.html", status=410)
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""))
        return act(request, invitation, token) if act else _show(request, invitation, status=422)
    if request.method == "GET" and not _is_fetched_ahead(request):
        actions.note_opened(invitation=invitation)
    return _show(request, invitation)


def _is_fetched_ahead(request: HttpRequest) -> bool:
    return any(word in request.headers.get(name, "").lower() for name, word in _AHEAD)


def _write(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Let the person in as any link to their own address does, and go on to writing."""
    if not invitation.round.is_open_at(clock.now()):
        return _show(request, invitation, refused=[_("The round is not open.")], status=422)
    assert invitation.person is not None  # noqa: S101 - the token is theirs
    identity.enter(request, identity.make_token(invitation.person))
    return redirect("consultation:write", invitation.round.slug)


def _decline(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, invitation, form=form, status=422)
    try:
        actions.decline(invitation=invitation, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        return _show(request, invitation, refused=error.messages, status=422)
    messages.success(request, _("Thank you for telling us. We write to you no more about this."))
    return redirect("consultation:invited", token)


def _undo(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    try:
        actions.take_back_decline(invitation=invitation)
    except ValidationError as error:
        return _show(request, invitation, refused=error.messages, status=422)
    return redirect("consultation:invited", token)


_ACTS: dict[str, Callable[[HttpRequest, Invitation, str], HttpResponse]] = {
    "write": _write,
    "decline": _decline,
    "undo": _undo,
}


def _show(
    request: HttpRequest,
    invitation: Invitation,
    *,
    form: DeclineForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    round_, now = invitation.round, clock.now()
    present = identity.person_of(request)
    answer = queries.answers([invitation]).get(invitation.pk)
    context = {
        "invitation": invitation,
        "round": round_,
        "last_day": mails.last_day(round_),
        "is_open": round_.is_open_at(now),
        "is_ahead": round_.state == Round.State.PUBLISHED
        and round_.opens_at is not None
        and now < round_.opens_at,
        "is_cancelled": round_.state == Round.State.CANCELLED,
        "can_decline": round_.state == Round.State.PUBLISHED and not round_.is_late_at(now),
        "answer": answer,
        "is_own_answer": answer is not None and answer.person_id == invitation.person_id,
        "present": present if present not in (None, invitation.person) else None,
        "form": form or DeclineForm(),
        "refused": refused,
    }
    return render(request, "consultation/invited.html", context, status=status)
