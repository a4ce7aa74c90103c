"""Figures that are drawn by the worker, so that no page has to wait for them.

What is drawn is a copy: where it fails nothing is lost, and the page draws it or shows its table.
"""

import logging
from collections.abc import Callable, Iterable

from django.utils import translation

from varv.analysis.county import pictures as of_county
from varv.analysis.county.figures import county
from varv.analysis.pictures import Figure, prepare
from varv.analysis.profiles import figures as of_profiles
from varv.analysis.profiles.views import shown
from varv.analysis.queries import runs
from varv.analysis.results import figures as of_runs
from varv.people.queries import current_region

logger = logging.getLogger(__name__)


def draw_run(run_id: int) -> None:
    """Draw the figures of a run that is done."""

    def figures() -> list[Figure]:
        run = runs.run_at(run_id)
        return list(of_runs.figures_of(run).values()) if run else []

    _drawn(f"of run {run_id}", figures)


def draw_public_pages() -> None:
    """Draw the figures of the areas and of the whole county."""
    _drawn("of the areas", of_areas)
    _drawn("of the county", lambda: of_county.figures_of(county()).values())


def of_areas() -> list[Figure]:
    """Return the figures of all areas that have any."""
    areas = [area for one in shown() if not one.problem for area in one.all]
    return [figure for area in areas for figure in of_profiles.figures_of(area).values()]


def _drawn(what: str, figures: Callable[[], Iterable[Figure]]) -> None:
    """Draw figures in each language of the region; what goes wrong is told to who runs it."""
    region = current_region()
    for language in region.languages if region else ():
        try:
            with translation.override(language):
                prepare(figures())
        except Exception:
            logger.exception("the figures %s could not be drawn ahead", what)
