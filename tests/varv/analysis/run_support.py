"""Versions of datasets to compute with, and runs of them."""

import io
from pathlib import Path

import numpy as np
import polars as pl

from tests.varv.factories import AnalystFactory
from varv import clock
from varv.analysis import actions
from varv.analysis.actions import computing
from varv.analysis.compute.asked import Asked
from varv.analysis.models import Dataset, DatasetVersion, Finding, Run
from varv.files.actions import keep_made
from varv.text.translated import Translated

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data"
#: Swedish regions and some of Finland; the divisions are of three sections.
REGIONS = ("SE11", "SE12", "SE21", "SE22", "SE23", "SE31", "SE32", "SE33", "FI19", "FI1B", "FI1C",
           "FI1D")  # fmt: skip
ACTIVITIES = ("A01", "A02", "C10", "C16", "C17", "C25", "C28", "I55", "I56", "J61", "J62", "J63")
#: Enough for forecasts to be tried, with the unrest that makes some come true.
MANY = (*ACTIVITIES, "C11", "C13", "C14", "C15", "C18", "C20", "C22", "C23", "C24", "C26", "C27")
RESTLESS = 0.5
YEARS = (2014, 2015, 2016, 2017, 2018, 2019, 2020)
OURS = "SE32"
#: What nobody reads at once: names of people are never in figures.
UNIT = Translated(sv="sysselsatta", en="persons employed")


def frame(years=(2020,), seed=1, regions=REGIONS, activities=ACTIVITIES, unrest=0.2):
    """Return figures that are the same each time; ``unrest`` is how much a year changes them."""
    rng = np.random.default_rng(seed)
    level = np.exp(rng.normal(6, 0.9, (len(regions), len(activities))))
    drift = np.cumsum(rng.normal(0, unrest, (len(years), *level.shape)), axis=0)
    values = np.round(level * np.exp(drift))
    rows = [
        (region, activity, year, float(values[y, r, a]), False)
        for y, year in enumerate(years)
        for r, region in enumerate(regions)
        for a, activity in enumerate(activities)
    ]
    names = ["region", "activity", "year", "value", "suppressed"]
    return pl.DataFrame(rows, schema=names, orient="row")


def tried(years=YEARS):
    """Return figures of several years of which forecasts can be tried."""
    return frame(years, activities=MANY, unrest=RESTLESS)


def table(rows, year=2020):
    """Return figures of regions: what each has of the activities, None where it is not told."""
    cells = [
        (region, activity, year, value, value is None)
        for region, values in rows.items()
        for activity, value in values.items()
    ]
    names = ["region", "activity", "year", "value", "suppressed"]
    schema = dict(zip(names, (pl.String, pl.String, pl.Int64, pl.Float64, pl.Boolean), strict=True))
    return pl.DataFrame(cells, schema=schema, orient="row")


def changed(table, *cells):
    """Return figures with other values in some cells: (region, activity, value or None)."""
    for region, activity, value in cells:
        here = (pl.col("region") == region) & (pl.col("activity") == activity)
        table = table.with_columns(
            pl.when(here).then(pl.lit(value, pl.Float64)).otherwise("value").alias("value"),
            pl.when(here).then(value is None).otherwise("suppressed").alias("suppressed"),
        )
    return table


def dataset(key="jobb", **more):
    """Return a dataset of jobs by region and activity."""
    found = Dataset.objects.filter(key=key).first()
    values = {
        "title": Translated(sv="Sysselsatta", en="Jobs"),
        "unit": UNIT,
        "publisher": "Eurostat",
        "licence": Translated(sv="CC BY 4.0"),
    }
    return found or Dataset.objects.create(key=key, **(values | more))


def version(table=None, of=None, classification="NACE Rev. 2"):
    """Store figures as the next version of a dataset."""
    table = frame() if table is None else table
    if "flag" not in table.columns:  # as deliveries are stored
        table = table.with_columns(flag=pl.lit(None, pl.String))
    of = of or dataset()
    stream = io.BytesIO()
    table.write_parquet(stream)
    kept = keep_made(
        name="table.parquet", content=stream.getvalue(), content_type="application/octet-stream"
    )
    years = table["year"].unique().sort().to_list()
    return DatasetVersion.objects.create(
        dataset=of,
        number=of.versions.count() + 1,
        table=kept,
        original_sha256=kept.sha256,
        format="CSV",
        classification=classification,
        rows=table.height,
        first_year=years[0],
        last_year=years[-1],
    )


def started(of=None, actor=None, **asked):
    """Start a run, and do nothing more."""
    wanted = Asked(**({"region": OURS, "draws": 20} | asked))
    return actions.start_run(actor, version=of or version(), asked=wanted)[0]


def done(of=None, actor=None, **asked):
    """Start a run and let it be computed."""
    run = started(of, actor, **asked)
    assert computing.compute(run.pk), run.error
    run.refresh_from_db()
    return run


def a_finding(run=None, kind="strengths", code="C17", **more):
    """Read something out of a run."""
    values = {"sentence": {"sv": "Länet är starkt i papper."}, "is_sure": True} | more
    return actions.make_finding(AnalystFactory(), run=run or done(), kind=kind, code=code, **values)


def bare_run(**more):
    """Return a run that is done and public, without any results."""
    values = {
        "version": more.pop("version", None) or version(),
        "title": Translated(sv="Körningen"),
        "parameters": Asked(OURS).plain,
        "input_sha256": "0" * 64,
        "state": Run.State.DONE,
        "done_at": clock.now(),
        "is_public": True,
    }
    return Run.objects.create(**(values | more))


def bare_finding(**more):
    """Return a public finding of a bare run."""
    values = {
        "run": more.pop("run", None) or bare_run(),
        "kind": "strengths",
        "code": "C17",
        "name": "C17 Papper",
        "figures": {
            "activity": "C17", "name": "Papper", "value": 3217.0, "lq": 6.6, "lq_low": 6.0,
            "lq_high": 7.2, "probability_above_least": 0.999, "verdict": "strength",
            "years": "2020",
        },
        "sentence": Translated(sv="Länet är starkt i papper."),
        "is_public": True,
    }  # fmt: skip
    return Finding.objects.create(**(values | more))
