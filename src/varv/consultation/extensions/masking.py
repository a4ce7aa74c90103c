"""What can be masked of rounds, input and mail, and where else the same words stand."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from varv.consultation.models import Comment, Contribution, IncomingMail, Point, Reply
from varv.files.models import File
from varv.registry import masking
from varv.registry.models import Record


def register() -> None:
    """Let rounds, input and mail be masked.

    Answers and comments are no kinds of their own. They are copies of parts of the record's text,
    so they are masked with the input that they belong to: a passage wherever it stands in it. Its
    points are its words once more, and are masked with it too.
    """
    title, reason, text = _("Title"), _("Reason"), _("Text")
    masking.point.register(
        "round",
        masking.Maskable(
            {
                "title": title,
                "summary": _("Summary"),
                "mail_subject": _("Subject of e-mail"),
                "note": _("Note"),
                "cancel_reason": reason,
            }
        ),
    )
    masking.point.register(
        "contribution",
        masking.Maskable(
            {
                "title": title,
                "text": _("Text, answers and comments"),
                "hidden_reason": reason,
            },
            _files_of_input,
        ),
    )
    masking.point.register(
        "incoming_mail",
        masking.Maskable(
            {"subject": _("Subject"), "text": text, "full_text": _("The whole text")},
            files_of_mail,
        ),
    )
    masking.point.register("theme", masking.Maskable({"name": _("Name")}))
    masking.point.register("reason_template", masking.Maskable({"name": _("Name"), "text": text}))
    masking.copies.register("consultation.input", copies_of_input)


def copies_of_input(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell where the words of input stand: in its records, its parts, and the mail it came by.

    A record holds all that was said, so one of them leads to all the others.
    """
    if isinstance(thing, IncomingMail) and field in {"text", "full_text"}:
        yield from ((thing, name) for name in ("text", "full_text"))
    found = _input_of(thing, field)
    if found is None:
        return
    yield from ((found, "title"), (found, "text"))
    yield from ((reply, "text") for reply in found.replies.all())
    yield from ((comment, "text") for comment in found.comments.all())
    for point in found.points.all():
        yield from ((point, "heading"), (point, "text"))
    records = Record.objects.filter(subject_kind="contribution", subject_id=found.pk)
    yield from ((entry, "text") for entry in records.filter(direction=Record.Direction.IN))
    if found.mail:
        yield found.mail, "text"
        if found.title and found.title == found.mail.subject:
            yield found.mail, "subject"


def _input_of(thing: Model, field: str) -> Contribution | None:
    """Return the input whose words stand in the field, if they do."""
    if isinstance(thing, Contribution):
        return thing if field in {"title", "text"} else None
    if isinstance(thing, Reply | Comment | Point):
        return thing.contribution
    if isinstance(thing, IncomingMail) and field != "subject":
        return Contribution.objects.filter(mail=thing).first()
    if isinstance(thing, Record) and field == "text" and _is_input(thing):
        return Contribution.objects.filter(pk=thing.subject_id or 0).first()
    return None


def _is_input(entry: Record) -> bool:
    return entry.subject_kind == "contribution" and entry.direction == Record.Direction.IN


def _files_of_input(contribution: Contribution) -> Iterable[File]:
    return contribution.files.filter(destroyed_at=None)


def files_of_mail(mail: IncomingMail) -> Iterable[File]:
    """Return the mail as it came, and what was attached to it."""
    original = [mail.original] if mail.original and not mail.original.destroyed_at else []
    return [*original, *mail.files.filter(destroyed_at=None)]
