"""What everybody may read: who decides, who sits there, what was decided."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv import clock
from varv.bodies import queries
from varv.registry import kinds
from varv.registry.queries import beside


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """List the bodies."""
    found = queries.bodies_with_counts(clock.today())
    return render(request, "bodies/bodies.html", {"bodies": found})


@require_safe
def body(request: HttpRequest, key: str) -> HttpResponse:
    """Show one body: who sits there now, who did before, and its decisions."""
    found = queries.body_at(key)
    if found is None:
        raise Http404("there is no such body")
    today = clock.today()
    context = {
        "body": found,
        "seats": queries.seats_now(found, today),
        "coming": queries.coming_seats(found, today),
        "former": queries.former_seats(found, today),
        "decisions": queries.decisions_of(found),
        "thread": beside(kinds.ref(found), request.user),
        "children": queries.bodies().filter(parent=found),
    }
    return render(request, "bodies/body.html", context)
