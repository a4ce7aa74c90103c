"""Figures for Prometheus at ``/metrics``: off unless ``VARV_METRICS_TOKEN`` is set.

Each process counts its own requests in a file below ``VARV_HOME/metrics``; whichever is asked adds
them up. What lies in the database is read when it is asked for.
"""

import hmac
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, exposition
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

_requests = Counter(
    "varv_requests", "Requests answered", ["method", "route", "status"], registry=None
)
_seconds = Histogram(
    "varv_request_seconds",
    "Time to answer a request",
    ["route"],
    registry=None,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request; nothing is counted while nobody can ask."""
    if not settings.METRICS_TOKEN:
        return
    _requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
    _seconds.labels(route).observe(seconds)


def forget_the_dead(folder: Path) -> None:
    """Remove the files of processes that are gone, which nobody adds to any more."""
    for file in folder.glob("*.db"):
        pid = file.stem.rpartition("_")[2]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            file.unlink(missing_ok=True)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell the figures to whoever brings the token (``Authorization: Bearer ...``)."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    wanted = settings.METRICS_TOKEN
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS_FOLDER))
    registry.register(_Database())
    encode, content_type = exposition.choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(registry), content_type=content_type)


class _Database(Collector):
    """What stands in the database: mail by its state, work by its state."""

    def collect(self) -> Iterator[Metric]:
        yield self._counted(
            "varv_messages",
            "Mails in the outbox",
            "SELECT state, count(*) FROM registry_message GROUP BY state",
        )
        yield self._counted(
            "varv_jobs",
            "Jobs of the worker",
            "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status",
        )
        oldest = GaugeMetricFamily(
            "varv_oldest_waiting_mail_seconds", "How long the oldest mail has been due"
        )
        oldest.add_metric([], self._oldest())
        yield oldest

    def _counted(self, name: str, help_: str, sql: str) -> GaugeMetricFamily:
        family = GaugeMetricFamily(name, help_, labels=["state"])
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for state, count in cursor.fetchall():
                family.add_metric([state], count)
        return family

    def _oldest(self) -> float:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)"
                " FROM registry_message WHERE state IN ('queued', 'sending') AND due_at <= now()"
            )
            return float(cursor.fetchone()[0])
