"""Findings and refusals translated: matched by how the numbers say them, worded by the page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import lazystr
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from varv.analysis.words.findings import FINDINGS
from varv.analysis.words.refusals import REFUSALS

SEVERITIES = {
    "error": pgettext_lazy("of a finding in a file", "Wrong"),
    "warning": pgettext_lazy("of a finding in a file", "To know"),
    "note": pgettext_lazy("of a finding in a file", "Note"),
}
#: Words that the numbers put among figures and codes.
WORDS = {
    "section": pgettext_lazy("level of activities", "sections (letters)"),
    "division": pgettext_lazy("level of activities", "divisions (2 digits)"),
    "group": pgettext_lazy("level of activities", "groups (3 digits)"),
    "class": pgettext_lazy("level of activities", "classes (4 digits)"),
    "detail": pgettext_lazy("level of activities", "detailed (5 digits)"),
    "country": pgettext_lazy("level of regions", "countries"),
    "county": pgettext_lazy("level of regions", "counties"),
    "municipality": pgettext_lazy("level of regions", "municipalities"),
    "regions": gettext_lazy("regions"),
    "activities": gettext_lazy("activities"),
    "region": gettext_lazy("region"),
    "activity": gettext_lazy("activity"),
    "year": gettext_lazy("year"),
    "value": gettext_lazy("value"),
    "flag": gettext_lazy("flag"),
    "rows": gettext_lazy("rows"),
    "is": gettext_lazy("is"),
    "and": gettext_lazy("and"),
    "or": gettext_lazy("or"),
    "more": gettext_lazy("more"),
    "x": lazystr("×"),
}
#: In these places stand words of ours; elsewhere stand words of the file, which stay as they are.
OURS = frozenset(
    {"levels", "level", "others", "what", "roles", "n", "all", "sum", "sizes", "versions"}
)
#: Here stands what is quoted of the file, just as it stood.
QUOTED = frozenset({"example", "examples", "cells", "cell", "text", "key", "columns", "names"})
#: Here stands which of the file's columns has which role: the role is ours, the name is not.
PAIRS = "pairs"
_PAIR = re.compile(r"(^|, )(region|activity|year|value|flag) is ")
#: Here stand bytes.
SIZE = "size"
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True)
class Told:
    """A finding as a page shows it."""

    kind: str
    severity: str
    text: str
    column: str
    where: str
    count: int

    @property
    def label(self) -> str:
        """How bad it is, in a word."""
        return str(SEVERITIES.get(self.severity, self.severity))


def told(findings: Iterable[Mapping[str, Any]]) -> list[Told]:
    """Return kept findings in the language of the page; those of unknown kinds as they are."""
    return [
        Told(
            one["kind"],
            one["severity"],
            worded(FINDINGS.get(one["kind"], ()), one["message"]),
            one.get("column", ""),
            _where(one.get("rows") or (), one.get("count") or 0),
            one.get("count") or 0,
        )
        for one in findings
    ]


def refusal(message: str) -> str:
    """Return why a file could not be read, in the language of the page."""
    return worded(REFUSALS, message)


def worded(wordings: Iterable[tuple[str, object]], message: str) -> str:
    """Return a message in the page's words, or as it is where nobody has worded it."""
    for pattern, wording in wordings:
        if found := _compiled(pattern).fullmatch(message):
            return str(wording) % {
                name: _put_in(name, text) for name, text in found.groupdict().items()
            }
    return message


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a wording in which ``{name}`` stands for something."""
    parts = re.split(r"\{(\w*)\}", pattern)
    text = "".join(
        re.escape(part) if place % 2 == 0 else f"(?P<{part}>.*?)" if part else ".*?"
        for place, part in enumerate(parts)
    )
    return re.compile(text, re.DOTALL)


def _put_in(name: str, text: str) -> str:
    """Return what stands in a place of a wording as the page writes it."""
    if name == SIZE:
        return f"{number_format(round(int(text.replace(',', '')) / (1 << 20)))}\N{NO-BREAK SPACE}MB"
    if name in QUOTED:
        return _counted_on(text)
    if name == PAIRS:
        is_ = WORDS["is"]
        return _PAIR.sub(lambda found: f"{found[1]}{WORDS[found[2]]} {is_} ", text)
    return _local(text, words=name in OURS)


def _local(text: str, *, words: bool) -> str:
    """Return figures and the words among them as the language writes them."""
    text = _FIGURE.sub(
        lambda found: number_format(int(found[0].replace(",", "")), force_grouping=True), text
    )
    text = _counted_on(text)
    if words:
        text = re.sub(r"[a-z]+", lambda found: str(WORDS.get(found[0], found[0])), text)
    return text


def _counted_on(text: str) -> str:
    """Return a list with how many more there are in the words of the page."""
    return re.sub(r" and (\d+) more$", lambda found: " " + _and_more(int(found[1])), text)


def _and_more(number: int) -> str:
    return ngettext("and %(n)s more", "and %(n)s more", number) % {
        "n": number_format(number, force_grouping=True)
    }


def _where(rows: Iterable[int], count: int) -> str:
    """Say in which rows something was found; the first few are named."""
    named = [str(row) for row in rows]
    if not named:
        return ""
    if count > len(named):
        shown = f"{', '.join(named)} {_and_more(count - len(named))}"
    else:
        shown = get_text_list(named, _("and"))
    return ngettext("row %(rows)s", "rows %(rows)s", count) % {"rows": shown}
