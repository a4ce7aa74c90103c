"""The register's part of the inventory of personal data, with what stands below it."""

from varv.registry.inventory import declare

PUBLIC_RECORD = (
    "A public record: copied to the person by the app that knows them as the sender, masked at "
    "once when they are erased, destroyed only under a decision."
)


def register() -> None:
    """Declare every field."""
    declare(
        "files.File",
        owner="registry.files",
        personal="stored_by_id name",
        plain="key sha256 content_type size stored_at destroyed_at",
    )
    declare(
        "registry.Case",
        free="title",
        plain="number opened_on external_number last_number",
        why="The title of a case names a matter, never a person; staff are told so.",
    )
    declare(
        "registry.Record",
        free="title text",
        plain="case number direction kind received_at subject_kind subject_id external_number "
        "files counterpart_kind counterpart_id secrecy exported_at",
        why=PUBLIC_RECORD,
    )
    declare(
        "registry.Message",
        owner="registry.messages",
        personal="recipient recipient_name subject body secrets error",
        plain="kind occasion language message_id about_kind about_id record state created_at "
        "due_at deliver_before try_at claimed_at tries finished_at request_id refusals cut_off "
        "unreachable_at withdrawn_at in_reply_to",
    )
    declare(
        "registry.MessageAttachment",
        owner="registry.messages",
        personal="name content",
        plain="message content_type",
    )
    declare(
        "registry.MailText",
        free="subject body",
        plain="kind language changed_at",
        why="The wording of all mail of a kind; who gets it is put in when it is written.",
    )
    declare(
        "registry.Event",
        owner="registry.events",
        personal="actor_id subject_kind subject_id",
        plain="sequence at recorded_at action data previous_hash hash",
    )
    declare(
        "registry.MailStop",
        plain="fingerprint stopped_at",
        why="A fingerprint of an address that wants no mail, kept so that none is sent.",
    )
    declare(
        "registry.SearchWord",
        free="word",
        plain="number public forms ends gathered_at",
        why="Words of what can be found, gathered anew from it: what is gone leaves them too.",
    )
    declare("registry.ChainHead", plain="sequence hash")
    declare(
        "registry.Trace",
        free="note",
        plain="source_kind source_id target_kind target_id relation made_at",
        why="Notes are written by the program and say how two things hang together.",
    )
    declare(
        "registry.Masking",
        trail="by_id lifted_by_id",
        free="reason passages lift_reason",
        plain="subject_kind subject_id ground at lifted_at",
        why="Seen by coordinators only; the passages go when the original is destroyed.",
    )
    declare(
        "registry.MaskedPlace",
        free="original shown",
        plain="masking model object_id field",
        why=PUBLIC_RECORD + " Read by coordinators only, and each look is logged.",
    )
    declare(
        "registry.DisposalDecision",
        free="name decided_by text",
        plain="decided_on reference covers valid_from valid_to document made_at",
        why="A decision by a public body about kinds of things.",
    )
    declare("registry.Disposal", trail="by_id", plain="decision rule months count at")
    declare("registry.Destroyed", plain="disposal subject_kind subject_id")
    declare("registry.KeepTime", plain="rule months decision")
    for model in (
        "procrastinate.ProcrastinateWorker",
        "procrastinate.ProcrastinateJob",
        "procrastinate.ProcrastinateEvent",
        "procrastinate.ProcrastinatePeriodicDefer",
    ):
        declare(model, plain="*", why="Jobs hold ids of messages, never addresses.")
    declare("contenttypes.ContentType", plain="*", why="Names of models.")
    declare("clock.RehearsalClock", plain="moment")
