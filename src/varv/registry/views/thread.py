"""The golden thread of one thing, for everybody: as far as they may see."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.registry import kinds, queries
from varv.registry.kinds import Ref

LARGEST_ID = 2**63 - 1


@require_safe
def thread(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Draw the whole way back and forward from one thing."""
    ref = Ref(kind, pk)
    things = queries.visible([ref], request.user) if pk <= LARGEST_ID else {}
    if ref not in things:
        raise Http404("there is no such thing, or not for this reader")
    context = {
        "thing": things[ref],
        "kind": kinds.label(kind),
        "thread": queries.thread(ref, request.user),
    }
    return render(request, "registry/thread.html", context)
