"""What regions are called: those of NUTS by the numbers, municipalities by the region's folder."""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv.analysis.compute import regions
from varv.people.models import Municipality

region_name = regions.region_name


def region_shown(code: str) -> str:
    """Return a region's code with its name, where it is known."""
    return f"{code} {region_name(code)}".rstrip()


def region_note(code: str) -> str:
    """Return a sentence on a region that is several counties, so that none is taken for it."""
    counties = regions.counties_in(code)
    if len(counties) < 2:
        return ""
    short = [one.removesuffix(" län") for one in counties[:-1]]
    return _("%(code)s is %(name)s: %(counties)s together, not one of them alone.") % {
        "code": code,
        "name": region_name(code),
        "counties": get_text_list([*short, counties[-1]], _("and")),
    }


def names_of_places(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of those regions and municipalities among the codes that are known.

    They stand in rows, with no room for a note, so a region that is several counties names them.
    """
    wanted = set(codes)
    found = Municipality.objects.filter(code__in=wanted)
    known = {code: _in_full(code) for code in wanted if region_name(code)}
    return known | dict(found.values_list("code", "name"))


def _in_full(code: str) -> str:
    counties = regions.counties_in(code)
    name = region_name(code)
    return f"{name} ({', '.join(counties)})" if len(counties) > 1 and _is_small(code) else name


def _is_small(code: str) -> bool:
    """Tell whether a region is of NUTS 2; of larger ones the counties would be half the country."""
    return len(code) == 4
