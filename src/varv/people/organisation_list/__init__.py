"""A list of organisations in Excel: what was read, and what entering it would change.

Each organisation may have several rows, one for each representative. Nothing is entered while a
single cell is wrong, so that a list is in or out as a whole; entering it again changes nothing.
"""

from varv.people.organisation_list.entries import Entry, Person, Plan
from varv.people.organisation_list.planning import plan, preview, shown
from varv.people.organisation_list.sheet import LAYOUT
from varv.people.organisation_list.workbook import template, workbook

__all__ = [
    "LAYOUT",
    "Entry",
    "Person",
    "Plan",
    "plan",
    "preview",
    "shown",
    "template",
    "workbook",
]
