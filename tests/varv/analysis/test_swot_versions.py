"""Adopted SWOT: frozen, compared, and looked at again when a source no longer stands."""

import pytest
from django.core.exceptions import ValidationError

from tests.varv.analysis.evidence_support import (
    adopt,
    adopted,
    cite,
    finding,
    founded,
    item,
    opened,
    partner,
)
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    EvidenceFactory,
    ProgrammeFactory,
    RegionFactory,
)
from tests.varv.registry.walking import came_from
from varv import clock
from varv.analysis import actions
from varv.analysis.models import SwotVersion
from varv.analysis.queries import swot as queries
from varv.cycles import checks
from varv.cycles.actions import open_lap
from varv.people import desk
from varv.registry import kinds
from varv.registry.actions import mask
from varv.registry.models import Event
from varv.text.translated import Translated


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def area(programme):
    return AreaFactory(programme=programme, slug="skog", name=Translated(sv="Skog"))


def latest(area):
    return queries.whole(queries.versions_of(area), None).first()


def flagged(area):
    return [str(one) for one in queries.flagged([latest(area)])]


# --- adopting -------------------------------------------------------------------------------------


def test_what_is_founded_becomes_a_version_and_the_rest_stays_a_draft(area):
    founded(area)
    draft = item(area, "Ingen vet.")
    made = adopt(area, note="Vid mötet.")
    assert (made.number, made.note) == (1, "Vid mötet.")
    assert [str(one) for one in latest(area).items.all()] == ["Skogen är stor."]
    assert draft in queries.board_items(area)
    assert adopt(area).number == 2
    assert Event.objects.filter(action="analysis.adopt_swot").count() == 2


def test_nothing_is_adopted_without_a_source(area):
    item(area)
    with pytest.raises(ValidationError):
        adopt(area)
    assert not SwotVersion.objects.exists()


def test_nothing_is_adopted_without_votes_and_without_a_reason(area):
    founded(area)
    for reason in ("", "  "):
        with pytest.raises(ValidationError) as refused:
            actions.adopt_swot(None, area=area, unvoted_reason=reason)
        assert set(refused.value.message_dict) == {"unvoted_reason"}
    assert not SwotVersion.objects.exists()
    actions.adopt_swot(None, area=area, unvoted_reason=" Handuppräckning. ")
    assert (latest(area).unvoted_reason, latest(area).unvoted) == ("Handuppräckning.", 1)
    assert Event.objects.get(action="analysis.adopt_swot").data["unvoted"] == 1


def test_one_vote_on_each_item_needs_no_reason(area):
    person, one = partner(area), founded(area)
    opened(area)
    actions.vote(person, item=one, value="disagree")
    made = actions.adopt_swot(None, area=area, unvoted_reason="Ingen röstade.")
    assert (made.unvoted_reason, made.unvoted) == ("", 0)


def test_votes_on_drafts_do_not_count_for_what_is_adopted(area):
    person, draft = partner(area), item(area, "Ingen vet.")
    opened(area)
    founded(area)
    actions.vote(person, item=draft, value="agree")
    with pytest.raises(ValidationError):
        actions.adopt_swot(None, area=area)


def test_a_version_never_changes(area):
    people = [partner(area) for _ in range(3)]
    one = founded(area)
    opened(area)
    for person in people:
        actions.vote(person, item=one, value="agree")
    adopt(area)
    actions.reword_item(None, item=one, kind="threat", sentence={"sv": "Skogen är liten."})
    actions.turn_down(None, item=one, answer="Fel.")
    (frozen,) = latest(area).items.all()
    assert (str(frozen), frozen.kind, frozen.agree) == ("Skogen är stor.", "strength", 3)
    assert frozen.citations.get().get_stance_display()


def test_a_version_is_on_the_thread_of_its_area_and_its_sources(area):
    source = EvidenceFactory()
    made = adopted(area, source)
    assert kinds.ref(made) in {step.ref for step in came_from(area)}
    assert kinds.ref(source) in {step.ref for step in came_from(made)}


def test_differences_tell_new_gone_changed_and_cited_anew(area):
    stays = founded(area, "Samma.")
    reworded = founded(area, "Förr.")
    gone = founded(area, "Bort.")
    first = adopt(area)
    cite(stays, EvidenceFactory())
    actions.reword_item(None, item=reworded, kind="threat", sentence={"sv": "Nu."})
    actions.turn_down(None, item=gone, answer="Nej.")
    founded(area, "Nytt.")
    adopt(area)
    old = queries.whole(queries.versions_of(area), None).get(number=first.number)
    found = queries.differences(latest(area), old)
    assert [str(one) for one in found.added] == ["Nytt."]
    assert [str(one) for one in found.removed] == ["Bort."]
    assert [(str(a), str(b)) for a, b in found.reworded] == [("Förr.", "Nu.")]
    assert [str(one) for one in found.cited_anew] == ["Samma."]
    assert not queries.differences(old, old)


# --- looking again --------------------------------------------------------------------------------


def test_withdrawn_evidence_flags_what_leans_on_it(area):
    source = EvidenceFactory()
    adopted(area, source)
    assert flagged(area) == []
    actions.withdraw_evidence(None, evidence=source, reason="Fel.")
    assert flagged(area) == ["Skogen är stor."]


@pytest.mark.parametrize("state", ["questioned", "withdrawn"])
def test_a_finding_that_no_longer_stands_flags_what_leans_on_it(area, state):
    found = finding()
    adopted(area, found)
    type(found).objects.update(state=state)
    assert flagged(area) == ["Skogen är stor."]


def test_a_citation_that_is_taken_away_flags_what_leaned_on_it(area):
    adopted(area)
    citation = queries.board_items(area).get().citations.get()
    actions.remove_citation(None, citation=citation)
    assert flagged(area) == ["Skogen är stor."]


def test_what_contradicts_may_go_without_a_word(area):
    one, source = founded(area), EvidenceFactory()
    cite(one, source, stance="contradicts")
    adopt(area)
    actions.withdraw_evidence(None, evidence=source, reason="Fel.")
    assert flagged(area) == []


def test_a_human_says_that_it_holds_until_the_next_source_falls(area):
    first, second = EvidenceFactory(), EvidenceFactory()
    one = founded(area, source=first)
    cite(one, second)
    adopt(area)
    actions.withdraw_evidence(None, evidence=first, reason="Fel.")
    (frozen,) = latest(area).items.all()
    with pytest.raises(ValidationError) as refused:
        actions.keep_item(None, item=frozen, note=" ")
    assert "note" in refused.value.message_dict
    actions.keep_item(None, item=frozen, note="Den andra källan räcker.")
    assert flagged(area) == []
    actions.withdraw_evidence(None, evidence=second, reason="Också fel.")
    assert flagged(area) == ["Skogen är stor."]


def test_desk_and_step_tell_until_a_new_version_is_adopted(programme, area):
    step = open_lap(None, programme=programme, area=area).steps.get(kind="analysis")
    analyst = AnalystFactory()

    def state():
        found = next(one for one in checks.findings(step) if one.key == "analysis.swot")
        told = [one for one in desk.items_for(analyst, clock.now()) if "/swot/" in one.url]
        return found.ok, len(told)

    assert state() == (False, 0)
    source = EvidenceFactory()
    adopted(area, source)
    assert state() == (True, 0)
    actions.withdraw_evidence(None, evidence=source, reason="Fel.")
    assert state() == (False, 1)
    cite(queries.board_items(area).get(), EvidenceFactory())
    adopt(area)
    assert state() == (True, 0)


def test_step_of_the_programme_names_areas_without_a_swot(programme, area):
    AreaFactory(programme=programme, name=Translated(sv="Vatten"))
    step = open_lap(None, programme=programme).steps.get(kind="analysis")
    adopted(area)
    found = next(one for one in checks.findings(step) if one.key == "analysis.swot")
    assert not found.ok
    assert "Vatten" in found.text
    assert "Skog" not in found.text


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everybody_reads_every_version_and_what_it_changed(client, area, language):
    client.cookies["django_language"] = language
    assert client.get("/areas/skog/swot/").status_code == 200
    adopted(area, EvidenceFactory(title=Translated(sv="Rapporten")))
    founded(area, "Vi har älvar.")
    item(area, "Utkastet")
    adopt(area)
    page = client.get("/areas/skog/swot/").content.decode()
    for words in ("Skogen är stor.", "Vi har älvar.", "Rapporten", "<ins>Vi har älvar.</ins>"):
        assert words in page
    assert "Utkastet" not in page
    first = client.get("/areas/skog/swot/1/").content.decode()
    assert "Vi har älvar." not in first
    assert client.get("/areas/skog/swot/3/").status_code == 404
    assert client.get("/areas/finns-inte/swot/").status_code == 404
    assert "Skogen är stor." in client.get("/areas/skog/").content.decode()


def test_coordinator_adopts_and_analyst_does_not(client, area):
    founded(area)
    client.force_login(AnalystFactory())
    assert client.post("/desk/swot/skog/adopt/", {}).status_code == 403
    client.force_login(CoordinatorFactory())
    assert (
        client.post(
            "/desk/swot/skog/adopt/", {"note": "<b>", "unvoted_reason": "Hand."}
        ).status_code
        == 422
    )
    made = client.post(
        "/desk/swot/skog/adopt/",
        {"note": "Partnerskapet den 8 juni.", "unvoted_reason": "Handuppräckning."},
    )
    assert made.headers["Location"] == "/areas/skog/swot/1/"


def test_who_adopts_reads_who_has_voted_and_who_has_not_but_never_how(client, area):
    voter = partner(area, name="Anna Röst")
    partner(area, name="Bo Tyst")
    one = founded(area)
    founded(area, "Vi har älvar.")
    item(area, "Utkastet")
    opened(area)
    actions.vote(voter, item=one, value="disagree")
    client.force_login(CoordinatorFactory())
    client.cookies["django_language"] = "en"
    address = "/desk/swot/skog/adopt/"
    page = " ".join(client.get(address).content.decode().split())
    assert "1 person has voted on 1 of 2 items that would be adopted." in page
    assert "1 of 2 partners has not voted" in page
    assert "<li>Vi har älvar.</li>" in page
    assert "<li>Bo Tyst</li>" in page
    for hidden in ("Anna Röst", "<li>Skogen är stor.</li>", "Utkastet"):
        assert hidden not in page
    refused = client.post(address, {"note": "Vid mötet."})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"unvoted_reason"}
    assert not SwotVersion.objects.exists()
    typed = {"note": "Vid mötet.", "unvoted_reason": "Älvarna kom till vid bordet."}
    assert client.post(address, typed).status_code == 302
    for shown in ("/areas/skog/swot/", "/areas/skog/", "/desk/swot/skog/"):
        page = client.get(shown).content.decode()
        assert "Nobody voted on 1 of its 2 items." in page, shown
        assert "Älvarna kom till vid bordet." in page, shown
    (row,) = client.get("/api/v1/swot").json()["items"]
    assert row["unvoted_reason"] == "Älvarna kom till vid bordet."
    assert {one["sentence"]: one["nobody_voted"] for one in row["items"]} == {
        "Skogen är stor.": False,
        "Vi har älvar.": True,
    }


def test_where_all_have_voted_no_reason_is_asked_for(client, area):
    voter, one = partner(area), founded(area)
    opened(area)
    actions.vote(voter, item=one, value="agree")
    client.force_login(CoordinatorFactory())
    client.cookies["django_language"] = "en"
    page = client.get("/desk/swot/skog/adopt/").content.decode()
    assert "All partners have voted." in page
    assert 'name="unvoted_reason"' not in page
    assert client.post("/desk/swot/skog/adopt/", {"note": ""}).status_code == 302
    assert "Nobody voted" not in client.get("/areas/skog/swot/").content.decode()


def test_analyst_keeps_the_board_on_the_desk(client, area):
    client.force_login(AnalystFactory())
    source = EvidenceFactory()
    last = clock.today().replace(year=2021).isoformat()
    assert client.post("/desk/swot/skog/open/", {"last_day": "2019-01-01"}).status_code == 422
    assert client.post("/desk/swot/skog/open/", {"last_day": last}).status_code == 302
    typed = {"kind": "strength", "sentence_sv": "Skogen är stor."}
    assert client.post("/desk/swot/skog/new/", typed).status_code == 302
    one = queries.board_items(area).get()
    cited = {"source": f"evidence:{source.pk}", "stance": "supports", "strength": "judgement"}
    cited |= {"wording": "paraphrase"}
    assert client.post(f"/desk/swot/items/{one.pk}/cite/", cited).status_code == 302
    version = adopt(area)
    actions.withdraw_evidence(None, evidence=source, reason="Fel.")
    frozen = version.items.get()
    assert f"/desk/swot/adopted/{frozen.pk}/" in client.get("/desk/swot/skog/").content.decode()
    kept = client.post(f"/desk/swot/adopted/{frozen.pk}/", {"note": "Det håller."})
    assert kept.status_code == 302
    assert "Det håller." in client.get("/areas/skog/swot/").content.decode()
    turned = client.post(f"/desk/swot/items/{one.pk}/turn-down/", {"answer": "Nej."})
    assert turned.status_code == 302
    assert client.post(f"/desk/swot/items/{one.pk}/let-in/").status_code == 302
    assert client.post("/desk/swot/skog/close/").status_code == 302
    assert client.get("/desk/swot/").status_code == 200


def test_a_masked_sentence_is_masked_in_versions_too(area):
    one = founded(area, "Anna Berg äger skogen.")
    adopt(area)
    mask(None, thing=one, fields=["sentence"], passages=["Anna Berg"], ground="third_person")
    (frozen,) = latest(area).items.all()
    assert "Anna" not in str(frozen)
