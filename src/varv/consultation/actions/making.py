"""How a paper is made by the worker: frozen, set as PDF and Word, and published in one transaction.

Only one worker is at a paper at a time; a lock of the database says which, and is gone with a
worker that is killed. What is frozen stays so, and is gone on with by whoever comes next.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.models import Paper, PaperQuote
from varv.consultation.papers import freezing, showing
from varv.consultation.queries import papers as queries
from varv.cycles.stages import PREPARES
from varv.files import documents, word
from varv.files import pdf as pdf_files
from varv.files.actions import keep_made
from varv.files.models import File
from varv.people.queries import the_region
from varv.registry import masking
from varv.registry.actions import log, mask, record, trace
from varv.registry.models import Masking

logger = logging.getLogger(__name__)
State = Paper.State
#: With the id of the paper, a number that no other advisory lock of the database uses.
_LOCK = 7_237
FROZEN, HAS_PDF, HAS_WORD = 30, 85, 98  # per cent of the work, as it was measured
_AT_A_TIME = 2_000


def make(paper_id: int) -> bool:
    """Make a paper that waits, and publish it; tell whether it was done.

    What goes wrong is told to the staff, who have the draft back.
    """
    with _alone(paper_id) as is_alone:
        paper = Paper.objects.filter(pk=paper_id, state=State.MAKING).first()
        if not is_alone or paper is None:
            return False
        try:
            if paper.frozen is None:
                paper = _freeze(paper)
            _publish(paper)
        except Exception as error:
            logger.exception("the paper %s could not be made", paper_id)
            _give_up(paper, error)
            return False
    return True


def remake(paper_id: int) -> bool:
    """Make the files of a published paper anew where a word in them may be shown no more.

    The old ones stay in the record, masked: only a decision destroys them.
    """
    with _alone(paper_id) as is_alone:
        paper = queries.published_paper(paper_id)
        if not is_alone or paper is None or not needs_new_files(paper):
            return False
        seal, pdf, book = _files(paper)
        _exchange(paper, seal, pdf, book)
    return True


def needs_new_files(paper: Paper) -> bool:
    """Tell whether the files show what may be shown no more, or lack what may be again.

    What was destroyed under a decision is not made anew.
    """
    if paper.pdf is None or paper.pdf.destroyed_at:
        return False
    return showing.is_stale(paper)


@contextmanager
def _alone(paper_id: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, paper_id])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, paper_id])


@transaction.atomic
def _freeze(paper: Paper) -> Paper:
    locked = Paper.objects.select_for_update(no_key=True, of=("self",)).get(pk=paper.pk)
    known = queries.material(locked.round, clock.now(), locked.language)
    frozen = freezing.freeze(locked, queries.parts_of(locked), known)
    PaperQuote.objects.bulk_create(
        (
            PaperQuote(paper=locked, number=number, contribution_id=of, text=text)
            for number, of, text in frozen.quotes
        ),
        batch_size=_AT_A_TIME,
    )
    locked.frozen, locked.progress = frozen.frame, FROZEN
    locked.save(update_fields=["frozen", "progress"])
    return locked


def _files(paper: Paper) -> tuple[str, bytes, bytes]:
    """Return the files and the fingerprint of the words in them, read before them."""
    seal = showing.fingerprint(paper)
    document = showing.shown(paper)
    pdf = documents.as_pdf(document, settings.BASE_URL)
    _progress(paper, HAS_PDF)
    book = word.render(document, settings.BASE_URL)
    _progress(paper, HAS_WORD)
    return seal, pdf, book


def _progress(paper: Paper, per_cent: int) -> None:
    Paper.objects.filter(pk=paper.pk, state=State.MAKING).update(progress=per_cent)


def _publish(paper: Paper) -> None:
    seal, pdf, book = _files(paper)
    with transaction.atomic():
        found = Paper.objects.select_for_update(no_key=True, of=("self",))
        locked = found.select_related("round__case").get(pk=paper.pk)
        locked.fingerprint = seal
        locked.pdf, locked.word = _stored(locked, pdf, book)
        locked.record = record(
            None,
            case=locked.round.case,
            direction="out" if locked.kind == Paper.Kind.HANDOVER else "internal",
            kind="paper",
            title=locked.title,
            subject=locked,
            files=[locked.pdf, locked.word],
        )
        locked.state, locked.progress, locked.error = State.PUBLISHED, 100, ""
        locked.published_at = clock.now()
        locked.save()
        trace(None, source=locked.round, target=locked, relation="compiled")
        if locked.decision:
            trace(None, source=locked, target=locked.decision, relation="prepared")
        for version in queries.versions_by_ref((locked.frozen or {}).get("proposes", ())):
            trace(None, source=locked, target=version, relation=PREPARES)
        log(None, "consultation.paper_made", locked, record=locked.record.pk)


def _stored(paper: Paper, pdf: bytes, book: bytes) -> tuple[File, File]:
    return (
        keep_made(name=f"{paper.title}.pdf", content=pdf, content_type=pdf_files.CONTENT_TYPE),
        keep_made(name=f"{paper.title}.docx", content=book, content_type=word.CONTENT_TYPE),
    )


@transaction.atomic
def _exchange(paper: Paper, seal: str, pdf: bytes, book: bytes) -> None:
    found = Paper.objects.select_for_update(no_key=True, of=("self",))
    locked = found.select_related("record").get(pk=paper.pk)
    assert locked.record is not None  # noqa: S101 - the constraint holds it
    files = masking.files_to_show().filter(pk__in=[locked.pdf_id, locked.word_id])
    old = [one.pk for one in files if not one.withheld and not one.destroyed_at]
    if old:
        with translation.override(the_region().language), timezone.override(the_region().tz):
            reason = _("Words in it were masked or may be read no more. It was made anew.")
        ground = Masking.Ground.OTHER
        mask(None, thing=locked.record, files=old, ground=ground, reason=reason)
    locked.pdf, locked.word = _stored(locked, pdf, book)
    locked.fingerprint = seal
    locked.save(update_fields=["pdf", "word", "fingerprint"])
    locked.record.files.add(locked.pdf, locked.word)
    log(None, "consultation.remake_paper", locked)


@transaction.atomic
def _give_up(paper: Paper, error: Exception) -> None:
    locked = Paper.objects.select_for_update(no_key=True, of=("self",)).get(pk=paper.pk)
    locked.quotes.all().delete()
    locked.state, locked.frozen, locked.progress = State.DRAFT, None, 0
    locked.error = type(error).__name__
    locked.save(update_fields=["state", "frozen", "progress", "error"])
    log(None, "consultation.paper_failed", locked, error=locked.error)
