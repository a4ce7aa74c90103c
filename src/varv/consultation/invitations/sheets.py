"""Workbooks of invitations: an empty contact list, and who was asked with what became of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.invitations import contact_list
from varv.consultation.models import Invitation, Round
from varv.consultation.queries import invitations as queries
from varv.files import excel
from varv.people import sheet_words
from varv.people.models import User
from varv.registry.actions import log
from varv.text.dates import moment


def template() -> bytes:
    """Return an empty contact list; a second sheet has the words that may stand in its columns."""
    labels = contact_list.COLUMNS
    return excel.write(
        [
            excel.Sheet(_("Contact list"), [str(label) for label in labels.values()], []),
            sheet_words.sheet(str(labels["municipality"]), str(labels["sector"])),
        ]
    )


@transaction.atomic
def export_invitations(actor: User, *, round: Round) -> bytes:  # noqa: A002 - the word of the house
    """Return a workbook with everybody on the list; that somebody took it out is logged."""
    rows = list(queries.invitations(round))
    given = queries.answers(rows)
    log(actor, "consultation.export_invitations", round, number=len(rows))
    headings = [
        *(str(contact_list.COLUMNS[key]) for key in ("name", "email", "organisation")),
        *(_("Sector"), _("Municipality"), _("Postal address"), _("State"), _("Asked")),
        *(_("Opened the link"), _("Reminded"), _("Answer"), _("Declined"), _("Reason")),
    ]
    told = [[*_who(one), *_what(one, str(given.get(one.pk, "")))] for one in rows]
    notes = [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("The file holds personal data. Keep it where only those who need it can read it."),
        _("Some mail programs open links to check them, so not every opened link was read."),
    ]
    return excel.write(
        [
            excel.Sheet(_("Invitations"), headings, told),
            excel.Sheet(_("About the file"), [str(round)], [[text] for text in notes]),
        ]
    )


def _who(one: Invitation) -> list[excel.Cell]:
    return [
        one.name,
        one.person.email if one.person else "",
        one.organisation.name if one.organisation else "",
        one.get_sector_display(),
        one.municipality.name if one.municipality else "",
        one.postal_address,
    ]


def _what(one: Invitation, answer: str) -> list[excel.Cell]:
    state = queries.State(one.shown_state)  # type: ignore[attr-defined]
    return [
        str(state.label),
        one.invited_at,
        one.opened_at,
        one.reminded_at,
        answer,
        one.declined_at,
        one.decline_reason,
    ]
