"""The page behind the link in every mail: stop all mail to this address, or let it come again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from varv.registry import actions, mail_stops, outbox
from varv.registry.models import MailStop


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; scanners of mail open links, so opening it does nothing."""
    whose = mail_stops.fingerprint_of_token(token)
    if whose is None:
        raise Http404
    if request.method == "POST":
        act = actions.allow_mail if "allow" in request.POST else actions.stop_mail
        act(None, fingerprint_of=whose)
        return redirect("registry:mail_stop", token)
    stopped = MailStop.objects.filter(fingerprint=whose).exists()
    context = {"stopped": stopped, "contact": outbox.current_sender().reply_to}
    return render(request, "registry/mail_stop.html", context)
