"""``varv flows``: who moves between activities, counted from rows of persons and years."""

import hashlib
from pathlib import Path
from typing import NoReturn

import polars as pl
from rich.table import Table

import specialisation as sp
from specialisation.cli import talk
from specialisation.cli.answer import Answer, frame_of, number
from specialisation.cli.asked import Asked, pairs
from specialisation.provenance import CONVENTIONS, library

ROLES = ("person", "year", "activity", "main")


def answered(file: str, asked: Asked, engine: str, gap: int, least: int, memory: str) -> Answer:
    """Return the flows, and how much skills of the two have in common by those who changed."""
    roles = {role: role for role in ROLES[:3]} | pairs(asked.columns, "columns")
    if unknown := sorted(set(roles) - set(ROLES)):
        raise ValueError(f"columns should be of {', '.join(ROLES)}, has {', '.join(unknown)}")
    with talk.working(1) as step:
        step("Counting")
        found = sp.labour_flows(
            file, **roles, gap=gap, least=least, engine=sp.Engine(engine, memory_limit=memory)
        )
    rows = _rows(found)
    asked_for = {**roles, "engine": engine, "gap": gap, "least": least}
    made = sp.Manifest(
        call="labour_flows",
        parameters=asked_for,
        input_sha256=_fingerprint(file),
        size={"rows": found.rows, "activities": len(found.activities)},
        conventions=CONVENTIONS["labour_flows"],
        library=library(),
        source=Path(file).name,
    )
    left = ", ".join(f"{why} {n:,}" for why, n in found.left_out.items() if n)
    notes = [f"{found.rows:,} rows; left out: {left or 'none'}"]
    if found.suppressed is not None:
        notes.append(
            f"{int(found.suppressed.sum())} cells are hidden: fewer than {least} persons, or so "
            "that those cannot be told"
        )
    return Answer(
        rows=rows,
        table=_table(rows, asked.top),
        manifest=made,
        chart=_no_chart,
        besides={"activities": list(found.activities), "left_out": found.left_out},
        notes=tuple(notes),
    )


def _rows(found: sp.LabourFlows) -> pl.DataFrame:
    place = {code: at for at, code in enumerate(found.activities)}
    rows = found.frame
    ratio = sp.skill_relatedness(found.movers).ratio if found.activities else None
    related = [
        None if ratio is None or n is None or a == b else float(ratio[place[a], place[b]])
        for a, b, n in rows.rows()
    ]
    return frame_of(
        {
            "origin": rows["origin"],
            "destination": rows["destination"],
            "count": rows["count"],
            "skill_relatedness": pl.Series(related, dtype=pl.Float64),
        }
    )


def _table(rows: pl.DataFrame, top: int) -> Table:
    most = rows.filter(pl.col("origin") != pl.col("destination"))
    most = most.sort("count", descending=True, nulls_last=True, maintain_order=True).head(top)
    return talk.table(
        "Moves between activities, the largest first; 1 is what chance would give",
        [("From", "code"), ("To", "code"), ("Moves", "number"), ("Skill-relatedness", "number")],
        [[str(a), str(b), number(n, 0), number(r)] for a, b, n, r in most.rows()],
    )


def _fingerprint(file: str) -> str:
    """Return the SHA-256 of one file; empty for a pattern, a folder, or what lies elsewhere."""
    if not Path(file).is_file():
        return ""
    with Path(file).open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _no_chart() -> NoReturn:
    raise ValueError("flows have no picture")
