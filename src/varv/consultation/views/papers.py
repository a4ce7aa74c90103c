"""Published papers as everybody reads them: the page, its long parts, the data, the package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.consultation import limits
from varv.consultation.actions.making import needs_new_files
from varv.consultation.models import Paper
from varv.consultation.papers import freezing, package, showing
from varv.consultation.papers.quotes import numbers_in
from varv.consultation.queries import papers as queries
from varv.files.downloads import later
from varv.files.models import File
from varv.people.requests import VisitorRequest
from varv.registry import kinds
from varv.registry.masking import files_to_show
from varv.registry.queries import beside

#: A part with more blocks has a page of its own, and more than one if it needs.
MOST_ON_THE_PAGE = 60
PER_PAGE = 50


@dataclass(frozen=True)
class Part:
    """One part as a page shows it: whole, or the way to its own page."""

    number: int
    heading: str
    blocks: Sequence[Mapping[str, Any]]
    size: int
    #: How many things of a kind there are in it, such as points.
    entries: int

    @property
    def beginning(self) -> Sequence[Mapping[str, Any]]:
        """Return as much as a preview shows of a long one."""
        return self.blocks[:MOST_ON_THE_PAGE]

    @property
    def is_long(self) -> bool:
        """Tell whether it has a page of its own."""
        return self.size > MOST_ON_THE_PAGE


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a paper: what it says in short, its contents, and all parts that are not long."""
    found = _paper_or_404(pk)
    frame = found.frozen or {}
    short = [one for one in frame["parts"] if len(one["blocks"]) <= MOST_ON_THE_PAGE]
    headings = [one["heading"] for one in frame["parts"]]
    texts = showing.texts_of(found, numbers_in([short, headings]))
    document = freezing.document(found.title, frame, texts)
    context = {
        "paper": found,
        "document": document,
        "parts": parts_of(document),
        "newer": queries.newer_edition(found),
        "files": _files(found),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "consultation/paper.html", context)


@require_safe
def part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one long part, some of it at a time."""
    found = _paper_or_404(pk)
    frame = found.frozen or {}
    if not 1 <= number <= len(frame["parts"]):
        raise Http404("no part of this paper has this number")
    one = frame["parts"][number - 1]
    page: Page[Any] = Paginator(one["blocks"], PER_PAGE).get_page(request.GET.get("page"))
    shown = {"parts": [{"heading": one["heading"], "blocks": list(page.object_list)}]}
    texts = showing.texts_of(found, numbers_in(shown))
    (told,) = freezing.document(found.title, shown, texts)["parts"]
    context = {"paper": found, "part": told, "page": page, "language": found.language}
    return render(request, "consultation/paper_part.html", context)


@require_safe
def data(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a paper as plain values: all that page, PDF and Word are made of."""
    found = _paper_or_404(pk)
    if request.method == "GET" and (wait := limits.taken_out(request)):
        return later(wait)
    answer = JsonResponse(showing.shown(found), json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="paper-{found.pk}.json"'
    return answer


@require_safe
def zipped(request: VisitorRequest, pk: int) -> HttpResponseBase:
    """Send the handover package of a published paper of that kind."""
    found = _paper_or_404(pk)
    if found.kind != Paper.Kind.HANDOVER:
        raise Http404("only a handover has a package")
    if request.method == "HEAD":
        return HttpResponse(content_type=package.CONTENT_TYPE)
    if wait := limits.taken_out(request):
        return later(wait)
    return FileResponse(
        package.packed(found),
        as_attachment=True,
        filename=f"{found.round.slug} {found.pk}.zip",
        content_type=package.CONTENT_TYPE,
    )


def parts_of(document: Mapping[str, Any]) -> list[Part]:
    """Return the parts with their numbers, as pages show them."""
    return [
        Part(
            number,
            one["heading"],
            one["blocks"],
            len(one["blocks"]),
            sum(1 for block in one["blocks"] if block["is"] == "entry"),
        )
        for number, one in enumerate(document["parts"], start=1)
    ]


def _files(found: Paper) -> list[File]:
    """Return the files that can be taken out now: none while they are made anew."""
    if needs_new_files(found):
        return []
    there = files_to_show().filter(pk__in=[found.pdf_id, found.word_id], destroyed_at=None)
    return [one for one in there.order_by("pk") if not one.withheld]


def _paper_or_404(pk: int) -> Paper:
    found = queries.published_paper(pk)
    if found is None:
        raise Http404("no published paper has this number")
    return found
