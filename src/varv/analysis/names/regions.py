"""What regions are called: those of NUTS by the numbers, municipalities by the region's folder."""

from collections.abc import Iterable

from babel import Locale
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from varv.analysis.compute import regions
from varv.people.models import Municipality

#: As long is the code of a country; of its regions it is longer, and of a county it is digits.
_COUNTRY = 2


def region_name(code: str) -> str:
    """Return what a Swedish region of NUTS, a county or a country is called; empty for others."""
    is_country = len(code) == _COUNTRY and code.isalpha()
    return _country(code) if is_country else regions.region_name(code)


def name_beside(code: str) -> str:
    """Return what stands beside a region's code: its name, else in brackets its country's."""
    if name := region_name(code):
        return name
    country = _country(code)
    return f"({country})" if country else ""


def region_shown(code: str) -> str:
    """Return a region's code with its name, or with its country where it has none."""
    return f"{code} {name_beside(code)}".rstrip()


def place_shown(code: str) -> str:
    """Return a code with its name beside it, also of a municipality of ours.

    It is looked up, so it is for one place; for rows of them ask ``names_of_places``.
    """
    return f"{code} {_place(code)}".rstrip()


def place_called(code: str) -> str:
    """Return the name of one place where no code stands beside it; the code where none is known."""
    return _place(code) or code


def _place(code: str) -> str:
    """Return what stands beside one code; only what is no region of NUTS is looked up."""
    if name := name_beside(code):
        return name
    found = Municipality.objects.filter(code=code).values_list("name", flat=True)
    return found.first() or ""


def places_shown(codes: Iterable[str]) -> dict[str, str]:
    """Return each code with its name, in one query whatever their number."""
    wanted = list(codes)
    bare = [code for code in wanted if not name_beside(code)]
    found = Municipality.objects.filter(code__in=bare) if bare else Municipality.objects.none()
    known = dict(found.values_list("code", "name"))
    return {code: f"{code} {name_beside(code) or known.get(code, '')}".rstrip() for code in wanted}


def region_in_full(code: str) -> str:
    """Return a region's code and name, with its counties where it is several of them."""
    return f"{code} {_in_full(code)}".rstrip()


def region_called(code: str) -> str:
    """Return a region's name where no code stands beside it; the code where none is known."""
    return region_name(code) or region_shown(code)


def _country(code: str) -> str:
    """Return what the country of a region of NUTS is called in the reader's language."""
    country = regions.country_of(code)
    known = Locale.parse(get_language() or "sv", sep="-").territories
    return str(known.get(country, "")) if country else ""


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
    Of a foreign region the country is known.
    """
    wanted = set(codes)
    found = Municipality.objects.filter(code__in=wanted)
    known = {code: _in_full(code) for code in wanted if name_beside(code)}
    return known | dict(found.values_list("code", "name"))


def _in_full(code: str) -> str:
    counties = regions.counties_in(code)
    name = name_beside(code)
    return f"{name} ({', '.join(counties)})" if len(counties) > 1 and _is_small(code) else name


def _is_small(code: str) -> bool:
    """Tell whether a region is of NUTS 2; of larger ones the counties would be half the country."""
    return len(code) == 4
