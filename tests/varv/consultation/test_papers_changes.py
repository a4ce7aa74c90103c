"""What papers tell of changed texts: as cycles keeps its record, and what led to each change."""

import pytest
from django.urls import reverse

from tests.varv.consultation.paper_support import simulated
from tests.varv.factories import contribution, disposition, paper, point, published_paper
from varv.consultation import actions
from varv.consultation.actions import making
from varv.consultation.papers import showing
from varv.cycles import actions as cycles
from varv.registry import actions as registry
from varv.registry.models import Trace

pytestmark = pytest.mark.django_db


def blocks_of(made):
    """The blocks of the part that tells what is changed."""
    (found,) = [one for one in showing.shown(made)["parts"] if one["kind"] == "changes"]
    return found["blocks"]


def drafted(round_, words="Ett utkast som ingen utanför har sett."):
    """A draft made from a text that was out, with one paragraph more."""
    out = round_.documents.order_by("position").last().area_version
    draft = cycles.draft_area(None, area=out.area, based_on=out)
    return cycles.edit_area_draft(
        None, version=draft, seen=draft.revision, name=draft.name, summary=draft.summary,
        text={"sv": f"{draft.text['sv']}\n\n{words}"},
    )  # fmt: skip


def test_paper_tells_the_changes_that_a_version_has_and_the_points_they_came_from(at):
    told = blocks_of(published_paper(round=simulated(2)))
    (changed,) = [one for one in told if one["is"] == "changes"]
    assert ["added", "små sågverk i byarna"] in changed["runs"]
    assert "Länet har mycket skog" not in str(told)
    (led,) = [one for one in told if one["is"] == "facts"]
    assert led["pairs"][0][1].endswith("Simulerad aktör 0")
    (whole,) = [one for one in told if one["is"] == "entry"]
    assert whole["label"] == "Jord och skog (simulerat 1)"


def test_change_in_a_text_that_was_not_out_is_told_if_a_point_led_to_it(at):
    round_ = simulated(1)
    round_.documents.all().delete()
    told = blocks_of(published_paper(round=round_))
    assert len([one for one in told if one["is"] == "changes"]) == 1


@pytest.mark.parametrize(("kind", "is_told"), [("compilation", False), ("decision_paper", True)])
def test_draft_is_told_to_the_body_that_decides_alone(kind, is_told, at):
    round_ = simulated(1)
    draft = drafted(round_)
    made = published_paper(round=round_, kind=kind)
    assert ("Ett utkast" in str(showing.shown(made))) is is_told
    ties = Trace.objects.filter(target_kind="area_version", target_id=draft.pk)
    assert ties.filter(source_kind="paper", relation="prepares").exists() is is_told


def test_draft_that_was_thrown_away_meanwhile_is_no_hindrance(at):
    round_ = simulated(1)
    draft = drafted(round_)
    made = paper(round=round_, kind="decision_paper")
    actions.publish_paper(None, paper=made)
    making._freeze(made)
    cycles.discard_draft(None, version=draft)
    assert making.make(made.pk)


def test_points_of_other_rounds_are_not_named(at):
    round_ = simulated(1)
    out = round_.documents.order_by("position").first().area_version
    change = out.area.versions.get(state="adopted").changes.get()
    other = contribution(text="Något annat.")
    actions.publish(None, contributions=[other])
    elsewhere = point(contribution=other)
    disposition(point=elsewhere)
    registry.trace(None, source=elsewhere, target=change, relation="changed")
    assert str(elsewhere) not in str(blocks_of(published_paper(round=round_)))


def test_compilation_made_before_the_decision_says_where_the_changes_will_stand(at):
    made = published_paper(round=contribution().round)
    (said,) = [one for one in blocks_of(made) if one["is"] == "paragraph"]
    assert "beslutsunderlaget" in str(said)


def test_decision_paper_without_a_changed_text_says_that_none_is_proposed(at):
    made = published_paper(round=contribution().round, kind="decision_paper")
    assert "Ingen ändring av någon text föreslås." in str(blocks_of(made))


def test_publishing_warns_of_points_without_a_signed_answer(at, client, coordinator):
    one = contribution()
    made = paper(round=one.round)
    disposition(point=point(contribution=one))
    client.force_login(coordinator)
    page = reverse("consultation:desk_paper_publish", args=[made.pk])
    assert "signerat svar" not in client.get(page).content.decode()
    point(contribution=one)
    point(contribution=one)
    assert "2 av 3 synpunkter" in " ".join(client.get(page).content.decode().split())
