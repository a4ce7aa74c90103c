"""Findings: made of a row of a result, looked at again, let out and taken back."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.analysis.models import Finding, Run, RunResult
from varv.analysis.queries import findings as queries
from varv.analysis.queries import runs as run_queries
from varv.analysis.results import said, standing
from varv.analysis.results.reading import rows_of
from varv.analysis.results.shapes import SHAPES
from varv.analysis.results.tables import row_name, years_of
from varv.cycles.models import Area
from varv.people.models import User
from varv.registry.actions import log
from varv.text.translated import Translated

State = Finding.State
#: Why a sentence is asked about once: its figure shows no strength.
CONTRADICTS = "contradicts"


@transaction.atomic
def make_finding(
    actor: User | None,
    *,
    run: Run,
    kind: str,
    code: str,
    sentence: Mapping[str, str],
    area: Area | None = None,
    is_sure: bool = False,
) -> Finding:
    """Say in one sentence what a row of a result shows; its figures are frozen as they stand.

    A sentence of strength over a figure that shows none is only taken from somebody who is sure.
    """
    result = run_queries.result_of(run, kind)
    row = None if result is None else SHAPES[kind].by_code(rows_of(result)).get(code)
    if result is None or row is None:
        raise ValidationError(_("The result has no such row."))
    words, figures = _said(sentence), _frozen(result, row)
    _ask_if_contradicted(words, figures, is_sure)
    finding = Finding.objects.create(
        run=run,
        kind=kind,
        code=code,
        name=row_name(kind, row)[:200],
        figures=figures,
        sentence=words,
        area=area,
        made_by=actor,
    )
    log(actor, "analysis.make_finding", finding, run=run.pk, area=area.pk if area else None)
    if (newer := run_queries.newer_repeat_of(run)) is not None:
        question_findings(None, run=newer)
        finding.refresh_from_db()
    return finding


@transaction.atomic
def confirm_finding(actor: User | None, *, finding: Finding, note: str) -> Finding:
    """Say that a finding holds although newer figures differ, and why."""
    locked = _questioned(finding)
    if not note.strip():
        raise ValidationError({"note": _("Say why it still holds.")})
    locked.state, locked.note = State.STANDS, note.strip()
    locked.save(update_fields=["state", "note"])
    log(actor, "analysis.confirm_finding", locked, against=locked.questioned_by_id)
    return locked


@transaction.atomic
def rewrite_finding(
    actor: User | None,
    *,
    finding: Finding,
    sentence: Mapping[str, str],
    area: Area | None,
    note: str = "",
    is_sure: bool = False,
) -> Finding:
    """Word a finding anew; one that newer figures question takes those figures over."""
    locked = _lock(finding)
    if locked.state == State.WITHDRAWN:
        raise ValidationError(_("The finding is withdrawn. Make a new one."))
    if locked.state == State.QUESTIONED and locked.questioned_by is not None:
        _take_over(locked, locked.questioned_by)
    words = _said(sentence)
    _ask_if_contradicted(words, locked.figures, is_sure)
    locked.sentence, locked.area, locked.note = words, area, note.strip()
    locked.save()
    log(actor, "analysis.rewrite_finding", locked, run=locked.run_id)
    return locked


@transaction.atomic
def withdraw_finding(actor: User | None, *, finding: Finding, note: str) -> Finding:
    """Take a finding back; it stays in the list of the staff, with why."""
    locked = _lock(finding)
    if locked.state == State.WITHDRAWN:
        raise ValidationError(_("The finding is withdrawn already."))
    if not note.strip():
        raise ValidationError({"note": _("Say why it is withdrawn.")})
    locked.state, locked.note = State.WITHDRAWN, note.strip()
    locked.save(update_fields=["state", "note"])
    log(actor, "analysis.withdraw_finding", locked)
    return locked


@transaction.atomic
def publish_finding(actor: User | None, *, finding: Finding, is_sure: bool = False) -> Finding:
    """Let everybody read a finding; where its figure says otherwise, only if somebody is sure."""
    locked = _lock(finding)
    if locked.state == State.WITHDRAWN:
        raise ValidationError(_("The finding is withdrawn. Make a new one."))
    if not locked.run.version.dataset.is_public:
        raise ValidationError(_("The dataset is not public, so neither is what comes of it."))
    _ask_if_contradicted(locked.sentence, locked.figures, is_sure)
    locked.is_public = True
    locked.save(update_fields=["is_public"])
    log(actor, "analysis.publish_finding", locked)
    return locked


@transaction.atomic
def unpublish_finding(actor: User | None, *, finding: Finding) -> Finding:
    """Take a finding back from the public."""
    locked = _lock(finding)
    locked.is_public = False
    locked.save(update_fields=["is_public"])
    log(actor, "analysis.unpublish_finding", locked)
    return locked


@transaction.atomic
def question_findings(actor: User | None, *, run: Run) -> list[Finding]:
    """Hold the findings of the runs that this one repeats against it; flag what does not hold."""
    rows: dict[str, dict[str, dict[str, Any]]] = {
        one.kind: SHAPES[one.kind].by_code(rows_of(one)) for one in run_queries.results_of(run)
    }
    flagged = []
    older = run_queries.repeated_before(run)
    for finding in queries.of_runs(older).select_for_update(no_key=True, of=("self",)):
        new = rows.get(finding.kind, {}).get(finding.code)
        found = standing.reasons(finding.kind, finding.figures, new)
        is_confirmed = finding.state == State.STANDS and finding.questioned_by_id == run.pk
        if not found or is_confirmed:
            continue
        finding.state, finding.questioned_by, finding.reasons = State.QUESTIONED, run, found
        finding.save(update_fields=["state", "questioned_by", "reasons"])
        log(actor, "analysis.question_finding", finding, run=run.pk)
        flagged.append(finding)
    return flagged


def _frozen(result: RunResult, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of a row as they are kept, with what they are to be read against."""
    figures = {**row, "years": years_of(result)}
    if result.kind == RunResult.Kind.ENTRY:
        figures["base_rate"] = result.besides["base_rate"]
    return figures


def _ask_if_contradicted(
    sentence: Mapping[str, str], figures: Mapping[str, Any], is_sure: bool
) -> None:
    if is_sure or not said.contradicts(sentence, figures):
        return
    asked = _("The figure says: %(verdict)s. Save all the same?")
    raise ValidationError(asked % {"verdict": said.in_words(figures)}, code=CONTRADICTS)


def _take_over(finding: Finding, run: Run) -> None:
    """Freeze the figures of a newer run, where it has such a row."""
    result = run_queries.result_of(run, finding.kind)
    row = (
        None if result is None else SHAPES[finding.kind].by_code(rows_of(result)).get(finding.code)
    )
    if result is None or row is None:
        raise ValidationError(
            _("The newer figures have no such row. Confirm the finding, or withdraw it.")
        )
    finding.run, finding.figures = run, _frozen(result, row)
    finding.state, finding.questioned_by, finding.reasons = State.STANDS, None, []


def _questioned(finding: Finding) -> Finding:
    locked = _lock(finding)
    if locked.state != State.QUESTIONED:
        raise ValidationError(_("The finding is not questioned. There is nothing to confirm."))
    return locked


def _said(sentence: Mapping[str, str]) -> Translated:
    found = Translated({key: text.strip() for key, text in sentence.items() if text.strip()})
    if not found:
        raise ValidationError({"sentence": _("Say in one sentence what the figures show.")})
    return found


def _lock(finding: Finding) -> Finding:
    found = Finding.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("run__version__dataset", "questioned_by").get(pk=finding.pk)
