"""What points and dispositions add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv.consultation import desk_points, step_checks
from varv.consultation.models import Point, ReasonTemplate, Theme
from varv.consultation.queries import answered
from varv.consultation.queries.outcomes import share_with_outcome
from varv.cycles import checks, figures
from varv.cycles.models import Programme, StepKind
from varv.people import desk as people_desk
from varv.registry import kinds, log_actions
from varv.registry.guard import may

#: So much of its words names a point that has no heading.
SAID = 60


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(kinds.Kind("point", "consultation.Point", _("point"), describe_points))
    kinds.register(kinds.Kind("theme", "consultation.Theme", _("theme"), describe_themes))
    kinds.register(
        kinds.Kind(
            "reason_template",
            "consultation.ReasonTemplate",
            _("template for a reason"),
            describe_reasons,
        )
    )
    people_desk.items.register("consultation.points", desk_points.items)
    label = _("All points have a signed disposition")
    for kind in (StepKind.VISION, StepKind.PRIORITISATION):
        checks.point.register(
            f"consultation.points_{kind.value}",
            checks.StepCheck(kind, label, step_checks.points_are_answered),
        )
    figures.point.register("consultation.outcomes", _share)


LOG_ACTIONS = {
    "consultation.split": _("Point made of an input"),
    "consultation.take_back_split": _("Point taken back"),
    "consultation.reword_point": _("Heading of a point changed"),
    "consultation.move_point": _("Point moved to an area or a theme"),
    "consultation.merge_point": _("Point merged into another"),
    "consultation.part_point": _("Merged point parted again"),
    "consultation.dispose": _("Point answered"),
    "consultation.undo_disposition": _("Answer to a point taken back"),
    "consultation.sign_disposition": _("Answer to a point signed by a second reader"),
    "consultation.return_disposition": _("Answer to a point returned by a second reader"),
    "consultation.export_points": _("List of points taken out"),
    "consultation.add_theme": _("Theme added"),
    "consultation.rename_theme": _("Theme renamed"),
    "consultation.order_themes": _("Order of themes changed"),
    "consultation.merge_themes": _("Themes merged"),
    "consultation.remove_theme": _("Theme removed"),
    "consultation.save_reason": _("Wording of a reason saved"),
    "consultation.remove_reason": _("Wording of a reason removed"),
}


def _share(programme: Programme) -> figures.Figure | None:
    share = share_with_outcome(programme)
    if share.percent is None:
        return None
    value = _("%(percent)s per cent: %(answered)s of %(readable)s public inputs")
    return figures.Figure(
        _("Public input with an answer to every point"),
        value % {"percent": share.percent, **vars(share)},
        reverse("consultation:rounds"),
    )


def describe_points(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name points: all to those who work with them, to others what is signed and public."""
    found = Point.objects.filter(pk__in=ids)
    staff = may(user, "consultation.view_contribution")
    if not staff:
        found = found.filter(answered.public())
    rows = found.select_related("contribution__record__case", "contribution__round")
    return {
        one.pk: kinds.Thing(_named(one), one.desk_url if staff else one.get_absolute_url())
        for one in rows.defer("contribution__text")
    }


def _named(one: Point) -> str:
    said = one.heading or Truncator(" ".join(one.text.split())).chars(SAID)
    return gettext("Point %(number)s: %(said)s") % {"number": one, "said": said}


def describe_themes(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name themes to the staff."""
    if not may(user, "consultation.view_contribution"):
        return {}
    found = Theme.objects.filter(pk__in=ids)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}


def describe_reasons(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name the wordings that reasons start from, to the staff."""
    if not may(user, "consultation.view_contribution"):
        return {}
    found = ReasonTemplate.objects.filter(pk__in=ids)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}
