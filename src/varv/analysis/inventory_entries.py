"""The part of analysis in the inventory of personal data."""

from varv.registry.inventory import declare


def register() -> None:
    """Declare every field."""
    declare(
        "analysis.Evidence",
        free="title author summary",
        plain="key kind published_on precision url created_at",
    )
    declare(
        "analysis.Dataset",
        free="title about publisher",
        plain="key unit source_url licence origin has_activities is_public query reading every "
        "fetch_at fetch_error created_at",
    )
    declare(
        "analysis.DatasetVersion",
        trail="stored_by",
        plain="dataset number table original original_sha256 format classification rows first_year "
        "last_year findings reading difference stored_at",
        why="Its tables tell numbers of places and activities, never of people.",
    )
    declare(
        "analysis.Delivery",
        trail="received_by",
        plain="dataset file name state reading preview findings error progress received_at version",
        why="As a version's tables; what is not stored is deleted.",
    )
    declare(
        "analysis.Run",
        free="title",
        trail="asked_by",
        plain="version parameters input_sha256 state step steps_done steps notes manifest log "
        "error cancel_asked asked_at done_at is_public repeats",
    )
    declare("analysis.RunResult", plain="run kind table rows besides")
    declare(
        "analysis.ActivitySet",
        free="note",
        trail="decided_by",
        plain="area number classification codes reasons decided_at",
    )
    declare(
        "analysis.ProfileSource",
        trail="chosen_by",
        plain="version region compared_with cluster_size chosen_at",
    )
    declare("analysis.ProfileFigures", plain="input_sha256 version figures manifest computed_at")
    declare("analysis.CountySeries", trail="chosen_by", plain="measure dataset chosen_at")
    declare("analysis.CountyText", free="text", trail="written_by", plain="number written_at")
    declare(
        "analysis.CountyLook", free="note", trail="signed_by", plain="lap figures_sha256 signed_at"
    )
    declare(
        "analysis.Finding",
        free="sentence note",
        trail="made_by",
        plain="run kind code name figures area state questioned_by reasons is_public made_at",
    )
