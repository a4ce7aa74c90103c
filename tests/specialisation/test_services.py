"""PxWeb and Eurostat, against a server on the loopback that speaks their documented formats."""

import gzip
import itertools
import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

import specialisation as sp
from specialisation.io.pxweb import split
from specialisation.io.transport import Transport

Answer = tuple[int, dict[str, str], bytes]
REGIONS, SNI, YEARS = ["2321", "2380", "0180"], ["A", "C", "F"], ["2020", "2021"]
CELLS = {
    (region, activity, year): 100 * r + 10 * a + y + 1
    for r, region in enumerate(REGIONS)
    for a, activity in enumerate(SNI)
    for y, year in enumerate(YEARS)
}
HIDDEN = ("2321", "F", "2021")
TICKET = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
SDMX = (
    b"DATAFLOW,LAST UPDATE,freq,nace_r2,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    b"ESTAT:X(1.0),11/06/26 23:00:00,A,I55,SE32,2015,12,d,\n"
    b"ESTAT:X(1.0),11/06/26 23:00:00,A,I56,SE32,2015,,c,C\n"
)


class Service:
    """A server of one test: what it was asked, and how it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, list[str]], Any]] = []
        self.answer: Callable[[str, dict[str, list[str]], Any], Answer] = lambda *_: found(b"")
        self.before: list[Answer] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.reply(None)

            def do_POST(self):
                size = int(self.headers["Content-Length"])
                self.reply(json.loads(self.rfile.read(size)))

            def reply(self, body):
                url = urlsplit(self.path)
                service.asked.append((url.path, parse_qs(url.query), body))
                answer = service.before.pop(0) if service.before else None
                status, headers, content = answer or service.answer(*service.asked[-1])
                self.send_response(status)
                for name, value in (headers | {"Content-Length": str(len(content))}).items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):  # who asked may have gone
                    self.wfile.write(content)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/api"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def found(content: bytes, **headers: str) -> Answer:
    return 200, headers, content


def as_json(value: Any) -> Answer:
    return found(json.dumps(value).encode(), **{"Content-Type": "application/json"})


def described(regions, activities, years, value, status=None):
    names = {"Region": regions, "SNI2007": activities, "ContentsCode": ["N1"], "Tid": years}
    return {
        "version": "2.0",
        "class": "dataset",
        "source": "SCB",
        "id": list(names),
        "size": [len(codes) for codes in names.values()],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {
                "label": name.lower(),
                "category": {
                    "index": {code: place for place, code in enumerate(codes)},
                    "label": {code: f"label {code}" for code in codes},
                },
                "extension": {"elimination": False},
            }
            for name, codes in names.items()
        },
        "value": value,
    } | ({"status": status} if status else {})


def pxweb(most: int):
    """Answer as PxWebApi 2.0 does; a call for more cells than `most` is refused."""

    def answer(path, _query, body):
        if path.endswith("/config"):
            return as_json({"apiVersion": "2.0.0", "maxDataCells": most,
                            "maxCallsPerTimeWindow": 30, "timeWindow": 10,
                            "defaultLanguage": "sv"})  # fmt: skip
        if path.endswith("/tables"):
            return as_json({"tables": [], "page": {"totalElements": 1}})
        if path.endswith("/metadata"):
            return as_json(described(REGIONS, SNI, YEARS, []))
        asked = {one["variableCode"]: one["valueCodes"] for one in body["selection"]}
        keys = [(r, a, y) for r in asked["Region"] for a in asked["SNI2007"] for y in asked["Tid"]]
        if len(keys) > most:
            return 403, {}, b'{"title": "Too many cells selected"}'
        value = [None if key == HIDDEN else CELLS[key] for key in keys]
        status = {str(place): ".." for place, key in enumerate(keys) if key == HIDDEN}
        return as_json(described(asked["Region"], asked["SNI2007"], asked["Tid"], value, status))

    return answer


@pytest.fixture
def service():
    one = Service()
    yield one
    one.close()


@pytest.fixture
def transport():
    """A transport that does not really wait, and says how long it would have."""
    waited: list[float] = []
    return Transport(timeout=5, sleep=waited.append), waited


ALL = {"Region": "*", "SNI2007": "*", "ContentsCode": "N1", "Tid": "*"}


def fetch(service, selection=ALL, most=18, transport=None, **options):
    service.answer = pxweb(most)
    return sp.read_pxweb("TAB1", selection, url=service.url + "/v2", transport=transport, **options)


@pytest.mark.parametrize(("most", "calls"), [(18, 1), (6, 3), (5, 6), (1, 18)])
def test_pxweb_is_asked_for_no_more_cells_than_it_gives(service, most, calls):
    reading = fetch(service, most=most, transport=Transport(calls=99))
    panel = reading.panel()
    assert panel.regions == ("0180", "2321", "2380")
    assert panel.activities == tuple(SNI)
    for (region, activity, year), value in CELLS.items():
        place = (
            panel.place_of_year(int(year)),
            panel.place_of_region(region),
            panel.place_of_activity(activity),
        )
        hidden = (region, activity, year) == HIDDEN
        assert panel.suppressed[place] == hidden
        assert panel.values[place] == (0 if hidden else value)
    assert sum(path.endswith("/data") for path, _, _ in service.asked) == calls
    assert reading.format == "JSON-stat 2"
    assert reading.frame["flag"].drop_nulls().to_list() == [".."]


def test_pxweb_takes_patterns_and_code_lists(service):
    reading = fetch(service, ALL | {"Region": "23*", "Tid": ["2021"]}, language="en")
    assert reading.panel().regions == ("2321", "2380")
    assert {one["lang"][0] for _, one, _ in service.asked} == {"en"}
    fetch(service, ALL | {"Region": ["2380"]}, code_lists={"Region": "vs_RegionKommun07"})
    assert service.asked[-1][2]["selection"][0] == {
        "variableCode": "Region", "valueCodes": ["2380"], "codelist": "vs_RegionKommun07",
    }  # fmt: skip


def test_pxweb_names_what_is_not_there(service):
    with pytest.raises(ValueError, match="Region should have the codes asked for, has no 9999"):
        fetch(service, ALL | {"Region": ["2380", "9999"]})
    with pytest.raises(ValueError, match="variables of the table, Region, SNI2007"):
        fetch(service, {"Kommun": "*"})


def test_pxweb_reads_as_its_own_client_does(service):
    """pxwebpy reads the same server; it drops the status, which is why it is not used here."""
    pxweb_client = pytest.importorskip("pxweb")
    service.answer = pxweb(6)
    api = pxweb_client.PxApi(service.url + "/v2", max_workers=1)
    wanted = {"Region": REGIONS, "SNI2007": SNI, "ContentsCode": ["N1"], "Tid": YEARS}
    theirs = {
        (row["region"], row["sni2007"], row["tid"]): row["value"]
        for row in api.get_table_data("TAB1", value_codes=wanted, show="code")
    }
    ours = fetch(service, most=6).frame
    assert theirs == {
        (region, activity, str(year)): value
        for region, activity, year, value in ours.select(
            "region", "activity", "year", "value"
        ).iter_rows()
    }


@given(
    st.dictionaries(st.text(min_size=1), st.lists(st.text(), min_size=1, max_size=9), min_size=1,
                    max_size=4),
    st.integers(1, 40),
)  # fmt: skip
def test_parts_are_small_enough_and_the_whole_together(codes, most):
    parts = list(split(codes, most))
    cells = [one for part in parts for one in itertools.product(*part.values())]
    assert sorted(cells) == sorted(itertools.product(*codes.values()))
    assert all(len(list(itertools.product(*part.values()))) <= most for part in parts)


def test_busy_service_is_asked_again_when_it_says(service, transport):
    service.answer = lambda *_: found(SDMX)
    service.before = [(429, {"Retry-After": "7"}, b""), (503, {}, b""), (502, {}, b"")]
    reading = sp.read_eurostat("x", url=service.url, transport=transport[0])
    assert reading.panel().values.tolist() == [[[12, 0]]]
    assert transport[1] == [7, 2, 4]


def test_service_that_stays_busy_is_given_up(service, transport):
    service.answer = lambda *_: (429, {}, b"slow down")
    with pytest.raises(ValueError, match=r"refuses with 429 .*slow down"):
        sp.read_eurostat("x", url=service.url, transport=transport[0])
    assert len(service.asked) == 4


@pytest.mark.parametrize("status", [400, 403, 404, 413])
def test_refusal_is_told_and_not_asked_again(service, transport, status):
    service.answer = lambda *_: (status, {}, b"Too many cells")
    with pytest.raises(ValueError, match=f"refuses with {status} .*Too many cells"):
        sp.read_eurostat("x", url=service.url, transport=transport[0])
    assert len(service.asked) == 1


def test_silent_service_is_not_waited_for(service):
    def slow(*_):
        time.sleep(0.6)
        return found(SDMX)

    service.answer = slow
    start = time.monotonic()
    with pytest.raises(ValueError, match="should answer, does not"):
        sp.read_eurostat("x", url=service.url, transport=Transport(timeout=0.1, tries=1))
    assert time.monotonic() - start < 0.5


def test_service_that_is_not_there_is_told(transport):
    with pytest.raises(ValueError, match="should answer, does not"):
        sp.read_eurostat("x", url="http://127.0.0.1:9", transport=transport[0])
    assert len(transport[1]) == 3
    with pytest.raises(ValueError, match="begin with https"):
        sp.read_eurostat("x", url="file:///etc")


def test_answer_that_is_too_large_is_left(service):
    service.answer = lambda *_: found(b"x" * 10_000)
    small = Transport(limits=sp.Limits(packed=5_000))
    with pytest.raises(ValueError, match="5,000 bytes"):
        sp.read_eurostat("x", url=service.url, transport=small)


def test_pace_of_the_service_is_kept(service):
    clock, waited = [0.0], []

    def sleep(seconds):
        waited.append(seconds)
        clock[0] += seconds

    paced = Transport(calls=2, window=10, sleep=sleep, clock=lambda: clock[0])
    service.answer = lambda *_: found(SDMX)
    for _turn in range(5):
        paced.fetch(service.url)
        clock[0] += 1
    assert clock[0] >= 20
    assert waited == [8, 8]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz without saying so"])
def test_eurostat_answers_in_sdmx_csv(service, pack):
    service.answer = lambda *_: found(pack(SDMX))
    reading = sp.read_eurostat(
        "sbs_r_nuts06_r2",
        {"freq": "A", "geo": ["SE32", "SE33"]},
        dimensions=("freq", "nace_r2", "geo"),
        years=(2015, 2016),
        url=service.url,
    )
    path, query, _body = service.asked[0]
    assert path == "/api/sdmx/2.1/data/sbs_r_nuts06_r2/A..SE32+SE33"
    assert (query["format"], query["startPeriod"]) == (["SDMX-CSV"], ["2015"])
    assert reading.format == "SDMX-CSV"
    assert reading.classification == "NACE Rev. 2"
    assert reading.panel().suppressed.tolist() == [[[False, True]]]


def test_eurostat_key_needs_the_dimensions(service):
    with pytest.raises(ValueError, match="dimensions should name geo of the key, name none"):
        sp.read_eurostat("x", {"geo": "SE32"}, url=service.url)


def test_eurostat_makes_large_answers_while_one_waits(service, transport):
    states = [b"<status>SUBMITTED</status>", b"<status>PROCESSING</status>",
              b"<status>AVAILABLE</status>"]  # fmt: skip

    def answer(path, *_):
        if "/async/status/" in path:
            return found(states.pop(0))
        return found(SDMX if "/async/data/" in path else f"<id>{TICKET}</id>".encode())

    service.answer = answer
    reading = sp.read_eurostat("x", url=service.url, transport=transport[0])
    assert reading.panel().values.tolist() == [[[12, 0]]]
    assert transport[1] == [5, 5]
    assert service.asked[-1][0] == f"/api/1.0/async/data/{TICKET}"


def test_eurostat_ticket_that_expires_is_told(service, transport):
    service.answer = lambda path, *_: found(
        b"<status>EXPIRED</status>" if "/async/" in path else TICKET.encode()
    )
    with pytest.raises(ValueError, match="gives up"):
        sp.read_eurostat("x", url=service.url, transport=transport[0])


def test_page_in_place_of_an_answer_is_refused(service):
    service.answer = lambda *_: found(b"<html>Maintenance</html>")
    with pytest.raises(ValueError, match="web page"):
        sp.read_eurostat("x", url=service.url)
    with pytest.raises(ValueError, match="should answer JSON"):
        sp.read_pxweb("TAB1", ALL, url=service.url)
