"""How a run is computed by the worker: step by step, each kept in one transaction.

Only one worker is at a run at a time; a lock of the database says which, and is gone with a worker
that is killed. The steps that were kept stay so, and whoever comes next goes on after them. Nobody
sees a result before all are there.
"""

import logging
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from varv import clock
from varv.analysis.actions.findings import question_findings
from varv.analysis.compute import steps
from varv.analysis.compute.answers import Answer, NotPossible
from varv.analysis.compute.asked import Asked
from varv.analysis.compute.cases import Case
from varv.analysis.compute.panels import CannotBeComputedError, contents_of, panel_for
from varv.analysis.locks import RUN, alone
from varv.analysis.models import Run, RunResult
from varv.analysis.queries import runs as run_queries
from varv.analysis.results.shows import shows
from varv.files.actions import keep_made
from varv.files.models import File
from varv.files.plain import PARQUET_TYPE
from varv.people.queries import current_region
from varv.registry.actions import log

logger = logging.getLogger(__name__)
State = Run.State
#: A run that takes the worker down with it so often is not tried again.
ATTEMPTS = 3
#: Of so many runs is gathered at once what they show.
AT_ONCE = 20


class GivenUpError(Exception):
    """The worker was killed at it again and again."""


def compute(run_id: int) -> bool:
    """Compute a run that waits or was left half-way; tell whether it was done.

    What goes wrong is told to whoever asked.
    """
    with alone(RUN, run_id) as is_alone:
        found = Run.objects.select_related("version__table", "version__dataset")
        run = found.filter(pk=run_id, state__in=[State.WAITING, State.RUNNING]).first()
        if not is_alone or run is None:
            return False
        try:
            return _computed(run)
        except Exception as error:
            if not isinstance(error, CannotBeComputedError):
                logger.exception("the run %s could not be computed", run_id)
            _give_up(run, error)
            return False


def _computed(run: Run) -> bool:
    """Compute what is left of a run; False if somebody stopped it."""
    asked = Asked.of(run.parameters)
    began = time.monotonic()
    begun = _begin(run)
    if begun is None:
        return False
    run = begun
    is_classified = contents_of(run.version).is_classified
    case = Case(panel_for(run.version, asked), asked, is_classified)
    names = steps.steps_of(len(case.panel.years))
    made = steps.manifest(case.panel, source_of(run), asked.plain)
    for place in range(run.steps_done, len(names)):
        if not _go_on(run, names, place):
            _stop(run)
            return False
        start, work = time.monotonic(), time.thread_time()
        answer = steps.computed(names[place], case)
        took = f"{time.monotonic() - start:.1f} s, {time.thread_time() - work:.1f} s of work"
        _keep(run, names[place], answer, took)
    _finish(run, made, time.monotonic() - began)
    return True


def source_of(run: Run) -> str:
    """Return where the figures of a run come from, as its manifest says it."""
    version, earlier = run.version, Asked.of(run.parameters).earlier
    found = f"{version.dataset.publisher}, {version.dataset.key} {version.number}"
    return found + "".join(f", {number} ({', '.join(map(str, of))})" for number, of in earlier)


@transaction.atomic
def _begin(run: Run) -> Run | None:
    locked = _locked(run)
    if not locked.is_under_way:  # somebody was quicker to stop it
        return None
    begun = locked.manifest.get("begun", 0)
    if begun >= ATTEMPTS:
        raise GivenUpError
    if locked.manifest.get("versions") != steps.versions():
        # Begun by another version of the programs: all of it is to be of one.
        _drop_results(locked)
        locked.steps_done, locked.notes = 0, []
    locked.state = State.RUNNING
    locked.manifest = {**locked.manifest, "begun": begun + 1, "versions": steps.versions()}
    locked.log += _line("begun" if not begun else "gone on with")
    locked.save(update_fields=["state", "manifest", "log", "steps_done", "notes"])
    return locked


def _go_on(run: Run, names: tuple[str, ...], place: int) -> bool:
    """Tell how far it has come, and whether nobody has asked to stop."""
    told = {"step": names[place], "steps": len(names)}
    going = Run.objects.filter(pk=run.pk, state=State.RUNNING, cancel_asked=False)
    return going.update(**told) == 1


@transaction.atomic
def _keep(run: Run, step: str, answer: Answer | NotPossible, took: str) -> None:
    locked = _locked(run)
    if isinstance(answer, NotPossible):
        locked.notes += [answer.note.plain(step)]
        locked.log += _line(f"{step}: not possible with these figures ({answer.why}), {took}")
    else:
        kept = _stored(locked, step, answer)
        calls = locked.manifest.get("calls", {})
        calls[step] = {"call": answer.call, "parameters": dict(answer.parameters)}
        locked.manifest["calls"] = calls
        locked.notes += [note.plain(step) for note in answer.notes]
        size = f"{answer.rows.height} rows, {kept.size} bytes"
        locked.log += _line(f"{step}: {size}, {took}, sha256 {kept.sha256}")
    locked.steps_done += 1
    locked.save(update_fields=["notes", "manifest", "log", "steps_done"])


def _stored(run: Run, step: str, answer: Answer) -> File:
    file = keep_made(
        name=f"{step}-{run.pk}.parquet",
        content=answer.as_parquet(),
        content_type=PARQUET_TYPE,
    )
    RunResult.objects.create(
        run=run, kind=step, table=file, rows=answer.rows.height, besides=dict(answer.besides)
    )
    return file


@transaction.atomic
def _finish(run: Run, made: dict[str, Any], seconds: float) -> None:
    locked = _locked(run)
    locked.manifest = made | {"calls": locked.manifest.get("calls", {})}
    locked.state, locked.step, locked.error = State.DONE, "", ""
    locked.done_at = clock.now()
    locked.log += _line(f"done, {seconds:.1f} s")
    locked.shows = shows(run_queries.results_of(locked), _languages())
    locked.save()
    log(None, "analysis.run_done", locked, results=locked.results.count())
    question_findings(None, run=locked)


def gather_shows() -> int:
    """Gather what runs show that were done before that was kept; tell of how many."""
    found = list(run_queries.runs().filter(state=State.DONE, shows__isnull=True)[:AT_ONCE])
    for run in found:
        run.shows = shows(run_queries.results_of(run), _languages())
        run.save(update_fields=["shows"])
    return len(found)


def _languages() -> list[str]:
    region = current_region()
    return list(region.languages) if region else []


@transaction.atomic
def _stop(run: Run) -> None:
    locked = _locked(run)
    if locked.state == State.RUNNING:
        _close(locked, State.CANCELLED, "stopped")


@transaction.atomic
def _give_up(run: Run, error: Exception) -> None:
    locked = _locked(run)
    locked.error = _code(error)
    _close(locked, State.FAILED, f"failed: {error}"[:500])
    log(None, "analysis.run_failed", locked, error=locked.error)


def _close(run: Run, state: str, said: str) -> None:
    """End a run that gives nothing: what it had kept is taken away."""
    _drop_results(run)
    run.state, run.step, run.steps_done, run.notes = state, "", 0, []
    run.log += _line(said)
    run.save()


def _drop_results(run: Run) -> None:
    files = list(run.results.values_list("table", flat=True))
    run.results.all().delete()
    File.objects.filter(pk__in=files).delete()


def _code(error: Exception) -> str:
    """Return what the pages word for the staff; the name of the error where nobody foresaw it."""
    if isinstance(error, CannotBeComputedError):
        return error.code
    if isinstance(error, GivenUpError):
        return "killed"
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, ValidationError | OSError):
        return "disk"
    return type(error).__name__


def _locked(run: Run) -> Run:
    found = Run.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("version__table", "version__dataset").get(pk=run.pk)


def _line(text: str) -> str:
    return f"{clock.now():%Y-%m-%d %H:%M:%S} {text}\n"
