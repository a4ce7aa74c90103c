"""Workbooks about meetings: who takes part, and the template of a guest list."""

from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from varv import clock
from varv.files import excel
from varv.meetings import queries
from varv.meetings.guest_list import COLUMNS
from varv.meetings.models import Meeting, Registration
from varv.people import sheet_words
from varv.people.models import User
from varv.people.sheet_words import OUTSIDE
from varv.registry.actions import log
from varv.text.dates import moment, span


@transaction.atomic
def export_participants(actor: User, *, meeting: Meeting) -> bytes:
    """Return a workbook with everybody who has signed up; that somebody took it out is logged."""
    rows = [*queries.registrations(meeting), *queries.cancelled_registrations(meeting)]
    log(actor, "meetings.export", meeting, registrations=[row.pk for row in rows])
    return excel.write(
        [
            excel.Sheet(_("Participants"), _headings(), [_row(row) for row in rows]),
            excel.Sheet(_("About the file"), [str(meeting)], [[text] for text in _notes(meeting)]),
        ]
    )


def guest_list_template() -> bytes:
    """Return an empty guest list; a second sheet has the words that may stand in its columns."""
    return excel.write(
        [
            excel.Sheet(_("Guest list"), [str(label) for label in COLUMNS.values()], []),
            sheet_words.sheet(str(COLUMNS["municipality"]), str(COLUMNS["sector"])),
        ]
    )


def as_download(content: bytes, title: str, meeting: Meeting) -> HttpResponse:
    """Return a workbook as a file to save, named by what it is, the meeting and the day."""
    response = HttpResponse(content, content_type=excel.CONTENT_TYPE)
    name = f"{title} {meeting.slug} {clock.today().isoformat()}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _headings() -> list[str]:
    return [
        *(_("Name"), _("E-mail"), _("Organisation"), _("Sector"), _("Municipality"), _("State")),
        *(_("Accessibility and language needs"), _("Signed up at"), _("How"), _("Came")),
    ]


def _row(row: Registration) -> list[excel.Cell]:
    return [
        row.name,
        row.person.email,
        row.organisation.name if row.organisation else "",
        row.get_sector_display(),
        row.municipality.name if row.municipality else str(OUTSIDE),
        row.get_state_display(),
        row.needs,
        row.registered_at,
        row.get_source_display(),
        _("yes") if hasattr(row, "attendance") else "",
    ]


def _notes(meeting: Meeting) -> list[str]:
    return [
        span(meeting.starts_at, meeting.ends_at),
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("The file holds personal data. Keep it where only those who need it can read it."),
        _("Delete it when the meeting is over. The list in the program is the one that holds."),
    ]
