"""Datasets with tables of our own, as an import leaves them behind."""

import hashlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import polars as pl

from varv.analysis.county.actions import choose_series
from varv.analysis.models import Dataset, DatasetVersion, ProfileSource
from varv.analysis.profiles.actions import choose_source, set_activities
from varv.analysis.profiles.queries import source_in_use
from varv.cycles.models import Area
from varv.files.actions import keep_made
from varv.text.translated import Translated

#: region, activity, year, value (None where the publisher does not tell).
Row = tuple[str, str, int, float | None]
PARQUET = "application/vnd.apache.parquet"


def stored(
    key: str,
    rows: Iterable[Row],
    *,
    classification: str = "",
    has_activities: bool = True,
    is_public: bool = True,
    **more: Any,
) -> DatasetVersion:
    """Keep a table as the next version of the dataset with this key."""
    told = list(rows)
    frame = pl.DataFrame(
        {
            "region": [one[0] for one in told],
            "activity": [one[1] for one in told],
            "year": [one[2] for one in told],
            "value": [one[3] for one in told],
            "suppressed": [one[3] is None for one in told],
        },
        schema={
            "region": pl.String,
            "activity": pl.String,
            "year": pl.Int64,
            "value": pl.Float64,
            "suppressed": pl.Boolean,
        },
    )
    return store(
        key,
        frame,
        classification=classification,
        has_activities=has_activities,
        is_public=is_public,
        **more,
    )


def store(
    key: str, frame: pl.DataFrame, *, classification: str = "", **more: Any
) -> DatasetVersion:
    """Keep a frame as the next version of the dataset with this key."""
    values = {
        "title": Translated(sv=f"Tabell {key}", en=f"Table {key}"),
        "unit": Translated(sv="Sysselsatta", en="Persons employed"),
        "publisher": "Statistikbyrån",
        "licence": Translated(sv="CC BY 4.0"),
    } | more
    dataset, _made = Dataset.objects.get_or_create(key=key, defaults=values)
    if "flag" not in frame.columns:  # as deliveries are stored
        frame = frame.with_columns(flag=pl.lit(None, pl.String))
    stream = BytesIO()
    frame.write_parquet(stream)
    content = stream.getvalue()
    return DatasetVersion.objects.create(
        dataset=dataset,
        number=dataset.versions.count() + 1,
        table=keep_made(name=f"{key}.parquet", content=content, content_type=PARQUET),
        original_sha256=hashlib.sha256(content).hexdigest(),
        format="CSV",
        classification=classification,
        rows=len(frame),
        first_year=int(frame["year"].min() or 0),  # type: ignore[arg-type]
        last_year=int(frame["year"].max() or 0),  # type: ignore[arg-type]
    )


def by_year(values: dict[str, dict[int, float | None]]) -> Sequence[Row]:
    """Return the rows of a table of places and years."""
    return [
        (code, "", year, told) for code, years in values.items() for year, told in years.items()
    ]


#: Jobs of four regions in six activities; one of SE32 is not told, one of SE33 neither.
JOBS: Sequence[Row] = [
    (region, activity, 2020, value)
    for region, values in {
        "SE31": (200, 400, 300, 900, 500, 700),
        "SE32": (900, 300, None, 100, 400, 100),
        "SE33": (300, 350, 200, 800, None, 600),
        "SE11": (100, 900, 900, 5000, 1500, 4000),
    }.items()
    for activity, value in zip(("C16", "C17", "I55", "J62", "G47", "M70"), values, strict=True)
]


def profiled(area: Area, codes: Sequence[str] = ("16", "17", "55")) -> ProfileSource:
    """Give an area activities, and all profiles figures: these alone."""
    set_activities(None, area=area, codes=codes)
    version = stored("jobs", JOBS, classification="NACE Rev. 2")
    held = source_in_use()
    return choose_source(None, version=version, region="SE32", instead_of=held)


def of_other_codes() -> ProfileSource:
    """Return a source of codes that are not those of NACE, as an older version of varv let in."""
    rows = [("SE31", "AA1", 2020, 1.0), ("SE32", "AA1", 2020, 2.0)]
    return ProfileSource.objects.create(
        version=stored("other", rows),
        region="SE32",
        compared_with=ProfileSource.ComparedWith.COUNTRY,
        cluster_size=10,
        position=ProfileSource.objects.count() + 1,
    )


#: Employed of a county and of its country, told as the folder of Jämtland Härjedalen tells them.
RESIDENTS: Sequence[Row] = [
    (region, activity, 2020, value)
    for region, values in {
        "23": (200, 400, 100, 250, 50),
        "00": (1200, 4400, 3100, 1750, 550),
    }.items()
    for activity, value in zip(("A", "B+C", "J", "I", "US"), values, strict=True)
]


def residents(**more: Any) -> ProfileSource:
    """Make the profiles of the county's own figures too, held against the rest of the country."""
    version = stored("residents", RESIDENTS, classification="NACE Rev. 2")
    return choose_source(None, version=version, region="23", compared_with="whole", **more)


def in_county(measure: str, version: DatasetVersion) -> DatasetVersion:
    """Take the figures of the municipalities from this table."""
    choose_series(None, series={measure: version.dataset})
    return version
