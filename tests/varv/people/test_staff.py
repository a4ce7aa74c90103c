import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from tests.varv.factories import (
    AliasFactory,
    AnalystFactory,
    CoordinatorFactory,
    OrganisationFactory,
    ReaderFactory,
    RegionFactory,
    RepresentationFactory,
    UserFactory,
)
from varv import clock
from varv.people import actions, desk, handover, queries
from varv.people.models import StaffRole, User
from varv.registry import rights
from varv.registry.models import Event, Message

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def region(db):
    return RegionFactory()


@pytest.fixture
def two_things():
    """Let the first member of the staff who is asked about answer for two things."""
    owners = {}

    def hand_over(actor, *, from_user, to_user):
        moved = owners.pop(from_user.pk, 0)
        owners[to_user.pk] = owners.get(to_user.pk, 0) + moved
        return moved

    kept = dict(handover.point._items)
    handover.point._items.clear()
    handover.point.register(
        "test", handover.Responsibility("Things", lambda user: owners.get(user.pk, 0), hand_over)
    )
    yield owners
    handover.point._items.clear()
    handover.point._items.update(kept)


def test_invited_person_holds_the_role_and_gets_a_mail():
    actor = CoordinatorFactory(name="Johan Ek")
    held = actions.invite_staff(actor, email="Ny@Region.example", name="Ny", role="analyst")
    assert held.user.roles == {"analyst"}
    mail = Message.objects.get()
    assert mail.recipient == "ny@region.example"
    assert "Johan Ek" in mail.body
    assert reverse("account_login") in mail.body
    assert Event.objects.filter(action="people.invite_staff", actor_id=actor.pk).count() == 1


def test_inviting_somebody_on_the_staff_is_refused():
    with pytest.raises(ValidationError) as refused:
        actions.invite_staff(None, email=ReaderFactory().email, name="", role="analyst")
    assert "email" in refused.value.message_dict


def test_who_left_can_be_invited_again_with_a_new_mail():
    CoordinatorFactory()
    for _ in range(2):
        held = actions.invite_staff(None, email="ny@region.example", name="Ny", role="reader")
        actions.remove_staff(None, user=held.user)
    assert Message.objects.count() == 2


def test_changing_a_role_keeps_its_history():
    CoordinatorFactory()
    user = ReaderFactory()
    actions.change_role(None, user=user, role="analyst")
    assert user.roles == {"analyst"}
    assert StaffRole.objects.filter(user=user).count() == 2
    actions.change_role(None, user=user, role="analyst")
    assert StaffRole.objects.filter(user=user).count() == 2


def test_last_coordinator_can_neither_leave_nor_step_down():
    user = CoordinatorFactory()
    CoordinatorFactory(is_active=False)
    for act in (
        lambda: actions.remove_staff(None, user=user),
        lambda: actions.change_role(None, user=user, role="reader"),
    ):
        with pytest.raises(ValidationError, match="only coordinator"):
            act()
    assert user.roles == {"coordinator"}


@pytest.mark.committed
def test_two_last_coordinators_cannot_both_leave_at_once():
    users = [CoordinatorFactory(), CoordinatorFactory()]
    start = threading.Barrier(2)
    refused = []

    def leave(user):
        try:
            start.wait()
            actions.remove_staff(None, user=user)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert queries.coordinators().count() == 1


def test_responsibilities_must_be_handed_over(two_things):
    leaving, staying = AnalystFactory(), CoordinatorFactory()
    two_things[leaving.pk] = 2
    with pytest.raises(ValidationError) as refused:
        actions.remove_staff(None, user=leaving)
    assert "hand_over_to" in refused.value.message_dict
    assert leaving.roles == {"analyst"}
    actions.remove_staff(None, user=leaving, hand_over_to=staying)
    assert two_things == {staying.pk: 2}
    assert leaving.roles == frozenset()


@pytest.mark.parametrize("who", [UserFactory, lambda: ReaderFactory(is_active=False)])
def test_only_active_staff_can_take_over(two_things, who):
    leaving = AnalystFactory()
    CoordinatorFactory()
    with pytest.raises(ValidationError):
        actions.remove_staff(None, user=leaving, hand_over_to=who())


PAGES = {
    "desk_staff": ("coordinator", "analyst", "reader"),
    "desk_invite": ("coordinator",),
    "desk_role": ("coordinator",),
    "desk_remove": ("coordinator",),
    "desk_organisations": ("coordinator", "analyst", "reader"),
    "desk_organisation": ("coordinator", "analyst", "reader"),
}
ACTS = {
    "desk_organisation": ("coordinator", "analyst"),
    "desk_organisation_check": ("coordinator", "analyst"),
    "desk_add_name": ("coordinator", "analyst"),
    "desk_add_representative": ("coordinator", "analyst"),
}
PEOPLE = {
    "coordinator": CoordinatorFactory,
    "analyst": AnalystFactory,
    "reader": ReaderFactory,
    "stranger": UserFactory,
}


def address(page):
    target = OrganisationFactory() if "organisation" in page or "add_" in page else AnalystFactory()
    with_key = page not in {"desk_staff", "desk_invite", "desk_organisations"}
    return reverse(f"people:{page}", args=[target.pk] if with_key else [])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("page", PAGES)
def test_page_opens_for_those_who_may(client, page, who):
    client.force_login(PEOPLE[who]())
    expected = 200 if who in PAGES[page] else 403
    assert client.get(address(page)).status_code == expected


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("page", ACTS)
def test_act_is_for_those_who_may(client, page, who):
    client.force_login(PEOPLE[who]())
    answer = client.post(address(page))
    assert (answer.status_code != 403) == (who in ACTS[page])


@pytest.mark.parametrize("page", [*PAGES, *ACTS])
def test_anonymous_is_asked_to_sign_in_and_comes_back(client, page):
    path = address(page)
    answer = client.post(path) if page in ACTS else client.get(path)
    assert answer.status_code == 302
    back = "/desk/" if page in ACTS else path
    assert answer.url == f"{reverse('account_login')}?next={back}"


def test_htmx_request_of_an_anonymous_leads_the_whole_page_to_sign_in(client):
    answer = client.get(address("desk_staff"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))


def test_reader_sees_no_representatives(client):
    one = RepresentationFactory()
    path = reverse("people:desk_organisation", args=[one.organisation_id])
    for who, sees in (("reader", False), ("analyst", True)):
        client.force_login(PEOPLE[who]())
        assert (one.person.email in client.get(path).content.decode()) is sees


@pytest.mark.parametrize("page", ["desk_staff", "desk_organisations"])
def test_list_takes_as_many_queries_for_30_rows_as_for_1(client, page, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    client.force_login(CoordinatorFactory())
    path = reverse(f"people:{page}")
    OrganisationFactory(), ReaderFactory()
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for _ in range(30):
        RepresentationFactory()
        ReaderFactory()
    with django_assert_num_queries(len(few)):
        client.get(path)


def test_list_of_organisations_is_searched_filtered_and_paged(client):
    client.force_login(ReaderFactory())
    path = reverse("people:desk_organisations")
    for number in range(51):
        OrganisationFactory(name=f"Bolag {number}", checked_at=clock.now())
    AliasFactory(name="Kallas så", organisation=OrganisationFactory(name="Ny förening"))
    assert "Bolag 50" in client.get(path, {"page": 2}).content.decode()
    assert "Ny förening" in client.get(path, {"q": "kallas"}).content.decode()
    page = client.get(path, {"state": "waiting"}).content.decode()
    assert "Ny förening" in page
    assert "Bolag 1<" not in page
    for wrong in ({"page": "x"}, {"page": "999"}, {"state": "x"}, {"q": "\x00"}, {"q": "<b>"}):
        assert client.get(path, wrong).status_code == 200


def test_coordinator_invites_changes_and_removes_by_the_pages(client):
    client.force_login(CoordinatorFactory())
    form = {"name": "Ny Person", "email": "ny@region.example", "role": "reader"}
    assert client.post(reverse("people:desk_invite"), form).url == reverse("people:desk_staff")
    user = User.objects.get(email="ny@region.example")
    client.post(reverse("people:desk_role", args=[user.pk]), {"role": "analyst"})
    assert User.objects.get(pk=user.pk).roles == {"analyst"}
    client.post(reverse("people:desk_remove", args=[user.pk]))
    assert User.objects.get(pk=user.pk).roles == frozenset()


def test_refusal_of_an_act_stands_on_the_page(client, two_things):
    me = CoordinatorFactory()
    client.cookies["django_language"] = "en"
    client.force_login(me)
    answer = client.post(reverse("people:desk_remove", args=[me.pk]))
    assert answer.status_code == 422
    assert "only coordinator" in answer.content.decode()
    other = AnalystFactory()
    two_things[other.pk] = 2
    answer = client.post(reverse("people:desk_remove", args=[other.pk]))
    assert answer.status_code == 422
    assert "Choose who takes over." in answer.content.decode()


HOSTILE = ["\x00", "<b>x</b>", "\u202ex", "a\r\nBcc: x@y.se", "å" * 100_000]


@pytest.mark.parametrize("text", HOSTILE)
def test_forms_of_the_desk_let_nothing_hostile_in(client, text):
    client.force_login(CoordinatorFactory())
    organisation = OrganisationFactory(name="Orörd")
    keys = [organisation.pk]
    posts = {
        reverse("people:desk_invite"): {"name": text, "email": "a@b.se", "role": "reader"},
        reverse("people:desk_organisation", args=keys): {
            "name": text,
            "sector": "civil",
            "municipality": "outside",
        },
        reverse("people:desk_add_name", args=keys): {"alias-name": text},
        reverse("people:desk_add_representative", args=keys): {
            "representative-name": text,
            "representative-email": "a@b.se",
        },
    }
    for path, data in posts.items():
        answer = client.post(path, data)
        assert answer.status_code == 422
        assert "aria-invalid" in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.name == "Orörd"
    assert not User.objects.filter(email="a@b.se").exists()


def test_organisation_is_looked_after_by_the_pages(client):
    client.force_login(AnalystFactory())
    organisation = OrganisationFactory(name="Gamla")
    keys = [organisation.pk]
    data = {"name": "Nya", "sector": "civil", "municipality": "outside", "number": "802-1"}
    assert client.post(reverse("people:desk_organisation", args=keys), data).status_code == 302
    client.post(reverse("people:desk_organisation_check", args=keys))
    client.post(reverse("people:desk_add_name", args=keys), {"alias-name": "Tredje"})
    client.post(
        reverse("people:desk_add_representative", args=keys),
        {"representative-name": "Eva", "representative-email": "eva@nya.example"},
    )
    organisation.refresh_from_db()
    assert (organisation.name, organisation.municipality) == ("Nya", None)
    assert organisation.checked_at
    assert {alias.name for alias in organisation.aliases.all()} == {"Gamla", "Tredje"}
    one = organisation.representations.get()
    page = client.get(reverse("people:desk_organisation", args=keys)).content.decode()
    assert "eva@nya.example" in page
    client.post(reverse("people:desk_end_representation", args=[organisation.pk, one.pk]))
    assert not queries.representatives(organisation).exists()
    alias = organisation.aliases.get(name="Tredje")
    client.post(reverse("people:desk_remove_name", args=[organisation.pk, alias.pk]))
    assert organisation.aliases.count() == 1


def test_acts_on_organisations_need_post(client):
    client.force_login(CoordinatorFactory())
    path = reverse("people:desk_organisation_check", args=[OrganisationFactory().pk])
    assert client.get(path).status_code == 405


def test_desk_reminds_of_organisations_to_check():
    OrganisationFactory()

    def found(user):
        return [item for item in desk.items_for(user, clock.now()) if "organisations" in item.url]

    assert len(found(AnalystFactory())) == 1
    assert found(ReaderFactory()) == []


def test_person_is_exported_and_erased():
    held = RepresentationFactory()
    person = held.person
    email = person.email
    actions.send_my_link(email=email, language="sv")
    copy = rights.export_person(person.pk)
    assert copy["people"]["email"] == email
    assert copy["people"]["represents"][0]["organisation"] == held.organisation.name
    rights.erase_person(person.pk)
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("", False)
    assert email not in person.email
    assert queries.person_by_email(email) is None
    assert not Message.objects.filter(recipient=email).exists()
    assert actions.person_for(email, "Ny") != person
