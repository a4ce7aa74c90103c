"""Words that several figures share."""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from varv.files.charts.labels import fitted, text_width

ABOUT = (
    pgettext_lazy("of a figure", "Unit"),
    pgettext_lazy("of a figure", "Source"),
    pgettext_lazy("of a figure", "Figures of"),
    pgettext_lazy("of a figure", "Computed on"),
)
CODE, NAME = _("Code"), _("Activity")
#: What the four corners of the map of openings mean, in plain words.
ROADS = {
    "high road": _("High road: near and complex"),
    "slow road": _("Slow road: near but simple"),
    "casino": _("Casino: complex but far"),
    "dead end": _("Dead end: far and simple"),
}
#: What "Manufacture of" is in the titles of activities, in the languages that we have them in.
_BEGINNINGS = ("Manufacture of ", "Tillverkning av ", "Framställning av ")
#: How long a name may be in a sentence.
_BEARABLE = 60
PARTS = {
    "national": _("as in the whole"),
    "structural": _("from the mix of activities"),
    "allocation": _("from mix and region together"),
    "regional": _("the region's own"),
}


def named(code: object, name: object) -> str:
    """Return the name, and the code where there is none.

    Examples
    --------
    >>> named("17", "Paper"), named("17", "")
    ('Paper', '17')
    """
    return str(name or code)


def shortly(name: str) -> str:
    """Return a name as a sentence can bear it: titles of classifications run to three lines.

    Examples
    --------
    >>> shortly("Manufacture of wood and of products of wood and cork, except furniture; straw")
    'Manufacture of wood and of products of wood and cork'
    """
    kept = name.partition(";")[0].strip()
    if len(kept) > _BEARABLE:
        kept = kept.partition(",")[0]
    if len(kept) > _BEARABLE:
        kept = f"{kept[:_BEARABLE].rpartition(' ')[0]}…"
    return kept or name[:_BEARABLE]


def briefly(name: str) -> str:
    """Return a name as a label can bear it, without the words that half of all activities begin by.

    Examples
    --------
    >>> briefly("Manufacture of food products"), briefly("Manufacture of furniture; other")
    ('Food products', 'Furniture')
    """
    kept = name.partition(";")[0].strip()
    for begin in _BEGINNINGS:
        if kept.startswith(begin) and len(kept) > len(begin) + 2:
            kept = kept.removeprefix(begin)
    return kept[:1].upper() + kept[1:]


def in_room(name: str, room: float) -> str:
    """Return a name as wide as there is room: whole, else briefly, else cut.

    Examples
    --------
    >>> in_room("Manufacture of furniture", 200), in_room("Manufacture of furniture", 80)
    ('Manufacture of furniture', 'Furniture')
    """
    return fitted(name if text_width(name) <= room else briefly(name), room)


def listed(names: Sequence[str], most: int = 3) -> str:
    """Return names in a row, as people say them.

    Examples
    --------
    >>> listed(["a", "b", "c", "d"], 3)
    'a, b and c'
    """
    chosen = list(names[:most])
    if len(chosen) < 2:
        return "".join(chosen)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(chosen[:-1]), "last": chosen[-1]}


def sentences(said: Sequence[str]) -> str:
    """Return sentences in a row; one that ends with a name that has its own stop needs no other.

    Examples
    --------
    >>> sentences(["At the top: wood and….", "Then: leather etc..", "One more."])
    'At the top: wood and… Then: leather etc. One more.'
    """
    return " ".join(one.replace("….", "…").replace("..", ".") for one in said)
