"""Figures of the analysis step: pictures with their numbers, their words, and where they are from.

Each function makes a ``Figure`` of plain rows: mappings with the columns that its docstring names,
such as the rows of a stored result. What they return is for pages (``{% figure f %}``), documents
(``f.svg``, ``f.alternative``) and files (``f.csv()``). ``prepare`` draws several at once.
"""

from varv.analysis.pictures.calibration import calibration
from varv.analysis.pictures.figure import ON_A_PAGE, About, Figure, prepare
from varv.analysis.pictures.openings import openings
from varv.analysis.pictures.peers import peers
from varv.analysis.pictures.reach import reach
from varv.analysis.pictures.series import series
from varv.analysis.pictures.shift_share import shift_share
from varv.analysis.pictures.space import space
from varv.analysis.pictures.strengths import strengths

__all__ = [
    "ON_A_PAGE",
    "About",
    "Figure",
    "calibration",
    "openings",
    "peers",
    "prepare",
    "reach",
    "series",
    "shift_share",
    "space",
    "strengths",
]
