import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.varv.factories import InterestFactory, UserFactory
from tests.varv.registry.walking import led_to
from varv.cycles import actions, queries
from varv.cycles.actions import Wording
from varv.cycles.models import Area, Interest, Step
from varv.registry.models import Event, Message


def revise(area, name="Jord, skog och vatten", reason="Sjöarna hör dit.", **more):
    wording = {"name": {"sv": name}, "summary": {"sv": "Mat"}, "text": {}} | more
    return actions.revise_area(None, area=area, reason=reason, **wording)


def test_create_area_gives_address_version_and_event(programme, coordinator):
    area = actions.create_area(coordinator, programme=programme, name={"sv": "Hållbar energi"})
    assert area.slug == "hallbar-energi"
    assert [version.number for version in area.versions.all()] == [1]
    event = Event.objects.get(action="cycles.create_area")
    assert (event.subject_id, event.actor_id) == (area.pk, coordinator.pk)


def test_two_areas_in_use_never_share_a_name(programme, area):
    with pytest.raises(ValidationError) as refused:
        actions.create_area(None, programme=programme, name={"sv": "JORD och skog"})
    assert "name" in refused.value.message_dict


@pytest.mark.parametrize("name", [{}, {"sv": "  "}, {"sv": "x" * 121}])
def test_area_name_is_needed_and_short(programme, name):
    with pytest.raises(ValidationError) as refused:
        actions.create_area(None, programme=programme, name=name)
    assert "name" in refused.value.message_dict


def test_renamed_area_moves_and_its_old_address_leads_there_for_good(area, client):
    revise(area)
    answer = client.get("/areas/jord-och-skog/")
    assert (answer.status_code, answer["Location"]) == (301, "/areas/jord-skog-och-vatten/")
    assert client.get("/areas/jord-och-skog/history/")["Location"].endswith("vatten/history/")
    assert client.get("/areas/jord-och-skog/steps/vision/")["Location"].endswith("steps/vision/")
    assert client.get("/areas/jord-skog-och-vatten/").status_code == 200


def test_area_named_back_gets_its_first_address_back(area, client):
    revise(revise(area), name="Jord och skog")
    assert client.get("/areas/jord-och-skog/").status_code == 200
    assert client.get("/areas/jord-skog-och-vatten/")["Location"] == "/areas/jord-och-skog/"


def test_address_once_used_is_never_given_to_another_area(programme, area):
    revise(area)
    new = actions.create_area(None, programme=programme, name={"sv": "Jord och skog"})
    assert new.slug == "jord-och-skog-2"


def test_revision_keeps_both_wordings_and_the_reason(area, client):
    revise(area, name="Jord och skog", summary={"sv": "Mat och trä"})
    versions = list(queries.area_versions(area))
    assert [str(version.summary) for version in versions] == ["Mat och trä", "Mat och virke"]
    assert versions[0].reason == "Sjöarna hör dit."
    page = client.get("/areas/jord-och-skog/history/").content.decode()
    assert "<del>virke</del>" in page
    assert "<ins>trä</ins>" in page
    assert "Sjöarna hör dit." in page


def test_translated_name_alone_does_not_move_the_area(area):
    assert revise(area, name="Jord och skog", summary={"en": "Food"}).slug == "jord-och-skog"


def test_revision_needs_a_reason_and_a_change(area):
    with pytest.raises(ValidationError) as refused:
        revise(area, reason=" ")
    assert "reason" in refused.value.message_dict
    with pytest.raises(ValidationError):
        actions.revise_area(
            None, area=area, name=area.name, summary=area.summary, text={}, reason="Varför inte"
        )


def test_merged_areas_stay_readable_and_tell_what_became_of_them(area, other_area, client):
    new = actions.merge_areas(
        None, areas=[area, other_area], into=Wording({"sv": "Landskapet"}), reason="Hör ihop."
    )
    page = client.get("/areas/jord-och-skog/")
    assert page.status_code == 200
    assert "Landskapet" in page.content.decode()
    assert "Hör ihop." in page.content.decode()
    assert list(queries.active_areas()) == [new]
    assert {one.area.slug for one in queries.ancestors(new)} == {"jord-och-skog", "upplevelser"}
    assert [str(step.thing.name) for step in led_to(area)] == ["Landskapet"]
    assert Event.objects.filter(action="cycles.merge_areas").count() == 1
    with pytest.raises(ValidationError):
        revise(area)


def test_tree_of_merge_and_split_is_told_on_the_history_page(area, other_area, client):
    whole = actions.merge_areas(
        None, areas=[area, other_area], into=Wording({"sv": "Landskapet"}), reason="Hör ihop."
    )
    parts = actions.split_area(
        None,
        area=whole,
        parts=[Wording({"sv": "Berg"}), Wording({"sv": "Dal"})],
        reason="För stort.",
    )
    assert [(one.area.slug, one.generation) for one in queries.ancestors(parts[0])] == [
        ("landskapet", 1),
        ("jord-och-skog", 2),
        ("upplevelser", 2),
    ]
    page = client.get("/areas/berg/history/").content.decode()
    assert all(name in page for name in ("Landskapet", "Jord och skog", "Upplevelser"))
    page = client.get("/areas/landskapet/history/").content.decode()
    assert all(name in page for name in ("Berg", "Dal", "För stort."))


def test_successor_may_take_over_the_name_of_a_predecessor(area, other_area):
    new = actions.merge_areas(
        None, areas=[area, other_area], into=Wording({"sv": "Jord och skog"}), reason="Störst."
    )
    assert new.slug == "jord-och-skog-2"


@pytest.mark.parametrize("count", [0, 1])
def test_merge_needs_two_areas_and_split_two_parts(area, count):
    with pytest.raises(ValidationError):
        actions.merge_areas(None, areas=[area] * 2 * count, into=Wording({"sv": "X"}), reason="Så.")
    with pytest.raises(ValidationError):
        actions.split_area(None, area=area, parts=[Wording({"sv": "X"})] * count, reason="Så.")
    area.refresh_from_db()
    assert area.is_active


def test_steps_under_way_go_on_in_the_new_areas(programme, area, coordinator):
    lap = actions.open_lap(None, programme=programme, area=area)
    analysis, governance, *_rest = lap.ordered_steps
    actions.start_step(None, step=analysis)
    actions.set_step_responsible(None, step=analysis, responsible=coordinator)
    actions.start_step(None, step=governance)
    actions.complete_step(None, step=governance, explanation="Klart nog.")
    parts = actions.split_area(
        None, area=area, parts=[Wording({"sv": "Jord"}), Wording({"sv": "Skog"})], reason="Olika."
    )
    lap.refresh_from_db()
    assert lap.closed_at
    for part in parts:
        steps = part.current_steps
        assert [step.state for step in steps] == ["active", "active"] + ["waiting"] * 4
        assert steps[0].responsible == coordinator
        assert steps[0].transitions.get().reason == "Olika."
    assert Step.objects.filter(lap=lap, state="done").count() == 1


def test_nobody_who_was_interested_is_lost_and_each_is_told_once(area, other_area):
    person = UserFactory(name="Karin", language="sv")
    InterestFactory(area=area, person=person, level="information")
    InterestFactory(area=other_area, person=person, level="steering_group")
    gone = InterestFactory(area=area, withdrawn_at="2020-05-01T12:00+02:00").person
    new = actions.merge_areas(
        None, areas=[area, other_area], into=Wording({"sv": "Landskapet"}), reason="Hör ihop."
    )
    carried = Interest.objects.get(area=new)
    assert (carried.person, carried.level) == (person, "steering_group")
    assert list(queries.interests_of(person)) == [carried]
    message = Message.objects.get(kind="cycles.area_became")
    assert message.recipient == person.email
    assert "Landskapet" in message.subject
    assert not Message.objects.filter(recipient=gone.email).exists()


def test_area_pages_ask_as_often_for_thirty_areas_as_for_one(
    programme, area, client, django_assert_num_queries, people
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    actions.open_lap(None, programme=programme, area=area)
    client.force_login(people["coordinator"])
    addresses = [reverse(f"cycles:{name}") for name in ("areas", "desk_areas", "desk_steps")]
    addresses.append(reverse("cycles:step", args=["vision"]))

    def counts():
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert client.get(address).status_code == 200
            found.append(len(seen))
        return found

    before = counts()
    for number in range(29):
        more = actions.create_area(None, programme=programme, name={"sv": f"Nytt {number}"})
        actions.open_lap(None, programme=programme, area=more)
    assert counts() == before


def test_unknown_area_is_not_found(programme, client):
    assert client.get("/areas/finns-inte/").status_code == 404
    assert Area.objects.count() == 0
