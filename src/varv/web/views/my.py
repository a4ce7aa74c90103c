"""My page: what one person has signed up for and sent in, without an account if need be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varv import clock
from varv.consultation.queries.writing import own_input
from varv.cycles import queries as cycles
from varv.meetings import queries as meetings
from varv.people import identity
from varv.people.queries import current_region


@never_cache
def my(request: HttpRequest) -> HttpResponse:
    """Show what is theirs to whoever opened a signed link or signed in."""
    person = identity.person_of(request)
    if person is None:
        return render(request, "web/my_unknown.html", status=401)
    now, region = clock.now(), current_region()
    registrations = list(meetings.registrations_of(person))
    return render(
        request,
        "web/my.html",
        {
            "person": person,
            "by_link": person != request.user,
            "coming": [
                (registration, meetings.visible_link(registration, now, region))
                for registration in registrations
                if registration.meeting.ends_at > now
            ],
            "past": [r for r in registrations if r.meeting.ends_at <= now],
            "interests": cycles.interests_of(person),
            "own_input": own_input(person),
        },
    )


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget whose signed link opened this session."""
    identity.leave(request)
    return redirect("web:home")
