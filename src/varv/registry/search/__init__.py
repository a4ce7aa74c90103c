"""Search over everything: each app adds its sources, one statement looks in all of them.

A source is a table with a search column (``columns.py``) and the app's own answer to who may see
which rows. PostgreSQL keeps the column in step with the row, so what was changed a moment ago is
found, and what was erased is not. ADR 0015 tells why.
"""

from varv.registry.search.marking import Piece, Pieces
from varv.registry.search.queries import Hit, KindCount, Results, find
from varv.registry.search.sources import Source, impersonal, kinds_searched, point, register
from varv.registry.search.statement import KINDS_AT_MOST, PER_PAGE, Dates

__all__ = [
    "KINDS_AT_MOST",
    "PER_PAGE",
    "Dates",
    "Hit",
    "KindCount",
    "Piece",
    "Pieces",
    "Results",
    "Source",
    "find",
    "impersonal",
    "kinds_searched",
    "point",
    "register",
]
