"""The fulfilment criteria: who answers for each, who finds out by when, and the reminder."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
)
from varv import clock
from varv.analysis import actions
from varv.analysis.models import CriterionInquiry
from varv.analysis.queries.criteria import asked_of, criteria
from varv.cycles import checks
from varv.cycles.actions import open_lap
from varv.cycles.models import FrameItem
from varv.people import desk, handover
from varv.registry.models import Event
from varv.text.translated import Translated


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def criterion():
    return FrameItem.objects.create(
        key="kriterium-1",
        level="eu",
        kind="criterion",
        name=Translated(sv="Aktuell analys", en="Up-to-date analysis"),
        answered_by="unclear",
    )


def ask(criterion, **more):
    values = {"answered_by": "unclear", "role": "Utvecklingschefen"}
    values |= {"due_on": clock.today() + timedelta(days=30)}
    return actions.ask_about_criterion(None, criterion=criterion, **(values | more))


def items(user):
    return [one for one in desk.items_for(user, clock.now()) if "/criteria/" in one.url]


def test_somebody_finds_out_by_a_day(criterion):
    ask(criterion)
    (one,) = criteria()
    assert (one.is_clear, one.is_asked) == (False, True)
    ask(criterion, answered_by="shared", note="Förordningens bilaga.")
    (one,) = criteria()
    assert one.is_clear
    assert CriterionInquiry.objects.get().note == "Förordningens bilaga."
    logged = Event.objects.filter(action="analysis.ask_about_criterion").order_by("pk")
    assert [one.data["answered_by"] for one in logged] == ["unclear", "shared"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"answered_by": "x"}, "answered_by"), ({"role": " "}, "role"), ({"due_on": None}, "due_on")],
)
def test_who_and_when_belong_together(criterion, wrong, field):
    with pytest.raises(ValidationError) as refused:
        ask(criterion, **wrong)
    assert field in refused.value.message_dict
    assert not CriterionInquiry.objects.exists()


def test_only_a_criterion_is_asked_about(criterion):
    FrameItem.objects.update(kind="goal")
    with pytest.raises(FrameItem.DoesNotExist):
        ask(criterion)


def test_desk_reminds_whoever_finds_out_and_then_those_who_coordinate(criterion):
    coordinator, analyst, reader = CoordinatorFactory(), AnalystFactory(), ReaderFactory()
    assert len(items(coordinator)) == 1, "nobody is to find out"
    assert items(analyst) == []
    ask(criterion, responsible=analyst)
    assert items(coordinator) == []
    assert items(analyst) == [], "there is time"
    with clock.pinned(clock.now() + timedelta(days=16)):
        assert [one.urgent for one in items(analyst)] == [False]
        assert items(coordinator) == []
    with clock.pinned(clock.now() + timedelta(days=31)):
        assert [one.urgent for one in items(analyst)] == [True]
        assert [one.urgent for one in items(coordinator)] == [True]
        assert items(reader) == []
    ask(criterion, answered_by="state", responsible=analyst)
    assert items(analyst) == items(coordinator) == []


def test_what_nobody_in_particular_finds_out_reminds_those_who_coordinate(criterion):
    ask(criterion, due_on=clock.today() + timedelta(days=3))
    assert len(items(CoordinatorFactory())) == 1
    assert items(AnalystFactory()) == []


def test_criteria_change_hands(criterion):
    one, other = AnalystFactory(), AnalystFactory()
    ask(criterion, responsible=one)
    assert asked_of(one) == 1
    assert "analysis.criteria" in dict(handover.point.items())
    assert actions.hand_over_criteria(None, from_user=one, to_user=other) == 1
    assert (asked_of(one), asked_of(other)) == (0, 1)
    assert actions.hand_over_criteria(None, from_user=one, to_user=other) == 0


def test_step_asks_that_each_criterion_is_known_or_being_found_out(criterion):
    programme = ProgrammeFactory()
    area = AreaFactory(programme=programme)
    whole = open_lap(None, programme=programme).steps.get(kind="analysis")
    own = open_lap(None, programme=programme, area=area).steps.get(kind="analysis")

    def ok(step):
        return next(one.ok for one in checks.findings(step) if one.key == "analysis.criteria")

    assert (ok(whole), ok(own)) == (False, True)
    ask(criterion)
    assert ok(whole)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everybody_reads_who_finds_out_by_when(client, criterion, language):
    client.cookies["django_language"] = language
    assert client.get("/criteria/").status_code == 200
    member = AnalystFactory(name="Hemlig Handläggare")
    ask(criterion, responsible=member, due_on=date(2020, 6, 30))
    page = client.get("/criteria/").content.decode()
    assert "Utvecklingschefen" in page
    assert "30" in page
    assert "Hemlig" not in page


def test_analyst_asks_on_the_desk(client, criterion):
    client.force_login(AnalystFactory())
    address = "/desk/criteria/kriterium-1/"
    typed = {"answered_by": "unclear", "role": "Chefen", "due_on": "2020-06-30"}
    for wrong in ({"answered_by": "x"}, {"due_on": "2020-13-01"}, {"role": "<b>x</b>"}):
        answer = client.post(address, typed | wrong)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(wrong)
    assert client.post(address, typed).status_code == 302
    assert "Chefen" in client.get("/desk/criteria/").content.decode()
    assert client.get("/desk/criteria/finns-inte/").status_code == 404


def test_day_that_is_over_is_refused_when_it_is_set_and_stays_once_it_has_passed(criterion):
    with pytest.raises(ValidationError) as refused:
        ask(criterion, due_on=clock.today() - timedelta(days=1))
    assert "due_on" in refused.value.message_dict
    assert not CriterionInquiry.objects.exists()
    today = clock.today()
    ask(criterion, due_on=today)
    with clock.pinned(clock.now() + timedelta(days=2)):
        ask(criterion, due_on=today, note="Vi väntar på svar.")
        with pytest.raises(ValidationError):
            ask(criterion, due_on=today + timedelta(days=1))
    assert CriterionInquiry.objects.get().note == "Vi väntar på svar."


def test_everybody_reads_that_it_is_late(client, criterion):
    ask(criterion, due_on=clock.today() + timedelta(days=1))
    url = reverse("analysis:criteria")
    assert "Försenat" not in client.get(url).content.decode()
    with clock.pinned(clock.now() + timedelta(days=2)):
        assert "Försenat" in client.get(url).content.decode()
        ask(criterion, answered_by="shared", due_on=None, role="")
        assert "Försenat" not in client.get(url).content.decode()
