"""Sort keys, slugs and translated content."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from varv.text.slugs import slug
from varv.text.sorting import sort_key
from varv.text.translated import Translated, TranslatedField


def test_sort_key_puts_swedish_letters_last():
    names = ["Östersund", "Åre", "Berg", "Älvdalen", "Zinkgruvan", "Ånge", "bräcke"]
    assert sorted(names, key=sort_key) == [
        "Berg",
        "bräcke",
        "Zinkgruvan",
        "Ånge",
        "Åre",
        "Älvdalen",
        "Östersund",
    ]


def test_sort_key_orders_numbers_by_size_and_foreign_letters_by_their_base():
    assert sorted(["Varv 10", "Varv 2"], key=sort_key) == ["Varv 2", "Varv 10"]
    assert sort_key("Café") == sort_key("cafe")
    assert sort_key("A\u030are") == sort_key("Åre")


def test_slug_is_ascii_short_and_new():
    assert slug("Hållbar energi") == "hallbar-energi"
    assert slug("Hållbar energi", taken={"hallbar-energi"}) == "hallbar-energi-2"
    assert slug("???")
    assert len(slug("x" * 500)) <= 60


@pytest.mark.parametrize(
    ("active", "shown"), [("sv", "Skog"), ("sv-fi", "Skog"), ("en", "Forest"), ("fi", "Forest")]
)
def test_translated_shows_the_nearest_language(active, shown):
    with translation.override(active):
        assert str(Translated(sv="Skog", en="Forest")) == shown


def test_translated_falls_back_to_what_there_is():
    with translation.override("en"):
        assert str(Translated(sv="Skog")) == "Skog"
        assert str(Translated()) == ""


def test_translated_is_escaped_in_templates():
    html = Template("{{ name }}").render(Context({"name": Translated(en="A <b> & c")}))
    assert html == "A &lt;b&gt; &amp; c"


@pytest.mark.parametrize("value", ["text", ["sv"], {"sv": 1}])
def test_translated_field_takes_text_by_language_only(value):
    with pytest.raises(ValidationError):
        TranslatedField().to_python(value)
