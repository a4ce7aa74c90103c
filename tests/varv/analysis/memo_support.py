"""Memos as the staff makes them: begun, written, published."""

from typing import Any

from varv.analysis.memos import actions, making
from varv.analysis.models import Memo
from varv.cycles.models import Area
from varv.text.seals import seal_of


def drafted(area: Area, text: str = "", **more: Any) -> Memo:
    """Begin a memo on an area, with a text of one's own where there is one."""
    memo = actions.make_memo(None, kind="memo", language="sv", area=area, **more)
    return edited(memo, text) if text else memo


def edited(memo: Memo, text: str, **more: Any) -> Memo:
    """Write another text into a draft, as somebody who sees what stands there."""
    values = {"title": memo.title, "meeting": memo.meeting, "seen": seal_of(memo.text)}
    return actions.edit_memo(None, memo=memo, text=text, **(values | more))


def published(memo: Memo) -> Memo:
    """Hand a draft over, and do what the worker does."""
    actions.publish_memo(None, memo=memo)
    assert making.make(memo.pk)
    return Memo.objects.get(pk=memo.pk)
