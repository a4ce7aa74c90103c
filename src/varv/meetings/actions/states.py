"""The one way from one state of a meeting to the next, told in the log."""

from varv.meetings.models import Meeting
from varv.people.models import User
from varv.registry.actions import log


def change_state(actor: User | None, meeting: Meeting, state: str, action: str) -> Meeting:
    """Put the meeting in a state, and log the act that did."""
    meeting.state = state
    meeting.save(update_fields=["state"])
    log(actor, action, meeting)
    return meeting
