"""Datasets and their versions, runs and their results, findings, activity sets, and evidence."""

from varv.analysis.models.activity_sets import ActivitySet
from varv.analysis.models.county import CountyLook, CountySeries, CountyText
from varv.analysis.models.datasets import Dataset, DatasetVersion, Delivery
from varv.analysis.models.evidence import Evidence
from varv.analysis.models.findings import Finding
from varv.analysis.models.profiles import ProfileFigures, ProfileSource
from varv.analysis.models.runs import Run, RunResult

__all__ = [
    "ActivitySet",
    "CountyLook",
    "CountySeries",
    "CountyText",
    "Dataset",
    "DatasetVersion",
    "Delivery",
    "Evidence",
    "Finding",
    "ProfileFigures",
    "ProfileSource",
    "Run",
    "RunResult",
]
