"""The steps of a run in their order, and the computing of one of them."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from varv.analysis.compute.answers import Answer, NotPossible
from varv.analysis.compute.cases import Case
from varv.analysis.models import RunResult

if TYPE_CHECKING:
    from specialisation import Panel

logger = logging.getLogger(__name__)
Kind = RunResult.Kind
#: Each has a module of its name.
ONE_YEAR = (Kind.STRENGTHS, Kind.OPENINGS, Kind.PEERS, Kind.SPACE)
SEVERAL_YEARS = (Kind.SERIES, Kind.GROWTH, Kind.ENTRY, Kind.BACKTEST)
#: What is near to what, and what may come, can be asked of activities only: not of months or ages.
OF_ACTIVITIES = {Kind.OPENINGS, Kind.SPACE, Kind.ENTRY, Kind.BACKTEST}
#: What the bytes of a result hang on beside the input.
LIBRARIES = ("varv", "numpy", "scipy", "polars", "scikit-learn")
#: Raised when the steps give other bytes of the same input with the same libraries.
METHOD = 3


def steps_of(years: int) -> tuple[str, ...]:
    """Return the steps of a run over so many years."""
    found = ONE_YEAR if years < 2 else (*ONE_YEAR, *SEVERAL_YEARS)
    return tuple(kind.value for kind in found)


def computed(step: str, case: Case) -> Answer | NotPossible:
    """Compute one step, or tell why the figures do not allow it: the other steps stand."""
    if step in OF_ACTIVITIES and not case.is_classified:
        return NotPossible("unclassified")
    compute: Callable[[Case], Answer | NotPossible | None] = import_module(
        f"varv.analysis.compute.{step}"
    ).computed
    with _one_thread():
        try:
            return compute(case) or NotPossible("too_little")
        except ValueError:  # so the numbers refuse a table
            logger.exception("the step %s refused the figures", step)
            return NotPossible("refused")


def manifest(panel: "Panel", source: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return what a run was made of and how, as plain values."""
    import specialisation as sp

    made = sp.manifest(panel, "run", parameters, source).as_dict()
    return made | {"versions": versions()}


def versions() -> dict[str, str]:
    """Return the versions of what computes."""
    return {name: _version(name) for name in LIBRARIES} | {"method": str(METHOD)}


@contextmanager
def _one_thread() -> Iterator[None]:
    """One thread: the same sums in the same order, and the other core for those who read pages."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
