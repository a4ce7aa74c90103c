"""How far the SWOT of each area has come, for the desk and for the check on the step."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from varv.analysis.models import SwotBoard, SwotItem, SwotVersion
from varv.analysis.queries.swot import flagged, latest_versions, whole
from varv.cycles.models import Area
from varv.cycles.queries import areas_to_choose, current_programme


@dataclass(frozen=True)
class Row:
    """One area: what has been adopted, what is on the board and what waits."""

    area: Area
    version: SwotVersion | None
    flagged: int
    on_board: int
    waiting: int
    board: SwotBoard | None
    is_open: bool


def overview(now: datetime) -> Sequence[Row]:
    """Return the areas in use, in a fixed number of queries."""
    areas = list(areas_to_choose(current_programme()))
    latest = {one.area_id: one for one in whole(latest_versions(), None)}
    boards = {one.area_id: one for one in SwotBoard.objects.all()}
    counted = Counter(SwotItem.objects.order_by().values_list("area", "state"))
    rows = []
    for area in areas:
        version, board = latest.get(area.pk), boards.get(area.pk)
        rows.append(
            Row(
                area=area,
                version=version,
                flagged=len(flagged([version])) if version else 0,
                on_board=counted[area.pk, SwotItem.State.SHOWN],
                waiting=counted[area.pk, SwotItem.State.PROPOSED],
                board=board,
                is_open=board is not None and board.is_open_at(now),
            )
        )
    return rows


def not_founded(areas: Iterable[Area]) -> tuple[list[Area], list[Area]]:
    """Return the areas without an adopted SWOT, and those whose SWOT needs a look."""
    wanted = list(areas)
    latest = {one.area_id: one for one in whole(latest_versions(), None)}
    missing = [area for area in wanted if area.pk not in latest]
    shaky = [area for area in wanted if area.pk in latest and flagged([latest[area.pk]])]
    return missing, shaky
