"""Drawing up a SWOT together: proposals, votes and the staff's hand on the board."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.varv.analysis.evidence_support import cite, founded, item, opened, partner
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    EvidenceFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
    UserFactory,
)
from varv import clock
from varv.analysis import actions
from varv.analysis.models import SwotItem, SwotVote
from varv.analysis.queries import swot as queries
from varv.cycles.actions import withdraw_interest
from varv.cycles.models import Interest
from varv.people import desk, identity
from varv.registry import retention, rights
from varv.registry.models import Event
from varv.text.translated import Translated


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def area():
    return AreaFactory(programme=ProgrammeFactory(), slug="skog", name=Translated(sv="Skog"))


def propose(person, area, text="Vi har skog."):
    return actions.propose(person, area=area, kind="strength", sentence={"sv": text})


def tally(one):
    found = queries.tallies([one])[one.pk]
    return found.agree, found.disagree


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "may"), [("partnership", True), ("steering_group", True), ("information", False)]
)
def test_partners_are_those_who_want_to_take_part(area, level, may):
    person = partner(area, level=level)
    opened(area)
    if may:
        assert propose(person, area).state == "proposed"
    else:
        with pytest.raises(PermissionDenied):
            propose(person, area)


def test_whoever_took_the_interest_back_is_no_partner(area):
    person = partner(area)
    opened(area)
    withdraw_interest(person, interest=Interest.objects.get())
    with pytest.raises(PermissionDenied):
        propose(person, area)


def test_a_partner_of_another_area_is_none_here(area):
    person = partner(AreaFactory(programme=area.programme))
    opened(area)
    with pytest.raises(PermissionDenied):
        actions.vote(person, item=item(area), value="agree")


def test_board_is_open_until_the_day_is_over(area):
    person, one = partner(area), item(area)
    with pytest.raises(ValidationError):
        propose(person, area)
    opened(area, days=1)
    with clock.pinned(clock.now() + timedelta(days=1, hours=14)):
        propose(person, area)
        actions.vote(person, item=one, value="agree")
    with clock.pinned(clock.now() + timedelta(days=1, hours=16)):
        with pytest.raises(ValidationError):
            propose(person, area, "För sent.")
        with pytest.raises(ValidationError):
            actions.vote(person, item=one, value="disagree")
    assert tally(one) == (1, 0)


def test_staff_close_the_board_and_open_it_again(area):
    with pytest.raises(ValidationError):
        actions.close_board(None, area=area)
    opened(area)
    actions.close_board(None, area=area)
    assert not queries.board_of(area).is_open_at(clock.now())
    opened(area)
    assert queries.board_of(area).is_open_at(clock.now())
    with pytest.raises(ValidationError):
        opened(area, days=-1)


# --- votes ----------------------------------------------------------------------------------------


def test_one_vote_each_that_can_be_changed_and_taken_back(area):
    person, other, one = partner(area), partner(area), item(area)
    opened(area)
    actions.vote(person, item=one, value="agree")
    actions.vote(other, item=one, value="agree")
    actions.vote(person, item=one, value="disagree")
    assert tally(one) == (1, 1)
    assert SwotVote.objects.count() == 2
    actions.vote(person, item=one, value="")
    assert tally(one) == (1, 0)
    with pytest.raises(ValidationError):
        actions.vote(person, item=one, value="kanske")


def test_log_tells_that_somebody_voted_but_not_how(area):
    person, one = partner(area), item(area)
    opened(area)
    actions.vote(person, item=one, value="disagree")
    event = Event.objects.get(action="analysis.vote_swot")
    assert event.actor_id == person.pk
    assert "agree" not in str(event.data)


def test_few_votes_are_not_shown(area, client):
    one = item(area)
    opened(area)
    people = [partner(area) for _ in range(3)]
    for person in people[:2]:
        actions.vote(person, item=one, value="agree")
    client.force_login(AnalystFactory())
    client.cookies["django_language"] = "en"
    address = "/desk/swot/skog/"
    assert "Fewer than three have voted" in client.get(address).content.decode()
    actions.vote(people[2], item=one, value="disagree")
    page = client.get(address).content.decode()
    assert "Agree: 2. Do not: 1." in page
    assert not any(person.name in page for person in people if person.name)


def test_new_words_take_the_votes_on_the_old_ones_away(area):
    person, one = partner(area), item(area)
    opened(area)
    actions.vote(person, item=one, value="agree")
    same = {"kind": one.kind, "sentence": dict(one.sentence)}
    actions.reword_item(None, item=one, **same)
    assert tally(one) == (1, 0)
    actions.reword_item(None, item=one, **same | {"sentence": {"sv": "Skogen är liten."}})
    assert tally(one) == (0, 0)


# --- the staff ------------------------------------------------------------------------------------


def test_a_proposal_waits_until_staff_let_it_in_or_turn_it_down(area):
    person = partner(area)
    opened(area)
    one, two = propose(person, area), propose(person, area, "Vi har vatten.")
    assert list(queries.board_items(area)) == []
    actions.let_in(None, item=one)
    assert list(queries.board_items(area)) == [one]
    with pytest.raises(ValidationError) as refused:
        actions.turn_down(None, item=two, answer=" ")
    assert "answer" in refused.value.message_dict
    actions.turn_down(None, item=two, answer="Det står redan.")
    assert [(row.state, row.answer) for row in queries.own_proposals(area, person)] == [
        ("turned_down", "Det står redan.")
    ]


def test_desk_tells_of_proposals(area):
    opened(area, days=30)
    propose(partner(area), area)
    analyst, reader = AnalystFactory(), ReaderFactory()

    def told(user):
        return [one for one in desk.items_for(user, clock.now()) if "/swot/" in one.url]

    assert [one.urgent for one in told(analyst)] == [False]
    assert told(reader) == []
    with clock.pinned(clock.now() + timedelta(days=8)):
        assert [one.urgent for one in told(analyst)] == [True]


def test_nobody_floods_the_board(area):
    person = partner(area)
    opened(area)
    for number in range(20):
        propose(person, area, f"Mening {number}")
    with pytest.raises(ValidationError):
        propose(person, area, "En till.")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"sentence": {}}, "sentence"),
        ({"sentence": {"sv": "x" * 401}}, "sentence"),
    ],
)
def test_an_item_is_one_sentence_in_one_field(area, wrong, field):
    with pytest.raises(ValidationError) as refused:
        actions.add_item(None, area=area, **{"kind": "threat", "sentence": {"sv": "x"}} | wrong)
    assert field in refused.value.message_dict


def test_an_item_is_founded_by_a_source_that_supports_it_and_stands(area):
    one, source = item(area), EvidenceFactory()
    cite(one, source, stance="contradicts")
    assert not queries.board_items(area).get().is_founded
    cite(one, source)
    assert queries.board_items(area).get().is_founded
    actions.withdraw_evidence(None, evidence=source, reason="Fel.")
    assert not queries.board_items(area).get().is_founded


# --- pages ----------------------------------------------------------------------------------------


def test_partner_proposes_and_votes_by_the_link_of_a_mail(client, area):
    person, one = partner(area), founded(area)
    opened(area)
    client.get(f"/my/{identity.make_token(person)}/")
    address = "/areas/skog/swot/board/"
    assert str(one) in client.get(address).content.decode()
    for wrong in ({"kind": "x"}, {"text": ""}, {"text": "<b>x</b>"}, {"text": "x" * 401}):
        answer = client.post(address, {"kind": "threat", "text": "Kalhygge."} | wrong)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(wrong)
    assert client.post(address, {"kind": "threat", "text": "Kalhygge."}).status_code == 302
    assert SwotItem.objects.get(state="proposed").proposed_by == person
    assert "Kalhygge." in client.get(address).content.decode()
    voted = client.post(f"/swot/items/{one.pk}/vote/", {"value": "agree"})
    assert voted.headers["Location"] == f"{address}#item-{one.pk}"
    assert 'aria-pressed="true"' in client.get(address).content.decode()


def test_others_are_told_how_to_become_a_partner(client, area):
    one = item(area)
    opened(area)
    for person in (None, UserFactory(), AnalystFactory()):
        if person:
            client.force_login(person)
        page = client.get("/areas/skog/swot/board/").content.decode()
        assert "/interest/?area=skog" in page
        assert str(one) not in page
        assert (
            client.post("/areas/skog/swot/board/", {"kind": "threat", "text": "x"}).status_code
            == 200
        )
        assert client.post(f"/swot/items/{one.pk}/vote/", {"value": "agree"}).status_code == 404
    assert not SwotVote.objects.exists()
    assert SwotItem.objects.count() == 1


def test_closed_board_takes_nothing_and_says_so(client, area):
    person, one = partner(area), item(area)
    client.force_login(person)
    page = client.get("/areas/skog/swot/board/").content.decode()
    assert 'name="text"' not in page
    assert (
        client.post("/areas/skog/swot/board/", {"kind": "threat", "text": "x"}).status_code == 422
    )
    client.post(f"/swot/items/{one.pk}/vote/", {"value": "agree"})
    assert not SwotVote.objects.exists()


def test_area_page_tells_that_the_board_is_open(client, area):
    assert "/areas/skog/swot/board/" not in client.get("/areas/skog/").content.decode()
    opened(area)
    assert "/areas/skog/swot/board/" in client.get("/areas/skog/").content.decode()


# --- personal data --------------------------------------------------------------------------------


def test_a_person_gets_a_copy_and_is_erased(area):
    person = partner(area)
    opened(area)
    one = propose(person, area)
    actions.let_in(None, item=one)
    actions.vote(person, item=one, value="agree")
    copy = rights.point["analysis.swot"].export(person.pk)
    assert copy["votes"][0]["vote"] == "agree"
    assert copy["proposals"][0]["sentence"] == "Vi har skog."
    counts = [one.count for one in rights.point["analysis.swot"].preview(person.pk)]
    assert counts == [1, 1, 0]
    rights.point["analysis.swot"].erase(person.pk)
    one.refresh_from_db()
    assert one.proposed_by is None
    assert not SwotVote.objects.exists()


def test_old_votes_are_destroyed_under_a_decision(area):
    person, one = partner(area), item(area)
    opened(area)
    actions.vote(person, item=one, value="agree")
    rule = retention.rules["analysis.swot_votes"]
    assert not retention.due(rule, clock.now(), rule.months).exists()
    (vote,) = retention.due(rule, clock.now() + timedelta(days=800), rule.months)
    assert rule.sample(vote) == str(one)
    assert rule.destroy([vote.pk]) == 1
