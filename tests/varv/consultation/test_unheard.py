"""Who has not been heard: cells without a voice, silent invitees, and drafts to write to them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.consultation.invitation_support import OPEN
from tests.varv.factories import (
    CoordinatorFactory,
    InvitationFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RoundFactory,
    UserFactory,
    contribution,
)
from varv import clock
from varv.consultation.actions import invitations as actions
from varv.consultation.contents import Sender
from varv.consultation.invitations import sending
from varv.consultation.invitations.check import all_heard
from varv.consultation.models import Invitation
from varv.consultation.queries.unheard import Among, unheard
from varv.people.models import Sector
from varv.registry.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def round_():
    return RoundFactory()


@pytest.fixture
def ragunda():
    return MunicipalityFactory(name="Ragunda", code="2303")


@pytest.fixture
def mill(ragunda):
    return OrganisationFactory(
        name="Kvarnen AB", sector="business", municipality=ragunda, checked_at=OPEN
    )


@pytest.fixture
def coordinator():
    return CoordinatorFactory()


@pytest.fixture
def desk(coordinator):
    client = Client()
    client.force_login(coordinator)
    return client


def ask(round_, organisation=None, place=None, days=4, **more):
    return InvitationFactory(
        round=round_,
        organisation=organisation,
        municipality=organisation.municipality if organisation else place,
        invited_at=OPEN - timedelta(days=days),
        **more,
    )


def cell(round_, place, sector="business"):
    rows = dict(unheard(round_).rows)
    return next(one for one in rows[place] if one.among.sector == sector)


def page(name, round_, **query):
    address = reverse(f"consultation:{name}", args=[round_.pk])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()))


def test_sector_of_a_municipality_without_input_is_unheard(round_, ragunda, mill):
    ask(round_, mill)
    silent = cell(round_, ragunda)
    assert (silent.is_unheard, silent.asked, silent.silent, silent.known) == (True, 1, 1, 1)
    sender = Sender("Kim", "k@x.example", "Kvarnen AB", "business", ragunda)
    contribution(round=round_, sender=sender)
    heard = cell(round_, ragunda)
    assert (heard.voices, heard.silent) == (1, 0)
    assert cell(round_, ragunda, "public").is_unheard
    assert cell(RoundFactory(), ragunda).voices == 0


def test_who_declined_is_not_silent(round_, ragunda, mill):
    ask(round_, mill, declined_at=OPEN)
    assert cell(round_, ragunda).silent == 0


def test_page_leads_from_a_silent_cell_to_filled_in_forms_and_sends_nothing(
    round_, ragunda, mill, desk
):
    other = OrganisationFactory(
        name="Såg & Hyvel", sector="business", municipality=ragunda, checked_at=OPEN
    )
    ask(round_, mill, name="Kim Kvarn")
    seen = desk.get(page("desk_unheard", round_)).content.decode()
    assert "Ingen hörd" in seen
    closer = desk.get(page("desk_unheard", round_, sector="business", municipality="2303"))
    text = closer.content.decode()
    assert "Kim Kvarn" in text
    assert "Såg &amp; Hyvel" in text
    assert mill not in closer.context["organisations"]
    form = desk.get(
        reverse("consultation:desk_invitations_add", args=[round_.pk]),
        {"organisation": other.name, "sector": "business", "municipality": "2303"},
    ).context["form"]
    assert (form["organisation"].value(), form["municipality"].value()) == (other.name, "2303")
    assert not form.is_bound
    assert Invitation.objects.count() == 1
    assert not Message.objects.exists()


def test_closed_round_invites_nobody_and_says_so(round_, ragunda, mill, desk):
    address = page("desk_unheard", round_, sector="business", municipality="2303")
    add = reverse("consultation:desk_invitations_add", args=[round_.pk])
    assert add in desk.get(address).content.decode()
    with clock.pinned(round_.closes_at):
        closed = desk.get(address).content.decode()
    assert add not in closed
    assert "Dialogomgången är stängd" in closed


def test_reminder_goes_to_the_silent_of_the_cell_alone(round_, ragunda, mill, coordinator, desk):
    wanted = ask(round_, mill)
    ask(round_, place=MunicipalityFactory(name="Åre"))
    ask(round_, place=ragunda, sector="public")
    alone = ask(round_, place=ragunda, sector="business")
    address = page("desk_invitations_remind", round_, sector="business", municipality="2303")
    shown = desk.get(address)
    assert {one.pk for one in shown.context["found"].ready} == {wanted.pk, alone.pk}
    form = " ".join(shown.content.decode().split())
    assert 'name="municipality" value="2303"' in form
    assert 'name="sector" value="business"' in form
    desk.post(
        reverse("consultation:desk_invitations_remind", args=[round_.pk]),
        {
            "shown": shown.context["found"].digest,
            "sector": "business",
            "municipality": "2303",
        },
    )
    reminded = Invitation.objects.exclude(reminded_at=None)
    assert {one.pk for one in reminded} == {wanted.pk, alone.pk}


def test_reminder_shown_for_a_cell_is_not_sent_to_all(round_, ragunda, mill, coordinator):
    ask(round_, mill)
    ask(round_, place=MunicipalityFactory(name="Åre"))
    shown = sending.to_remind(round_, among=Among(ragunda, Sector.BUSINESS)).digest
    with pytest.raises(ValidationError):
        actions.remind(coordinator, round=round_, shown=shown)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"sector": "business"},
        {"municipality": "2303"},
        {"sector": "x", "municipality": "2303"},
        {"sector": "business", "municipality": "9"},
        {"sector": "business", "municipality": "%00"},
    ],
)
@pytest.mark.parametrize("name", ["desk_unheard", "desk_invitations_remind"])
def test_cell_that_is_none_is_not_found(round_, ragunda, desk, name, query):
    assert desk.get(page(name, round_, **query)).status_code == 404


def test_page_asks_the_database_as_often_for_many_as_for_few(round_, ragunda, mill, desk):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            desk.get(page("desk_unheard", round_, sector="business", municipality="2303"))
        return len(caught)

    ask(round_, mill)
    asked()
    before = asked()
    for number in range(10):
        place = MunicipalityFactory()
        ask(round_, OrganisationFactory(municipality=place, checked_at=OPEN))
        ask(round_, mill, person=UserFactory())
        OrganisationFactory(municipality=ragunda, sector="business", checked_at=OPEN)
        contribution(
            round=round_, sender=Sender(f"Bo {number}", f"b{number}@x.example", "", "civil", place)
        )
    assert asked() == before


def test_check_names_who_has_not_been_heard(round_, ragunda):
    step = SimpleNamespace(lap=SimpleNamespace(programme_id=round_.programme_id))
    assert not all_heard(step).ok
    are = MunicipalityFactory(name="Åre")
    for sector in Sector.values:
        contribution(round=round_, sender=Sender("Bo", f"{sector}@x.example", "", sector, are))
    assert "Ragunda" in all_heard(step).text
    contribution(round=round_, sender=Sender("Li", "li@x.example", "", "civil", ragunda))
    assert all_heard(step).ok
