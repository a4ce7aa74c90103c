"""After writing: thanks, and the link by which a sender shows that the address is theirs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from varv.consultation import actions
from varv.consultation.mail import contribution_of_token
from varv.consultation.models import Round
from varv.consultation.queries.public import public_round

# What the page of thanks shows: nothing but what the visitor typed, or may know by their own link.
SESSION_KEY = "varv_input_sent"


def remember_sent(
    request: HttpRequest,
    round: Round,  # noqa: A002
    *,
    email: str,
    number: str,
) -> None:
    """Keep what the page of thanks says."""
    request.session[SESSION_KEY] = {"round": round.pk, "email": email, "number": number}


@never_cache
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what happens next: the same to all who have to confirm, whoever was known before.

    The address is shown once: the next visitor may sit at the same computer.
    """
    round_ = public_round(slug)
    if round_ is None:
        raise Http404
    kept = request.session.get(SESSION_KEY) or {}
    if kept.get("round") != round_.pk:
        kept = {}
    elif kept["email"]:
        request.session[SESSION_KEY] = {**kept, "email": ""}
    context = {
        "round": round_,
        "email": kept.get("email", ""),
        "number": kept.get("number", ""),
    }
    return render(request, "consultation/thanks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show which round it is about, and one button: programs that open links confirm nothing."""
    contribution = contribution_of_token(token)
    if contribution is None:
        return render(request, "consultation/confirm_gone.html", status=410)
    if request.method == "POST":
        actions.confirm(contribution=contribution)
        return redirect("consultation:confirm", token)
    context = {"contribution": contribution, "round": contribution.round}
    return render(request, "consultation/confirm.html", context)
