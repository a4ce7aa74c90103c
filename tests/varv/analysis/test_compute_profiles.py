"""The figures of the areas, on tables small enough to check by hand and on Eurostat's own."""

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

import specialisation as sp
from tests.specialisation.examples import ROOT
from tests.varv.analysis.figures import RESIDENTS
from varv.analysis.compute import activities
from varv.analysis.compute.profiles import Asked, CannotProfileError, profiles
from varv.analysis.compute.whole import against_the_rest, country_above, with_rest

SHARED = ROOT.parent / "shared"
NACE = "NACE Rev. 2"


def frame(rows: Sequence[tuple[str, str, int, float | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(*row, row[3] is None) for row in rows],
        schema=["region", "activity", "year", "value", "suppressed"],
        orient="row",
    )


def cells(year: int = 2020, **regions: Sequence[float | None]):
    codes = ("C16", "C17", "I55", "J62")
    return [
        (region, code, year, value)
        for region, values in regions.items()
        for code, value in zip(codes, values, strict=True)
    ]


HERE = {"SE31": (100, 200, 300, 400), "SE32": (400, 100, None, 500), "SE33": (100, 100, 300, 500)}


def found(rows, sets=None, **more):
    values = {"region": "SE32", "compared_with": "country", "cluster_size": 1.0} | more
    asked = Asked(**values, sets=sets or {1: ["16", "17"], 2: ["55"], 3: ["62", "01"]})
    return profiles(frame(rows), asked, NACE, "test")[0]


def test_jobs_are_the_sum_of_what_is_told_and_share_of_the_same():
    told = found(cells(**HERE))
    wood = told["areas"]["1"]
    assert (wood["jobs"], wood["share"]) == (500, 0.5)
    assert [row["code"] for row in wood["activities"]] == ["C16", "C17"]
    assert wood["leans_on"] == ["C16", "C17"]
    assert wood["activities"][0]["of_area"] == 0.8
    assert told["total"] == 1000


def test_suppressed_is_named_and_never_nought():
    told = found(cells(**HERE))
    lodging = told["areas"]["2"]
    assert lodging["jobs"] is None
    assert lodging["share"] is None
    assert lodging["quotient"] is None
    assert lodging["suppressed"] == ["I55"]
    assert told["untold"] == ["I55"]


def test_what_the_table_does_not_have_is_told_apart_from_what_is_suppressed():
    digital = found(cells(**HERE))["areas"]["3"]
    assert digital["absent"] == ["01"]
    assert digital["suppressed"] == []
    assert digital["jobs"] == 500


def test_quotient_is_that_of_the_sum_against_the_rest():
    """Held against the library itself on the two columns, where everything is told."""
    rows = cells(SE31=(100, 200, 300, 400), SE32=(400, 100, 80, 500), SE33=(100, 100, 300, 500))
    told = found(rows)["areas"]["1"]["quotient"]
    direct = sp.shrunk_location_quotient([[300, 700], [500, 580], [200, 800]])
    assert told["lq"] == pytest.approx(direct.mean[1, 0])
    assert (told["low"], told["high"]) == pytest.approx((direct.low[1, 0], direct.high[1, 0]))
    assert told["verdict"] == "strength"
    assert told["low"] < (500 / 1080) / (1000 / 3080) < told["high"]


def test_larger_workplaces_make_wider_intervals():
    one = found(cells(**HERE))["areas"]["1"]["quotient"]
    many = found(cells(**HERE), cluster_size=50.0)["areas"]["1"]["quotient"]
    assert many["high"] - many["low"] > one["high"] - one["low"]


def test_growth_is_of_what_is_told_in_both_years():
    before = cells(2015, SE31=(100, 200, 300, 400), SE32=(200, 50, 10, 100), SE33=(1, 1, 1, 1))
    now = cells(2020, SE31=(100, 200, 300, 400), SE32=(400, None, 20, 90), SE33=(1, 1, 1, 1))
    wood = found([*before, *now])["areas"]["1"]["growth"]
    assert wood["growth"] == pytest.approx(1.0)
    assert wood["left_out"] == ["C17"]
    assert wood["compared"] == pytest.approx(
        (400 + 100 + 1 + 200 + 1) / (200 + 100 + 1 + 200 + 1) - 1
    )
    assert found(cells(**HERE))["areas"]["1"]["growth"] is None


def test_what_no_area_covers_stands_there_with_its_size():
    told = found(cells(**HERE), sets={1: ["16"]})
    assert [(row["code"], row["jobs"]) for row in told["outside"]] == [
        ("J62", 500), ("C17", 100), ("I55", None),
    ]  # fmt: skip


def test_what_several_areas_share_is_told():
    told = found(cells(**HERE), sets={1: ["16", "62"], 2: ["62"]})
    assert [(row["code"], row["areas"]) for row in told["overlaps"]] == [("J62", [1, 2])]


@pytest.mark.parametrize(
    ("codes", "sets", "absent", "joined", "jobs"),
    [
        (("A", "B", "C", "D"), {1: ["01", "02", "03"]}, [], {}, 400),
        (("A", "B", "C", "D"), {1: ["01", "02"]}, [], {"A": ["01", "02"]}, None),
        (("A", "C10-C12", "I", "J"), {1: ["10", "11", "12"]}, [], {}, 100),
        (("A", "C10-C12", "I", "J"), {1: ["10", "55"]}, [], {"C10-C12": ["10"], "I": ["55"]}, None),
        (("1610", "1621", "I55", "J62"), {1: ["16"]}, [], {}, 500),
        (("C", "C16", "C17", "J62"), {1: ["16", "17"]}, [], {}, 10),
    ],
)
def test_codes_at_other_levels_count_only_where_that_is_true(codes, sets, absent, joined, jobs):
    table = {"SE31": (9, 1, 5, 6), "SE32": (400, 100, 10 if codes[0] != "C" else None, 500)}
    if codes[0] == "C":  # the section stands beside its divisions, one of which is not told
        table["SE32"] = (400, 10, None, 500)
    rows = [
        (region, code, 2020, value)
        for region, values in table.items()
        for code, value in zip(codes, values, strict=True)
    ]
    area = found(rows, sets=sets)["areas"]["1"]
    told = {one["code"]: one["inside"] for one in area["joined"]}
    assert (area["absent"], told, area["jobs"]) == (absent, joined, jobs)


def test_only_regions_of_the_same_kind_are_compared():
    rows = cells(**HERE, SE3=(600, 400, 600, 1400), FI19=(1, 2, 3, 4))
    assert found(rows)["compared"] == 2
    assert found(rows, compared_with="all")["compared"] == 3
    nowhere = cells(SEZZ=(5, 5, 5, 5))
    assert found([*rows, *nowhere])["compared"] == 2, "what lies in no region is none"
    municipalities = cells(**{"2321": (4, 1, 3, 5), "2380": (1, 2, 3, 4), "23": (5, 3, 6, 9)})
    assert found(municipalities, region="2380", compared_with="all")["compared"] == 1


def test_region_alone_has_jobs_and_no_quotient():
    told = found(cells(SE32=HERE["SE32"]))["areas"]["1"]
    assert told["jobs"] == 500
    assert told["quotient"] is None


@pytest.mark.parametrize(
    ("rows", "more", "reason"),
    [
        (cells(**HERE), {"region": "SE99"}, "region"),
        ([("SE32", "AA111", 2020, 5.0), ("SE31", "BB22", 2020, 4.0)], {}, "classification"),
        (cells(SE31=(1, 2, 3, 4), SE32=(-1, 2, 3, 4)), {}, "table"),
        (cells(SE31=(1, 2, 3, 4), SE32=(None, None, None, None)), {}, "nothing"),
        ([*cells(**HERE), ("SE32", "C16", 2020, 7.0)], {}, "doubles"),
    ],
)
def test_table_that_cannot_be_held_against_the_sets_says_why(rows, more, reason):
    values = {"region": "SE32", "compared_with": "country", "cluster_size": 1.0} | more
    with pytest.raises(CannotProfileError) as refused:
        profiles(frame(rows), Asked(**values, sets={1: ["16"]}), "", "test")
    assert refused.value.reason == reason


def test_same_input_gives_the_same():
    rows = cells(**HERE)
    assert found(rows) == found(list(reversed(rows)))


def test_codes_of_sections_and_divisions_become_divisions():
    assert activities.as_divisions(["A", "C10", "62"]) == (["01", "02", "03", "10", "62"], [])
    assert activities.as_divisions(["00", "c16", "Z", ""]) == (["16"], ["00", "Z", ""])


# --- a region against the rest of its country, and what is told only together -----------------


FARMS, DIGITAL = ["01", "02", "03", "10"], ["58", "61", "62", "63", "26"]


def of_county(sets=None, rows=RESIDENTS, **more):
    """Of the county's 1,000 of 11,000: 200 A, 400 B+C, 100 J, 250 I, 50 not known."""
    wanted = sets or {1: FARMS, 2: DIGITAL, 3: ["55", "56"]}
    return found(rows, wanted, **({"region": "23", "compared_with": "whole"} | more))


def test_rest_is_the_country_less_the_region():
    told = with_rest(frame(RESIDENTS), "23")
    rest = told.filter(pl.col("region") == "rest")
    assert dict(zip(rest["activity"], rest["value"], strict=True)) == {
        "A": 1000, "B+C": 4000, "J": 3000, "I": 1500, "US": 500,
    }  # fmt: skip
    assert told.filter(pl.col("region") == "23")["value"].sum() == 1000


def test_quotient_is_held_against_the_rest_so_nobody_counts_twice():
    """A fifth works in A here and a tenth in the rest: 2. In I 25 and 15 per cent: 5 / 3."""
    told = of_county(cluster_size=0.01)
    farms, lodging = told["areas"]["1"], told["areas"]["3"]
    assert farms["quotient"]["lq"] == pytest.approx(2.0, rel=0.01)
    assert lodging["quotient"]["lq"] == pytest.approx(5 / 3, rel=0.01)
    direct = sp.shrunk_location_quotient([[200, 400, 100, 250, 50], [1000, 4000, 3000, 1500, 500]])
    told = of_county()["areas"]["1"]["quotient"]
    for name, values in (("lq", direct.mean), ("low", direct.low), ("high", direct.high)):
        against_all = values[0, 0]
        assert told[name] == pytest.approx(against_all * (10 / 11) / (1 - against_all / 11))
    assert told["low"] < 2 < told["high"]
    assert told["verdict"] == "strength"


def test_region_that_has_all_there_is_has_no_end_of_its_quotient():
    assert against_the_rest(11.0, 1 / 11) is None
    rows = [("23", "A", 2020, 9000.0), ("23", "J", 2020, 1000.0), ("00", "A", 2020, 9000.0),
            ("00", "J", 2020, 100_000.0)]  # fmt: skip
    told = of_county({1: ["01", "02", "03"]}, rows)["areas"]["1"]["quotient"]
    assert told["high"] is None
    assert told["low"] > 10
    assert told["verdict"] == "strength"


def test_what_is_told_only_together_bounds_the_area():
    told = of_county()["areas"]
    farms, digital, lodging = told["1"], told["2"], told["3"]
    assert (farms["jobs"], farms["at_most"]) == (200, 600)
    assert (farms["share"], farms["share_at_most"]) == (0.2, 0.6)
    assert (digital["jobs"], digital["at_most"], digital["share_at_most"]) == (None, 500, 0.5)
    closest, other = digital["joined"]
    assert (closest["code"], closest["inside"]) == ("J", ["58", "61", "62", "63"])
    assert (closest["beside"], closest["size"]) == (["59", "60"], 6)
    assert (closest["jobs"], closest["share"]) == (100, 0.1)
    assert closest["low"] < 1 / 3 < closest["high"]
    assert (other["code"], other["inside"], len(other["beside"])) == ("B+C", ["26"], 28)
    assert (lodging["jobs"], lodging["at_most"], lodging["joined"]) == (250, None, [])


def test_nothing_is_a_share_of_an_area_that_is_not_known():
    farms = of_county()["areas"]["1"]
    assert [row["of_area"] for row in farms["activities"]] == [None]
    assert farms["leans_share"] is None
    assert of_county()["areas"]["3"]["activities"][0]["of_area"] == 1


@pytest.mark.parametrize(
    ("codes", "hidden"),
    [(["58", "26", "85"], ()), (["58", "26"], ("J",)), (["55", "56", "58"], ("I",))],
)
def test_upper_bound_is_not_made_up_where_something_is_not_told(codes, hidden):
    rows = [
        (region, code, year, None if region == "23" and code in hidden else value)
        for region, code, year, value in RESIDENTS
    ]
    area = of_county({1: codes}, rows)["areas"]["1"]
    assert area["at_most"] is None
    assert area["share_at_most"] is None


def test_those_whose_activity_is_not_known_are_of_the_whole_and_of_no_area():
    told = of_county()
    assert told["total"] == 1000
    assert told["not_known"] == 50
    assert "US" not in [row["code"] for row in told["outside"]]
    held = [*told["areas"].values()]
    rows = [row for area in held for row in (*area["activities"], *area["joined"])]
    assert "US" not in [row["code"] for row in rows]
    with pytest.raises(CannotProfileError):
        of_county(rows=[row for row in RESIDENTS if row[1] == "US"])


def test_one_region_and_one_year_tell_neither_growth_nor_openings():
    told = of_county()
    assert told["growth"] is None
    assert "no openings" in told["notes"]
    assert all(one["growth"] is None and one["openings"] == [] for one in told["areas"].values())


def test_parts_of_one_code_in_two_areas_are_no_overlap():
    assert of_county({1: ["10"], 2: ["26"]})["overlaps"] == []
    told = of_county({1: ["10", "26"], 2: ["26"], 3: ["27"]})["overlaps"]
    assert [(row["code"], row["areas"]) for row in told] == [("B+C", [1, 2])]


def test_area_of_one_activity_has_one_quotient():
    area = of_county()["areas"]["3"]
    (row,) = area["activities"]
    assert {name: row[name] for name in ("lq", "low", "high", "verdict")} == {
        name: area["quotient"][name] for name in ("lq", "low", "high", "verdict")
    }


def test_what_region_or_country_do_not_tell_is_not_told_of_the_rest():
    rows = [("23", "A", 2020, None), ("00", "A", 2020, 9.0), ("23", "J", 2020, 3.0),
            ("00", "J", 2020, None), ("00", "I", 2020, 7.0)]  # fmt: skip
    rest = with_rest(frame(rows), "23").filter(pl.col("region") == "rest").sort("activity")
    assert rest["value"].to_list() == [None, 7.0, None]
    assert rest["suppressed"].to_list() == [True, False, True]


@pytest.mark.parametrize(
    "rows",
    [
        [("23", "A", 2020, 9.0)],
        [("23", "A", 2020, 9.0), ("00", "A", 2019, 90.0)],
        [("23", "A", 2020, 9.0), ("00", "A", 2020, 8.0)],
        [("23", "A", 2020, 9.0), ("23", "J", 2020, 1.0), ("00", "A", 2020, 90.0)],
    ],
)
def test_country_that_is_no_whole_of_the_region_is_refused(rows):
    with pytest.raises(CannotProfileError) as refused:
        of_county({1: ["01"]}, rows)
    assert refused.value.reason == "whole"
    assert refused.value.values == {"region": "23", "country": "00"}


def test_every_kind_of_code_has_its_country():
    codes = ("23", "2380", "SE322", "SE32", "00", "SE", "Norden")
    assert [country_above(one) for one in codes] == ["00", "00", "SE", "SE", "", "", ""]


@pytest.fixture(scope="module")
def eurostat():
    path = SHARED / "data" / "regions" / "sbs_r_nuts06_r2_2015.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    reading = sp.read(path, level="division", region_level=2)
    sets: dict[int, list[str]] = {}
    names: list[str] = []
    with Path(SHARED / "facts" / "area_activities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["area"] not in names:
                names.append(row["area"])
            sets.setdefault(names.index(row["area"]), []).append(row["code"])
    asked = Asked("SE32", "country", 10.0, sets)
    told, made = profiles(reading.frame, asked, reading.classification, "Eurostat")
    return dict(zip(names, told["areas"].values(), strict=True)), told, made


def test_areas_on_the_real_table_of_eurostat(eurostat):
    """Mellersta Norrland 2015: figures read off the file itself."""
    areas, told, made = eurostat
    wood, digital = areas["Jord och skog"], areas["Digitala lösningar"]
    assert wood["jobs"] == 1145 + 2453 + 3217
    assert wood["suppressed"] == ["C11"]
    assert wood["absent"] == ["01", "02", "03"]
    assert wood["quotient"]["verdict"] == "strength"
    assert wood["leans_on"][0] == "C17"
    assert digital["jobs"] == 591 + 1912 + 2590 + 513
    assert digital["suppressed"] == ["C26"]
    assert digital["quotient"]["verdict"] == "no strength"
    assert "J61" in digital["strongest"]
    assert told["compared"] == 7, "the eight of Sweden, without the one that stands for abroad"
    assert "C26" in told["untold"]
    assert made["parameters"]["cluster_size"] == 10.0
