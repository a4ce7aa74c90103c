"""The timetable: meetings and milestones in one line of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from varv.cycles.models import Milestone
from varv.meetings.models import Meeting


@dataclass(frozen=True)
class Entry:
    """One thing in the timetable: a meeting, or a milestone."""

    at: datetime
    is_past: bool
    meeting: Meeting | None = None
    milestone: Milestone | None = None

    @property
    def title(self) -> str:
        """What it is, in the active language."""
        return str(self.meeting or self.milestone)


def timetable(
    *, meetings: Iterable[Meeting], milestones: Iterable[Milestone], now: datetime, tz: ZoneInfo
) -> list[Entry]:
    """Return meetings and milestones in order of time; a milestone lasts to the end of its day."""
    entries = [
        Entry(at=meeting.starts_at, is_past=meeting.ends_at <= now, meeting=meeting)
        for meeting in meetings
    ]
    for milestone in milestones:
        end = datetime.combine(milestone.on, time.max, tzinfo=tz)
        entries.append(Entry(at=end, is_past=end < now, milestone=milestone))
    return sorted(entries, key=lambda entry: entry.at)
