"""Public pages of evidence."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.analysis import queries
from varv.analysis.models import Strength
from varv.analysis.queries.claims import cited_sources
from varv.files.access import may_read
from varv.registry import kinds
from varv.registry.queries import beside


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List all cited sources, and say what the scale of strength means."""
    context = {"sources": queries.all_evidence(), "scale": list(Strength)}
    return render(request, "analysis/all_evidence.html", context)


@require_safe
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    """Show one source, what it says of each claim, and what leans on it."""
    source = queries.evidence_at(key)
    if source is None:
        raise Http404("there is no such evidence")
    file = source.file
    context = {
        "source": source,
        "file": file if file is not None and may_read(file, request.user) else None,
        "citations": cited_sources(source.pk, request.user),
        "supported": queries.supported_by(source, request.user),
        "thread": beside(kinds.ref(source), request.user),
    }
    return render(request, "analysis/evidence.html", context)
