"""Reading the process."""

from varv.cycles.queries.areas import (
    active_areas,
    ancestors,
    area_at,
    area_versions,
    areas_with_laps,
    lineage,
    lineages,
    origins_of,
    retired_areas,
    successions_of,
)
from varv.cycles.queries.frame import FrameNode, criteria, frame_tree
from varv.cycles.queries.interests import (
    interests_for_desk,
    interests_of,
    open_interest,
    standing_interests,
)
from varv.cycles.queries.programme import (
    current_programme,
    programme_decisions,
    programme_lap,
    programme_versions,
    timetable,
)
from varv.cycles.queries.steps import (
    area_steps_of_kind,
    current_step,
    guides,
    late_steps,
    open_steps_of,
    step_history,
    step_matrix,
    steps_in_order,
    unassigned_open_steps,
)

__all__ = [
    "FrameNode",
    "active_areas",
    "ancestors",
    "area_at",
    "area_steps_of_kind",
    "area_versions",
    "areas_with_laps",
    "criteria",
    "current_programme",
    "current_step",
    "frame_tree",
    "guides",
    "interests_for_desk",
    "interests_of",
    "late_steps",
    "lineage",
    "lineages",
    "open_interest",
    "open_steps_of",
    "origins_of",
    "programme_decisions",
    "programme_lap",
    "programme_versions",
    "retired_areas",
    "standing_interests",
    "step_history",
    "step_matrix",
    "steps_in_order",
    "successions_of",
    "timetable",
    "unassigned_open_steps",
]
