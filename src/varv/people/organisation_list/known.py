"""The register as the rows of a list are checked against it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from varv.files import excel
from varv.people.models import (
    Municipality,
    Organisation,
    OrganisationAlias,
    Representation,
    Sector,
)
from varv.people.organisation_list.sheet import OUTSIDE
from varv.people.queries import municipalities
from varv.text.sorting import sort_key


@dataclass(frozen=True)
class Register:
    """What rows are checked against, fetched once for the whole list."""

    by_id: dict[int, Organisation]
    by_key: dict[str, int]
    by_number: dict[str, int]
    aliases: dict[int, list[str]]
    representatives: dict[int, dict[str, str]]
    municipalities: dict[str, Municipality]
    outside: frozenset[str]
    sectors: dict[str, str]

    @classmethod
    def of(cls, languages: Iterable[str]) -> "Register":
        """Fetch it; what stands in a sheet may be in any of the languages."""
        spoken = list(languages)
        organisations = list(Organisation.objects.all())
        by_key: dict[str, int] = {}
        aliases: dict[int, list[str]] = defaultdict(list)
        for owner, key, name in OrganisationAlias.objects.values_list(
            "organisation", "sort_key", "name"
        ):
            by_key[key] = owner
            aliases[owner].append(name)
        by_key |= {one.sort_key: one.pk for one in organisations}
        speakers: dict[int, dict[str, str]] = defaultdict(dict)
        for owner, email, title in Representation.objects.filter(until=None).values_list(
            "organisation", "person__email", "title"
        ):
            speakers[owner][email] = title
        places = list(municipalities())
        sectors = excel.in_all_languages(dict(Sector.choices), spoken)
        outside = excel.in_all_languages({"outside": OUTSIDE}, spoken)
        return cls(
            by_id={one.pk: one for one in organisations},
            by_key=by_key,
            by_number={one.number: one.pk for one in organisations if one.number},
            aliases=aliases,
            representatives=speakers,
            municipalities={
                sort_key(text): place for place in places for text in (place.code, place.name)
            },
            outside=frozenset(sort_key(text) for _key, texts in outside for text in texts),
            sectors={sort_key(text): key for key, texts in sectors for text in (*texts, key)},
        )
