"""What somebody has begun to write on the web, kept until it is sent or thrown away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.actions.receiving import write
from varv.consultation.contents import Content, Sender
from varv.consultation.models import Contribution, Draft, Round
from varv.files.actions import MAX_SIZE, destroy, store
from varv.files.models import File
from varv.people.models import User

MOST_FILES = 10
KEPT_FOR = timedelta(days=30)


@transaction.atomic
def keep_draft(
    *,
    key: UUID,
    round: Round,  # noqa: A002 - the word of the house
    data: Mapping[str, Sequence[str]],
    files: Iterable[Any] = (),
) -> Draft:
    """Keep what was typed, and the files that were chosen beside those kept before.

    ``files`` are uploads. Only what was begun is changed, so nothing is logged: it is nobody's yet.
    """
    draft = _lock(key, round)
    draft.data, draft.updated_at = dict(data), clock.now()
    draft.save(update_fields=["data", "updated_at"])
    stored = [store(None, name=one.name or "", content=one.read(MAX_SIZE + 1)) for one in files]
    if stored and draft.files.count() + len(stored) > MOST_FILES:
        raise ValidationError({"file": _("Enclose at most %(n)s files.") % {"n": MOST_FILES}})
    draft.files.add(*stored)
    return draft


@transaction.atomic
def remove_from_draft(*, draft: Draft, file: File) -> None:
    """Take a file out of a draft again."""
    if draft.files.filter(pk=file.pk).exists():
        draft.files.remove(file)
        destroy(file)


@transaction.atomic
def throw_draft_away(*, draft: Draft) -> None:
    """Delete a draft and its files."""
    for file in draft.files.all():
        destroy(file)
    draft.delete()


@transaction.atomic
def send_draft(
    actor: User | None,
    *,
    key: UUID,
    round: Round,  # noqa: A002
    sender: Sender,
    content: Content,
    language: str = "",
) -> Contribution:
    """Send what was written, with the files of its draft, and forget the draft.

    Sent twice, by a double click or a page that was opened again, it is one contribution.
    """
    draft = _lock(key, round)
    if sent := Contribution.objects.filter(key=key).first():
        draft.delete()
        return sent
    made = write(actor, round=round, sender=sender, content=content, language=language, key=key)
    draft.delete()
    return made


def forget_unsent(now: datetime) -> int:
    """Delete drafts that nobody came back to, and input that was never confirmed, with files."""
    before = now - KEPT_FOR
    drafts = list(Draft.objects.filter(updated_at__lt=before))
    for draft in drafts:
        throw_draft_away(draft=draft)
    unsure = Contribution.objects.filter(
        state=Contribution.State.UNCONFIRMED, entered_at__lt=before
    )
    return len(drafts) + sum(_forget(one) for one in unsure)


@transaction.atomic
def _forget(contribution: Contribution) -> int:
    locked = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    if locked.state != Contribution.State.UNCONFIRMED:
        return 0
    for file in locked.files.all():
        destroy(file)
    locked.delete()
    return 1


def _lock(key: UUID, round: Round) -> Draft:  # noqa: A002
    """Return the draft under ``key``, added if new, locked until all of it is done."""
    Draft.objects.get_or_create(key=key.hex, defaults={"round": round})
    return Draft.objects.select_for_update().get(key=key.hex)
