"""What the desk's pages about the invitations of one round share."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from varv import clock
from varv.consultation.invitations.mails import last_day
from varv.consultation.models import Round
from varv.files import excel
from varv.people.requests import StaffRequest


def round_or_404(pk: int) -> Round:
    """Return a round, in whatever state."""
    found = Round.objects.select_related("case", "programme").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def page_of(request: StaffRequest, round_: Round) -> dict[str, Any]:
    """Return what every page about a round's invitations knows."""
    now = clock.now()
    return {
        "round": round_,
        "last_day": last_day(round_),
        "is_closed": round_.is_late_at(now),
        "can_ask": round_.state == Round.State.PUBLISHED and not round_.is_late_at(now),
        "may_change": request.user.has_perm("consultation.change_invitation"),
        "may_mend_mail": request.user.has_perm("registry.view_message"),
    }


def to_list(pk: int) -> HttpResponse:
    """Go back to the list."""
    return redirect("consultation:desk_invitations", pk)


def as_download(
    content: bytes,
    title: str,
    round_: Round,
    *,
    content_type: str = excel.CONTENT_TYPE,
    ending: str = "xlsx",
) -> HttpResponse:
    """Return a file to save, named by what it is, the round and the day."""
    response = HttpResponse(content, content_type=content_type)
    name = f"{title} {round_.slug} {clock.today().isoformat()}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
