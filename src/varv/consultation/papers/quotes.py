"""Words of a paper, kept apart from its frame: in the frame stands only the number of a quote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from varv.consultation.models import Contribution
from varv.registry import masking

#: How the frame refers to a quote.
KEY = "quote"


@dataclass
class Quotes:
    """The words that a paper holds, each once: of inputs by their id, of staff by None."""

    language: str
    _numbers: dict[tuple[int | None, str], int] = field(default_factory=dict)

    def staff(self, text: str) -> dict[str, int]:
        """Keep words of staff."""
        return self._keep(None, text)

    def said(self, one: Contribution, text: str) -> dict[str, int]:
        """Keep words of an input; who speaks for themselves is not named in them."""
        return self._keep(one.pk, without_names(one, text.strip(), self.language))

    def rows(self) -> Iterable[tuple[int, int | None, str]]:
        """Return number, input and words of each, in order."""
        return ((number, of, text) for (of, text), number in self._numbers.items())

    def texts(self) -> dict[int, str]:
        """Return the words by their numbers."""
        return {number: text for number, _of, text in self.rows()}

    def _keep(self, of: int | None, text: str) -> dict[str, int]:
        return {KEY: self._numbers.setdefault((of, text), len(self._numbers) + 1)}


def without_names(one: Contribution, text: str, language: str) -> str:
    """Return the words of a private person with name and address masked."""
    if one.organisation_id is not None:
        return text
    sign = masking.mark(language)
    email = one.person.email if one.person else ""
    for name in (one.name.strip(), email.strip()):
        # Most texts do not hold even the first word of it, and are done with at once.
        if len(name) > 1 and name.split()[0].casefold() in text.casefold():
            text = masking.pattern(name).sub(lambda _found: sign, text)
    return text


def put_in(value: Any, texts: Mapping[int, str]) -> Any:
    """Return plain values with the words in their places."""
    if isinstance(value, dict):
        if value.keys() == {KEY}:
            return texts.get(value[KEY], "")
        return {key: put_in(one, texts) for key, one in value.items()}
    if isinstance(value, list):
        return [put_in(one, texts) for one in value]
    return value


def numbers_in(value: Any) -> set[int]:
    """Return the numbers of all quotes that stand in plain values."""
    if isinstance(value, dict):
        if value.keys() == {KEY}:
            return {value[KEY]}
        value = list(value.values())
    return set().union(*map(numbers_in, value)) if isinstance(value, list) else set()
