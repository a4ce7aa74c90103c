"""The design system: contrast computed from the tokens, the wheel, forms, states, errors."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from varv import clock
from varv.people.models import StaffRole, User
from varv.text import numbers
from varv.web import context, drawing, menus
from varv.web.templatetags import look
from varv.web.views import errors

STATIC = Path(drawing.__file__).parent / "static" / "varv"
SHEET = (STATIC / "varv.css").read_text(encoding="utf-8")
ON_GROUNDS = ["ink", "muted", "spruce", "link", "accent-text", "bad", "good"]
GROUNDS = ["paper", "raised", "snow"]
PAIRS = [
    *((text, ground) for text in ON_GROUNDS for ground in GROUNDS),
    ("ink", "snow-deep"),
    ("spruce", "snow-deep"),
    ("ink", "accent-soft"),
    ("accent-text", "accent-soft"),
    ("link", "accent-soft"),
    ("ink", "bad-soft"),
    ("bad", "bad-soft"),
    ("ink", "good-soft"),
    ("good", "good-soft"),
    ("on-spruce", "spruce"),
    ("on-band", "band"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *(("on-ramp-light", f"ramp-{level}") for level in range(4)),
    *(("on-ramp-dark", f"ramp-{level}") for level in (4, 5)),
]


@dataclass
class Step:
    kind: str
    order: int
    name: str
    state: str = "waiting"
    url: str = ""


@dataclass
class Tile:
    name: str
    code: str
    col: int
    row: int
    value: float | None
    label: str


def six_steps(*states: str) -> list[Step]:
    kinds = list(look.SIGNS)
    return [
        Step(kind, place + 1, f"Name {place + 1}", state, f"/steps/{kind}/")
        for place, (kind, state) in enumerate(zip(kinds, states, strict=True))
    ]


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of ``scheme`` as the sheet sets them: light first, dark over it."""
    light, rest = SHEET.split("(prefers-color-scheme: dark)", 1)
    dark = rest.split("@layer base", 1)[0] if scheme == "dark" else ""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light + dark))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def render(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_a_contrast_of_seven_to_one(scheme, text, ground):
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("mark", ["edge", "focus"])
def test_borders_and_focus_rings_have_a_contrast_of_three_to_one(scheme, ground, mark):
    colours = tokens(scheme)
    assert contrast(colours[mark], colours[ground]) >= 3


def test_dark_has_its_own_value_for_every_colour():
    light, dark = tokens("light"), tokens("dark")
    same = {name for name in light if light[name] == dark[name]}
    assert same <= {"on-accent"}


def test_sheet_is_small_and_names_only_known_tokens():
    assert len(SHEET.encode()) < 25 * 1024
    used = set(re.findall(r"var\(--([\w-]+)", SHEET + (STATIC / "desk.css").read_text()))
    assert used <= set(re.findall(r"--([\w-]+):", SHEET))


def test_every_state_word_has_a_tag_in_the_sheet():
    plain = {"waiting", "queued"}  # they look as a tag looks
    assert {state for state in look.STATES if f".tag--{state}" not in SHEET} == plain


@pytest.mark.parametrize("language", ["sv", "en"])
def test_wheel_names_each_step_and_its_state(language):
    with translation.override(language):
        page = render(
            "{% wheel steps 1 %}",
            steps=six_steps("done", "active", "reopened", "waiting", "waiting", "waiting"),
        )
        expected = [
            look._("Step %(order)s %(name)s: %(state)s")
            % {"order": n, "name": f"Name {n}", "state": look.state_name(state)}
            for n, state in [(1, "done"), (2, "active"), (3, "reopened"), (4, "waiting")]
        ]
    tree = ElementTree.fromstring(page.strip())
    links = tree.findall(".//a")
    assert [link.get("aria-label") for link in links[:4]] == expected
    assert [link.get("href") for link in links] == [f"/steps/{kind}/" for kind in look.SIGNS]
    assert [link.get("aria-current") == "step" for link in links] == [False, True, *[False] * 4]


def test_wheel_writes_its_numbers_for_machines_in_swedish_too():
    with translation.override("sv"):
        page = render("{% wheel steps 1 %}", steps=six_steps(*["waiting"] * 6))
    assert not re.search(r'(?:x|y|font-size)="\d+,', page)
    assert not re.search(r"translate\([^)]*,", page)


def test_wheel_without_addresses_has_pictures_instead_of_links():
    steps = [Step(kind, n, kind) for n, kind in enumerate(look.SIGNS, 1)]
    page = render("{% wheel steps %}", steps=steps)
    assert "<a " not in page
    assert page.count('role="img"') == 6


def test_wheel_escapes_names():
    steps = six_steps(*["waiting"] * 6)
    steps[0].name = "<script>"
    assert "<script>" not in render("{% wheel steps %}", steps=steps)


@pytest.mark.parametrize("place", range(6))
def test_long_names_shrink_until_they_fit_the_segment(place):
    steps = six_steps(*["waiting"] * 6)
    steps[place].name = "Prioritisation and more"
    segment = look._segment(place, steps[place], current=False)
    left, right = drawing.room(place, segment.name_y - 6, inset=9)
    assert len(segment.name) * segment.name_size * look.WIDE <= right - left + 1


def test_segments_lie_inside_the_picture_and_do_not_meet():
    for place in range(drawing.SEGMENTS):
        numbers = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawing.WHEEL.segment(place))
        assert all(0 <= float(x) <= 400 and 0 <= float(y) <= 400 for x, y in numbers)
    assert len({drawing.WHEEL.segment(place) for place in range(6)}) == 6


@pytest.mark.parametrize("kind", look.SIGNS)
def test_each_step_has_a_sign_that_is_well_formed_and_silent(kind):
    tree = ElementTree.fromstring(look.step_sign(kind))
    assert tree.get("aria-hidden") == "true"
    assert len(tree) > 0


def test_tile_map_prints_every_value_twice_and_colours_by_it():
    tiles = [Tile("Åre", "2321", 0, 0, 4, "4"), Tile("Berg", "2326", 1, 0, None, "–")]
    page = render("{% tilemap tiles 'Signed up' %}", tiles=tiles)
    assert page.count("Åre") == 2
    assert "tile--none" in page
    assert "<table" in page


def test_tile_map_beside_a_table_has_none_of_its_own():
    tiles = [Tile("Åre", "2321", 0, 0, 4, "4")]
    page = render("{% tilemap tiles 'Signed up' table=False %}", tiles=tiles)
    assert page.count("Åre") == 1
    assert "<table" not in page


@pytest.mark.parametrize(("hour", "text"), [(0, "måndag 18 maj"), (8, "måndag 18 maj kl. 8")])
def test_midnight_is_told_as_its_day(hour, text):
    opens = datetime(2020, 5, 18, hour, tzinfo=ZoneInfo("Europe/Stockholm"))
    stockholm = timezone.override("Europe/Stockholm")
    with clock.pinned(opens), stockholm, translation.override("sv"):
        assert render("{{ opens|day_or_moment }}", opens=opens) == text


def test_tile_map_of_nothing_does_not_break():
    assert "<svg" in render("{% tilemap tiles %}", tiles=[])


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [(12500, "12\xa0500", "12,500"), (0, "0", "0"), (1.5, "1,5", "1.5"), (None, "–", "–")],
)
def test_number_follows_the_language(value, swedish, english):
    with translation.override("sv"):
        assert look.number(value) == swedish
    with translation.override("en"):
        assert look.number(value) == english


def test_a_number_is_rounded_and_not_cut_off():
    with translation.override("en"):
        assert [look.number(value, 1) for value in (1.99, -0.96, 0.04)] == ["2.0", "−1.0", "0.0"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("value", [-5, -5.25, Decimal("-5.25"), -12345.5])
def test_tables_have_the_minus_of_pictures_and_sentences(language, value):
    with translation.override(language):
        shown = look.number(value, 2)
        assert shown.startswith(numbers.MINUS)
        assert "-" not in shown
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", numbers.number(value, 2))


def test_nothing_has_no_sign_and_a_text_keeps_its_own():
    with translation.override("en"):
        assert [look.number(value, 1) for value in (-0.04, -0.0)] == ["0.0", "0.0"]
        assert look.number("-x") == "-x"


def test_when_says_day_and_hours_and_the_year_only_if_another():
    start, end = datetime(2020, 6, 5, 7, tzinfo=UTC), datetime(2020, 6, 5, 10, tzinfo=UTC)
    with translation.override("sv"), timezone.override("Europe/Stockholm"):
        with clock.pinned(datetime(2020, 5, 25, 7, tzinfo=UTC)):
            assert look.when(start, end) == "fredag 5 juni kl. 9–12"
        with clock.pinned(datetime(2021, 5, 25, 7, tzinfo=UTC)):
            assert look.when(start, end) == "fredag 5 juni 2020 kl. 9–12"
    assert look.when(None) == look.moment(None) == look.day(None) == ""


def test_pager_keeps_the_rest_of_the_address_and_hides_when_there_is_one_page():
    def shown(page):
        request = RequestFactory().get("/", {"q": "skog", "page": "2"})
        return Template("{% paging page %}").render(RequestContext(request, {"page": page}))

    middle = shown(Paginator(range(30), 10).page(2))
    assert "?q=skog&amp;page=3" in middle
    assert "?q=skog&amp;page=1" in middle
    assert not shown(Paginator([1], 10).page(1)).strip()


class Example(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="For the confirmation")
    note = forms.CharField(label="Note", required=False)
    sector = forms.ChoiceField(
        label="Sector", choices=[("b", "Business"), ("a", "Academia")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="I agree")


def test_form_ties_help_and_error_to_the_field():
    page = str(Example({"email": "wrong"}))
    field = re.search(r"<input[^>]*name=\"email\"[^>]*>", page)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_email_helptext id_email_error"' in field[0]
    assert 'id="id_email_error"' in page
    assert 'id="id_email_helptext"' in page


def test_form_starts_with_a_summary_that_leads_to_each_field():
    page = str(Example({"email": "wrong"}))
    targets = re.findall(r'<a href="#(\w+)"', page)
    assert targets == ["id_email", "id_sector_0", "id_agree"]
    assert all(f'id="{target}"' in page for target in targets)
    assert page.index('role="alert"') < page.index("<label")


def test_form_marks_what_is_optional_and_nothing_else():
    assert str(Example()).count('class="optional"') == 1


def test_choices_stand_in_a_fieldset_with_a_legend():
    page = str(Example())
    assert "<legend>Sector</legend>" in page
    assert page.count('class="choice"') == 3


def test_form_escapes_what_was_typed():
    assert "<script>" not in str(Example({"email": "<script>alert(1)</script>"}))


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
        (errors.page_not_found, 404),
        (errors.method_not_allowed, 405),
        (errors.too_many_requests, 429),
        (errors.server_error, 500),
        (errors.starting, 503),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_error_pages_need_neither_region_nor_database(view, status, language):
    with translation.override(language), clock.pinned(datetime(2020, 5, 25, 7, tzinfo=UTC)):
        answer = view(RequestFactory().get("/nowhere/"))
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("view", [errors.server_error, errors.starting])
def test_pages_without_a_session_speak_english_too(view):
    with translation.override("sv"):
        page = view(RequestFactory().get("/")).content.decode()
    assert '<div lang="en">' in page


def test_page_context_is_bare_without_region_or_user():
    site = context.page(RequestFactory().get("/"))["site"]
    assert site.region is None
    assert site.staff_role == ""
    assert site.desk_menu == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "sees"), [("coordinator", {"Today", "Mail", "Rehearsal"}), ("reader", {"Today"})]
)
def test_desk_menu_has_only_what_the_person_may_open(settings, role, sees):
    settings.REHEARSAL = True
    request = RequestFactory().get("/desk/")
    with clock.pinned(datetime(2020, 5, 25, 7, tzinfo=UTC)), translation.override("en"):
        request.user = User.objects.create_user("staff@example.org")
        StaffRole.objects.create(user=request.user, role=role)
        site = context.page(request)["site"]
        items = [item for group in site.desk_menu for item in group.items]
        names = {str(item.name) for item in items}
    assert names & {"Today", "Mail", "Rehearsal"} == sees
    assert [str(item.name) for item in items if item.current] == ["Today"]
    assert bool(site.rehearsal_url) == (role == "coordinator")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "opened"),
    [("/desk/", "Dialogue"), ("/desk/datasets/", "Analysis"), ("/desk/datasets/new/", "Analysis")],
)
def test_desk_menu_opens_the_group_that_is_read(path, opened):
    request = RequestFactory().get(path)
    with clock.pinned(datetime(2020, 5, 25, 7, tzinfo=UTC)), translation.override("en"):
        request.user = User.objects.create_user("staff@example.org")
        StaffRole.objects.create(user=request.user, role="coordinator")
        groups = context.page(request)["site"].desk_menu
        assert [str(group.name) for group in groups if group.is_open] == [opened]
        assert not groups[0].name, "what is always at hand is in no group"


@pytest.mark.django_db
def test_desk_menu_leaves_no_page_of_the_desk_out_or_twice():
    request = RequestFactory().get("/desk/")
    with clock.pinned(datetime(2020, 5, 25, 7, tzinfo=UTC)):
        request.user = User.objects.create_user("staff@example.org")
        StaffRole.objects.create(user=request.user, role="coordinator")
        urls = [item.url for group in menus.desk_menu(request) for item in group.items]
    assert len(urls) == len({*urls}) > 30


def test_language_switch_returns_to_the_same_page():
    site = context.page(RequestFactory().get("/areas/", {"q": "skog"}))["site"]
    assert site.path == "/areas/?q=skog"
