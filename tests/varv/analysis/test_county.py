"""The whole county: reach beside statistics, how uneven they are, and who has looked."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.regions.folders import JARVIMAA, copy, edit
from tests.varv.analysis.figures import JOBS, by_year, in_county, stored
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    InterestFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
)
from varv import clock
from varv.analysis.compute.municipal import unevenness
from varv.analysis.county.actions import choose_series, sign_county, write_text
from varv.analysis.county.distance import distance
from varv.analysis.county.figures import county
from varv.analysis.models import CountyLook, CountySeries, CountyText, Dataset, ProfileSource
from varv.analysis.profiles.actions import choose_source
from varv.analysis.profiles.queries import source_in_use
from varv.cycles import checks
from varv.cycles.actions import open_lap
from varv.people.folder.load import load_folder
from varv.people.folder.read import FolderError
from varv.people.models import Municipality
from varv.registry import kinds
from varv.registry.models import Event
from varv.registry.search import find
from varv.text.translated import Translated

PEOPLE = {
    "2303": {1990: 7000.0, 2000: 6500.0, 2024: 5000.0},
    "2321": {1990: 10000.0, 2000: 10000.0, 2024: 12500.0},
    "2380": {1990: 58000.0, 2000: 59000.0, 2024: 64000.0},
    "00": {1990: 8_590_630.0, 2000: 8_882_792.0, 2024: 10_587_710.0},
}


@pytest.fixture
def places(db, at):
    region = RegionFactory(
        seat_municipality="2380",
        seats_source=Translated(sv="GeoNames"),
        seats_licence="CC BY 4.0",
        population_source=Translated(sv="SCB"),
    )
    Municipality.objects.all().delete()
    known = {
        "2303": ("Ragunda", "Hammarstrand", 63.11041, 16.35377, 5146, 2511),
        "2321": ("Åre", "Järpen", 63.3462, 13.46572, 12693, 7195),
        "2380": ("Östersund", "Östersund", 63.1792, 14.63566, 64979, 2208),
    }
    return [
        MunicipalityFactory(
            region=region, code=code, name=name, seat=seat, latitude=north, longitude=east,
            population=people, population_year=2024, land_km2=land, workplaces=people // 4,
            workplaces_year=2022,
        )
        for code, (name, seat, north, east, people, land) in known.items()
    ]  # fmt: skip


@pytest.fixture
def lap(places):
    return open_lap(None, programme=ProgrammeFactory())


def population(values):
    return in_county("population", stored("people", by_year(values), has_activities=False))


def place(code):
    return next(one for one in county().places if one.code == code)


def test_distance_is_that_of_the_map():
    assert distance((63.1792, 14.63566), (63.1792, 14.63566)) == 0
    # Stockholm to Göteborg, as the crow flies.
    assert distance((59.3293, 18.0686), (57.7089, 11.9746)) == pytest.approx(397, abs=2)
    assert distance((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)


def test_folder_gives_the_figures_where_no_dataset_does(places):
    ragunda = place("2303")
    assert (ragunda.population, ragunda.land, ragunda.change) == (5146, 2511, None)
    assert ragunda.density == pytest.approx(5146 / 2511)
    assert ragunda.distance == pytest.approx(87, abs=1)
    assert place("2380").distance == 0
    assert county().development is None
    assert county().whole.population == 5146 + 12693 + 64979


def test_datasets_stand_before_the_folder(places):
    population(PEOPLE)
    rows = [("2303", "areella", 2022, 400.0), ("2303", "tjänster", 2022, 300.0),
            ("2303", "totalt", 2022, 700.0), ("2321", "totalt", 2022, 900.0)]  # fmt: skip
    in_county("workplaces", stored("establishments", rows))
    ragunda = place("2303")
    assert (ragunda.population, ragunda.workplaces) == (5000, 700), "printed totals count once"
    assert ragunda.change == pytest.approx(100 * (5000 / 7000 - 1))
    assert place("2380").workplaces == 64979 // 4, "what the dataset lacks is taken from the folder"
    found = county().development
    assert list(found.years) == [1990, 2000, 2024]
    assert found.rows[-1][1] == [75000, 75500, 81500]


@pytest.mark.parametrize(("language", "shown"), [("sv", "−28,6"), ("en", "−28.6")])
def test_a_fall_is_told_with_a_minus_and_no_hyphen(client, places, language, shown):
    population(PEOPLE)
    client.cookies["django_language"] = language
    page = client.get("/figures/county/").content.decode()
    table = page[page.index("<table") :]
    assert shown in table
    assert not re.search(r">\s*-\d", page)


def test_figure_that_is_not_told_is_not_nought(places):
    population({**PEOPLE, "2303": {2024: None}})
    Municipality.objects.filter(code="2303").update(population=None)
    assert place("2303").population is None
    assert county().whole.population is None
    with translation.override("en"):
        assert [one.label for one in county().uneven] == []


def test_dataset_that_not_everybody_may_read_is_not_shown(places):
    version = population(PEOPLE)
    assert place("2303").population == 5000
    Dataset.objects.update(is_public=False)
    version.dataset.refresh_from_db()
    assert place("2303").population == 5146
    with pytest.raises(ValidationError) as refused:
        choose_series(None, series={"land": version.dataset})
    assert "land" not in [one.measure for one in CountySeries.objects.all()]
    assert refused.value


def test_unevenness_is_what_would_have_to_move():
    """By hand: shares 0.5 and 0.5 of workplaces, 0.25 and 0.75 of people: a quarter must move."""
    found = unevenness([50, 50], [25, 75], ["near", "far"])
    assert found.hoover == pytest.approx(25)
    assert found.between == pytest.approx(100), "one place in each group: all lies between them"
    even = unevenness([10, 30], [100, 300], ["near", "far"])
    assert even.hoover == pytest.approx(0)
    assert even.between is None
    assert unevenness([0, 0], [1, 2], ["a", "b"]) is None
    assert unevenness([1, 2], [0, 2], ["a", "b"]) is None
    one_group = unevenness([50, 50], [25, 75], ["near", "near"])
    assert one_group.between is None


def test_share_between_groups_does_not_hang_on_how_places_are_cut():
    """A place that is cut in two alike halves leaves all people where they were."""
    whole = unevenness([100, 200, 8], [100, 100, 2], ["near", "far", "near"])
    cut = unevenness([100, 100, 100, 8], [100, 50, 50, 2], ["near", "far", "far", "near"])
    assert cut.between == pytest.approx(whole.between)
    assert whole.between > 70, "the small place that has the most for each weighs little"


def test_workplaces_are_held_against_the_inhabitants_of_their_year(client, places):
    people = {code: {**years, 2022: years[2024] / 2} for code, years in PEOPLE.items()}
    population(people)
    rows = [(code, "totalt", 2022, 250.0) for code in ("2303", "2321", "2380")]
    in_county("workplaces", stored("establishments", rows))
    assert place("2303").population == 5000
    assert place("2303").workplaces_per_thousand == pytest.approx(1000 * 250 / 2500)
    assert county().whole.workplaces_per_thousand == pytest.approx(1000 * 750 / (81500 / 2))
    client.cookies["django_language"] = "en"
    page = client.get("/figures/county/").content.decode()
    assert "Inhabitants 2024" in page
    assert "Workplaces 2022" in page
    assert "A workplace is no job" in page


def interested(place, number, **more):
    for _each in range(number):
        organisation = OrganisationFactory(municipality=place, checked_at=clock.now())
        InterestFactory(organisation=organisation, municipality=place, sector="business", **more)


def test_reach_stands_beside_and_says_who_is_missing(client, places):
    ragunda, are, ostersund = places
    area = AreaFactory(programme=ProgrammeFactory())
    interested(are, 20, area=area)
    interested(ostersund, 20, area=area)
    client.cookies["django_language"] = "en"
    page = client.get("/figures/county/").content.decode()
    assert "More than expected from Åre" in page
    assert "fewer than expected from Östersund" in page
    assert "Does what we do create conditions in and for the whole county?" in page
    assert "They do not say what came of it" in page
    assert "km to Östersund" in page
    assert "per cent of those who took part" in page
    (reached,) = county().reached
    assert [cell.number for cell, _rate in reached.cells] == [0, 20, 20]
    assert ragunda.name in page


def test_few_private_persons_are_hidden_and_no_index_tells_them(client, places):
    ragunda, are, _ostersund = places
    area = AreaFactory(programme=ProgrammeFactory())
    InterestFactory(area=area, municipality=ragunda, organisation=None, sector="civil")
    interested(are, 7, area=area)
    client.cookies["django_language"] = "en"
    page = client.get("/figures/county/").content.decode()
    assert "hidden" in page
    assert "per cent of those who took part" not in page
    rows = _read(client.get("/figures/county/export.csv"))
    own = next(
        row
        for row in rows
        if row["municipality"] == "2303" and row["measure"] == "cycles.interests"
    )
    assert (own["value"], own["ratio"]) == ("", "")
    assert own["hidden"] in {"few", "other"}


def test_text_has_versions_and_is_found(client, places):
    analyst = AnalystFactory()
    write_text(analyst, text={"sv": "Siffrorna visar inte vägar."})
    write_text(analyst, text={"sv": "Siffrorna visar inte renbetet."})
    with pytest.raises(ValidationError):
        write_text(analyst, text={"sv": "Siffrorna visar inte renbetet."})
    with pytest.raises(ValidationError):
        write_text(analyst, text={"sv": "  "})
    assert CountyText.objects.count() == 2
    page = client.get("/figures/county/").content.decode()
    assert "renbetet" in page
    assert "vägar" not in page
    assert [hit.ref.kind for hit in find(_anybody(), "renbetet").hits] == ["county_text"]
    assert find(_anybody(), "vägar").hits == []
    assert Event.objects.filter(action="analysis.write_county_text").count() == 2


def finding(step):
    return next(one for one in checks.findings(step) if one.key == "analysis.reach")


def test_step_asks_that_somebody_has_looked_in_this_lap(lap, at):
    step = lap.steps.get(kind="analysis")
    assert not finding(step).ok
    with clock.pinned(at + timedelta(days=1)):
        sign_county(AnalystFactory(), lap=lap, note="Åre är med, Ragunda saknas.")
    assert finding(step).ok
    with translation.override("sv"):
        assert "26 maj 2020" in finding(step).text
    population(PEOPLE)
    assert not finding(step).ok, "newer statistics have come since"
    with clock.pinned(at + timedelta(days=2)):
        sign_county(None, lap=lap)
    assert finding(step).ok
    other = open_lap(None, programme=lap.programme, area=AreaFactory(programme=lap.programme))
    assert not finding(other.steps.get(kind="analysis")).ok, "each lap is looked at for itself"


def test_closed_lap_is_not_signed(lap):
    lap.closed_at = clock.now()
    lap.save()
    with pytest.raises(ValidationError):
        sign_county(None, lap=lap)


def test_who_looked_and_what_they_saw_is_for_the_staff(client, lap):
    look = sign_county(AnalystFactory(name="Ann Alys"), lap=lap, note="Bara för oss.")
    page = client.get("/figures/county/").content.decode()
    assert "Bara för oss" not in page
    ref = kinds.ref(look)
    assert ref not in kinds.describe([ref], _anybody())
    assert kinds.describe([ref], ReaderFactory())[ref].url == "/desk/county/"
    client.force_login(ReaderFactory())
    page = client.get("/desk/county/").content.decode()
    assert "Bara för oss" in page
    assert "Ann Alys" in page
    assert client.post("/desk/county/", {"text_sv": "x"}).status_code == 403
    assert client.post("/desk/county/sign/", {"lap": lap.pk}).status_code == 403


def test_analyst_writes_and_signs_on_the_desk(client, lap):
    client.force_login(AnalystFactory())
    for wrong in ({"text_sv": ""}, {"text_sv": "<b>x</b>"}, {"text_sv": "x" * 1_000_000}):
        assert client.post("/desk/county/", {"text_en": ""} | wrong).status_code == 422
    assert client.post("/desk/county/", {"text_sv": "Så är det.", "text_en": ""}).status_code == 302
    for wrong in ({"lap": "0"}, {"lap": ""}, {"note": "x\x00"}):
        answer = client.post("/desk/county/sign/", {"lap": lap.pk, "note": ""} | wrong)
        assert answer.status_code == 422
        assert answer.context["look"].errors
    assert not CountyLook.objects.exists()
    assert client.post("/desk/county/sign/", {"lap": lap.pk, "note": "Sett."}).status_code == 302
    assert CountyLook.objects.get().note == "Sett."
    assert client.get("/desk/county/").status_code == 200


def test_analyst_chooses_where_figures_are_from(client, places):
    client.force_login(AnalystFactory())
    version = stored("people", by_year(PEOPLE), has_activities=False)
    address = "/desk/county/figures/"
    for wrong in ("0", "x", "9" * 30):
        assert client.post(address, {"population": wrong}).status_code == 422
    assert client.post(address, {"population": version.dataset_id}).status_code == 302
    assert place("2303").population == 5000
    assert client.get(address).context["form"].initial == {"population": version.dataset_id}
    assert client.post(address, {"population": "", "land": ""}).status_code == 302
    assert place("2303").population == 5146
    assert Event.objects.filter(action="analysis.choose_county_series").count() == 2


def test_folder_says_which_datasets_stand_there_from_the_start(db, at, tmp_path):
    made = copy(JARVIMAA, tmp_path / "jarvimaa")
    (made / "figures.toml").write_text(
        '[profiles]\ndataset = "jobs"\nregion = "SE32"\n'
        '[county]\npopulation = "people"\nland = "acres"\n',
        encoding="utf-8",
    )
    notes = load_folder(made).notes
    assert [note for note in notes if "there is no" in note] == [
        "figures.toml, profiles: there is no jobs to take",
        "figures.toml, county: there is no people to take",
        "figures.toml, county: there is no acres to take",
    ]
    version = stored("jobs", JOBS, classification="NACE Rev. 2")
    stored("people", by_year(PEOPLE), has_activities=False)
    load_folder(made)
    assert source_in_use().version == version
    assert [one.measure for one in CountySeries.objects.all()] == ["population"]
    choose_source(None, version=version, region="SE31", instead_of=source_in_use())
    load_folder(made)
    assert source_in_use().region == "SE31", "what people chose stays"
    edit(made, "figures.toml", "SE32", "SE99")
    ProfileSource.objects.all().delete()
    with pytest.raises(FolderError):
        load_folder(made)


def test_api_gives_every_figure_with_its_source(client, places):
    population(PEOPLE)
    first = client.get("/api/v1/municipal-figures?language=en").json()
    assert first["count"] == 3 * (3 + 1 + 1 + 1)
    assert first["items"][0] == {
        "municipality": "2303",
        "name": "Ragunda",
        "measure": "population",
        "year": 1990,
        "value": 7000.0,
        "source": "Statistikbyrån: Table people",
        "licence": "CC BY 4.0",
    }
    assert client.get("/api/v1/municipal-figures?page=2").json()["items"] == []


def test_page_without_anything_is_no_mistake(client, db, at):
    RegionFactory()
    Municipality.objects.all().delete()
    assert client.get("/figures/county/").status_code == 200
    assert client.get("/figures/county/export.xlsx").status_code == 200


def _read(answer):
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _anybody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()
