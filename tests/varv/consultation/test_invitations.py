"""Asking people to take part: the list, mails, reminders, letters, and what became of it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.consultation.invitation_support import OPEN, remind, send
from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    InterestFactory,
    InvitationFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RepresentationFactory,
    RoundFactory,
    StaffRoleFactory,
    UserFactory,
    contribution,
)
from tests.varv.meetings.desk_support import rows_of
from varv import clock
from varv.consultation import desk
from varv.consultation.actions import invitation_lists as lists
from varv.consultation.actions import invitations as actions
from varv.consultation.contents import Sender
from varv.consultation.invitations import sending, sources
from varv.consultation.models import Contribution, Invitation, Round
from varv.consultation.queries import invitations as queries
from varv.people import actions as people
from varv.reach import sources as reach_sources
from varv.registry.actions import stop_mail
from varv.registry.mail_stops import fingerprint
from varv.registry.models import Event, Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def round_():
    return RoundFactory()


@pytest.fixture
def coordinator(client):
    user = CoordinatorFactory()
    client.force_login(user)
    return user


def state(invitation):
    return queries.invitations(invitation.round).get(pk=invitation.pk).shown_state


def stop(person):
    stop_mail(None, fingerprint_of=fingerprint(person.email))


def letter_to(round_, **values):
    given = {"person": None, "organisation": OrganisationFactory(), "postal_address": "Box 1"}
    return InvitationFactory(round=round_, **(given | values))


def answer(invitation, **values):
    person = invitation.person
    sender = Sender(person.name, person.email, sector="business") if person else None
    given = {"round": invitation.round} | ({"sender": sender} if sender else {})
    return contribution(**(given | values))


def address(name, round_, *more):
    return reverse(f"consultation:{name}", args=[round_.pk, *more])


# --- the list ---------------------------------------------------------------------------------


def test_state_tells_the_most_that_is_known(round_, coordinator):
    one = InvitationFactory(round=round_)
    assert state(one) == "waiting"
    send(coordinator, round_)
    assert state(one) == "asked"
    actions.note_opened(invitation=one)
    assert state(one) == "opened"
    actions.decline(invitation=one, reason="Hinner inte")
    assert state(one) == "declined"
    actions.take_back_decline(invitation=one)
    assert state(one) == "opened"
    answer(one)
    assert state(one) == "answered"


def test_colleague_answers_for_all_of_the_organisation_but_for_no_other(round_):
    ours, theirs = OrganisationFactory(name="Vi AB"), OrganisationFactory()
    colleague = InvitationFactory(round=round_, organisation=ours)
    other = InvitationFactory(round=round_, organisation=theirs)
    nobody = InvitationFactory(round=round_)
    elsewhere = InvitationFactory(organisation=ours)
    made = contribution(round=round_, sender=Sender("Eva", organisation="Vi AB", sector="business"))
    assert [state(one) for one in (colleague, other, nobody, elsewhere)] == [
        *("answered", "waiting", "waiting", "waiting")
    ]
    assert queries.answers([colleague, other, nobody, elsewhere]) == {colleague.pk: made}


def test_input_that_is_not_confirmed_is_no_answer_and_what_is_withdrawn_is_one(round_):
    one = InvitationFactory(round=round_)
    made = answer(one)
    Contribution.objects.filter(pk=made.pk).update(state="withdrawn")
    assert state(one) == "answered"
    Contribution.objects.filter(pk=made.pk).update(state="unconfirmed", record=None)
    assert state(one) == "waiting"


def test_answer_is_the_person_s_own_before_a_colleague_s(round_):
    ours = OrganisationFactory(name="Vi AB")
    one = InvitationFactory(round=round_, organisation=ours)
    contribution(round=round_, sender=Sender("Eva", organisation="Vi AB", sector="business"))
    own = answer(one)
    assert queries.answers([one]) == {one.pk: own}


def test_list_is_narrowed_by_state_sector_and_municipality(client, round_, coordinator):
    are = MunicipalityFactory(name="Åre")
    InvitationFactory(round=round_, name="Anna", sector="civil", municipality=are)
    InvitationFactory(round=round_, name="Bo", invited_at=OPEN)
    InvitationFactory(name="Cia")
    page = address("desk_invitations", round_)

    def names(query):
        return [one["invitation"].name for one in client.get(page + query).context["lines"]]

    assert names("") == ["Anna", "Bo"]
    assert names("?state=asked") == ["Bo"]
    assert names("?sector=civil") == ["Anna"]
    assert names(f"?municipality={are.pk}") == ["Anna"]
    assert names("?municipality=outside") == ["Bo"]
    assert names("?q=ann") == ["Anna"]
    assert client.get(page + "?state=nonsense&municipality=x&page=99").status_code == 200


def test_list_takes_as_many_queries_for_thirty_as_for_one(client, round_, coordinator):
    round_.concerns_sami = True
    round_.save()

    def queries_of(name):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(name, round_)).status_code == 200
        return len(seen)

    def fill(number):
        for place in range(number):
            organisation = OrganisationFactory(name=f"By {place} {number} sameby")
            one = InvitationFactory(
                round=round_, organisation=organisation, municipality=MunicipalityFactory()
            )
            if place % 3 == 0:
                answer(one)
            RepresentationFactory(organisation=organisation)
            letter_to(round_)
            InvitationFactory(round=round_, invited_at=OPEN - timedelta(days=4))

    pages = [
        *("desk_invitations", "desk_invitations_send", "desk_invitations_remind"),
        *("desk_invitations_letters", "desk_invitations_add", "desk_invitations_export"),
    ]
    fill(2)
    before = [[queries_of(page), queries_of(page)][1] for page in pages]
    fill(30)
    assert [queries_of(page) for page in pages] == before


@pytest.mark.parametrize(("role", "sees"), [("analyst", 200), ("reader", 403)])
def test_analysts_see_the_list_and_only_coordinators_change_it(client, round_, role, sees):
    client.force_login(StaffRoleFactory(role=role).user)
    one = InvitationFactory(round=round_)
    assert client.get(address("desk_invitations", round_)).status_code == sees
    assert client.get(address("desk_invitations_export", round_)).status_code == sees
    for name in ("add", "send", "remind", "letters", "letters_file"):
        assert client.get(address(f"desk_invitations_{name}", round_)).status_code == 403
    assert client.post(address("desk_invitation_remove", round_, one.pk)).status_code == 403
    assert client.post(address("desk_invitation_posted", round_)).status_code == 403
    assert Invitation.objects.exists()


# --- adding -----------------------------------------------------------------------------------


def test_one_is_added_by_hand(client, round_, coordinator):
    page = address("desk_invitations_add", round_)
    sent = {"name": "Kim", "email": "KIM@a.example", "organisation": "Nya AB"}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "organisation" in refused.context["form"].errors
    assert 'value="Nya AB"' in refused.text
    assert client.post(page, sent | {"sector": "business", "municipality": "outside"}).url == page
    one = Invitation.objects.get()
    assert (one.person.email, one.organisation.name, one.municipality) == (
        *("kim@a.example", "Nya AB", None),
    )
    again = client.post(page, {"name": "Kim", "email": "kim@a.example"})
    assert (again.status_code, Invitation.objects.count()) == (422, 1)


def test_nobody_without_any_address_is_added(client, round_, coordinator):
    answer = client.post(address("desk_invitations_add", round_), {"name": "Kim"})
    assert answer.context["form"].errors.keys() == {"email"}


def test_those_whom_we_know_are_added_and_each_once(client, round_, coordinator):
    known = UserFactory(email="both@a.example")
    area = AreaFactory(programme=round_.programme)
    InterestFactory(area=area, person=known)
    InterestFactory(area=area)
    InterestFactory(area=area, person__is_active=False)
    RepresentationFactory(person=known, organisation=OrganisationFactory(checked_at=OPEN))
    RepresentationFactory(organisation=OrganisationFactory(checked_at=OPEN))
    RepresentationFactory(organisation=OrganisationFactory(checked_at=None))
    page = address("desk_invitations_add_known", round_)
    client.post(page, {"source": "interests"})
    assert Invitation.objects.count() == 2
    client.post(page, {"source": "representatives"})
    client.post(page, {"source": "representatives"})
    assert Invitation.objects.count() == 3
    assert client.post(page, {"source": "round-99"}).status_code == 422
    assert client.post(page, {}).status_code == 422


def test_interest_of_a_visitor_makes_nobody_speak_for_an_organisation(round_, coordinator):
    area = AreaFactory(programme=round_.programme)
    one = InterestFactory(area=area, organisation=OrganisationFactory())
    found = {source.key: source for source in sources.sources(round_)}["interests"]
    lists.invite_all(coordinator, round=round_, invitees=found.invitees, source="interests")
    assert Invitation.objects.get().organisation == one.organisation
    assert not one.person.representations.exists()


def test_those_asked_in_an_earlier_round_are_a_source(round_, coordinator):
    earlier = RoundFactory()
    InvitationFactory(round=earlier, invited_at=OPEN)
    InvitationFactory(round=earlier)
    letter_to(earlier, invited_at=OPEN)
    letter_to(earlier, invited_at=OPEN, postal_address="", name="")
    found = {one.key: one for one in sources.sources(round_)}[f"round-{earlier.pk}"]
    assert found.new == 2
    lists.invite_all(coordinator, round=round_, invitees=found.invitees, source=found.key)
    assert round_.invitations.filter(person=None).get().postal_address == "Box 1"


# --- sending ----------------------------------------------------------------------------------


def test_mail_holds_the_link_the_last_day_and_the_number_to_answer_under(round_, coordinator):
    one = InvitationFactory(round=round_, person=UserFactory(language="en"))
    assert send(coordinator, round_) == (1, 0)
    mail = Message.objects.get()
    assert mail.occasion == f"consultation.invitation:{round_.pk}:{one.pk}"
    assert (mail.recipient, mail.language) == (one.person.email, "en")
    assert "RUN/430/2018" in mail.body
    assert "4 June" in mail.body  # the round closes at midnight, when it is the fifth
    assert "/rounds/invited/" not in mail.body
    assert "/rounds/invited/" in mail.secrets["link"]
    assert mail.deliver_before == round_.closes_at


def test_nobody_is_asked_twice(client, round_, coordinator):
    InvitationFactory(round=round_)
    page = address("desk_invitations_send", round_)
    sent = {"shown": client.get(page).context["found"].digest}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 422
    assert Message.objects.count() == 1


def test_nothing_is_sent_if_others_have_come_to_the_list_since_it_was_shown(round_, coordinator):
    InvitationFactory(round=round_)
    shown = sending.to_invite(round_).digest
    InvitationFactory(round=round_)
    with pytest.raises(ValidationError):
        actions.send_invitations(coordinator, round=round_, shown=shown)
    assert not Message.objects.exists()


def test_sender_that_is_killed_leaves_nothing_half_done(round_, coordinator, monkeypatch):
    InvitationFactory(round=round_)

    def killed(*_args, **_more):
        raise SystemExit

    monkeypatch.setattr(actions, "log", killed)
    with pytest.raises(SystemExit):
        send(coordinator, round_)
    assert (Message.objects.count(), Invitation.objects.get().invited_at) == (0, None)
    monkeypatch.undo()
    assert send(coordinator, round_) == (1, 0)


@pytest.mark.parametrize("change", [{"state": Round.State.DRAFT}, {"state": Round.State.CANCELLED}])
def test_nobody_is_asked_about_a_round_that_is_not_published(client, coordinator, change):
    round_ = RoundFactory(**change)
    InvitationFactory(round=round_)
    with pytest.raises(ValidationError):
        send(coordinator, round_)
    assert client.get(address("desk_invitations_send", round_)).status_code == 200


def test_nobody_is_asked_or_reminded_after_the_last_day(round_, coordinator):
    InvitationFactory(round=round_)
    InvitationFactory(round=round_, invited_at=OPEN)
    with clock.pinned(round_.closes_at):
        for act in (send, remind):
            with pytest.raises(ValidationError):
                act(coordinator, round_)


def test_who_wants_no_mail_gets_none_and_stands_as_not_reached(client, round_, coordinator):
    one, other = InvitationFactory(round=round_), InvitationFactory(round=round_)
    stop(one.person)
    page = client.get(address("desk_invitations_send", round_))
    assert [group.invitations for group in page.context["found"].left_out] == [[one]]
    assert send(coordinator, round_) == (1, 0)
    assert Message.objects.get().recipient == other.person.email
    assert (state(one), state(other)) == ("unreachable", "asked")


def test_who_stops_mail_after_the_invitation_is_not_reminded(round_, coordinator):
    one = InvitationFactory(round=round_)
    send(coordinator, round_)
    Message.objects.update(state=Message.State.SENT)
    stop(one.person)
    found = sending.to_remind(round_, sooner=True)
    assert (found.ready, found.left_out[0].reason) == ([], sending.STOPPED)
    assert state(one) == "asked"


def test_mail_that_fails_makes_somebody_not_reached_until_a_letter_is_posted(round_, coordinator):
    one = InvitationFactory(round=round_, postal_address="Box 1")
    send(coordinator, round_)
    Message.objects.update(state=Message.State.FAILED, error="550 No such user")
    assert state(one) == "unreachable"
    assert not queries.asked([round_])
    assert queries.letters(round_).get() == one
    with clock.pinned(OPEN + timedelta(hours=1)):
        assert actions.mark_posted(coordinator, round=round_, ids=[one.pk]) == 1
    assert (state(one), queries.asked([round_]).get()) == ("asked", one)


def test_who_has_answered_before_being_asked_is_left_out(round_, coordinator):
    answer(InvitationFactory(round=round_))
    found = sending.to_invite(round_)
    assert (found.ready, found.left_out[0].reason) == ([], sending.ANSWERED)


def test_page_shows_the_very_mail_without_anybody_s_link(client, round_, coordinator):
    InvitationFactory(round=round_, person=UserFactory(language="en"))
    InvitationFactory(round=round_)
    page = client.get(address("desk_invitations_send", round_))
    assert [(one["language"], one["number"]) for one in page.context["samples"]] == [
        ("en", 1),
        ("sv", 1),
    ]
    assert "/rounds/invited/" not in page.text


# --- reminding --------------------------------------------------------------------------------


def test_only_who_has_neither_answered_nor_declined_is_reminded(round_, coordinator):
    silent, declined, answered, unasked = (InvitationFactory(round=round_) for _ in range(4))
    long_ago = OPEN - timedelta(days=4)
    Invitation.objects.exclude(pk=unasked.pk).update(invited_at=long_ago)
    actions.decline(invitation=declined)
    answer(answered)
    letter_to(round_, invited_at=long_ago)
    assert remind(coordinator, round_) == (1, 0)
    mail = Message.objects.get(kind="consultation.reminder")
    assert mail.recipient == silent.person.email
    silent.refresh_from_db()
    assert silent.reminded_at == OPEN


def test_nobody_is_written_to_twice_within_three_days_unless_staff_choose_so(round_, coordinator):
    one = InvitationFactory(round=round_)
    send(coordinator, round_)
    reminders = Message.objects.filter(kind="consultation.reminder")
    with pytest.raises(ValidationError):
        remind(coordinator, round_)
    with clock.pinned(OPEN + timedelta(days=3)):
        assert remind(coordinator, round_).written == 1
    with clock.pinned(OPEN + timedelta(days=5)):
        found = sending.to_remind(round_)
        assert found.left_out[0].reason == sending.LATELY
        assert remind(coordinator, round_, sooner=True).written == 1
    assert {mail.about_id for mail in reminders} == {one.pk}
    assert reminders.count() == 2


def test_double_press_reminds_once(client, round_, coordinator):
    InvitationFactory(round=round_, invited_at=OPEN)
    page = address("desk_invitations_remind", round_)
    shown = client.get(page + "?sooner=1").context["found"].digest
    sent = {"shown": shown, "sooner": "1"}
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 422]
    assert Message.objects.filter(kind="consultation.reminder").count() == 1


# --- letters ----------------------------------------------------------------------------------


def test_letters_are_one_pdf_and_are_noted_as_posted(client, round_, coordinator):
    one = letter_to(round_, name="Ordföranden", postal_address="Box 1\n840 31 Åsarna")
    other = letter_to(round_, organisation=OrganisationFactory(name="#[*evil*] $x$ sameby"))
    letter_to(round_, postal_address="")
    page = client.get(address("desk_invitations_letters", round_))
    assert page.context["waiting"] == list(queries.letters(round_))
    file = client.get(address("desk_invitations_letters_file", round_))
    assert file.content.startswith(b"%PDF-1.7")
    client.post(address("desk_invitation_posted", round_), {"invitation": [one.pk]})
    assert (state(one), state(other)) == ("asked", "waiting")
    assert Event.objects.filter(action="consultation.post_invitations").count() == 1


@pytest.mark.parametrize("sent", [{}, {"invitation": ["x", "-1", "9" * 30]}])
def test_nothing_is_noted_as_posted_where_nobody_is_chosen(client, round_, coordinator, sent):
    one = letter_to(round_)
    client.post(address("desk_invitation_posted", round_), sent)
    assert state(one) == "waiting"


def test_letter_of_another_round_is_not_noted(client, round_, coordinator):
    other = letter_to(RoundFactory())
    client.post(address("desk_invitation_posted", round_), {"invitation": [other.pk]})
    assert state(other) == "waiting"


def test_no_letters_no_file(client, round_, coordinator):
    InvitationFactory(round=round_)
    for query in ("", "?invitation=1", "?invitation=x"):
        page = client.get(address("desk_invitations_letters_file", round_) + query)
        assert page.status_code == 302


# --- removing, export, desk, reach --------------------------------------------------------------


def test_who_is_removed_gets_no_mail_that_waits_and_their_link_dies(client, round_, coordinator):
    one = InvitationFactory(round=round_)
    send(coordinator, round_)
    mail = Message.objects.get()
    link = urlsplit(mail.secrets["link"]).path
    client.post(address("desk_invitation_remove", round_, one.pk))
    mail.refresh_from_db()
    assert (mail.state, Invitation.objects.exists()) == (Message.State.CANCELLED, False)
    assert client.get(link).status_code == 410


def test_invitation_is_removed_under_its_own_round_only(client, round_, coordinator):
    other = InvitationFactory()
    page = address("desk_invitation_remove", round_, other.pk)
    assert client.post(page).status_code == 404


def test_export_tells_who_was_asked_and_what_became_of_it(client, round_, coordinator):
    one = InvitationFactory(round=round_, name="Kim")
    made = answer(one)
    page = client.get(address("desk_invitations_export", round_))
    first, _about = rows_of(page.content).values()
    assert (first[1][0], first[1][10]) == ("Kim", str(made))
    assert Event.objects.filter(action="consultation.export_invitations").count() == 1


def test_desk_tells_who_has_not_answered_when_a_round_closes_soon(round_, coordinator):
    InvitationFactory(round=round_, invited_at=OPEN)
    letter_to(round_, invited_at=OPEN)
    assert [item.due for item in desk.invitation_items(coordinator, OPEN)] == []
    soon = round_.closes_at - timedelta(days=5)
    (item,) = desk.invitation_items(coordinator, soon)
    assert item.url == address("desk_invitations_remind", round_)
    assert "2" in item.title
    assert not list(desk.invitation_items(coordinator, round_.closes_at))
    assert not list(desk.invitation_items(StaffRoleFactory(role="analyst").user, soon))


def test_reach_counts_who_was_asked_under_their_organisation(round_):
    are = MunicipalityFactory(name="Åre")
    firm = OrganisationFactory(sector="academia", municipality=are)
    InvitationFactory(round=round_, organisation=firm, municipality=are, invited_at=OPEN)
    InvitationFactory(round=round_, sector="civil", invited_at=OPEN)
    InvitationFactory(round=round_, sector="", invited_at=OPEN)
    InvitationFactory(round=round_)
    counted = list(reach_sources.point["consultation.invited"].count())
    assert sorted(counted, key=str) == sorted([(are.pk, "academia"), (None, "civil")], key=str)


@pytest.mark.parametrize("by_letter", [True, False])
def test_merging_two_organisations_keeps_both_invitations_and_undoing_parts_them(
    round_, coordinator, by_letter
):
    first, second = OrganisationFactory(), OrganisationFactory()
    if by_letter:
        rows = [letter_to(round_, organisation=one) for one in (first, second)]
    else:
        rows = [InvitationFactory(round=round_, organisation=one) for one in (first, second)]
    merge = people.merge_organisations(coordinator, survivor=first, double=second)
    assert round_.invitations.filter(organisation=first).count() == 2
    people.undo_merge(coordinator, merge=merge)
    assert [one.organisation_id for one in round_.invitations.all()] == [
        one.organisation_id for one in rows
    ]
