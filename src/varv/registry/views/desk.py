"""The register on the desk: the outbox, the mail texts, the log."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages as flash
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varv import clock
from varv.registry import actions, kinds, log_actions, mailtexts, outbox, queries
from varv.registry.forms import MailTextForm
from varv.registry.guard import actor_of, staff
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Event, MailText, Message
from varv.registry.paging import COUNTED, BoundedPaginator, up_to

PER_PAGE = 50


# -- outbox --------------------------------------------------------------------------------------


@require_safe
@staff("registry.view_message")
def messages(request: HttpRequest) -> HttpResponse:
    """List the outbox, latest due first, all or in one state."""
    state = request.GET.get("state", "")
    if state not in Message.State.values:
        state = ""
    counts = queries.state_counts(COUNTED + 1)
    states = [(value, up_to(counts[value])) for value in Message.State.values if counts[value]]
    page = BoundedPaginator(queries.messages(state), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "states": states,
        "total": up_to(sum(counts.values())),
        "standstill": queries.standstill(clock.now()),
    }
    return render(request, "registry/messages.html", context)


@require_safe
@staff("registry.view_message")
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message as its recipient gets it."""
    found = get_object_or_404(Message.objects.select_related("record__case"), pk=pk)
    about = Ref(found.about_kind, found.about_id) if found.about_id else None
    things = kinds.describe([about], request.user) if about else {}
    context = {
        "message": found,
        "hidden": mailtexts.leaves_out(found),
        "attachments": found.attachments.defer("content"),
        "kind": _kind_name(found.kind),
        "about": things.get(about) if about else None,
    }
    return render(request, "registry/message.html", context)


@require_POST
@staff("registry.change_message")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a message out of the queue."""
    return _act(request, pk, actions.cancel_message, _("The message will not be sent."))


@require_POST
@staff("registry.change_message")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a failed message again."""
    return _act(request, pk, actions.retry_message, _("The message is in the queue again."))


def _act(
    request: HttpRequest, pk: int, action: Callable[..., Message], success: str
) -> HttpResponse:
    try:
        action(actor_of(request), message=get_object_or_404(Message, pk=pk))
    except ValidationError as error:
        flash.error(request, " ".join(error.messages))
    else:
        flash.success(request, success)
    return redirect("registry:desk_message", pk)


def _kind_name(kind: str) -> str:
    return str(mailtexts.point[kind].name) if kind in mailtexts.point else kind


# -- mail texts ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Language:
    code: str
    name: str
    edited: bool


@require_safe
@staff("registry.view_mailtext")
def texts(request: HttpRequest) -> HttpResponse:
    """List all kinds of mail with their languages."""
    edited: dict[str, set[str]] = {}
    for kind, language in MailText.objects.values_list("kind", "language"):
        edited.setdefault(kind, set()).add(language)
    own = outbox.current_sender().language
    rows = [
        (kind, _languages([*kind.defaults, own], edited.get(kind.key, set())))
        for kind in sorted(mailtexts.point, key=lambda kind: str(kind.name))
    ]
    return render(request, "registry/texts.html", {"rows": rows})


@staff("registry.change_mailtext")
def text(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Edit one kind of mail in one language, with its preview beside."""
    known = _known(kind, language)
    if request.method != "POST":
        subject, body = mailtexts.wording(kind, language)
        form = MailTextForm(initial={"subject": subject, "body": body})
        return _text_page(request, known, language, form, subject, body)
    form = MailTextForm(request.POST)
    draft = (request.POST.get("subject", ""), request.POST.get("body", ""))
    valid = form.is_valid()
    if valid and "preview" in request.POST:
        return _text_page(request, known, language, form, *draft)
    if not (valid and _saved(request, kind, language, form)):
        return _text_page(request, known, language, form, *draft, status=422)
    flash.success(request, _("The text is saved. It holds for all mail written from now on."))
    return redirect("registry:desk_text", kind, language)


@require_POST
@staff("registry.change_mailtext")
def preview(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Return the preview alone, while somebody types."""
    _known(kind, language)
    subject, body = request.POST.get("subject", "")[:200], request.POST.get("body", "")[:20_000]
    rendered = mailtexts.render_draft(kind, subject, body)
    return render(request, "registry/_preview.html", {"preview": rendered, "language": language})


@require_POST
@staff("registry.change_mailtext")
def restore(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Go back to the default wording."""
    _known(kind, language)
    actions.restore_mail_text(actor_of(request), kind=kind, language=language)
    flash.success(request, _("The default text is back."))
    return redirect("registry:desk_text", kind, language)


def _known(kind: str, language: str) -> mailtexts.MailKind:
    if kind not in mailtexts.point or language not in dict(settings.LANGUAGES):
        raise Http404
    return mailtexts.point[kind]


def _saved(request: HttpRequest, kind: str, language: str, form: MailTextForm) -> bool:
    try:
        actions.edit_mail_text(actor_of(request), kind=kind, language=language, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _languages(codes: Iterable[str], edited: set[str]) -> list[_Language]:
    wanted = sorted({*codes, *edited})
    return [
        _Language(code, get_language_info(code)["name_translated"], code in edited)
        for code in wanted
    ]


def _text_page(
    request: HttpRequest,
    kind: mailtexts.MailKind,
    language: str,
    form: MailTextForm,
    subject: str,
    body: str,
    status: int = 200,
) -> HttpResponse:
    edited = set(MailText.objects.filter(kind=kind.key).values_list("language", flat=True))
    own = outbox.current_sender().language
    context = {
        "kind": kind,
        "language": language,
        "language_name": get_language_info(language)["name_translated"],
        "languages": _languages([*kind.defaults, own, language], edited),
        "edited": language in edited,
        "form": form,
        "preview": mailtexts.render_draft(kind.key, subject, body),
        "variables": [
            (name, meaning, kind.sample[name], name in kind.required)
            for name, meaning in kind.variables.items()
        ],
    }
    return render(request, "registry/text.html", context, status=status)


# -- log -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    event: Event
    action: str
    actor: Thing | None
    subject: Thing | None
    subject_label: str


@require_safe
@staff("registry.view_event")
def log(request: HttpRequest) -> HttpResponse:
    """Show the log, newest first."""
    page = BoundedPaginator(queries.events(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": _lines(list(page), request.user)}
    return render(request, "registry/log.html", context)


def _lines(events: list[Event], user: object) -> list[_Line]:
    """Name actors and subjects in a fixed number of queries."""
    person = kinds.key_of(get_user_model())
    actors = [Ref(person, event.actor_id) for event in events if event.actor_id]
    subjects = [Ref(event.subject_kind, event.subject_id) for event in events if event.subject_id]
    things = kinds.describe([*actors, *subjects], user)
    return [
        _Line(
            event=event,
            action=log_actions.label(event.action),
            actor=things.get(Ref(person, event.actor_id or 0)),
            subject=things.get(Ref(event.subject_kind, event.subject_id or 0)),
            subject_label=kinds.label(event.subject_kind),
        )
        for event in events
    ]
