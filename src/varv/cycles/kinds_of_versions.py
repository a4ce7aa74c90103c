"""Versions and their changes as things: named, tied to each other, masked."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from varv.cycles.models import Area, AreaVersion, ProgrammeVersion, TextChange
from varv.cycles.queries.versions import PUBLIC
from varv.cycles.stages import PREPARES
from varv.registry import kinds, masking, relations, ties
from varv.registry.guard import may
from varv.registry.kinds import Kind, Thing
from varv.registry.relations import Relation
from varv.registry.ties import End, Tie

#: So much of a change is its name.
NAME_LENGTH = 80


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for kind in (
        Kind(
            "programme_version",
            "cycles.ProgrammeVersion",
            gettext_lazy("version of the programme"),
            _programme_versions,
        ),
        Kind(
            "area_version", "cycles.AreaVersion", gettext_lazy("wording of an area"), _area_versions
        ),
        Kind("change", "cycles.TextChange", gettext_lazy("change of a text"), _changes),
    ):
        kinds.register(kind)
    _register_ties()
    _register_masking()


def _register_ties() -> None:
    for relation in (
        Relation("worded", gettext_lazy("became a wording of"), gettext_lazy("was worded as")),
        Relation("reworked", gettext_lazy("was reworked as"), gettext_lazy("is based on")),
        Relation("part_of", gettext_lazy("is part of"), gettext_lazy("has the change")),
        Relation("started", gettext_lazy("started"), gettext_lazy("was started by")),
        Relation(
            PREPARES, gettext_lazy("is the decision paper for"), gettext_lazy("was prepared in")
        ),
    ):
        relations.register(relation)
    for of in ("area", "programme"):
        version, model = f"{of}_version", f"cycles.{of.capitalize()}Version"
        for name, tie in {
            "whole": Tie(model, End(version), End(of, f"{of}_id"), "worded"),
            "base": Tie(model, End(version, "based_on_id"), End(version), "reworked"),
            "decision": Tie(model, End("decision", "decision_id"), End(version), "decided"),
            "changes": Tie(
                "cycles.TextChange", End("change"), End(version, f"{version}_id"), "part_of"
            ),
        }.items():
            ties.register(f"cycles.{of}_{name}", tie)
    ties.register(
        "cycles.programme_initiated",
        Tie("cycles.Programme", End("decision", "initiated_by_id"), End("programme"), "started"),
    )


def _register_masking() -> None:
    text, reason = gettext_lazy("Text"), gettext_lazy("Reason")
    named = {"name": gettext_lazy("Name"), "summary": gettext_lazy("Summary"), "text": text}
    titled = {"title": gettext_lazy("Title"), "text": text, "note": gettext_lazy("Note")}
    compared = {
        "before": TextChange._meta.get_field("before").verbose_name,
        "after": TextChange._meta.get_field("after").verbose_name,
    }
    masking.point.register("area_version", masking.Maskable({**named, "reason": reason}))
    masking.point.register("programme_version", masking.Maskable(titled))
    masking.point.register("change", masking.Maskable(compared))
    masking.copies.register("cycles.area_versions", _versions_of_area)
    masking.copies.register("cycles.changes", _changes_of_version)


def _versions_of_area(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell of the wordings of an area: the present one is a version too."""
    if isinstance(thing, Area) and field in {"name", "summary", "text"}:
        yield from ((version, field) for version in thing.versions.all())


def _changes_of_version(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell of the changes that a text was written in, and of those that were made to it since."""
    if not isinstance(thing, AreaVersion | ProgrammeVersion) or field not in thing.compared:
        return
    yield from ((change, "after") for change in thing.changes.filter(field=field))
    for later in thing.reworked_as.all():
        yield from ((change, "before") for change in later.changes.filter(field=field))


def _programme_versions(ids: Iterable[int], user: object) -> dict[int, Thing]:
    """Name versions of the programme; drafts to the staff only."""
    found = ProgrammeVersion.objects.filter(pk__in=ids).select_related("programme").defer("text")
    if not may(user, "cycles.view_process"):
        found = found.filter(state__in=PUBLIC)
    return {row.pk: Thing(_named(row), _address(row)) for row in found}


def _area_versions(ids: Iterable[int], user: object) -> dict[int, Thing]:
    """Name wordings of areas; drafts to the staff only."""
    found = AreaVersion.objects.filter(pk__in=ids).select_related("area").defer("text")
    if not may(user, "cycles.view_process"):
        found = found.filter(state__in=PUBLIC)
    return {row.pk: Thing(_named(row), _address(row)) for row in found}


def _changes(ids: Iterable[int], user: object) -> dict[int, Thing]:
    """Name changes by the words that came, or went; those of drafts to the staff only.

    One that was undone is nothing to be led to.
    """
    found = TextChange.objects.filter(pk__in=ids).select_related(
        "area_version__area", "programme_version__programme"
    )
    if not may(user, "cycles.view_process"):
        found = found.filter(area_version__state__in=PUBLIC) | found.filter(
            programme_version__state__in=PUBLIC
        )
    return {
        row.pk: Thing(_words_of(row), f"{_address(row.version)}#change-{row.pk}")
        for row in found
        if not row.is_undone
    }


def _named(version: AreaVersion | ProgrammeVersion) -> str:
    name = version.name if isinstance(version, AreaVersion) else version.title
    return pgettext("of a text", "%(name)s, version %(number)s") % {
        "name": name,
        "number": version.number,
    }


def _words_of(change: TextChange) -> str:
    said = Truncator(change.after or change.before).chars(NAME_LENGTH)
    words = _("“%(words)s” in %(version)s") if change.after else _("“%(words)s” out of %(version)s")
    return words % {"words": " ".join(said.split()), "version": _named(change.version)}


def _address(version: AreaVersion | ProgrammeVersion) -> str:
    return version.get_absolute_url() if version.is_public else version.desk_url
