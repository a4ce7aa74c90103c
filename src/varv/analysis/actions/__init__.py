"""What can be done in analysis; each act is one function."""

from varv.analysis.actions.evidence import cite_evidence
from varv.analysis.actions.findings import (
    confirm_finding,
    make_finding,
    publish_finding,
    question_findings,
    rewrite_finding,
    unpublish_finding,
    withdraw_finding,
)
from varv.analysis.actions.runs import (
    cancel_run,
    publish_run,
    repeat_run,
    start_run,
    unpublish_run,
)

__all__ = [
    "cancel_run",
    "cite_evidence",
    "confirm_finding",
    "make_finding",
    "publish_finding",
    "publish_run",
    "question_findings",
    "repeat_run",
    "rewrite_finding",
    "start_run",
    "unpublish_finding",
    "unpublish_run",
    "withdraw_finding",
]
