"""How a contribution reads as a record: in the region's language, as its readers expect."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from varv.consultation.contents import Content, Remark, Said
from varv.consultation.models import Comment, Contribution, Reply
from varv.files.models import File
from varv.people.models import Sector
from varv.people.queries import the_region
from varv.registry.channels import Channel

LONGEST_TITLE = 300

#: The kind of record that each door makes; input on the web is a kind of its own.
RECORD_KINDS = {
    Contribution.Channel.WEB: "contribution",
    Contribution.Channel.EMAIL: Channel.EMAIL.value,
    Contribution.Channel.LETTER: Channel.LETTER.value,
    Contribution.Channel.PHONE: Channel.PHONE.value,
    Contribution.Channel.MEETING: Channel.MEETING.value,
}


def content_of(contribution: Contribution) -> Content:
    """Return what a stored contribution says."""
    return contents_of([contribution])[contribution.pk]


def contents_of(found: Sequence[Contribution]) -> dict[int, Content]:
    """Return what each of these says, in a number of queries that does not grow with them."""
    ids = [one.pk for one in found]
    replies: dict[int, list[Said]] = defaultdict(list)
    remarks: dict[int, list[Remark]] = defaultdict(list)
    files: dict[int, list[File]] = defaultdict(list)
    answered = Reply.objects.filter(contribution__in=ids).select_related("question", "area")
    for reply in answered.prefetch_related("options"):
        said = Said(reply.question, reply.area, reply.text, list(reply.options.all()))
        replies[reply.contribution_id].append(said)
    commented = Comment.objects.filter(contribution__in=ids)
    for one in commented.select_related("document__area_version"):
        remark = Remark(one.document, one.paragraph, one.quote, one.text)
        remarks[one.contribution_id].append(remark)
    enclosed = Contribution.files.through.objects.filter(
        contribution__in=ids, file__destroyed_at=None
    )
    for row in enclosed.select_related("file").order_by("pk"):
        files[row.contribution_id].append(row.file)
    return {
        one.pk: Content(one.text, one.title, replies[one.pk], remarks[one.pk], files[one.pk])
        for one in found
    }


def as_record(
    contribution: Contribution, content: Content | None, again: str = ""
) -> tuple[str, str]:
    """Return title and text of the record; ``again`` words the title of a later one about it.

    The title names nobody who speaks for themselves: it stands in the public register.
    """
    with override(the_region().language):
        title = again % {"record": contribution} if again else _title(contribution)
        lines = [*_sender(contribution), "", *(_content(content) if content else ())]
    return title[:LONGEST_TITLE], "\n".join(lines).strip()


def as_text(content: Content) -> str:
    """Return all that is said, as plain text in the active language."""
    return "\n".join(_content(content)).strip()


def _title(contribution: Contribution) -> str:
    return _("Input to %(round)s") % {"round": contribution.round}


def _sender(contribution: Contribution) -> Iterator[str]:
    person = contribution.person
    yield f"{_('Name')}: {contribution.name or '–'}"
    yield f"{_('E-mail')}: {person.email if person else '–'}"
    yield f"{_('Organisation')}: {contribution.organisation or _('speaks for themselves')}"
    if contribution.sector:
        yield f"{_('Sector')}: {Sector(contribution.sector).label}"
        yield f"{_('Municipality')}: {contribution.municipality or _('outside the region')}"


def _content(content: Content) -> Iterator[str]:
    if content.title:
        yield from (content.title, "")
    if content.text:
        yield from (content.text, "")
    for said in content.replies:
        yield from _reply(said)
    for remark in content.remarks:
        yield from _remark(remark)
    if content.files:
        names = ", ".join(file.name for file in content.files)
        yield f"{_('Enclosed')}: {names}"


def _reply(said: Said) -> Sequence[str]:
    asked = f"{said.question} ({said.area})" if said.area else str(said.question)
    chosen = [f"- {option}" for option in said.options]
    return [asked, *chosen, *([said.text] if said.text else ()), ""]


def _remark(remark: Remark) -> Sequence[str]:
    where = pgettext("where a comment is made", "%(document)s, paragraph %(number)s") % {
        "document": remark.document,
        "number": remark.paragraph,
    }
    quoted = "\n".join(f"> {line}" for line in remark.quote.splitlines())
    return [where, quoted, remark.text, ""]
