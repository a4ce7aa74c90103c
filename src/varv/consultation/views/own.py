"""Own input: what one has sent, changed or taken back while the round is open."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from varv.consultation import actions, limits, receipts, wording
from varv.consultation.forms import ContentForm
from varv.consultation.models import Contribution
from varv.consultation.queries import writing as queries
from varv.files import pdf
from varv.files.actions import MAX_SIZE, store
from varv.files.models import File
from varv.people.identity import person_of
from varv.people.models import User
from varv.people.public_forms import too_many, with_wait
from varv.text.slugs import slug
from varv.text.translated_forms import add_refusal

methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def own(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show all that somebody sent, and what they can still do with it."""
    person, found = _own_or_404(request, key)
    context = {
        "contribution": found,
        "content": wording.content_of(found),
        "can_change": person.has_perm("consultation.change_contribution", found),
    }
    return render(request, "consultation/own.html", context)


@never_cache
@methods
def change(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Let the writer say it in another way, while the round is open."""
    person, found = _changeable_or_404(request, key)
    if request.method != "POST":
        form = ContentForm(round=found.round, initial=ContentForm.initial_of(found))
        return _change_page(request, found, form)
    form = ContentForm(request.POST, request.FILES, round=found.round)
    if not form.is_valid():
        return _change_page(request, found, form, 422)
    if form.cleaned_data["file"] and (wait := limits.storing(request)):
        form.add_error("file", too_many(wait))
        return with_wait(_change_page(request, found, form, 429), wait)
    try:
        files = [*_files_kept(request, found), *_stored(person, form)]
        actions.change(person, contribution=found, content=form.content(files))
    except ValidationError as error:
        add_refusal(form, error)
        return _change_page(request, found, form, 422)
    messages.success(request, _("Your input is changed. A new receipt is on its way to you."))
    return redirect("consultation:own", found.key)


@never_cache
@methods
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask once, then take it back; it stays in the register as withdrawn."""
    person, found = _changeable_or_404(request, key)
    if request.method == "POST":
        actions.withdraw(person, contribution=found)
        messages.success(request, _("Your input %(number)s is withdrawn.") % {"number": found})
        return redirect("web:my")
    return render(request, "consultation/own_withdraw.html", {"contribution": found})


@never_cache
@require_safe
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give the copy as PDF once more."""
    _person, found = _own_or_404(request, key)
    if found.record is None:
        raise Http404("not confirmed yet, so there is no receipt")
    name = f"{slug(found.record.reference)}.pdf"
    return HttpResponse(
        receipts.as_pdf(found, found.record),
        content_type=pdf.CONTENT_TYPE,
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


def _change_page(
    request: HttpRequest, found: Contribution, form: ContentForm, status: int = 200
) -> HttpResponse:
    context = {
        "contribution": found,
        "form": form,
        "asked": list(form.asked()),
        "texts": list(form.texts()),
        "files": found.files.filter(destroyed_at=None),
        "files_lost": bool(request.FILES),
    }
    return render(request, "consultation/own_change.html", context, status=status)


def _files_kept(request: HttpRequest, found: Contribution) -> list[File]:
    """Return the files that stay: all but those that were ticked to be taken out."""
    out = set(request.POST.getlist("take_out"))
    return [one for one in found.files.filter(destroyed_at=None) if str(one.pk) not in out]


def _stored(person: User, form: ContentForm) -> list[File]:
    chosen = form.cleaned_data["file"]
    return [store(person, name=one.name, content=one.read(MAX_SIZE + 1)) for one in chosen]


def _own_or_404(request: HttpRequest, key: uuid.UUID) -> tuple[User, Contribution]:
    person = person_of(request)
    found = queries.own_contributions(person).filter(key=key).first() if person else None
    if person is None or found is None:
        raise Http404("no input of this person")
    return person, found


def _changeable_or_404(request: HttpRequest, key: uuid.UUID) -> tuple[User, Contribution]:
    person, found = _own_or_404(request, key)
    if not person.has_perm("consultation.change_contribution", found):
        raise Http404("it can no longer be changed")
    return person, found
