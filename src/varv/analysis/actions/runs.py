"""Runs: started, stopped, repeated with newer figures, and let out."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from varv.analysis.actions.findings import question_findings
from varv.analysis.compute import panels, steps
from varv.analysis.compute.asked import ALL, CHOSEN, COUNTRY, Asked
from varv.analysis.compute.earlier import earlier_years, fingerprint
from varv.analysis.compute.panels import Contents
from varv.analysis.models import DatasetVersion, Run
from varv.analysis.queries import runs as queries
from varv.analysis.results.words import default_title
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import log
from varv.text.translated import Translated

State = Run.State
#: From where to where each number may be.
LEAST, CERTAINTY, CLUSTER, HORIZON = (0.1, 10.0), (0.5, 0.999), (1.0, 10_000.0), (1, 20)


@transaction.atomic
def start_run(
    actor: User | None,
    *,
    version: DatasetVersion,
    asked: Asked,
    title: Mapping[str, str] | None = None,
    repeats: Run | None = None,
) -> tuple[Run, bool]:
    """Have a version computed, and tell whether that is new.

    The same figures and parameters give the same results, so a run that did not fail is given
    back where there is one.
    """
    # Two who start the same at once: the second finds the run of the first.
    DatasetVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    asked = checked(version, asked)
    figures = fingerprint(version, asked.earlier)
    if (same := _same(version, figures, asked)) is not None:
        return same, False
    run = Run.objects.create(
        version=version,
        title=_title(title or {}, version, asked),
        parameters=asked.plain,
        input_sha256=figures,
        asked_by=actor,
        repeats=repeats,
    )
    log(actor, "analysis.start_run", run, version=version.pk)
    _wake_worker(run)
    return run, True


@transaction.atomic
def repeat_run(actor: User | None, *, run: Run) -> tuple[Run, bool]:
    """Compute a finished run anew with the newest version of its dataset."""
    if run.state != State.DONE:
        raise ValidationError(_("Only a run that is done can be repeated."))
    newest = queries.newest_version(run.version.dataset)
    if newest.number <= run.version.number:
        raise ValidationError(_("The run has the newest figures already."))
    try:
        made, is_new = start_run(actor, version=newest, asked=Asked.of(run.parameters), repeats=run)
    except ValidationError as error:  # of fields, where there is no form
        raise ValidationError(error.messages) from error
    if made == run:
        raise ValidationError(_("The newest figures are the same as those of this run."))
    if not is_new and made.repeats_id is None:
        # Somebody has computed the newest figures apart from this: now the findings are held
        # against them.
        made.repeats = run
        made.save(update_fields=["repeats"])
        log(actor, "analysis.tie_run", made, repeats=run.pk)
        if made.state == State.DONE:
            question_findings(None, run=made)
    return made, is_new


@transaction.atomic
def cancel_run(actor: User | None, *, run: Run) -> Run:
    """Stop a run: at once if it waits, else after the step that it is at."""
    locked = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if not locked.is_under_way:
        raise ValidationError(_("The run is over. There is nothing to stop."))
    locked.cancel_asked = True
    if locked.state == State.WAITING:
        locked.state = State.CANCELLED
    locked.save(update_fields=["cancel_asked", "state"])
    log(actor, "analysis.cancel_run", locked)
    return locked


@transaction.atomic
def publish_run(actor: User | None, *, run: Run) -> Run:
    """Let everybody read a finished run."""
    locked = Run.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.pk)
    if locked.state != State.DONE:
        raise ValidationError(_("Only a run that is done can be published."))
    if not locked.version.dataset.is_public:
        raise ValidationError(_("The dataset is not public, so neither is what comes of it."))
    locked.is_public = True
    locked.save(update_fields=["is_public"])
    log(actor, "analysis.publish_run", locked)
    return locked


@transaction.atomic
def unpublish_run(actor: User | None, *, run: Run) -> Run:
    """Take a run back from the public."""
    locked = Run.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.pk)
    locked.is_public = False
    locked.save(update_fields=["is_public"])
    log(actor, "analysis.unpublish_run", locked)
    return locked


def checked(version: DatasetVersion, asked: Asked) -> Asked:
    """Return what is asked as it is stored; ValidationError says by field what cannot be."""
    contents = panels.contents_of(version)
    wrong = dict(_wrong(contents, asked))
    if wrong:
        raise ValidationError(wrong)
    values = asked.plain
    if asked.until == contents.years[-1]:
        values["until"] = None  # a repeated run looks at the newest year
    if asked.level == contents.level:
        values["level"] = contents.level
    if asked.comparison != CHOSEN:
        values["chosen"] = []
    if asked.earlier:
        values["earlier"] = earlier_years(version)  # of a newer version there are others
    return Asked.of(values)


def _wrong(contents: Contents, asked: Asked) -> Any:
    """Give what is wrong with each field."""
    choose = _("Choose one from the list.")
    if asked.region not in contents.regions:
        yield "region", _("There is no region %(code)s in the figures.") % {"code": asked.region}
    elif asked.comparison not in {ALL, COUNTRY, CHOSEN}:
        yield "comparison", choose
    else:
        yield from _wrong_comparison(contents, asked)
    if asked.level not in {"", *contents.levels}:
        yield "level", choose
    if asked.until is not None and asked.until not in contents.years:
        yield "until", choose
    bounds: list[tuple[str, float, tuple[float, float]]] = [
        ("least", asked.least, LEAST),
        ("certainty", asked.certainty, CERTAINTY),
        ("cluster_size", asked.cluster_size, CLUSTER),
        ("horizon", asked.horizon or 1, HORIZON),
    ]
    for name, value, (low, high) in bounds:
        if not low <= value <= high:
            yield name, _("Give a number from %(low)g to %(high)g.") % {"low": low, "high": high}


def _wrong_comparison(contents: Contents, asked: Asked) -> Any:
    country = panels.country_of(asked.region)
    if asked.comparison == COUNTRY and not country:
        yield "comparison", _("The codes of the regions do not tell which country they are in.")
        return
    if asked.abroad and (not country or asked.comparison != ALL):
        yield "abroad", _("This asks for regions of several countries.")
    alike = panels.regions_like(contents.regions, asked.region)
    compared = panels.compared_regions(alike, asked.region, asked.comparison, asked.chosen)
    unlike = sorted(set(asked.chosen) - set(alike)) if asked.comparison == CHOSEN else []
    if unlike:
        text = _("No regions of the same level as %(region)s: %(codes)s.")
        yield "chosen", text % {"region": asked.region, "codes": ", ".join(unlike)}
    elif len(compared) < 2:
        field = "chosen" if asked.comparison == CHOSEN else "comparison"
        yield field, _("There is no other region to compare with.")


def _same(version: DatasetVersion, figures: str, asked: Asked) -> Run | None:
    """Return a run that has computed, or will compute, the very same with the same programs."""
    now = steps.versions()
    for one in queries.same_run(version, figures, asked.plain):
        if one.state != State.DONE or one.manifest.get("versions") == now:
            return one
    return None


def _title(given: Mapping[str, str], version: DatasetVersion, asked: Asked) -> Translated:
    found = Translated({key: text.strip() for key, text in given.items() if text.strip()})
    if found:
        return found
    for language in the_region().languages:
        with translation.override(language):
            found[language] = default_title(version, asked)
    return found


def _wake_worker(run: Run) -> None:
    """Defer the computing in this very transaction; if it is lost, timed work defers it again."""
    from varv.analysis import tasks  # the tasks import the actions

    tasks.compute_run.defer(run_id=run.pk)
