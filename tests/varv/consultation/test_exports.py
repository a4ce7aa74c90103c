"""Input as files: what everybody may take out, what staff may, and what is left out and why."""

import csv
import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.varv.consultation.spread_support import HIDDEN_FOR, LAW, OPEN, Spread
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    QuestionFactory,
    ReaderFactory,
)
from varv import clock
from varv.consultation import describing, limits
from varv.consultation.models import Contribution, Reply, Round
from varv.files import excel
from varv.people.limits import Limit
from varv.registry.models import Event

pytestmark = pytest.mark.django_db
FORMS = ("csv", "json", "xlsx")
CLOSED = ("Olästbrevet", "Doltbrevet", "Sekretessbrevet", "Återtagetbrev", "Obekräftatbrev")
PERSONS = ("Kim Lind", "Ante Vik", "ante@actor.example", "Ola Sten")


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def spread():
    return Spread()


def content_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def taken(form, spread, client=None, **asked):
    address = reverse("consultation:export", args=[spread.round.slug, form])
    answer = (client or Client()).get(address, asked)
    assert answer.status_code == 200
    return content_of(answer)


def rows_of(form, content):
    """Return the rows by the key of each column; of Excel by its heading."""
    if form == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    if form == "json":
        return json.loads(content)["contributions"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def text_of(form, content):
    if form != "xlsx":
        return content.decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


@pytest.mark.parametrize("form", FORMS)
def test_everybody_takes_out_the_public_texts_and_no_other_and_no_person(spread, form):
    text = text_of(form, taken(form, spread))
    for shown in ("Bredbandet behövs", "Svaret Bredbandet", "Anmärkt Havtornen", "Norrskog AB"):
        assert shown in text, shown
    for left_out in (*CLOSED, *PERSONS):
        assert left_out not in text, left_out


@pytest.mark.parametrize("form", FORMS)
def test_every_input_in_the_register_has_its_row_and_says_why_its_text_is_not_there(spread, form):
    rows = rows_of(form, taken(form, spread))
    assert len(rows) == 6
    text = text_of(form, taken(form, spread))
    for why in (LAW, HIDDEN_FOR):
        assert why in text
    if form != "xlsx":
        assert [row["left_out"] or "" for row in rows] == [
            "", "", "not_yet_read", "hidden", "secret", "withdrawn"
        ]  # fmt: skip
        assert rows[0]["reference"] == str(spread.published)
        closed = [row for row in rows if row["left_out"]]
        assert not any(row.get("sector") or row.get("text") for row in closed)


def test_json_sums_up_what_is_left_out(spread):
    told = json.loads(taken("json", spread))
    assert {code: one["count"] for code, one in told["left_out"].items()} == {
        "withdrawn": 1, "secret": 1, "hidden": 1, "not_yet_read": 1
    }  # fmt: skip
    assert all(" " in one["why"] for one in told["left_out"].values())
    assert told["contributions"][0]["replies"][0]["text"] == "Svaret Bredbandet behövsx"


def test_excel_has_a_sheet_about_what_is_left_out(spread):
    book = openpyxl.load_workbook(io.BytesIO(taken("xlsx", spread)))
    about = "\n".join(str(row[0]) for row in book.worksheets[1].iter_rows(values_only=True))
    with override("sv"):
        reasons = describing.reasons().values()
    for words in reasons:
        assert str(words) in about


def test_each_question_has_a_column_for_each_area_it_is_asked_about(spread):
    area = AreaFactory(programme=spread.round.programme, slug="skog")
    question = QuestionFactory(round=spread.round, position=2, per_area=True)
    Reply.objects.create(
        contribution=spread.published, question=question, area=area, text="Mer skog"
    )
    row = rows_of("csv", taken("csv", spread))[0]
    assert row["answer_2_skog"] == "Mer skog"
    assert row["answer_1"] in {
        "Instämmer\nSvaret Bredbandet behövsx", "Agrees\nSvaret Bredbandet behövsx"
    }  # fmt: skip


@pytest.mark.parametrize("evil", ["=1+1", "+46", "-x", "@SUM(A1)", "\t=1", "  =1+1"])
def test_nothing_in_a_table_runs(spread, evil):
    Contribution.objects.filter(pk=spread.published.pk).update(text=evil, title=evil)
    row = rows_of("csv", taken("csv", spread))[0]
    assert row["text"] == row["title"] == f"'{evil}"
    book = openpyxl.load_workbook(io.BytesIO(taken("xlsx", spread)))
    for sheet in book:
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_csv_has_one_line_of_headings_and_nothing_but_rows(spread):
    content = taken("csv", spread)
    assert content.startswith(b"\xef\xbb\xbfnumber,reference,received_at")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert {len(line) for line in lines} == {len(lines[0])}


def test_long_text_is_whole_in_csv_and_cut_in_excel_which_says_so(spread):
    Contribution.objects.filter(pk=spread.published.pk).update(text="å" * 40_000)
    assert len(rows_of("csv", taken("csv", spread))[0]["text"]) == 40_000
    content = taken("xlsx", spread)
    longest = max(len(str(value)) for value in rows_of("xlsx", content)[0].values())
    assert longest == excel.LONGEST_CELL
    assert "32,767" in text_of("xlsx", content) or "32 767" in text_of("xlsx", content)


@pytest.mark.parametrize("form", FORMS)
def test_export_asks_no_more_for_many_than_for_few(spread, form):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            taken(form, spread)
        return len(queries)

    few = asked()
    for _ in range(12):
        spread.publish(spread.send("Bredbandet behövs mer"))
    assert asked() == few


def test_draft_and_unknown_forms_are_not_there(spread):
    for slug, form in ((spread.round.slug, "exe"), ("finns-inte", "csv")):
        assert Client().get(reverse("consultation:export", args=[slug, form])).status_code == 404
    Round.objects.update(state=Round.State.DRAFT)
    address = reverse("consultation:export", args=[spread.round.slug, "csv"])
    assert Client().get(address).status_code == 404


def test_who_takes_out_files_for_ever_must_wait(spread, monkeypatch):
    narrow = Limit("input_export", "x", 2, limits.EXPORTS.period)
    monkeypatch.setattr(limits, "EXPORTS", narrow)
    address = reverse("consultation:export", args=[spread.round.slug, "json"])
    answers = [Client().get(address) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


# -- staff -----------------------------------------------------------------------------------------


def desk_file(form, user, **asked):
    client = Client()
    client.force_login(user)
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return client.post(f"{reverse('consultation:desk_export', args=[form])}?{query}")


@pytest.mark.parametrize("form", FORMS)
def test_staff_take_out_all_that_counts_with_names_and_that_is_logged(spread, form):
    coordinator = CoordinatorFactory()
    text = text_of(form, content_of(desk_file(form, coordinator)))
    for shown in (*CLOSED[:4], "Kim Lind", "ante@actor.example", LAW, "Norrskog AB"):
        assert shown in text, shown
    for left_out in ("Obekräftatbrev", "Ola Sten"):
        assert left_out not in text
    event = Event.objects.get(action="consultation.export")
    assert (event.actor_id, event.data["count"]) == (coordinator.pk, 6)
    assert "Kim" not in json.dumps(event.data)


def test_staff_take_out_what_they_have_narrowed_down_to(spread):
    coordinator = CoordinatorFactory()
    answer = desk_file("json", coordinator, state="withdrawn", round=spread.round.pk)
    rows = rows_of("json", content_of(answer))
    assert [row["reference"] for row in rows] == [str(spread.withdrawn)]
    assert desk_file("json", coordinator, state="unconfirmed").status_code == 400
    assert desk_file("json", coordinator, round=0).status_code == 400
    answer = desk_file("json", coordinator, municipality=spread.place.pk, sector="civil")
    assert rows_of("json", content_of(answer)) == []
    for state, one in (("unread", spread.unread), ("hidden", spread.hidden)):
        answer = desk_file("json", coordinator, state=state)
        assert [row["reference"] for row in rows_of("json", content_of(answer))] == [str(one)]
    Contribution.objects.filter(pk=spread.alone.pk).update(sector="", municipality=None)
    answer = desk_file("json", coordinator, sector="lacking", number=spread.alone.record.number)
    assert [row["name"] for row in rows_of("json", content_of(answer))] == ["Kim Lind"]


@pytest.mark.parametrize("make", [ReaderFactory, AnalystFactory])
def test_staff_who_may_not_read_input_take_nothing_out(spread, make):
    user = make()
    allowed = user.has_perm("consultation.view_contribution")
    assert (desk_file("csv", user).status_code == 200) == allowed
    assert Event.objects.filter(action="consultation.export").exists() == allowed


def test_taking_out_is_an_act_that_needs_a_button(spread):
    client = Client()
    client.force_login(CoordinatorFactory())
    assert client.get(reverse("consultation:desk_export", args=["csv"])).status_code == 405
