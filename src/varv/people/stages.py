"""The steps of a sign-in that differ from allauth's."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from varv.people.models import User
from varv.people.second_factor import came_by_provider


class SecondFactorStage(AuthenticateStage):
    """Ask whoever has a second factor for it, unless the identity provider vouched for them."""

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        if isinstance(person, User) and came_by_provider(request, person):
            return False
        return bool(super()._should_handle(request))
