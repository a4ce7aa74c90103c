"""Tables out: CSV, Parquet, Excel and JSON-stat, each with where its figures come from."""

import json
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from specialisation.panel import Panel
from specialisation.provenance import Manifest

FORMATS = (".csv", ".parquet", ".xlsx", ".json")


def write(
    table: pl.DataFrame | Panel,
    path: str | PathLike[str],
    manifest: Manifest | Mapping[str, Any] | None = None,
) -> None:
    """Write a table or a panel; the ending of the name says the format.

    Parameters
    ----------
    table
        A polars frame, or a panel: then one row for each region, activity and year, the value of a
        suppressed cell empty.
    path
        Ends in .csv, .parquet, .xlsx or .json (JSON-stat 2, panels only). The version of a panel's
        codes, where it is known, goes along and is read again.
    manifest
        Of the result, by `manifest` or in your words. It goes into the metadata of Parquet, a sheet
        of its own in Excel, the extension of JSON-stat, and beside a CSV as
        ``name.manifest.json``.

    Raises
    ------
    ValueError
        If the ending is none of these, or a frame is to be written as JSON-stat.

    Examples
    --------
    >>> import numpy as np, tempfile
    >>> panel = Panel(("SE32",), ("I55",), (2015,), np.array([[[1204.0]]]))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "out.csv"
    ...     write(panel, target)
    ...     print(target.read_text())
    region,activity,year,value,suppressed
    SE32,I55,2015,1204.0,false
    <BLANKLINE>
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in FORMATS:
        raise ValueError(f"path should end in {', '.join(FORMATS)}, is {target.name}")
    kept = manifest.as_dict() if isinstance(manifest, Manifest) else dict(manifest or {})
    told = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)
    if ending == ".json":
        if not isinstance(table, Panel):
            raise ValueError("table should be a panel to be written as JSON-stat")
        target.write_text(json.dumps(_dataset(table, json.loads(told)), ensure_ascii=False))
        return
    frame = frame_of(table) if isinstance(table, Panel) else table
    if ending == ".parquet":
        frame.write_parquet(target, metadata={"manifest": told})
    elif ending == ".xlsx":
        _workbook(frame, target, json.loads(told))
    else:
        frame.write_csv(target)
        if manifest:
            target.with_name(target.name + ".manifest.json").write_text(told + "\n")


def frame_of(panel: Panel) -> pl.DataFrame:
    """Return a panel as a long table: region, activity, year, value, suppressed.

    And `classification`, the version of the codes, where it is known.

    Examples
    --------
    >>> import numpy as np
    >>> frame_of(Panel(("SE32",), ("I55",), (2015,), np.array([[[1204.0]]]))).columns
    ['region', 'activity', 'year', 'value', 'suppressed']
    """
    years, regions, activities = (axis.reshape(-1) for axis in np.indices(panel.values.shape))
    hidden = (
        np.zeros(panel.values.size, np.bool_)
        if panel.suppressed is None
        else panel.suppressed.reshape(-1)
    )
    frame = pl.DataFrame(
        {
            "region": pl.Series([str(one) for one in panel.regions]).gather(regions),
            "activity": pl.Series([str(one) for one in panel.activities]).gather(activities),
            "year": np.array(panel.years, np.int64)[years],
            "value": panel.values.reshape(-1),
            "suppressed": hidden,
        }
    )
    empty = pl.when(~pl.col("suppressed")).then("value").alias("value")
    frame = frame.with_columns(empty)
    if panel.classification:
        return frame.with_columns(pl.lit(panel.classification).alias("classification"))
    return frame


def _dataset(panel: Panel, manifest: dict[str, Any]) -> dict[str, Any]:
    hidden = panel.suppressed
    values: list[float | None] = list(panel.values.reshape(-1).tolist())
    status: dict[str, str] = {}
    if hidden is not None:
        for place in np.flatnonzero(hidden).tolist():
            values[place] = None
            status[str(place)] = "c"
    names = {"year": panel.years, "region": panel.regions, "activity": panel.activities}
    dimension = {
        name: {"label": name, "category": {"index": [str(one) for one in labels]}}
        for name, labels in names.items()
    }
    return {
        "version": "2.0",
        "class": "dataset",
        "id": list(names),
        "size": list(panel.values.shape),
        "role": {"time": ["year"], "geo": ["region"]},
        "dimension": dimension,
        "value": values,
        "status": status,
        "extension": {"classification": panel.classification, "manifest": manifest},
    }


def _workbook(frame: pl.DataFrame, target: Path, manifest: dict[str, Any]) -> None:
    try:
        import xlsxwriter  # only those who write workbooks need it
    except ImportError:
        raise ValueError("a workbook needs xlsxwriter: pip install xlsxwriter") from None
    # A label that begins with = stays a label.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(target, options) as book:
        frame.write_excel(book, worksheet="data", table_style=None, autofit=False)
        sheet = book.add_worksheet("manifest")
        for row, (name, value) in enumerate(sorted(manifest.items())):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value if isinstance(value, str) else json.dumps(value))
