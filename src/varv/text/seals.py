"""Seals of texts: what tells whether somebody else has changed a text meanwhile."""

import hashlib


def seal_of(text: str) -> str:
    """Return what differs where two texts do.

    >>> seal_of("Skogen växer.") == seal_of("Skogen växer"), len(seal_of(""))
    (False, 64)
    """
    return hashlib.sha256(text.encode()).hexdigest()
