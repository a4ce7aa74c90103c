"""How good forecasts were, in plain words."""

import pytest
from django.utils import translation

from varv.analysis.results import backtested

BESIDES = {
    "year": 2018,
    "until": 2020,
    "definitions": [
        {"definition": "loose", "cells": 1200, "entries": 100, "base_rate": 0.0833},
        {"definition": "strict", "cells": 0, "entries": 0, "base_rate": None},
    ],
}
SCORES = {
    ("model", "roc_auc"): 0.794,
    ("LQ", "roc_auc"): 0.76,
    ("density", "roc_auc"): 0.6,
    ("model", "precision_at_k"): 0.41,
    ("base rate", "precision_at_k"): 0.08,
    ("model", "average_precision"): 0.35,
    ("base rate", "average_precision"): 0.08,
    ("model", "brier"): 0.0712,
    ("base rate", "brier"): 0.083,
}


def rows(definition="loose", **changed):
    scores = {**SCORES, **{("model", name): value for name, value in changed.items()}}
    return [
        {"definition": definition, "forecast": who, "measure": measure, "value": value}
        for (who, measure), value in scores.items()
    ]


def sentences(*found):
    with translation.override("en"):
        return [one.sentences for one in backtested.told(found, BESIDES)]


def test_scores_are_said_in_plain_words_beside_what_one_knows_without_the_model():
    (said,) = sentences(*rows())
    came, order, first, down, missed = said
    assert came == (
        "Of 1,200 pairs of region and activity below that limit in 2018, 100 (8.3%) had come to 1 "
        "or more in 2020."
    )
    assert order == (
        "Of two, one that came and one that did not, the model put the one that came first in 79 "
        "of 100 cases; chance gives 50. The location quotient alone gives 76, relatedness alone "
        "60 (ROC-AUC)."
    )
    assert first == (
        "Of the 100 that the model held most likely, 41% came; picked blindly, 8% would have "
        "(hits among the first)."
    )
    assert down == (
        "Read from the most likely down to each that came, 35% of the list had come on average; "
        "in a list without order 8% (average precision)."
    )
    assert missed == (
        "The average squared miss of the probabilities was 0.071, where 0 is perfect; saying for "
        "all how often it came before gives 0.083 (Brier)."
    )


@pytest.mark.parametrize(("gone", "word"), [("roc_auc", "ROC-AUC"), ("brier", "Brier")])
def test_what_is_not_told_is_not_guessed(gone, word):
    (said,) = sentences(*rows(**{gone: None}))
    assert len(said) == 4
    assert not any(word in one for one in said)


def test_the_technical_name_comes_last_in_both_languages():
    for language in ("sv", "en"):
        with translation.override(language):
            (told,) = backtested.told(rows(), BESIDES)
        assert told.sentences[1].endswith("(ROC-AUC).")
        assert told.sentences[-1].endswith("(Brier).")


def test_results_without_counts_say_nothing():
    assert backtested.told(rows(), {"year": 2018, "until": 2020}) == []


@pytest.mark.parametrize(
    ("cells", "entries", "tried"),
    [(100, 10, True), (99, 10, False), (100, 9, False), (100, 90, True), (100, 91, False)],
)
def test_scores_of_too_little_are_not_said(cells, entries, tried):
    counts = {"definition": "loose", "cells": cells, "entries": entries, "base_rate": 0.1}
    with translation.override("en"):
        (told,) = backtested.told(rows(), {**BESIDES, "definitions": [counts]})
    assert (len(told.sentences) == 5) is tried
    assert any("ROC-AUC" in one for one in told.sentences) is tried
    assert any("too few to be tried" in one for one in told.sentences) is not tried


def test_too_few_are_told_with_their_counts_and_the_floor():
    with translation.override("en"):
        assert backtested.too_few_said({"cells": 28, "entries": 1}) == (
            "Of 28 pairs of region and activity, 1 had come: too few to be tried. At least 100 "
            "pairs are needed, and 10 that came and 10 that did not."
        )
