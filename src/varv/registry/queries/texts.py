"""Mail texts: which wording holds, and how it reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from varv.registry import mailtexts, outbox
from varv.registry.models import MailText


@dataclass(frozen=True)
class Preview:
    """A mail as it would read with the sample values."""

    subject: str
    body: str


def wording(kind: str, language: str) -> tuple[str, str]:
    """Return subject and body, unfilled: the staff's own, else the default in that language.

    A language in which there is neither falls back to the region's own, then English, then any.
    """
    known = mailtexts.point[kind]
    own = {row.language: (row.subject, row.body) for row in MailText.objects.filter(kind=kind)}
    wanted = dict.fromkeys(
        [language, language.split("-")[0], outbox.current_sender().language, "en"]
    )
    for code in [*wanted, *known.defaults]:
        if found := own.get(code) or known.defaults.get(code):
            return found
    raise LookupError(f"mail kind {kind} has no wording")  # MailKind itself refuses to be empty


def render(kind: str, language: str, context: Mapping[str, str]) -> tuple[str, str]:
    """Return subject (one line) and body for a recipient who reads ``language``."""
    missing = set(mailtexts.point[kind].variables) - set(context)
    if missing:
        raise LookupError(f"mail kind {kind}: no value for {', '.join(sorted(missing))}")
    subject, body = wording(kind, language)
    return _one_line(mailtexts.fill(subject, context)), mailtexts.fill(body, context)


def preview(kind: str, language: str) -> Preview:
    """Return how this kind of mail reads now, with its sample values."""
    return Preview(*render(kind, language, mailtexts.point[kind].sample))


def render_draft(kind: str, subject: str, body: str) -> Preview:
    """Return how a wording that is being edited would read; unknown placeholders stay visible."""
    sample = mailtexts.point[kind].sample
    unknown = {name: f"{{{name}}}" for name in mailtexts.placeholders(subject + body)}
    context = {**unknown, **sample}
    return Preview(_one_line(mailtexts.fill(subject, context)), mailtexts.fill(body, context))


def _one_line(text: str) -> str:
    """A value must not break the header, whatever it holds."""
    return " ".join(text.split())
