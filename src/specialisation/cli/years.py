"""Years as the command line tells them: 2018, 2015-2018, or 2015,2018."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Years:
    """The spans of years asked for; none where all are."""

    text: str
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> "Years":
        """Return what a text asks for.

        Examples
        --------
        >>> Years.of("2010,2015-2018").spans
        ((2010, 2010), (2015, 2018))
        """
        parts = [part.strip() for part in text.split(",")] if text else []
        found = [re.fullmatch(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", part) for part in parts]
        if None in found:
            raise ValueError(f"year should be like 2018, 2015-2018 or 2015,2018, is {text!r}")
        spans = tuple((int(one[1]), int(one[2] or one[1])) for one in found if one)
        return cls(text, spans)

    @property
    def single(self) -> int | None:
        """The year, where one alone is asked for."""
        one = len(self.spans) == 1 and self.spans[0][0] == self.spans[0][1]
        return self.spans[0][0] if one else None

    @property
    def and_before(self) -> "Years":
        """The same with all years before, where one alone is asked for."""
        return self if self.single is None else Years(self.text, ((0, self.single),))

    def among(self, there: Sequence[int]) -> list[int]:
        """Return the years of a file that are asked for; `ValueError` if a span has none.

        Examples
        --------
        >>> Years.of("2015-2018").among([2013, 2016, 2018, 2020])
        [2016, 2018]
        """
        if not self.spans:
            return list(there)
        told = ", ".join(str(year) for year in there) or "none"
        for first, last in self.spans:
            if not any(first <= year <= last for year in there):
                raise ValueError(f"year should be one that the file has ({told}), is {self.text}")
        if self.single is not None and self.single not in there:
            raise ValueError(f"year should be one that the file has ({told}), is {self.text}")
        return [year for year in there if any(a <= year <= b for a, b in self.spans)]
