"""What can be done with meetings; each act is one function."""

from varv.meetings.actions.afterwards import (
    WalkIn,
    correct_minutes,
    mark_held,
    publish_minutes,
    record_attendance,
    save_minutes,
)
from varv.meetings.actions.moving import cancel_meeting, move_meeting
from varv.meetings.actions.planning import (
    create_meeting,
    delete_draft,
    edit_meeting,
    publish,
    set_link,
)
from varv.meetings.actions.sign_up import (
    ActorDetails,
    SignedUp,
    cancel_registration,
    change_registration,
    sign_up,
)
from varv.meetings.actions.sign_up_period import close_sign_up, reopen_sign_up
from varv.meetings.actions.unreached import mark_called, send_link_anew, send_links_anew

__all__ = [
    "ActorDetails",
    "SignedUp",
    "WalkIn",
    "cancel_meeting",
    "cancel_registration",
    "change_registration",
    "close_sign_up",
    "correct_minutes",
    "create_meeting",
    "delete_draft",
    "edit_meeting",
    "mark_called",
    "mark_held",
    "move_meeting",
    "publish",
    "publish_minutes",
    "record_attendance",
    "reopen_sign_up",
    "save_minutes",
    "send_link_anew",
    "send_links_anew",
    "set_link",
    "sign_up",
]
