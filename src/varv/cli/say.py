"""How the command line talks: calm at a terminal, plain lines elsewhere."""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from typing import NoReturn

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def line(text: str) -> None:
    """Say one thing."""
    out.print(text)
    sys.stdout.flush()  # whoever reads a pipe must see it now


def lines(texts: Iterable[str]) -> None:
    """Say several things, each on its line."""
    for text in texts:
        line(text)


def marked(text: str) -> None:
    """Say something that asks for thought, among what does not."""
    out.print(text, style="yellow")


def warning(text: str) -> None:
    """Say what the person should know, on the channel for errors."""
    err.print(text, style="yellow")


def stop(text: str) -> NoReturn:
    """Say what is wrong and what to do about it, and end with exit code 1."""
    err.print(text, style="red")
    raise typer.Exit(1)


@contextlib.contextmanager
def step(doing: str) -> Iterator[None]:
    """Say what is being done: while it lasts at a terminal, as a line elsewhere."""
    if not out.is_terminal:
        line(f"{doing} …")
        yield
        return
    with out.status(f"{doing} …"):
        yield
    out.print(f"✓ {doing}", style="dim")
