"""Writing in a round, without an account: the form, and the draft that is kept meanwhile."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from varv import clock
from varv.consultation import limits
from varv.consultation.actions import drafts
from varv.consultation.forms import InputFields, WriteForm
from varv.consultation.models import Draft, Round
from varv.consultation.queries.public import public_round
from varv.consultation.queries.writing import (
    Asked,
    asked_in,
    draft_with,
    files_of_draft,
    until,
)
from varv.consultation.views.confirming import remember_sent
from varv.files.actions import MAX_SIZE
from varv.people.identity import person_of
from varv.people.public_forms import own_person, too_many, with_wait
from varv.text.translated_forms import add_refusal

SESSION_KEY = "varv_input_drafts"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Say something in a round, on one page."""
    asked = asked_in(_round_or_404(slug))
    if not request.user.has_perm("consultation.contribute", asked.round):
        return _closed(request, asked)
    if request.method == "POST":
        return _send(request, asked)
    begun = _begun(request, asked.round)
    form = WriteForm(asked=asked)
    form.initial = _known(request) | form.initial_of(drafts.typed_in(begun))
    return _page(request, form, begun)


@never_cache
@require_POST
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what is typed so far, take a file out of it, or throw it all away."""
    asked = asked_in(_round_or_404(slug))
    back = redirect("consultation:write", slug)
    key = posted_key(request, asked.round)
    begun = draft_with(key, asked.round)
    if "throw_away" in request.POST:
        if begun:
            drafts.throw_away(draft=begun)
        _forget(request, asked.round)
        messages.success(request, _("What you had written is thrown away."))
        return back
    if not request.user.has_perm("consultation.contribute", asked.round):
        return back
    form = WriteForm(request.POST, request.FILES, asked=asked)
    try:
        begun = _kept(request, form, begun, key)
    except ValidationError as error:
        return _not_kept(request, form, error)
    if "take_out" in request.POST:
        drafts.take_out(draft=begun, file_key=request.POST["take_out"])
    _remember(request, begun)
    if request.headers.get("HX-Request"):
        return render(request, "consultation/_draft.html", {"draft": begun, "round": asked.round})
    for text in form.errors.get("enclosed", []):
        messages.error(request, str(text))
    return back


def posted_key(request: HttpRequest, round: Round) -> str:  # noqa: A002
    """Return the key of the draft that a form was sent with; a new one where that is no good."""
    key = request.POST.get("draft", "")
    if not drafts.is_key(key) or drafts.is_of_another(key, round):
        return drafts.new_key()
    return key


def enclose_all(request: HttpRequest, form: InputFields, begun: Draft) -> None:
    """Put the files that were chosen into the draft; say of each that is not taken why."""
    uploads = chosen(request, form)
    if not uploads:
        return
    if wait := limits.enclosed(request):
        form.add_error("enclosed", too_many(wait))
        return
    for upload in uploads:
        try:
            drafts.enclose(draft=begun, name=upload.name or "", content=upload.read(MAX_SIZE + 1))
        except ValidationError as error:
            texts = " ".join(error.messages)
            form.add_error("enclosed", f"{upload.name}: {texts}")


def chosen(request: HttpRequest, form: InputFields) -> Sequence[UploadedFile]:
    """Return the files that were chosen, where there are not too many of them."""
    form.is_valid()  # reads what was sent, right or wrong
    return form.cleaned_data.get("enclosed") or []


def mark_of(request: HttpRequest, form: InputFields) -> str:
    """Return what tells whether the same was sent before."""
    return drafts.fingerprint(
        form.typed(), drafts.names_and_sizes(request.FILES.getlist("enclosed"))
    )


def _send(request: HttpRequest, asked: Asked) -> HttpResponse:
    form = WriteForm(request.POST, request.FILES, asked=asked)
    if form.is_valid() and form.is_from_a_program:
        return _thank(request, form, asked.round)
    key, mark = posted_key(request, asked.round), mark_of(request, form)
    begun = _with_files(request, form, key, mark)
    if drafts.was_sent(begun, mark):
        return redirect("consultation:thanks", asked.round.slug)
    if not form.is_valid():
        return _page(request, form, begun, status=422)
    if wait := limits.written(request, email=form.cleaned_data["email"]):
        return _too_often(request, form, begun, wait)
    return _hand_in(request, form, begun, key, mark)


def _with_files(request: HttpRequest, form: WriteForm, key: str, mark: str) -> Draft | None:
    """Keep what is sent in its draft, where it has one or brings files: they must not be lost."""
    begun = draft_with(key, form.asked.round)
    if drafts.was_sent(begun, mark) or not (begun or chosen(request, form)):
        return begun
    try:
        begun = _kept(request, form, begun, key, mark)
    except ValidationError as error:
        add_refusal(form, error)
        return begun
    if not drafts.is_sent(begun):
        _remember(request, begun)
    return begun


def _hand_in(
    request: HttpRequest, form: WriteForm, begun: Draft | None, key: str, mark: str
) -> HttpResponse:
    email = form.cleaned_data["email"]
    try:
        made = drafts.send(
            own_person(request, email),
            round=form.asked.round,
            key=key,
            mark=mark,
            sender=form.sender(),
            content=form.content(),
            language=get_language() or "",
        )
    except ValidationError as error:
        add_refusal(form, error)
        return _page(request, form, begun, status=422)
    _forget(request, form.asked.round)
    if made is None:
        return redirect("consultation:thanks", form.asked.round.slug)
    return _thank(request, form, form.asked.round, str(made) if made.is_counted else "")


def _thank(
    request: HttpRequest,
    form: WriteForm,
    round: Round,  # noqa: A002
    number: str = "",
) -> HttpResponse:
    remember_sent(request, round, email=form.cleaned_data["email"], number=number)
    return redirect("consultation:thanks", round.slug)


def _too_often(
    request: HttpRequest, form: WriteForm, begun: Draft | None, wait: timedelta
) -> HttpResponse:
    form.add_error(None, too_many(wait))
    return with_wait(_page(request, form, begun, status=429), wait)


def _page(
    request: HttpRequest, form: WriteForm, begun: Draft | None, status: int = 200
) -> HttpResponse:
    key = begun.key if begun else posted_key(request, form.asked.round)
    context = {
        "form": form,
        "round": form.asked.round,
        "until": until(form.asked.round),
        "draft": begun,
        "draft_key": key,
        "files": files_of_draft(begun),
    }
    return render(request, "consultation/write.html", context, status=status)


def _closed(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Say since or until when nothing is asked; what was written too late can still be copied."""
    begun = _begun(request, asked.round)
    form = WriteForm(request.POST if request.method == "POST" else None, asked=asked)
    typed = form.typed() if form.is_bound else drafts.typed_in(begun)
    context: dict[str, Any] = {
        "round": asked.round,
        "until": until(asked.round),
        "is_over": asked.round.opens_at is None or asked.round.opens_at <= clock.now(),
        "draft": begun,
        "draft_key": begun.key if begun else "",
        "written": form.in_words(typed),
    }
    status = 403 if request.method == "POST" else 200
    return render(request, "consultation/closed.html", context, status=status)


def _kept(
    request: HttpRequest, form: WriteForm, begun: Draft | None, key: str, mark: str = ""
) -> Draft:
    if begun is None and (wait := limits.begun(request)):
        raise ValidationError(too_many(wait))
    kept = drafts.keep(round=form.asked.round, key=key, typed=form.typed(), mark=mark)
    if not drafts.was_sent(kept, mark):
        enclose_all(request, form, kept)
    return kept


def _not_kept(request: HttpRequest, form: WriteForm, error: ValidationError) -> HttpResponse:
    """Say why nothing was saved; the page keeps what is typed."""
    if request.headers.get("HX-Request"):
        context = {"round": form.asked.round, "problem": " ".join(error.messages)}
        return render(request, "consultation/_draft.html", context)
    form.errors.clear()
    add_refusal(form, error)
    return _page(request, form, None, status=422)


def _known(request: HttpRequest) -> dict[str, Any]:
    """Return what is known of who is here by a link or signed in."""
    person = person_of(request)
    return {"name": person.name, "email": person.email} if person else {}


def _begun(request: HttpRequest, round: Round) -> Draft | None:  # noqa: A002
    keys = request.session.get(SESSION_KEY, {})
    found = draft_with(keys.get(str(round.pk), ""), round)
    return None if drafts.is_sent(found) else found


def _remember(request: HttpRequest, begun: Draft) -> None:
    keys = request.session.get(SESSION_KEY, {})
    if keys.get(str(begun.round_id)) != begun.key:
        request.session[SESSION_KEY] = {**keys, str(begun.round_id): begun.key}


def _forget(request: HttpRequest, round: Round) -> None:  # noqa: A002
    keys = dict(request.session.get(SESSION_KEY, {}))
    if keys.pop(str(round.pk), None):
        request.session[SESSION_KEY] = keys


def _round_or_404(slug: str) -> Round:
    found = public_round(slug)
    if found is None:
        raise Http404
    return found
