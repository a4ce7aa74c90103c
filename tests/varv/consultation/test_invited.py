"""What whoever was asked sees behind their link."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.varv.consultation.invitation_support import OPEN
from tests.varv.factories import (
    CoordinatorFactory,
    InvitationFactory,
    OrganisationFactory,
    UserFactory,
    contribution,
)
from varv import clock
from varv.consultation import actions as receiving
from varv.consultation.contents import Content, Sender
from varv.consultation.invitations import mails
from varv.consultation.models import Contribution, Round
from varv.people import actions as people
from varv.people import identity
from varv.registry.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def invitation():
    return InvitationFactory(
        person=UserFactory(name="Kim Lind"), organisation=OrganisationFactory(), invited_at=OPEN
    )


def address(invitation):
    return reverse("consultation:invited", args=[mails.token_of(invitation)])


def opened(invitation):
    invitation.refresh_from_db()
    return invitation.opened_at


def test_page_shows_the_round_and_notes_the_first_visit(client, invitation):
    page = client.get(address(invitation))
    assert page.status_code == 200
    assert "Kim Lind" in page.text
    assert invitation.person.email not in page.text
    with clock.pinned(OPEN + timedelta(hours=1)):
        client.get(address(invitation))
    assert opened(invitation) == OPEN
    assert Event.objects.filter(action="consultation.open_invitation").count() == 1


@pytest.mark.parametrize(
    "fetch",
    [
        lambda client, url: client.head(url),
        lambda client, url: client.get(url, headers={"Sec-Purpose": "prefetch;prerender"}),
        lambda client, url: client.get(url, headers={"Purpose": "prefetch"}),
        lambda client, url: client.get(url, headers={"X-Moz": "prefetch"}),
    ],
)
def test_programs_that_fetch_ahead_open_nothing(client, invitation, fetch):
    assert fetch(client, address(invitation)).status_code == 200
    assert opened(invitation) is None


def test_opening_the_page_lets_nobody_in(client, invitation):
    client.get(address(invitation))
    assert identity.SESSION_KEY not in client.session
    assert client.get(reverse("web:my")).status_code == 401


def test_writing_begins_as_the_person_who_was_asked(client, invitation):
    answer = client.post(address(invitation), {"act": "write"})
    assert answer.url == reverse("consultation:write", args=[invitation.round.slug])
    assert client.session[identity.SESSION_KEY][0] == invitation.person.pk
    made = receiving.write(
        invitation.person,
        round=invitation.round,
        sender=Sender("Kim", invitation.person.email, sector="business"),
        content=Content("Bredband!"),
    )
    assert made.state == Contribution.State.RECEIVED


def test_somebody_else_in_the_browser_is_told_and_leaves_only_by_the_button(client, invitation):
    coordinator = CoordinatorFactory(name="Siv Coordinator")
    client.force_login(coordinator)
    page = client.get(address(invitation))
    assert "Siv Coordinator" in page.text
    assert client.get(reverse("web:desk")).status_code == 200
    client.post(address(invitation), {"act": "write"})
    assert "_auth_user_id" not in client.session


def test_forged_page_of_another_site_cannot_press_the_button(invitation):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(invitation), {"act": "write"}).status_code == 403


def test_declining_is_noted_with_its_reason_and_can_be_taken_back(client, invitation):
    url = address(invitation)
    assert client.post(url, {"act": "decline", "reason": " Hinner inte "}).url == url
    invitation.refresh_from_db()
    assert (invitation.declined_at, invitation.decline_reason) == (OPEN, "Hinner inte")
    assert 'value="undo"' in client.get(url).text
    assert client.post(url, {"act": "undo"}).url == url
    assert client.post(url, {"act": "undo"}).url == url
    invitation.refresh_from_db()
    assert (invitation.declined_at, invitation.decline_reason) == (None, "")
    told = Event.objects.filter(action__startswith="consultation.").order_by("pk")
    assert [event.action for event in told] == [
        *("consultation.decline", "consultation.open_invitation", "consultation.take_back_decline")
    ]


@pytest.mark.parametrize("reason", ["<b>no</b>", "x" * 2001, "a\x00b"])
def test_hostile_reason_is_refused_and_kept_in_its_field(client, invitation, reason):
    answer = client.post(address(invitation), {"act": "decline", "reason": reason})
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    invitation.refresh_from_db()
    assert invitation.declined_at is None


@pytest.mark.parametrize("act", ["", "nonsense"])
def test_unknown_act_does_nothing(client, invitation, act):
    assert client.post(address(invitation), {"act": act}).status_code == 422


def tokens_that_do_not_hold(invitation):
    person = invitation.person
    real = mails.token_of(invitation)
    seen = identity.fingerprint(person)
    yield "nonsense"
    yield real[:-2]
    yield identity.make_token(person)
    yield signing.dumps([invitation.pk, seen], salt="another")
    yield signing.dumps([invitation.pk, "0" * 16], salt=mails.SALT)
    yield signing.dumps([invitation.pk + 1, seen], salt=mails.SALT)
    yield signing.dumps("text", salt=mails.SALT)
    yield signing.dumps([1, 2, 3], salt=mails.SALT)
    yield signing.dumps({"a": 1}, salt=mails.SALT)


def test_forged_links_are_dead(client, invitation):
    InvitationFactory(round=invitation.round)
    for token in tokens_that_do_not_hold(invitation):
        url = reverse("consultation:invited", args=[token])
        for answer in (client.get(url), client.post(url, {"act": "write"})):
            assert answer.status_code == 410
    assert identity.SESSION_KEY not in client.session


def test_old_link_is_dead(client, invitation, monkeypatch):
    url = address(invitation)
    monkeypatch.setattr(mails, "MAX_AGE", -1)
    assert client.get(url).status_code == 410


@pytest.mark.parametrize(
    "ended",
    [
        lambda one: people.erase_person(CoordinatorFactory(), person=one.person),
        lambda one: one.delete(),
        lambda one: people.sign_out_everywhere(one.person, person=one.person),
        lambda one: Round.objects.update(state=Round.State.DRAFT),
    ],
)
def test_link_dies_with_what_it_leads_to(client, invitation, ended):
    url = address(invitation)
    ended(invitation)
    assert client.get(url).status_code == 410


def test_before_the_round_opens_one_can_decline_but_not_write(client, invitation):
    with clock.pinned(invitation.round.opens_at - timedelta(days=1)):
        page = client.get(address(invitation))
        assert page.context["is_ahead"]
        assert 'value="write"' not in page.text
        assert client.post(address(invitation), {"act": "write"}).status_code == 422
    assert identity.SESSION_KEY not in client.session


def test_after_the_last_day_nothing_can_be_done(client, invitation):
    with clock.pinned(invitation.round.closes_at):
        assert "<button" not in client.get(address(invitation)).text.partition("<main")[2]
        for act in ("write", "decline", "undo"):
            assert client.post(address(invitation), {"act": act}).status_code == 422
    invitation.refresh_from_db()
    assert invitation.declined_at is None


def test_cancelled_round_says_so_and_why(client, invitation):
    Round.objects.update(state=Round.State.CANCELLED, cancel_reason="Ett nytt underlag kommer.")
    page = client.get(address(invitation))
    assert "Ett nytt underlag kommer." in page.text
    assert client.post(address(invitation), {"act": "decline"}).status_code == 422


def test_who_has_answered_is_thanked_with_the_number(client, invitation):
    person = invitation.person
    made = contribution(
        round=invitation.round, sender=Sender(person.name, person.email, sector="business")
    )
    page = client.get(address(invitation))
    assert str(made) in page.text
    assert page.context["is_own_answer"]
    assert 'value="decline"' not in page.text
