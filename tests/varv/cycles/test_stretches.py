"""Paragraphs are matched, paired and told apart."""

import time
from random import Random

import pytest

from varv.cycles.stretches import Stretch, alike, pairs, stretches


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("A B C", "A B C", []),
        ("", "A B", [(0, "", "A B")]),
        ("A B", "", [(0, "A B", "")]),
        ("A B C", "A X C", [(1, "B", "X")]),
        ("A B C", "A C", [(1, "B", "")]),
        ("A C", "A B C", [(1, "", "B")]),
        ("A A A", "A A", [(2, "A", "")]),
        ("A B C D", "X B C Y", [(0, "A", "X"), (3, "D", "Y")]),
    ],
)
def test_stretches_tell_where_the_old_text_was_changed(old, new, changed):
    found = stretches(old.split(), new.split())
    seen = [(one.anchor, " ".join(one.before), " ".join(one.after)) for one in found]
    assert [one for one, part in zip(seen, found, strict=True) if part.is_changed] == changed


def test_stretches_hold_all_of_both_texts():
    random = Random(5)
    for _ in range(200):
        old = [random.choice("ABCDE") for _ in range(random.randrange(9))]
        new = [random.choice("ABCDE") for _ in range(random.randrange(9))]
        found = stretches(old, new)
        assert [text for one in found for text in one.before] == old
        assert [text for one in found for text in one.after] == new
        assert [one.anchor for one in found] == [
            sum(len(one.before) for one in found[:place]) for place in range(len(found))
        ]


def test_pairs_hold_all_and_set_what_is_alike_beside_each_other():
    before = ["Skogen ska brukas varsamt.", "Vi mäter varje år."]
    after = ["Något helt nytt.", "Skogen ska brukas mycket varsamt.", "Vi mäter varje månad."]
    assert pairs(Stretch(0, before, after)) == [
        ("", after[0]),
        (before[0], after[1]),
        (before[1], after[2]),
    ]
    assert alike(before[0], after[0]) == 0


def test_long_texts_are_compared_at_once():
    random = Random(7)
    words = [f"ord{number}" for number in range(400)]
    old = [" ".join(random.choices(words, k=60)) for _ in range(2000)]
    new = [f"{one} nytt" if random.random() < 0.2 else one for one in old]
    began = time.perf_counter()
    found = stretches(old, new)
    for one in found:
        if one.is_changed:
            pairs(one)
    assert time.perf_counter() - began < 5
