"""What a check finds, and what it is given to look with."""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import psycopg


class Level(enum.IntEnum):
    """How bad it is."""

    OK = 0
    WARNING = 1
    WRONG = 2


@dataclass(frozen=True)
class Finding:
    """One thing that is as it is, and how to mend it where it should not be so."""

    level: Level
    text: str
    mend: str = ""


@dataclass(frozen=True)
class Scope:
    """What checks may use: a connection, or why there is none; and how far they should go."""

    database: psycopg.Connection | None
    trouble: str = ""
    thorough: bool = False
    mail_to: str = ""

    @property
    def connection(self) -> psycopg.Connection:
        """The connection, in a check that is run only where there is one."""
        if self.database is None:
            raise RuntimeError("there is no database to look at")
        return self.database


@dataclass(frozen=True)
class Check:
    """A named check; ``part`` is what `/health` counts it under, if it is quick."""

    key: str
    examine: Callable[[Scope], Iterable[Finding]]
    part: str = ""
    needs_database: bool = True


def ok(text: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(Level.OK, text)


def warning(text: str, mend: str) -> Finding:
    """Say that something will become wrong, or may be meant."""
    return Finding(Level.WARNING, text, mend)


def wrong(text: str, mend: str) -> Finding:
    """Say that something is wrong."""
    return Finding(Level.WRONG, text, mend)
