"""What every command is asked: the file, how to read it, and how to give the answer."""

import difflib
import inspect
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from specialisation.cli import talk
from specialisation.cli.years import Years

if TYPE_CHECKING:
    from specialisation import Panel, Reading

#: Up to so many regions, all are named where one is not among them.
FEW = 10
ENDINGS = (".parquet", ".csv", ".xlsx")

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file of statistics.")]
Columns = Annotated[
    str,
    typer.Option(
        metavar="ROLE=COLUMN,...",
        help="Which column is what, such as region=geo,activity=nace_r2,value=n2015.",
    ),
]
Level = Annotated[
    str,
    typer.Option(
        metavar="LEVEL", help="Activities of this level: section, division, group, class."
    ),
]
RegionLevel = Annotated[
    str,
    typer.Option(
        metavar="LEVEL",
        help="Regions of this level: 0 to 3 of NUTS, country, county or municipality.",
    ),
]
Year = Annotated[
    str,
    typer.Option(metavar="YEARS", help="2018, 2015-2018 or 2015,2018; the answer is of the last."),
]
Only = Annotated[
    str,
    typer.Option(metavar="COLUMN=VALUE,...", help="Only rows that say so in another column."),
]
Classification = Annotated[
    str,
    typer.Option(metavar="VERSION", help='"NACE Rev. 2", "NACE Rev. 2.1", "SNI 2007", "SNI 2025".'),
]
Decimal = Annotated[
    str, typer.Option(metavar="SIGN", help="What stands before the decimals: comma or point.")
]
Blank = Annotated[
    str,
    typer.Option(metavar="NAME", help="What to call the activity of rows that name none."),
]
Preset = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="Compute as this package does: ecomplexity, econgeo or datawheel."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON, with its manifest.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write it: .parquet, .csv or .xlsx."),
]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it: .svg.")]
Top = Annotated[
    int, typer.Option(min=1, help="How many rows the table shows; JSON and files have all.")
]


@dataclass(frozen=True)
class Asked:
    """The file, how to read it, and how to give the answer."""

    file: File
    columns: Columns = ""
    level: Level = ""
    region_level: RegionLevel = ""
    year: Year = ""
    only: Only = ""
    classification: Classification = ""
    decimal: Decimal = ""
    blank: Blank = ""
    preset: Preset = ""
    json: Json = False
    output: Output = None
    plot: Plot = None
    top: Top = 20

    @property
    def years(self) -> Years:
        """The years asked for."""
        return Years.of(self.year)

    @property
    def conventions(self) -> dict[str, Any]:
        """The parameters of the preset; none without one."""
        import specialisation as sp  # nothing heavy until a command runs

        return sp.preset(self.preset).profile if self.preset else {}

    @property
    def parameters(self) -> dict[str, Any]:
        """What was asked for of the file, for the manifest."""
        beside = {"file", "json", "output", "plot", "top"}
        return {name: value for name, value in asdict(self).items() if name not in beside}

    def check(self) -> None:
        """Refuse early what could only fail after the work."""
        if self.output and self.output.suffix.lower() not in ENDINGS:
            raise ValueError(f"-o should end in {', '.join(ENDINGS)}, is {self.output}")
        if self.plot and self.plot.suffix.lower() != ".svg":
            raise ValueError(f"--plot should end in .svg, is {self.plot}")
        for target in (self.output, self.plot):
            if target and not target.absolute().parent.is_dir():
                raise ValueError(f"there is no folder {target.parent} to write {target.name} in")
        if self.plot:
            from specialisation.cli import charts  # says what is missing for charts

            charts.require()
        if self.preset:
            import specialisation as sp

            sp.preset(self.preset)

    def figures(self, region: str | None = None, years: Years | None = None) -> "Figures":
        """Return the panel of the file; with a region, at its level."""
        import specialisation as sp

        years = self.years if years is None else years
        how: dict[str, Any] = {
            "columns": pairs(self.columns, "columns"),
            "level": self.level or None,
            "region_level": _region_level(self.region_level),
            "only": pairs(self.only, "only"),
            "classification": self.classification,
            "decimal": {"comma": ",", "point": ".", "": None}.get(self.decimal, self.decimal),
            "blank": self.blank or None,
        }
        found = sp.read(self.file, **how)
        again: dict[str, Any] = {}
        there = sorted(found.frame["year"].drop_nulls().unique().to_list())
        if (kept := years.among(there)) != there:
            again["year"] = kept
        if region is not None and region not in _regions(found) and sp.is_nuts(region):
            # The finest level was read; the region may stand at a coarser one.
            again["region_level"] = how["region_level"] or sp.nuts_level(region)
        if again:
            found = _again(self.file, how | again, region, found)
        panel = found.panel()
        if region is not None and region not in panel.regions:
            raise _unknown(region, [str(one) for one in panel.regions])
        return Figures(panel, found)


@dataclass(frozen=True, eq=False)
class Figures:
    """A panel, and how it was read."""

    panel: "Panel"
    reading: "Reading"

    @property
    def source(self) -> str:
        """The file's name and fingerprint."""
        return f"{Path(self.reading.source).name} (SHA-256 {self.reading.sha256})"

    @property
    def notes(self) -> list[str]:
        """The warnings of the reading, and what counts as zero because no row tells it."""
        said = [
            one
            for one in self.reading.findings
            if one.severity == "warning" or one.kind == "not_told"
        ]
        return [talk.as_options(str(one).partition(": ")[2]) for one in said]


def with_shared(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument and options that all of them share, as its first argument.

    They are declared once, as the fields of `Asked`, and not in every command. Bad input becomes
    one line.
    """
    shared = inspect.signature(Asked).parameters
    own = list(inspect.signature(command).parameters.values())[1:]
    first, *others = shared.values()
    every = [first, *own, *others]

    def run(**given: Any) -> None:
        asked = Asked(**{name: given.pop(name) for name in shared})
        with talk.one_clear_line():
            asked.check()
            command(asked, **given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {one.name: one.annotation for one in every}
    keyword = inspect.Parameter.KEYWORD_ONLY
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [one.replace(kind=keyword) for one in every]
    )
    return run


def pairs(text: str, option: str) -> dict[str, str]:
    """Return what stands as name=value,name=value."""
    found = [part.partition("=") for part in text.split(",")] if text else []
    wrong = [name for name, sign, value in found if not (name.strip() and sign and value.strip())]
    if wrong:
        raise ValueError(f"--{option} should be like name=value,name=value, is {text!r}")
    return {name.strip(): value.strip() for name, _sign, value in found}


def _region_level(text: str) -> int | str | None:
    return int(text) if text.isdecimal() else text or None


def _regions(found: "Reading") -> set[str]:
    return set(found.frame["region"].unique().to_list())


def _again(file: Path, how: dict[str, Any], region: str | None, before: "Reading") -> "Reading":
    import specialisation as sp

    try:
        return sp.read(file, **how)
    except ValueError as error:
        if region is None or not str(error).startswith("region_level"):
            raise
        raise _unknown(region, sorted(_regions(before))) from None


def _unknown(region: str, known: Sequence[str]) -> ValueError:
    few = list(known) if len(known) <= FEW else []
    near = few or difflib.get_close_matches(region, known, n=5, cutoff=0.5) or list(known[:5])
    more = " ..." if len(known) > len(near) else ""
    return ValueError(
        f"--region {region} is not among the {len(known)} regions of the file; "
        f"it has {', '.join(near)}{more}"
    )
