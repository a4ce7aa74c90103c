"""The addresses of what the step of analysis has: figures, runs, findings, evidence, assets."""

from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router

from varv.analysis import queries as analysis
from varv.analysis.datasets import queries as statistics
from varv.analysis.queries import findings as analysis_findings
from varv.analysis.queries import runs as analysis_runs
from varv.analysis.queries import swot
from varv.analysis.queries.assets import all_assets
from varv.web.api import schemas_analysis, schemas_datasets, schemas_evidence
from varv.web.api.routes import Language, Page, answer_each, answer_together

router = Router()


@router.get("/runs", response=schemas_analysis.Runs, summary="Computed analyses")
def runs(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the published runs, the latest first, with what was asked and their results.

    Each result is a table at its addresses, as CSV, Excel and Parquet. The same figures and
    `parameters` give the same tables byte for byte. `region_note` says where a region is several
    counties together.
    """
    return answer_each(request, language, page, analysis_runs.catalogued(), schemas_analysis.Run.of)


@router.get("/findings", response=schemas_analysis.Findings, summary="Findings")
def findings(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return what was read out of runs, the latest first, with the figures as they stood then.

    `state` is stands, or questioned where newer figures do not bear it out; then `questioned_why`
    says why. `area` is a `slug` of /areas, or null where it is about the whole region.
    """
    return answer_each(
        request,
        language,
        page,
        analysis_findings.public_findings(),
        schemas_analysis.Finding.of,
    )


@router.get("/datasets", response=schemas_datasets.Datasets, summary="Tables of statistics")
def datasets(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the public tables that the analysis leans on, with publisher, source and licence."""
    return answer_each(
        request, language, page, statistics.catalogued(), schemas_datasets.Dataset.of
    )


@router.get(
    "/datasets/{slug:key}/versions",
    response=schemas_datasets.DatasetVersions,
    summary="Versions of a table of statistics",
)
def dataset_versions(
    request: HttpRequest,
    key: Annotated[str, Path(max_length=50, description="Which: its `key` in /datasets.")],
    language: Language = "",
    page: Page = 1,
) -> Any:
    """Return the versions of a table, the latest first, with where its figures can be fetched.

    A version never changes: `sha256` is of its Parquet file. `difference` tells how it differs
    from the version before: cells changed, added and gone, and the largest changes.
    """
    found = get_object_or_404(statistics.searched_datasets(), key=key)
    rows = statistics.versions_of(found)
    return answer_each(request, language, page, rows, schemas_datasets.DatasetVersion.of)


@router.get("/evidence", response=schemas_evidence.EvidenceList, summary="Cited sources")
def evidence(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return the reports and figures that the work leans on, the newest first."""
    rows = analysis.all_evidence()
    return answer_each(request, language, page, rows, schemas_evidence.Evidence.of)


@router.get("/claims", response=schemas_evidence.Claims, summary="Claims and what is cited on them")
def claims(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return what is said of the areas, with what supports, contradicts and leaves it open.

    `standing` is supported, contested (both supported and contradicted), contradicted, open or
    bare (without evidence). `about` are addresses. Findings that are not public are left out.
    """
    nobody = AnonymousUser()
    return answer_together(
        request,
        language,
        page,
        analysis.every_claim(nobody),
        lambda some: [schemas_evidence.Claim.of(one) for one in analysis.tell(some, nobody)],
    )


@router.get("/swot", response=schemas_evidence.Swots, summary="SWOT of the areas")
def swot_versions(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return every adopted SWOT by area, the latest first, each item with its sources."""
    rows = swot.whole(swot.every_version(), AnonymousUser())
    return answer_each(request, language, page, rows, schemas_evidence.Swot.of)


@router.get("/assets", response=schemas_evidence.Assets, summary="What the region can build on")
def assets(request: HttpRequest, language: Language = "", page: Page = 1) -> Any:
    """Return research infrastructure, clusters, incubators, test beds and natural assets."""
    return answer_each(request, language, page, all_assets(), schemas_evidence.Asset.of)
