"""Writing input without an account: kept as a draft, sent, and confirmed by a link."""

import uuid
from collections.abc import Iterable
from typing import Any

import rules
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from varv.consultation import actions, limits, mail
from varv.consultation.forms import (
    WritingForm,
    initial_of_draft,
    initial_of_person,
    kept,
)
from varv.consultation.models import Contribution, Draft, Round
from varv.consultation.queries import public
from varv.consultation.queries import writing as queries
from varv.people.identity import person_of
from varv.people.public_forms import own_person, too_many, with_wait
from varv.text.translated_forms import add_refusal

methods = require_http_methods(["GET", "HEAD", "POST"])
#: Which draft this browser has of which round.
SESSION_KEY = "varv_drafts"


@never_cache
@methods
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what somebody wants to say; all that was typed is kept until it is sent."""
    found = _round_or_404(slug)
    if not rules.has_perm("consultation.contribute", None, found):
        messages.info(request, _("This consultation is not open for input now."))
        return redirect(found)
    if request.method == "POST":
        return _Writing(request, found).answer()
    key = _own_key(request, found) or uuid.uuid4()
    draft = queries.draft_of(key, found)
    form = WritingForm(round=found, initial=_initial(request, draft))
    return _page(request, found, form, key, draft)


@never_cache
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Say thank you, the same words to all: the page must not tell who is known."""
    return render(request, "consultation/thanks.html", {"round": _round_or_404(slug)})


@never_cache
@methods
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show which input the link is for; only the button confirms it, for programs open links."""
    found = mail.contribution_of_token(token)
    if found is None:
        return render(request, "consultation/confirm_dead.html", status=410)
    if request.method == "POST":
        found = actions.confirm(contribution=found)
    return render(
        request, "consultation/confirm.html", {"contribution": found, "round": found.round}
    )


class _Writing:
    """One form that was sent: what was typed is kept first, and then done with as was asked."""

    def __init__(self, request: HttpRequest, found: Round) -> None:
        self.request, self.round = request, found
        self.key = _typed_key(request, found)

    def answer(self) -> HttpResponse:
        """Do what the button says: keep, throw away, take a file out, or send."""
        if queries.is_sent(self.key):
            return self._done()
        then = self.request.POST.get("then", "send")
        if then == "throw":
            return self._throw_away()
        trouble = self._keep()
        if then.startswith("remove-"):
            self._remove_file(then.removeprefix("remove-"))
            return self._again()
        if then == "save":
            return self._saved(trouble)
        return self._send(trouble)

    def _keep(self) -> ValidationError | None:
        """Keep all that was typed; a file that is refused is told of, and the others are kept."""
        trouble = None
        chosen = self.request.FILES.getlist("file")
        if chosen and (wait := limits.storing(self.request)):
            chosen, trouble = [], ValidationError({"file": too_many(wait)})
        for files in [[], *([one] for one in chosen)]:
            trouble = self._keep_one(files) or trouble
        self.request.session[SESSION_KEY] = {
            **self.request.session.get(SESSION_KEY, {}),
            str(self.round.pk): self.key.hex,
        }
        return trouble

    def _keep_one(self, files: Iterable[UploadedFile]) -> ValidationError | None:
        try:
            actions.keep_draft(
                key=self.key, round=self.round, data=kept(self.request.POST), files=files
            )
        except ValidationError as error:
            return error
        return None

    def _saved(self, trouble: ValidationError | None) -> HttpResponse:
        if getattr(self.request, "htmx", False):
            draft = queries.draft_of(self.key, self.round)
            return render(self.request, "consultation/_draft.html", {"draft": draft})
        if trouble:
            return self._again(trouble)
        messages.success(self.request, _("Saved in this browser for 30 days. You can go on later."))
        return redirect("consultation:write", self.round.slug)

    def _throw_away(self) -> HttpResponse:
        if draft := queries.draft_of(self.key, self.round):
            actions.throw_draft_away(draft=draft)
        _forget(self.request, self.round)
        messages.success(self.request, _("What you had written is thrown away."))
        return redirect(self.round)

    def _remove_file(self, number: str) -> None:
        draft = queries.draft_of(self.key, self.round)
        if draft is None or not number.isascii() or not number.isdigit():
            return
        for file in draft.files.all():
            if file.pk == int(number):
                actions.remove_from_draft(draft=draft, file=file)

    def _send(self, trouble: ValidationError | None) -> HttpResponse:
        form = self._form()
        if form.is_from_a_program:
            return redirect("consultation:thanks", self.round.slug)
        if trouble:
            add_refusal(form, trouble)
        if not form.is_valid() or trouble:
            return self._refused(form)
        email = form.cleaned_data["email"]
        if wait := limits.sending(self.request, email=email):
            form.add_error(None, too_many(wait))
            return with_wait(self._refused(form, 429), wait)
        draft = queries.draft_of(self.key, self.round)
        try:
            made = actions.send_draft(
                own_person(self.request, email),
                key=self.key,
                round=self.round,
                sender=form.sender(),
                content=form.content(list(draft.files.all()) if draft else []),
                language=get_language() or "",
            )
        except ValidationError as error:
            add_refusal(form, error)
            return self._refused(form)
        return self._done(made)

    def _done(self, made: Contribution | None = None) -> HttpResponse:
        _forget(self.request, self.round)
        if made is not None and made.state == Contribution.State.RECEIVED:
            messages.success(
                self.request, _("Thank you. Your input has number %(number)s.") % {"number": made}
            )
            return redirect("consultation:own", made.key)
        return redirect("consultation:thanks", self.round.slug)

    def _again(self, trouble: ValidationError | None = None) -> HttpResponse:
        """Show the form as it was left, without asking yet for what is missing."""
        draft = queries.draft_of(self.key, self.round)
        form = WritingForm(round=self.round, initial=_initial(self.request, draft))
        told = trouble.messages if trouble else []
        for text in told:
            messages.error(self.request, text)
        status = 422 if trouble else 200
        return _page(self.request, self.round, form, self.key, draft, status)

    def _refused(self, form: WritingForm, status: int = 422) -> HttpResponse:
        draft = queries.draft_of(self.key, self.round)
        return _page(self.request, self.round, form, self.key, draft, status)

    def _form(self) -> WritingForm:
        # The files are in the draft already, refused ones apart: they are told of beside the field.
        return WritingForm(self.request.POST, round=self.round)


def _page(
    request: HttpRequest,
    found: Round,
    form: WritingForm,
    key: uuid.UUID,
    draft: Draft | None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "round": found,
        "form": form,
        "asked": list(form.asked()),
        "texts": list(form.texts()),
        "key": key.hex,
        "draft": draft,
    }
    return render(request, "consultation/write.html", context, status=status)


def _initial(request: HttpRequest, draft: Draft | None) -> dict[str, Any]:
    if draft is not None:
        return initial_of_draft(draft.data)
    person = person_of(request)
    return initial_of_person(person, queries.latest_of(person)) if person else {}


def _own_key(request: HttpRequest, found: Round) -> uuid.UUID | None:
    return _key(request.session.get(SESSION_KEY, {}).get(str(found.pk), ""))


def _typed_key(request: HttpRequest, found: Round) -> uuid.UUID:
    """Return the key that the form holds, unless somebody else's draft has it."""
    own, typed = _own_key(request, found), _key(request.POST.get("draft", ""))
    if typed is None or (typed != own and queries.draft_of(typed, found) is not None):
        return own or uuid.uuid4()
    return typed


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text)
    except ValueError:
        return None


def _forget(request: HttpRequest, found: Round) -> None:
    drafts = dict(request.session.get(SESSION_KEY, {}))
    if drafts.pop(str(found.pk), None) is not None:
        request.session[SESSION_KEY] = drafts


def _round_or_404(slug: str) -> Round:
    found = public.public_rounds().filter(slug=slug).first()
    if found is None:
        raise Http404("no public round has this address")
    return found
