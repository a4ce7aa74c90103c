"""Signing up, and what somebody may do with their own registration."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from varv import clock
from varv.meetings import actions, limits, queries
from varv.meetings.forms import RegistrationForm, SignUpForm
from varv.meetings.models import Meeting, Registration
from varv.people.identity import person_of
from varv.people.public_forms import own_person, too_many, with_wait
from varv.text.translated_forms import add_refusal

# What the page after sign-up shows. It holds nothing but what the visitor typed and chose.
SESSION_KEY = "varv_signed_up"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Sign up for one or more meetings in one go, without an account."""
    now = clock.now()
    if request.method != "POST":
        wanted = request.GET.getlist("meeting")
        form = SignUpForm(
            meetings=queries.offered_meetings(now, wanted), initial={"meetings": wanted}
        )
        return _form_page(request, form)
    form = SignUpForm(
        request.POST, meetings=queries.offered_meetings(now, request.POST.getlist("meetings"))
    )
    if not form.is_valid():
        return _form_page(request, form, status=422)
    if form.is_from_a_program:
        _remember(request, form, full=frozenset())
        return redirect("meetings:signed_up")
    email = form.cleaned_data["email"]
    if wait := limits.sign_up(request, email=email, meetings=form.cleaned_data["meetings"]):
        form.add_error(None, too_many(wait))
        return with_wait(_form_page(request, form, status=429), wait)
    try:
        outcome = actions.sign_up(
            own_person(request, email),
            meetings=list(form.cleaned_data["meetings"]),
            person=form.details(),
            language=get_language() or "",
            needs=form.cleaned_data["needs"],
            join_partnership=form.cleaned_data["join_partnership"],
        )
    except ValidationError as error:
        add_refusal(form, error)
        return _form_page(request, form, status=422)
    _remember(request, form, full=outcome.full)
    return redirect("meetings:signed_up")


@never_cache
@require_safe
def signed_up(request: HttpRequest) -> HttpResponse:
    """Say what was chosen and what happens next: the same to all, whoever was known before.

    The address is shown once: the next visitor may sit at the same computer.
    """
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return redirect("meetings:meetings")
    email = kept.get("email", "")
    if email:
        request.session[SESSION_KEY] = {**kept, "email": ""}
    found = queries.public_meetings().filter(pk__in=kept["meetings"])
    context = {
        "rows": [(meeting, meeting.pk in kept["full"]) for meeting in found],
        "email": email,
        "joined": kept["joined"],
    }
    return render(request, "meetings/signed_up.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody change what they said when signing up."""
    registration = _own_or_404(request, pk)
    form = RegistrationForm(request.POST or None, initial=RegistrationForm.initial_of(registration))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_registration(
                registration.person,
                registration=registration,
                person=form.details(registration),
                language=get_language() or "",
                needs=form.cleaned_data["needs"],
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Your registration is changed."))
            return redirect("web:my")
    context = {"form": form, "registration": registration, "meeting": registration.meeting}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/registration_change.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then give the place back."""
    registration = _own_or_404(request, pk)
    if request.method == "POST":
        try:
            actions.cancel_registration(registration.person, registration=registration)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request,
                _("You are no longer signed up for “%(meeting)s”.")
                % {"meeting": registration.meeting},
            )
        return redirect("web:my")
    context = {"registration": registration, "meeting": registration.meeting}
    return render(request, "meetings/registration_cancel.html", context)


def _form_page(request: HttpRequest, form: SignUpForm, status: int = 200) -> HttpResponse:
    more = queries.number_open(clock.now()) > len(form.offered)
    context = {"form": form, "more": more}
    return render(request, "meetings/sign_up.html", context, status=status)


def _remember(request: HttpRequest, form: SignUpForm, *, full: frozenset[int]) -> None:
    chosen: list[Meeting] = list(form.cleaned_data["meetings"])
    request.session[SESSION_KEY] = {
        "meetings": [meeting.pk for meeting in chosen],
        "full": sorted(full),
        "email": form.cleaned_data["email"],
        "joined": form.cleaned_data["join_partnership"],
    }


def _own_or_404(request: HttpRequest, pk: int) -> Registration:
    """Return the visitor's own registration; to everybody else it does not exist."""
    person = person_of(request)
    found = (
        Registration.objects.filter(pk=pk)
        .select_related("meeting", "person", "organisation", "municipality")
        .first()
    )
    if person is None or not person.has_perm("meetings.change_registration", found):
        raise Http404
    return found  # type: ignore[return-value]
