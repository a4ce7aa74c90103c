"""What can be masked of rounds, input, mail and points, and where else the same words stand."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from varv.consultation.models import (
    Comment,
    Contribution,
    Disposition,
    IncomingMail,
    PaperQuote,
    Point,
    Reply,
    Round,
)
from varv.files.models import File
from varv.registry import masking
from varv.registry.models import Record


def register() -> None:
    """Let rounds, input, mail and what is answered to points be masked.

    Answers and comments are no kinds of their own. They are copies of parts of the record's text,
    so they are masked with the input that they belong to: a passage wherever it stands in it. Its
    points are its words once more, and are masked with it too; of a point itself it is the words
    of staff that are masked, in all dispositions that it has had.
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
    masking.point.register(
        "point",
        masking.Maskable(
            {
                "reason": reason,
                "changed_text": _("Changed text"),
                "returned_note": _("Note of a second reader"),
            },
            within="dispositions",
            beyond=_(
                "It is masked in all dispositions that the point has had, in those given in the "
                "same act, and in papers. Answers that were sent already are records and stay as "
                "they were sent."
            ),
        ),
    )
    masking.point.register("theme", masking.Maskable({"name": _("Name")}))
    masking.point.register("reason_template", masking.Maskable({"name": _("Name"), "text": text}))
    masking.copies.register("consultation.input", copies_of_input)
    masking.copies.register("consultation.dispositions", copies_of_dispositions)


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


def copies_of_dispositions(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell where the same words of staff stand: in dispositions of the same act, and in papers.

    The first of an act leads to all others and each of them to it, so that an act on thousands
    of points is walked through once.
    """
    if not isinstance(thing, Disposition) or field not in {"reason", "changed_text"}:
        return
    words = getattr(thing, field)
    same = Disposition.objects.filter(batch=thing.batch, **{field: words}).order_by("pk")
    first = same.first()
    if not words or first is None:
        return
    if first.pk != thing.pk:
        yield first, field
        return
    yield from ((one, field) for one in same[1:])
    rounds = Round.objects.filter(points__dispositions__in=same.order_by())
    quotes = PaperQuote.objects.filter(contribution=None, text=words, paper__round__in=rounds)
    yield from ((quote, "text") for quote in quotes)


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
