"""The addresses of the API for the areas and municipalities in figures."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja import Router

from varv.analysis.county.figures import county, rows
from varv.analysis.profiles import queries
from varv.analysis.profiles.views import shown
from varv.web.api import schemas_figures
from varv.web.api.routes import PER_PAGE, Language, Page, answer_together, chosen_language

router = Router()


@router.get(
    "/activity-sets",
    response=schemas_figures.ActivitySets,
    summary="Which activities the areas stand for",
)
def activity_sets(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return every version of the activities of each area, the last first.

    Codes are divisions of NACE Rev. 2, which SNI 2007 shares.
    """

    def described(some: list[Any]) -> list[schemas_figures.ActivitySet]:
        last = {area: one.number for area, one in queries.last_of_all().items()}
        return [schemas_figures.ActivitySet.of(one, last[one.area_id]) for one in some]

    return answer_together(request, language, page, queries.all_versions(), described)


@router.get("/area-figures", response=schemas_figures.Profiles, summary="The areas in figures")
def area_figures(
    request: HttpRequest,  # noqa: ARG001 - every address has it
    language: Language = "",
    page: Page = 1,
) -> Any:
    """Return jobs, location quotients and openings of each area, and of what is in no area.

    Empty until somebody has chosen a table. Where several are chosen each tells of all areas, and
    `part` is its place: never add them up. What the publisher does not tell is null, never 0.
    """
    with translation.override(chosen_language(language)):
        items: list[schemas_figures.Profile] = []
        for found in shown():
            if not found.problem:
                items += [schemas_figures.Profile.of(found, one) for one in found.all]
                items.append(schemas_figures.Profile.of_rest(found))
    return {"items": items if page == 1 else [], "count": len(items), "next": None}


@router.get(
    "/municipal-figures",
    response=schemas_figures.MunicipalFigures,
    summary="The municipalities in figures",
)
def municipal_figures(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return inhabitants, land, workplaces and distance of each municipality, by year.

    Who takes part from where is at /reach.
    """
    with translation.override(chosen_language(language)):
        told = rows(county())
    start = (page - 1) * PER_PAGE
    following = request.GET.copy()
    following["page"] = str(page + 1)
    return {
        "items": told[start : start + PER_PAGE],
        "count": len(told),
        "next": f"{request.path}?{following.urlencode()}" if len(told) > start + PER_PAGE else None,
    }
