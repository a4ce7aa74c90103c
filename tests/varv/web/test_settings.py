"""What production asks for."""

import pytest
from django.core.exceptions import ImproperlyConfigured

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
