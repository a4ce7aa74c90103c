"""How the commands talk: answers on the standard output, everything else on that for errors."""

import contextlib
import itertools
import os
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NoReturn

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from typer.core import TyperCommand

#: The exit code for input that cannot be used.
BAD_INPUT = 2
#: How wide tables are where there is no terminal to tell.
WIDE = 140
#: How wide a name is at most and at least.
LONG, SHORT = 46, 10
#: What a column holds: a name may be cut, a text or a spare number left out.
Kind = Literal["code", "name", "number", "text", "spare"]
#: What arguments of the library are called that are options here.
OPTIONS = (
    "columns", "level", "region_level", "year", "only", "classification", "decimal", "of", "method",
    "certainty", "least_compared", "least", "cluster_size", "horizon", "draws",
)  # fmt: skip
#: What the library says of matrices, which nobody gave here.
IN_OTHER_WORDS = {
    "M should have two regions and two activities that hang together": "there must be at least two "
    "regions and two activities to compare, and they must have strengths in common",
    "M should vary: every region that is compared has every activity": "there is nothing to "
    "compare: every region is as strong in every activity",
}
#: What is wrong with a call; typer has click within itself, and names only what derives from it.
UsageError: Any = typer.BadParameter.__mro__[1]
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def stop(text: str) -> NoReturn:
    """Say in one line what is wrong with what was given, and end with exit code 2."""
    err.print(" ".join(text.split()), style="red")
    raise typer.Exit(BAD_INPUT)


class Command(TyperCommand):
    """A command that says in one line what is wrong with how it was called."""

    def make_context(self, *given: Any, **more: Any) -> Any:
        """Return the context of a call, or end with exit code 2."""
        try:
            return super().make_context(*given, **more)
        except UsageError as error:
            path = error.ctx.command_path if error.ctx else self.name
            stop(f"{error.format_message().rstrip('.')} (see {path} --help)")


@contextlib.contextmanager
def one_clear_line() -> Iterator[None]:
    """Turn what the library says of bad input into one line."""
    try:
        yield
    except ValueError as error:
        stop(as_options(str(error)))
    except BrokenPipeError:
        raise  # whoever reads the answer has had enough, as in `varv profile ... | head`
    except OSError as error:
        stop(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def as_options(text: str) -> str:
    """Return a message of the library with the options of the command line in it.

    Examples
    --------
    >>> as_options("the file mixes levels; choose with level=")
    'the file mixes levels; choose with --level'
    >>> as_options("columns should say which is the value; the file has a, b")
    '--columns should say which is the value; the file has a, b'
    """
    text = re.sub(r"\bonly=\{'([^']*)': \.\.\.\}", r"--only \1=...", text)
    for ours, theirs in IN_OTHER_WORDS.items():
        text = text.replace(ours, theirs)
    options = "|".join(OPTIONS)
    text = re.sub(rf"\b({options})=", lambda found: _option(found[1]), text)
    text = text.replace("activity should not be blank", "activity should not be blank (--blank)")
    return re.sub(rf"^({options}) should", lambda found: f"{_option(found[1])} should", text)


def notes(texts: Sequence[str]) -> None:
    """Say what the reader should know of an answer."""
    for text in texts:
        err.print(f"• {text[:1].upper()}{text[1:]}", style="yellow")


def line(text: str) -> None:
    """Say one thing that is not the answer."""
    err.print(text)


def show(answer: RenderableType) -> None:
    """Print an answer, as wide as the terminal."""
    out = Console(highlight=False, markup=False)
    out.width = width()
    out.print(answer)


def width() -> int:
    """Return how wide the terminal is; without one, wide enough for every column."""
    out = Console()
    return out.width if out.is_terminal or "COLUMNS" in os.environ else WIDE


def table(title: str, columns: Sequence[tuple[str, Kind]], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table as wide as the terminal, in which no code and no number is ever cut.

    A name takes the room that is left; where that is too little, what is spare is left out.
    """
    kept = list(range(len(columns)))
    cells = [[row[at] for row in rows] for at in kept]
    widths = [_wide([columns[at][0]], cells[at]) for at in kept]
    if _left(columns, widths, kept) < LONG:  # then headers are broken between words
        widths = [_wide(columns[at][0].split(), cells[at]) for at in kept]
    if _left(columns, widths, kept) < SHORT:
        kept = [at for at in kept if columns[at][1] not in {"text", "spare"}]
    room = max(SHORT, min(LONG, _left(columns, widths, kept)))
    found = Table(title=title, title_justify="left", box=SIMPLE_HEAD, title_style="bold",
                  show_edge=False)  # fmt: skip
    for at in kept:
        header, kind = columns[at]
        names = kind == "name"
        found.add_column(
            header,
            justify="right" if kind in {"number", "spare"} else "left",
            width=min(room, widths[at]) if names else widths[at],
            no_wrap=names,
            overflow="ellipsis" if names else "fold",
        )
    for row in rows:
        found.add_row(*(row[at] for at in kept))
    return found


@contextlib.contextmanager
def working(total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar while there is a terminal; what is yielded says that the next step begins."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} of {task.total}"),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )
    with bar:
        task = bar.add_task("", total=total)
        done = itertools.count()
        yield lambda doing: bar.update(task, completed=next(done), description=doing)


@contextlib.contextmanager
def warnings_as_notes(said: list[str]) -> Iterator[None]:
    """Collect what the library warns of, each once."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    texts = (str(one.message) for one in caught)
    said += dict.fromkeys(text[:1].upper() + text[1:] for text in texts)


def _wide(header: Sequence[str], cells: Sequence[str]) -> int:
    """Return the width of the longest cell or part of the header."""
    return max(map(cell_len, (*cells, *header, " ")))


def _left(columns: Sequence[tuple[str, Kind]], widths: Sequence[int], kept: Sequence[int]) -> int:
    """Return the room that is left for the name; columns are three apart."""
    taken = sum(widths[at] for at in kept if columns[at][1] != "name")
    return width() - taken - 3 * len(kept) + 1


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
