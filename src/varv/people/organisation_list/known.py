"""The register as the rows of a list are checked against it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from varv.people import likeness, numbers
from varv.people.models import Organisation, OrganisationAlias, Representation
from varv.people.sheet_words import Words


@dataclass(frozen=True)
class Register:
    """What rows are checked against, fetched once for the whole list."""

    by_id: dict[int, Organisation]
    by_key: dict[str, int]
    by_number: dict[str, int]
    aliases: dict[int, list[str]]
    representatives: dict[int, dict[str, str]]
    words: Words

    @classmethod
    def of(cls, languages: Iterable[str]) -> "Register":
        """Fetch it; what stands in a sheet may be in any of the languages."""
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
        return cls(
            by_id={one.pk: one for one in organisations},
            by_key=by_key,
            by_number={one.number: one.pk for one in organisations if one.number},
            aliases=aliases,
            representatives=speakers,
            words=Words.of(languages),
        )

    def likes(self, new: Sequence[tuple[Sequence[str], str]]) -> list[list[str]]:
        """Return for each new organisation whom it is like, in the register or among the new.

        Each is its names, the one to be called by first, and its number.
        """
        found: list[list[str]] = [[] for _one in new]
        if not new:
            return found
        known = [
            likeness.Known(pk, (one.name, *self.aliases[pk]), numbers.comparable(one.number or ""))
            for pk, one in self.by_id.items()
        ]
        # The new ones have no ids yet: they go by their place, counted below nought.
        known += [
            likeness.Known(-place, tuple(names), numbers.comparable(number))
            for place, (names, number) in enumerate(new, start=1)
        ]
        for pair in likeness.suspicions(known, range(-len(new), 0)):
            for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
                if one < 0:
                    name = new[-other - 1][0][0] if other < 0 else self.by_id[other].name
                    found[-one - 1].append(name)
        return found
