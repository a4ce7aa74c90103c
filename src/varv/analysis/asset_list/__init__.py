"""The register of assets as a list in Excel, in and out."""

from varv.analysis.asset_list.planning import Entry, Plan, Problem, plan, planned_again
from varv.analysis.asset_list.sheet import LAYOUT
from varv.analysis.asset_list.workbook import template, workbook

__all__ = [
    "LAYOUT",
    "Entry",
    "Plan",
    "Problem",
    "plan",
    "planned_again",
    "template",
    "workbook",
]
