"""Paragraphs can be pointed at by their number, in whatever language they are read."""

import pytest
from django.utils.translation import override

from tests.varv.consultation.writing_support import document
from tests.varv.factories import AreaFactory, RoundFactory
from varv.consultation import paragraphs
from varv.consultation.models import Document
from varv.cycles.models import AreaVersion
from varv.text.translated import Translated

pytestmark = pytest.mark.django_db


def read(text, language):
    with override(language):
        return [(one.number, one.text) for one in paragraphs.of(document(RoundFactory(), text))]


@pytest.mark.parametrize("text", ["", "  \n\n \t\n", "\r\n\r\n"])
def test_text_without_words_has_no_paragraph(text):
    assert read(text, "sv") == []


def test_reader_sees_their_language_where_it_has_as_many_paragraphs():
    text = Translated(sv="Ett.\n\nTvå.", en="One.\r\n\r\n\r\nTwo.")
    assert read(text, "en") == [(1, "One."), (2, "Two.")]
    assert read(text, "sv") == [(1, "Ett."), (2, "Två.")]


def test_reader_sees_the_language_of_the_region_where_the_paragraphs_differ():
    text = Translated(sv="Ett.\n\nTvå.", en="One and two.")
    assert read(text, "en") == [(1, "Ett."), (2, "Två.")]


def test_line_break_within_a_paragraph_stays():
    assert read("Ett\nmed två rader.\n\nTvå.", "sv")[0] == (1, "Ett\nmed två rader.")


def test_area_is_out_with_what_stands_in_short_and_its_text():
    round_ = RoundFactory()
    version = AreaVersion.objects.create(
        area=AreaFactory(programme=round_.programme),
        number=1,
        name=Translated(sv="Skog"),
        summary=Translated(sv="I korthet."),
        text=Translated(sv="Mer.\n\nÄnnu mer."),
    )
    out = Document.objects.create(round=round_, area_version=version)
    assert [one.text for one in paragraphs.of(out)] == ["I korthet.", "Mer.", "Ännu mer."]
