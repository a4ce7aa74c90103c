"""The checks on governance: do all sectors and all municipalities take part?"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv.cycles.checks import CheckResult
from varv.cycles.models import Interest, Step
from varv.cycles.queries.interests import standing_interests
from varv.people.models import Municipality, Sector
from varv.reach import places
from varv.reach.sources import Group, Place


def all_sectors(step: Step) -> CheckResult:
    """Tell which of the four sectors nobody has shown interest from."""
    present = {sector for _municipality, sector in _counted(step)}
    missing = [str(sector.label) for sector in Sector if sector.value not in present]
    if not missing:
        return CheckResult(True, _("There is interest from all four sectors."))
    return CheckResult(
        False,
        _("Nobody yet from: %(missing)s.") % {"missing": get_text_list(missing, _("and"))},
    )


def all_municipalities(step: Step) -> CheckResult:
    """Tell which municipalities nobody has shown interest from."""
    present = {municipality for municipality, _sector in _counted(step) if municipality}
    missing = list(Municipality.objects.exclude(pk__in=present).values_list("name", flat=True))
    if not Municipality.objects.exists():
        return CheckResult(False, _("The region has no municipalities yet."))
    if not missing:
        return CheckResult(True, _("There is interest from every municipality."))
    return CheckResult(
        False,
        _("Nobody yet from: %(missing)s.") % {"missing": get_text_list(missing, _("and"))},
    )


def interested() -> Iterable[Group]:
    """Count all who have shown interest, also those whose interest has ended since."""
    return places.grouped(Interest.objects.all(), at="created_at")


def _counted(step: Step) -> Iterable[Place]:
    return places.counted(_interests(step), at="created_at")


def _interests(step: Step) -> QuerySet[Interest]:
    interests = standing_interests(step.lap.programme)
    return interests.filter(area_id=step.lap.area_id) if step.lap.area_id else interests
