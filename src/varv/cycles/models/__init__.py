"""The process: programme, areas, laps, steps, milestones, frame and interests."""

from varv.cycles.models.areas import Area, AreaAddress, AreaSuccession
from varv.cycles.models.changes import TextChange
from varv.cycles.models.frame import FrameItem
from varv.cycles.models.interests import Interest
from varv.cycles.models.laps import Lap, Step, StepGuide, StepKind, StepTransition
from varv.cycles.models.milestones import Milestone
from varv.cycles.models.programme import Programme
from varv.cycles.models.versions import (
    AreaVersion,
    ProgrammeVersion,
    Version,
    VersionState,
)

__all__ = [
    "Area",
    "AreaAddress",
    "AreaSuccession",
    "AreaVersion",
    "FrameItem",
    "Interest",
    "Lap",
    "Milestone",
    "Programme",
    "ProgrammeVersion",
    "Step",
    "StepGuide",
    "StepKind",
    "StepTransition",
    "TextChange",
    "Version",
    "VersionState",
]
