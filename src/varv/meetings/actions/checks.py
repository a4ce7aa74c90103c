"""What must hold for a meeting, said per field before the database would refuse it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from varv.meetings.models import Meeting


@dataclass(frozen=True)
class _Rule:
    """What must hold for a meeting, and where to say that it does not."""

    holds: bool
    field: str
    text: str


def check_meeting(meeting: Meeting) -> None:
    """Raise ValidationError, per field, for what the database would refuse or nobody can mean."""
    rules = [
        _Rule(
            meeting.ends_at > meeting.starts_at,
            "ends_at",
            _("The meeting must end after it starts."),
        ),
        _Rule(
            meeting.sign_up_closes_at > meeting.sign_up_opens_at,
            "sign_up_closes_at",
            _("Sign-up must close after it opens."),
        ),
        _Rule(
            meeting.sign_up_closes_at <= meeting.ends_at,
            "sign_up_closes_at",
            _("Sign-up must close before the meeting ends."),
        ),
        _Rule(
            meeting.capacity is None or meeting.capacity > 0,
            "capacity",
            _("There must be at least one place. Leave empty if everybody has room."),
        ),
        _Rule(
            meeting.area is None or meeting.area.programme_id == meeting.programme_id,
            "area",
            _("Choose an area of the meeting's programme."),
        ),
    ]
    broken = {rule.field: rule.text for rule in rules if not rule.holds}
    if broken:
        raise ValidationError(broken)


def check_reason(reason: str) -> None:
    """Refuse to change what people have signed up for without a word about why."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. Everybody who has signed up will read it.")})


def refuse_in(meeting: Meeting, *states: str) -> None:
    """Refuse a change of a meeting that is in one of ``states``."""
    if meeting.state in states:
        raise ValidationError(
            _("The meeting cannot be changed: %(state)s.")
            % {"state": meeting.get_state_display().lower()}
        )
