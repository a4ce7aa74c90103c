"""Datasets, runs and findings; evidence, claims and SWOT; assets; criteria; areas; memos."""

from varv.analysis.models.activity_sets import ActivitySet
from varv.analysis.models.assets import Asset, AssetImport
from varv.analysis.models.claims import Citation, Claim, Stance, Strength
from varv.analysis.models.county import CountyLook, CountySeries, CountyText
from varv.analysis.models.criteria import CriterionInquiry
from varv.analysis.models.datasets import Dataset, DatasetVersion, Delivery
from varv.analysis.models.evidence import Evidence
from varv.analysis.models.findings import Finding
from varv.analysis.models.memos import Memo
from varv.analysis.models.profiles import ProfileFigures, ProfileSource
from varv.analysis.models.runs import Run, RunResult
from varv.analysis.models.swot import (
    SwotBoard,
    SwotItem,
    SwotKind,
    SwotVersion,
    SwotVersionCitation,
    SwotVersionItem,
    SwotVote,
)

__all__ = [
    "ActivitySet",
    "Asset",
    "AssetImport",
    "Citation",
    "Claim",
    "CountyLook",
    "CountySeries",
    "CountyText",
    "CriterionInquiry",
    "Dataset",
    "DatasetVersion",
    "Delivery",
    "Evidence",
    "Finding",
    "Memo",
    "ProfileFigures",
    "ProfileSource",
    "Run",
    "RunResult",
    "Stance",
    "Strength",
    "SwotBoard",
    "SwotItem",
    "SwotKind",
    "SwotVersion",
    "SwotVersionCitation",
    "SwotVersionItem",
    "SwotVote",
]
