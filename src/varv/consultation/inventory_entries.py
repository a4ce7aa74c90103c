"""The part of consultations in the inventory of personal data."""

from varv.registry.inventory import declare


def register() -> None:
    """Declare every field."""
    declare(
        "consultation.Round",
        free="title summary mail_subject note cancel_reason",
        trail="responsible",
        plain="programme case slug state opens_at closes_at dated_on precision concerns_sami "
        "created_at",
    )
    declare("consultation.Document", plain="round position programme_version area_version")
    declare(
        "consultation.Question",
        plain="round position kind text help per_area required",
    )
    declare("consultation.Option", plain="question position text")
    declare(
        "consultation.Invitation",
        owner="consultation",
        personal="person name organisation sector municipality postal_address decline_reason",
        trail="added_by",
        plain="round added_at invited_at opened_at reminded_at declined_at",
    )
    declare(
        "consultation.InvitationList",
        owner="consultation",
        personal="rows name",
        trail="by",
        plain="round upload read_at",
    )
    declare(
        "consultation.IncomingMail",
        owner="consultation",
        personal="sender_email sender_name forwarded_by subject text full_text original files "
        "files_left_out sha256 message_id",
        trail="sorted_by",
        plain="mailbox uid_validity uid sent_at received_at flaws where reason reason_detail "
        "suggested duplicate_of sorted_at",
    )
    declare(
        "consultation.Contribution",
        owner="consultation",
        personal="person name organisation sector municipality title text files",
        free="hidden_reason",
        trail="entered_by",
        plain="round key record channel state language mail received_at is_late entered_at "
        "confirmed_at changed_at withdrawn_at published_at hidden_at last_point",
    )
    declare(
        "consultation.Reply",
        owner="consultation",
        personal="text",
        plain="contribution question area options",
    )
    declare(
        "consultation.Comment",
        owner="consultation",
        personal="text",
        plain="contribution document paragraph quote",
    )
    declare(
        "consultation.Draft",
        owner="consultation",
        personal="data files",
        plain="key round updated_at",
    )
    declare(
        "consultation.Theme",
        free="name",
        plain="programme position",
    )
    declare(
        "consultation.Point",
        owner="consultation",
        personal="text heading",
        trail="made_by",
        plain="contribution round number reply comment start end area theme merged_into state "
        "batch made_at",
    )
    declare(
        "consultation.Disposition",
        free="reason changed_text returned_note",
        trail="made_by signed_by returned_by",
        plain="point outcome changed batch replaces replaced_at made_at signed_at returned_at",
        why="Staff write them, and the page tells them to name nobody. A slip is masked with its "
        "point: in all dispositions that the point has had.",
    )
    declare("consultation.ReasonTemplate", free="name text", plain="outcome")
    declare(
        "consultation.Answer",
        owner="consultation.answers",
        personal="person postal_address subject opening closing letter",
        trail="made_by approved_by sent_by posted_by",
        free="trouble",
        plain="round contributions language way state made_at corrected_at approved_at "
        "approved_digest ordered_at sent_at posted_at posting_noted_at record message",
        why="Trouble is worded by varv, and names nobody.",
    )
    declare(
        "consultation.AnswerText",
        free="subject opening closing",
        plain="round language changed_at",
        why="It goes to all who wrote, so it is written to name nobody; it is edited on its page.",
    )
    declare(
        "consultation.AnswerCorrection",
        owner="consultation.answers",
        personal="reason text letter",
        trail="sent_by",
        plain="answer number way sent_at record message",
    )
    declare(
        "consultation.Paper",
        free="title",
        trail="made_by",
        plain="kind round language decision state made_at edition replaces frozen fingerprint "
        "progress error published_at pdf word record",
        why="What is frozen is numbers, names of places and organisations, and the numbers of the "
        "quotes. The files are made anew of what is left when a quote is masked.",
    )
    declare(
        "consultation.PaperPart",
        free="heading text",
        plain="paper position kind is_included",
        why="A passage in it is masked with its paper.",
    )
    declare(
        "consultation.PaperQuote",
        owner="consultation",
        personal="text",
        plain="paper number contribution",
        why="Words of staff, which belong to no input, are masked with their paper.",
    )
