"""The address of the API for memos."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from varv.analysis.memos import queries
from varv.web.api import schemas_memos
from varv.web.api.routes import Language, Page, answer_together

router = Router()


@router.get("/memos", response=schemas_memos.Memos, summary="Memos on the areas and the region")
def memos(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return every published edition, the latest first; an earlier one is not `is_newest`.

    `kind` is memo (on an area), page (an area on one page) or region (the region in figures); then
    `area` is null. A memo is in its own `language`. It never changes; what is masked in it has no
    `files`. `meeting` is the one that it was to be read before.
    """
    return answer_together(request, language, page, queries.catalogued(), schemas_memos.described)
