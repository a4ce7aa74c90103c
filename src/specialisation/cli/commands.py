"""The commands; each reads what was asked, and leaves the rest to a module of its own."""

from pathlib import Path
from typing import Annotated

import typer

from specialisation.cli import talk
from specialisation.cli.asked import Asked, with_shared

app = typer.Typer(
    help="The numbers behind smart specialisation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
PANEL = "The numbers"

Region = Annotated[
    str, typer.Option(metavar="CODE", help="The region, by its code in the file, such as SE32.")
]
ClusterSize = Annotated[
    float, typer.Option(help="Jobs in a workplace: they come and go together. A guess is enough.")
]
Anchor = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A CSV of region and a number that goes with complexity, such as income.",
    ),
]
Horizon = Annotated[int, typer.Option(min=1, help="How many years ahead to look.")]


# What the modules need (numpy, polars, scikit-learn) is imported when a command runs: below each.


@app.command(cls=talk.Command, rich_help_panel=PANEL)
@with_shared
def profile(
    asked: Asked,
    of: Annotated[
        str, typer.Option(help="What the rows are of: regions, activities or cells.")
    ] = "regions",
    anchor: Anchor = None,
) -> None:
    """Measure every region: diversity, strengths, complexity, outlook."""
    from specialisation.cli.all_regions import answered
    from specialisation.cli.answer import give

    give(answered(asked, of, anchor), asked)


@app.command(cls=talk.Command, rich_help_panel=PANEL)
@with_shared
def strengths(
    asked: Asked,
    region: Region,
    cluster_size: Annotated[
        float | None,
        typer.Option(
            help="Jobs in a workplace: they come and go together. Not told: 1, and a strength must "
            "stand with 50 as well."
        ),
    ] = None,
    least: Annotated[
        float, typer.Option(help="What the location quotient of a strength exceeds.")
    ] = 1.0,
    certainty: Annotated[
        float, typer.Option(help="How sure that must be: a probability from 0.5.")
    ] = 0.95,
) -> None:
    """Show what a region has more of than its share, and how sure that is."""
    from specialisation.cli.answer import give
    from specialisation.cli.region_strengths import answered

    give(answered(asked, region, cluster_size, least, certainty), asked)


@app.command(cls=talk.Command, rich_help_panel=PANEL)
@with_shared
def openings(
    asked: Asked,
    region: Region,
    horizon: Annotated[
        int | None,
        typer.Option(min=1, help="How many years ahead to look: 5, or half of the years told."),
    ] = None,
    cluster_size: ClusterSize = 1.0,
    anchor: Anchor = None,
) -> None:
    """Show what a region could become strong in: how related, how complex, how likely."""
    from specialisation.cli.answer import give
    from specialisation.cli.region_openings import answered

    give(answered(asked, region, horizon, cluster_size, anchor), asked)


@app.command(cls=talk.Command, rich_help_panel=PANEL)
@with_shared
def peers(
    asked: Asked,
    region: Region,
    abroad: Annotated[
        bool, typer.Option("--abroad", help="Seek them in other countries only, by codes of NUTS.")
    ] = False,
    least_compared: Annotated[
        float, typer.Option(help="How much of two regions must be comparable, from 0 to 1.")
    ] = 0.9,
    draws: Annotated[int, typer.Option(min=1, help="How often weights are drawn anew.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 1,
) -> None:
    """Show which regions are built most like one, in what they differ, and how near that is."""
    from specialisation.cli.answer import give
    from specialisation.cli.region_peers import answered

    give(answered(asked, region, least_compared, draws, seed, abroad=abroad), asked)


@app.command(cls=talk.Command, rich_help_panel=PANEL)
@with_shared
def shift_share(
    asked: Asked,
    region: Annotated[
        str, typer.Option(metavar="CODE", help="The activities of this region, not all regions.")
    ] = "",
    method: Annotated[str, typer.Option(help="dunn or esteban.")] = "dunn",
    cluster_size: ClusterSize = 1.0,
) -> None:
    """Divide the change between years: the whole's, the activities' and the region's own part."""
    from specialisation.cli.answer import give
    from specialisation.cli.changes import answered

    give(answered(asked, region or None, method, cluster_size), asked)


@app.command(cls=talk.Command, rich_help_panel=PANEL)
@with_shared
def backtest(
    asked: Asked,
    horizon: Horizon = 5,
    method: Annotated[str, typer.Option(help="logistic, boosting or average.")] = "average",
    draws: Annotated[
        int, typer.Option(min=1, help="How often regions are drawn anew, for the intervals.")
    ] = 200,
    k: Annotated[int, typer.Option(min=1, help="Of the precision among the first k.")] = 100,
) -> None:
    """Try whether new specialisations could have been foreseen, against simple forecasts."""
    from specialisation.cli.answer import give
    from specialisation.cli.backtests import answered

    give(answered(asked, horizon, method, draws, k), asked)


@app.command(cls=talk.Command, rich_help_panel=PANEL)
def flows(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Parquet or CSV: a path, a pattern or a folder.")
    ],
    columns: Annotated[
        str,
        typer.Option(
            metavar="ROLE=COLUMN,...",
            help="Which column is what: person=id,year=ar,activity=sni; main= says the main job.",
        ),
    ] = "",
    engine: Annotated[
        str, typer.Option(help="duckdb, or a Spark cluster such as spark://host:7077.")
    ] = "duckdb",
    gap: Annotated[int, typer.Option(min=0, help="Years that may be missing in between.")] = 0,
    least: Annotated[int, typer.Option(min=1, help="Hide cells of fewer persons.")] = 5,
    memory: Annotated[str, typer.Option(help="How much DuckDB takes, such as 3GB.")] = "3GB",
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write it: .parquet, .csv or .xlsx."),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="How many rows the table shows.")] = 20,
) -> None:
    """Count who moves between activities, from a row for each person and year."""
    from specialisation.cli.answer import give
    from specialisation.cli.flow_counts import answered

    with talk.one_clear_line():
        asked = Asked(Path(file), columns=columns, json=json, output=output, top=top)
        asked.check()
        give(answered(file, asked, engine, gap, least, memory), asked)
