"""Attack: find one answer without its armour: an error, a file, a redirect, a static file."""

import json
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import include, path

from tests.varv.web.forms_of_the_site import Scene
from varv.files import actions as files
from varv.registry import actions as registry
from varv.web.urls import handler400, handler403, handler404, handler500  # noqa: F401

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

SAME_ON_ALL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TELLING = ("Server", "X-Powered-By", "Via", "X-AspNet-Version", "X-Runtime")


def breaks(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [
    path("breaks/", breaks),
    path("api/v1/breaks", breaks),
    path("", include("varv.web.urls")),
]


def read_to_its_end(answer: HttpResponseBase) -> None:
    """Let the file go; ``close()`` would also close the connection to the database."""
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()


def armoured(answer: HttpResponseBase) -> None:
    for name, value in SAME_ON_ALL.items():
        assert answer.headers.get(name) == value, name
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    for name in TELLING:
        assert name not in answer.headers


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/api/v1/areas", 200),
        ("/api/docs", 200),
        ("/robots.txt", 200),
        ("/meetings/calendar.ics", 200),
        ("/favicon.ico", 302),
        ("/desk/", 302),
        ("/areas", 301),
        ("/my/", 401),
        ("/my/guessed/", 410),
        ("/nope/", 404),
        ("/api/v1/nope", 404),
        ("/files/00000000-0000-0000-0000-000000000000/", 404),
        ("/static/nope.css", 404),
        ("/language/", 302),
        ("/my/leave/", 405),
        ("/api/v1/areas?language=xx", 422),
        ("/breaks/", 500),
        ("/api/v1/breaks", 500),
    ],
)
def test_every_kind_of_answer_is_armoured(settings: LazySettings, address: str, status: int):
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    armoured(answer)


def test_refusals_before_any_view_are_armoured(settings: LazySettings):
    settings.ALLOWED_HOSTS = ["s3.region.example"]
    answer = Client().get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    armoured(answer)
    forged = Client(enforce_csrf_checks=True).post(
        "/interest/", headers={"host": "s3.region.example"}
    )
    assert forged.status_code == 403
    armoured(forged)


def test_static_files_are_armoured(settings: LazySettings):
    Path(settings.STATIC_ROOT, "attack.svg").write_text("<svg/>", encoding="utf-8")
    answer = Client().get("/static/attack.svg")
    assert answer.status_code == 200
    armoured(answer)
    read_to_its_end(answer)


def test_downloads_are_armoured_and_do_not_open_in_the_page(scene: Scene):
    stored = files.store(scene.coordinator, name="brev.txt", content=b"Hej")
    registry.record(
        scene.coordinator,
        case=scene.case,
        direction="in",
        kind="letter",
        title="Brev",
        files=[stored],
    )
    answer = scene.desk.get(stored.get_absolute_url())
    assert answer.status_code == 200
    armoured(answer)
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    read_to_its_end(answer)


@pytest.mark.parametrize("address", ["/desk/", "/desk/people/", "/my/", "/desk/messages/"])
def test_private_pages_are_kept_by_nobody(scene: Scene, address: str):
    assert "no-store" in scene.desk.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("address", ["/api/v1/nope", "/api/v1/areas", "/api/v1/breaks"])
def test_api_tells_programs_what_went_wrong(settings: LazySettings, address: str, method: str):
    settings.ROOT_URLCONF = __name__
    answer = getattr(Client(raise_request_exception=False), method)(address)
    if answer.status_code < 400:
        assert (method, address) == ("get", "/api/v1/areas")
        return
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert "on purpose" not in json.dumps(problem)
