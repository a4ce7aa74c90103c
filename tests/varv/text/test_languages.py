"""Languages by their names, and texts in the language at hand."""

import pytest
from django.utils import translation

from varv.text.translated import Translated
from varv.text.translated_forms import language_in_a_sentence, language_name
from varv.web.templatetags.look import spoken


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("sv", "nb", "Norskt bokmål"),
        ("sv", "sv", "Svenska"),
        ("sv", "en", "Engelska"),
        ("en", "nb", "Norwegian Bokmål"),
        ("en", "sv", "Swedish"),
        ("sv", "xx-unknown", "xx-unknown"),
        ("sv", "", ""),
    ],
)
def test_language_has_its_name_in_the_language_that_is_read(language, code, name):
    with translation.override(language):
        assert language_name(code) == name


def test_language_in_a_sentence_is_written_as_the_language_does():
    with translation.override("sv"):
        assert language_in_a_sentence("nb") == "norskt bokmål"
    with translation.override("en"):
        assert language_in_a_sentence("nb") == "Norwegian Bokmål"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (Translated(sv="sysselsatta <5"), '<span lang="sv">sysselsatta &lt;5</span>'),
        (Translated(sv="sysselsatta", en="employed"), "employed"),
        (Translated(), ""),
        ("plain", "plain"),
    ],
)
def test_text_in_another_language_says_which(text, shown):
    with translation.override("en"):
        assert str(spoken(text)) == shown
