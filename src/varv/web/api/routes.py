"""The addresses of the API, version 1."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError as RequestError

from varv import clock
from varv.consultation.queries import answered
from varv.consultation.queries import catalogue as consultation
from varv.consultation.queries import papers as consultation_papers
from varv.consultation.queries import points as consultation_points
from varv.consultation.queries.public import public_rounds
from varv.cycles import queries as cycles
from varv.cycles.queries import catalogue
from varv.meetings import queries as meetings
from varv.people import queries as people
from varv.reach.counting import EVERY, public_numbers
from varv.reach.sources import point as reach
from varv.registry.models import Case
from varv.registry.queries import public as register
from varv.registry.search import Dates, find, impersonal
from varv.registry.search.queries import PAGES_AT_MOST
from varv.web.api import (
    schemas,
    schemas_consultation,
    schemas_points,
    schemas_reach,
    schemas_register,
    schemas_versions,
)
from varv.web.views.search import FIRST_YEAR, LAST_YEAR

api = NinjaAPI(
    title="varv",
    version="1",
    description="Open data of the region's smart specialisation: read only, never personal.",
    docs_url=None,
    urls_namespace="api",
)

Language = Annotated[
    str,
    Query(
        max_length=10,
        pattern=r"^([a-z]{2,3}(-[a-zA-Z0-9]{2,8})?)?$",
        description="Language of the texts, such as en; default: the region's first language.",
    ),
]
Page = Annotated[
    int,
    Query(ge=1, le=100_000, description="Which page of the list; `next` is the one after it."),
]
PER_PAGE = 30
LARGEST_ID = 2**63 - 1
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@api.exception_handler(RequestError)
def refuse(request: HttpRequest, error: RequestError) -> HttpResponse:
    """Say which parameter is wrong; 422."""
    mistakes = [
        {"parameter": str(item["loc"][-1]), "message": item["msg"]} for item in error.errors
    ]
    return api.create_response(request, {"errors": mistakes}, status=422)


class WrongParameterError(ValueError):
    """A parameter is wrong in a way that only the region's data or another parameter tells."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@api.exception_handler(WrongParameterError)
def refuse_parameter(request: HttpRequest, error: WrongParameterError) -> HttpResponse:
    """Say which one and what would be right; 422."""
    mistake = {"parameter": error.parameter, "message": str(error)}
    return api.create_response(request, {"errors": [mistake]}, status=422)


@api.get("/programme", response=schemas.Programmes, summary="The programme and its milestones")
def programme(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the programmes of the region with their case number, versions and milestones."""
    return answer_each(request, language, page, catalogue.all_programmes(), schemas.Programme.of)


@api.get("/areas", response=schemas.Areas, summary="The priority areas")
def areas(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the areas, also retired ones, with what became of them."""
    return answer_each(request, language, page, catalogue.all_areas(), schemas.Area.of)


@api.get(
    "/programme/versions",
    response=schemas_versions.Versions,
    summary="Versions of the programme",
)
def programme_versions(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return every public text of the programme, the latest first, with what was changed.

    A change tells what it `came_from`; `based_on` is the version whose text it is a change of.
    """
    return _versions(request, language, page, catalogue.all_programme_versions())


@api.get(
    "/areas/{slug:slug}/versions",
    response=schemas_versions.Versions,
    summary="Versions of an area",
)
def area_versions(
    request: HttpRequest,
    slug: Annotated[str, Path(max_length=80, description="Which area: its `slug` in /areas.")],
    language: Language = "",
    page: Page = 1,
) -> Any:
    """Return how an area has been worded, the latest first, also what is out for comment now.

    A change tells what it `came_from`; `based_on` is the version whose text it is a change of.
    """
    found = get_object_or_404(catalogue.all_areas(), slug=slug)
    return _versions(request, language, page, catalogue.all_area_versions(found))


@api.get("/steps", response=schemas.Steps, summary="The six steps and their state")
def steps(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the steps of every lap, of the whole programme (area is null) and of each area."""
    guides = cycles.guides()
    return answer_each(
        request,
        language,
        page,
        catalogue.all_steps(),
        lambda step: schemas.Step.of(step, guides.get(step.kind)),
    )


@api.get("/meetings", response=schemas.Meetings, summary="Meetings")
def public_meetings(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return all published meetings in order of time; never the link, never who signed up."""
    now = clock.now()
    return answer_each(
        request,
        language,
        page,
        meetings.public_meetings(),
        lambda meeting: schemas.Meeting.of(meeting, now),
    )


@api.get("/rounds", response=schemas_consultation.Rounds, summary="Rounds")
def rounds(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the consultations, also earlier ones, with what is asked and until when.

    ``received`` is how much input stands in the register, ``public`` of how much of it the text can
    be read.
    """
    now = clock.now()
    return answer_each(
        request,
        language,
        page,
        consultation.catalogued_rounds(),
        lambda row: schemas_consultation.Round.of(row, now),
    )


@api.get(
    "/rounds/{slug:slug}/contributions",
    response=schemas_consultation.Contributions,
    summary="Input to a round",
)
def contributions(
    request: HttpRequest,
    slug: Annotated[
        str, Path(max_length=80, description="Which consultation: its `slug` in /rounds.")
    ],
    language: Language = "",
    page: Page = 1,
) -> Any:
    """Return the input that everybody may read, in the order in which it came.

    Beside `items` there is `left_out`: how many more stand in the register without their text,
    because their sender took them back (withdrawn), because they are secret by law (secret),
    because staff have hidden them (hidden) or have not read them yet (not_yet_read). Who speaks
    for themselves is not named; an organisation is when its name is checked. `municipality` is a
    `code` of /municipalities, or null; `sector` is null as long as nobody has said which it is.
    """
    found = get_object_or_404(public_rounds(), slug=slug)
    rows = consultation.catalogued_contributions(found)
    answer = answer_each(request, language, page, rows, schemas_consultation.Contribution.of)
    return answer | {"left_out": schemas_consultation.LeftOut.of(consultation.left_out(found))}


@api.get("/papers", response=schemas_consultation.Papers, summary="Papers about rounds")
def papers(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the published compilations, decision papers and handovers, the latest first.

    All that a paper says is at its `json_url`, as plain values. A paper never changes; a later one
    that `replaces` it is a new edition. A word that was masked since is in neither data nor files.
    """
    return answer_each(
        request, language, page, consultation_papers.listed(), schemas_consultation.Paper.of
    )


@api.get(
    "/rounds/{slug:slug}/points",
    response=schemas_points.Points,
    summary="What became of the input to a round",
)
def points(
    request: HttpRequest,
    slug: Annotated[
        str, Path(max_length=80, description="Which consultation: its `slug` in /rounds.")
    ],
    language: Language = "",
    page: Page = 1,
) -> Any:
    """Return the points that are answered and signed, of input that everybody may read.

    `outcome` is adopted, partly, not_adopted, noted or outside. `changed` names what the point led
    to; `changed_text` is the new wording, where there is one. `contribution` is a `number` of
    /rounds/{slug}/contributions.
    """
    found = get_object_or_404(public_rounds(), slug=slug)
    rows = consultation_points.whole(answered.public_points(found))
    return answer_each(request, language, page, rows, schemas_points.Point.of)


@api.get("/register/cases", response=schemas_register.Cases, summary="The register: cases")
def register_cases(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the cases of the register by number; `records` is how many there are in each."""
    return answer_each(request, language, page, register.public_cases(), schemas_register.Case.of)


@api.get(
    "/register/cases/{int:id}/records",
    response=schemas_register.Records,
    summary="The register: records of a case",
)
def register_records(
    request: HttpRequest,
    id: Annotated[  # noqa: A002 - what it is called in /register/cases
        int, Path(ge=1, le=LARGEST_ID, description="Which case: its `id` in /register/cases.")
    ],
    language: Language = "",
    page: Page = 1,
) -> Any:
    """Return all records of a case by number, also secret ones: that they are there is public.

    `counterpart` is whom it came from or went to where that is an organisation whose name is
    checked; private people are not named. `title` is there where it says nothing of anybody's
    business. `secrecy` is the law that a record is secret under: then it has neither title nor
    what it is about.
    """
    found = get_object_or_404(Case, pk=id)
    rows = register.public_records(found).order_by("number")
    return answer_together(
        request,
        language,
        page,
        rows,
        lambda some: [schemas_register.Record.of(one) for one in register.as_public(some)],
    )


@api.get("/municipalities", response=schemas.Municipalities, summary="The municipalities")
def municipalities(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the region's municipalities with population, workplaces and land area."""
    return answer_each(request, language, page, people.municipalities(), schemas.Municipality.of)


@api.get("/reach", response=schemas_reach.Sources, summary="What is counted of who takes part")
def reach_sources(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the kinds of taking part, each with the rounds or meetings there were."""
    with translation.override(chosen_language(language)):
        items = [
            schemas_reach.Source.of(key, one, public_numbers(one)) for key, one in reach.items()
        ]
    return {"items": items if page == 1 else [], "count": len(items), "next": None}


@api.get("/reach/{source}", response=schemas_reach.Reach, summary="Who takes part from where")
def reach_figures(
    request: HttpRequest,
    source: Annotated[str, Path(max_length=80, description="Which: its `key` in /reach.")],
    occasion: Annotated[
        int | None,
        Query(ge=1, le=LARGEST_ID, description="Only one: its `id` in /reach; default: all."),
    ] = None,
) -> Any:
    """Return numbers by municipality for each sector, private persons (alone) and all.

    `inhabitants` and `workplaces` hold them against the region: `ratio` is how many times as many
    as expected, `low` and `high` its interval. Fewer than five private persons are hidden, and what
    would tell such a number.
    """
    known = dict(reach.items())
    if source not in known:
        raise Http404
    numbers = public_numbers(known[source])
    if occasion is not None and occasion not in {one.id for one in numbers.occasions}:
        raise WrongParameterError("occasion", "should be one of this source in /reach")
    items = list(schemas_reach.places(numbers, EVERY if occasion is None else occasion))
    return {"items": items, "count": len(items), "next": None}


@api.get("/frame", response=schemas.FrameItems, summary="Laws, goals, funds and conditions")
def frame(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the frame above the programme; parent is the key of the item above."""
    return answer_each(request, language, page, catalogue.frame_items(), schemas.FrameItem.of)


@api.get("/search", response=schemas.Found, summary="Search")
def search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="Words to look for, as on the page.")],
    kind: Annotated[
        str, Query(max_length=60, description="Only hits of one kind, such as meeting.")
    ] = "",
    since: Annotated[str, Query(max_length=10, description="Only hits of this day or later.")] = "",
    until: Annotated[
        str, Query(max_length=10, description="Only hits of this day or earlier.")
    ] = "",
    order: Annotated[
        Literal["best", "newest"], Query(description="best (the best match first) or newest.")
    ] = "best",
    page: Annotated[
        int, Query(ge=1, le=PAGES_AT_MOST, description="Which page of the `pages` there are.")
    ] = 1,
    language: Language = "",
) -> Any:
    """Return what everybody may find, best match first; never persons, whoever asks.

    Days are written as 2020-06-05; with one of them, what has no date is left out.
    """
    sources = impersonal()
    known = sorted({source.kind for source in sources})
    if kind and kind not in known:
        raise WrongParameterError("kind", _one_of(known))
    dates = Dates(_day("since", since), _day("until", until))
    if dates.since and dates.until and dates.until < dates.since:
        raise WrongParameterError("until", f"should not be before since, which is {since}")
    with translation.override(chosen_language(language)):
        found = find(
            AnonymousUser(),
            q,
            kind=kind,
            newest_first=order == "newest",
            dates=dates,
            page=page,
            sources=sources,
        )
        return schemas.Found.of(found)


def _versions(
    request: HttpRequest, language: str, page: int, rows: "QuerySet[Any]"
) -> dict[str, Any]:
    def described(some: list[Any]) -> list[Schema]:
        sources = cycles.sources_of_versions(some, AnonymousUser())
        return [schemas_versions.Version.of(one, sources) for one in some]

    return answer_together(request, language, page, rows, described)


def _day(parameter: str, given: str) -> date | None:
    """Return the day, or None where none is given; else raise."""
    if not given:
        return None
    try:
        day = date.fromisoformat(given) if _DAY.fullmatch(given) else None
    except ValueError:  # there is no such day
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise WrongParameterError(
            parameter, f"should be a day from {FIRST_DAY} to {LAST_DAY}, such as 2020-06-05"
        )
    return day


def _one_of(known: list[str]) -> str:
    return f"should be one of {', '.join(known)}"


def chosen_language(language: str) -> str:
    """Return the language asked for, or the region's first one; else raise."""
    region = people.current_region()
    spoken = region.languages if region else ["en"]
    if language and language not in spoken:
        raise WrongParameterError("language", _one_of(spoken))
    return language or spoken[0]


def answer_each(
    request: HttpRequest,
    language: str,
    number: int,
    rows: QuerySet[Any],
    describe: Callable[[Any], Schema],
) -> dict[str, Any]:
    """Describe one page of the rows in the language asked for; a page past the end is empty."""
    return answer_together(
        request, language, number, rows, lambda some: [describe(row) for row in some]
    )


def answer_together(
    request: HttpRequest,
    language: str,
    number: int,
    rows: QuerySet[Any],
    describe: Callable[[list[Any]], list[Any]],
) -> dict[str, Any]:
    """Do the same where the rows of a page are described all at once."""
    chosen = chosen_language(language)
    start = (number - 1) * PER_PAGE
    found, count = list(rows[start : start + PER_PAGE + 1]), rows.count()
    with translation.override(chosen):
        items = describe(found[:PER_PAGE])
    following = request.GET.copy()
    following["page"] = str(number + 1)
    return {
        "items": items,
        "count": count,
        "next": f"{request.path}?{following.urlencode()}" if len(found) > PER_PAGE else None,
    }
