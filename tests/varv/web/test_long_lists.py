"""Lists that grow for years: cut into pages, counted only so far."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.varv.analysis.memo_support import drafted, published
from tests.varv.factories import CoordinatorFactory, MeetingFactory, OrganisationFactory
from varv import clock
from varv.bodies.models import Body
from varv.cycles.models import Area
from varv.meetings.models import Meeting
from varv.people.models import Organisation
from varv.registry import actions, paging
from varv.registry.actions import Recipient


def _many(number: int) -> list[Meeting]:
    programme = Meeting.objects.earliest("pk").programme
    start = clock.now() + timedelta(days=40)
    return [
        MeetingFactory(
            programme=programme,
            starts_at=start + timedelta(days=day),
            sign_up_opens_at=clock.now() - timedelta(days=1),
        )
        for day in range(number)
    ]


@pytest.mark.parametrize("address", ["/meetings/", "/desk/meetings/"])
def test_meetings_stand_on_pages_with_what_is_over_last(county, desk, address):
    coming = _many(25)
    over = Meeting.objects.earliest("pk")
    past = clock.now() - timedelta(days=2)
    Meeting.objects.filter(pk=over.pk).update(
        starts_at=past, ends_at=past + timedelta(hours=2), state=Meeting.State.HELD
    )

    def link(meeting: Meeting) -> str:
        key = meeting.pk if address.startswith("/desk/") else meeting.slug
        return f'href="{address}{key}/"'

    first, second = (desk.get(address, {"page": page}).content.decode() for page in (1, 2))
    assert link(coming[0]) in first
    assert link(coming[-1]) not in first
    assert link(coming[-1]) in second
    assert link(over) not in first
    assert link(over) in second


@pytest.mark.parametrize(("address", "pages"), [("/memos/", 2), ("/desk/memos/", 3)])
def test_memos_stand_on_pages_with_the_latest_first(county, desk, monkeypatch, address, pages):
    for views in ("views", "views_desk"):
        monkeypatch.setattr(f"varv.analysis.memos.{views}.PER_PAGE", 2)
    area = Area.objects.earliest("pk")
    shown = [published(drafted(area, "Skogen växer.", title=f"PM {n}")) for n in range(3)]
    drafts = [drafted(area, title=f"Utkast {n}") for n in range(2)]
    expected = [*reversed(drafts), *reversed(shown)] if pages == 3 else shown[::-1]
    for page in range(pages):
        html = desk.get(address, {"page": page + 1}).content.decode()
        listed = {one.pk for one in expected if f'href="{address}{one.pk}/"' in html}
        assert listed == {one.pk for one in expected[page * 2 : page * 2 + 2]}


def test_api_tells_where_the_next_page_is(county, client: Client):
    _many(30)
    first = client.get("/api/v1/meetings?language=en").json()
    second = client.get(first["next"]).json()
    assert first["count"] == second["count"] == len(first["items"]) + len(second["items"])
    assert "language=en" in first["next"]
    assert second["next"] is None
    assert not {m["slug"] for m in first["items"]} & {m["slug"] for m in second["items"]}


def test_mail_is_counted_only_so_far(county, client: Client, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 2)
    monkeypatch.setattr("varv.registry.views.desk.COUNTED", 2)
    for number in range(4):
        actions.queue(
            kind="people.sign_in_code",
            occasion=f"long:{number}",
            recipient=Recipient(f"p{number}@actor.example", "Mottagare", "sv"),
            context={"code": "ABC-DEF", "minutes": "15"},
        )
    client.force_login(CoordinatorFactory())
    page = client.get("/desk/messages/").content.decode()
    assert "mer än 2" in page
    assert page.count("@actor.example") == 2


def test_a_seat_is_given_by_looking_up_the_organisation(county, desk: Client):
    """The form holds no list of organisations: it asks for those that begin as what is typed."""
    known = OrganisationFactory(name="Kallbergs kvarn")
    page = desk.get(f"/desk/bodies/{Body.objects.earliest('pk').pk}/seats/new/").content.decode()
    assert "htmx" in page
    assert known.name not in page
    (field,) = re.findall(r'<input[^>]*name="organisation"[^>]*>', page)
    address, target = re.findall(r'hx-(?:get|target)="#?([^"]+)"', field)
    assert f'<datalist id="{target}">' in page
    offered = desk.get(address, {"organisation": known.name[:5]}).content.decode()
    assert f'value="{known.name}"' in offered


def test_a_seat_is_given_for_an_organisation_that_is_there(county, desk: Client):
    body = f"/desk/bodies/{Body.objects.earliest('pk').pk}/seats/new/"
    typed = {"holder": "Berit Sten", "role": "member", "since": "2019-01-01"}
    refused = desk.post(body, typed | {"organisation": "Finns inte AB"})
    assert refused.status_code == 422
    assert "Finns inte AB" in refused.content.decode()
    known = Organisation.objects.earliest("pk")
    assert desk.post(body, typed | {"organisation": known.name}).status_code == 302
    assert known.seats.get().holder == "Berit Sten"
