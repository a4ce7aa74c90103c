"""What datasets add to the extension points of the apps below."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from varv.analysis.datasets import folder, queries
from varv.analysis.datasets.waking import wake_fetcher, wake_reader
from varv.analysis.models import Dataset, DatasetVersion, Delivery
from varv.clock import timed
from varv.files import access
from varv.files.actions import destroy
from varv.files.models import File
from varv.people import desk as people_desk
from varv.people.desk import DeskItem
from varv.people.folder import sections
from varv.people.models import User
from varv.registry import kinds, log_actions, masking, search
from varv.registry.guard import may
from varv.text.dates import in_full

#: So long is kept what nobody stores: the file lies where it came from, too.
KEPT, SOON = timedelta(days=90), timedelta(days=14)
LOG_ACTIONS = {
    "analysis.receive_delivery": _("Statistics received"),
    "analysis.change_delivery": _("Typed statistics changed"),
    "analysis.drop_delivery": _("Statistics thrown away before they were stored"),
    "analysis.say_how": _("Said how statistics are read"),
    "analysis.read_again": _("Statistics read again"),
    "analysis.delivery_read": _("Statistics read"),
    "analysis.delivery_failed": _("Statistics could not be read"),
    "analysis.make_dataset": _("Dataset made"),
    "analysis.edit_dataset": _("Dataset described anew"),
    "analysis.store_version": _("Version of a dataset stored"),
    "analysis.save_query": _("Query to a statistics service changed"),
    "analysis.ask_service": _("Statistics service to be asked"),
    "analysis.service_asked": _("Statistics service asked"),
}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(kinds.Kind("dataset", "analysis.Dataset", _("dataset"), describe_datasets))
    kinds.register(
        kinds.Kind(
            "dataset_version",
            "analysis.DatasetVersion",
            _("version of a dataset"),
            describe_versions,
        )
    )
    kinds.register(kinds.Kind("delivery", "analysis.Delivery", _("delivery"), describe_deliveries))
    search.register(
        search.Source(
            "dataset",
            everybody=queries.searched_datasets,
            staff=Dataset.objects.all,
            permission="analysis.view_dataset",
            called=pgettext_lazy("words searched for", "dataset datasets statistics figures"),
            texts=("about", "publisher"),
            dated="created_at",
            when=lambda row: in_full(row.created_at),
        )
    )
    masking.point.register(
        "dataset",
        masking.Maskable(
            {"title": _("Title"), "about": _("About it"), "publisher": _("Publisher")}
        ),
    )
    access.owners.register("analysis.datasets", may_read_file)
    timed.upkeep.register("analysis.deliveries", read_on)
    timed.work.register("analysis.services", timed.TimedWork(ask_due, next_asking))
    timed.work.register("analysis.forgotten", timed.TimedWork(forget, next_forgetting))
    people_desk.items.register("analysis.datasets", desk_items)
    sections.register(folder.section())


def describe_datasets(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name datasets; those that are not public only to the staff."""
    found = Dataset.objects.filter(pk__in=ids)
    if not may(user, "analysis.view_dataset"):
        found = queries.searched_datasets().filter(pk__in=ids)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}


def describe_versions(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name versions, as far as their datasets may be seen."""
    found = DatasetVersion.objects.filter(pk__in=ids).select_related("dataset")
    if not may(user, "analysis.view_dataset"):
        found = found.filter(dataset__is_public=True)
    return {
        one.pk: kinds.Thing(str(one), one.get_absolute_url())
        for one in found.defer("findings", "reading", "difference")
    }


def describe_deliveries(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name deliveries; they are the staff's."""
    if not may(user, "analysis.view_dataset"):
        return {}
    found = Delivery.objects.filter(pk__in=ids).only("pk", "name")
    return {one.pk: kinds.Thing(one.name, one.desk_url) for one in found}


def may_read_file(file: File, reader: access.Reader) -> bool:
    """Let everybody read the tables of public datasets, and the staff all, originals included."""
    if reader.has_perm("analysis.view_dataset"):
        return queries.is_of_dataset(file)
    return queries.is_table_of_public(file)


def read_on(_now: datetime) -> int:
    """Have read what waits for it, and what a killed worker left."""
    return sum(wake_reader(one) for one in queries.deliveries_to_read())


def ask_due(now: datetime) -> int:
    """Have those services asked that are due."""
    return sum(wake_fetcher(one) for one in queries.to_ask(now))


def next_asking(after: datetime) -> datetime | None:
    """Return when the next service is due."""
    return Dataset.objects.filter(fetch_at__gt=after).aggregate(at=Min("fetch_at"))["at"]


def forget(now: datetime) -> int:
    """Throw away what nobody has stored for long, with its file."""
    found = queries.forgotten_deliveries(now - KEPT)
    return sum(_forget_one(pk) for pk in list(found.values_list("pk", flat=True)))


def next_forgetting(after: datetime) -> datetime | None:
    """Return when the next of it is to be forgotten."""
    found = Delivery.objects.exclude(state=Delivery.State.STORED)
    first = found.filter(received_at__gt=after - KEPT).aggregate(at=Min("received_at"))["at"]
    return first + KEPT if first else None


def desk_items(user: User, now: datetime) -> Iterator[DeskItem]:
    """Tell those who import what waits for them, and which service gave nothing."""
    if not user.has_perm("analysis.import_dataset"):
        return
    waiting = [one for one in queries.deliveries_under_way() if one.is_open]
    if waiting:
        due = min(one.received_at for one in waiting) + KEPT
        yield DeskItem(
            title=ngettext(
                "%(n)d table to look through and store",
                "%(n)d tables to look through and store",
                len(waiting),
            )
            % {"n": len(waiting)},
            url=waiting[0].desk_url,
            due=due,
            urgent=due - now < SOON,
            detail=gettext("What is not stored is thrown away after 90 days."),
        )
    for one in queries.failing():
        yield DeskItem(
            title=gettext("A statistics service gave nothing to store: %(dataset)s")
            % {"dataset": one},
            url=one.desk_url,
        )


@transaction.atomic
def _forget_one(pk: int) -> int:
    """Delete one, unless it was stored since it was found."""
    found = Delivery.objects.select_for_update().filter(pk=pk)
    delivery = found.exclude(state=Delivery.State.STORED).first()
    if delivery is None:
        return 0
    destroy(delivery.file)
    if delivery.table:
        destroy(delivery.table)
    delivery.delete()
    return 1
