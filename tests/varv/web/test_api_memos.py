"""Memos in the API: what everybody may read, each edition with its files."""

import pytest
from django.test import Client

from tests.varv.analysis.memo_support import drafted, published
from tests.varv.factories import AreaFactory, MeetingFactory, RegionFactory, the_programme
from varv.analysis.memos import actions
from varv.registry.actions import mask
from varv.text.seals import seal_of

pytestmark = pytest.mark.usefixtures("db", "at")


@pytest.fixture
def area():
    RegionFactory()
    return AreaFactory(programme=the_programme(), slug="skog")


def told(client):
    return client.get("/api/v1/memos").json()["items"]


def test_published_memo_is_told_with_its_area_meeting_record_and_files(client: Client, area):
    meeting = MeetingFactory(area=area, programme=area.programme)
    memo = published(drafted(area, "Skogen växer.", title="PM: Skog", meeting=meeting))
    (found,) = told(client)
    files = found.pop("files")
    assert found == {
        "number": memo.pk,
        "kind": "memo",
        "title": "PM: Skog",
        "area": "skog",
        "language": "sv",
        "edition": 1,
        "replaces": None,
        "is_newest": True,
        "meeting": meeting.slug,
        "published_at": memo.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "record": memo.record.reference,
        "url": memo.get_absolute_url(),
    }
    assert [one["form"] for one in files] == ["pdf", "word"]
    for one in files:
        answer = client.get(one["url"])
        assert len(b"".join(answer.streaming_content)) == one["size"]


def test_draft_is_not_told_and_an_earlier_edition_is_not_the_newest(client: Client, area):
    first = published(drafted(area, "Skogen växer."))
    actions.begin_memo_edition(None, memo=first)
    drafted(area, "Ingen har läst det.")
    assert [(one["number"], one["is_newest"]) for one in told(client)] == [(first.pk, True)]
    second = published(first.replaced_by)
    assert [(one["number"], one["replaces"], one["is_newest"]) for one in told(client)] == [
        (second.pk, first.pk, True),
        (first.pk, None, False),
    ]


def test_memo_on_the_region_has_no_area(client: Client, area):
    region = actions.make_memo(None, kind="region", language="sv", title="Länet i siffror")
    actions.edit_memo(
        None,
        memo=region,
        title=region.title,
        text="Länet är stort.",
        meeting=None,
        seen=seal_of(region.text),
    )
    published(region)
    (found,) = told(client)
    assert (found["kind"], found["area"]) == ("region", None)


def test_masked_memo_has_no_title_and_no_files(client: Client, area):
    memo = published(drafted(area, "Anna äger skogen.", title="PM om Anna"))
    mask(None, thing=memo, fields=["title"], ground="other")
    (found,) = told(client)
    assert "Anna" not in found["title"]
    assert found["files"] == []


def test_many_are_asked_for_as_one(client: Client, area, django_assert_max_num_queries):
    for _ in range(3):
        published(drafted(area, "Skogen växer."))
    with django_assert_max_num_queries(8):
        assert len(told(client)) == 3
