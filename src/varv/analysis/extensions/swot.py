"""What SWOT adds to the extension points of the apps below."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.analysis import desk_items, step_checks
from varv.analysis.models import (
    Citation,
    Stance,
    SwotItem,
    SwotVersion,
    SwotVersionCitation,
    SwotVersionItem,
)
from varv.analysis.queries import swot as queries
from varv.analysis.queries.findings import citing_what_is_let_out
from varv.cycles import checks, panels
from varv.cycles.models import Area, StepKind
from varv.people import desk
from varv.registry import kinds, log_actions, masking, ties
from varv.registry.guard import may
from varv.registry.ties import End, Tie

LOG_ACTIONS = {
    "analysis.open_swot": _("SWOT opened for partners"),
    "analysis.close_swot": _("SWOT closed for partners"),
    "analysis.propose_swot_item": _("Item proposed to a SWOT"),
    "analysis.add_swot_item": _("Item put on the board of a SWOT"),
    "analysis.reword_swot_item": _("Item of a SWOT changed"),
    "analysis.let_in_swot_item": _("Proposal to a SWOT let in"),
    "analysis.turn_down_swot_item": _("Item of a SWOT turned down"),
    "analysis.vote_swot": _("Voted on an item of a SWOT"),
    "analysis.adopt_swot": _("SWOT adopted"),
    "analysis.keep_swot_item": _("Item of a SWOT found to hold"),
}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    for kind in (
        kinds.Kind("swot_item", "analysis.SwotItem", _("item of a SWOT"), describe_items),
        kinds.Kind("swot_version", "analysis.SwotVersion", _("SWOT"), describe_versions),
        kinds.Kind("swot_line", "analysis.SwotVersionItem", _("adopted item"), describe_lines),
        kinds.Kind("swot_vote", "analysis.SwotVote", _("vote"), lambda _ids, _user: {}),
        kinds.Kind(
            "swot_citation",
            "analysis.SwotVersionCitation",
            _("citation in an adopted SWOT"),
            describe_frozen,
        ),
    ):
        kinds.register(kind)
    _register_ties()
    checks.point.register(
        "analysis.swot",
        checks.StepCheck(
            StepKind.ANALYSIS, _("The SWOT of each area is founded"), step_checks.swot_is_founded
        ),
    )
    panels.point.register(
        "analysis.swot",
        panels.Panel(_("SWOT"), "analysis/_area_swot.html", panel, position=64),
    )
    desk.items.register("analysis.swot", desk_items.swot_items)
    _register_masking()


def _register_ties() -> None:
    for stance in Stance:
        for source in ("evidence", "finding"):
            ties.register(
                f"analysis.{source}_{stance.value}_swot",
                Tie(
                    "analysis.SwotVersionCitation",
                    End(source, f"{source}_id"),
                    End("swot_version", "item__version_id"),
                    stance.value,
                    Q(stance=stance.value),
                ),
            )
    ties.register(
        "analysis.swot_of_area",
        Tie("analysis.SwotVersion", End("swot_version"), End("area", "area_id"), "based_on"),
    )


def _register_masking() -> None:
    sentence, said = _("Sentence"), _("What the source says")
    for kind, fields in {
        "swot_item": {"sentence": sentence, "answer": _("Why it was turned down")},
        "swot_version": {
            "note": _("Where and by whom it was adopted"),
            "unvoted_reason": _("Why it was adopted without votes"),
        },
        "swot_line": {"sentence": sentence, "looked_note": _("Why it holds all the same")},
        "swot_citation": {"text": said},
    }.items():
        masking.point.register(kind, masking.Maskable(fields))
    masking.copies.register("analysis.swot", _adopted_copies)


def _adopted_copies(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell where a sentence or a quotation stands in adopted versions as well."""
    if isinstance(thing, SwotItem) and field == "sentence":
        yield from ((one, "sentence") for one in SwotVersionItem.objects.filter(item=thing))
    if isinstance(thing, Citation) and field == "text":
        same = SwotVersionCitation.objects.filter(citation=thing)
        yield from ((one, "text") for one in same)


def panel(area: Area, request: HttpRequest) -> dict[str, Any] | None:
    """Return the SWOT that holds and whether partners are at work on the next one."""
    version = queries.whole(queries.versions_of(area), request.user).first()
    board = queries.board_of(area)
    is_open = board is not None and board.is_open_at(clock.now())
    if version is None and not is_open:
        return None
    fields = queries.by_kind(version) if version else []
    return {"area": area, "version": version, "fields": fields, "board": board if is_open else None}


def describe_items(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name items on boards to the staff."""
    if not may(user, "analysis.view_evidence"):
        return {}
    rows = SwotItem.objects.filter(pk__in=ids).select_related("area")
    return {
        one.pk: kinds.Thing(str(one), reverse("analysis:desk_swot_board", args=[one.area.slug]))
        for one in rows
    }


def describe_versions(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name adopted SWOT; everybody may read them."""
    rows = SwotVersion.objects.filter(pk__in=ids).select_related("area")
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in rows}


def describe_lines(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name adopted items; everybody may read them."""
    rows = SwotVersionItem.objects.filter(pk__in=ids).select_related("version__area")
    return {
        one.pk: kinds.Thing(str(one), f"{one.version.get_absolute_url()}#item-{one.pk}")
        for one in rows
    }


def describe_frozen(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name citations in adopted SWOT; those of a finding not yet public to the staff."""
    rows = SwotVersionCitation.objects.filter(pk__in=ids)
    if not may(user, "analysis.view_evidence"):
        rows = rows.filter(citing_what_is_let_out())
    found = rows.select_related("item__version__area", "evidence", "finding")
    return {one.pk: kinds.Thing(str(one), one.item.version.get_absolute_url()) for one in found}
