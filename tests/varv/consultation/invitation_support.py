"""What the tests of invitations share."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from varv.consultation.actions import invitation_lists as lists
from varv.consultation.actions import invitations as actions
from varv.consultation.invitations import contact_list, kept_lists, sending
from varv.files import excel
from varv.people.queries import the_region

SWEDEN = ZoneInfo("Europe/Stockholm")
OPEN = datetime(2020, 5, 28, 10, tzinfo=SWEDEN)
HEADINGS = ["Namn", "E-post", "Aktör", "Organisationsnummer", "Sektor", "Kommun", "Adress"]


def book(rows, headings=HEADINGS):
    return excel.write([excel.Sheet("Lista", headings, rows)])


def upload(content, name="kontakter.xlsx"):
    return SimpleUploadedFile(name, content, content_type=excel.CONTENT_TYPE)


def raw_book(rows):
    """A workbook with values that our own writer would never write."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(rows, headings=HEADINGS):
    return contact_list.read(book(rows, headings), the_region())


def plan(round_, rows, headings=HEADINGS, **more):
    return contact_list.plan(round_, read(rows, headings), the_region(), **more)


def keep(actor, round_, rows, headings=HEADINGS):
    kept_lists.keep(actor, round_, "kontakter.xlsx", read(rows, headings))
    return kept_lists.kept(actor, round_)


def enter(actor, round_, rows, **more):
    waiting = keep(actor, round_, rows)
    shown = contact_list.plan(round_, kept_lists.rows_of(waiting), the_region()).digest
    return lists.enter_list(actor, round=round_, upload=waiting.upload, shown=shown, **more)


def send(actor, round_):
    shown = sending.to_invite(round_).digest
    return actions.send_invitations(actor, round=round_, shown=shown)


def remind(actor, round_, **more):
    shown = sending.to_remind(round_, **more).digest
    return actions.remind(actor, round=round_, shown=shown, **more)
