"""A browser, as far as a form needs one; the proxy in front says where it comes from."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench.running import Site


@dataclass(frozen=True)
class Sent:
    """One form: how it was answered and how long that took."""

    status: int
    leads_to: str
    seconds: float


class Visitor:
    """Opens a form once, and sends it as often as one likes, from any address of origin."""

    def __init__(self, site: Site, origin: str) -> None:
        self.origin = origin
        self._port = site.port
        self._cookies = ""
        self._token = ""

    def open(self, address: str) -> str:
        """Open the page with the form, and return it."""
        answer, page = self._ask("GET", address)
        cookies = SimpleCookie(answer.headers["Set-Cookie"])
        self._cookies = "; ".join(f"{key}={one.value}" for key, one in cookies.items())
        self._token = first(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        return page

    def send(self, address: str, typed: Mapping[str, object], to: Site | None = None) -> Sent:
        """Press the button; the form may go to another server than it came from."""
        self._port = to.port if to else self._port
        form = urlencode({"csrfmiddlewaretoken": self._token, **typed}, doseq=True)
        began = time.perf_counter()
        answer, _page = self._ask("POST", address, form)
        taken = time.perf_counter() - began
        return Sent(answer.status, answer.headers.get("Location", ""), taken)

    def _ask(
        self, method: str, address: str, form: str | None = None
    ) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        headers = Site.HEADERS | {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": self.origin,
        }
        if self._cookies:
            headers["Cookie"] = self._cookies
        connection.request(method, address, form, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        return answer, page


def first(pattern: str, page: str) -> str:
    """Return what the pattern finds first on a page."""
    found = re.search(pattern, page)
    if found is None:
        raise RuntimeError(f"{pattern} is not on the page: {page[:500]}")
    return found[1]
