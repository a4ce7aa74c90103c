"""Bends django-allauth to the house: mail by the outbox, no sign-up, our own words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from varv.people import actions, identity, origin
from varv.registry.actions import log


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by a code in a mail, for people that varv knows already."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code that we sent. Look at the latest mail."),
        "too_many_login_attempts": _(
            "There have been too many tries. Wait ten minutes and ask for a new code."
        ),
        "rate_limited": _("There have been too many tries. Wait ten minutes."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return where a request came from by the same rule as for all other limits."""
        return origin.address_of(request)

    def get_login_stages(self) -> list[str]:
        """Put our own second factor in the place of allauth's."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "varv.people.stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse: people become known by taking part, staff by being invited."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the code into the outbox; allauth has no other mail to send here."""
        if template_prefix != "account/email/login_code":
            raise LookupError(f"varv has no mail for {template_prefix}")
        actions.send_sign_in_code(email=email, code=context["code"], language=get_language() or "")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,  # noqa: ARG002 - allauth's signature
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's signature
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say errors only: what went well is seen from the page itself."""
        if message:
            super().add_message(request, level, message=message, extra_tags=extra_tags)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, and log that it happened; whoever's link was open here is out."""
        identity.leave(request)
        super().login(request, user)
        log(user, "people.sign_in", user)

    def respond_user_inactive(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's signature
        user: AbstractBaseUser,  # noqa: ARG002 - allauth's signature
    ) -> HttpResponse:
        """Answer as if the person had never been known."""
        return redirect("account_login")
