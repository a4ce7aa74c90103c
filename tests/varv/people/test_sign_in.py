import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.varv.factories import CoordinatorFactory, ReaderFactory, RegionFactory, UserFactory
from varv.people import actions
from varv.people.models import SignInLink, StaffRole, User
from varv.registry.actions import cancel_message
from varv.registry.models import Event, Message
from varv.registry.outbox import compose, deliver_one

pytestmark = pytest.mark.usefixtures("db")
STRANGER = "stranger@else.example"


@pytest.fixture(autouse=True)
def region(db):
    return RegionFactory()


def ask(client, email, **extra):
    return client.post(reverse("account_login"), {"email": email}, **extra)


def code_in_mail():
    return Message.objects.latest("pk").secrets["code"]


def type_code(client, code):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def test_code_from_the_mail_signs_in_and_leads_staff_to_the_desk(client):
    user = CoordinatorFactory()
    assert ask(client, user.email.upper()).url == reverse("account_confirm_login_code")
    mail = Message.objects.get()
    assert (mail.kind, mail.recipient, mail.language) == ("people.sign_in_code", user.email, "sv")
    assert mail.deliver_before > mail.due_at
    answer = type_code(client, code_in_mail())
    assert answer.url == reverse("people:after_sign_in")
    assert client.get(answer.url).url == reverse("web:desk")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Event.objects.filter(action="people.sign_in", subject_id=user.pk).count() == 1


def test_actor_comes_to_my_page(client):
    ask(client, UserFactory().email)
    assert client.get(type_code(client, code_in_mail()).url).url == reverse("web:my")


def test_next_is_followed_within_the_site_only(client):
    user = ReaderFactory()
    for target, end in (
        ("/desk/staff/", "/desk/staff/"),
        ("https://evil.example/", "/sign-in/done/"),
    ):
        anyone = Client()
        answer = anyone.post(reverse("account_login"), {"email": user.email, "next": target})
        answer = anyone.post(answer.url, {"code": code_in_mail(), "next": target})
        assert answer.url == end


def test_code_works_once_and_in_its_own_browser_only(client):
    user = UserFactory()
    ask(client, user.email)
    code = code_in_mail()
    other = Client()
    ask(other, STRANGER)
    assert type_code(other, code).status_code == 422
    type_code(client, code)
    client.post(reverse("account_logout"))
    assert type_code(client, code).url == reverse("account_login")


def test_wrong_code_three_times_ends_the_try(client):
    ask(client, UserFactory().email)
    assert type_code(client, "NOPE").status_code == 422
    assert type_code(client, "NOPE").status_code == 422
    assert type_code(client, "NOPE").url == reverse("account_login")
    assert type_code(client, code_in_mail()).url == reverse("account_login")


def without_tokens(answer):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)


def cookies_of(answer):
    return sorted(answer.cookies)


def both_ways(step):
    """Return what a known and an unknown address get, with the address itself blotted out."""
    known = UserFactory().email
    found = []
    for email in (known, STRANGER):
        answer = step(Client(), email)
        text = without_tokens(answer).replace(email.encode(), b"ADDRESS")
        # With the length of the address, the time, and from one request to the next.
        changing = {"Content-Length", "Expires", "X-Request-ID"}
        headers = {key: value for key, value in answer.headers.items() if key not in changing}
        found.append((answer.status_code, headers, cookies_of(answer), text))
    return found


def _code_page(client, email):
    ask(client, email)
    return client.get(reverse("account_confirm_login_code"))


def _wrong_code(client, email):
    ask(client, email)
    return type_code(client, "WRONG")


def _too_many(client, email):
    ask(client, email)
    for _ in range(3):
        answer = type_code(client, "WRONG")
    return client.get(answer.url)


def _limited(client, email):
    for _ in range(6):
        answer = ask(client, email)
    assert answer.status_code == 422
    return answer


@pytest.mark.parametrize("step", [ask, _code_page, _wrong_code, _too_many, _limited])
def test_no_answer_tells_whether_an_address_is_known(step):
    known, unknown = both_ways(step)
    assert known == unknown


def test_a_stranger_gets_no_mail(client):
    ask(client, STRANGER)
    assert not Message.objects.exists()
    assert not User.objects.exists()


def test_a_strangers_address_takes_the_same_work():
    known = UserFactory().email
    done = []
    for email in (known, STRANGER):
        with CaptureQueriesContext(connection) as captured:
            actions.send_sign_in_code(email=email, code="ABCD", language="sv")
        verbs = [query["sql"].split()[0] for query in captured]
        done.append([verb for verb in verbs if verb not in {"RELEASE", "ROLLBACK"}])
    assert done[0] == done[1]


def test_a_person_who_is_not_active_is_a_stranger(client):
    user = UserFactory(is_active=False)
    ask(client, user.email)
    assert not Message.objects.exists()


def test_a_classroom_behind_one_address_of_origin_passes():
    for _ in range(30):
        client = Client()
        ask(client, UserFactory().email, REMOTE_ADDR="192.0.2.7")
        assert type_code(client, code_in_mail()).status_code == 302
        assert "_auth_user_id" in client.session


def test_one_address_gets_few_codes_whoever_asks():
    user = UserFactory()
    answers = [
        ask(Client(), user.email, REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(7)
    ]
    assert answers == [302] * 5 + [422] * 2
    assert Message.objects.count() == 5


def test_mistyped_address_can_be_mended(client):
    ask(client, STRANGER)
    assert client.get(reverse("account_login")).status_code == 200
    user = UserFactory()
    ask(client, user.email)
    assert type_code(client, code_in_mail()).url == reverse("people:after_sign_in")


@pytest.mark.parametrize(
    "typed",
    ["", "x", "a\x00@b.se", "a@b.se\nBcc: x@y.se", "<b>@c.se", "å" * 50_000, "\u202ea@b.se"],
)
def test_hostile_addresses_come_back_with_a_word_beside_the_field(client, typed):
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("typed", ["", "\x00", "🌲", "å" * 50_000, "<script>alert(1)</script>"])
def test_hostile_codes_come_back(client, typed):
    ask(client, UserFactory().email)
    answer = type_code(client, typed)
    assert answer.status_code == 422
    assert b"<script>alert" not in answer.content


def test_rehearsal_says_that_the_mail_is_kept(client, settings):
    assert "kept, not sent" not in client.get(reverse("account_login")).content.decode()
    settings.REHEARSAL, settings.REHEARSAL_START = True, timezone.now()
    client.cookies["django_language"] = "en"
    assert "kept, not sent" in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_other_pages_of_allauth_are_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_out_takes_a_button(client):
    client.force_login(UserFactory())
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).url == reverse("web:home")
    assert "_auth_user_id" not in client.session


def test_sign_out_is_not_kept_by_the_browser(client):
    client.force_login(UserFactory())
    for answer in (client.get(reverse("account_logout")), client.post(reverse("account_logout"))):
        assert "no-store" in answer["Cache-Control"]


def test_limits_are_kept_in_the_database_and_hold_for_all_processes():
    user = UserFactory()
    for _ in range(5):
        ask(Client(), user.email)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM varv_cache")
        assert cursor.fetchone()[0] > 0
    assert ask(Client(), user.email).status_code == 422
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM varv_cache")  # were they kept in a process, this did nothing
    assert ask(Client(), user.email).status_code == 302


class TestLinkThatWorksOnce:
    def test_opening_it_uses_nothing_and_the_button_signs_in(self, client):
        user = CoordinatorFactory()
        path = actions.make_sign_in_link(user.email)
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
        assert client.post(path).url == reverse("people:after_sign_in")
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_second_use_is_refused_with_a_way_on(self, client):
        path = actions.make_sign_in_link(CoordinatorFactory().email)
        Client().post(path)
        answer = client.post(path)
        assert answer.status_code == 410
        assert reverse("account_login") in answer.content.decode()
        assert "_auth_user_id" not in client.session

    def test_it_dies_in_real_time_after_a_day(self, client):
        path = actions.make_sign_in_link(CoordinatorFactory().email)
        SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert client.post(path).status_code == 410

    @pytest.mark.parametrize("token", ["x", "a" * 4000, "å<b>"])
    def test_wrong_token_is_refused(self, client, token):
        assert client.post(f"/sign-in/once/{token}/").status_code == 410

    def test_token_is_not_stored(self):
        path = actions.make_sign_in_link(CoordinatorFactory().email)
        assert SignInLink.objects.get().token_hash not in path

    def test_first_coordinator_comes_into_being_by_it(self, region):
        path = actions.make_sign_in_link(region.coordinator_email)
        user = User.objects.get()
        assert user.roles == {StaffRole.Role.COORDINATOR}
        assert user.name == region.coordinator_name
        assert path.startswith("/sign-in/once/")

    def test_nobody_becomes_coordinator_by_it_when_there_is_one(self, region):
        CoordinatorFactory()
        with pytest.raises(ValidationError):
            actions.make_sign_in_link(region.coordinator_email)
        assert StaffRole.objects.count() == 1

    def test_unknown_address_is_refused(self):
        with pytest.raises(ValidationError):
            actions.make_sign_in_link(STRANGER)


def code_mail():
    user = CoordinatorFactory()
    ask(Client(), user.email)
    mail = Message.objects.latest("pk")
    return user, mail, mail.secrets["code"]


def test_nobody_on_the_desk_reads_the_code_of_another(client):
    _user, mail, code = code_mail()
    client.force_login(CoordinatorFactory())
    pages = [
        reverse("registry:desk_message", args=[mail.pk]),
        reverse("registry:desk_messages"),
        f"{reverse('web:search')}?q=kod",
    ]
    for page in pages:
        assert code not in client.get(page).content.decode(), page
    assert "{code}" in client.get(pages[0]).content.decode()
    assert "Din kod" in client.get(pages[1]).content.decode()


def test_the_mail_itself_has_the_code():
    _user, mail, code = code_mail()
    sent = compose(mail)
    assert sent.subject == f"Din kod: {code}"
    assert code in sent.body
    assert code in str(sent.alternatives[0].content)


@pytest.mark.committed
@pytest.mark.parametrize("end", [Message.State.SENT, Message.State.MISSED])
def test_the_code_is_kept_no_longer_than_it_takes_to_send_it(db, region, end):
    _user, mail, code = code_mail()
    late = mail.deliver_before if end == Message.State.MISSED else mail.due_at
    assert deliver_one(mail.pk, late) == 1
    mail.refresh_from_db()
    assert mail.state == end
    assert code not in str(Message.objects.filter(pk=mail.pk).values())
    assert mail.secrets == {}


def test_a_code_taken_back_is_forgotten():
    user, mail, _code = code_mail()
    cancel_message(user, message=mail)
    mail.refresh_from_db()
    assert mail.secrets == {}


def test_rehearsal_shows_the_code_where_one_signs_in_by_it(settings):
    settings.REHEARSAL, settings.REHEARSAL_START = True, timezone.now()
    ask(Client(), CoordinatorFactory().email)
    mail = Message.objects.latest("pk")
    assert mail.secrets == {}
    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", mail.subject)
