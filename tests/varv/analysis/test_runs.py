"""Runs: asked, computed step by step, the same each time, and nothing half-done."""

import polars as pl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.varv.analysis import run_support as support
from tests.varv.factories import AnalystFactory, RegionFactory
from varv import clock
from varv.analysis import actions
from varv.analysis import run_registrations as registered
from varv.analysis.actions import computing
from varv.analysis.compute import panels, steps
from varv.analysis.compute.asked import Asked
from varv.analysis.models import Dataset, Run, RunResult
from varv.analysis.queries import runs as queries
from varv.analysis.results.reading import content_of, rows_of
from varv.files import blobs
from varv.files.models import File
from varv.registry import search
from varv.registry.models import Event
from varv.text.translated import Translated

pytestmark = pytest.mark.usefixtures("db", "at", "region")
State = Run.State


@pytest.fixture
def region():
    return RegionFactory(nuts="SE322")


def kinds_in(run):
    return [one.kind for one in queries.results_of(run)]


# -- what comes of it --


def test_one_year_gives_strengths_openings_peers_and_the_space():
    run = support.done()
    assert kinds_in(run) == ["strengths", "openings", "peers", "space"]
    assert (run.state, run.steps_done, run.step) == (State.DONE, 4, "")
    assert run.done_at == clock.now()
    assert run.manifest["input_sha256"]
    assert run.manifest["calls"]["strengths"]["parameters"]["cluster_size"] == 10.0
    assert "strengths: 12 rows" in run.log
    assert Event.objects.filter(action="analysis.run_done", subject_id=run.pk).count() == 1


def test_several_years_give_the_change_too():
    run = support.done(support.version(support.tried()))
    assert kinds_in(run) == list(RunResult.Kind.values)
    growth = {row["activity"]: row for row in rows_of(queries.result_of(run, "growth"))}
    for row in growth.values():
        parts = row["national"] + row["structural"] + row["regional"]
        assert parts == pytest.approx(row["change"])
        assert row["regional_low"] < row["regional"] < row["regional_high"]
    series = rows_of(queries.result_of(run, "series"))
    assert len(series) == len(support.MANY) * len(support.YEARS)
    last = {row["activity"]: row["value"] for row in series if row["year"] == 2020}
    assert last == {code: row["after"] for code, row in growth.items()}


def test_strengths_are_those_of_the_numbers():
    import specialisation as sp

    run = support.done()
    frame = support.frame()
    panel = sp.Panel.from_frame(frame.drop("suppressed"), year="year")
    wanted = sp.strengths(panel.matrix(), 10.0)
    place = panel.place_of_region("SE32")
    rows = {row["activity"]: row for row in rows_of(queries.result_of(run, "strengths"))}
    for column, activity in enumerate(panel.activities):
        assert rows[activity]["lq"] == wanted.evidence.mean[place, column]
        assert rows[activity]["verdict"] == wanted.verdict[place, column]


def test_activity_has_one_quotient_in_all_results_of_a_run():
    run = support.done()
    found = {
        kind: {row["activity"]: row["lq"] for row in rows_of(queries.result_of(run, kind))}
        for kind in ("strengths", "openings", "space")
    }
    assert found["openings"]
    assert found["openings"].items() <= found["strengths"].items()
    assert found["space"] == found["strengths"]


def test_rows_without_an_activity_are_no_activity():
    table = support.frame(support.YEARS, activities=(*support.ACTIVITIES[:-1], "okänd"))
    of = support.version(table)
    of.reading = {"blank": "okänd"}
    of.save(update_fields=["reading"])
    run = support.done(of)
    codes = set(support.ACTIVITIES[:-1])
    for kind in ("strengths", "openings", "space", "growth", "entry", "series"):
        assert {row["activity"] for row in rows_of(queries.result_of(run, kind))} <= codes
    for row in rows_of(queries.result_of(run, "peers")):
        assert "okänd" not in f"{row['more_here']} {row['less_here']}"


def test_links_of_the_space_hold_together_what_hangs_together():
    run = support.done()
    links = queries.result_of(run, "space").besides["links"]
    group = {code: {code} for code in support.ACTIVITIES}
    for one in links:
        a, b = one["source"], one["target"]
        assert 0 < one["proximity"] <= 1
        joined = group[a] | group[b]
        for code in joined:
            group[code] = joined
    related = {one[end] for one in links for end in ("source", "target")}
    assert all(group[code] == related for code in related)
    assert len(links) <= 1.5 * len(support.ACTIVITIES)


def test_what_the_region_and_its_nearest_peers_live_on_is_told():
    result = queries.result_of(support.done(), "peers")
    shares = {}
    for one in result.besides["shares"]:
        shares.setdefault(one["region"], []).append(one["share"])
    nearest = [row["region"] for row in rows_of(result)[:6]]
    assert list(shares) == ["SE32", *nearest]
    assert all(sum(one) == pytest.approx(1) for one in shares.values())


def test_peers_abroad_are_of_other_countries():
    rows = rows_of(queries.result_of(support.done(abroad=True), "peers"))
    assert rows
    assert all(row["region"].startswith("FI") for row in rows)


def test_what_is_not_told_is_not_nought():
    table = support.changed(support.frame(), ("SE32", "C17", None))
    run = support.done(support.version(table))
    row = {one["activity"]: one for one in rows_of(queries.result_of(run, "strengths"))}["C17"]
    assert (row["verdict"], row["value"], row["lq"]) == ("unknown", None, None)
    openings = rows_of(queries.result_of(run, "openings"))
    assert "C17" not in {one["activity"] for one in openings}
    assert {"not_told", "unknown"} <= {one["code"] for one in run.notes}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 12),
        ({"comparison": "country"}, 8),
        ({"comparison": "chosen", "chosen": ("SE11", "FI1D")}, 3),
    ],
)
def test_region_is_compared_with_all_its_country_or_chosen_ones(asked, count):
    assert support.done(**asked).manifest["size"]["regions"] == count


def test_levels_are_never_mixed():
    table = support.frame()
    sections = table.with_columns(pl.col("activity").str.slice(0, 1)).group_by(
        "region", "activity", "year", "suppressed"
    )
    land = table.with_columns(pl.col("region").str.slice(0, 2)).group_by(
        "region", "activity", "year", "suppressed"
    )
    more = [one.agg(pl.col("value").sum()).select(table.columns) for one in (sections, land)]
    of = support.version(pl.concat([table, *more]))
    contents = panels.contents_of(of)
    assert contents.levels == ("section", "division")
    fine, coarse = support.done(of), support.done(of, level="section")
    assert fine.manifest["size"] == {"regions": 12, "activities": 12, "years": 1, "suppressed": 0}
    assert coarse.manifest["size"]["activities"] == 4
    assert content_of(queries.result_of(fine, "strengths")) == content_of(
        queries.result_of(
            support.done(support.version(table, support.dataset("annan"))), "strengths"
        )
    )


# -- the same again --


def test_same_input_gives_the_same_bytes():
    table = support.frame(support.YEARS)
    first = support.done(support.version(table))
    second = support.done(support.version(table, support.dataset("annan")))
    assert first.pk != second.pk
    bytes_of = [
        {one.kind: content_of(one) for one in queries.results_of(run)} for run in (first, second)
    ]
    assert bytes_of[0] == bytes_of[1]
    assert [one.besides for one in queries.results_of(first)] == [
        one.besides for one in queries.results_of(second)
    ]


def test_same_question_is_not_computed_twice():
    run = support.done()
    again, is_new = actions.start_run(
        AnalystFactory(), version=run.version, asked=Asked("SE32", draws=20, until=2020)
    )
    assert (again, is_new) == (run, False)
    assert support.started(run.version, least=1.25) != run


def test_other_programs_compute_anew():
    run = support.done()
    run.manifest["versions"]["numpy"] = "1.0"
    run.save()
    assert support.started(run.version) != run


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"region": "SE322"}, "region"),
        ({"region": ""}, "region"),
        ({"comparison": "x"}, "comparison"),
        ({"comparison": "chosen"}, "chosen"),
        ({"comparison": "chosen", "chosen": ("SE99",)}, "chosen"),
        ({"comparison": "country", "abroad": True}, "abroad"),
        ({"level": "class"}, "level"),
        ({"until": 1999}, "until"),
        ({"least": -1.0}, "least"),
        ({"least": float("nan")}, "least"),
        ({"certainty": 1.0}, "certainty"),
        ({"certainty": 0.3}, "certainty"),
        ({"cluster_size": 0.0}, "cluster_size"),
        ({"cluster_size": float("inf")}, "cluster_size"),
        ({"horizon": 500}, "horizon"),
    ],
)
def test_wrong_questions_are_refused_by_field(asked, field):
    with pytest.raises(ValidationError) as refused:
        support.started(**asked)
    assert list(refused.value.message_dict) == [field]
    assert not Run.objects.exists()


# -- under way --


def test_nothing_is_seen_before_all_is_there(monkeypatch):
    run = support.started()
    seen = []
    keep = computing._keep

    def spying(at, step, *rest):
        keep(at, step, *rest)
        now = queries.run_at(run.pk)
        seen.append((now.state, now.steps_done, queries.results_of(now), now.step))

    monkeypatch.setattr(computing, "_keep", spying)
    assert computing.compute(run.pk)
    assert [one[:3] for one in seen] == [(State.RUNNING, number, []) for number in range(1, 5)]
    assert seen[0][3] == "strengths"


def test_worker_that_takes_a_run_says_so_before_it_reads_the_figures(monkeypatch):
    run = support.started()
    seen = []
    read = computing.panel_for

    def spying(*given):
        seen.append(queries.run_at(run.pk).state)
        return read(*given)

    monkeypatch.setattr(computing, "panel_for", spying)
    assert computing.compute(run.pk)
    assert seen == [State.RUNNING]


def test_stopped_run_gives_nothing(monkeypatch):
    run, by = support.started(), AnalystFactory()
    keep = computing._keep

    def stopping(at, step, *rest):
        keep(at, step, *rest)
        actions.cancel_run(by, run=run)

    monkeypatch.setattr(computing, "_keep", stopping)
    assert not computing.compute(run.pk)
    run.refresh_from_db()
    assert (run.state, run.steps_done, run.notes) == (State.CANCELLED, 0, [])
    assert not RunResult.objects.exists()
    assert not File.objects.filter(name__startswith="strengths").exists()
    with pytest.raises(ValidationError):
        actions.cancel_run(by, run=run)


def test_waiting_run_is_stopped_at_once():
    run = actions.cancel_run(None, run=support.started())
    assert run.state == State.CANCELLED
    assert not computing.compute(run.pk)


def test_full_disk_fails_the_run_in_words_and_it_can_be_tried_again(monkeypatch):
    by = AnalystFactory()
    run = support.started(actor=by)

    def full(_content):
        raise OSError(28, "No space left on device")

    write = blobs.write
    monkeypatch.setattr(blobs, "write", full)
    assert not computing.compute(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error, run.steps_done) == (State.FAILED, "disk", 0)
    assert not RunResult.objects.exists()
    (item,) = registered.desk_items(by, clock.now())
    assert str(run) in item.title
    monkeypatch.setattr(blobs, "write", write)
    again = support.done(run.version, by)
    assert again != run
    assert list(registered.desk_items(by, clock.now())) == []


def test_killed_worker_is_gone_on_after_with_the_same_bytes(monkeypatch):
    run = support.started()
    wanted = {one.kind: content_of(one) for one in queries.results_of(
        support.done(support.version(of=support.dataset("annan")))
    )}  # fmt: skip

    class KilledError(BaseException):
        pass

    compute = steps.computed

    def killed(step, case):
        if step == "peers":
            raise KilledError
        return compute(step, case)

    monkeypatch.setattr(steps, "computed", killed)
    with pytest.raises(KilledError):
        computing.compute(run.pk)
    kept = {one.kind: one.pk for one in RunResult.objects.filter(run=run)}
    assert set(kept) == {"strengths", "openings"}
    assert queries.results_of(queries.run_at(run.pk)) == []
    assert registered.resume(clock.now()) >= 1
    monkeypatch.setattr(steps, "computed", compute)
    assert computing.compute(run.pk)
    run.refresh_from_db()
    found = queries.results_of(run)
    assert {one.kind: content_of(one) for one in found} == wanted
    assert kept.items() <= {one.kind: one.pk for one in found}.items()
    assert [one["step"] for one in run.notes].count("strengths") == 3


def test_run_that_takes_the_worker_down_is_not_tried_for_ever(monkeypatch):
    run = support.started()

    class KilledError(BaseException):
        pass

    def killed(_step, _case):
        raise KilledError

    monkeypatch.setattr(steps, "computed", killed)
    for _attempt in range(computing.ATTEMPTS):
        with pytest.raises(KilledError):
            computing.compute(run.pk)
    assert not computing.compute(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, "killed")
    assert list(queries.under_way()) == []


def test_steps_of_other_programs_are_computed_anew(monkeypatch):
    run = support.started()
    run.manifest = {"versions": {"numpy": "1.0"}, "begun": 1}
    run.steps_done = 2
    run.save()
    assert computing.compute(run.pk)
    assert len(kinds_in(queries.run_at(run.pk))) == 4


def test_computing_twice_computes_once():
    run = support.done()
    assert not computing.compute(run.pk)
    assert run.results.count() == 4


def test_region_without_figures_at_its_level_fails_in_words():
    table = support.frame()
    table = table.filter((pl.col("region") != "SE32") | (pl.col("year") > 2020))
    extra = table.head(1).with_columns(
        pl.lit("SE32").alias("region"), pl.lit(2021).cast(pl.Int64).alias("year")
    )
    of = support.version(pl.concat([table, extra]))
    run = support.started(of, until=2020)
    assert not computing.compute(run.pk)
    run.refresh_from_db()
    assert run.error == "no region"


def test_title_is_in_every_language_of_the_region():
    run = support.started()
    assert run.title == Translated(
        sv="SE32 Mellersta Norrland: Sysselsatta, 2020", en="SE32 Mellersta Norrland: Jobs, 2020"
    )


def test_title_says_with_whom_a_run_compares_where_that_is_not_all():
    of = support.version()
    assert support.started(of, comparison="country").title == Translated(
        sv="SE32 Mellersta Norrland: Sysselsatta, 2020, jämfört med regionerna i samma land",
        en="SE32 Mellersta Norrland: Jobs, 2020, against the regions of the same country",
    )
    few = support.started(of, comparison="chosen", chosen=("SE31", "SE33")).title
    assert few["sv"].endswith("jämfört med SE31 Norra Mellansverige och SE33 Övre Norrland")
    chosen = ("SE11", "SE12", "SE21", "SE22", "SE23")
    many = support.started(of, comparison="chosen", chosen=chosen).title
    assert many["sv"].endswith("jämfört med SE11, SE12, SE21 och 2 regioner till")


def test_title_has_the_year_once():
    named = support.dataset("namngiven", title=Translated(sv="Jobb 2020", en="Jobs 2020"))
    run = support.started(support.version(of=named))
    assert run.title["sv"] == "SE32 Mellersta Norrland: Jobb 2020"


# -- out and again --


def test_only_what_is_done_is_published_and_only_of_public_figures():
    with pytest.raises(ValidationError):
        actions.publish_run(None, run=support.started())
    run = support.done(support.version(of=support.dataset("hemlig", is_public=False)))
    with pytest.raises(ValidationError):
        actions.publish_run(None, run=run)
    shown = actions.publish_run(None, run=support.done())
    assert list(queries.public_runs()) == [shown]
    Dataset.objects.filter(pk=shown.version.dataset_id).update(is_public=False)
    assert list(queries.public_runs()) == []
    Dataset.objects.update(is_public=True)
    actions.unpublish_run(None, run=shown)
    assert list(queries.public_runs()) == []


def test_run_is_repeated_with_the_newest_figures():
    run = support.done(least=1.25)
    with pytest.raises(ValidationError):
        actions.repeat_run(None, run=run)
    newer = support.version(support.frame((2020, 2021), seed=2))
    made, is_new = actions.repeat_run(None, run=run)
    assert is_new
    assert (made.version, made.repeats) == (newer, run)
    assert made.parameters["least"] == 1.25
    assert made.title.text("sv").endswith("2021")
    assert queries.has_newer_figures(run)
    assert not queries.has_newer_figures(made)


def test_same_figures_delivered_again_are_not_computed_again():
    run = support.done()
    support.version()
    with pytest.raises(ValidationError):
        actions.repeat_run(None, run=run)
    run.refresh_from_db()
    assert run.repeats is None


def test_region_that_newer_figures_lack_is_told():
    run = support.done()
    support.version(support.frame(regions=[r for r in support.REGIONS if r != "SE32"]))
    with pytest.raises(ValidationError) as refused:
        actions.repeat_run(None, run=run)
    assert "SE32" in refused.value.messages[0]


# -- found --


def found(typed):
    with translation.override("sv"):
        hits = search.find(AnonymousUser(), typed).hits
    return [hit.ref.id for hit in hits if hit.ref.kind == "run"]


def paper():
    """Return a run of figures in which we are strong in paper."""
    return support.done(
        support.version(support.changed(support.frame(), ("SE32", "C17", 90_000.0)))
    )


def test_public_run_is_found_by_what_it_shows_as_a_strength():
    run = paper()
    assert found("pappersvarutillverkning") == []
    actions.publish_run(None, run=run)
    assert found("pappersvarutillverkning") == [run.pk]


def test_what_a_run_shows_is_its_strengths_and_the_openings_that_are_near():
    run = support.done()
    strengths, openings = (
        {row["name"]: row for row in rows_of(queries.result_of(run, kind))}
        for kind in ("strengths", "openings")
    )
    near = {name for name, row in openings.items() if row["road"] in {"high road", "slow road"}}
    strong = {name for name, row in strengths.items() if row["verdict"] in {"strength", "possible"}}
    words = run.shows.text("en")
    assert {name for name in strengths | openings if name in words} == near | strong
    assert near < set(openings)


def test_run_that_was_done_before_is_found_once_upkeep_has_been_at_it():
    run = actions.publish_run(None, run=paper())
    Run.objects.update(shows=None)
    assert found("pappersvarutillverkning") == []
    assert computing.gather_shows() == 1
    assert computing.gather_shows() == 0
    assert found("pappersvarutillverkning") == [run.pk]
