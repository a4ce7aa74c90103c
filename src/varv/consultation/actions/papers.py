"""Papers: begun with the parts of their kind, edited, and handed to the worker to be published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from varv.bodies.models import Decision
from varv.consultation.models import Paper, PaperPart, Round
from varv.consultation.papers import defaults
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import log
from varv.text.seals import seal_of

State = Paper.State


@transaction.atomic
def make_paper(
    actor: User | None,
    *,
    round: Round,  # noqa: A002 - the word of the house
    kind: str,
    language: str,
    title: str = "",
) -> Paper:
    """Begin a paper with the parts of its kind, worded in its language."""
    region = the_region()
    if round.state == Round.State.DRAFT:
        raise ValidationError(_("The round is a draft. Publish it first."))
    if language not in region.languages:
        raise ValidationError({"language": _("Choose one of the region's languages.")})
    with translation.override(language), timezone.override(region.tz):
        begun = defaults.parts(kind, round, region)
        name = title.strip() or defaults.title(kind, round)[:200]
    paper = Paper.objects.create(
        round=round, kind=kind, language=language, title=name, made_by=actor
    )
    PaperPart.objects.bulk_create(
        PaperPart(paper=paper, position=place, kind=one.kind, heading=one.heading, text=one.text)
        for place, one in enumerate(begun, start=1)
    )
    log(actor, "consultation.make_paper", paper, round=round.pk, kind=kind)
    return paper


@transaction.atomic
def edit_paper(actor: User | None, *, paper: Paper, title: str, decision: Decision | None) -> Paper:
    """Change what a draft is called, and which decision it was written for."""
    locked = _draft(paper)
    locked.title, locked.decision = title, decision
    locked.save(update_fields=["title", "decision"])
    log(actor, "consultation.edit_paper", locked)
    return locked


@transaction.atomic
def add_part(actor: User | None, *, paper: Paper, heading: str, text: str) -> PaperPart:
    """Add a part of text at the end of a draft."""
    locked = _draft(paper)
    last = locked.parts.order_by("-position").first()
    made = PaperPart.objects.create(
        paper=locked,
        position=last.position + 1 if last else 1,
        kind=PaperPart.Kind.TEXT,
        heading=heading,
        text=text,
    )
    log(actor, "consultation.edit_paper", locked, part=made.pk)
    return made


@transaction.atomic
def edit_part(
    actor: User | None, *, part: PaperPart, heading: str, text: str, seen: str, is_included: bool
) -> PaperPart:
    """Change one part of a draft; ``seen`` is the seal of its text as it was shown."""
    locked = _draft(part.paper)
    row = _part(part)
    if seal_of(row.text) != seen and row.text != text:
        raise ValidationError(
            {
                "text": _(
                    "Somebody else has changed this part meanwhile. Their text stands below: take "
                    "over what you need, and save again."
                )
            }
        )
    row.heading, row.text, row.is_included = heading, text, is_included
    row.save(update_fields=["heading", "text", "is_included"])
    log(actor, "consultation.edit_paper", locked, part=row.pk)
    return row


@transaction.atomic
def move_part(actor: User | None, *, part: PaperPart, by: int) -> None:
    """Put a part of a draft earlier (-1) or later (+1)."""
    locked = _draft(part.paper)
    rows = list(locked.parts.order_by("position"))
    at = next((place for place, one in enumerate(rows) if one.pk == part.pk), None)
    if at is None or not 0 <= at + by < len(rows):
        return
    rows.insert(at + by, rows.pop(at))
    for position, one in enumerate(rows, start=1):
        one.position = position
    PaperPart.objects.bulk_update(rows, ["position"])
    log(actor, "consultation.edit_paper", locked, part=part.pk)


@transaction.atomic
def delete_paper(actor: User | None, *, paper: Paper) -> None:
    """Throw a draft away."""
    locked = _draft(paper)
    log(actor, "consultation.delete_paper", locked, round=locked.round_id)
    locked.delete()


@transaction.atomic
def publish_paper(actor: User | None, *, paper: Paper) -> Paper:
    """Freeze a draft and have its files made; once they are, everybody can read it."""
    locked = _draft(paper)
    if locked.round.state == Round.State.DRAFT:
        raise ValidationError(_("The round is a draft. Publish it first."))
    if not locked.parts.filter(is_included=True).exists():
        raise ValidationError(_("All parts are left out. Include at least one."))
    locked.state, locked.progress, locked.error = State.MAKING, 0, ""
    locked.save(update_fields=["state", "progress", "error"])
    log(actor, "consultation.publish_paper", locked)
    _wake_worker(locked)
    return locked


@transaction.atomic
def begin_edition(actor: User | None, *, paper: Paper) -> Paper:
    """Begin a new edition of what is published; until that is, the old one stands."""
    locked = _lock(paper)
    if locked.state != State.PUBLISHED:
        raise ValidationError(_("This paper is not published. Change it as it is."))
    if Paper.objects.filter(replaces=locked).exists():
        raise ValidationError(_("There is a new edition already."))
    made = Paper.objects.create(
        round=locked.round,
        kind=locked.kind,
        language=locked.language,
        title=locked.title,
        decision=locked.decision,
        edition=locked.edition + 1,
        replaces=locked,
        made_by=actor,
    )
    PaperPart.objects.bulk_create(
        PaperPart(paper=made, **_as_it_is(one)) for one in locked.parts.order_by("position")
    )
    log(actor, "consultation.begin_edition", made, of=locked.pk)
    return made


def _as_it_is(part: PaperPart) -> dict[str, Any]:
    names = ("position", "kind", "heading", "text", "is_included")
    return {name: getattr(part, name) for name in names}


def _lock(paper: Paper) -> Paper:
    found = Paper.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("round", "decision").get(pk=paper.pk)


def _draft(paper: Paper) -> Paper:
    locked = _lock(paper)
    if not locked.is_draft:
        raise ValidationError(
            _("The paper is published, or about to be. It never changes; make a new edition.")
        )
    return locked


def _part(part: PaperPart) -> PaperPart:
    return PaperPart.objects.select_for_update().get(pk=part.pk)


def _wake_worker(paper: Paper) -> None:
    """Defer the making in this very transaction; if it is lost, timed work defers it again."""
    from varv.consultation import tasks  # the tasks import the actions

    tasks.make_paper.defer(paper_id=paper.pk)
