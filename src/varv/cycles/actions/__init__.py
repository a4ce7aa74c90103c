"""What can be done with the process; each act is one function."""

from varv.cycles.actions.adoption import (
    NewDecision,
    adopt_area_version,
    adopt_programme_version,
)
from varv.cycles.actions.areas import create_area, revise_area
from varv.cycles.actions.interests import (
    ActorDetails,
    Applicant,
    Arrival,
    Details,
    declare_interest,
    declare_interests,
    show_interest,
    withdraw_interest,
)
from varv.cycles.actions.laps import close_lap, open_lap
from varv.cycles.actions.milestones import (
    create_milestone,
    delete_milestone,
    edit_milestone,
)
from varv.cycles.actions.steps import (
    complete_step,
    reopen_step,
    set_step_due,
    set_step_responsible,
    start_step,
)
from varv.cycles.actions.successions import Wording, merge_areas, split_area
from varv.cycles.actions.versions import (
    close_comment,
    compare_with_present,
    discard_draft,
    draft_area,
    draft_programme,
    edit_area_draft,
    edit_programme_draft,
    put_version_out,
)

__all__ = [
    "ActorDetails",
    "Applicant",
    "Arrival",
    "Details",
    "NewDecision",
    "Wording",
    "adopt_area_version",
    "adopt_programme_version",
    "close_comment",
    "close_lap",
    "compare_with_present",
    "complete_step",
    "create_area",
    "create_milestone",
    "declare_interest",
    "declare_interests",
    "delete_milestone",
    "discard_draft",
    "draft_area",
    "draft_programme",
    "edit_area_draft",
    "edit_milestone",
    "edit_programme_draft",
    "merge_areas",
    "open_lap",
    "put_version_out",
    "reopen_step",
    "revise_area",
    "set_step_due",
    "set_step_responsible",
    "show_interest",
    "split_area",
    "start_step",
    "withdraw_interest",
]
