"""Asking a service over HTTP: with a time limit, at its pace, again where it was busy.

The clients of these services were tried first. pxwebpy 0.6.0 keeps `timeout` and never passes it
on, and drops the status of cells, so that what is suppressed cannot be told from what is missing;
eurostat 1.1.1 prints errors where it should raise them and does not try again. What they are good
for, our tests hold ours against.
"""

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from specialisation.io.limits import PIECE, Limits

#: What a service answers when it is busy; everything else does not get better by asking again.
BUSY = frozenset({429, 500, 502, 503, 504})
#: So long is waited at the most when a service says how long.
LONGEST = 120.0


@dataclass
class Transport:
    """One service, asked politely.

    Attributes
    ----------
    timeout
        Seconds to wait for a connection and for each piece of an answer.
    tries
        How often to ask where the service is busy or the line breaks.
    calls, window
        No more than so many calls in so many seconds.
    pause
        Seconds before the second try; twice as long before each one after that.
    """

    timeout: float = 60.0
    tries: int = 4
    calls: int = 30
    window: float = 10.0
    pause: float = 1.0
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _asked: deque[float] = field(default_factory=deque)

    def fetch(self, url: str, body: Any = None) -> bytes:
        """Return an answer as it came. `ValueError` where the service refuses or is not reached."""
        if not url.startswith(("https://", "http://")):
            raise ValueError(f"url should begin with https://, is {url!r}")
        for turn in range(self.tries):
            self._wait_for_a_place()
            answer, wait = self._ask(url, body, last=turn + 1 == self.tries)
            if answer is not None:
                return answer
            self.sleep(self.pause * 2**turn if wait is None else min(wait, LONGEST))
        raise ValueError(f"tries should be one or more, is {self.tries}")

    def _ask(self, url: str, body: Any, *, last: bool) -> tuple[bytes | None, float | None]:
        """Return the answer, or None and how long the service asks to wait."""
        # Only those who fetch need them, and they are slow to import.
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import Request, urlopen

        headers = {"Accept-Encoding": "gzip", "User-Agent": "varv-specialisation"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = Request(url, data=data, headers=headers)  # noqa: S310 - checked above
        try:
            with urlopen(request, timeout=self.timeout) as answer:  # noqa: S310
                return self._content(answer, url), None
        except HTTPError as error:
            with error:
                if error.code not in BUSY or last:
                    raise ValueError(_refusal(url, error)) from None
                return None, _seconds(error.headers.get("Retry-After"))
        except (OSError, HTTPException) as error:
            if last:
                raise ValueError(f"{url} should answer, does not: {error}") from None
            return None, None

    def _content(self, answer: Any, url: str) -> bytes:
        pieces, size = [], 0
        while piece := answer.read(PIECE):
            size += len(piece)
            if size > self.limits.packed:
                raise ValueError(f"{url} should answer {self.limits.packed:,} bytes, answers more")
            pieces.append(piece)
        # A gz answer is unpacked by whoever reads it: Eurostat sends some without saying so.
        return b"".join(pieces)

    def _wait_for_a_place(self) -> None:
        now = self.clock()
        while self._asked and now - self._asked[0] >= self.window:
            self._asked.popleft()
        if len(self._asked) >= self.calls:
            self.sleep(self.window - (now - self._asked.popleft()))
        self._asked.append(self.clock())


def _refusal(url: str, error: Any) -> str:
    try:
        told = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
    except OSError:
        told = ""
    return f"{url} refuses with {error.code} {error.reason}: {told}".rstrip(": ")


def _seconds(told: str | None) -> float | None:
    """Return how long a service asks to wait: seconds, or until a time of day."""
    if told is None:
        return None
    if told.strip().isdigit():
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
