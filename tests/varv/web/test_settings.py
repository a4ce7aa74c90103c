"""What production asks for, and what its log leaves out."""

import io
import logging

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from varv.web import environment


@pytest.mark.parametrize("url", ["", "http://s3.region.example", "s3.region.example", "https://"])
def test_production_asks_for_an_https_address(monkeypatch, url):
    monkeypatch.setenv("VARV_BASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="VARV_BASE_URL"):
        environment.base_url(production=True)


def test_address_is_kept_without_a_slash(monkeypatch):
    monkeypatch.setenv("VARV_BASE_URL", "https://s3.region.example/")
    assert environment.base_url(production=True) == "https://s3.region.example"
    monkeypatch.delenv("VARV_BASE_URL")
    assert environment.base_url(production=False) == "http://127.0.0.1:8000"


def test_production_asks_for_its_hosts(monkeypatch):
    monkeypatch.setenv("VARV_HOSTS", " , ")
    assert environment.hosts(production=False) == ["*"]
    with pytest.raises(ImproperlyConfigured, match="VARV_HOSTS"):
        environment.hosts(production=True)
    monkeypatch.setenv("VARV_HOSTS", "s3.region.example, www.region.example")
    assert environment.hosts(production=True) == ["s3.region.example", "www.region.example"]


@pytest.fixture
def written():
    """What the handler of the settings writes, by a logger of the test."""
    handler = logging.StreamHandler(io.StringIO())
    for name in settings.LOGGING["handlers"]["stderr"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    logger = logging.getLogger("varv.test")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, handler.stream
    logger.removeHandler(handler)
    logger.propagate = True


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
    assert stream.getvalue().split("\n")[:2] == [
        "Internal Server Error: /my/new-link/",
        "Internal Server Error: /meetings/12/",
    ]


def test_web_servers_own_log_leaves_them_out_too():
    assert settings.LOGGING["loggers"]["gunicorn.error"]["filters"] == ["without_tokens"]
