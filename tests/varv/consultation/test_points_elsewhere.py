"""Where points show besides their own pages: API, search, the thread, steps, a person's rights."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    contribution,
    disposition,
    point,
)
from tests.varv.registry.walking import came_from
from varv import clock
from varv.consultation import actions, keeping, personal, step_checks
from varv.consultation.contents import Sender
from varv.consultation.models import Contribution, Point
from varv.cycles.actions import open_lap
from varv.registry import kinds
from varv.registry.models import Record
from varv.registry.search import find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]


@pytest.fixture
def answered():
    of = contribution(sender=Sender("Kim Lind", "kim@actor.example", sector="business"))
    actions.publish(None, contributions=[of])
    area = AreaFactory(programme=of.round.programme)
    one = point(contribution=of, text="Vi vill ha kvicksilverfria sjöar.", heading="Sjöar")
    made = actions.dispose(
        CoordinatorFactory(),
        points=[one.pk],
        outcome="adopted",
        reason="Det står nu i texten.",
        changed=[kinds.ref(area)],
    )
    held = one.dispositions.get(batch=made.batch)
    actions.sign(CoordinatorFactory(), dispositions=[held.pk])
    point(contribution=of, text="En obesvarad synpunkt.")
    one.refresh_from_db()
    return one


def unpublish(one):
    Contribution.objects.filter(pk=one.contribution_id).update(published_at=None)


def test_programs_read_what_was_answered(answered):
    address = f"/api/v1/rounds/{answered.round.slug}/points"
    (item,) = Client().get(address).json()["items"]
    assert (item["outcome"], item["heading"]) == ("adopted", "Sjöar")
    assert [one["name"] for one in item["changed"]]
    assert "Kim" not in str(item)
    unpublish(answered)
    assert Client().get(address).json()["items"] == []


def test_everybody_finds_what_is_signed_and_staff_all(answered):
    def found(typed, user):
        return [hit for hit in find(user, typed).hits if hit.ref.kind == "point"]

    assert found("kvicksilverfri", AnonymousUser())
    assert not found("obesvarad", AnonymousUser())
    assert found("obesvarad", CoordinatorFactory())


def test_area_comes_from_the_point_for_whom_it_is_public(answered):
    area = answered.round.programme.areas.get()
    assert [step.ref.kind for step in came_from(area, AnonymousUser())] == ["point"]
    unpublish(answered)
    assert came_from(area, AnonymousUser()) == []


def test_thread_leads_through_the_point_to_its_input_and_back(answered):
    of = answered.contribution
    said = f"/thread/point/{answered.pk}/"
    assert of.get_absolute_url() in page(said), "what a point was said in"
    assert answered.round.programme.areas.get().get_absolute_url() in page(said)
    words = page(f"/thread/contribution/{of.pk}/")
    assert "Sjöar" in words, "what the input says, by its words"
    assert "obesvarad" not in words, "what nobody has signed"
    unpublish(answered)
    assert Client().get(said).status_code == 404


def test_thread_names_a_point_by_its_words_where_it_has_no_heading(answered):
    Point.objects.filter(pk=answered.pk).update(heading="")
    assert "kvicksilverfria sjöar" in page(f"/thread/contribution/{answered.contribution_id}/")


def test_change_and_area_lead_back_to_the_round_through_the_input(answered):
    area = answered.round.programme.areas.get()
    back = page(f"/thread/area/{area.pk}/")
    for one in (answered, answered.contribution, answered.round):
        assert one.get_absolute_url() in back
    on = page(f"/thread/round/{answered.round.pk}/")
    for one in (answered.contribution, answered, area):
        assert one.get_absolute_url() in on


def test_thread_shows_staff_what_is_not_signed_and_others_nothing_of_it(answered):
    waiting = Point.objects.get(text="En obesvarad synpunkt.")
    staff = Client()
    staff.force_login(CoordinatorFactory())
    address = f"/thread/contribution/{answered.contribution_id}/"
    assert waiting.desk_url in page(address, staff)
    assert str(waiting) in page(address, staff)
    assert str(waiting) not in page(address)
    assert Client().get(f"/thread/point/{waiting.pk}/").status_code == 404


def test_thread_of_hidden_input_shows_others_none_of_its_words(answered):
    of = answered.contribution
    actions.hide(None, contribution=of, reason="personal")
    shown = page(f"/thread/contribution/{of.pk}/") + page(f"/thread/round/{of.round_id}/")
    assert "Sjöar" not in shown
    assert str(answered) not in shown
    area = answered.round.programme.areas.get()
    assert str(of) not in page(f"/thread/area/{area.pk}/"), "the way is broken at the point"


def test_thread_asks_as_often_for_thirty_points_as_for_one(answered):
    address = f"/thread/contribution/{answered.contribution_id}/"

    def asked():
        with CaptureQueriesContext(connection) as seen:
            page(address)
        return len(seen)

    asked()
    few = asked()
    for _ in range(30):
        disposition(point=point(contribution=answered.contribution))
    assert asked() == few


def page(address, reader=None):
    return (reader or Client()).get(address).content.decode()


def test_step_wants_every_point_of_closed_rounds_signed(answered):
    lap = open_lap(None, programme=answered.round.programme)
    step = lap.steps.get(kind="prioritisation")
    assert not step_checks.points_are_answered(step).ok, "the round is still open"
    with clock.pinned(answered.round.closes_at + timedelta(days=1)):
        assert not step_checks.points_are_answered(step).ok
        Point.objects.exclude(pk=answered.pk).delete()
        assert step_checks.points_are_answered(step).ok


def test_copy_for_a_person_has_their_points_and_what_is_signed(answered):
    disposition(
        point=answered.contribution.points.last(), reason="Hemligt än.", signed_by=None,
        signed_at=None,
    )  # fmt: skip
    told = personal.export(answered.contribution.person_id)["points"]
    assert [(one["text"][:6], one["reason"]) for one in told] == [
        ("Vi vil", "Det står nu i texten."),
        ("En obe", ""),
    ]


def test_erasing_a_person_masks_their_words_in_points(answered):
    personal.erase(answered.contribution.person_id)
    answered.refresh_from_db()
    assert "kvicksilver" not in answered.text
    assert "Sjöar" not in answered.heading


def test_destroyed_input_leaves_no_words_in_its_points(answered):
    keeping._destroy_input([answered.contribution.record_id])
    answered.refresh_from_db()
    assert (answered.text, answered.heading) == ("", "")


def test_second_reader_signs_nothing_of_a_secret_input_into_public(answered):
    Record.objects.filter(pk=answered.contribution.record_id).update(secrecy="OSL 21:1")
    page = Client().get(answered.contribution.get_absolute_url()).content.decode()
    assert answered.text not in page
