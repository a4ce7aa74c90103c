"""The words that may stand in the columns for sector and municipality of any list that is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from varv.files import excel
from varv.people.models import Municipality, Sector
from varv.people.queries import municipalities
from varv.text.sorting import sort_key

OUTSIDE = pgettext_lazy("in the column for municipality", "Outside the region")

MUNICIPALITY = gettext_lazy("municipality")
#: So many letters of a sector's name must be there: "Offentlig" will do for "Offentlig sektor".
SHORTEST_BEGINNING = 4


@dataclass(frozen=True)
class Words:
    """What a cell may say, fetched once for a whole list; in any of the region's languages."""

    municipalities: dict[str, Municipality]
    outside: frozenset[str]
    sectors: dict[str, str]

    @classmethod
    def of(cls, languages: Iterable[str]) -> "Words":
        """Fetch them."""
        spoken = list(languages)
        sectors = excel.in_all_languages(dict(Sector.choices), spoken)
        outside = excel.in_all_languages({"outside": OUTSIDE}, spoken)
        ((_key, called),) = excel.in_all_languages({"": MUNICIPALITY}, spoken)
        return cls(
            municipalities={
                sort_key(text): place
                for place in municipalities()
                for text in (place.code, place.name, *_with_word(place.name, called))
            },
            outside=frozenset(sort_key(text) for key, texts in outside for text in (*texts, key)),
            sectors={sort_key(text): key for key, texts in sectors for text in (*texts, key)},
        )

    def by_id(self, pk: int | None) -> Municipality | None:
        """Return the municipality with an id."""
        return next((one for one in self.municipalities.values() if one.pk == pk), None)

    def sector(self, text: str) -> str:
        """Return the sector that a cell names; ValidationError says which there are."""
        key = sort_key(text)
        if key in self.sectors:
            return self.sectors[key]
        begin_so = {known for word, known in self.sectors.items() if word.startswith(key)}
        if len(begin_so) == 1 and len(key) >= SHORTEST_BEGINNING:
            return begin_so.pop()
        choices = ", ".join(str(label) for label in Sector.labels)
        raise ValidationError(_("Write one of: %(choices)s.") % {"choices": choices})

    def municipality(self, text: str) -> Municipality | None:
        """Return the municipality that a cell names, by name or code; None is outside."""
        key = sort_key(text)
        if key in self.outside:
            return None
        try:
            return self.municipalities[key]
        except KeyError:
            raise ValidationError(
                _("Write one of the region's municipalities, or “%(outside)s”.")
                % {"outside": OUTSIDE}
            ) from None


def _with_word(name: str, called: Iterable[str]) -> Iterator[str]:
    """Yield a name as lists often have it: "Bergs kommun", "Berg municipality"."""
    for word in called:
        yield f"{name} {word}"
        yield f"{name}s {word}"


def sheet(municipality: str, sector: str) -> excel.Sheet:
    """Return the second sheet of a template: the words, below the headings of their columns."""
    places = [place.name for place in municipalities()] + [str(OUTSIDE)]
    words = zip_longest(places, (str(label) for label in Sector.labels), fillvalue="")
    return excel.Sheet(_("Words to use"), [municipality, sector], [list(pair) for pair in words])
