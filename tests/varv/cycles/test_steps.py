from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.varv.factories import InterestFactory, MunicipalityFactory, UserFactory
from varv import clock
from varv.cycles import actions, checks
from varv.cycles.models import Step, StepKind
from varv.people import desk
from varv.people.actions import hand_over
from varv.people.models import Sector


@pytest.fixture
def lap(programme):
    return actions.open_lap(None, programme=programme, title={"sv": "Varv 1"})


@pytest.fixture
def governance(lap):
    return lap.steps.get(kind=StepKind.GOVERNANCE)


def test_lap_opens_with_its_six_steps_waiting(lap):
    assert [step.kind for step in lap.ordered_steps] == list(StepKind.values)
    assert {step.state for step in lap.ordered_steps} == {"waiting"}
    assert lap.number == 1


def test_only_one_lap_is_open_at_a_time(programme, lap):
    with pytest.raises(ValidationError):
        actions.open_lap(None, programme=programme)
    actions.close_lap(None, lap=lap)
    assert actions.open_lap(None, programme=programme).number == 2


def test_lap_with_a_step_under_way_cannot_be_closed(lap, governance):
    actions.start_step(None, step=governance)
    with pytest.raises(ValidationError):
        actions.close_lap(None, lap=lap)


def test_steps_of_a_closed_lap_can_only_be_read(lap, governance):
    actions.close_lap(None, lap=lap)
    with pytest.raises(ValidationError):
        actions.start_step(None, step=governance)


@pytest.mark.parametrize("kind", StepKind.values)
def test_any_step_may_start_at_any_time(lap, kind):
    step = actions.start_step(None, step=lap.steps.get(kind=kind), reason="Nu.")
    assert step.state == Step.State.ACTIVE
    assert step.transitions.get().reason == "Nu."


def test_step_is_not_done_while_a_failed_check_is_unexplained(governance):
    actions.start_step(None, step=governance)
    with pytest.raises(ValidationError) as refused:
        actions.complete_step(None, step=governance)
    said = " ".join(refused.value.message_dict["explanation"])
    assert "All four sectors take part" in said
    done = actions.complete_step(None, step=governance, explanation="Vi har bett alla.")
    last = done.transitions.last()
    assert (last.to_state, last.reason) == ("done", "Vi har bett alla.")
    assert {"cycles.all_sectors", "cycles.all_municipalities"} <= {
        finding["key"] for finding in last.findings if not finding["ok"]
    }


def test_step_without_checks_is_done_without_more_ado(lap):
    step = actions.start_step(None, step=lap.steps.get(kind=StepKind.POLICYMIX))
    assert actions.complete_step(None, step=step).state == "done"


def test_done_step_is_reopened_only_with_a_reason(lap):
    step = actions.start_step(None, step=lap.steps.get(kind=StepKind.POLICYMIX))
    with pytest.raises(ValidationError):
        actions.reopen_step(None, step=step, reason="Ännu inte klart")
    actions.complete_step(None, step=step)
    with pytest.raises(ValidationError):
        actions.start_step(None, step=step)
    with pytest.raises(ValidationError) as refused:
        actions.reopen_step(None, step=step, reason="")
    assert "reason" in refused.value.message_dict
    assert actions.reopen_step(None, step=step, reason="Nytt underlag.").state == "reopened"
    assert actions.complete_step(None, step=step).state == "done"


def test_governance_says_which_sectors_and_municipalities_are_missing(area, governance):
    here, there = MunicipalityFactory(name="Åre"), MunicipalityFactory(name="Berg")
    InterestFactory(area=area, sector=Sector.BUSINESS, municipality=here)

    def own():
        return [one for one in checks.findings(governance) if one.key.startswith("cycles.")]

    texts = " ".join(finding.text for finding in own())
    assert "Berg" in texts
    assert "Åre" not in texts
    for sector in Sector:
        InterestFactory(area=area, sector=sector, municipality=there)
    assert all(finding.ok for finding in own())


def test_checks_of_an_area_count_only_its_own_interests(programme, area, other_area):
    step = actions.open_lap(None, programme=programme, area=area).steps.get(kind="governance")
    for sector in Sector:
        InterestFactory(area=other_area, sector=sector)
    found = {finding.key: finding.ok for finding in checks.findings(step)}
    assert not found["cycles.all_sectors"]


def test_only_staff_answers_for_a_step(governance, coordinator):
    with pytest.raises(ValidationError) as refused:
        actions.set_step_responsible(None, step=governance, responsible=UserFactory())
    assert "responsible" in refused.value.message_dict
    step = actions.set_step_responsible(None, step=governance, responsible=coordinator)
    assert step.responsible == coordinator


def test_late_and_unassigned_steps_stand_on_the_desk(governance, people):
    actions.start_step(None, step=governance)
    actions.set_step_due(None, step=governance, due_on=date(2020, 5, 24))
    items = desk.items_for(people["coordinator"], clock.now())
    mine = [item for item in items if item.url == governance.desk_url]
    assert [item.urgent for item in mine] == [True, False]
    assert not [
        item
        for item in desk.items_for(people["reader"], clock.now())
        if item.url == governance.desk_url
    ]


def test_steps_are_handed_over(governance, people):
    actions.set_step_responsible(None, step=governance, responsible=people["analyst"])
    assert hand_over(None, from_user=people["analyst"], to_user=people["coordinator"]) == 1
    governance.refresh_from_db()
    assert governance.responsible == people["coordinator"]


def test_step_page_tells_what_was_said_and_why(client, governance):
    actions.start_step(None, step=governance)
    actions.complete_step(None, step=governance, explanation="Vi har bett alla.")
    page = client.get("/steps/governance/").content.decode()
    assert "Vi har bett alla." in page
    assert client.get("/steps/vision/").status_code == 200
    assert client.get("/steps/dans/").status_code == 404


def test_coordinator_works_through_a_step_on_the_desk(client, governance, coordinator):
    client.force_login(coordinator)

    def act(name, **data):
        fields = {f"{name}-{field}": value for field, value in data.items()}
        return client.post(reverse("cycles:desk_step_act", args=[governance.pk, name]), fields)

    assert act("start", reason="").status_code == 302
    assert act("due", due_on="2020-06-10").status_code == 302
    assert act("responsible", responsible=coordinator.pk).status_code == 302
    refused = act("complete", explanation="")
    assert refused.status_code == 422
    assert act("complete", explanation="<b>Klart</b>").status_code == 422
    assert act("complete", explanation="Klart nog.").status_code == 302
    assert act("reopen", reason="").status_code == 422
    assert act("reopen", reason="Mer behövs.").status_code == 302
    assert act("dansa").status_code == 404
    governance.refresh_from_db()
    assert (governance.state, governance.due_on) == ("reopened", date(2020, 6, 10))
    assert client.get(governance.desk_url).status_code == 200
