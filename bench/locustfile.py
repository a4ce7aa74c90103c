"""One page asked for again and again; ``bench.pages`` starts it, once for each page and crowd.

``BENCH_PAGE`` names the page. Each simulated visitor has an address of their own, as the proxy in
front tells it, and signs up with an e-mail address never used before.
"""

import itertools
import os
import re
from urllib.parse import urlsplit

from locust import FastHttpUser, constant, task

PAGE = os.environ["BENCH_PAGE"]
SITE = os.environ["BENCH_SITE"]
SIGN_UP = "/meetings/sign-up/"
_numbers = itertools.count()


class Visitor(FastHttpUser):
    """Somebody who never stops to read."""

    wait_time = constant(0)

    def on_start(self) -> None:
        """Open the form once, for its token: what is measured is the sending."""
        self.number = next(_numbers)
        if PAGE == "sign-up (sent)":
            self._open_form()

    @task
    def ask(self) -> None:
        """Ask for the page, or send the form."""
        if PAGE == "sign-up (sent)":
            self._send_form()
        else:
            self.client.get(PAGE, headers=self._headers(), name="page")

    def _headers(self) -> dict[str, str]:
        fresh = next(_numbers)
        origin = f"10.{fresh >> 16 & 255}.{fresh >> 8 & 255}.{fresh & 255}"
        return {
            "Host": urlsplit(SITE).netloc,
            "Referer": f"{SITE}/",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": origin,
            "Accept-Encoding": "gzip",
        }

    def _open_form(self) -> None:
        answer = self.client.get(SIGN_UP, headers=self._headers(), name="form")
        page = answer.text
        self.form = {
            "csrfmiddlewaretoken": _first(r'name="csrfmiddlewaretoken" value="(\w+)"', page),
            "meetings": _first(r'name="meetings" value="([\w-]+)"', page),
            "sector": "business",
            "municipality": _first(r'<option value="(\d+)"', page),
        }
        cookies = answer.headers.getlist("Set-Cookie")
        self.cookies = "; ".join(one.split(";")[0] for one in cookies)

    def _send_form(self) -> None:
        number = next(_numbers)
        form = self.form | {
            "name": f"Person {number}",
            "email": f"person{number}.{os.getpid()}@load.example",
            "organisation": f"Organisation {number % 500}",
        }
        headers = self._headers() | {"Cookie": self.cookies}
        with self.client.post(
            SIGN_UP,
            data=form,
            headers=headers,
            name="page",
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code != 302:
                answer.failure(f"answered {answer.status_code}")


def _first(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise RuntimeError(f"{pattern} is not on the page: {page[:300]}")
    return found[1]
