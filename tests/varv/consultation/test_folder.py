"""Rounds in a region's folder."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.regions.folders import DEFAULT, JARVIMAA, copy, edit
from tests.varv.consultation.desk_support import SWEDEN
from varv import clock
from varv.consultation import actions
from varv.consultation.contents import Content, Said, Sender
from varv.consultation.models import Question, Round
from varv.cycles.models import Area
from varv.people.folder.load import load_folder
from varv.people.folder.read import FolderError, read_folder
from varv.text.translated import Translated

pytestmark = pytest.mark.django_db

FILE = "rounds.toml"
HELSINKI = ZoneInfo("Europe/Helsinki")
OPEN = datetime(2027, 4, 1, 10, tzinfo=HELSINKI)


@pytest.fixture
def folder(tmp_path):
    return copy(JARVIMAA, tmp_path / "region")


def the_round():
    return Round.objects.get(slug="mita-vesi-antaa")


def of_rounds(lines):
    return [line for line in lines if line.startswith(FILE)]


def answered(round_):
    """Let somebody answer the question of the round."""
    question = round_.questions.get()
    with clock.pinned(OPEN):
        return actions.receive(
            None,
            round=round_,
            channel="letter",
            sender=Sender("Kim"),
            content=Content(
                replies=[Said(question, area=Area.objects.first(), options=question.options.all())]
            ),
        )


def test_round_lasts_whole_days_where_the_region_is(folder):
    load_folder(folder)
    made = the_round()
    assert made.state == Round.State.PUBLISHED
    assert made.opens_at == datetime(2027, 3, 15, tzinfo=HELSINKI)
    assert made.closes_at == datetime(2027, 5, 1, tzinfo=HELSINKI)
    question = made.questions.get()
    assert (question.kind, question.per_area) == (Question.Kind.SEVERAL, True)
    assert [str(one.text.text("en")) for one in question.options.all()] == ["Fish", "Clean water"]
    assert [one.area_version.area.slug for one in made.documents.all()] == ["vesi", "puu"]
    earlier = Round.objects.get(slug="kuuleminen-2025")
    assert (earlier.state, earlier.precision) == (Round.State.EARLIER, "year")


def test_loading_again_changes_nothing(folder):
    load_folder(folder)
    report = load_folder(folder)
    assert (report.created, report.updated, report.released) == ([], [], [])


def test_what_was_edited_in_the_program_is_released(folder):
    load_folder(folder)
    Round.objects.filter(pk=the_round().pk).update(title=Translated(fi="Vesi"))
    edit(folder, FILE, '"Mitä vesi antaa?"', '"Vesi antaa"')
    report = load_folder(folder)
    assert of_rounds(report.released) == [
        f"{FILE}, mita-vesi-antaa: title was edited in the program and is kept"
    ]
    assert the_round().title == {"fi": "Vesi"}


def test_days_and_questions_stay_once_input_has_come(folder):
    load_folder(folder)
    answered(the_round())
    edit(folder, FILE, "closes = 2027-04-30", "closes = 2027-05-30")
    edit(folder, FILE, '"Mikä on tärkeää?"', '"Mikä on tärkeintä?"')
    edit(folder, FILE, '"Kala"', '"Kalat"')
    report = load_folder(folder)
    assert of_rounds(report.updated) == []
    assert len(of_rounds(report.released)) == 3
    assert the_round().closes_at == datetime(2027, 5, 1, tzinfo=HELSINKI)


def test_days_follow_the_file_until_then(folder):
    load_folder(folder)
    edit(folder, FILE, "closes = 2027-04-30", "closes = 2027-05-30")
    assert of_rounds(load_folder(folder).updated) == [f"{FILE}, mita-vesi-antaa: closes updated"]


def test_area_stays_out_as_it_was_worded(folder):
    load_folder(folder)
    before = [one.area_version_id for one in the_round().documents.all()]
    edit(folder, "areas.toml", '"Puhdas vesi ja kala."', '"Vesi ja kala."')
    load_folder(folder)
    assert [one.area_version_id for one in the_round().documents.all()] == before


def test_deleted_round_stays_deleted_with_all_it_asked(folder):
    load_folder(folder)
    the_round().delete()
    report = load_folder(folder)
    assert f"{FILE}, mita-vesi-antaa: was deleted in the program and stays deleted" in (
        report.released
    )
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("closes = 2027-04-30", "closes = 2027-03-01", "round 1, closes", "is before opens"),
        ("opens = 2027-03-15", "opens = 2027-02-30", "", ""),
        ('areas = ["vesi", "puu"]', 'areas = ["vesi", "tuuli"]', "round 1", "areas.toml"),
        ('areas = ["vesi", "puu"]', 'areas = ["vesi", "vesi"]', "round 1", "twice"),
        ("documents = {", 'documents = { versions = ["luonnos"],', "round 1", "has no text"),
        ('kind = "several"', 'kind = "text"', "question 1", "options"),
        ('kind = "several"', 'kind = "essay"', "question 1", "kind"),
        ("concerns_sami = false", 'concerns_sami = "no"', "round 1", "concerns_sami"),
        ('precision = "year"', 'precision = "week"', "earlier 1", "precision"),
        ('key = "kuuleminen-2025"', 'key = "mita-vesi-antaa"', "", "the same key"),
        ("dated_on = 2025-01-01", "", "earlier 1", "dated_on"),
    ],
)
def test_mistake_is_told_where_it_is(folder, old, new, place, words):
    edit(folder, FILE, old, new)
    with pytest.raises(FolderError) as refused:
        read_folder(folder)
    told = [line for line in refused.value.mistakes if FILE in line]
    assert any(place in line and words in line for line in told), refused.value.mistakes


def test_day_that_the_clock_does_not_let_begin_is_told(folder):
    edit(folder, "region.toml", "Europe/Helsinki", "America/Santiago")
    edit(folder, FILE, "opens = 2027-03-15", "opens = 2026-09-06")
    with pytest.raises(FolderError) as refused:
        read_folder(folder)
    assert any("does not exist" in line and "opens" in line for line in refused.value.mistakes)


def test_region_asks_until_the_fourth_of_june():
    load_folder(DEFAULT)
    made = Round.objects.get(state=Round.State.PUBLISHED)
    assert made.closes_at == datetime(2020, 6, 5, tzinfo=SWEDEN)
    assert made.mail_subject["sv"] == "Inspel kring det framtida tillväxtarbetet"
    assert made.case.number == "RUN/430/2018"
    assert (made.questions.count(), made.documents.count()) == (3, 5)
    assert made.is_open_at(datetime(2020, 5, 25, 9, tzinfo=SWEDEN))
    earlier = Round.objects.get(state=Round.State.EARLIER)
    assert earlier.date_text
    assert not earlier.contributions.exists()
