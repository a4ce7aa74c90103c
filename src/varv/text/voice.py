"""The language and the time zone that a request speaks in, kept for what is written after it."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import get_language, override

T = TypeVar("T")


def kept(pieces: Iterable[T]) -> Iterator[T]:
    """Make each piece in the language and the time zone of now.

    An answer that is streamed is written when its request's language and time zone are forgotten.
    """
    return _each(iter(pieces), get_language(), timezone.get_current_timezone_name())


def _each(pieces: Iterator[T], language: str | None, zone: str) -> Iterator[T]:
    end = object()
    while True:
        with override(language), timezone.override(zone):
            one = next(pieces, end)
        if one is end:
            return
        yield one  # type: ignore[misc]
