"""Attack: sign up by the thousand. A full hall behind one address passes, a script does not."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.varv.factories import AnalystFactory, CoordinatorFactory, ReaderFactory, UserFactory
from tests.varv.web.forms_of_the_site import Scene
from tests.varv.web.reading import Page
from varv.meetings import limits as meetings
from varv.meetings.models import Meeting, Registration
from varv.people import desk, limits
from varv.people.limits import Limit, take
from varv.people.models import Allowance
from varv.people.origin import address_of
from varv.web import limits as broad

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

FEW = Limit("few", "Few", 3, timedelta(minutes=30))


@pytest.fixture
def now(db):
    from django.utils import timezone

    return timezone.now()


def typed(scene: Scene, number: int) -> dict[str, object]:
    return {
        "name": f"Anna {number}",
        "email": f"anna{number}@actor.example",
        "organisation": "Fjällkraft AB",
        "sector": "business",
        "municipality": scene.place,
        "meetings": [scene.meeting.slug],
        "needs": "Ramp",
    }


# -- the rule ------------------------------------------------------------------------------------


def test_a_burst_is_let_through_and_then_only_what_grows_back(now):
    assert [take((FEW, "a"), now=now) for _ in range(3)] == [None] * 3
    assert take((FEW, "a"), now=now) == timedelta(minutes=10)
    assert take((FEW, "a"), now=now + timedelta(minutes=9)) == timedelta(minutes=1)
    assert take((FEW, "a"), now=now + timedelta(minutes=10)) is None
    assert take((FEW, "a"), now=now + timedelta(minutes=10)) == timedelta(minutes=10)
    later = now + timedelta(hours=3)
    assert [take((FEW, "a"), now=later) for _ in range(4)][:3] == [None] * 3


def test_limits_of_others_are_not_used_up(now):
    for _ in range(4):
        take((FEW, "a"), now=now)
    assert take((FEW, "b"), now=now) is None


def test_an_alarm_refuses_nobody_but_is_told(now):
    alarm = Limit("sign_up_all", "All", 2, timedelta(hours=1), only_tells=True)
    assert [take((alarm, ""), now=now) for _ in range(5)] == [None] * 5
    (overrun,) = limits.overruns(now)
    assert (overrun.times, overrun.refused) == (3, False)


def test_no_address_is_stored(now):
    take((FEW, "192.0.2.17"), (FEW, "anna@example.org"), now=now)
    keys = " ".join(Allowance.objects.values_list("key", flat=True))
    assert "192.0.2.17" not in keys
    assert "anna" not in keys


def test_what_is_whole_again_is_forgotten(now):
    take((FEW, "a"), now=now - timedelta(days=3))
    take((FEW, "b"), now=now)
    assert limits.forget_old(now) == 1
    assert Allowance.objects.count() == 1


# -- sign-up -------------------------------------------------------------------------------------


def test_a_full_hall_behind_one_address_signs_up(scene: Scene, now):
    """Three hundred people scan one code at once: 30 for the whole way, the rest by the rule."""
    for number in range(30):
        assert Client().post("/meetings/sign-up/", typed(scene, number)).status_code == 302
    request = RequestFactory().post("/", REMOTE_ADDR="127.0.0.1")
    for number in range(30, 300):
        found = meetings.sign_up(request, email=f"anna{number}@x.example", meetings=[scene.meeting])
        assert found is None
    assert Registration.objects.filter(meeting=scene.meeting).count() >= 30


def test_a_script_is_slowed_down_keeps_what_it_typed_and_is_told_when(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
):
    slow = Limit("sign_up_place", "Sign-ups", 2, timedelta(minutes=20))
    monkeypatch.setattr(meetings, "FROM_ONE_PLACE", slow)
    for number in range(2):
        assert Client().post("/meetings/sign-up/", typed(scene, number)).status_code == 302
    answer = Client().post("/meetings/sign-up/", typed(scene, 3))
    assert answer.status_code == 429
    assert 590 <= int(answer.headers["Retry-After"]) <= 600
    page = Page(answer.content.decode(), "/meetings/sign-up/")
    form = page.form_with("/meetings/sign-up/", {"name", "email", "needs"})
    assert form.shown("name") == ["Anna 3"]
    assert form.shown("needs") == ["Ramp"]
    assert "om 10 minuter" in page.top.text
    assert not Registration.objects.filter(name="Anna 3").exists()


def test_sustained_sign_ups_come_down_to_what_grows_back(now):
    """A script that tries once a second for an hour gets the hall's burst and a trickle."""
    let_in = sum(
        take((meetings.FROM_ONE_PLACE, "script"), now=now + timedelta(seconds=second)) is None
        for second in range(0, 3600, 2)
    )
    assert let_in < 2 * meetings.FROM_ONE_PLACE.count
    next_hour = sum(
        take((meetings.FROM_ONE_PLACE, "script"), now=now + timedelta(seconds=second)) is None
        for second in range(3600, 7200, 6)
    )
    assert next_hour <= meetings.FROM_ONE_PLACE.count + 1


def test_one_address_is_not_typed_over_and_over(scene: Scene):
    codes = [Client().post("/meetings/sign-up/", typed(scene, 1)).status_code for _ in range(7)]
    assert codes == [302] * 6 + [429]
    assert Client().post("/meetings/sign-up/", typed(scene, 2)).status_code == 302


def test_one_meeting_is_not_filled_from_many_places(scene: Scene, now):
    for number in range(meetings.FOR_ONE_MEETING.count):
        assert take((meetings.FOR_ONE_MEETING, "1"), now=now) is None, number
    assert take((meetings.FOR_ONE_MEETING, "1"), now=now) is not None
    assert take((meetings.FOR_ONE_MEETING, "2"), now=now) is None


def test_desk_raises_the_alarm(scene: Scene, now):
    coordinator = CoordinatorFactory()
    assert not [one for one in desk.items_for(coordinator, now) if one.url == "/desk/log/"]
    for _ in range(limits.NEW_LINK.count + 2):
        take((limits.NEW_LINK, "anna@example.org"), now=now)
    (item,) = [one for one in desk.items_for(coordinator, now) if one.url == "/desk/log/"]
    assert item.urgent
    assert "2" in str(item.title)
    assert scene.desk.get("/desk/").status_code == 200
    assert not [one for one in desk.items_for(UserFactory(), now) if one.url == "/desk/log/"]


# -- every other door ----------------------------------------------------------------------------


def squeeze(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    limit = getattr(broad, name)
    tight = Limit(limit.name, limit.label, 2, timedelta(minutes=30))
    monkeypatch.setattr(broad, name, tight)


@pytest.mark.parametrize(
    ("limit", "address"),
    [
        ("LOOKUPS", "/organisations/lookup/?q=fj"),
        ("LOOKUPS", "/organisations/details/?organisation=fj"),
        ("SEARCHES", "/search/?q=fj"),
        ("API", "/api/v1/areas"),
        ("API", "/api/v1/openapi.json"),
    ],
)
def test_questions_have_a_limit(monkeypatch: pytest.MonkeyPatch, limit: str, address: str):
    squeeze(monkeypatch, limit)
    codes = [Client().get(address).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    other = Client(REMOTE_ADDR="192.0.2.1")
    assert other.get(address).status_code == 200


@pytest.mark.parametrize(
    ("limit", "address"),
    [("LOOKUPS", "/organisations/lookup/?q=fj"), ("SEARCHES", "/search/?q=fj")],
)
@pytest.mark.parametrize("make", [ReaderFactory, AnalystFactory, CoordinatorFactory])
def test_staff_are_never_hindered_and_use_up_nothing(monkeypatch, limit, address, make):
    """One office behind one address, where an actor sits too."""
    squeeze(monkeypatch, limit)
    staff, actor = Client(), Client()
    staff.force_login(make())
    actor.force_login(UserFactory())
    assert [staff.get(address).status_code for _ in range(4)] == [200] * 4
    assert [actor.get(address).status_code for _ in range(3)] == [200, 200, 429]
    assert staff.get(address).status_code == 200


def test_every_form_has_a_limit_that_keeps_what_was_typed(scene: Scene, monkeypatch):
    squeeze(monkeypatch, "FORMS")
    for address in ("/my/new-link/", "/language/"):
        Client().post(address)
    hostile = {"email": '"><script>alert(1)</script>', "csrfmiddlewaretoken": "x", "n": ["1", "2"]}
    answer = Client().post("/sign-in/", hostile)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    form = Page(answer.content.decode(), "/sign-in/").forms[-1]
    assert form.hidden["email"] == hostile["email"]
    assert form.shown("n") == ["1", "2"]
    assert scene.desk.post("/language/", {"language": "sv"}).status_code == 302, "staff go on"


def test_api_says_so_to_programs(monkeypatch: pytest.MonkeyPatch, scene: Scene):
    squeeze(monkeypatch, "API")
    answer = [Client().get("/api/v1/areas") for _ in range(3)][-1]
    assert answer.json()["status"] == 429
    assert "Retry-After" in answer.headers


def test_limits_are_far_above_a_classroom():
    """A hundred people behind one address, within minutes, each with all they may need."""
    assert broad.FORMS.count >= 100 * 10
    assert broad.LOOKUPS.count >= 100 * 25
    assert broad.SEARCHES.count >= 100 * 10
    assert meetings.FROM_ONE_PLACE.count >= 300
    assert meetings.FOR_ONE_MEETING.count >= 300
    assert Meeting.objects.exists()


# -- from where ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "", "127.0.0.1"),
        (0, "198.51.100.7", "127.0.0.1"),  # spoofed: nobody vouches for it
        (1, "", "127.0.0.1"),  # came past the proxy
        (1, "192.0.2.9", "192.0.2.9"),
        (1, "198.51.100.7, 192.0.2.9", "192.0.2.9"),  # the visitor wrote the first
        (1, "198.51.100.7,10.0.0.1,192.0.2.9", "192.0.2.9"),
        (2, "198.51.100.7, 192.0.2.9, 10.0.0.1", "192.0.2.9"),
        (2, "192.0.2.9", "127.0.0.1"),
        (1, "192.0.2.9:4711", "192.0.2.9"),
        (1, "not an address", "127.0.0.1"),
        (1, "[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:ffff::4", "2001:db8:1:2::"),
        (1, "::ffff:192.0.2.9", "192.0.2.9"),
    ],
)
def test_origin_is_told_by_our_own_proxies_only(settings, proxies, forwarded, found):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", headers=headers)) == found


def test_the_leftmost_address_buys_no_new_limit(settings, monkeypatch, scene: Scene):
    """The mistake of others: whoever trusts the left end lets a script write its own origin."""
    settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    squeeze(monkeypatch, "API")
    spoofed = [
        Client().get("/api/v1/areas", headers={"x-forwarded-for": f"10.0.0.{number}, 192.0.2.9"})
        for number in range(3)
    ]
    assert [one.status_code for one in spoofed] == [200, 200, 429]


def test_sign_in_counts_by_the_same_rule(settings, scene: Scene):
    from allauth.account.adapter import get_adapter

    settings.TRUSTED_PROXIES = 2
    request = RequestFactory().get("/", headers={"x-forwarded-for": "192.0.2.9"})
    assert get_adapter().get_client_ip(request) == "127.0.0.1"
    assert Client().post(reverse("account_login"), {"email": "a@b.example"}).status_code == 302
