"""A county rehearses its dialogue: the story of spring 2020, from sign-up to published minutes."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import Site, Visitor

pytestmark = pytest.mark.xdist_group("rehearsal")  # half of the time that all stories take
ENERGY, EXPERIENCES = "mobilisering-hallbar-energi", "mobilisering-upplevelser"
SECRET = "mote.example"
LONGEST_STEP = 120_000  # all that is due on the way is done first


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_county_rehearses_its_dialogue(
    visit: Callable[..., Visitor], site: Site, staff_state: dict, width: str, language: str
):
    coordinator = visit(width, language, storage_state=staff_state)
    start_over(coordinator)

    visitor = visit(width, language)
    looks_around(visitor)
    signs_up_for_two(visitor, "Maja Åkerström", f"maja-{width}-{language}@gard.example")

    reads_what_will_be_sent(coordinator)
    edits_the_text(coordinator)
    steps_to(coordinator, "2020-06-04T09:00")
    assert captured_links(coordinator) == 1
    steps_to(coordinator, "2020-06-04T11:00")
    assert captured_links(coordinator) == 1, "once each"
    steps_to(coordinator, "2020-06-05T09:00")
    assert captured_links(coordinator) == 2

    late = visit(width, language)
    signs_up_for_one(late, EXPERIENCES, "Sven Sen", f"sven-{width}-{language}@by.example")
    steps_to(coordinator, "2020-06-05T09:30")
    assert captured_links(coordinator) == 3, "who signs up late gets the link at once"

    opens_the_confirmation_and_cancels(coordinator, visitor)
    no_link_is_public(visit(width, language))

    steps_to(coordinator, "2020-06-08T13:00")
    records_who_came(coordinator)
    publishes_minutes(coordinator)
    reads_the_minutes(visitor)


def start_over(coordinator: Visitor) -> None:
    coordinator.go("/desk/").shoot("desk")
    coordinator.go("/desk/rehearsal/start-over/")
    coordinator.page.locator("main form button.button--danger").click()
    coordinator.page.wait_for_url(re.compile(r"/desk/rehearsal/$"))
    coordinator.look().shoot("rehearsal-empty")


def looks_around(visitor: Visitor) -> None:
    page = visitor.go("/").page
    visitor.shoot("home")
    assert page.locator("svg a[href*='/steps/']").count() == 6
    assert page.locator("main a[href^='/areas/']").count() >= 4
    assert page.locator("main .timeline a[href^='/meetings/']").count() >= 8
    main = page.locator("main").inner_text()
    for fact in ("RUN/430/2018", "regionalutveckling@regionjh.se"):
        assert fact in main
    for path in ("/meetings/", f"/meetings/{ENERGY}/", "/areas/", "/areas/upplevelser/"):
        visitor.go(path).shoot(path.strip("/").replace("/", "-"))
    for path in ("/areas/upplevelser/history/", "/steps/analysis/", "/programme/", "/frame/"):
        visitor.go(path).shoot(path.strip("/").replace("/", "-"))
    for path in ("/bodies/", "/evidence/", "/about/", "/accessibility/", "/privacy/", "/api/docs"):
        visitor.go(path).shoot(path.strip("/").replace("/", "-"))
    for path in ("/interest/", "/sign-in/", "/my/", "/nowhere/"):
        visitor.go(path).shoot(path.strip("/").replace("/", "-"))


def fill_in(visitor: Visitor, name: str, email: str) -> None:
    page = visitor.page
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    organisation = page.locator("[name=organisation]")
    organisation.press_sequentially("Mittun")
    offered = page.locator("datalist option[value='Mittuniversitetet']")
    offered.wait_for(state="attached")
    organisation.fill("Mittuniversitetet")
    with page.expect_response(re.compile("/organisations/details/")):
        organisation.blur()
    page.wait_for_load_state("networkidle")
    page.locator("[name=sector]").select_option("academia")
    page.locator("[name=municipality]").select_option(label="Östersund")


def signs_up_for_two(visitor: Visitor, name: str, email: str) -> None:
    page = visitor.go("/meetings/sign-up/").page
    page.locator("main form .button--primary").click()
    visitor.look().shoot("sign-up-refused")
    assert page.locator("[aria-invalid=true]").count() >= 3, "each fault stands beside its field"
    for slug in (ENERGY, EXPERIENCES):
        page.locator(f"[name=meetings][value={slug}]").check()
    fill_in(visitor, name, email)
    page.locator("[name=join_partnership]").check()
    page.locator("main form .button--primary").click()
    page.wait_for_url(re.compile("/meetings/signed-up/"))
    visitor.look().shoot("signed-up")
    assert page.locator("main .card").count() == 2


def signs_up_for_one(visitor: Visitor, slug: str, name: str, email: str) -> None:
    page = visitor.go(f"/meetings/sign-up/?meeting={slug}").page
    assert page.locator(f"[name=meetings][value={slug}]").is_checked()
    fill_in(visitor, name, email)
    page.locator("main form .button--primary").click()
    page.wait_for_url(re.compile("/meetings/signed-up/"))


def reads_what_will_be_sent(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/rehearsal/").page
    coordinator.shoot("rehearsal")
    planned = page.locator("section[aria-labelledby=planned]")
    assert planned.locator("details").count() == 2
    planned.locator("summary").first.click()
    assert "Maja Åkerström" in planned.inner_text()
    planned.locator("a[href*='occasion=']").first.click()
    coordinator.look().shoot("rehearsal-planned")


def edits_the_text(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/rehearsal/").page
    page.locator("section[aria-labelledby=planned] summary").first.click()
    page.locator("section[aria-labelledby=planned] a[href*='/desk/texts/']").first.click()
    coordinator.look().shoot("mail-text")
    body = page.locator("textarea[name=body]")
    kept = body.input_value()
    body.fill("{no_such_word} " + kept)
    page.locator("main form .button--primary").first.click()
    coordinator.look()
    assert page.locator("[aria-invalid=true]").count() == 1, "an unknown word is refused"
    assert "{no_such_word}" in page.locator("textarea[name=body]").input_value()
    page.locator("textarea[name=body]").fill(kept + "\n\nVälkommen! /Elin")
    page.locator("main form .button--primary").first.click()
    coordinator.look()
    coordinator.go("/desk/rehearsal/")
    page.locator("section[aria-labelledby=planned] summary").first.click()
    assert "/Elin" in page.locator("section[aria-labelledby=planned]").inner_text()


def steps_to(coordinator: Visitor, moment: str) -> None:
    page = coordinator.go("/desk/rehearsal/").page
    page.locator("input[type=datetime-local]").fill(moment)
    page.locator("main form.form--row button").click(timeout=LONGEST_STEP)
    coordinator.look().shoot(f"rehearsal-{moment.replace(':', '')}")
    said = page.locator("main").inner_text()
    assert page.locator(".notice--ok").count() == 1, f"{moment}: {page.url}\n{said}"


def captured_links(coordinator: Visitor) -> int:
    page = coordinator.go("/desk/rehearsal/").page
    page.wait_for_load_state()
    rows = page.locator("section[aria-labelledby=captured] tbody tr")
    count = 0
    addresses = [row.locator("a").get_attribute("href") for row in rows.all()]
    for address in addresses:
        coordinator.go(address or "")
        count += SECRET in coordinator.page.locator("main").inner_text()
    coordinator.shoot("message")
    return count


def opens_the_confirmation_and_cancels(coordinator: Visitor, visitor: Visitor) -> None:
    page = coordinator.go("/desk/rehearsal/").page
    rows = page.locator("section[aria-labelledby=captured] tbody tr")
    first = rows.filter(has_text="maja-").last.locator("a").get_attribute("href")
    text = coordinator.go(first or "").page.locator("main").inner_text()
    assert text.count(".ics") >= 2, "calendar files go with the confirmation"
    link = re.search(r"http\S+(/my/\S+)", text)
    assert link, text
    page = visitor.go(link.group(1)).page
    assert page.url.endswith("/my/"), "the token does not stay in the address"
    visitor.shoot("my")
    assert page.locator("section[aria-labelledby=interests] .card").count() == 2
    page.locator("a[href*='/change/']").first.click()
    visitor.look().shoot("change-registration")
    page.locator("textarea[name=needs]").fill("Teckenspråkstolk, tack")
    page.locator("main form .button--primary").click()
    visitor.go("/my/")
    page.locator("a[href*='/cancel/']").first.click()
    visitor.look().shoot("cancel-registration")
    page.locator("main form button").last.click()
    visitor.look()


def no_link_is_public(stranger: Visitor) -> None:
    addresses = [
        *("/", "/meetings/", f"/meetings/{ENERGY}/", f"/meetings/{EXPERIENCES}/"),
        *("/api/v1/meetings", f"/meetings/{EXPERIENCES}/calendar.ics", "/meetings/calendar.ics"),
    ]
    for address in addresses:
        answer = stranger.page.request.get(stranger.site.url + address)
        assert answer.ok, address
        assert SECRET not in answer.text(), address


def records_who_came(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/meetings/").page
    coordinator.shoot("desk-meetings")
    title = "Upplevelser" if coordinator.language == "sv" else "Experiences"
    page.locator("main a", has_text=title).first.click()
    coordinator.look().shoot("desk-meeting")
    page.locator("a[href$='/attendance/']").first.click()
    coordinator.look().shoot("attendance")
    page.locator("[name=came]").first.check()
    page.locator("[name=save]").first.click()
    coordinator.look().shoot("attendance-saved")
    assert page.locator("main", has_text="Östersund").count() == 1, "who came from where"


def publishes_minutes(coordinator: Visitor) -> None:
    page = coordinator.page
    page.goto(re.sub(r"attendance/.*", "minutes/", page.url))
    coordinator.look().shoot("minutes")
    page.locator("main form .button--primary").click()
    coordinator.look()
    assert page.locator("[aria-invalid=true]").count() == 1, "empty minutes are refused"
    page.locator("main form textarea").fill("Vi enades om att börja med fäbodar.")
    page.locator("[name=then][value=publish]").click()
    coordinator.look().shoot("minutes-publish")
    page.locator("main form .button--primary").click()
    coordinator.look().shoot("minutes-published")
    assert "RUN/430/2018-" in page.locator("main").inner_text()


def reads_the_minutes(visitor: Visitor) -> None:
    page = visitor.go(f"/meetings/{EXPERIENCES}/").page
    visitor.shoot("meeting-after")
    main = page.locator("main").inner_text()
    assert "fäbodar" in main
    assert "Maja Åkerström" not in main
    assert "Östersund" in main
