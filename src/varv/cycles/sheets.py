"""The workbook of those who are interested."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from varv.cycles import queries
from varv.cycles.models import Area, Interest, Programme
from varv.files import excel
from varv.people.models import User
from varv.registry.actions import log


@transaction.atomic
def export_interests(
    actor: User,
    *,
    programme: Programme,
    area: Area | None = None,
    level: str = "",
    sector: str = "",
) -> bytes:
    """Return a workbook with the interests that are asked for; that it was taken out is logged."""
    rows = list(queries.interests_for_desk(programme, area=area, level=level, sector=sector))
    log(actor, "cycles.export_interests", programme, interests=[row.pk for row in rows])
    return excel.write([excel.Sheet(_("Interests"), _headings(), [_row(row) for row in rows])])


def _headings() -> list[str]:
    return [
        _("Area"),
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("Sector"),
        _("Municipality"),
        _("Wants to"),
        _("Message"),
        _("Record"),
        _("Since"),
    ]


def _row(one: Interest) -> list[excel.Cell]:
    return [
        str(one.area),
        one.name,
        one.person.email,
        str(one.organisation or ""),
        one.get_sector_display(),
        str(one.municipality or ""),
        one.get_level_display(),
        one.message,
        one.record.reference if one.record else "",
        timezone.localtime(one.created_at).date(),
    ]
