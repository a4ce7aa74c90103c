"""How a memo is made by the worker: frozen, set as PDF and Word, published and sent at once.

All is in one transaction after the files are set, so nothing half-made is seen. A lock of the
database lets one worker at a memo, and is gone with a worker that is killed.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction

from varv import clock
from varv.analysis import locks
from varv.analysis.memos import mails
from varv.analysis.memos.filling import fill, refuse_undrawn, refuse_unknown, words_of
from varv.analysis.memos.material import Material
from varv.analysis.memos.queries import TOLD_IN
from varv.analysis.models import Memo
from varv.files import documents, word
from varv.files import pdf as pdf_files
from varv.files.actions import keep_made
from varv.people.queries import the_region
from varv.registry.actions import log, record, trace

logger = logging.getLogger(__name__)
State = Memo.State
READ_BEFORE = "read_before"


def make(memo_id: int) -> bool:
    """Make a memo that waits, and publish it; tell whether it was done.

    What goes wrong is told to the staff, who have the draft back.
    """
    with locks.alone(locks.MEMO, memo_id) as is_alone:
        found = Memo.objects.select_related("area", "meeting", "programme__case")
        memo = found.filter(pk=memo_id, state=State.MAKING).first()
        if not is_alone or memo is None:
            return False
        try:
            _publish(memo)
        except Exception as error:
            logger.exception("the memo %s could not be made", memo_id)
            _give_up(memo, error)
            return False
    return True


def _publish(memo: Memo) -> None:
    known = Material(memo, the_region(), clock.now())
    filled = fill(known)
    refuse_unknown(filled)
    document = filled.document
    refuse_undrawn(document)
    pdf = documents.as_pdf(_for_paper(document), settings.BASE_URL)
    book = word.render(document, settings.BASE_URL)
    with transaction.atomic():
        found = Memo.objects.select_for_update(no_key=True, of=("self",))
        locked = found.select_related("area", "meeting", "programme__case").get(pk=memo.pk)
        locked.frozen, locked.said = document, words_of(document)
        locked.pdf = keep_made(
            name=f"{memo.title}.pdf", content=pdf, content_type=pdf_files.CONTENT_TYPE
        )
        locked.word = keep_made(
            name=f"{memo.title}.docx", content=book, content_type=word.CONTENT_TYPE
        )
        locked.record = record(
            None,
            case=locked.programme.case,
            direction="out" if locked.meeting else "internal",
            kind="memo",
            title=locked.title,
            subject=locked,
            files=[locked.pdf, locked.word],
        )
        locked.state, locked.error, locked.published_at = State.PUBLISHED, "", clock.now()
        locked.save()
        _trace(locked, known)
        mails.send(locked, known.region)
        log(None, "analysis.memo_made", locked, record=locked.record.pk)


def _trace(memo: Memo, known: Material) -> None:
    if memo.area:
        trace(None, source=memo.area, target=memo, relation=TOLD_IN)
    for finding in known.findings:
        trace(None, source=finding, target=memo, relation=TOLD_IN)
    if memo.meeting:
        trace(None, source=memo, target=memo.meeting, relation=READ_BEFORE)


def _for_paper(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document without the pictures for telephones, which weigh and are not printed."""
    return {
        **document,
        "parts": [
            {**part, "blocks": [{**one, "narrow": ""} if "narrow" in one else one
                                for one in part["blocks"]]}
            for part in document["parts"]
        ],
    }  # fmt: skip


@transaction.atomic
def _give_up(memo: Memo, error: Exception) -> None:
    locked = Memo.objects.select_for_update(no_key=True, of=("self",)).get(pk=memo.pk)
    locked.state, locked.frozen, locked.error = State.DRAFT, None, type(error).__name__
    locked.save(update_fields=["state", "frozen", "error"])
    log(None, "analysis.memo_failed", locked, error=locked.error)
