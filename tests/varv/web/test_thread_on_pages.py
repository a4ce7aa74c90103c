"""Every page of one thing shows what it comes from and what it leads to."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.varv.analysis import run_support as runs
from tests.varv.analysis.evidence_support import adopted, asset, claim
from tests.varv.analysis.memo_support import drafted, published
from tests.varv.factories import (
    AreaFactory,
    BodyFactory,
    CoordinatorFactory,
    EvidenceFactory,
    MeetingFactory,
    ProgrammeFactory,
    RegionFactory,
    RoundFactory,
    contribution,
    paper,
    point,
    published_paper,
)
from varv.cycles import actions as cycles
from varv.registry import actions as registry

pytestmark = pytest.mark.usefixtures("db", "at", "region")


@pytest.fixture
def region():
    return RegionFactory()


def a_step():
    area = AreaFactory()
    lap = cycles.open_lap(None, programme=area.programme, area=area)
    return lap.steps.get(kind="vision")


def slug(one):
    return [one.slug]


def key(one):
    return [one.pk]


def of_area(step):
    return [step.lap.area.slug, step.kind]


PUBLIC = {
    "cycles:programme": (ProgrammeFactory, lambda _one: []),
    "cycles:area": (AreaFactory, slug),
    "cycles:area_step": (a_step, of_area),
    "bodies:body": (BodyFactory, lambda one: [one.key]),
    "meetings:meeting": (MeetingFactory, slug),
    "consultation:round": (RoundFactory, slug),
    "consultation:paper": (published_paper, key),
    "analysis:evidence": (EvidenceFactory, lambda one: [one.key]),
    "analysis:claim": (lambda: claim(AreaFactory()), lambda one: [one.key]),
    "analysis:swot_version": (
        lambda: adopted(AreaFactory()),
        lambda one: [one.area.slug, one.number],
    ),
    "analysis:asset": (asset, lambda one: [one.key]),
    "analysis:run": (runs.bare_run, key),
    "analysis:finding": (runs.bare_finding, key),
    "analysis:memo": (lambda: published(drafted(AreaFactory(), "Skogen växer.")), key),
}
DESK = {
    "cycles:desk_programme": (ProgrammeFactory, lambda _one: []),
    "cycles:desk_area": (AreaFactory, key),
    "cycles:desk_step": (a_step, key),
    "bodies:desk_body": (BodyFactory, key),
    "meetings:desk_meeting": (MeetingFactory, key),
    "consultation:desk_round": (RoundFactory, key),
    "consultation:desk_contribution": (contribution, key),
    "consultation:desk_point": (point, key),
    "consultation:desk_paper": (paper, key),
    "analysis:desk_run": (runs.bare_run, key),
    "analysis:desk_finding": (runs.bare_finding, key),
    "analysis:desk_memo": (lambda: drafted(AreaFactory(), "Skogen växer."), key),
}


@pytest.mark.parametrize("name", [*PUBLIC, *DESK])
def test_page_of_a_thing_shows_where_it_comes_from_and_what_it_leads_to(name):
    make, address = (PUBLIC | DESK)[name]
    thing = make()
    before, after = EvidenceFactory(key="before"), EvidenceFactory(key="after")
    registry.trace(None, source=before, target=thing, relation="supports")
    registry.trace(None, source=thing, target=after, relation="led_to")
    browser = Client()
    if name in DESK:
        browser.force_login(CoordinatorFactory())
    html = browser.get(reverse(name, args=address(thing))).content.decode()
    told = html.split('<h2 id="thread">')[1]
    assert reverse("analysis:evidence", args=["before"]) in told
    assert reverse("analysis:evidence", args=["after"]) in told


@pytest.mark.parametrize("name", ["cycles:areas", "registry:register_case"])
def test_list_leads_to_the_thread_of_each(name, client):
    area = AreaFactory()
    round_ = RoundFactory(programme=area.programme)
    made = {
        "cycles:areas": ("area", area, []),
        "registry:register_case": ("case", round_.case, None),
    }
    kind, thing, args = made[name]
    page = reverse(name, args=args) if args is not None else thing.public_url
    assert reverse("registry:thread", args=[kind, thing.pk]) in client.get(page).content.decode()
