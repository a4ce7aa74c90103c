"""The desk: claims, and citing sources for and against them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varv.analysis import actions, queries
from varv.analysis.forms import CitationForm, ClaimForm
from varv.analysis.models import Citation, Claim
from varv.analysis.queries.claims import without_evidence
from varv.analysis.views.shared import done, form_page, methods
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest

PER_PAGE = 50


@require_safe
@staff("analysis.view_evidence")
def listing(request: StaffRequest) -> HttpResponse:
    """List all claims, or those that nothing that stands is cited on."""
    bare_only = request.GET.get("show") == "bare"
    bare = without_evidence()
    found = bare if bare_only else queries.every_claim(request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "claims": queries.tell(page.object_list, request.user),
        "page": page,
        "bare_only": bare_only,
        "bare_count": bare.count(),
        "may_cite": request.user.has_perm("analysis.cite_evidence"),
    }
    return render(request, "analysis/desk/claims.html", context)


@require_safe
@staff("analysis.view_evidence")
def claim(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one claim with all that is cited on it."""
    (told,) = queries.tell(
        [get_object_or_404(queries.every_claim(request.user), pk=pk)], request.user
    )
    may_cite = request.user.has_perm("analysis.cite_evidence")
    return render(request, "analysis/desk/claim.html", {"told": told, "may_cite": may_cite})


@methods
@staff("analysis.cite_evidence")
def create(request: StaffRequest) -> HttpResponse:
    """Make a claim."""
    form = ClaimForm(request.POST or None, languages=the_region().languages)
    made = done(form, lambda: actions.make_claim(request.user, **form.values))
    if made:
        messages.success(request, _("The claim is made. Now cite what speaks for and against it."))
        return redirect("analysis:desk_claim", pk=made.pk)
    return form_page(
        request,
        form,
        title=_("New claim"),
        submit=_("Make the claim"),
        lead=_("One sentence that evidence can support or contradict."),
        back=reverse("analysis:desk_claims"),
        back_name=_("Claims"),
    )


@methods
@staff("analysis.cite_evidence")
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Word a claim anew."""
    found = get_object_or_404(Claim, pk=pk)
    form = ClaimForm(request.POST or None, languages=the_region().languages, claim=found)
    if done(form, lambda: actions.reword_claim(request.user, claim=found, **form.values)):
        messages.success(request, _("The claim is saved."))
        return redirect("analysis:desk_claim", pk=pk)
    return form_page(
        request,
        form,
        title=_("Change the claim"),
        submit=_("Save"),
        lead=_("What is cited stays. Look whether it still says the same of the new words."),
        back=reverse("analysis:desk_claim", args=[pk]),
        back_name=_("The claim"),
    )


@methods
@staff("analysis.cite_evidence")
def cite(request: StaffRequest, pk: int) -> HttpResponse:
    """Cite a source on a claim."""
    found = get_object_or_404(Claim, pk=pk)
    form = CitationForm(request.POST or None)

    def act() -> Citation:
        return actions.cite(request.user, sentence=found, **form.cleaned_data)

    if done(form, act):
        messages.success(request, _("The source is cited."))
        return redirect("analysis:desk_claim", pk=pk)
    return form_page(
        request,
        form,
        title=_("Cite a source on the claim"),
        submit=_("Save the citation"),
        lead=found,
        back=reverse("analysis:desk_claim", args=[pk]),
        back_name=_("The claim"),
    )


@methods
@staff("analysis.cite_evidence")
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask once, then take a claim away."""
    found = get_object_or_404(Claim, pk=pk)
    if request.method == "POST":
        actions.remove_claim(request.user, claim=found)
        messages.success(request, _("The claim is removed."))
        return redirect("analysis:desk_claims")
    context = {
        "title": _("Remove the claim?"),
        "lead": found,
        "text": _("What was cited on it goes with it. The log keeps that it was there."),
        "submit": _("Remove it"),
        "back": reverse("analysis:desk_claim", args=[pk]),
        "back_name": _("The claim"),
    }
    return render(request, "analysis/desk/ask_once.html", context)


@require_POST
@staff("analysis.cite_evidence")
def remove_citation(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a citation away from a claim or an item of a SWOT."""
    found = get_object_or_404(Citation.objects.select_related("claim", "item__area"), pk=pk)
    actions.remove_citation(request.user, citation=found)
    messages.success(request, _("The citation is removed."))
    if found.item is not None:
        return redirect("analysis:desk_swot_board", slug=found.item.area.slug)
    return redirect("analysis:desk_claim", pk=found.claim_id)
