"""Profiles of several sources: chosen and ordered on the desk, each shown in a part of its own."""

import csv
import importlib
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pypdf import PdfReader

from tests.regions.folders import JARVIMAA, copy
from tests.varv.analysis.figures import JOBS, RESIDENTS, of_other_codes, profiled, residents, stored
from tests.varv.analysis.memo_support import drafted, edited, published
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    ProgrammeFactory,
    RegionFactory,
)
from varv import clock
from varv.analysis.memos import actions as memos
from varv.analysis.models import Dataset, ProfileSource
from varv.analysis.profiles import kept, queries
from varv.analysis.profiles.actions import (
    MOST,
    choose_source,
    raise_source,
    remove_source,
    set_activities,
)
from varv.analysis.profiles.registrations import desk_items
from varv.analysis.profiles.shown import Profiles
from varv.files import blobs
from varv.people.folder.load import load_folder
from varv.people.folder.read import FolderError
from varv.registry.models import Event
from varv.text.translated import Translated

COUNTY = Path(__file__).resolve().parents[3] / "regions" / "jamtland-harjedalen"
DESK = "/desk/activities/figures/"


@pytest.fixture
def region(db, at):
    return RegionFactory(nuts="SE322")


@pytest.fixture
def area(region):
    return AreaFactory(
        programme=ProgrammeFactory(), slug="skog", name=Translated(sv="Skog", en="Forest")
    )


@pytest.fixture
def sources(area):
    """The county's own figures first, then those of the larger region."""
    profiled(area, ("01", "02", "03", "16", "17", "58", "61", "62", "63"))
    own = residents()
    raise_source(None, source=own)
    return list(queries.sources_in_use())


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def in_use():
    return [(one.version.dataset.key, one.region) for one in queries.sources_in_use()]


def told(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- choosing -------------------------------------------------------------------------------------


def test_sources_are_added_ordered_replaced_and_removed_and_all_of_it_is_kept(sources):
    own, wide = sources
    assert in_use() == [("residents", "23"), ("jobs", "SE32")]
    analyst = AnalystFactory()
    other = choose_source(analyst, version=wide.version, region="SE31", instead_of=wide)
    assert in_use() == [("residents", "23"), ("jobs", "SE31")]
    raise_source(analyst, source=other)
    assert in_use() == [("jobs", "SE31"), ("residents", "23")]
    remove_source(analyst, source=other)
    assert in_use() == [("residents", "23")]
    assert ProfileSource.objects.exclude(ended_at=None).count() == 2
    actions = list(Event.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-3:] == [
        "analysis.choose_profile_source",
        "analysis.raise_profile_source",
        "analysis.remove_profile_source",
    ]
    for act in (remove_source, raise_source):
        with pytest.raises(ValidationError):
            act(analyst, source=other)
    with pytest.raises(ValidationError):
        raise_source(analyst, source=own)


def test_same_figures_stand_once(sources):
    own, wide = sources
    for values in (
        {"version": own.version, "region": "23", "compared_with": "whole"},
        {"version": own.version, "region": "23", "compared_with": "whole", "cluster_size": 50},
        {"version": own.version, "region": "23", "compared_with": "whole", "instead_of": wide},
        {"version": wide.version, "region": "SE32", "instead_of": wide},
    ):
        with pytest.raises(ValidationError, match="already"), override("en"):
            choose_source(None, **values)
    made = choose_source(
        None, version=own.version, region="23", compared_with="whole", cluster_size=50,
        instead_of=own,
    )  # fmt: skip
    assert made.position == own.position
    with pytest.raises(ValidationError):
        choose_source(None, version=wide.version, region="SE33", instead_of=own)


def test_page_has_so_many_parts_at_most(sources):
    _own, wide = sources
    for code in ("SE31", "SE33"):
        choose_source(None, version=wide.version, region=code)
    assert len(in_use()) == MOST
    with pytest.raises(ValidationError):
        choose_source(None, version=wide.version, region="SE11")


def test_country_is_compared_with_only_where_the_table_has_it(area):
    version = stored("jobs", JOBS, classification="NACE Rev. 2")
    with pytest.raises(ValidationError) as refused:
        choose_source(None, version=version, region="SE32", compared_with="whole")
    assert "compared_with" in refused.value.message_dict
    table = stored("residents", RESIDENTS, classification="NACE Rev. 2")
    with pytest.raises(ValidationError) as refused:
        choose_source(None, version=table, region="00", compared_with="whole")
    assert "compared_with" in refused.value.message_dict


def test_desk_shows_the_order_and_takes_changes(client, sources):
    own, wide = sources
    client.force_login(CoordinatorFactory())
    page = told(client.get(DESK))
    assert page.index(f'href="{own.desk_url}"') < page.index(f'href="{wide.desk_url}"')
    fields = {
        "version": wide.version.pk,
        "region": "SE33",
        "compared_with": "all",
        "cluster_size": "10",
    }
    for wrong in (
        {"region": "SE3\x00"},
        {"region": "<b>"},
        {"region": "SE32" * 20},
        {"cluster_size": "0"},
        {"cluster_size": "1e999"},
        {"version": "0"},
        {"version": "9" * 30},
        {"compared_with": "x"},
        {"compared_with": "whole"},
    ):
        for address in (DESK, wide.desk_url):
            answer = client.post(address, fields | wrong)
            assert answer.status_code == 422, wrong
            assert set(answer.context["form"].errors) == set(wrong)
    assert client.post(DESK, fields).status_code == 302
    assert in_use()[-1] == ("jobs", "SE33")
    assert client.post(wide.desk_url, fields | {"region": "SE31"}).status_code == 302
    assert in_use() == [("residents", "23"), ("jobs", "SE31"), ("jobs", "SE33")]
    last = queries.sources_in_use().last()
    assert client.post(f"{DESK}{last.pk}/earlier/").status_code == 302
    assert in_use() == [("residents", "23"), ("jobs", "SE33"), ("jobs", "SE31")]
    assert client.post(f"{DESK}{last.pk}/remove/").status_code == 302
    assert in_use() == [("residents", "23"), ("jobs", "SE31")]
    for address in (f"{DESK}{last.pk}/", f"{DESK}{last.pk}/remove/", f"{DESK}{last.pk}/earlier/"):
        assert client.post(address, fields).status_code == 404, "it is ended"
    assert client.get(f"{DESK}{last.pk}/remove/").status_code == 405
    assert "SE33" in words(told(client.get(DESK)).split('id="before"')[1]), "what there was stays"


def test_two_who_move_the_first_get_an_answer(client, sources):
    own, _wide = sources
    client.force_login(CoordinatorFactory())
    answer = client.post(f"{DESK}{own.pk}/earlier/", follow=True)
    assert answer.status_code == 200
    assert in_use()[0] == ("residents", "23")


def test_newer_figures_of_each_source_are_told(sources):
    own, wide = sources
    coordinator = CoordinatorFactory()
    assert list(desk_items(coordinator, clock.now())) == []
    newer = [stored(one.version.dataset.key, RESIDENTS) for one in (wide, own)]
    with CaptureQueriesContext(connection) as seen:
        found = list(queries.newer_than_in_use())
    assert len(seen) == 1
    assert found == newer
    titles = [one.title for one in desk_items(coordinator, clock.now())]
    assert len(titles) == 2


def test_choices_made_before_there_were_several_end_with_the_next(area):
    version = stored("jobs", JOBS, classification="NACE Rev. 2")
    for day, code in enumerate(("SE31", "SE32", "SE33"), start=1):
        at = clock.now().replace(day=day)
        ProfileSource.objects.create(version=version, region=code, chosen_at=at)
    name = "varv.analysis.migrations.0056_earlier_profile_sources_ended"
    importlib.import_module(name).end_earlier(apps, None)
    assert in_use() == [("jobs", "SE33")]
    ended = ProfileSource.objects.order_by("chosen_at").values_list("ended_at", flat=True)
    chosen = list(ProfileSource.objects.order_by("chosen_at").values_list("chosen_at", flat=True))
    assert list(ended) == [*chosen[1:], None]


# --- what pages show ------------------------------------------------------------------------------


def test_each_source_has_a_part_with_its_region_year_unit_comparison_and_source(english, sources):
    for address in ("/figures/areas/", "/figures/areas/skog/", "/areas/skog/"):
        page = told(english.get(address))
        first, second = re.split(r"Mellersta Norrland 2020: Table jobs", page, maxsplit=1)
        assert "Jämtlands län 2020: Table residents" in first, address
        assert "Compared with: the rest of the country" in words(first)
        assert "not one of them alone" not in first
        assert "Compared with: the regions of the same country" in words(second)
        assert "not one of them alone" in second
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), address


def test_numbers_of_two_sources_are_never_added_up(sources):
    own, wide = kept.profiles()
    assert own.figures["total"] == 1000
    assert wide.figures["total"] == 1800


def test_area_that_is_told_only_together_leads_with_what_is_closest(english, region):
    area = AreaFactory(programme=ProgrammeFactory(), slug="digitalt")
    set_activities(None, area=area, codes=["58", "61", "62", "63", "26"])
    residents()
    for address in ("/figures/areas/", "/figures/areas/digitalt/", "/areas/digitalt/"):
        page = words(told(english.get(address)))
        assert "What comes closest is all of Information and communication (J): 100" in page, (
            address
        )
        assert "100 are employed there, 10.0 per cent of all in the table." in page
        assert "4 of its 6 activities belong to the area." in page
        assert "the area is 500 at most" in page
        assert "That is a smaller share than in the rest of the country" in page
        assert "Of 50 of them it is not known what they work with." in page
        assert "it says nothing of growth or of openings" in page
        assert "Nearest opening" not in page
    page = words(told(english.get("/figures/areas/digitalt/")))
    assert "at least 0, at most 500" in page
    assert "0.0–50.0 %" in page
    assert "26 Manufacture of computer" in page
    assert "59 Motion picture" in page, "what does not belong has its name"
    assert "28 others" in page


def test_area_told_in_part_says_from_where_to_where(english, region):
    area = AreaFactory(programme=ProgrammeFactory(), slug="jord")
    set_activities(None, area=area, codes=["01", "02", "03", "10"])
    residents()
    page = words(told(english.get("/figures/areas/jord/")))
    assert (
        "At least 200 are employed in the area: those in Agriculture, forestry and fishing (A)."
        in page
    )
    assert "with all of them it would be 600" in page
    assert "20.0–60.0 %" in page
    assert "100.0 %" not in page, "nothing is all of an area that is not known"
    assert "200–600" in words(told(english.get("/figures/areas/")))


def test_table_without_anything_of_the_area_says_so(english, region):
    area = AreaFactory(programme=ProgrammeFactory(), slug="vard")
    set_activities(None, area=area, codes=["86", "87"])
    residents()
    for address in ("/figures/areas/", "/figures/areas/vard/", "/areas/vard/"):
        assert "This table tells nothing of what the area stands for." in told(english.get(address))


def test_table_of_other_codes_is_refused(sources):
    version = of_other_codes().version
    ProfileSource.objects.filter(version=version).delete()
    with pytest.raises(ValidationError) as refused:
        choose_source(None, version=version, region="SE32")
    assert "version" in refused.value.message_dict


def test_source_that_cannot_be_computed_does_not_hide_another(english, sources):
    of_other_codes()
    for address in ("/figures/areas/", "/figures/areas/skog/", "/areas/skog/"):
        page = told(english.get(address))
        assert "The codes of the table are not those of NACE" in page
        assert "Jämtlands län 2020" in page
    assert english.get("/figures/areas/export.csv").status_code == 200


def test_whole_that_is_none_is_told_on_the_page(english, area):
    set_activities(None, area=area, codes=["16"])
    rows = [("23", "A", 2020, 9.0), ("23", "J", 2020, 1.0), ("00", "A", 2020, 4.0),
            ("00", "J", 2020, 4.0)]  # fmt: skip
    version = stored("odd", rows, classification="NACE Rev. 2")
    choose_source(None, version=version, region="23", compared_with="whole")
    assert "does not tell the country 00 as the whole" in told(english.get("/figures/areas/"))


def test_pages_ask_as_often_for_four_sources_as_for_one(client, area):
    profiled(area)

    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    addresses = ("/figures/areas/", "/figures/areas/skog/", "/areas/skog/",
                 "/figures/areas/export.csv", "/api/v1/area-figures")  # fmt: skip
    before = [asked(one) for one in addresses]
    residents()
    for code in ("SE31", "SE33"):
        choose_source(None, version=stored(code, JOBS, classification="NACE Rev. 2"), region=code)
    assert len(in_use()) == MOST
    assert [asked(one) for one in addresses] == before
    client.force_login(CoordinatorFactory())
    for address in (DESK, "/desk/activities/"):
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        assert len(seen) <= 45


# --- files, API and memos -------------------------------------------------------------------------


def test_files_have_rows_of_each_source_apart(client, sources):
    text = b"".join(client.get("/figures/areas/export.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    whole = {row["part"]: row for row in rows if (row["area"], row["code"]) == ("skog", "*")}
    assert whole["1"]["region"] == "23 Jämtlands län"
    assert (whole["1"]["jobs"], whole["1"]["jobs_at_most"]) == ("200.0", "700.0")
    assert (whole["1"]["share_of_region"], whole["1"]["share_at_most"]) == ("20.0", "70.0")
    assert whole["2"]["region"] == "SE32 Mellersta Norrland"
    joined = [row for row in rows if row["told"] == "part" and row["part"] == "1"]
    assert [(row["code"], row["belongs"]) for row in joined] == [
        ("J", "58, 61, 62, 63"),
        ("B+C", "16, 17"),
    ]
    assert {row["share_of_area"] for row in joined} == {""}
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/figures/areas/skog/export.xlsx").getvalue())
    )
    about = str([cell.value for row in book.worksheets[1].iter_rows() for cell in row])
    assert "Jämtlands län 2020" in about
    assert "Mellersta Norrland 2020" in about


def test_api_tells_of_each_source_by_its_part(client, sources):
    items = client.get("/api/v1/area-figures?language=en").json()["items"]
    assert [(one["part"], one["area"], one["region"]) for one in items] == [
        (1, "skog", "23"), (1, None, "23"), (2, "skog", "SE32"), (2, None, "SE32"),
    ]  # fmt: skip
    own = items[0]
    assert (own["jobs"], own["jobs_at_most"], own["compared_with"]) == (200, 700, "whole")
    assert [(one["code"], one["inside"]) for one in own["joined"]] == [
        ("J", ["58", "61", "62", "63"]),
        ("B+C", ["16", "17"]),
    ]


def test_memo_takes_figures_of_each_source_by_its_number(area, sources):
    text = "{region} {jobs}, {region:2} {jobs:2}, {outside}.".replace(", {outside}", "")
    memo = published(drafted(area, f"{text}\n\n{{in_short}}\n\n{{facts:2}}"))
    said = memo.said
    assert "23 Jämtlands län minst 200, högst 700, SE32 Mellersta Norrland minst 1" in said
    assert "de i Jordbruk, skogsbruk och fiske (A)" in said
    assert "Mellersta Norrland 2020: Tabell jobs" in said


def test_memo_begins_with_the_parts_that_tell_something(area, sources):
    begun = memos.make_memo(None, kind="memo", language="sv", area=area)
    assert begun.text.index("{facts}") < begun.text.index("{facts:2}")
    assert "{figure:strengths:2}" in begun.text
    assert "{facts:3}" not in begun.text
    region = memos.make_memo(None, kind="region", language="sv", area=None)
    assert "{areas:2}" in region.text
    assert "{outside:2}" in region.text
    said = published(edited(region, "{areas}\n\n{areas:2}\n\n{outside:2}")).said
    assert said.index("Jämtlands län 2020") < said.index("Mellersta Norrland 2020")


def test_number_of_no_source_is_not_published(area, sources):
    memo = drafted(area, "Skog har {jobs:3}.")
    with pytest.raises(ValidationError, match=r"\{jobs:3\}"):
        memos.publish_memo(None, memo=memo)
    with pytest.raises(ValidationError):
        drafted(area, "Skog har {jobs:9}.")


def test_what_can_be_filled_in_is_of_the_sources_there_are(client, area, sources):
    client.force_login(CoordinatorFactory())
    page = told(client.get(f"{drafted(area).desk_url}edit/"))
    assert "{jobs:2}" in page
    assert "{jobs:3}" not in page


# --- the region's folder --------------------------------------------------------------------------


def test_every_area_has_figures_of_the_county_itself_from_the_first_minute(client, db, at):
    """Numbers as they stand in employed-counties.csv, for 2020."""
    load_folder(COUNTY)
    assert in_use() == [("sysselsatta-boende", "23"), ("sysselsatta-nuts2", "SE32")]
    first = kept.profiles()[0]
    by_slug = {one.area.slug: one for one in Profiles(first, list(queries.areas_in_use())).all}
    assert {slug: (one.jobs, one.at_most) for slug, one in by_slug.items()} == {
        "jord-och-skog": (2115, 2115 + 4260),
        "upplevelser": (2150, 2150 + 6355 + 2465),
        "digitala-losningar": (None, 1420 + 4260),
        "hallbar-energi": (None, 895 + 4260),
    }
    assert (first.figures["total"], first.figures["not_known"]) == (58030, 610)
    for slug in by_slug:
        for address in (f"/areas/{slug}/", f"/figures/areas/{slug}/"):
            page = told(client.get(address))
            assert "Jämtlands län 2020" in page
            assert "resten av landet" in page
    page = words(told(client.get("/areas/digitala-losningar/")))
    closest = "Närmast kommer hela Informations- och kommunikationsverksamhet (J): där är 1"
    assert closest in page
    assert "2,4 procent av alla i regionen" in page, "1 420 of 58 030, as the evidence has it"
    report = load_folder(COUNTY)
    assert not report.changed


def test_each_area_on_one_page_is_one_page_with_the_countys_figures(db, at):
    load_folder(COUNTY)
    for area in queries.areas_in_use():
        memo = published(memos.make_memo(None, kind="page", language="sv", area=area))
        pages = PdfReader(io.BytesIO(blobs.read(memo.pdf.sha256))).pages
        assert len(pages) == 1, area
        assert "Jämtlands län" in pages[0].extract_text()


def test_folder_with_a_country_that_is_not_there_is_refused(db, at, tmp_path):
    made = copy(JARVIMAA, tmp_path / "jarvimaa")
    stored("jobs", JOBS, classification="NACE Rev. 2")
    entry = '[[profiles]]\ndataset = "jobs"\nregion = "SE32"\n'
    for wrong in (
        f'{entry}compared_with = "whole"\n',
        f"{entry}{entry}",
        f'{entry}compared_with = "world"\n',
        entry * (MOST + 1),
    ):
        (made / "figures.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(FolderError):
            load_folder(made)
    assert not ProfileSource.objects.exists()
    (made / "figures.toml").write_text(entry + entry.replace("SE32", "SE31"), encoding="utf-8")
    load_folder(made)
    assert in_use() == [("jobs", "SE32"), ("jobs", "SE31")]


def test_country_stands_beside_the_county_in_one_dataset(db, at):
    load_folder(COUNTY)
    version = Dataset.objects.get(key="sysselsatta-boende").versions.get()
    assert version.rows == 32
    assert not [one for one in version.findings if one["severity"] == "error"]


def test_desk_names_the_region_of_each_source(english, sources):
    english.force_login(AnalystFactory())
    page = english.get(DESK).content.decode()
    assert "<td>23 Jämtlands län</td>" in page
    assert "<td>SE32 Mellersta Norrland</td>" in page
