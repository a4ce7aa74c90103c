"""Claims, and what is cited for and against them."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from tests.varv.analysis.evidence_support import QUOTED, cite, claim, finding
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    EvidenceFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
)
from tests.varv.registry.walking import came_from
from varv.analysis import actions, queries
from varv.analysis.models import Citation, Claim, Dataset
from varv.analysis.queries.claims import without_evidence
from varv.cycles import checks
from varv.cycles.actions import Wording, create_milestone, merge_areas, open_lap
from varv.registry import kinds
from varv.registry.models import Event, Trace
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


def told(one, user=None):
    (found,) = queries.tell([queries.every_claim(user).get(pk=one.pk)], user)
    return found


def check(step, key="analysis.claims"):
    return next(one for one in checks.findings(step) if one.key == key)


# --- claims ---------------------------------------------------------------------------------------


def test_a_claim_is_about_an_area_and_is_a_step_on_the_thread(area):
    made = claim(area)
    assert made.key == "skogen-vaxer-mer-an-den-brukas"
    assert [thing.name for thing in told(made).about] == ["Skog"]
    assert kinds.ref(made) in {step.ref for step in came_from(area)}
    assert Event.objects.filter(action="analysis.make_claim").count() == 1


def test_a_claim_can_be_about_any_kind_of_thing(area, programme):
    milestone = create_milestone(
        None, programme=programme, title={"sv": "Programmet antas"}, on=date(2020, 11, 1)
    )
    made = actions.make_claim(None, sentence={"sv": "Det hinns."}, about=[milestone, area])
    assert [thing.name for thing in told(made).about] == ["Programmet antas", "Skog"]
    actions.reword_claim(None, claim=made, sentence={"sv": "Det hinns inte."}, about=[area])
    assert [thing.name for thing in told(made).about] == ["Programmet antas", "Skog"]


@pytest.mark.parametrize("sentence", [{}, {"sv": " "}, {"sv": "x" * 401}])
def test_a_claim_is_one_sentence(area, sentence):
    with pytest.raises(ValidationError) as refused:
        actions.make_claim(None, sentence=sentence, about=[area])
    assert "sentence" in refused.value.message_dict


def test_a_claim_is_about_something():
    with pytest.raises(ValidationError) as refused:
        actions.make_claim(None, sentence={"sv": "Skogen växer."}, about=[])
    assert "about" in refused.value.message_dict


def test_a_claim_that_is_removed_leaves_no_traces(area):
    made = claim(area)
    cite(made)
    actions.remove_claim(None, claim=made)
    assert not Claim.objects.exists()
    assert not Citation.objects.exists()
    assert not Trace.objects.filter(source_kind="claim").exists()
    assert [step.ref.kind for step in came_from(area)] == []


def test_a_claim_goes_on_to_what_the_area_became(programme, area):
    other = AreaFactory(programme=programme)
    made = claim(area)
    into = Wording(name={"sv": "Skog och vatten"})
    merged = merge_areas(None, areas=[area, other], into=into, reason="De hör ihop.")
    assert list(queries.claims_about(merged, None)) == [made]
    assert queries.areas_with_bare_claims([merged]) == {merged: (1, 1)}


# --- citing ---------------------------------------------------------------------------------------


def test_what_contradicts_stands_beside_what_supports(area):
    made, source = claim(area), EvidenceFactory()
    assert told(made).standing == "bare"
    cite(made, source, stance="leaves_open")
    assert told(made).standing == "open"
    cite(made, source, stance="contradicts")
    assert told(made).standing == "contradicted"
    cite(made, source, **QUOTED)
    assert told(made).standing == "contested"
    steps = [step for step in came_from(made) if step.ref == kinds.ref(source)]
    assert steps, "the source is on the way back from the claim"


def test_a_source_that_is_withdrawn_says_nothing_any_more(area):
    made, source = claim(area), EvidenceFactory()
    cite(made, source)
    actions.withdraw_evidence(None, evidence=source, reason="Räknat fel.")
    assert told(made).standing == "bare"
    assert told(made).supporting[0].trouble == "withdrawn"
    assert list(without_evidence()) == [made]
    with pytest.raises(ValidationError) as refused:
        cite(made, source)
    assert "source" in refused.value.message_dict
    actions.restore_evidence(None, evidence=source)
    assert told(made).standing == "supported"
    assert not without_evidence().exists()


@pytest.mark.parametrize("state", ["questioned", "withdrawn"])
def test_a_finding_that_no_longer_stands_says_nothing_any_more(area, state):
    made, found = claim(area), finding()
    cite(made, found, strength="comparison")
    assert told(made).standing == "supported"
    type(found).objects.update(state=state)
    assert told(made).standing == "bare"
    assert told(made).supporting[0].trouble == state
    assert list(without_evidence()) == [made]


def test_a_finding_that_is_not_public_is_cited_for_the_staff_alone(area):
    made = claim(area)
    cite(made, finding(is_public=False), strength="comparison")
    assert len(told(made, AnalystFactory()).citations) == 1
    assert told(made, ReaderFactory()).standing == "supported"
    assert told(made, AnonymousUser()).citations == []


def test_a_finding_of_figures_that_are_not_for_everybody_is_cited_for_the_staff_alone(area):
    made = claim(area)
    cited = cite(made, finding(), strength="comparison")
    assert len(told(made, AnonymousUser()).citations) == 1
    Dataset.objects.update(is_public=False)
    assert told(made, AnonymousUser()).citations == []
    assert kinds.describe([kinds.ref(cited)], AnonymousUser()) == {}
    assert told(made, ReaderFactory()).standing == "supported"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stance": "x"}, "stance"),
        ({"strength": ""}, "strength"),
        ({"wording": "x"}, "wording"),
        ({**QUOTED, "page": ""}, "page"),
        ({**QUOTED, "text": " "}, "text"),
    ],
)
def test_a_wrong_citation_is_refused_by_field(area, wrong, field):
    made = claim(area)
    with pytest.raises(ValidationError) as refused:
        cite(made, **wrong)
    assert field in refused.value.message_dict
    assert not Citation.objects.exists()


def test_a_finding_carries_a_comparison_at_most(area):
    made, found = claim(area), finding()
    with pytest.raises(ValidationError) as refused:
        cite(made, found, strength="causal")
    assert "strength" in refused.value.message_dict
    assert not Citation.objects.exists()
    cite(made, found, strength="comparison")
    cite(made, EvidenceFactory(), strength="causal")
    assert Citation.objects.count() == 2


NO_STRENGTH = {"activity": "I56", "name": "Restaurang", "value": 9.0, "lq": 0.76, "lq_low": 0.7,
               "lq_high": 0.8, "probability_above_least": 0.0, "verdict": "no strength",
               "years": "2015"}  # fmt: skip
FALLEN = {"activity": "I56", "name": "Restaurang", "before": 90.0, "after": 50.0, "growth": -0.4,
          "national": 1.0, "structural": 1.0, "regional": -42.0, "regional_low": -50.0,
          "regional_high": -34.0, "years": "2010–2015"}  # fmt: skip


@pytest.mark.parametrize(("kind", "figures"), [("strengths", NO_STRENGTH), ("growth", FALLEN)])
def test_a_finding_that_says_the_opposite_supports_only_with_a_sentence_why(area, kind, figures):
    made, found = claim(area), finding(kind=kind, code="I56", figures=figures)
    with pytest.raises(ValidationError) as refused:
        cite(made, found, text="  ")
    assert "text" in refused.value.message_dict
    assert told(made).standing == "bare"
    cite(made, found, stance="contradicts")
    cite(made, found, text="Så få att en ny märks.")
    assert told(made).standing == "contested"


def test_form_says_what_a_finding_can_carry_and_what_its_figure_says(client, area):
    made, found = claim(area), finding(code="I56", figures=NO_STRENGTH)
    client.force_login(AnalystFactory())
    url = reverse("analysis:desk_claim_cite", args=[made.pk])
    page = client.get(url).content.decode()
    assert "(ingen styrka)" in page
    assert "högst en jämförelse" in page
    sent = {"source": f"finding:{found.pk}", "stance": "supports", "strength": "causal",
            "wording": "paraphrase"}  # fmt: skip
    page = client.post(url, sent).content.decode()
    assert "Jämförelse med osäkerhet" in page
    assert not Citation.objects.exists()
    page = client.post(url, sent | {"strength": "comparison"}).content.decode()
    assert "Siffran säger: ingen styrka." in page
    client.post(url, sent | {"strength": "comparison", "text": "Därför."})
    assert Citation.objects.get().text == "Därför."


def test_every_strength_is_defined():
    for one in Citation._meta.get_field("strength").choices:
        assert len(str(Citation(strength=one[0]).definition)) > 40


# --- the check on the step ------------------------------------------------------------------------


def test_step_asks_for_evidence_on_every_claim(programme, area):
    AreaFactory(programme=programme, name=Translated(sv="Vatten"))
    whole = open_lap(None, programme=programme).steps.get(kind="analysis")
    own = open_lap(None, programme=programme, area=area).steps.get(kind="analysis")
    assert not check(own).ok
    one = claim(area)
    assert not check(own).ok
    cite(one)
    assert check(own).ok
    assert not check(whole).ok
    assert "Vatten" in check(whole).text
    assert "Skog" not in check(whole).text


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_show_for_and_against_with_page_words_and_definition(client, area, language):
    made = claim(area)
    cite(made, EvidenceFactory(title=Translated(sv="Rapport A")), **QUOTED, strength="judgement")
    cite(made, EvidenceFactory(title=Translated(sv="Rapport B")), stance="contradicts")
    client.cookies["django_language"] = language
    page = client.get(made.get_absolute_url()).content.decode()
    for words in ("Rapport A", "Rapport B", "s. 12", "Skogen växer."):
        assert words in page
    definition = str(Citation(strength="judgement").definition)
    assert language == "sv" or definition in page
    assert str(made) in client.get("/claims/").content.decode()
    assert str(made) in client.get("/areas/skog/").content.decode()
    assert (
        str(made)
        in client.get(Citation.objects.first().evidence.get_absolute_url()).content.decode()
    )
    assert client.get("/claims/finns-inte/").status_code == 404


def test_page_of_a_claim_links_to_the_finding(client, area):
    try:
        reverse("analysis:finding", args=[1])
    except NoReverseMatch:
        pytest.skip("findings have no pages in this build")
    made, found = claim(area), finding()
    cite(made, found)
    assert found.get_absolute_url() in client.get(made.get_absolute_url()).content.decode()


def test_desk_lists_claims_without_evidence(client, area):
    bare, cited = claim(area), claim(area, "Skogen brukas.")
    cite(cited)
    client.force_login(ReaderFactory())
    page = client.get("/desk/claims/?show=bare").content.decode()
    assert str(bare) in page
    assert str(cited) not in page
    assert str(cited) in client.get("/desk/claims/").content.decode()


def test_analyst_claims_and_cites_on_the_desk(client, area):
    client.force_login(AnalystFactory())
    source = EvidenceFactory()
    made = client.post("/desk/claims/new/", {"sentence_sv": "Det växer.", "about": [area.pk]})
    one = Claim.objects.get()
    assert made.headers["Location"] == f"/desk/claims/{one.pk}/"
    address = f"/desk/claims/{one.pk}/cite/"
    typed = {"source": f"evidence:{source.pk}", "stance": "supports", "strength": "causal"}
    typed |= {"wording": "paraphrase"}
    for wrong, field in [
        ({"source": "evidence:999999"}, "source"),
        ({"source": "area:1"}, "source"),
        ({"stance": ""}, "stance"),
        ({"strength": "stor"}, "strength"),
        ({"wording": "quote"}, "text"),
        ({"text": "<b>x</b>"}, "text"),
        ({"page": "x\x00"}, "page"),
    ]:
        answer = client.post(address, typed | wrong)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
    assert client.post(address, typed).status_code == 302
    cited = Citation.objects.get()
    assert cited.strength == "causal"
    edited = client.post(
        f"/desk/claims/{one.pk}/edit/", {"sentence_sv": "Det minskar.", "about": [area.pk]}
    )
    assert edited.status_code == 302
    one.refresh_from_db()
    assert str(one) == "Det minskar."
    assert client.post(f"/desk/citations/{cited.pk}/remove/").status_code == 302
    assert client.post(f"/desk/claims/{one.pk}/remove/").status_code == 302
    assert not Claim.objects.exists()
