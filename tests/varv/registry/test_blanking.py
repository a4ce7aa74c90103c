"""Codes and personal links in mail of before ``Message.secrets`` are blanked by an update."""

from importlib import import_module

import pytest
from allauth.account.adapter import get_adapter
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.varv.factories import CaseFactory, RegionFactory, UserFactory
from varv.people.identity import my_page_link
from varv.registry import outbox
from varv.registry.models import Message, Record

State = Message.State
blanking = import_module("varv.registry.migrations.0016_blank_codes_and_links")


def written(number: int, kind: str, text: str, state: str) -> Message:
    """Write a mail as varv did before what is for the recipient alone was kept apart."""
    now = timezone.now()
    return Message.objects.create(
        kind=kind,
        occasion=f"tests:{number}",
        recipient="anna@example.org",
        language="sv",
        subject=text[:60].replace("\n", " ") if "code" in kind else "Hej",
        body=text,
        message_id=f"<{number}@example.org>",
        created_at=now,
        due_at=now,
        try_at=now,
        state=state,
    )


def blank() -> None:
    with connection.schema_editor() as editor:
        blanking.blank(None, editor)


@pytest.fixture
def old(db):
    """Mails that went out, mails that wait, and the record of one."""
    RegionFactory()
    link, code = str(my_page_link(UserFactory())), get_adapter().generate_login_code()
    case = CaseFactory()
    record = Record.objects.create(
        case=case,
        number=1,
        direction="out",
        kind="e-mail",
        title="Hej",
        text=f"Se {link}.",
        received_at=timezone.now(),
    )
    return {
        "link": link,
        "code": code,
        "record": record,
        "sent code": written(1, "people.sign_in_code", f"Din kod: {code}", State.SENT),
        "waiting code": written(2, "people.sign_in_code", f"Din kod: {code}", State.QUEUED),
        "sent link": written(3, "cycles.interest", f"Se {link} idag", State.SENT),
        "failed link": written(4, "meetings.link", f"Se {link}\nHej", State.FAILED),
        "other": written(5, "meetings.link", "https://s3.example.org/my/ AB12-CD34", State.SENT),
    }


def test_sent_mail_and_records_keep_a_placeholder(old):
    blank()
    for name, body in {
        "sent code": "Din kod: {code}",
        "sent link": "Se {link} idag",
        "other": "https://s3.example.org/my/ AB12-CD34",
    }.items():
        old[name].refresh_from_db()
        assert (old[name].body, old[name].secrets) == (body, {})
    assert old["sent code"].subject == "Din kod: {code}"
    old["record"].refresh_from_db()
    assert old["record"].text == "Se {link}."


def test_mail_that_may_still_go_out_reads_as_before(old):
    texts = {name: old[name].body for name in ("waiting code", "failed link")}
    blank()
    for name, text in texts.items():
        old[name].refresh_from_db()
        assert old["link"] not in old[name].body
        assert old["code"] not in old[name].subject + old[name].body
        assert outbox.as_sent(old[name])[1] == text


def test_a_rehearsal_is_left_whole(old, settings):
    settings.REHEARSAL = True
    blank()
    old["sent code"].refresh_from_db()
    assert old["code"] in old["sent code"].body


@pytest.mark.committed
def test_the_migration_can_be_undone_and_made_again():
    mail = written(1, "people.sign_in_code", "Din kod: AB12-CD34", State.SENT)
    call_command("migrate", "registry", "0015", verbosity=0)
    call_command("migrate", "registry", verbosity=0)
    mail.refresh_from_db()
    assert mail.body == "Din kod: {code}"
