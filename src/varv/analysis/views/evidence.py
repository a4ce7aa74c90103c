"""Pages of evidence: public ones and the desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from varv.analysis import actions, queries
from varv.analysis.forms import EvidenceForm
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.translated_forms import add_refusal


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List all cited sources."""
    return render(request, "analysis/all_evidence.html", {"sources": queries.all_evidence()})


@require_safe
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    """Show one source and what it supports."""
    source = queries.evidence_at(key)
    if source is None:
        raise Http404("there is no such evidence")
    context = {
        "source": source,
        "supported": queries.supported_by(source, request.user),
        "thread": beside(kinds.ref(source), request.user),
    }
    return render(request, "analysis/evidence.html", context)


@require_safe
@staff("analysis.view_evidence")
def desk(request: StaffRequest) -> HttpResponse:
    """List all cited sources for the staff."""
    context = {
        "sources": queries.all_evidence(),
        "may_cite": request.user.has_perm("analysis.cite_evidence"),
    }
    return render(request, "analysis/desk/evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff("analysis.cite_evidence")
def cite(request: StaffRequest) -> HttpResponse:
    """Cite a source."""
    form = EvidenceForm(request.POST or None, languages=the_region().languages)
    if form.is_valid():
        try:
            source = actions.cite_evidence(request.user, **form.values)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("%(source)s is cited.") % {"source": source})
            return redirect("analysis:desk_evidence")
    status = 422 if form.is_bound else 200
    return render(request, "analysis/desk/form.html", {"form": form}, status=status)
