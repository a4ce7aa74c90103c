"""The part of cycles in the inventory of personal data."""

from varv.registry.inventory import declare

FILE_ONLY = "Written in the region's folder and changed there."


def register() -> None:
    """Declare every field."""
    declare(
        "cycles.Programme",
        free="name summary",
        plain="key first_year last_year case initiated_by created_at",
    )
    declare(
        "cycles.ProgrammeVersion",
        free="title text note",
        plain="programme number state based_on replaces put_out_at revision dated_on precision "
        "decision created_at",
    )
    declare(
        "cycles.Area",
        free="name summary text",
        plain="programme slug state position created_at",
    )
    declare(
        "cycles.AreaVersion",
        trail="by",
        free="name summary text reason",
        plain="area number state based_on replaces put_out_at revision at decision",
    )
    declare(
        "cycles.TextChange",
        free="before after",
        plain="area_version programme_version field language anchor",
    )
    declare("cycles.AreaAddress", plain="area slug until")
    declare("cycles.AreaSuccession", free="reason", plain="predecessor successor kind at")
    declare("cycles.Lap", free="title", plain="programme area number starts_on ends_on closed_at")
    declare(
        "cycles.Step",
        owner="cycles.interests",
        personal="responsible",
        plain="lap kind state due_on",
    )
    declare(
        "cycles.StepTransition",
        trail="by",
        free="reason",
        plain="step from_state to_state findings at",
    )
    declare("cycles.StepGuide", plain="kind name asks products first_lap")
    declare(
        "cycles.Milestone",
        free="title text",
        plain="programme area key kind on precision",
    )
    declare(
        "cycles.FrameItem",
        free="name identifier summary known_gaps url",
        plain="key parent level kind answered_by position",
        why=FILE_ONLY,
    )
    declare(
        "cycles.Interest",
        owner="cycles.interests",
        personal="person name organisation sector municipality level message created_at "
        "withdrawn_at",
        plain="area record carried_from",
    )
