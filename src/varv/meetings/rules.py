"""Who may do what with meetings. Whether a meeting is open now is part of the permission."""

import rules

from varv import clock
from varv.meetings.models import Meeting, Registration
from varv.people.rules import is_coordinator, is_staff_member


@rules.predicate
def is_open(_user: object, meeting: Meeting | None) -> bool:
    """Tell whether people may sign up for the meeting now."""
    return meeting is not None and meeting.is_open_at(clock.now())


@rules.predicate
def is_own(user: object, registration: Registration | None) -> bool:
    """Tell whether the registration is the person's own; a colleague's is not."""
    return registration is not None and registration.person_id == getattr(user, "pk", None)


@rules.predicate
def can_still_change(_user: object, registration: Registration | None) -> bool:
    """Tell whether there is something left to change: not cancelled, and the meeting not over."""
    return (
        registration is not None
        and registration.state != Registration.State.CANCELLED
        and registration.meeting.state in {Meeting.State.PUBLISHED, Meeting.State.CLOSED}
        and clock.now() < registration.meeting.ends_at
    )


rules.add_perm("meetings.sign_up", is_open)
rules.add_perm("meetings.change_registration", is_own & can_still_change)
rules.add_perm("meetings.view_desk", is_staff_member)
# Names, addresses and needs are for those who run the meeting.
rules.add_perm("meetings.view_registrations", is_coordinator)
rules.add_perm("meetings.change_meeting", is_coordinator)
