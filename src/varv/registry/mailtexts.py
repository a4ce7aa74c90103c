"""The kinds of mail that varv writes, with their placeholders and default wordings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from varv.extension import ExtensionPoint

_PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")


@dataclass(frozen=True)
class MailKind:
    """One kind of mail.

    ``variables`` maps each placeholder to what it stands for, ``defaults`` each language to
    (subject, body), ``sample`` each placeholder to an example for the preview; ``required`` are
    placeholders without which the mail would be useless, such as its link.
    """

    key: str
    name: str | Promise
    variables: Mapping[str, str | Promise]
    defaults: Mapping[str, tuple[str, str]]
    sample: Mapping[str, str]
    required: tuple[str, ...] = ()

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


point: ExtensionPoint[MailKind] = ExtensionPoint("kinds of mail")


def register(kind: MailKind) -> MailKind:
    """Add a kind of mail under its key."""
    return point.register(kind.key, kind)


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
