"""What production asks for."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from varv.web import environment


@pytest.mark.parametrize("url", ["", "http://s3.region.example", "s3.region.example", "https://"])
def test_production_asks_for_an_https_address(monkeypatch, url):
    monkeypatch.setenv("VARV_BASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="VARV_BASE_URL"):
        environment.base_url(production=True)


def test_variable_set_to_nothing_is_as_if_not_set(monkeypatch):
    monkeypatch.setenv("VARV_BACKUP_AT", " ")
    monkeypatch.setenv("VARV_POOL_SIZE", "")
    assert environment.time_of_day("VARV_BACKUP_AT", "02:30").isoformat() == "02:30:00"
    assert environment.whole_number("VARV_POOL_SIZE", 8) == 8


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


def test_mailbox_is_read_from_its_address():
    found = environment.inbox("imaps://a%40b.se:p%2F%40ss@mail.b.se/Inkorg%20S3", production=True)
    assert found == {
        "secured": "tls",
        "host": "mail.b.se",
        "port": 993,
        "user": "a@b.se",
        "password": "p/@ss",
        "folder": "Inkorg S3",
    }
    plain = environment.inbox("imap+starttls://a:b@mail.b.se:1143", production=True)
    assert (plain["secured"], plain["port"], plain["folder"]) == ("starttls", 1143, "INBOX")
    assert environment.inbox("", production=True) == {}


@pytest.mark.parametrize(
    "url",
    [
        "https://a:hemligt@b.se/",
        "imaps://b.se/",
        "imaps://hemligt@b.se",
        "imaps://a:hemligt@b.se:port/",
        "imap://a:hemligt@b.se",
        "hemligt",
    ],
)
def test_mailbox_that_cannot_be_meant_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.inbox(url, production=True)
    assert "hemligt" not in str(refused.value)


def test_mailbox_without_secrecy_is_for_this_machine_only():
    assert environment.inbox("imap://a:b@127.0.0.1:143", production=True)["secured"] == "plain"
    assert environment.inbox("imap://a:b@mail.b.se", production=False)["secured"] == "plain"
