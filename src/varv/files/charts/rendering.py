"""Drawing by a program of its own; see ``renderer`` for why."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from varv.files.charts.svg import on_white

RENDERER = Path(__file__).with_name("renderer.py")
#: Starting takes half a second and a chart a few hundredths; more than this is a fault.
SECONDS_TO_START, SECONDS_A_CHART = 30.0, 5.0
#: What the program is told of where it runs: nothing of our secrets.
_TOLD = ("PATH", "PYTHONPATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH")


class CannotDrawError(RuntimeError):
    """The program that draws gave nothing."""


def rendered(specs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the SVG of each spec of Vega-Lite; all of them by one start of the program."""
    answers = _asked([{"spec": spec} for spec in specs])
    return [answer["svg"] for answer in answers]


def as_png(svg: str, scale: float = 2.0) -> bytes:
    """Return a picture in dots, for programs that show no SVG, such as older versions of Word.

    Its ground is white: without one a document that is shown dark has dark letters on dark.
    """
    (answer,) = _asked([{"png": on_white(svg), "scale": scale}])
    return base64.b64decode(answer["png"])


def _asked(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    if not questions:
        return []
    try:
        found = subprocess.run(  # noqa: S603 - our own program, and what it reads is data
            [sys.executable, "-P", str(RENDERER)],
            input=json.dumps(questions, allow_nan=False),
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS_TO_START + SECONDS_A_CHART * len(questions),
            env={name: os.environ[name] for name in _TOLD if name in os.environ},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotDrawError(str(error)) from error
    if found.returncode:
        raise CannotDrawError(f"exit code {found.returncode}: {found.stderr[-500:]}")
    try:
        answers: list[dict[str, str]] = json.loads(found.stdout)
    except ValueError as error:
        raise CannotDrawError(f"no answer: {found.stdout[:200]!r}") from error
    if wrong := [answer["error"] for answer in answers if "error" in answer]:
        raise CannotDrawError("; ".join(wrong)[:1000])
    return answers
