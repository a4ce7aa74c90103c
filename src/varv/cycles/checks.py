"""Step checks: what a step must show before it counts as done, answered from live data.

The app of a step registers its checks in ``ready()``; this app owns the point and two checks on
governance that need nothing but interests.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from varv.cycles.models import Step, StepKind
from varv.extension import ExtensionPoint


@dataclass(frozen=True)
class CheckResult:
    """Whether a check holds, and a sentence that says what was found or what is missing."""

    ok: bool
    text: str


@dataclass(frozen=True)
class StepCheck:
    """One check on the steps of one kind, in the lap of an area or of the whole programme."""

    kind: StepKind
    label: str | Promise
    evaluate: Callable[[Step], CheckResult]


@dataclass(frozen=True)
class Finding:
    """What one check says about one step now."""

    key: str
    label: str
    ok: bool
    text: str


point: ExtensionPoint[StepCheck] = ExtensionPoint("step checks")


def findings(step: Step) -> list[Finding]:
    """Return what all checks say about ``step``; empty where no app has a check for it yet."""
    return [
        Finding(key, str(check.label), result.ok, result.text)
        for key, check in point.items()
        if check.kind == step.kind
        for result in [check.evaluate(step)]
    ]
