"""What the codes of activities and regions are called, as far as the package knows."""

from specialisation.classification import VERSIONS, titles
from specialisation.region_names import counties_in, region_name, what_it_is
from specialisation.tables import Label

__all__ = ["activity_name", "counties_in", "region_name", "region_shown", "what_it_is"]


def activity_name(code: Label, version: str) -> str:
    """Return the title of a section or division; empty for what is not known.

    Examples
    --------
    >>> activity_name("C17", "NACE Rev. 2"), activity_name("C17", "")
    ('Manufacture of paper and paper products', '')
    >>> activity_name("102", "NACE Rev. 2"), activity_name("US", "NACE Rev. 2")
    ('', '')
    """
    if version not in VERSIONS:
        return ""
    text = str(code)
    has_letter = text[:1].isalpha() and text[1:].isdigit()
    return titles(version).get(text[1:] if has_letter else text, "")


def region_shown(code: Label) -> str:
    """Return the code with the name, where there is one.

    Examples
    --------
    >>> region_shown("SE32"), region_shown("Oamaru")
    ('SE32 Mellersta Norrland', 'Oamaru')
    """
    return f"{code} {region_name(code)}".rstrip()
