"""Pages and files of runs and findings: what they say, whatever stands in the codes."""

import io
from urllib.parse import quote

import openpyxl
import polars as pl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.varv.analysis import evidence_support as evidence
from tests.varv.analysis import run_support as support
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    MunicipalityFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
)
from varv.analysis import actions
from varv.analysis.actions import computing
from varv.analysis.compute.asked import Asked
from varv.analysis.models import Finding, Run
from varv.analysis.names.verdicts import VERDICTS
from varv.analysis.queries import runs as queries
from varv.analysis.results.differences import differences
from varv.analysis.results.reading import content_of, rows_of
from varv.analysis.results.said import contradicts, said_of
from varv.text.translated import Translated

pytestmark = pytest.mark.usefixtures("db", "at", "region")
TOGETHER = "SE32 är Mellersta Norrland: Västernorrlands och Jämtlands län tillsammans"


@pytest.fixture
def region():
    return RegionFactory(nuts="SE322")


@pytest.fixture
def analyst():
    client = Client()
    client.force_login(AnalystFactory())
    return client


@pytest.fixture
def several():
    """A public run over several years, with all results."""
    run = support.done(support.version(support.tried()))
    return actions.publish_run(None, run=run)


def text(answer):
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


# -- asking --


def test_analyst_asks_with_the_values_that_stand_there(analyst):
    of = support.version()
    page = analyst.get(reverse("analysis:desk_run_choose"))
    assert reverse("analysis:desk_run_new", args=[of.pk]) in text(page)
    form = analyst.get(reverse("analysis:desk_run_new", args=[of.pk])).context["form"]
    assert form.fields["region"].initial == "SE32"
    typed = {name: field.initial for name, field in form.fields.items() if field.initial}
    answer = analyst.post(reverse("analysis:desk_run_new", args=[of.pk]), typed)
    run = Run.objects.get()
    assert answer.headers["Location"] == reverse("analysis:desk_run", args=[run.pk])
    assert run.parameters["certainty"] == 0.95
    assert run.parameters["cluster_size"] == 10
    page = text(analyst.get(answer.headers["Location"]))
    assert "<progress" in page
    assert computing.compute(run.pk)
    assert "HX-Refresh" in analyst.get(reverse("analysis:desk_run_progress", args=[run.pk])).headers
    page = text(analyst.get(answer.headers["Location"]))
    assert "<progress" not in page
    assert TOGETHER in page
    assert "sysselsatta" in page
    assert "Eurostat, Sysselsatta, version 1" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"region": "<script>"}, "region"),
        ({"certainty": "150"}, "certainty"),
        ({"certainty": "nan"}, "certainty"),
        ({"least": "1e400"}, "least"),
        ({"cluster_size": "-1"}, "cluster_size"),
        ({"comparison": "chosen", "chosen": "SE99 <b>x</b>"}, "chosen"),
        ({"comparison": "chosen", "chosen": "SE99"}, "chosen"),
        ({"comparison": "chosen", "chosen": "x" * 1_000_000}, "chosen"),
        ({"title_sv": "x\x00"}, "title_sv"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_field(analyst, wrong, field):
    typed = {"region": "SE32", "comparison": "all", "least": "1", "certainty": "95"}
    typed["cluster_size"] = "10"
    answer = analyst.post(
        reverse("analysis:desk_run_new", args=[support.version().pk]), typed | wrong
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Run.objects.exists()


def test_no_region_is_chosen_where_none_is_ours(analyst):
    of = support.version(
        support.frame(regions=[code for code in support.REGIONS if code != "SE32"])
    )
    address = reverse("analysis:desk_run_new", args=[of.pk])
    form = analyst.get(address).context["form"]
    assert form.fields["region"].choices[0][0] == ""
    assert not form.fields["region"].initial
    assert "Ingen av dem" in text(analyst.get(address))
    typed = {name: field.initial for name, field in form.fields.items() if field.initial}
    answer = analyst.post(address, typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"region"}


def test_level_is_asked_for_where_the_table_has_several(analyst):
    table = support.frame()
    coarse = table.with_columns(pl.col("activity").str.slice(0, 1))
    coarse = coarse.group_by("region", "activity", "year", "suppressed").agg(pl.col("value").sum())
    of = support.version(pl.concat([table, coarse.select(table.columns)]))
    form = analyst.get(reverse("analysis:desk_run_new", args=[of.pk])).context["form"]
    assert [key for key, _name in form.fields["level"].choices] == ["section", "division"]
    assert form.fields["level"].initial == "division"
    assert "until" not in form.fields


def test_failed_run_is_told_in_words_and_tried_again(analyst):
    run = support.bare_run(state="failed", error="memory", is_public=False)
    page = text(analyst.get(reverse("analysis:desk_run", args=[run.pk])))
    assert "minne" in page
    answer = analyst.post(reverse("analysis:desk_run_again", args=[run.pk]))
    assert answer.headers["Location"] != reverse("analysis:desk_run", args=[run.pk])
    run = support.bare_run(state="failed", error="KeyError", is_public=False)
    assert "KeyError" in text(analyst.get(reverse("analysis:desk_run", args=[run.pk])))


# -- reading --


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everybody_reads_all_results_with_source_and_limits(client, several, language):
    client.cookies["django_language"] = language
    page = text(client.get(several.get_absolute_url()))
    for one in queries.results_of(several):
        assert f'id="{one.kind}"' in page
        whole = client.get(reverse("analysis:run_result", args=[several.pk, one.kind]))
        assert whole.status_code == 200
        assert "SE32" in text(whole)
        assert "Eurostat" in text(whole)
    assert "Make one" not in page
    assert {"sv": "Vad det här inte kan visa", "en": "What this cannot show"}[language] in page
    assert text(client.get(reverse("analysis:runs"))).count(several.get_absolute_url()) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "slumpen ger 50"), ("en", "chance gives 50")]
)
def test_backtest_is_said_in_plain_words_before_its_table(client, several, language, words):
    client.cookies["django_language"] = language
    page = " ".join(text(client.get(several.get_absolute_url())).split())
    section = page[page.index('id="backtest"') :]
    table = section.index('<table class="table table--labelled"', section.index("</figure>"))
    assert section.index(words) < table
    assert section.index("(Brier).") < table


def test_numbers_are_as_the_language_writes_them(client, several):
    row = rows_of(queries.result_of(several, "strengths"))[0]
    shown = f"{row['lq']:.2f}".replace(".", ",")
    assert shown in text(client.get(several.get_absolute_url()))


def test_reader_sees_no_button(several):
    client = Client()
    client.force_login(ReaderFactory())
    page = text(client.get(reverse("analysis:desk_run", args=[several.pk])))
    assert reverse("analysis:desk_run_publish", args=[several.pk]) not in page
    assert "/finding/?row=" not in page


def test_foreign_regions_stand_with_their_country_in_tables_and_workbooks(client, several):
    client.cookies["django_language"] = "en"
    page = text(client.get(reverse("analysis:run_result", args=[several.pk, "peers"])))
    assert 'data-label="Name">(Finland)</td>' in page
    url = reverse("analysis:run_download", args=[several.pk, "peers", "xlsx"])
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(url)))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    names = {row[head.index("Region")]: row[head.index("Name")] for row in rows}
    assert names["FI19"] == "(Finland)"
    assert names["SE33"] == "Övre Norrland"


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_every_result_can_be_had_as_a_file(client, several, form):
    for one in queries.results_of(several):
        url = reverse("analysis:run_download", args=[several.pk, one.kind, form])
        answer = client.get(url)
        content = b"".join(answer)
        rows = rows_of(one)
        if form == "parquet":
            assert content == content_of(one)
        elif form == "csv":
            read = pl.read_csv(content)
            assert read.columns == list(rows[0])
            assert read.height == len(rows)
        else:
            book = openpyxl.load_workbook(io.BytesIO(content))
            assert book.worksheets[0].max_row == len(rows) + 1
            about = [cell.value for cell in book.worksheets[1]["A"]]
            assert any(TOGETHER in str(cell) for cell in about)
            assert any("CC BY 4.0" in str(cell) for cell in about)
    assert client.get(url.replace(f".{form}", ".exe")).status_code == 404


def test_codes_of_any_sort_run_nowhere(client):
    bad = ("=cmd|' /C calc'!A0", "<script>x</script>", '"><b>', "a/b?c&d#e", "åäö 12")
    table = support.frame(activities=(*bad, *support.ACTIVITIES))
    run = support.done(support.version(table, classification=""))
    actions.publish_run(None, run=run)
    page = text(client.get(reverse("analysis:run_result", args=[run.pk, "strengths"])))
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    lines = text(client.get(reverse("analysis:run_download", args=[run.pk, "strengths", "csv"])))
    assert "'=cmd" in lines
    answer = client.get(reverse("analysis:run_download", args=[run.pk, "strengths", "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    cells = [cell for cell in book.worksheets[0]["A"] if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s"]
    client.force_login(AnalystFactory())
    page = client.get(reverse("analysis:desk_run_result", args=[run.pk, "strengths"]))
    for code in bad:
        url = reverse("analysis:desk_finding_new", args=[run.pk, "strengths"])
        answer = client.post(f"{url}?{quoted(code)}", {"sentence_sv": "Så är det."})
        assert answer.status_code == 302
        assert f"{url}?{quoted(code)}" in text(page)
    assert set(Finding.objects.values_list("code", flat=True)) == set(bad)


def quoted(code):
    return f"row={quote(code, safe='')}"


def test_lists_ask_as_often_for_thirty_as_for_one(analyst, client):
    pages = [(analyst, "analysis:desk_runs"), (analyst, "analysis:desk_findings"),
             (client, "analysis:runs"), (client, "analysis:findings")]  # fmt: skip

    def count():
        found = []
        for who, name in pages:
            with CaptureQueriesContext(connection) as seen:
                assert who.get(reverse(name)).status_code == 200
            found.append(len(seen))
        return found

    run = support.bare_run()
    support.bare_finding(run=run)
    count()
    few = count()
    for _number in range(29):
        support.bare_finding(run=support.bare_run(version=run.version))
    assert count() == few


# -- findings --


def test_analyst_makes_a_finding_of_a_row_and_lets_it_out(analyst, client, several):
    area = AreaFactory(programme=ProgrammeFactory(), name=Translated(sv="Energi"))
    url = reverse("analysis:desk_finding_new", args=[several.pk, "strengths"])
    page = text(analyst.get(f"{url}?row=C17"))
    assert TOGETHER in page
    answer = analyst.post(
        f"{url}?row=C17", {"sentence_sv": "Papper bär länet.", "area": str(area.pk)}
    )
    made = Finding.objects.get()
    assert answer.headers["Location"] == reverse("analysis:desk_finding", args=[made.pk])
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Papper bär" not in text(client.get(area.get_absolute_url()))
    assert "Papper bär" in text(analyst.get(area.get_absolute_url()))
    analyst.post(reverse("analysis:desk_finding_publish", args=[made.pk]))
    page = text(client.get(made.get_absolute_url()))
    assert TOGETHER in page
    assert "Eurostat" in page
    assert several.get_absolute_url() in page
    assert "Papper bär" in text(client.get(area.get_absolute_url()))


NONE = "Siffran säger: ingen styrka"
STRONG = "Restaurang är en stor styrka i länet."


def weakest(run):
    rows = rows_of(queries.result_of(run, "strengths"))
    return next(row["activity"] for row in rows if row["verdict"] == "no strength")


def test_sentence_of_strength_over_a_figure_that_shows_none_is_asked_about_once(analyst, several):
    url = reverse("analysis:desk_finding_new", args=[several.pk, "strengths"])
    url = f"{url}?row={weakest(several)}"
    assert NONE in text(analyst.get(url))
    answer = analyst.post(url, {"sentence_sv": STRONG})
    page = text(answer)
    assert answer.status_code == 422
    assert f"{NONE}. Spara ändå?" in page
    assert STRONG in page
    assert 'name="is_sure" value="on"' in page
    assert not Finding.objects.exists()
    analyst.post(url, {"sentence_sv": STRONG, "is_sure": "on"})
    assert str(Finding.objects.get().sentence) == STRONG


def test_sentence_that_speaks_of_no_strength_is_not_asked_about(analyst, several):
    url = reverse("analysis:desk_finding_new", args=[several.pk, "strengths"])
    analyst.post(f"{url}?row={weakest(several)}", {"sentence_sv": "Vi har få restauranger."})
    assert Finding.objects.exists()


def test_finding_that_its_figure_contradicts_is_asked_about_before_everybody_reads_it(
    analyst, several
):
    made = support.a_finding(several, code=weakest(several), sentence={"sv": STRONG})
    url = reverse("analysis:desk_finding_publish", args=[made.pk])
    page = text(analyst.post(url))
    made.refresh_from_db()
    assert not made.is_public
    assert NONE in page
    analyst.post(url, {"is_sure": "on"})
    made.refresh_from_db()
    assert made.is_public


def test_figure_stands_beside_a_finding_wherever_it_is_shown(analyst, client, several):
    area = AreaFactory(programme=ProgrammeFactory(), name=Translated(sv="Mat"))
    code = weakest(several)
    made = support.a_finding(several, code=code, area=area, sentence={"sv": STRONG})
    actions.publish_finding(None, finding=made, is_sure=True)
    claim = evidence.claim(area)
    evidence.cite(claim, made, stance="leaves_open")
    with translation.override("sv"):
        said = said_of(made)
    desk = (("analysis:desk_findings", []), ("analysis:desk_finding", [made.pk]),
            ("analysis:desk_claim", [claim.pk]), ("analysis:desk_run", [several.pk]))  # fmt: skip
    pages = [text(analyst.get(reverse(name, args=args))) for name, args in desk]
    pages += [
        text(client.get(url))
        for url in (reverse("analysis:findings"), made.get_absolute_url(),
                    area.get_absolute_url(), claim.get_absolute_url())
    ]  # fmt: skip
    for page in pages:
        assert NONE in page
        assert said.value in page
        assert "SE32 Mellersta Norrland (Västernorrlands län, Jämtlands län)" in page
        assert "alla regioner på samma nivå" in page
        assert f"{said.source}, 2020" in page


@pytest.mark.parametrize(
    ("sentence", "figures", "is_contradicted"),
    [
        ("En stor styrka i länet.", {"verdict": "no strength"}, True),
        ("Länet är starkt i papper.", {"verdict": "no strength"}, True),
        ("A strong activity.", {"verdict": "no strength"}, True),
        ("Förstärkningen är liten.", {"verdict": "no strength"}, False),
        ("En stor styrka i länet.", {"verdict": "possible"}, False),
        ("En stor styrka i länet.", {"lq": 0.7, "lq_low": 0.6, "lq_high": 0.8}, True),
        ("En stor styrka i länet.", {"lq": 0.9, "lq_low": 0.7, "lq_high": 1.2}, False),
        ("En stor styrka i länet.", {"lq": None, "lq_low": None, "lq_high": None}, False),
    ],
)
def test_what_a_sentence_says_against_its_figure(sentence, figures, is_contradicted):
    assert contradicts({"sv": sentence}, figures) is is_contradicted


def test_finding_says_with_whom_the_region_is_compared(analyst, client):
    asked = Asked("SE32", comparison="country")
    found = support.bare_finding(run=support.bare_run(parameters=asked.plain))
    for who, name in ((client, "analysis:finding"), (analyst, "analysis:desk_finding")):
        assert "regionerna i samma land" in text(who.get(reverse(name, args=[found.pk])))


def test_tables_say_with_whom_the_region_is_compared(client, several):
    page = text(client.get(reverse("analysis:run_result", args=[several.pk, "strengths"])))
    assert "Jämfört med: alla regioner på samma nivå." in page


@pytest.mark.parametrize("sentence", ["", "  ", "<b>x</b>", "x\x00", "x" * 1_000])
def test_sentence_is_one_plain_line(analyst, several, sentence):
    url = reverse("analysis:desk_finding_new", args=[several.pk, "strengths"])
    answer = analyst.post(f"{url}?row=C17", {"sentence_sv": sentence})
    assert answer.status_code == 422
    assert not Finding.objects.exists()


# -- changes --


def test_what_changed_is_told_in_words_and_rows(analyst):
    old = support.done()
    first = rows_of(queries.result_of(old, "strengths"))[0]["activity"]
    weakest = rows_of(queries.result_of(old, "strengths"))[-1]["activity"]
    table = support.changed(support.frame(), ("SE32", first, 2.0), ("SE32", weakest, 90_000.0))
    support.version(table)
    new, _is_new = actions.repeat_run(None, run=old)
    assert computing.compute(new.pk)
    new.refresh_from_db()
    found = {one.kind: one for one in differences(old, new)}
    changes = {one.name.split(" ")[0]: one for one in found["strengths"].changes}
    assert {first, weakest} <= set(changes)
    assert str(VERDICTS["strength"]) in changes[first].why
    page = text(analyst.get(reverse("analysis:desk_run_compare", args=[new.pk, old.pk])))
    assert "inte längre" in page
    assert "blivit" in page
    same = differences(old, old)
    assert all(not one.changes and len(one.sentences) == 1 for one in same)


def test_runs_that_were_asked_otherwise_are_compared_with_a_warning(analyst):
    of = support.version()
    old = support.done(of)
    new = support.done(of, comparison="country", cluster_size=20.0)
    page = text(analyst.get(reverse("analysis:desk_run_compare", args=[new.pk, old.pk])))
    warning, _rest = page.split('<section class="stack stack--s"', 1)
    assert "inte gjorda på samma sätt" in warning
    assert "Jämförs med: alla regioner på samma nivå → regionerna i samma land" in warning
    assert "10 → 20" in warning
    assert "Sista året" not in warning
    newer, _is_new = actions.start_run(
        None,
        version=support.version(support.frame((2021,))),
        asked=Asked(**new.parameters),
        repeats=new,
    )
    assert computing.compute(newer.pk)
    page = text(analyst.get(reverse("analysis:desk_run_compare", args=[newer.pk, new.pk])))
    assert "inte gjorda på samma sätt" not in page


def test_lists_say_with_whom_a_run_compares_where_its_title_does_not(analyst):
    of = support.version()
    run = support.done(of)
    asked = Asked("SE32", comparison="country")
    support.bare_run(version=of, parameters=asked.plain, title=Translated(sv="Inom landet"))
    whom = "regionerna i samma land"
    assert text(analyst.get(reverse("analysis:desk_runs"))).count(whom) == 1
    page = text(analyst.get(reverse("analysis:desk_run", args=[run.pk])))
    assert whom in page.split('id="others"')[1]
    support.started(of, comparison="country")  # which says it in its title
    assert text(analyst.get(reverse("analysis:desk_runs"))).count(whom) == 2


def test_state_at_the_head_is_told_anew_with_the_progress(analyst):
    run = support.started()
    Run.objects.filter(pk=run.pk).update(state="running")
    page = text(analyst.get(reverse("analysis:desk_run", args=[run.pk])))
    assert page.count('id="run-state"') == 1
    part = text(analyst.get(reverse("analysis:desk_run_progress", args=[run.pk])))
    assert 'id="run-state" hx-swap-oob="true"' in part
    assert "Beräknas" in part.split('id="run-state"')[1]
    assert "läses in" in part


def test_rows_that_are_new_or_gone_are_told():
    old = support.done()
    table = support.frame(activities=("A03", *support.ACTIVITIES[1:]))
    support.version(table)
    new, _is_new = actions.repeat_run(None, run=old)
    assert computing.compute(new.pk)
    new.refresh_from_db()
    strengths = next(one for one in differences(old, new) if one.kind == "strengths")
    names = {one.name.split(" ")[0]: (one.before, one.after) for one in strengths.changes}
    assert names["A03"][0] == "–"
    assert names["A01"][1] == "–"


def test_open_data_tells_what_is_public(client, several):
    finding = actions.publish_finding(None, finding=support.a_finding(several), is_sure=True)
    support.a_finding(several, code="C16")
    runs = client.get("/api/v1/runs").json()
    assert [one["number"] for one in runs["items"]] == [several.pk]
    assert TOGETHER in runs["items"][0]["region_note"]
    for one in runs["items"][0]["results"]:
        assert client.get(one["csv_url"]).status_code == 200
    found = client.get("/api/v1/findings").json()["items"]
    assert [one["number"] for one in found] == [finding.pk]
    assert found[0]["figures"]["licence"] == "CC BY 4.0"
    assert found[0]["values"]["lq"] == finding.figures["lq"]


def test_our_municipalities_have_names_where_runs_are_asked_and_shown(analyst):
    for code, name in (("2303", "Ragunda"), ("2305", "Bräcke"), ("2309", "Krokom")):
        MunicipalityFactory(code=code, name=name)
    places = ("2303", "2305", "2309", "2313", "2321", "2326", "2361", "2380")
    version = support.version(support.frame(regions=places), of=support.dataset("kommuner"))
    url = reverse("analysis:desk_run_new", args=[version.pk])
    assert ">2303 Ragunda</option>" in text(analyst.get(url))
    run = support.done(version, region="2303", comparison="chosen", chosen=("2305", "2309"))
    assert str(run).startswith("2303 Ragunda: ")
    page = text(analyst.get(reverse("analysis:desk_run", args=[run.pk])))
    assert "2305 Bräcke" in page
    assert "Krokom" in page
