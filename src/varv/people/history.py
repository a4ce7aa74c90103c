"""The history of an organisation: what the log tells of it, in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from varv.people.models import (
    Municipality,
    Organisation,
    OrganisationAlias,
    OrganisationImport,
    OrganisationMerge,
    Sector,
)
from varv.registry import kinds, log_actions
from varv.registry.kinds import Ref
from varv.registry.models import Event
from varv.text.dates import day


@dataclass(frozen=True)
class Line:
    """One thing that happened: when, through whom, what."""

    at: datetime
    who: str
    what: str
    more: tuple[str, ...] = ()


def lines(organisation: Organisation, events: Sequence[Event], user: object) -> list[Line]:
    """Return the events in words, in the order given; people are named to who may see them."""
    words = _Words(events, user)
    return [words.line(event, organisation) for event in events]


class _Words:
    """What the events refer to, fetched at once by a fixed number of queries."""

    def __init__(self, events: Sequence[Event], user: object) -> None:
        data = [event.data for event in events]
        self._aliases = dict(
            OrganisationAlias.objects.filter(
                pk__in=_all(data, "alias") | _all(data, "former_name")
            ).values_list("pk", "name")
        )
        merges = OrganisationMerge.objects.filter(
            pk__in=_all(data, "merge")
        ) | OrganisationMerge.objects.filter(old_id__in={event.subject_id for event in events})
        found = list(merges)
        self._merges = {merge.pk: merge.name for merge in found}
        self._merged = {merge.old_id: merge.name for merge in found}
        self._lists = dict(
            OrganisationImport.objects.filter(pk__in=_all(data, "import")).values_list("pk", "name")
        )
        self._places = dict(Municipality.objects.values_list("pk", "name"))
        refs = {Ref("person", event.actor_id) for event in events if event.actor_id}
        refs |= {Ref("person", pk) for pk in _all(data, "person")}
        refs |= {Ref("organisation", pk) for pk in _all(data, "other")}
        refs |= {
            Ref("organisation", event.subject_id)
            for event in events
            if event.subject_id and "old" in event.data
        }
        self._things = kinds.describe(refs, user)

    def line(self, event: Event, organisation: Organisation) -> Line:
        """Return one event in words."""
        if event.data.get("old") == organisation.pk:
            return Line(event.at, self._who(event), self._own_merge(event))
        tell = _TELLERS.get(event.action)
        what = str(log_actions.label(event.action))
        more = tuple(tell(self, event.data)) if tell else ()
        if event.subject_id != organisation.pk and event.subject_id in self._merged:
            what = _("%(name)s, before the merge: %(what)s") % {
                "name": self._merged[event.subject_id],
                "what": what,
            }
        return Line(event.at, self._who(event), what, more)

    def _own_merge(self, event: Event) -> str:
        """Return in words that the organisation itself went into another, or came out of it."""
        into = event.subject_id or 0
        other = self._name("organisation", into) or self._merged.get(into, "–")
        if event.action == "people.undo_merge":
            return _("Is an organisation of its own again, after the merge into %(name)s") % {
                "name": other
            }
        return _("Merged into %(name)s") % {"name": other}

    def _who(self, event: Event) -> str:
        if event.actor_id is None:
            return _("By itself, or a visitor")
        return self._name("person", event.actor_id) or _("Somebody, number %(id)s") % {
            "id": event.actor_id
        }

    def _name(self, kind: str, pk: int) -> str:
        thing = self._things.get(Ref(kind, pk))
        return thing.name if thing else ""

    def edited(self, data: dict[str, Any]) -> Iterable[str]:
        """Tell what was changed, from what to what, and since when it holds."""
        if "former_name" in data:
            former = self._aliases.get(data["former_name"], "–")
            yield _("Renamed. Before: %(name)s") % {"name": former}
        if "sector" in data:
            before, after = (str(Sector(one).label) for one in data["sector"])
            yield _("Sector: %(before)s → %(after)s") % {"before": before, "after": after}
        if "municipality" in data:
            before, after = (self._place(pk) for pk in data["municipality"])
            yield _("Municipality: %(before)s → %(after)s") % {"before": before, "after": after}
        if "on" in data:
            yield (
                _("Holds from %(day)s; figures before that day stay.")
                % {"day": day(date.fromisoformat(data["on"]))}
                if data["on"]
                else _("It was wrong; all figures follow.")
            )
        if "number" in data:
            before, after = (one or "–" for one in data["number"])
            yield _("Number: %(before)s → %(after)s") % {"before": before, "after": after}

    def named(self, data: dict[str, Any]) -> Iterable[str]:
        """Tell which other name, while it is still there."""
        yield from filter(None, [self._aliases.get(data["alias"])])

    def represented(self, data: dict[str, Any]) -> Iterable[str]:
        """Tell who, to those who may know."""
        yield from filter(None, [self._name("person", data["person"])])

    def merged(self, data: dict[str, Any]) -> Iterable[str]:
        """Tell which organisation went in, or came out again."""
        yield from filter(None, [self._merges.get(data["merge"])])

    def told_apart(self, data: dict[str, Any]) -> Iterable[str]:
        """Tell from which organisation."""
        yield from filter(None, [self._name("organisation", data["other"])])

    def imported(self, data: dict[str, Any]) -> Iterable[str]:
        """Tell from which list, which rows."""
        rows = ", ".join(str(row) for row in data["rows"])
        name = self._lists.get(data["import"], "–")
        yield _("%(list)s, row %(rows)s") % {"list": name, "rows": rows}

    def retracted(self, data: dict[str, Any]) -> Iterable[str]:
        """Tell until when it was held to be so."""
        yield _("Until %(day)s") % {"day": day(date.fromisoformat(data["until"]))}

    def _place(self, pk: int | None) -> str:
        return self._places.get(pk, "–") if pk else _("Outside the region")


def _all(data: Iterable[dict[str, Any]], key: str) -> set[int]:
    return {one[key] for one in data if key in one}


_TELLERS: dict[str, Callable[[_Words, dict[str, Any]], Iterable[str]]] = {
    "people.edit_organisation": _Words.edited,
    "people.add_alias": _Words.named,
    "people.represent": _Words.represented,
    "people.stop_representing": _Words.represented,
    "people.merge_organisations": _Words.merged,
    "people.undo_merge": _Words.merged,
    "people.dismiss_double": _Words.told_apart,
    "people.import_organisation": _Words.imported,
    "people.retract_former_place": _Words.retracted,
}
