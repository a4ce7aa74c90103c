"""Reading evidence, claims and SWOT, assets and criteria."""

from varv.analysis.queries.claims import (
    CLAIMED,
    ToldClaim,
    areas_with_bare_claims,
    claim_at,
    claims_about,
    every_claim,
    tell,
)
from varv.analysis.queries.evidence import (
    SUPPORTS,
    all_evidence,
    areas_supported,
    areas_without_evidence,
    evidence_at,
    evidence_for,
    standing_evidence,
    supported_by,
)

__all__ = [
    "CLAIMED",
    "SUPPORTS",
    "ToldClaim",
    "all_evidence",
    "areas_supported",
    "areas_with_bare_claims",
    "areas_without_evidence",
    "claim_at",
    "claims_about",
    "every_claim",
    "evidence_at",
    "evidence_for",
    "standing_evidence",
    "supported_by",
    "tell",
]
