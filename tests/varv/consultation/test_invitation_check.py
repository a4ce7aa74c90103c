"""The invitation check: every sector, every municipality, and the Sami people where it must."""

from types import SimpleNamespace

import pytest

from tests.varv.consultation.invitation_support import OPEN
from tests.varv.factories import (
    AliasFactory,
    InvitationFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RoundFactory,
)
from varv import clock
from varv.consultation.invitations.check import all_asked, findings
from varv.consultation.models import Round
from varv.cycles import actions as cycles
from varv.cycles.checks import findings as step_findings
from varv.cycles.models import StepKind
from varv.people.models import Sector

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def round_():
    return RoundFactory()


@pytest.fixture
def are():
    return MunicipalityFactory(name="Åre")


def found(round_):
    return {one.key: one for one in findings(round_)}


def ask_all(round_, place, sectors=tuple(Sector.values), **more):
    for sector in sectors:
        InvitationFactory(
            round=round_, sector=sector, municipality=place, **({"invited_at": OPEN} | more)
        )


def test_empty_list_misses_every_sector_and_municipality(round_, are):
    told = found(round_)
    assert told.keys() == {"sectors", "municipalities"}
    assert len(told["sectors"].missing) == 4
    assert told["municipalities"].missing == ["Åre"]


def test_who_is_on_the_list_but_not_asked_is_told_apart(round_, are):
    ask_all(round_, are, invited_at=None)
    told = found(round_)
    assert (len(told["sectors"].waiting), told["sectors"].missing) == (4, [])
    assert told["municipalities"].waiting == ["Åre"]
    assert not told["municipalities"].ok
    assert "Åre" in told["municipalities"].text


def test_all_asked(round_, are):
    ask_all(round_, are)
    assert all(one.ok for one in found(round_).values())


def test_private_person_whose_sector_nobody_knows_counts_for_their_municipality(round_, are):
    InvitationFactory(round=round_, sector="", municipality=are, invited_at=OPEN)
    told = found(round_)
    assert (told["municipalities"].ok, len(told["sectors"].missing)) == (True, 4)


def test_other_round_does_not_count(round_, are):
    ask_all(RoundFactory(), are)
    assert not any(one.ok for one in found(round_).values())


def test_sector_is_that_of_the_organisation_as_the_register_has_it(round_, are):
    firm = OrganisationFactory(sector="academia", municipality=are)
    InvitationFactory(
        round=round_, organisation=firm, sector="business", municipality=are, invited_at=OPEN
    )
    assert len(found(round_)["sectors"].missing) == 3
    assert str(Sector.BUSINESS.label) in found(round_)["sectors"].missing


def test_sami_are_asked_about_only_where_the_matter_concerns_them(round_):
    OrganisationFactory(name="Sametinget")
    assert "sametinget" not in found(round_)
    round_.concerns_sami = True
    assert {"sametinget", "villages"} < found(round_).keys()


@pytest.fixture
def sami_round():
    return RoundFactory(concerns_sami=True)


def test_sametinget_and_villages_that_are_not_known_have_to_be_added(sami_round):
    told = found(sami_round)
    assert (told["sametinget"].ok, told["villages"].ok) == (False, False)
    assert told["villages"].text


def test_villages_that_have_not_been_asked_are_listed(sami_round):
    asked = OrganisationFactory(name="Tåssåsens sameby")
    InvitationFactory(round=sami_round, person=None, organisation=asked, invited_at=OPEN)
    waiting = OrganisationFactory(name="Handölsdalens sameby")
    InvitationFactory(round=sami_round, organisation=waiting)
    OrganisationFactory(name="Ruvhten sijte")
    known_otherwise = OrganisationFactory(name="Voernese")
    AliasFactory(organisation=known_otherwise, name="Frostvikens sameby")
    AliasFactory(organisation=known_otherwise, name="Frostvikens norra sameby")
    OrganisationFactory(name="Samebyarnas vänner")
    told = found(sami_round)["villages"]
    assert told.missing == ["Ruvhten sijte", "Voernese"]
    assert told.waiting == ["Handölsdalens sameby"]


def test_sametinget_is_asked_under_its_name_or_another(sami_round):
    parliament = OrganisationFactory(name="Sámediggi")
    AliasFactory(organisation=parliament, name="Sametinget")
    assert found(sami_round)["sametinget"].missing == ["Sámediggi"]
    InvitationFactory(round=sami_round, organisation=parliament, invited_at=OPEN)
    assert found(sami_round)["sametinget"].ok


def governance(round_):
    lap = cycles.open_lap(None, programme=round_.programme)
    return lap.steps.get(kind=StepKind.GOVERNANCE)


def check(step):
    (told,) = [one for one in step_findings(step) if one.key == "consultation.all_asked"]
    return told


def test_step_of_governance_shows_whether_all_have_been_asked(round_, are):
    step = governance(round_)
    assert not check(step).ok
    ask_all(round_, are, sectors=["business", "civil"])
    assert not check(step).ok
    ask_all(RoundFactory(programme=round_.programme), are, sectors=["academia", "public"])
    assert check(step).ok
    MunicipalityFactory(name="Berg")
    assert "Berg" in check(step).text


@pytest.mark.parametrize("state", [Round.State.DRAFT, Round.State.CANCELLED])
def test_step_counts_no_round_that_was_not_held(round_, are, state):
    ask_all(RoundFactory(programme=round_.programme, state=state), are)
    step = SimpleNamespace(lap=SimpleNamespace(programme_id=round_.programme_id))
    assert not all_asked(step).ok
