"""Signing in by the organisation's identity provider."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe
from requests import RequestException

from varv.people.provider import PROVIDER, StaffAdapter, StaffProvider
from varv.people.provider_adapter import refusal


@require_safe
@never_cache
def begin(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to the provider; a page that says so where it does not answer."""
    try:
        return _provider(request).begin(request, _next(request))
    except RequestException:
        return refusal(request, "silent", 502)


@require_safe
@never_cache
@sensitive_variables()
def callback(request: HttpRequest) -> HttpResponseBase:
    """Take the browser back from the provider."""
    _provider(request)
    try:
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(StaffAdapter(request, PROVIDER))(
            request
        )
    except RequestException:
        return refusal(request, "silent", 502)
    return answer


def _provider(request: HttpRequest) -> StaffProvider:
    try:
        found: StaffProvider = get_adapter().get_provider(request, PROVIDER)
    except SocialApp.DoesNotExist:
        raise Http404("no identity provider is set up") from None
    return found


def _next(request: HttpRequest) -> str:
    """Return where to go afterwards: within the site only."""
    wanted = request.GET.get("next", "")
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, here, settings.BASE_URL.startswith("https:"))
    return wanted if safe else reverse("people:after_sign_in")
