"""What an operator sees: the log, the number of a request, error reports, figures, slow queries."""

import io
import json
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection
from django.test import Client
from django.utils.module_loading import import_string

from tests.varv.factories import UserFactory
from tests.varv.processes import database_url
from varv import request_ids
from varv.people.models import User
from varv.registry import outbox
from varv.registry.models import Message
from varv.web import environment, error_reports, logs, metrics
from varv.web.middleware import slow_queries_noted

TOKEN = "a-token-that-nobody-guesses"
_TEXT = {"capture_output": True, "text": True, "check": True}


def handler_of(form: str) -> logging.StreamHandler:
    """What the settings make for standard error, writing to a string."""
    made = logs.configuration(form=form, level="INFO", reports=False)
    handler = logging.StreamHandler(io.StringIO())
    for name in made["handlers"]["stderr"]["filters"]:
        handler.addFilter(import_string(made["filters"][name]["()"])())
    wanted = dict(made["formatters"][form])
    make = import_string(wanted.pop("()", "logging.Formatter"))
    wanted["fmt"] = wanted.pop("format", None) or wanted.pop("fmt")
    handler.setFormatter(make(**wanted))
    return handler


@pytest.fixture(params=["plain", "json"])
def written(request):
    handler = handler_of(request.param)
    logger = logging.getLogger("varv.test")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, handler.stream
    logger.removeHandler(handler)
    logger.propagate = True


@pytest.fixture
def listening():
    """Listen to a logger as the program's own handler would, in JSON."""
    handler = handler_of("json")
    heard = []

    def listen(name: str, level: int = logging.INFO) -> io.StringIO:
        logger = logging.getLogger(name)
        heard.append((logger, logger.level))
        logger.addHandler(handler)
        logger.setLevel(level)
        return handler.stream

    yield listen
    for logger, level in heard:
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.mark.parametrize("path", ["/my/WzEs:1a:SECRET/", "/sign-in/once/SECRET/", "/my/SECRET"])
def test_log_leaves_out_the_secret_part_of_links(written, path):
    logger, stream = written
    logger.error("Internal Server Error: %s", path)
    logger.error("Error handling request %s?x=1", path)
    error = RuntimeError(f"at {path}")
    logger.error("%d%% broken", 5, exc_info=error)
    text = stream.getvalue()
    assert "SECRET" not in text
    assert text.count("***") == 3
    assert "5% broken" in text


def test_log_keeps_all_other_addresses(written):
    logger, stream = written
    logger.error("Internal Server Error: %s", "/my/new-link/")
    logger.error("Internal Server Error: %s", "/meetings/12/")
    assert "Internal Server Error: /my/new-link/" in stream.getvalue()
    assert "Internal Server Error: /meetings/12/" in stream.getvalue()


def test_log_leaves_out_personal_data_that_the_database_quotes(db, written):
    logger, stream = written
    User.objects.create_user("anna.andersson@skog.example", name="Anna Andersson")
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_user (email, name, language, is_active, password, created_at)"
                " VALUES ('anna.andersson@skog.example', 'Anna Andersson', '', true, '!', now())"
            )
    except IntegrityError:
        logger.exception("saving failed for %s", "anna.andersson@skog.example")
    text = stream.getvalue()
    assert "anna" not in text.lower()
    assert "IntegrityError" in text
    assert "DETAIL: ***" in text


def test_log_bears_hostile_lines_as_one(listening):
    stream = listening("varv.test.hostile")
    logging.getLogger("varv.test.hostile").info("typed\n2026-01-01 ERROR forged: all is lost")
    assert len(stream.getvalue().splitlines()) == 1


def test_no_value_forges_a_line_of_the_log(written):
    """Of all that is written, also of an error with hostile words, only one line is an entry."""
    logger, stream = written
    hostile = (
        "typed\n2026-01-01 ERROR forged\r\x1b[2K2026-01-01 ERROR forged\u20282026-01-01 forged"
    )
    logger.error("a value: %s", hostile, exc_info=RuntimeError(hostile))
    text = stream.getvalue()
    assert text.count("forged") >= 3
    assert "\x1b" not in text
    assert not [line for line in text.splitlines() if line.startswith("2026-01-01")]
    assert all(line.startswith("  | ") for line in text.splitlines()[1:])


def test_requests_are_written_without_what_names_anybody(county, client: Client, listening):
    stream = listening("varv.requests")
    client.get("/my/SECRET-OF-ANNA/", {"q": "anna@skog.example"})
    client.get("/no/such/anna/")
    link, unknown = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert link["route"] == "my/<str:token>/"
    assert link["method"] == "GET"
    assert link["status"] >= 200
    assert link["milliseconds"] > 0
    assert unknown["route"] == "(no such page)"
    assert "anna" not in stream.getvalue().lower()
    assert set(link) == {
        *("time", "level", "logger", "request_id", "message"),
        *("route", "method", "status", "milliseconds"),
    }


def test_answer_and_log_bear_the_same_number(county, client: Client, listening):
    stream = listening("varv.requests")
    first, second = client.get("/"), client.get("/")
    numbers = [json.loads(line)["request_id"] for line in stream.getvalue().splitlines()]
    assert numbers == [first.headers["X-Request-ID"], second.headers["X-Request-ID"]]
    assert numbers[0] != numbers[1]


def test_strangers_number_is_not_taken(county, client: Client):
    answer = client.get("/", headers={"X-Request-ID": "from-outside-1"})
    assert answer.headers["X-Request-ID"] != "from-outside-1"


@pytest.mark.parametrize(
    ("number", "taken"), [("from-our-proxy-1", True), ("x\nERROR", False), ("a" * 65, False)]
)
def test_our_proxys_number_is_taken_if_it_is_sound(
    county, client: Client, settings, number: str, taken: bool
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answer = client.get("/", headers={"X-Request-ID": number})
    assert (answer.headers["X-Request-ID"] == number) is taken


def test_page_of_a_fault_says_the_number(county, client: Client):
    client.raise_request_exception = False
    with connection.execute_wrapper(_fail_at_meetings):
        answer = client.get("/meetings/")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.content.decode()


def _fail_at_meetings(execute, sql, params, many, context):
    if "meetings_meeting" in sql:
        raise RuntimeError("the disk is on fire")
    return execute(sql, params, many, context)


def test_numbers_do_not_leak_from_one_request_to_the_next():
    with request_ids.caused_by("first-one"):
        with request_ids.caused_by("within-it"):
            assert request_ids.current() == "within-it"
        assert request_ids.current() == "first-one"
    assert request_ids.current() == ""


def test_number_follows_from_the_request_into_the_mail_and_the_workers_log(
    county, client: Client, listening, mailoutbox
):
    stream = listening("varv.registry.outbox")
    UserFactory(email="anna@skog.example")
    first = client.post("/sign-in/", {"email": "anna@skog.example"})
    client.post("/sign-in/", {"email": "nobody@skog.example"})
    (message,) = Message.objects.all()
    assert message.request_id == first.headers["X-Request-ID"]
    Message.objects.update(deliver_before=None)  # the county's clock stands in another year
    outbox.deliver_one(message.pk)
    assert mailoutbox[0].extra_headers["X-Request-ID"] == message.request_id
    (line,) = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert line["request_id"] == message.request_id
    assert line["message"] == f"message {message.pk} was sent"


# Error reports ---------------------------------------------------------------------------------


def _break(what: str) -> None:
    raise RuntimeError(what)


@pytest.fixture
def reporting(settings, mailoutbox):
    settings.ERROR_REPORTS_TO = ["drift@region.example"]
    clock = {"now": 0.0}
    reports = error_reports.Reports(time=lambda: clock["now"])
    for name in ("WithRequestId", "WithoutPersonalData"):
        reports.addFilter(import_string(f"varv.web.logs.{name}")())
    logger = logging.getLogger("varv.test.reports")
    logger.addHandler(reports)

    def fail(what: str) -> None:
        try:
            _break(what)
        except RuntimeError:
            with request_ids.caused_by("number-17"):
                logger.exception("Internal Server Error: /my/SECRET/")
        reports.flush()

    yield fail, clock, mailoutbox
    logger.removeHandler(reports)


def test_operator_gets_a_report_without_personal_data(reporting):
    fail, _clock, sent = reporting
    fail("no seat for anna@skog.example")
    (report,) = sent
    assert report.to == ["drift@region.example"]
    assert report.subject == "[varv] Internal Server Error: /my/***/"
    assert "number-17" in report.body
    assert "RuntimeError" in report.body
    assert "anna" not in report.body
    assert "SECRET" not in report.body


def test_same_fault_is_reported_once_an_hour_with_how_often_it_came(reporting):
    fail, clock, sent = reporting
    for _ in range(5):
        fail("again")
    assert len(sent) == 1
    clock["now"] = 3600.0
    fail("again")
    assert len(sent) == 2
    assert "4 times more" in sent[1].body


def test_report_that_cannot_be_sent_harms_nothing(reporting, settings, caplog):
    fail, _clock, _sent = reporting
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    fail("nobody hears it")
    assert "an error report could not be sent" in caplog.text


def test_reports_are_made_only_where_an_address_is_given():
    assert "reports" not in settings.LOGGING["handlers"]
    made = logs.configuration(form="json", level="INFO", reports=True)
    assert made["root"]["handlers"] == ["stderr", "reports"]
    assert made["handlers"]["reports"]["level"] == "ERROR"


# Figures ---------------------------------------------------------------------------------------

ASK = """
import sys, django
django.setup()
from django.test import Client
for path in sys.argv[1:]:
    answer = Client(headers={"Authorization": "Bearer a-token-that-nobody-guesses"}).get(path)
print(answer.content.decode())
"""


@pytest.mark.committed
def test_figures_are_added_up_over_processes(db, tmp_path):
    environ = {
        **os.environ,
        "VARV_HOME": str(tmp_path),
        "VARV_METRICS_TOKEN": TOKEN,
        "VARV_DATABASE_URL": database_url(),
    }
    (tmp_path / "static").mkdir()

    def ask(*paths: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", ASK, *paths],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    ask("/robots.txt", "/robots.txt")
    text = ask("/robots.txt", "/metrics")
    assert 'varv_requests_total{method="GET",route="robots.txt",status="200"} 3.0' in text
    assert 'varv_request_seconds_count{route="robots.txt"} 3.0' in text
    assert "varv_oldest_waiting_mail_seconds 0.0" in text


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", TOKEN.upper()])
def test_figures_are_for_the_token_only(county, client: Client, settings, given: str):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer None"])
def test_figures_are_off_unless_asked_for(county, client: Client, given: str):
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_short_token_is_refused(monkeypatch):
    monkeypatch.setenv("VARV_METRICS_TOKEN", "short")
    with pytest.raises(ImproperlyConfigured, match="VARV_METRICS_TOKEN"):
        environment.long_secret("VARV_METRICS_TOKEN")


def test_unknown_form_of_log_is_refused(monkeypatch):
    monkeypatch.setenv("VARV_LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="plain or json"):
        environment.one_of("VARV_LOG_FORMAT", ["plain", "json"])


# Slow queries ----------------------------------------------------------------------------------


def test_slow_and_repeated_queries_are_noted_while_developing(db, rf, settings, listening):
    settings.DEBUG, settings.SLOW_QUERY_MS = True, 20
    stream = listening("varv.queries", logging.WARNING)

    def view(_request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [0.03])
            for number in range(12):
                cursor.execute("SELECT %s", [number])

    with pytest.raises(AttributeError):
        slow_queries_noted(view)(rf.get("/slow/")).status_code  # noqa: B018 - the view answers nothing
    slow, repeated = [json.loads(line)["message"] for line in stream.getvalue().splitlines()]
    assert "pg_sleep(%s)" in slow
    assert "/slow/" in slow
    assert "made 12 times: SELECT %s" in repeated


def test_queries_are_not_watched_in_production(settings):
    from django.core.exceptions import MiddlewareNotUsed

    settings.DEBUG = False
    with pytest.raises(MiddlewareNotUsed):
        slow_queries_noted(lambda request: request)


def test_files_of_dead_processes_are_removed(tmp_path):
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], **_TEXT)
    dead, alive = (
        tmp_path / f"counter_{int(ended.stdout)}.db",
        tmp_path / f"counter_{os.getpid()}.db",
    )
    dead.touch()
    alive.touch()
    metrics.forget_the_dead(tmp_path)
    assert list(tmp_path.iterdir()) == [alive]
