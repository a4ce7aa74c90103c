"""New specialisations: fitted on the past, tested strictly later."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.base import clone

import specialisation as sp
from specialisation.entry_cells import outcome_year, pairs
from specialisation.entry_features import GROUPS, NAMES, features, history
from specialisation.entry_learners import folds_of
from tests.specialisation.examples import data
from tests.specialisation.strategies import JOBS

YEARS = tuple(range(2010, 2021))


def labels(many: int) -> tuple[str, ...]:
    return tuple(f"{one:03}" for one in range(many))


def panel_of(values, years=YEARS, suppressed=None) -> sp.Panel:
    _years, regions, activities = values.shape
    return sp.Panel(labels(regions), labels(activities), tuple(years), values, suppressed)


@pytest.fixture(scope="module")
def drifting() -> sp.Panel:
    """Regions whose shares drift towards what their few leanings (hidden factors) make likely."""
    rng = np.random.default_rng(42)
    leanings, needs = rng.normal(size=(60, 3)), rng.normal(size=(3, 40))
    goal = leanings @ needs * 0.6
    level = goal + rng.normal(size=goal.shape)
    sizes = np.exp(rng.normal(7, 1, (60, 1)))
    jobs = []
    for _year in YEARS:
        level = level + 0.1 * (goal - level) + rng.normal(0, 0.15, goal.shape)
        shares = np.exp(level)
        jobs.append(rng.poisson(sizes * shares / shares.sum(axis=1, keepdims=True)))
    return panel_of(np.array(jobs, float))


@pytest.fixture(scope="module")
def fitted(drifting) -> sp.EntryModel:
    return sp.EntryModel(rounds=40).fit(drifting, 3)


@pytest.fixture(scope="module")
def tested(drifting) -> sp.Backtest:
    return sp.EntryModel(rounds=40).backtest(drifting, 3, draws=50)


def test_it_has_the_manners_of_scikit_learn(fitted):
    model = sp.EntryModel("boosting", rounds=7)
    assert model.get_params()["rounds"] == 7
    assert clone(model).set_params(method="logistic").method == "logistic"
    assert not [name for name in vars(model) if name.endswith("_")]
    assert {"horizon_", "pairs_", "model_", "base_rate_", "features_"} <= set(vars(fitted))


def test_only_what_is_not_there_has_a_probability(fitted, drifting):
    found = fitted.predict(drifting)
    assert (np.isnan(found) == sp.presence(drifting.matrix())).all()
    told = found[~np.isnan(found)]
    assert ((told > 0) & (told < 1)).all()


def test_mean_probability_is_near_the_share_that_entered(fitted, drifting):
    found = np.nanmean(fitted.predict(drifting))
    assert found == pytest.approx(fitted.base_rate_, rel=0.4)


def test_contributions_add_up_to_the_log_odds(fitted, drifting):
    found = fitted.explain(drifting, "007")
    probability = fitted.predict(drifting)[7]
    np.testing.assert_allclose(found.probability, probability)
    odds = np.log(probability / (1 - probability))
    np.testing.assert_allclose(found.contributions.sum(axis=1) + found.typical, odds, atol=1e-9)
    assert found.groups == tuple(GROUPS)
    assert (np.nanstd(found.contributions, axis=0)[:3] > 0.01).all()


def test_contributions_of_the_logistic_are_its_coefficients(drifting):
    model = sp.EntryModel("logistic").fit(drifting, 3)
    found = model.explain(drifting, "007")
    x = features(history(drifting), len(YEARS) - 1, 3)[7]
    z = model.model_.scale(x) * model.model_.learners[0].coef_[0] * model.model_.slope
    density = [NAMES.index(name) for name in GROUPS["relatedness"]]
    told = ~np.isnan(found.probability)
    np.testing.assert_allclose(found.contributions[told, 2], z[told][:, density].sum(axis=1))


def test_same_seed_same_answer_and_no_input_is_changed(drifting, fitted):
    before = drifting.values.copy()
    again = sp.EntryModel(rounds=40).fit(drifting, 3).predict(drifting)
    np.testing.assert_array_equal(again, fitted.predict(drifting))
    np.testing.assert_array_equal(drifting.values, before)


def test_unit_of_the_values_does_not_matter(drifting):
    other = panel_of(drifting.values / 1024)
    one, two = (
        sp.EntryModel("logistic").fit(panel, 3).predict(panel) for panel in (drifting, other)
    )
    np.testing.assert_allclose(one, two, rtol=1e-6)


def test_backtest_sees_nothing_later_than_its_year(drifting, tested):
    late = drifting.values.copy()
    shuffled = np.random.default_rng(3).permutation(late[8:].reshape(-1)).reshape(late[8:].shape)
    late[8:] = shuffled
    other = sp.EntryModel(rounds=40).backtest(panel_of(late), 3, year=2017, draws=5)
    assert (tested.year, tested.until) == (2017, 2020)
    np.testing.assert_array_equal(other.probability, tested.probability)
    assert (other.entered != tested.entered).any()
    assert max(end for _year, end in tested.pairs) <= 2017


@given(st.integers(0, 9), st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_features_of_a_year_do_not_know_the_next(drifting, at, seed):
    values = drifting.values.copy()
    values[at + 1 :] = np.random.default_rng(seed).integers(1, 9, values[at + 1 :].shape)
    # The unit is that of the whole panel, so the smallest number is kept.
    one = features(history(panel_of(drifting.values[: at + 1], YEARS[: at + 1])), at, 3)
    two = features(history(panel_of(values[: at + 1], YEARS[: at + 1])), at, 3)
    np.testing.assert_array_equal(one, two)
    assert one.shape == (60, 40, len(NAMES))
    assert np.isfinite(one).all()


def test_order_of_regions_and_activities_does_not_matter_to_features(drifting):
    rng = np.random.default_rng(1)
    rows, columns = rng.permutation(60), rng.permutation(40)
    other = panel_of(drifting.values[:, rows][:, :, columns])
    one = features(history(drifting), 6, 3)[rows][:, columns]
    np.testing.assert_allclose(features(history(other), 6, 3), one, atol=1e-8)


def test_model_is_better_than_what_one_knows_without_it(tested):
    for table in (tested.loose, tested.strict):
        best = table.scores["model"]
        for name in ("base rate", "LQ", "density"):
            assert best.roc_auc.value > table.scores[name].roc_auc.value
            assert best.average_precision.value > table.scores[name].average_precision.value
    assert tested.loose.scores["model"].brier.value < tested.loose.scores["base rate"].brier.value
    assert tested.loose.scores["base rate"].roc_auc.value == 0.5
    assert tested.loose.scores["base rate"].average_precision.value == pytest.approx(
        tested.loose.base_rate
    )


def test_probabilities_are_about_what_came(tested):
    table = tested.loose
    assert table.counts.sum() == table.cells
    for told, seen in zip(table.predicted, table.observed, strict=True):
        assert seen.low - 0.06 <= told <= seen.high + 0.06


def test_strict_cells_are_some_of_the_loose(tested, drifting):
    lq = sp.location_quotient(drifting.matrix(2017))
    assert tested.loose.cells == (lq < 1).sum()
    assert tested.strict.cells == (lq < 0.5).sum()
    assert tested.strict.entries == ((lq < 0.5) & sp.presence(drifting.matrix(2020))).sum()


def test_table_shows_the_baselines_beside_the_model(tested):
    shown = str(tested)
    for told in ("base rate", "LQ", "density", "model", "loose", "strict", "ROC-AUC", "Brier"):
        assert told in shown
    assert "2017 to 2020" in shown
    assert "suppressed" not in shown


def test_suppressed_cells_are_neither_learned_from_nor_foretold_nor_tested(drifting):
    hidden = np.zeros(drifting.values.shape, bool)
    hidden[7, 20:23, 4] = hidden[10, :5] = True
    values = np.where(hidden, 0, drifting.values)
    panel = panel_of(values, suppressed=hidden)
    found = sp.EntryModel("logistic").backtest(panel, 3, draws=5)
    untold = hidden[7] | hidden[10]
    assert found.suppressed == untold.sum()
    assert f"{untold.sum()} cells that either end does not tell" in " ".join(str(found).split())
    assert np.isnan(found.probability[untold]).all()
    at_risk = (sp.location_quotient(values[7]) < 1) & ~untold
    assert found.loose.cells == at_risk.sum()
    model = sp.EntryModel("logistic").fit(panel, 3)
    assert np.isnan(model.predict(panel)[:5]).all()
    assert model.cells_ < sp.EntryModel("logistic").fit(panel_of(values), 3).cells_


def test_activity_that_a_year_tells_nowhere_moves_no_other(drifting):
    """Missing in everybody's total for a year, it would lift all other quotients over 1."""
    hidden = np.zeros(drifting.values.shape, bool)
    hidden[9, :, 4] = True
    values = np.where(hidden, 0, drifting.values)
    without = np.where(np.arange(values.shape[2]) == 4, 0, values)
    told = sp.EntryModel("logistic").fit(panel_of(values, suppressed=hidden), 3)
    same = sp.EntryModel("logistic").fit(panel_of(without), 3)
    assert (told.base_rate_, told.cells_) == (same.base_rate_, same.cells_)
    probability = told.predict(panel_of(values, suppressed=hidden))
    assert np.isnan(probability[:, 4]).all()
    assert np.isfinite(probability[:, :4]).any()


@pytest.mark.parametrize("method", ["logistic", "boosting"])
def test_both_learners_stand_behind_one_face(method, drifting):
    found = sp.EntryModel(method, rounds=30).backtest(drifting, 3, draws=5)
    assert found.loose.scores["model"].roc_auc.value > 0.75


def test_cells_are_drawn_where_there_are_very_many(drifting, monkeypatch):
    monkeypatch.setattr("specialisation.entry.MOST", 2000)
    found = sp.EntryModel("logistic").fit(drifting, 3)
    assert found.cells_ > 2000
    assert np.nanmax(found.predict(drifting)) < 1


CENSUSES = (1976, 1981, 1986, 1991, 1996, 2001)


@pytest.mark.parametrize(
    ("years", "horizon", "wanted"),
    [
        ((2013, 2014, 2015, 2016, 2017, 2018), 5, ((2013, 2018), (2014, 2018), (2015, 2018))),
        (CENSUSES, 12, ((1976, 1986), (1981, 1991), (1986, 1996), (1991, 2001))),
        (CENSUSES[1:], 10, ((1981, 1991), (1986, 1996), (1991, 2001), (1996, 2001))),
        ((2013, 2014), 5, ()),
        ((2013,), 1, ()),
        ((2013, 2015), 2, ((2013, 2015),)),
    ],
)  # fmt: skip
def test_outcomes_are_read_in_the_nearest_year(years, horizon, wanted):
    assert pairs(years, horizon) == wanted


def test_earlier_of_two_years_as_near_is_taken():
    assert outcome_year((2000, 2003, 2005), 2000, 4) == 2003


@pytest.mark.parametrize("folds", [2, 3, 5])
def test_no_region_is_in_two_parts_and_no_part_has_all_entries(folds):
    regions = np.arange(12).repeat(4)
    entered = np.isin(regions, [3, 8]) & (np.arange(48) % 4 == 0)
    part = folds_of(regions, entered, folds)
    assert all(len(set(part[regions == one])) == 1 for one in range(12))
    assert len(set(part[entered])) == 2


GROWN = np.arange(1.0, 13).reshape(1, 4, 3).repeat(3, axis=0)


@pytest.mark.parametrize(
    ("values", "years", "horizon", "told"),
    [
        (GROWN[:1], (2020,), 1, "two years about 1 years apart"),
        (GROWN, (2018, 2019, 2020), 9, "two years about 9 years apart"),
        (GROWN, (2018, 2019, 2020), 1, "two regions that entered"),
        (GROWN[:, :1], (2018, 2019, 2020), 1, "two regions that entered"),
        (np.ones((3, 4, 3)), (2018, 2019, 2020), 1, "two regions that entered"),
        (GROWN, (2018, 2019, 2020), 0, "horizon should be a whole number of 1 or more, is 0"),
        (GROWN, (2018, 2019, 2020), 1.5, "horizon should be a whole number"),
        (GROWN, (2018, 2019, 2020), True, "horizon should be a whole number"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(values, years, horizon, told):
    with pytest.raises(ValueError, match=told):
        sp.EntryModel().fit(panel_of(values, years), horizon)


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"method": "forest"}, "method should be one of average, logistic, boosting"),
        ({"strength": 0}, "strength should be finite and over zero"),
        ({"strength": float("nan")}, "strength should be"),
        ({"rounds": 0}, "rounds should be a whole number of 1"),
        ({"folds": 1}, "folds should be a whole number of 2"),
        ({"random_state": None}, "random_state should be a whole number"),
    ],
)
def test_wrong_parameter_is_refused_by_name_when_fitted(parameters, told, drifting):
    with pytest.raises(ValueError, match=told):
        sp.EntryModel(**parameters).fit(drifting, 3)


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"year": 1999}, "years should have 1999"),
        ({"year": 2020}, "year should have one about 3 years after it"),
        ({"year": 2010}, "two years about 3 years apart"),
        ({"horizon": 30}, "two years about 30 years apart"),
        ({"k": 0}, "k should be"),
        ({"draws": 0}, "draws should be"),
        ({"level": 90}, "level should be between 0 and 1"),
    ],
)
def test_wrong_backtest_is_refused_by_name(parameters, told, drifting):
    with pytest.raises(ValueError, match=told):
        sp.EntryModel().backtest(drifting, **({"horizon": 3} | parameters))


def test_model_that_is_not_fitted_says_so(drifting):
    for ask in (sp.EntryModel().predict, lambda panel: sp.EntryModel().explain(panel, "001")):
        with pytest.raises(ValueError, match="should be fitted first"):
            ask(drifting)


def test_region_that_is_not_there_is_refused(fitted, drifting):
    with pytest.raises(ValueError, match="regions should have 'SE32'"):
        fitted.explain(drifting, "SE32")


def test_panel_of_one_region_or_all_present_has_no_openings(fitted):
    found = fitted.predict(panel_of(np.ones((1, 1, 4)), (2020,)))
    assert np.isnan(found).all()
    explained = fitted.explain(panel_of(np.ones((1, 3, 4)), (2020,)), "001")
    assert np.isnan(explained.contributions).all()


def test_empty_region_and_activity_have_none_either(fitted):
    values = np.random.default_rng(2).integers(1, 99, (2, 5, 6)).astype(float)
    values[:, 2], values[:, :, 3] = 0, 0
    found = fitted.predict(panel_of(values, (2019, 2020)))
    assert np.isnan(found[2]).all()
    assert np.isnan(found[:, 3]).all()
    assert not np.isnan(found).all()


def test_year_in_which_nobody_enters_has_scores_that_are_undefined(drifting):
    values = drifting.values.copy()
    values[10] = values[9]
    found = sp.EntryModel("logistic").backtest(panel_of(values), 1, year=2019, draws=5)
    assert found.loose.entries == 0
    score = found.loose.scores["model"]
    assert np.isnan([score.roc_auc.value, score.average_precision.value]).all()
    assert score.precision_at_k.value == 0
    assert "–" in str(found)


@given(
    arrays.arrays(
        np.float64, st.tuples(st.just(4), st.integers(1, 5), st.integers(1, 5)), elements=JOBS
    )
)
@settings(max_examples=25, deadline=None)
def test_any_panel_is_foretold_or_refused_in_words(values):
    panel = panel_of(values, (2017, 2018, 2019, 2020))
    model = sp.EntryModel("logistic")
    try:
        found = model.fit(panel, 1).predict(panel)
        assert str(model.backtest(panel, 1, draws=3))
    except ValueError as error:
        assert "panel should have" in str(error)  # noqa: PT017 - either is right
        return
    lq = np.nan_to_num(sp.location_quotient(panel.matrix()), nan=1)
    assert (np.isnan(found) == ~(lq < 1)).all()


def test_new_zealand_is_foretold_better_than_at_our_first_try():
    frame = pl.read_csv(
        data("regions/nz_urban_areas_1976_2013.csv.gz"), schema_overrides={"emp": pl.Float64}
    )
    panel = sp.Panel.from_frame(frame, region="ua", activity="ind", year="year", value="emp")
    found = sp.EntryModel().backtest(panel, 12, year=2001, draws=20)
    assert (found.until, found.pairs[-1]) == (2013, (1991, 2001))
    assert (found.loose.cells, round(found.loose.base_rate, 3)) == (5888, 0.158)
    assert found.loose.scores["model"].roc_auc.value > 0.759
    assert found.strict.scores["model"].roc_auc.value > 0.776
