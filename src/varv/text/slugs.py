"""Addresses that can be read aloud."""

from django.utils.text import slugify


def slug(text: str, taken: frozenset[str] | set[str] = frozenset(), length: int = 60) -> str:
    """Return a lower-case ASCII address for ``text`` that is not in ``taken``.

    >>> slug("Öppna ängar")
    'oppna-angar'
    >>> slug("Öppna ängar", taken={"oppna-angar"})
    'oppna-angar-2'
    """
    base = slugify(text)[:length].strip("-") or "namnlos"
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate
