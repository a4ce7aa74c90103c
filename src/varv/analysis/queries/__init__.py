"""What analysis can be asked; runs and findings have modules of their own."""

from varv.analysis.queries.evidence import (
    SUPPORTS,
    all_evidence,
    areas_without_evidence,
    evidence_at,
    evidence_for,
    supported_by,
)

__all__ = [
    "SUPPORTS",
    "all_evidence",
    "areas_without_evidence",
    "evidence_at",
    "evidence_for",
    "supported_by",
]
