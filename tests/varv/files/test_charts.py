"""Charts: drawn by a program of its own, kept by what is in them, fit for a page and for paper."""

import io
import os
import threading
import time
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from varv.files.charts import labels, rendering, store, svg, theme
from varv.files.charts.labels import Box

TEXT = {"width": 40, "height": 20, "data": {"values": [{"t": "Åre <script>alert(1)</script> &"}]},
        "mark": {"type": "text", "color": theme.INK, "stroke": theme.PAPER},
        "encoding": {"text": {"field": "t", "type": "nominal"}}}  # fmt: skip


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def wanted(text="a", draws=None, spec=None):
    """Return a chart whose drawing is counted in ``draws``."""

    def draw():
        if draws is not None:
            draws.append(text)
        return spec or f'<svg xmlns="{svg.NAMESPACE}"><text>{text}</text></svg>'

    return store.Wanted({"text": text}, "code", draw)


def test_a_program_of_its_own_draws_several_at_once_and_escapes_names():
    first, second = rendering.rendered([TEXT, TEXT])
    assert first == second
    assert "<script>" not in first
    assert "Åre &lt;script&gt;alert(1)&lt;/script&gt; &amp;" in first


def test_drawing_nothing_starts_no_program(monkeypatch):
    monkeypatch.setattr(rendering, "RENDERER", "/nowhere")
    assert rendering.rendered([]) == []


def test_what_cannot_be_drawn_says_why():
    with pytest.raises(rendering.CannotDrawError, match="conversion failed"):
        rendering.rendered([{"mark": 7}])


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; sys.exit(3)", "exit code 3"),
        ("print('no json')", "no answer"),
        ("import time; time.sleep(60)", "timed out"),
    ],
)
def test_a_program_that_fails_or_hangs_is_told(program, said, tmp_path, monkeypatch):
    path = tmp_path / "renderer.py"
    path.write_text(program)
    monkeypatch.setattr(rendering, "RENDERER", path)
    monkeypatch.setattr(rendering, "SECONDS_TO_START", 0.5)
    monkeypatch.setattr(rendering, "SECONDS_A_CHART", 0.1)
    with pytest.raises(rendering.CannotDrawError, match=said):
        rendering.rendered([TEXT])


def test_the_program_is_told_no_secret(tmp_path, monkeypatch):
    path = tmp_path / "renderer.py"
    path.write_text("import os, json; print(json.dumps([{'svg': ' '.join(os.environ)}]))")
    monkeypatch.setattr(rendering, "RENDERER", path)
    monkeypatch.setenv("VARV_SECRET_KEY", "secret")
    assert "VARV_SECRET_KEY" not in rendering.rendered([TEXT])[0]


def test_the_program_fetches_nothing():
    spec = {"data": {"url": "http://127.0.0.1:9/data.json"}, "mark": "point"}
    with pytest.raises(rendering.CannotDrawError):
        rendering.rendered([spec])


def test_a_picture_in_dots_for_word():
    assert rendering.as_png(svg.finished(rendering.rendered([TEXT])[0], "c")).startswith(b"\x89PNG")


def test_letters_have_no_outline_on_the_white_paper_of_a_document():
    edges = TEXT | {"config": {"text": {"stroke": theme.PAPER, "strokeWidth": 3, "fontSize": 40}}}
    drawn = svg.finished(rendering.rendered([edges])[0], "c")
    assert theme.PAPER in drawn
    white = svg.on_white(drawn)
    assert theme.PAPER not in white
    assert white.count("<text") == drawn.count("<text")
    with Image.open(io.BytesIO(rendering.as_png(drawn))) as picture:
        assert picture.getchannel("A").getextrema() == (255, 255), "its ground is not transparent"
        # From white to ink there are only mixtures of both: green lies between red and blue.
        colours = {colour for _times, colour in picture.convert("RGB").getcolors(100_000)}
    assert (255, 255, 255) in colours
    assert not [one for one in colours if one[2] < one[0]], "nothing is as yellow as the page"


def test_what_is_put_into_a_page_has_no_style_script_or_handler():
    whole = (
        f'<svg xmlns="{svg.NAMESPACE}" style="background:red" onload="x()"><style>a</style>'
        "<script>x()</script><foreignObject/><image href='http://x'/>"
        f'<g><path class="background" d="M0,0h0v0h0Z"/></g><g role="x" aria-label="y">'
        f'<rect fill="{theme.ONE}" stroke="{theme.PAPER}" onclick="x()" style="fill:red"/>'
        f'<text transform="translate(21.428571428,10)" stroke="{theme.PAPER}">x</text></g></svg>'
    )
    page = svg.finished(whole, "c1")
    tree = ElementTree.fromstring(page)
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    names = {name for element in tree.iter() for name in element.attrib}
    assert tags == {"svg", "g", "rect", "text"}
    assert not {name for name in names if name.startswith(("on", "style", "aria", "href", "role"))}
    assert 'class="fill-one stroke-paper"' in page
    assert f'fill="{theme.ONE}"' in page  # what paper shows, which has no stylesheet
    assert "translate(21.43,10)" in page
    assert 'paint-order="stroke"' in page


def test_patterns_are_defined_once_and_named_by_the_chart():
    bar = f'<rect fill="{theme.STRIPES}"/>'
    page = svg.finished(f'<svg xmlns="{svg.NAMESPACE}">{bar}{bar}</svg>', "c7")
    assert page.count('id="c7-stripes"') == 1
    assert page.count('fill="url(#c7-stripes)"') == 2
    assert "dots" not in page


def test_every_colour_has_one_role():
    assert len(set(theme.ROLES.values())) == len(theme.ROLES)
    assert not set(theme.ROLES) & set(theme.PATTERNS)


def test_what_was_drawn_is_not_drawn_again(home):
    draws = []
    first = store.pictures([wanted("a", draws), wanted("b", draws)])
    again = store.pictures([wanted("b", draws), wanted("a", draws)])
    assert draws == ["a", "b"]
    assert again == first[::-1]


def test_a_chart_that_is_there_starts_no_program(home, monkeypatch):
    first = store.pictures([wanted(spec=TEXT)])
    monkeypatch.setattr(rendering, "RENDERER", "/nowhere")
    assert store.pictures([wanted(spec=TEXT)]) == first


def test_other_contents_and_other_code_are_other_charts():
    one = store.Wanted({"a": 1}, "code", dict)
    assert one.key == store.Wanted({"a": 1}, "code", dict).key
    assert one.key != store.Wanted({"a": 2}, "code", dict).key
    assert one.key != store.Wanted({"a": 1}, "newer", dict).key


def test_many_who_ask_at_once_have_it_drawn_once(home):
    draws, found = [], []

    def draw():
        draws.append(1)
        time.sleep(0.2)
        return f'<svg xmlns="{svg.NAMESPACE}"><text>slow</text></svg>'

    def ask():
        found.extend(store.pictures([store.Wanted({"slow": 1}, "code", draw)]))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(draws) == 1
    assert len(found) == 8
    assert len(set(found)) == 1


def test_who_cannot_wait_goes_on_without_and_the_next_has_it(home, monkeypatch):
    monkeypatch.setitem(store._rest, "until", 0.0)
    draws, go_on, done = [], threading.Event(), threading.Event()

    def slow():
        draws.append("slow")
        go_on.wait(30)
        done.set()
        return f'<svg xmlns="{svg.NAMESPACE}"><text>slow</text></svg>'

    both = [wanted("a"), store.Wanted({"slow": 1}, "code", slow)]
    (there,) = store.pictures(both[:1])
    assert store.pictures_within(both, 0.1) == [there, ""]
    began = time.monotonic()
    assert store.pictures_within([wanted("b", draws)], 60) == [""], "nobody waits again at once"
    assert time.monotonic() - began < 5
    go_on.set()
    done.wait(30)
    assert all(store.pictures(both)), "it was drawn behind, and once"
    monkeypatch.setitem(store._rest, "until", 0.0)
    assert all(store.pictures_within([*both, wanted("b", draws)], 60))
    assert draws == ["slow", "b"]


def test_who_cannot_wait_is_told_what_is_wrong_at_once(home, monkeypatch):
    monkeypatch.setitem(store._rest, "until", 0.0)
    with pytest.raises(rendering.CannotDrawError, match="conversion failed"):
        store.pictures_within([wanted(spec={"mark": 7})], 60)


def test_a_chart_that_was_cut_short_is_drawn_anew(home):
    draws = []
    (whole,) = store.pictures([wanted("a", draws)])
    (path,) = home.rglob("*.svg")
    path.write_text(whole[:20])
    assert store.pictures([wanted("a", draws)]) == [whole]
    assert len(draws) == 2


def test_a_disk_that_takes_nothing_hinders_nobody(home, caplog):
    (home / store.FOLDER).write_text("a file where the folder should be")
    assert store.pictures([wanted("a")])[0].endswith("</svg>")
    assert "could not be kept" in caplog.text


def test_charts_that_nobody_looks_at_go_after_two_months(home):
    store.pictures([wanted("old"), wanted("new")])
    old = next(path for path in home.rglob("*.svg") if "old" in path.read_text())
    os.utime(old, (0, 0))
    assert store.prune() == 1
    assert not old.exists()
    assert len(list(home.rglob("*.svg"))) == 1


def test_a_chart_that_is_looked_at_stays(home):
    store.pictures([wanted("old")])
    (path,) = home.rglob("*.svg")
    os.utime(path, (0, 0))
    store.pictures([wanted("old")])
    assert store.prune() == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Trä\x00\x0b\u202e och\r\nmassa", "Trä och massa"),
        ("a\ud800b\ufeff", "ab"),
        ("A\u030are", "Åre"),
        (17, "17"),
        ("<b>", "<b>"),
    ],
)
def test_names_are_cleaned_of_what_cannot_be_drawn(name, shown):
    assert labels.clean(name) == shown


def test_a_text_that_is_cut_fits():
    long = "Tillverkning av andra icke-metalliska mineraliska produkter"
    for width in range(20, 400, 7):
        assert labels.text_width(labels.fitted(long, width)) <= width
    assert labels.text_width("漢字") > labels.text_width("ab")


points = st.lists(
    st.tuples(st.floats(0, 400), st.floats(0, 300), st.text("abcdefgh ", max_size=18)), max_size=40
)


@given(points)
def test_no_name_covers_another_or_a_point(found):
    places, texts = [(x, y) for x, y, _text in found], [text for _x, _y, text in found]
    page = Box(0, 0, 400, 300)
    boxes = [box for box in labels.placed(places, texts, page, radius=4) if box]
    for at, box in enumerate(boxes):
        assert box.within(page)
        assert not any(box.meets(other) for other in boxes[at + 1 :])
        assert not any(box.meets(Box(x - 4, y - 4, x + 4, y + 4)) for x, y in places)


def test_the_first_name_has_the_nearest_place_and_what_finds_none_is_left_out():
    crowd = [(50.0, 50.0)] + [(50.0 + at % 7 * 9 - 27, 20.0 + at // 7 * 9) for at in range(49)]
    boxes = labels.placed(crowd, ["first"] * 50, Box(0, 0, 100, 100))
    assert boxes.count(None) > 30


@given(st.lists(st.floats(-50, 350), min_size=1, max_size=12))
def test_names_at_the_ends_of_lines_are_parted(wishes):
    places = sorted(labels.spread(wishes, 15, 0, 300))
    assert all(b - a >= 15 - 1e-9 for a, b in pairwise(places))
    assert places[-1] <= 300
