"""How many took part, who, and from where: counted while the paper is a draft, then frozen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation import describing, standing
from varv.consultation.models import Contribution
from varv.consultation.papers import naming
from varv.consultation.queries.invitations import State as Asked
from varv.consultation.queries.papers import Material
from varv.files import blocks
from varv.files.blocks import Block
from varv.people.models import Sector
from varv.text import dates


def of(known: Material) -> Iterator[Block]:
    """Return the figures, one table for each question."""
    counted = [one for one in known.inputs if standing.standing_of(one) != standing.WITHDRAWN]
    yield blocks.paragraph(_in_all(counted))
    yield from _not_shown(known.inputs)
    if counted:
        yield _by_channel(counted)
        yield _by_sector(counted)
        yield _by_municipality(known, counted)
        yield from _organisations(counted)
    yield from _meetings(known)
    yield from _invited(known)


def _in_all(counted: Sequence[Contribution]) -> str:
    organisations = {one.organisation_id for one in counted if one.organisation_id}
    alone = sum(1 for one in counted if not one.organisation_id)
    late = sum(1 for one in counted if one.is_late)
    number = len(counted)
    told = [
        ngettext("%(n)s input came in.", "%(n)s inputs came in.", number) % {"n": number},
        ngettext("%(n)s organisation", "%(n)s organisations", len(organisations))
        % {"n": len(organisations)},
        ngettext("%(n)s from a private person", "%(n)s from private persons", alone) % {"n": alone},
    ]
    text = _("%(came)s They are from %(organisations)s, and %(alone)s.") % dict(
        zip(("came", "organisations", "alone"), told, strict=True)
    )
    if not late:
        return text
    came_late = ngettext("%(n)s came after the last day.", "%(n)s came after the last day.", late)
    return f"{text} {came_late % {'n': late}}"


def _not_shown(inputs: Sequence[Contribution]) -> Iterator[Block]:
    why = naming.why_left_out()
    numbers = Counter(one.left_out for one in inputs if one.left_out)  # type: ignore[attr-defined]
    if not numbers:
        return
    yield blocks.paragraph(_("The text of some input is not shown here:"))
    yield blocks.bullets([f"{numbers[code]}: {why[code]}" for code in why if numbers[code]])


def _by_channel(counted: Sequence[Contribution]) -> Block:
    numbers = Counter(one.channel for one in counted)
    rows = [
        (str(one.label), numbers[one.value]) for one in Contribution.Channel if numbers[one.value]
    ]
    return blocks.table(_("How the input came"), [_("Channel"), _("Inputs")], rows)


def _by_sector(counted: Sequence[Contribution]) -> Block:
    numbers = Counter(one.sector for one in counted)
    senders = {code: _senders(one for one in counted if one.sector == code) for code in numbers}
    rows = [(str(one.label), numbers[one.value], senders.get(one.value, 0)) for one in Sector]
    if numbers[""]:
        rows.append((_("not known"), numbers[""], senders[""]))
    heads = [_("Sector"), _("Inputs"), _("Organisations")]
    return blocks.table(_("Who wrote, by sector"), heads, rows)


def _by_municipality(known: Material, counted: Sequence[Contribution]) -> Block:
    def row(name: str, found: Sequence[Contribution]) -> tuple[str, int, int]:
        return name, len(found), _senders(found)

    rows = [
        row(one.name, [sent for sent in counted if sent.municipality_id == one.pk])
        for one in known.municipalities
    ]
    nowhere = [one for one in counted if one.municipality_id is None]
    outside = [one for one in nowhere if one.sector]
    unknown = [one for one in nowhere if not one.sector]
    rows += [row(_("outside the region"), outside)] if outside else []
    rows += [row(_("not known"), unknown)] if unknown else []
    heads = [_("Municipality"), _("Inputs"), _("Organisations")]
    return blocks.table(_("From where, by municipality"), heads, rows)


def _senders(found: Iterable[Contribution]) -> int:
    return len({one.organisation_id for one in found if one.organisation_id})


def _organisations(counted: Sequence[Contribution]) -> Iterator[Block]:
    named = {
        (one.organisation.sort_key, describing.organisation(one))
        for one in counted
        if one.organisation and describing.organisation(one)
    }
    if named:
        yield blocks.heading(_("Organisations that took part"))
        yield blocks.paragraph("; ".join(name for _key, name in sorted(named)))


def _meetings(known: Material) -> Iterator[Block]:
    yield blocks.heading(_("Meetings"))
    if not known.meetings:
        yield blocks.paragraph(_("No meetings were held while the round was open."))
        return
    yield blocks.paragraph(_("These meetings were held while the round was open:"))
    day = [f"{dates.in_full(one.at)}: {one.label}" for one in known.meetings]
    yield blocks.bullets(day)


def _invited(known: Material) -> Iterator[Block]:
    asked = [(sector, state) for sector, state in known.invited if state != Asked.WAITING]
    if not asked:
        return
    numbers = Counter(asked)
    rows = []
    for code, label in Sector.choices:
        total = sum(number for (sector, _state), number in numbers.items() if sector == code)
        if total:
            answered, declined = numbers[code, Asked.ANSWERED], numbers[code, Asked.DECLINED]
            rows.append((str(label), total, answered, declined, total - answered - declined))
    yield blocks.heading(_("Who was asked, and who was silent"))
    heads = [
        _("Sector"),
        _("Were asked"),
        _("Have answered"),
        _("Said no"),
        _("Were silent"),
    ]
    yield blocks.table(_("Organisations that were asked, by sector"), heads, rows)
