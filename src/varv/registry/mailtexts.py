"""The kinds of mail that varv writes, with their placeholders and default wordings."""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from varv.extension import ExtensionPoint
from varv.registry import outbox
from varv.registry.models import MailText, Message

_PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")


@dataclass(frozen=True)
class MailKind:
    """One kind of mail.

    ``variables`` maps each placeholder to what it stands for, ``defaults`` each language to
    (subject, body), ``sample`` each placeholder to an example for the preview; ``required`` are
    placeholders without which the mail would be useless, such as its link. ``set_off_by_anybody``
    marks what is sent as soon as somebody types an address, be it theirs or not. A ``secret`` one
    lets its reader sign in: it is left out of copies that people take of what is kept of them.
    """

    key: str
    name: str | Promise
    variables: Mapping[str, str | Promise]
    defaults: Mapping[str, tuple[str, str]]
    sample: Mapping[str, str]
    required: tuple[str, ...] = ()
    # The app itself tells the desk whom such a mail did not reach.
    followed_up: bool = False
    set_off_by_anybody: bool = False
    secret: bool = False

    def __post_init__(self) -> None:
        known = set(self.variables)
        if known != set(self.sample):
            raise ValueError(f"mail kind {self.key}: sample and variables differ")
        for language, (subject, body) in self.defaults.items():
            unknown = placeholders(subject + body) - known
            missing = set(self.required) - placeholders(body)
            if unknown or missing:
                raise ValueError(f"mail kind {self.key}, {language}: {unknown=} {missing=}")
        if not self.defaults:
            raise ValueError(f"mail kind {self.key}: no default wording")


class ForRecipientAlone(str):
    """A value by which its reader acts as the recipient: a code, a personal link.

    The outbox keeps it apart from the text, so that nobody else reads it there.
    """

    __slots__ = ()


class Rendered(NamedTuple):
    """A mail with its values put in."""

    subject: str
    body: str


point: ExtensionPoint[MailKind] = ExtensionPoint("kinds of mail")


def register(kind: MailKind) -> MailKind:
    """Add a kind of mail under its key."""
    return point.register(kind.key, kind)


def secret() -> set[str]:
    """Return the keys of the kinds of mail that let their reader sign in."""
    return {kind.key for kind in point if kind.secret}


def name_of(key: str) -> str:
    """Return how a kind of mail reads; the key itself where nobody says."""
    return str(point[key].name) if key in point else key


def placeholders(text: str) -> set[str]:
    """Return what stands between braces in ``text``.

    >>> sorted(placeholders("Welcome to {meeting}, {name}"))
    ['meeting', 'name']
    """
    return set(_PLACEHOLDER.findall(text))


def fill(text: str, context: Mapping[str, str]) -> str:
    """Put the values in, once: a brace within a value stays a brace.

    >>> fill("Dear {name}", {"name": "{link}"})
    'Dear {link}'
    """
    return _PLACEHOLDER.sub(lambda match: context[match.group(1)], text)


def wording(kind: str, language: str) -> tuple[str, str]:
    """Return subject and body, unfilled: the staff's own, else the default in that language.

    A language in which there is neither falls back to the region's own, then English, then any.
    """
    known = point[kind]
    own = {
        row.language: (row.subject, row.body)
        for row in MailText.objects.filter(kind=kind)
        # A newer version may have taken a placeholder away: then the default goes out.
        if placeholders(row.subject + row.body) <= set(known.variables)
    }
    wanted = dict.fromkeys(
        [language, language.split("-")[0], outbox.current_sender().language, "en"]
    )
    for code in [*wanted, *known.defaults]:
        if found := own.get(code) or known.defaults.get(code):
            return found
    raise LookupError(f"mail kind {kind} has no wording")  # MailKind itself refuses to be empty


def remembered_wording() -> Callable[[str, str], tuple[str, str]]:
    """Return a ``wording`` that reads each kind and language once, for many mails at a time."""
    return functools.cache(wording)


def render(
    kind: str,
    language: str,
    context: Mapping[str, str],
    *,
    worded: Callable[[str, str], tuple[str, str]] = wording,
) -> Rendered:
    """Return subject (one line) and body for a recipient who reads ``language``.

    Whoever renders many mails hands in a ``wording`` that remembers what it has read.
    """
    missing = set(point[kind].variables) - set(context)
    if missing:
        raise LookupError(f"mail kind {kind}: no value for {', '.join(sorted(missing))}")
    subject, body = worded(kind, language)
    return Rendered(_one_line(fill(subject, context)), fill(body, context))


def hidden(context: Mapping[str, str]) -> dict[str, str]:
    """Return the values that nobody but the recipient may read, by placeholder."""
    return {name: str(one) for name, one in context.items() if isinstance(one, ForRecipientAlone)}


def masked(context: Mapping[str, str]) -> dict[str, str]:
    """Return the values with the placeholder itself where a value is for the recipient alone.

    >>> masked({"name": "Anna", "code": ForRecipientAlone("RKWX")})
    {'name': 'Anna', 'code': '{code}'}
    """
    return {**context, **{name: f"{{{name}}}" for name in hidden(context)}}


def leaves_out(message: Message) -> bool:
    """Tell whether something in a message is for its recipient alone: a placeholder stands for it.

    A wording can hold no placeholder that is not put in, so one that is left is such a value.
    """
    known = point[message.kind].variables if message.kind in point else ()
    return bool(placeholders(message.subject + message.body) & set(known))


def preview(kind: str, language: str) -> Rendered:
    """Return how this kind of mail reads now, with its sample values."""
    return render(kind, language, point[kind].sample)


def render_draft(kind: str, subject: str, body: str) -> Rendered:
    """Return how a wording that is being edited would read; unknown placeholders stay visible."""
    sample = point[kind].sample
    unknown = {name: f"{{{name}}}" for name in placeholders(subject + body)}
    context = {**unknown, **sample}
    return Rendered(_one_line(fill(subject, context)), fill(body, context))


def _one_line(text: str) -> str:
    """A value must not break the header, whatever it holds."""
    return " ".join(text.split())
