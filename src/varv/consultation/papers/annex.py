"""The annex: all input as it stands in the register, with the words that everybody may read."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation import describing, standing
from varv.consultation.models import Contribution
from varv.consultation.papers import naming
from varv.consultation.papers.quotes import Quotes
from varv.consultation.queries.papers import Material
from varv.files import blocks
from varv.files.blocks import Block
from varv.text import dates


def of(known: Material, quotes: Quotes) -> Iterator[Block]:
    """Return every input; of what everybody may not read, that it is there and why not more."""
    if not known.inputs:
        yield blocks.paragraph(_("Nothing came in."))
    for one in known.inputs:
        yield blocks.heading(naming.of_input(one), is_listed=False)
        yield blocks.paragraph(_facts(one))
        code: str = one.left_out  # type: ignore[attr-defined]
        if code:
            yield blocks.paragraph(_left_out(one, code))
        else:
            yield from _said(one, quotes)


def _facts(one: Contribution) -> str:
    told = [dates.in_full(one.received_at), str(one.get_channel_display())]
    if one.is_late:
        told.append(_("after the last day"))
    if files := len(one.files.all()):
        told.append(ngettext("%(n)s file enclosed", "%(n)s files enclosed", files) % {"n": files})
    return ", ".join(told)


def _left_out(one: Contribution, code: str) -> str:
    """Say why, with the law that input is secret under; the reason of staff stands on its page."""
    text = naming.why_left_out()[code]
    return f"{text} {describing.why(one, code)}" if code == standing.SECRET else text


def _said(one: Contribution, quotes: Quotes) -> Iterator[Block]:
    for text in (one.title, one.text):
        if text.strip():
            yield blocks.quote(quotes.said(one, text))
    for reply in one.replies.all():
        asked = f"{reply.question} ({reply.area})" if reply.area else str(reply.question)
        yield blocks.paragraph(asked)
        yield blocks.quote(quotes.said(one, describing.answer(reply)))
    for remark in one.comments.all():
        where = _("%(document)s, paragraph %(number)s")
        yield blocks.paragraph(where % {"document": remark.document, "number": remark.paragraph})
        yield blocks.quote(quotes.said(one, remark.text))
