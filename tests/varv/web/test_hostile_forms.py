"""Every form of the site against everything hostile: it is told, kept, and nothing is let in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pytest
from django.apps import apps
from django.conf import LazySettings, settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from tests.varv.web.forms_of_the_site import FORMS, Scene, SiteForm, Typed, pages_of, samples
from tests.varv.web.reading import Form, Page, kind_of
from varv.people.models import Allowance

MARK = "data-hostile"  # an element with it came from what was typed
WORDS = {"text", "email", "url", "search", "textarea"}
LINES = WORDS - {"textarea"}
DATES = {"date", "time", "datetime-local", "number"}
CHOICES = {"select", "radio", "checkbox"}
BAIT = {"website"}  # people do not see it; who fills it in is answered and forgotten
MEGABYTE = "x" * 1_000_000
UNREADABLE = {200, 302, 400, 422}  # what has no field in it may be taken for none sent

HOSTILE_TEXT = {
    "tag": f"<script {MARK}>alert(1)</script>",
    "broken out": f'"></textarea><b {MARK} onmouseover="x">Anna',
    "nul": "Anna\x00Berg",
    "control": "Anna\x07Berg",
    "escape": "Anna\x1b[31mBerg",
    "c1 control": "Anna\x85Berg",
    "byte order": "Anna\ufeffBerg",
    "override": "Anna\u202enna",
    "isolate": "Anna\u2066Berg",
}
HOSTILE_LINE = {
    "header": "Anna\r\nBcc: alla@example.org",
    "newline": "Anna\nBerg",
    "line separator": "Anna\u2028Berg",
}
HOSTILE_EMAIL = {
    "two": "anna@example.org, ola@example.org",
    "header": "anna@example.org\r\nBcc: alla@example.org",
    "named": "Anna <anna@example.org>",
}
WRONG = {
    "date": [
        "2020-02-30",
        "2020-13-01",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "20200-01-01",
        "i morgon",
        "\x00",
        MEGABYTE,
        f"<b {MARK}>",
    ],
    "time": ["99:99", "24:00", "-1:00", "klockan nio", "\x00", f"<b {MARK}>"],
    "datetime-local": [
        "2020-02-30T09:00",
        "2020-06-04T99:99",
        "0000-01-01T00:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "2021-03-28T02:30",  # the clocks go forward
        "2020-10-25T02:30",  # the clocks go back
        "i morgon",
        "\x00",
        f"<b {MARK}>",
    ],
    "number": ["0", "-1", "9" * 30, "1e5", "1,5", "tio", "\x00", f"<b {MARK}>"],
    "choice": ["mafia", "-1", "9" * 30, "1; DROP TABLE", "\x00", "\u202e", f"<b {MARK}>"],
}

#: Several forms at one address, and what tells them apart.
KEPT_APART = {"cycles:desk_step_act": "name", "cycles:desk_version_edit": "of"}

pytestmark = pytest.mark.usefixtures("county_for_all")
every_form = pytest.mark.parametrize("form", FORMS, ids=str)


@pytest.fixture
def scene(county_for_all: object, db: None, settings: LazySettings) -> Scene:
    return Scene(settings)


class Sweep:
    """One form of the site, in front of somebody who types what they please."""

    def __init__(self, form: SiteForm, scene: Scene) -> None:
        self.form, self.scene = form, scene
        self.open()
        self.fields = {
            name: kind_of(control)
            for name, control in self.shown.fields.items()
            if name in self.valid
        }

    @property
    def refusable(self) -> dict[str, str]:
        """The fields with something wrong to choose or to type in figures, by what is wrong."""
        return {
            name: "choice" if kind in CHOICES else kind
            for name, kind in self.fields.items()
            if kind not in WORDS and self.valid[name] != "on"  # a tick is right or none
        }

    @property
    def turns(self) -> int:
        """How many turns it takes to try everything wrong in every field."""
        return max((len(WRONG[kind]) for kind in self.refusable.values()), default=0)

    def wrong(self, turn: int) -> Typed:
        """Return a wrong value for every date, number and choice, another one each turn."""
        return {name: WRONG[kind][turn % len(WRONG[kind])] for name, kind in self.refusable.items()}

    def open(self) -> None:
        """Open the page, and think of a right answer."""
        address = self.form.page(self.scene)
        self.client, self.action = self.form.client(self.scene), self.form.sent_to(self.scene)
        self.valid, self.ticked = self.form.valid(self.scene), self.form.ticks(self.scene)
        answer = self.client.get(address)
        assert answer.status_code == 200
        page = Page(answer.content.decode(), address)
        self.shown = page.form_with(self.action, set(self.valid))

    def of(self, *kinds: str) -> list[str]:
        """Return the fields of these kinds."""
        return [name for name, kind in self.fields.items() if kind in kinds]

    def send(self, typed: Typed, language: str = "sv") -> HttpResponse:
        """Send the right answer with these mistakes in it."""
        if self.form.tries_end:
            self.open()
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        data = self.shown.hidden | self.form.press | self.ticked | self.valid | typed
        return self.client.post(self.action, data)

    def refused(self, typed: Typed, language: str = "sv") -> dict[str, str]:
        """Send mistakes; return what is told beside each of their fields."""
        with nothing_stored(besides=self.form.tries_end):
            answer = self.send(typed, language)
        label = {name: str(value)[:40] for name, value in typed.items()}
        assert answer.status_code == 422, f"{label}: {answer.status_code}"
        page, form = self.read(answer)
        assert not [one for one in page.top.walk() if MARK in one.attrs], label
        told = {name: form.told(page, name) for name in typed}
        assert all(told.values()), f"{label}: nothing beside {told}"
        self.check_kept(form, typed)
        return told

    def read(self, answer: HttpResponse) -> tuple[Page, Form]:
        page = Page(answer.content.decode(), self.action)
        return page, page.form_with(self.action, set(self.valid))

    def check_kept(self, form: Form, typed: Typed) -> None:
        """Look for what was typed, right or wrong."""
        for name, kind in self.fields.items():
            value = typed.get(name, self.valid[name])
            sent = [str(one) for one in value] if isinstance(value, list) else [str(value)]
            if name in typed and (kind in CHOICES or not printable(sent)):
                continue  # what was not offered cannot be shown as chosen
            assert flat(form.shown(name)) == flat(sent[-1:] if kind not in CHOICES else sent), name


@contextmanager
def nothing_stored(*, besides: bool = False) -> Iterator[None]:
    """Check that no row came or went, but for what it takes to begin to sign in."""
    before = counts()
    yield
    assert besides or counts() == before


def counts() -> list[tuple[str, int]]:
    """Return how many rows each model of varv has: events and messages are among them."""
    with connection.cursor() as cursor:
        cursor.execute(_counting())
        return cursor.fetchall()


@lru_cache
def _counting() -> str:
    tables = sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("varv.") and model is not Allowance  # tries are counted
    )
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
    return f"{counts} ORDER BY 1"  # PostgreSQL may count in parallel, and then in any order


def printable(values: list[str]) -> bool:
    return not any(re.search(r"[\x00-\x09\x0b-\x0c\x0e-\x1f]", value) for value in values)


def flat(values: list[str]) -> list[str]:
    """Return values with line breaks as the browser counts them."""
    return [value.replace("\r\n", "\n") for value in values]


@every_form
def test_right_answer_is_taken_with_emoji_in_its_texts(form: SiteForm, scene: Scene):
    sweep = Sweep(form, scene)
    assert sweep.fields
    with transaction.atomic():
        assert sweep.send({}).status_code == 302
        transaction.set_rollback(True)
    texts = [name for name in sweep.of("text", "textarea") if name not in form.plain]
    if texts:
        answer = sweep.send({name: f"{sweep.valid[name]} 🎉" for name in texts})
        assert answer.status_code == 302


@every_form
def test_hostile_text_is_told_beside_every_field(form: SiteForm, scene: Scene):
    sweep = Sweep(form, scene)
    kinds = {
        "text": HOSTILE_TEXT | HOSTILE_LINE,
        "textarea": HOSTILE_TEXT,
        "email": HOSTILE_TEXT | HOSTILE_EMAIL,
        "url": HOSTILE_TEXT | HOSTILE_LINE,
    }
    for hostile in HOSTILE_TEXT | HOSTILE_LINE | HOSTILE_EMAIL:
        typed = {name: kinds[sweep.fields[name]].get(hostile) for name in sweep.of(*kinds)}
        typed = {name: value for name, value in typed.items() if value is not None}
        if typed:
            sweep.refused(typed)


@every_form
def test_a_megabyte_is_told_beside_every_field(form: SiteForm, scene: Scene):
    sweep = Sweep(form, scene)
    names = sweep.of(*WORDS)
    for first in range(0, len(names), 3):  # more of them at once are too large a body
        sweep.refused(dict.fromkeys(names[first : first + 3], MEGABYTE))


@every_form
def test_wrong_dates_numbers_and_choices_are_told_beside_every_field(form: SiteForm, scene: Scene):
    sweep = Sweep(form, scene)
    for turn in range(sweep.turns):
        sweep.refused(sweep.wrong(turn))


@every_form
def test_one_mistake_is_told_alone_and_all_else_is_kept(form: SiteForm, scene: Scene):
    sweep = Sweep(form, scene)
    mistakes = sweep.wrong(0) | dict.fromkeys(sweep.of(*WORDS), HOSTILE_TEXT["broken out"])
    for name, value in mistakes.items():
        answer = sweep.send({name: value})
        page, shown = sweep.read(answer)
        told = {other for other in sweep.fields if shown.told(page, other)}
        assert told == {name}
        sweep.check_kept(shown, {name: value})


@every_form
def test_what_is_told_is_in_the_language_chosen(form: SiteForm, scene: Scene):
    sweep = Sweep(form, scene)
    words = sweep.of(*WORDS)
    hostile = [HOSTILE_TEXT[kind] for kind in ("tag", "nul", "override")]
    for typed in (
        {name: hostile[place % 3] for place, name in enumerate(words)} | sweep.wrong(0),
        dict.fromkeys(sweep.of(*LINES), "x" * 30_000) | sweep.wrong(3),
        {name: "" for name in words if "required" in sweep.shown.fields[name].attrs},
    ):
        swedish = sweep.refused(typed) if typed else {}
        english = sweep.refused(typed, "en") if typed else {}
        for name in typed:
            assert swedish[name] != english[name], f"{name}: {english[name]}"


@every_form
def test_several_values_for_one_field_count_as_the_last(form: SiteForm, scene: Scene):
    sweep = Sweep(form, scene)
    names, hostile = sweep.of(*WORDS), HOSTILE_TEXT["tag"]
    if names:
        sweep.refused({name: [str(sweep.valid[name]), hostile] for name in names})
        answer = sweep.send({f"{name}[]": [hostile, hostile] for name in names})
        assert answer.status_code == 302


@every_form
def test_a_body_that_is_none_or_too_large_is_answered_with_a_page(form: SiteForm, scene: Scene):
    sweep, coded = Sweep(form, scene), "application/x-www-form-urlencoded"
    for body, kind, statuses in [
        (b"name=" + b"x" * 4_100_000, coded, {400, 413}),
        (b"a=b&" * 2_100, coded, {400, 413}),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", UNREADABLE),
        (b"--x", "multipart/form-data", UNREADABLE),
        (b"\xff\xfe=\xff&%00=%00&%zz", coded, UNREADABLE),
        (b'{"name": ["x"]}', "application/json", UNREADABLE),
    ]:
        with nothing_stored(besides=302 in statuses):
            answer = sweep.client.post(sweep.action, data=body, content_type=kind)
        assert answer.status_code in statuses
        assert answer.status_code == 302 or Page(answer.content.decode()).heading


def typed_controls(form: Form) -> set[str]:
    typed = WORDS | DATES | {"password", "tel"}
    return {name for name, control in form.fields.items() if kind_of(control) in typed} - BAIT


def test_every_form_of_the_site_is_swept(scene: Scene):
    scene.rehearse()
    swept = {form.name for form in FORMS}
    found: dict[str, set[str]] = {}
    for address in pages_of(get_resolver().url_patterns, samples(scene)):
        for client in (scene.desk, scene.person, scene.visitor):
            answer = client.get(address)
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            for form in Page(answer.content.decode(), address).forms:
                if form.is_post and typed_controls(form):
                    match = resolve(form.action.partition("?")[0])
                    name = match.view_name
                    if kept_apart := KEPT_APART.get(name):
                        name += f":{match.kwargs[kept_apart]}"
                    found.setdefault(name, set()).update(typed_controls(form))
    assert len(found) > 25
    assert set(found) <= swept, "add the form to FORMS"
    for form in FORMS:
        missing = found[form.name] - form.valid(scene).keys() if form.name in found else set()
        assert not {name for name in missing if not name.startswith("walk_in-")}, form.name


@pytest.mark.parametrize("hostile", [*HOSTILE_TEXT.values(), MEGABYTE], ids=lambda one: one[:12])
def test_preview_of_a_mail_shows_hostile_text_as_text(scene: Scene, hostile: str):
    address = reverse("registry:desk_text_preview", args=["meetings.confirmation", "sv"])
    answer = scene.desk.post(address, {"subject": hostile, "body": hostile})
    assert answer.status_code == 200
    page = Page(answer.content.decode())
    assert not [one for one in page.top.walk() if MARK in one.attrs]


def test_who_fills_in_what_nobody_sees_is_thanked_and_forgotten(scene: Scene):
    for form in FORMS:
        if form.name in {"meetings:sign_up", "cycles:interest", "consultation:write"}:
            address, typed = form.sent_to(scene), form.valid(scene)
            with nothing_stored():
                answer = Client().post(address, typed | {"website": "https://spam.example"})
            assert answer.status_code == 302
