"""Drawing up the SWOT of an area together, and adopting it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.analysis.actions.claims import MAX_SENTENCE
from varv.analysis.actions.evidence import cleaned
from varv.analysis.models import SwotBoard, SwotItem, SwotKind, SwotVote
from varv.analysis.queries.partners import is_partner
from varv.cycles.models import Area
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import log
from varv.text.translated import Translated

State = SwotItem.State
#: So many proposals of one person may wait to be read.
MOST_WAITING = 20


@transaction.atomic
def open_board(actor: User | None, *, area: Area, last_day: date) -> SwotBoard:
    """Let the partners of an area propose and vote until a day is over."""
    now = clock.now()
    after = datetime.combine(last_day + timedelta(days=1), time(), the_region().tz)
    closes_at = after.astimezone(UTC)
    if closes_at <= now:
        raise ValidationError({"last_day": _("Choose a day to come.")})
    if not area.is_active:
        raise ValidationError(_("The area is no longer used."))
    board = SwotBoard.objects.select_for_update(no_key=True).filter(area=area).first()
    if board is None:
        board = SwotBoard.objects.create(area=area, opened_at=now, closes_at=closes_at)
    else:
        if not board.is_open_at(now):
            board.opened_at = now
        board.closes_at = closes_at
        board.save(update_fields=["opened_at", "closes_at"])
    log(actor, "analysis.open_swot", area, closes_at=closes_at.isoformat())
    return board


@transaction.atomic
def close_board(actor: User | None, *, area: Area) -> SwotBoard:
    """Stop proposals and votes now."""
    now = clock.now()
    board = SwotBoard.objects.select_for_update(no_key=True).filter(area=area).first()
    if board is None or not board.is_open_at(now):
        raise ValidationError(_("It is not open."))
    board.closes_at = now
    board.save(update_fields=["closes_at"])
    log(actor, "analysis.close_swot", area)
    return board


@transaction.atomic
def propose(actor: User, *, area: Area, kind: str, sentence: Mapping[str, str]) -> SwotItem:
    """Propose an item as a partner; the staff let it in before others see it."""
    must_be_open(actor, area)
    waiting = SwotItem.objects.filter(area=area, proposed_by=actor, state=State.PROPOSED)
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(_("You have many proposals that wait. Come back when they are read."))
    item = _add(actor, area, kind, sentence, State.PROPOSED)
    log(actor, "analysis.propose_swot_item", item)
    return item


@transaction.atomic
def add_item(actor: User | None, *, area: Area, kind: str, sentence: Mapping[str, str]) -> SwotItem:
    """Put an item on the board as staff."""
    item = _add(actor, area, kind, sentence, State.SHOWN)
    log(actor, "analysis.add_swot_item", item)
    return item


@transaction.atomic
def reword_item(
    actor: User | None, *, item: SwotItem, kind: str, sentence: Mapping[str, str]
) -> SwotItem:
    """Word an item anew; votes that were given on other words go."""
    words = _checked(kind, sentence)
    locked = SwotItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    changed = (locked.kind, locked.sentence) != (kind, words)
    gone = locked.votes.all().delete()[0] if changed else 0
    locked.kind, locked.sentence = kind, words
    locked.save(update_fields=["kind", "sentence"])
    log(actor, "analysis.reword_swot_item", locked, votes_gone=gone)
    return locked


@transaction.atomic
def let_in(actor: User | None, *, item: SwotItem) -> SwotItem:
    """Put what somebody proposed on the board, or what was turned down back on it."""
    locked = SwotItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    locked.state, locked.answer = State.SHOWN, ""
    locked.save(update_fields=["state", "answer"])
    log(actor, "analysis.let_in_swot_item", locked)
    return locked


@transaction.atomic
def turn_down(actor: User | None, *, item: SwotItem, answer: str) -> SwotItem:
    """Take an item off the board, and say why; adopted versions keep it."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why, to whoever proposed it.")})
    locked = SwotItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    locked.state, locked.answer = State.TURNED_DOWN, answer.strip()
    locked.save(update_fields=["state", "answer"])
    log(actor, "analysis.turn_down_swot_item", locked)
    return locked


@transaction.atomic
def vote(actor: User, *, item: SwotItem, value: str) -> SwotVote | None:
    """Agree or not with an item, change one's mind, or take the vote back with "".

    The log tells that somebody voted, never how.
    """
    must_be_open(actor, item.area)
    locked = SwotItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    if locked.state != State.SHOWN:
        raise ValidationError(_("The item is no longer on the board."))
    if value and value not in SwotVote.Value.values:
        raise ValidationError({"value": _("Choose one from the list.")})
    made = None
    if value:
        made, _new = SwotVote.objects.update_or_create(
            item=locked, person=actor, defaults={"value": value, "at": clock.now()}
        )
    else:
        SwotVote.objects.filter(item=locked, person=actor).delete()
    log(actor, "analysis.vote_swot", locked)
    return made


def must_be_open(actor: User, area: Area) -> None:
    """Raise where the person is no partner of the area, or the board is closed."""
    if not is_partner(actor, area):
        raise PermissionDenied
    board = SwotBoard.objects.filter(area=area).first()
    if board is None or not board.is_open_at(clock.now()):
        raise ValidationError(_("It is closed now. What was said before stays."))


def _add(
    actor: User | None, area: Area, kind: str, sentence: Mapping[str, str], state: str
) -> SwotItem:
    words = _checked(kind, sentence)
    return SwotItem.objects.create(
        area=area, kind=kind, sentence=words, state=state, proposed_by=actor
    )


def _checked(kind: str, sentence: Mapping[str, str]) -> Translated:
    if kind not in SwotKind.values:
        raise ValidationError({"kind": _("Choose one from the list.")})
    words = cleaned(sentence)
    if not words:
        raise ValidationError({"sentence": _("Write it as one sentence.")})
    if any(len(text) > MAX_SENTENCE for text in words.values()):
        raise ValidationError(
            {"sentence": _("Write at most %(most)s characters.") % {"most": MAX_SENTENCE}}
        )
    return words
