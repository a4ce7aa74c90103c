"""The part of analysis in the inventory of personal data."""

from varv.registry.inventory import declare


def register() -> None:
    """Declare every field."""
    declare(
        "analysis.Evidence",
        free="title author publisher summary withdrawn_reason",
        plain="key kind published_on precision url number isbn doi language file file_is_public "
        "withdrawn_at created_at",
    )
    declare("analysis.Claim", trail="made_by", free="sentence", plain="key made_at")
    declare(
        "analysis.Citation",
        trail="cited_by",
        free="text",
        plain="claim item evidence finding stance strength page wording cited_at",
    )
    declare("analysis.SwotBoard", plain="area opened_at closes_at")
    declare(
        "analysis.SwotItem",
        owner="analysis.swot",
        personal="proposed_by",
        free="sentence answer",
        plain="area kind state proposed_at",
    )
    declare(
        "analysis.SwotVote",
        owner="analysis.swot",
        personal="person value at",
        plain="item",
    )
    declare(
        "analysis.SwotVersion",
        trail="adopted_by",
        free="note unvoted_reason",
        plain="area number adopted_at",
    )
    declare(
        "analysis.SwotVersionItem",
        free="sentence looked_note",
        plain="version item kind agree disagree looked_at looked_troubles",
    )
    declare(
        "analysis.SwotVersionCitation",
        free="text",
        plain="item citation evidence finding stance strength page wording",
    )
    declare(
        "analysis.Asset",
        free="name place description source",
        plain="key sort_key kind owner municipality latitude longitude areas source_url dated_on "
        "precision created_at",
    )
    declare(
        "analysis.AssetImport",
        trail="by_id",
        free="rows plan name",
        plain="key read_at entered_at",
        why="What a file said, until it is entered; deleted by itself after a day.",
    )
    declare(
        "analysis.CriterionInquiry",
        owner="analysis.swot",
        personal="responsible",
        free="role note",
        plain="criterion due_on changed_at",
    )
    declare(
        "analysis.Dataset",
        free="title about publisher",
        plain="key unit source_url licence origin has_activities is_public query reading every "
        "fetch_at fetched_at fetch_error fetch_findings created_at",
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
        plain="dataset file name is_typed state reading preview findings table error progress "
        "received_at version",
        why="As a version's tables; what is not stored is deleted.",
    )
    declare(
        "analysis.Run",
        free="title",
        trail="asked_by",
        plain="version parameters input_sha256 state step steps_done steps notes manifest log "
        "error cancel_asked asked_at done_at is_public repeats shows",
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
        plain="version region compared_with cluster_size position ended_at chosen_at",
    )
    declare("analysis.ProfileFigures", plain="input_sha256 version figures manifest computed_at")
    declare(
        "analysis.Memo",
        trail="made_by",
        free="title text frozen said",
        plain="kind programme area language meeting state made_at edition replaces error "
        "published_at pdf word record",
        why="The text is masked with the title; what is frozen is shown without what is masked.",
    )
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
