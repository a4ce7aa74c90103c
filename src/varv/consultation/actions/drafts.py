"""What somebody has begun to write: kept, given files, thrown away, sent.

A draft has a key that only its browser knows. When it is sent its row stays for a while, empty but
for a mark of what was sent, so that a second click on the button sends nothing twice. Keeping a
draft is no event of the log: nobody has said anything yet.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.actions.receiving import change, write
from varv.consultation.contents import Content, Sender
from varv.consultation.models import Contribution, Draft, Round
from varv.files.actions import clean_name, destroy, store
from varv.files.models import File
from varv.people.models import User

Typed = Mapping[str, Sequence[str]]
TYPED, SENT = "typed", "sent"
LONGEST = 300_000
MAX_FILES = 10
MAX_TOGETHER = 40 * 1024 * 1024
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(24)


def is_key(text: str) -> bool:
    """Tell whether the text may be a key of ours.

    >>> is_key(new_key()), is_key("1"), is_key("x" * 33)
    (True, False, False)
    """
    return bool(_KEY.fullmatch(text))


def fingerprint(typed: Typed, uploads: Iterable[tuple[str, int]] = ()) -> str:
    """Return a mark of what is sent: the same for the same words with the same files."""
    said = json.dumps([sorted(typed.items()), sorted(uploads)], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def is_of_another(key: str, round: Round) -> bool:  # noqa: A002
    """Tell whether the key belongs to what was begun in another round."""
    return Draft.objects.filter(key=key).exclude(round=round).exists()


def is_sent(draft: Draft | None) -> bool:
    """Tell whether nothing is left of a draft but the mark that it was sent."""
    return draft is not None and SENT in draft.data


def was_sent(draft: Draft | None, mark: str) -> bool:
    """Tell whether just this was sent already."""
    return draft is not None and bool(mark) and draft.data.get(SENT) == mark


def typed_in(draft: Draft | None) -> Typed:
    """Return what was typed in a draft."""
    return draft.data.get(TYPED, {}) if draft else {}


@transaction.atomic
def keep(*, round: Round, key: str, typed: Typed, mark: str = "") -> Draft:  # noqa: A002
    """Keep what is typed so far; what was sent just so (``mark``) is left as it is."""
    if sum(len(text) for texts in typed.values() for text in texts) > LONGEST:
        raise ValidationError(_("This is too long to be kept. Enclose it as a file instead."))
    draft = _locked(round, key)
    if draft.data.get(SENT) == (mark or fingerprint(typed)):
        return draft
    draft.data, draft.updated_at = {TYPED: dict(typed)}, clock.now()
    draft.save(update_fields=["data", "updated_at"])
    return draft


@transaction.atomic
def enclose(*, draft: Draft, name: str, content: bytes) -> None:
    """Add a file; the same file again, as by a second click, is there already."""
    locked = _locked(draft.round, draft.key)
    there = list(locked.files.filter(destroyed_at=None))
    if len(there) >= MAX_FILES:
        raise ValidationError(
            {"file": _("You can enclose at most %(count)s files.") % {"count": MAX_FILES}}
        )
    if sum(file.size for file in there) + len(content) > MAX_TOGETHER:
        raise ValidationError(
            {
                "file": _("Together the files may be at most %(size)s.")
                % {"size": filesizeformat(MAX_TOGETHER)}
            }
        )
    file = store(None, name=name, content=content)
    if any((one.sha256, one.name) == (file.sha256, file.name) for one in there):
        file.delete()
        return
    locked.files.add(file)


@transaction.atomic
def take_out(*, draft: Draft, file_key: str) -> None:
    """Destroy one file of a draft."""
    locked = _locked(draft.round, draft.key)
    for file in locked.files.all():
        if str(file.key) == file_key:
            locked.files.remove(file)
            destroy(file)


@transaction.atomic
def throw_away(*, draft: Draft) -> None:
    """Delete a draft with its files."""
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        return
    for file in locked.files.all():
        destroy(file)
    locked.delete()


def send(
    actor: User | None,
    *,
    round: Round,  # noqa: A002
    key: str,
    mark: str,
    sender: Sender,
    content: Content,
    language: str = "",
) -> Contribution | None:
    """Send in what was written, with the files of its draft; None where it was sent just now."""

    def act(files: list[File]) -> Contribution:
        said = replace(content, files=files)
        return write(actor, round=round, sender=sender, content=said, language=language)

    return _once(round, key, mark, act)


def send_change(
    actor: User, *, contribution: Contribution, key: str, mark: str, content: Content
) -> Contribution | None:
    """Change what was sent, with further files; None where it was changed so just now."""

    def act(files: list[File]) -> Contribution:
        said = replace(content, files=[*content.files, *files])
        return change(actor, contribution=contribution, content=said)

    return _once(contribution.round, key, mark, act)


def names_and_sizes(uploads: Iterable[object]) -> list[tuple[str, int]]:
    """Return what tells uploads apart before they are read."""
    return [(clean_name(one.name or ""), one.size or 0) for one in uploads]  # type: ignore[attr-defined]


def _locked(round: Round, key: str) -> Draft:  # noqa: A002
    draft, _made = Draft.objects.select_for_update().get_or_create(
        key=key, round=round, defaults={"data": {TYPED: {}}}
    )
    return draft


@transaction.atomic
def _once(
    round: Round,  # noqa: A002
    key: str,
    mark: str,
    act: Callable[[list[File]], Contribution],
) -> Contribution | None:
    """Act with the files of the draft, unless just this was done.

    The row is locked, or made, before anything is done: of two clicks one waits for the other.
    """
    draft = _locked(round, key)
    if draft.data.get(SENT) == mark:
        return None
    made = act(list(draft.files.filter(destroyed_at=None).order_by("pk")))
    draft.files.clear()
    draft.data, draft.updated_at = {SENT: mark}, clock.now()
    draft.save(update_fields=["data", "updated_at"])
    return made
