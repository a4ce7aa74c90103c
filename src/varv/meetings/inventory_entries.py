"""The part of meetings in the inventory of personal data."""

from varv.registry.inventory import declare


def register() -> None:
    """Declare every field."""
    declare(
        "meetings.Meeting",
        trail="responsible",
        free="title summary place",
        plain="programme area slug kind starts_at ends_at online link link_version capacity "
        "sign_up_opens_at sign_up_closes_at state closed_by_hand calendar_sequence created_at",
    )
    declare(
        "meetings.MeetingChange",
        free="reason",
        plain="meeting kind old_starts_at old_ends_at at",
    )
    declare(
        "meetings.Registration",
        owner="meetings",
        personal="person name organisation sector municipality language needs state source "
        "registered_at cancelled_at promoted_at called_about called_at",
        trail="entered_by",
        plain="meeting",
    )
    declare(
        "meetings.Attendance",
        owner="meetings",
        personal="person name organisation sector municipality recorded_at",
        plain="meeting registration",
    )
    declare(
        "meetings.Minutes",
        trail="written_by",
        free="text",
        plain="meeting updated_at published_at record",
    )
    declare(
        "meetings.GuestList",
        trail="by",
        free="rows",
        plain="meeting upload read_at",
        why="What a file said, until it is entered; deleted after two hours.",
    )
