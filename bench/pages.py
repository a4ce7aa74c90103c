"""How fast pages are read, by one reader and by many at once."""

import http.client
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.running import Result, Varv, empty_home

PAGES = ["/", "/meetings/", "/frame/", "/api/v1/meetings"]
SECONDS = 4.0


def measure() -> Iterator[Result]:
    """Read each page with 1, 4 and 16 readers."""
    with empty_home() as home:
        varv = Varv(home)
        try:
            for page in PAGES:
                for readers in (1, 4, 16):
                    yield from _read(varv.port, page, readers)
        finally:
            varv.stop()


def _read(port: int, page: str, readers: int) -> Iterator[Result]:
    with ThreadPoolExecutor(readers) as pool:
        taken = [
            t for times in pool.map(lambda _: _reader(port, page), range(readers)) for t in times
        ]
    slowest = statistics.quantiles(taken, n=100)[-1]
    yield Result(f"{page} with {readers} readers", len(taken) / SECONDS, "pages/s")
    yield Result(f"{page} with {readers} readers, slowest of a hundred", slowest * 1000, "ms")


def _reader(port: int, page: str) -> list[float]:
    taken = []
    end = time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{page} answers {answer.status}")
        taken.append(time.perf_counter() - began)
    return taken
