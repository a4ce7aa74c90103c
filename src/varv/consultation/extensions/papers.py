"""What papers add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from varv.clock import timed
from varv.consultation import desk
from varv.consultation.actions.making import needs_new_files
from varv.consultation.models import Contribution, Paper, PaperQuote, Point
from varv.consultation.queries import papers as queries
from varv.files import access
from varv.files.models import File
from varv.people import desk as people_desk
from varv.registry import kinds, log_actions, masking, relations
from varv.registry.guard import may
from varv.registry.jobs import put_once
from varv.registry.models import Record


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(
        kinds.Kind("paper", "consultation.Paper", _("paper"), describe_papers, own_titles=True)
    )
    relations.register(relations.Relation("compiled", _("is compiled in"), _("compiles")))
    relations.register(relations.Relation("prepared", _("prepared"), _("prepared by")))
    people_desk.items.register("consultation.papers", desk.paper_items)
    timed.upkeep.register("consultation.papers", resume)
    access.owners.register("consultation.papers", may_read_file)
    access.withheld.register("consultation.papers", is_made_anew)
    masking.point.register("paper", masking.Maskable({"title": _("Title and text")}))
    masking.copies.register("consultation.papers", copies_in_papers)


LOG_ACTIONS = {
    "consultation.make_paper": _("Paper begun"),
    "consultation.edit_paper": _("Paper changed"),
    "consultation.delete_paper": _("Draft of a paper deleted"),
    "consultation.publish_paper": _("Paper handed over to be published"),
    "consultation.paper_made": _("Paper published"),
    "consultation.paper_failed": _("Paper could not be made"),
    "consultation.begin_edition": _("New edition of a paper begun"),
    "consultation.remake_paper": _("Files of a paper made anew without what is masked"),
}


def describe_papers(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name papers; those that are not published only to the staff."""
    found = Paper.objects.filter(pk__in=ids)
    if not may(user, "consultation.view_paper"):
        found = queries.published().filter(pk__in=ids)
    return {
        one.pk: kinds.Thing(one.title, one.get_absolute_url() if one.is_published else one.desk_url)
        for one in found
    }


def may_read_file(file: File, _reader: access.Reader) -> bool:
    """Let everybody read the files of a published paper."""
    return queries.published().filter(Q(pdf=file) | Q(word=file)).exists()


def is_made_anew(file: File) -> bool:
    """Withhold a file from the moment a word in it is masked until it is made anew."""
    found = queries.published().filter(Q(pdf=file) | Q(word=file)).select_related("pdf").first()
    return found is not None and needs_new_files(found)


def resume(_now: datetime) -> int:
    """Have made what a killed worker left, and made anew what shows masked words."""
    waits = [one.pk for one in queries.being_made()]
    stale = [one.pk for one in queries.published().select_related("pdf") if needs_new_files(one)]
    return sum(map(_deferred, [*waits, *stale]))


def _deferred(paper_id: int) -> bool:
    """Put a paper into the worker's queue, unless it waits there already."""
    from varv.consultation import tasks  # the worker's app is ready later than this one

    return put_once(tasks.make_paper, f"paper:{paper_id}", paper_id=paper_id)


def copies_in_papers(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell where words stand in papers: those of input, and those of a paper and its record.

    A quote of input leads nowhere further: what stands in a paper alone is masked there alone.
    """
    if isinstance(thing, Point) and field in {"text", "heading"}:
        yield from _quotes_of(thing.contribution_id)
    elif isinstance(thing, Contribution) and field in {"title", "text"}:
        yield from _quotes_of(thing.pk)
    elif isinstance(thing, Record) and thing.subject_kind == "paper" and field == "text":
        yield from ((one, "text") for one in PaperQuote.objects.filter(paper=thing.subject_id))
    elif (paper := _paper_of(thing, field)) is not None:
        yield paper, "title"
        yield from ((one, name) for one in paper.parts.all() for name in ("heading", "text"))
        yield from ((one, "text") for one in paper.quotes.filter(contribution=None))
        if paper.record:
            yield paper.record, "title"


def _quotes_of(contribution_id: int) -> Iterable[tuple[Model, str]]:
    found = PaperQuote.objects.filter(contribution=contribution_id)
    return ((one, "text") for one in found)


def _paper_of(thing: Model, field: str) -> Paper | None:
    if isinstance(thing, Paper) and field == "title":
        return thing
    if isinstance(thing, Record) and thing.subject_kind == "paper" and field == "title":
        return Paper.objects.filter(pk=thing.subject_id or 0).first()
    return None
