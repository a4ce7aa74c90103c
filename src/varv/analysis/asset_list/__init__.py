"""The register of assets as a list in Excel, in and out."""

from varv.analysis.asset_list.planning import Entry, Plan, Problem, plan, planned_again
from varv.analysis.asset_list.sheet import Sheet, read
from varv.analysis.asset_list.workbook import template, workbook

__all__ = [
    "Entry",
    "Plan",
    "Problem",
    "Sheet",
    "plan",
    "planned_again",
    "read",
    "template",
    "workbook",
]
