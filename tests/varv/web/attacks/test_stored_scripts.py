"""Attack: text that got into the database past the forms. Every page shows it as text."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from tests.varv.web.attacks.site import every_page, is_page, what_runs
from tests.varv.web.forms_of_the_site import Scene, samples
from tests.varv.web.reading import Page

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

MARK = "data-hostile"
HOSTILE = f"\"'><b {MARK}>x</b><script {MARK}>alert(1)</script>"
FREE_TEXT = {"name", "needs", "message", "text", "body", "subject", "title", "holder", "place"}


def poison() -> int:
    """Write hostile text into every free text column of varv's tables, past all forms."""
    columns = 0
    for model in apps.get_models():
        if not model.__module__.startswith("varv."):
            continue
        for column in model._meta.concrete_fields:
            plain = isinstance(column, models.CharField | models.TextField)
            roomy = (getattr(column, "max_length", None) or 999) >= len(HOSTILE)
            if plain and column.name in FREE_TEXT and roomy and not column.unique:
                model._default_manager.update(**{column.name: HOSTILE})
                columns += 1
    return columns


@pytest.mark.parametrize("role", ["desk", "person", "visitor"])
def test_stored_text_is_shown_as_text(scene: Scene, role: str):
    samples(scene)
    assert poison() > 8
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
