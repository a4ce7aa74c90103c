"""LIX, by hand."""

import pytest

from varv.text.readability import readability


def test_lix_of_a_text_counted_by_hand():
    found = readability("Regionen bjuder in till möte. Alla är välkomna!")
    assert (found.words, found.sentences, found.long_words) == (8, 2, 2)
    assert found.lix == pytest.approx(8 / 2 + 100 * 2 / 8)


def test_lix_of_nothing_is_zero():
    assert readability(" 12 – ...").lix == 0


def test_a_time_of_day_does_not_end_a_sentence():
    assert readability("Mötet börjar kl. 9 i Östersund.").sentences == 1


def test_a_paragraph_ends_a_sentence():
    assert readability("Rubrik\n\nText utan punkt").sentences == 2


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Du kan gå nu.", "very easy"),
        ("Regionutvecklingsförvaltningen tillhandahåller omställningsinsatser.", "very hard"),
    ],
)
def test_level_names_how_hard_it_is(text, level):
    assert readability(text).level == level
