"""What the tests of the desk's meeting pages share."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.factories import MunicipalityFactory, RegionFactory, UserFactory
from varv import clock
from varv.cycles.models import Programme
from varv.meetings.models import Meeting, Registration
from varv.registry.models import Case
from varv.text.translated import Translated

TZ = ZoneInfo("Europe/Stockholm")
NOW = datetime(2020, 5, 25, 9, tzinfo=TZ)
STARTS = datetime(2020, 6, 5, 9, tzinfo=TZ)
SECRET = "https://meet.example/very-secret"
HEADINGS = ["Namn", "E-post", "Aktör", "Sektor", "Kommun", "Behov av anpassning och språk"]


def programme():
    region = RegionFactory()
    case, _ = Case.objects.get_or_create(
        number="RUN/430/2018",
        defaults={"title": Translated(sv="Ärende"), "opened_on": NOW.date()},
    )
    made, _ = Programme.objects.get_or_create(
        key="s3", defaults={"name": Translated(sv="Programmet"), "case": case}
    )
    assert region.tz == TZ
    return made


def a_meeting(state=Meeting.State.PUBLISHED, title="Hållbar energi", **values):
    starts = values.pop("starts_at", STARTS)
    number = Meeting.objects.count()
    given = {
        "programme": programme(),
        "slug": f"meeting-{number}",
        "title": Translated(sv=title, en=f"{title} (en)"),
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=3),
        "sign_up_opens_at": min(NOW, starts) - timedelta(days=20),
        "sign_up_closes_at": starts,
        "state": state,
        "created_at": NOW,
    }
    return Meeting.objects.create(**(given | values))


def signed_up(meeting, name="Anna Berg", state=Registration.State.CONFIRMED, **values):
    given = {
        "person": UserFactory(name=name),
        "name": name,
        "sector": "business",
        "language": "sv",
        "state": state,
        "registered_at": clock.now(),
    }
    return Registration.objects.create(meeting=meeting, **(given | values))


def a_held_meeting(**values):
    """A meeting two days ago, whose attendance is not recorded."""
    return a_meeting(starts_at=NOW - timedelta(days=2), **values)


def workbook(rows, headings=HEADINGS, name="gäster.xlsx"):
    book = openpyxl.Workbook()
    for row in [headings, *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return upload(stream.getvalue(), name)


def upload(content, name="gäster.xlsx"):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return SimpleUploadedFile(name, content, content_type=kind)


def a_municipality(name="Åre"):
    return MunicipalityFactory(name=name)


def queries_of(client, page):
    """How many queries a page takes, once what is cached for good is cached."""
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def rows_of(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
