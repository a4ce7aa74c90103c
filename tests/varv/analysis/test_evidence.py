from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    EvidenceFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
    UserFactory,
)
from tests.varv.registry.walking import came_from
from varv.analysis import actions, queries
from varv.analysis.models import Evidence
from varv.cycles import checks
from varv.cycles.actions import Wording, merge_areas, open_lap, split_area
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
    return AreaFactory(programme=programme, slug="energi", name=Translated(sv="Energi"))


def cite(*areas, **more):
    values = {"title": {"sv": "OECD:s rapport"}, "author": "OECD", "published_on": date(2017, 3, 1)}
    return actions.cite_evidence(None, supports=areas, **(values | more))


def test_cited_evidence_supports_its_areas(area):
    source = cite(area)
    assert source.key == "oecds-rapport"
    assert list(queries.evidence_for(area)) == [source]
    assert [step.ref for step in came_from(area)] == [("evidence", source.pk)]
    assert [thing.name for thing in queries.supported_by(source, None)] == ["Energi"]
    assert Event.objects.filter(action="analysis.cite_evidence").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": {}}, "title"), ({"author": " "}, "author"), ({"kind": "x"}, "kind")],
)
def test_wrong_evidence_is_refused_by_field(wrong, field):
    with pytest.raises(ValidationError) as refused:
        cite(**wrong)
    assert field in refused.value.message_dict


def finding(step):
    return next(one for one in checks.findings(step) if one.key == "analysis.evidence")


def test_analysis_of_an_area_must_lean_on_evidence(programme, area):
    step = open_lap(None, programme=programme, area=area).steps.get(kind="analysis")
    assert not finding(step).ok
    cite(area)
    assert finding(step).ok


def test_analysis_of_the_programme_tells_which_areas_lean_on_nothing(programme, area):
    step = open_lap(None, programme=programme).steps.get(kind="analysis")
    bare = AreaFactory(programme=programme, name=Translated(sv="Skog"))
    cite(area)
    assert "Skog" in finding(step).text
    assert "Energi" not in finding(step).text
    cite(bare)
    assert finding(step).ok


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_show_what_the_source_supports(client, area, language):
    source = cite(area)
    client.cookies["django_language"] = language
    assert client.get("/evidence/").status_code == 200
    assert "Energi" in client.get(source.get_absolute_url()).content.decode()
    assert "OECD:s rapport" in client.get("/areas/energi/").content.decode()
    assert client.get("/evidence/finns-inte/").status_code == 404


def test_area_without_evidence_says_so(client, area):
    assert client.get("/areas/energi/").status_code == 200


@pytest.mark.parametrize(
    ("factory", "reads", "cites"),
    [
        (CoordinatorFactory, 200, 200),
        (AnalystFactory, 200, 200),
        (ReaderFactory, 200, 403),
        (UserFactory, 403, 403),
        (None, 302, 302),
    ],
)
def test_desk_page_is_for_those_who_may(client, area, factory, reads, cites):
    if factory:
        client.force_login(factory())
    assert client.get("/desk/evidence/").status_code == reads
    assert client.get("/desk/evidence/new/").status_code == cites
    if cites != 200:
        assert client.post("/desk/evidence/new/", {}).status_code == cites


def test_analyst_cites_on_the_desk(client, area):
    client.force_login(AnalystFactory())
    fields = {
        "title_sv": "Kunskapsunderlag",
        "kind": "study",
        "author": "Oxford Research",
        "published_on": "2019-10-01",
        "precision": "month",
        "supports": [area.pk],
        "url": "https://example.org/rapport",
    }
    for wrong in [
        {"title_sv": ""},
        {"published_on": "2019-13-01"},
        {"url": "javascript:alert(1)"},
        {"supports": [0]},
        {"title_sv": "<b>x</b>"},
        {"author": "x\x00"},
        {"summary_sv": "x" * 1_000_000},
    ]:
        answer = client.post("/desk/evidence/new/", fields | wrong)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(wrong)
    assert not Evidence.objects.exists()
    assert client.post("/desk/evidence/new/", fields).status_code == 302
    assert Trace.objects.get().target_id == area.pk


def test_list_asks_as_often_for_thirty_sources_as_for_one(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get("/evidence/")
        return len(seen)

    EvidenceFactory()
    count()
    before = count()
    EvidenceFactory.create_batch(29)
    assert count() == before


def test_evidence_goes_on_to_what_an_area_became(client, programme, area):
    other = AreaFactory(programme=programme, name=Translated(sv="Skog"))
    source = cite(area)
    into = Wording(name={"sv": "Energi och skog"})
    merged = merge_areas(None, areas=[area, other], into=into, reason="De hör ihop.")
    wordings = [Wording(name={"sv": "Vatten"}), Wording(name={"sv": "Vind"})]
    parts = split_area(None, area=merged, parts=wordings, reason="De är två.")
    for part in parts:
        assert list(queries.evidence_for(part)) == [source]
        step = open_lap(None, programme=programme, area=part).steps.get(kind="analysis")
        assert finding(step).ok
        assert source.title.text("sv") in client.get(part.get_absolute_url()).content.decode()
    assert not queries.areas_without_evidence(parts)
    assert list(queries.evidence_for(other)) == []
