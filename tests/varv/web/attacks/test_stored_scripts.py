"""Attack: text that got into the database past the forms. Every page shows it as text."""

import json

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from tests.varv.web.attacks.site import every_page, is_page, what_runs
from tests.varv.web.forms_of_the_site import Scene, samples
from tests.varv.web.reading import Page
from varv.registry.models import Message
from varv.registry.outbox import compose
from varv.text.translated import Translated, TranslatedField

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

MARK = "data-hostile"
HOSTILE = f"\"'><b {MARK}>x</b><script {MARK}>alert(1)</script>"
FREE_TEXT = {"name", "needs", "message", "text", "body", "subject", "title", "holder", "place"}


def poison(hostile: str = HOSTILE) -> int:
    """Write hostile text into every free text column of varv's tables, past all forms.

    What is translated becomes hostile in every language.
    """
    columns = 0
    for model in apps.get_models():
        if not model.__module__.startswith("varv."):
            continue
        for column in model._meta.concrete_fields:
            plain = isinstance(column, models.CharField | models.TextField)
            roomy = (getattr(column, "max_length", None) or 999) >= len(hostile)
            if isinstance(column, TranslatedField):
                model._default_manager.update(**{column.name: Translated(sv=hostile, en=hostile)})
                columns += 1
            elif plain and column.name in FREE_TEXT and roomy and not column.unique:
                model._default_manager.update(**{column.name: hostile})
                columns += 1
    return columns


@pytest.mark.parametrize("role", ["desk", "person", "visitor"])
def test_stored_text_is_shown_as_text(scene: Scene, role: str):
    samples(scene)
    assert poison() > 30
    assert connection.in_atomic_block
    client: Client = getattr(scene, role)
    shown = 0
    for address, answer in every_page(scene, client):
        if not is_page(answer):
            continue
        page = Page(answer.content.decode(), address)
        assert not [one for one in page.top.walk() if MARK in one.attrs], address
        assert what_runs(page) == [], address
        shown += MARK in page.top.text
    assert shown or role == "visitor"


def test_stored_text_stays_a_value_in_the_api_and_in_calendars(scene: Scene):
    """A line break with a property behind it, as somebody would forge a calendar's entry."""
    poison(f"x\r\nURL:http://evil.example\r\n{MARK}<script>")
    told, calendars = 0, 0
    for address, answer in every_page(scene, scene.visitor):
        kind = answer.headers.get("Content-Type", "")
        if kind.startswith("application/json"):
            told += MARK in json.dumps(json.loads(answer.content))
        elif kind.startswith("text/calendar"):
            lines = answer.content.decode().splitlines()
            assert not [line for line in lines if line.startswith(("URL:http://evil", MARK))], (
                address
            )
            calendars += MARK in "".join(line.strip() for line in lines)
        if not is_page(answer):
            assert answer.headers["X-Content-Type-Options"] == "nosniff", address
    assert told > 3
    assert calendars


def test_stored_text_is_text_in_the_html_of_a_mail(scene: Scene):
    samples(scene)
    poison()
    for message in Message.objects.all():
        html = next(part for part, kind in compose(message).alternatives if kind == "text/html")
        page = Page(str(html), message.kind)
        assert not [one for one in page.top.walk() if MARK in one.attrs], message.kind
        assert not [one for one in what_runs(page) if "style" not in one], message.kind
        assert MARK in page.top.text
