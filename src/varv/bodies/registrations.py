"""What bodies adds to the extension points."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from varv.bodies import folder, inventory_entries, search
from varv.bodies.models import Body, Decision, Seat
from varv.people import belongings
from varv.people.folder import sections
from varv.people.models import Sector
from varv.registry import changeable, kinds, log_actions, masking, relations, rights, ties
from varv.registry.kinds import Kind, Ref, Thing
from varv.registry.masking import Maskable
from varv.registry.rights import Consequence, Fate

WORDS = {
    "seats": _("Your seats"),
    "body": _("Body"),
    "holder": _("Name"),
    "role": _("Role"),
    "organisation": _("Organisation"),
    "sector": _("Sector"),
    "since": _("From"),
    "until": _("To"),
}
#: Older ones are hardly what a word of today has changed.
NEWEST = 60
READINGS = {"role": rights.labels(Seat.Role), "sector": rights.labels(Sector)}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in {
        "bodies.create_body": _("Body added"),
        "bodies.give_seat": _("Seat given"),
        "bodies.end_seat": _("Seat ended"),
        "bodies.record_decision": _("Decision recorded"),
    }.items():
        log_actions.register(action, label)
    relations.register(relations.Relation("decided", _("decided on"), _("was decided by")))
    relations.register(relations.Relation("took", _("took the decision"), _("was decided in")))
    ties.register(
        "bodies.decision_bodies",
        ties.Tie(
            "bodies.Decision", ties.End("body", "body_id"), ties.End("decision"), relation="took"
        ),
    )
    ties.register(
        "bodies.decision_records",
        ties.Tie(
            "bodies.Decision",
            ties.End("record", "record_id"),
            ties.End("decision"),
            relation="led_to",
        ),
    )
    changeable.point.register(
        "decision", changeable.Changeable(_("Decisions"), _newest_decisions, _as_option)
    )
    kinds.register(Kind("body", "bodies.Body", _("body"), _bodies))
    kinds.register(Kind("seat", "bodies.Seat", _("seat"), _seats))
    kinds.register(Kind("decision", "bodies.Decision", _("decision"), _decisions))
    seats = rights.PersonData(
        _export_seats, _erase_seats, _preview_seats, WORDS, READINGS, _reached_seats
    )
    rights.point.register("bodies.seats", seats)
    masking.point.register("body", Maskable({"name": _("Name"), "about": _("About")}))
    masking.point.register("seat", Maskable({"holder": _("Name")}))
    masking.point.register("decision", Maskable({"title": _("Title"), "text": _("Text")}))
    inventory_entries.register()
    sections.register(folder.section())
    search.register_all()
    belongings.point.register("bodies.seats", belongings.Belonging(_("seats"), "bodies.Seat"))


def _newest_decisions(_programme: object) -> Iterable[Decision]:
    found = Decision.objects.select_related("body").order_by("-decided_on", "-pk")
    return islice(found, NEWEST)


def _as_option(one: Decision) -> str:
    return f"{one.body}: {one} ({one.date_text})"


def _bodies(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    return {
        body.pk: Thing(str(body), body.get_absolute_url())
        for body in Body.objects.filter(pk__in=ids)
    }


def _seats(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    return {
        seat.pk: Thing(f"{seat}, {seat.body}", seat.body.get_absolute_url())
        for seat in Seat.objects.filter(pk__in=ids).select_related("body")
    }


def _decisions(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    return {
        decision.pk: Thing(str(decision), decision.get_absolute_url())
        for decision in Decision.objects.filter(pk__in=ids).select_related("body")
    }


def _export_seats(person_id: int) -> dict[str, Any]:
    return {
        "seats": [
            {
                "body": str(seat.body),
                "holder": seat.holder,
                "role": seat.role,
                "organisation": str(seat.organisation or ""),
                "sector": seat.sector,
                "since": seat.since.isoformat() if seat.since else None,
                "until": seat.until.isoformat() if seat.until else None,
            }
            for seat in Seat.objects.filter(person_id=person_id).select_related(
                "body", "organisation"
            )
        ]
    }


def _erase_seats(person_id: int) -> int:
    """Take the name off the person's seats; that the seat was held stays true."""
    return Seat.objects.filter(person_id=person_id).update(person=None, holder="–")


def _reached_seats(person_id: int) -> Iterable[Ref]:
    return map(kinds.ref, Seat.objects.filter(person_id=person_id))


def _preview_seats(person_id: int) -> Iterable[Consequence]:
    yield Consequence(
        _("Seats in bodies"),
        Seat.objects.filter(person_id=person_id).count(),
        Fate.NAMELESS,
        _("That the seat was held, and for whom, belongs to the decisions of the body."),
    )
