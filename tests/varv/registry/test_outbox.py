"""Mail is written once, sent once, and what went wrong is told in words."""

import asyncio
import smtplib
import socket
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.varv.threads import in_threads
from varv import clock
from varv.registry import actions, outbox, queries, tasks
from varv.registry.actions import Attachment, Letter, Recipient, queue, queue_many
from varv.registry.models import Event, Message, MessageAttachment
from varv.registry.outbox import GRACE, PAUSES, STUCK, Sender, deliver_due, deliver_one

CONTEXT = {"name": "Anna", "link": "https://s3.example.org/?a=1&b=2"}
State = Message.State


def write(recipient, occasion="tests:1", **kwargs) -> Message:
    return queue(
        kind="tests.news", occasion=occasion, recipient=recipient, context=CONTEXT, **kwargs
    )


@pytest.fixture
def region_sender(monkeypatch):
    """The region as sender, in place of what the apps above registered."""
    point = type(outbox.sender)("sender in a test")
    point.register("test", lambda: Sender("s3@region.example.org", "Regionen", language="sv"))
    monkeypatch.setattr(outbox, "sender", point)


# -- writing -------------------------------------------------------------------------------------


def test_queue_renders_at_once_in_the_recipients_language(db, at, anna):
    message = write(anna)
    assert message.subject == "News for Anna"
    assert message.body == "Hello Anna!\n\nRead more: https://s3.example.org/?a=1&b=2"
    assert message.recipient == "anna@example.org"
    assert (message.state, message.due_at) == (State.QUEUED, at)


def test_queue_is_idempotent_by_occasion_and_recipient(db, anna):
    first = write(anna)
    again = queue(
        kind="tests.news",
        occasion="tests:1",
        recipient=Recipient("ANNA@example.org", "Other", "sv"),
        context=CONTEXT,
    )
    other = write(anna, occasion="tests:2")
    assert again == first
    assert other != first
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("anna@example.org\nBcc: all@example.org", "Anna"),
        ("anna@example.org", "Anna\r\nBcc: all@example.org"),
        ("anna@example.org", "Anna\x00"),
        ("anna@example.org", "Anna\u2028Bcc: x"),
        ("anna", "Anna"),
        ("", "Anna"),
        ("anna@example.org, bo@example.org", "Anna"),
        ("a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".org", "Anna"),
        ("anna@example.org", "x" * 201),
    ],
)
def test_queue_refuses_an_address_that_could_start_a_header(db, email, name):
    with pytest.raises(ValidationError) as refused:
        write(Recipient(email, name, "en"))
    assert "recipient" in refused.value.message_dict
    assert not Message.objects.exists()


def test_queue_keeps_line_breaks_of_a_value_out_of_the_subject(db, anna):
    message = queue(
        kind="tests.news",
        occasion="tests:1",
        recipient=anna,
        context={"name": "Anna\r\nBcc: all@example.org", "link": "x"},
    )
    assert message.subject == "News for Anna Bcc: all@example.org"


@pytest.mark.parametrize(
    "item",
    [
        Attachment("a\nb.ics", "text/calendar", b"x"),
        Attachment("a.ics", "text/calendar\r\nX: y", b"x"),
        Attachment("a.ics", "text/calendar", b"x" * 11_000_000),
    ],
)
def test_queue_refuses_attachments_that_cannot_be_mailed(db, anna, item):
    with pytest.raises(ValidationError):
        write(anna, attachments=[item])


def test_queue_wakes_the_worker_in_the_same_transaction(db, anna):
    write(anna)
    job = ProcrastinateJob.objects.get()
    assert job.task_name == "varv.registry.tasks.deliver_message"
    with transaction.atomic():
        write(anna, occasion="tests:2")
        transaction.set_rollback(True)
    assert ProcrastinateJob.objects.count() == 1


def test_queue_of_later_mail_waits_for_the_tick(db, anna):
    due = clock.now() + timedelta(hours=2)
    write(anna, due_at=due)
    assert not ProcrastinateJob.objects.exists()
    assert queries.next_delivery(clock.now()) == due
    assert deliver_due() == 0


def test_queue_with_a_case_records_what_went_out(db, anna):
    case = actions.open_case(None, number="T/1/2020", title={"en": "Test"})
    message = write(anna, case=case, about=case)
    assert message.record.reference == "T/1/2020-1"
    assert (message.record.direction, message.record.text) == ("out", message.body)
    assert (message.about_kind, message.about_id) == ("case", case.pk)


# -- many at once --------------------------------------------------------------------------------


def letters(number, **values):
    return [
        Letter(
            kind="tests.news",
            occasion="tests:1",
            recipient=Recipient(f"p{one}@example.org", f"P {one}", "en"),
            context=CONTEXT,
            **values,
        )
        for one in range(number)
    ]


def test_queue_many_writes_what_queue_would(db, at):
    item = Attachment("a.ics", "text/calendar", b"x")
    case = actions.open_case(None, number="T/1/2020", title={"en": "Test"})
    first, second = queue_many(letters(2, attachments=[item], about=case, case=case))
    other = write(Recipient("p2@example.org", "P 2", "en"), attachments=[item], about=case)
    same = ("kind", "subject", "body", "about_kind", "about_id", "state", "due_at", "try_at")
    assert [getattr(first, name) for name in same] == [getattr(other, name) for name in same]
    assert first.attachments.get().content == b"x"
    assert [first.record.reference, second.record.reference] == ["T/1/2020-1", "T/1/2020-2"]
    assert Event.objects.filter(action="registry.record").count() == 2


def test_queue_many_costs_the_same_for_few_and_many(db):
    def queries_for(number, occasion):
        with CaptureQueriesContext(connection) as captured:
            queue_many(replace(one, occasion=occasion) for one in letters(number))
        return len(captured)

    assert queries_for(2, "tests:few") == queries_for(100, "tests:many") <= 13


def test_queue_many_returns_what_is_written_already(db):
    first = queue_many(letters(2))
    again = queue_many([*letters(3), *letters(3)])
    assert again[:2] == first
    assert again[:3] == again[3:]
    assert Message.objects.count() == 3


@pytest.mark.committed
def test_queue_many_wakes_the_worker_once_and_the_job_sends_all():
    queue_many(letters(5))
    job = ProcrastinateJob.objects.get()
    assert job.task_name == "varv.registry.tasks.deliver_waiting"
    tasks.deliver_waiting(**job.args)
    assert len(mail.outbox) == 5


def test_queue_many_reports_one_that_cannot_be_mailed_and_writes_the_others(db, at):
    wrong = replace(letters(1)[0], recipient=Recipient("anna\nBcc: x@example.org", "Anna", "en"))
    failed, *others = queue_many([wrong, *letters(2)])
    assert failed.state == State.FAILED
    assert failed.recipient == "anna bcc: x@example.org"
    assert failed.error
    assert [one.state for one in others] == [State.QUEUED, State.QUEUED]
    assert deliver_due() == 2
    with pytest.raises(ValidationError):
        actions.retry_message(None, message=failed)


@pytest.mark.committed
def test_many_writers_of_one_batch_make_it_once():
    assert in_threads(4, lambda number: queue_many(letters(20))) == []
    assert Message.objects.count() == 20


# -- what staff can do ---------------------------------------------------------------------------


def test_cancel_pending_cancels_only_what_waits(db, anna):
    bo = Recipient("bo@example.org", "Bo", "sv")
    write(anna, occasion="meeting:1:link:v1")
    sent = write(bo, occasion="meeting:1:link:v1")
    other = write(anna, occasion="meeting:2:link:v1")
    Message.objects.filter(pk=sent.pk).update(state=State.SENT)
    assert actions.cancel_pending(occasion_prefix="meeting:1:") == 1
    other.refresh_from_db()
    assert other.state == State.QUEUED
    with pytest.raises(ValueError, match="name the occasion"):
        actions.cancel_pending()


def test_cancel_pending_about_a_thing(db, anna):
    case = actions.open_case(None, number="T/1/2020", title={"en": "Test"})
    write(anna, about=case)
    write(anna, occasion="tests:2")
    assert actions.cancel_pending(about=case) == 1


def test_cancel_message_takes_it_out_of_the_queue(db, anna):
    message = actions.cancel_message(None, message=write(anna))
    assert message.state == State.CANCELLED
    assert deliver_due() == 0
    assert Event.objects.filter(action="registry.cancel_message").exists()
    with pytest.raises(ValidationError):
        actions.cancel_message(None, message=message)


def test_retry_message_queues_a_failed_one_again(db, anna):
    message = write(anna)
    with pytest.raises(ValidationError):
        actions.retry_message(None, message=message)
    Message.objects.filter(pk=message.pk).update(state=State.FAILED, tries=8, error="no")
    again = actions.retry_message(None, message=message)
    assert (again.state, again.tries, again.error) == (State.QUEUED, 0, "")
    assert again.message_id == message.message_id
    assert deliver_due() == 1


# -- sending -------------------------------------------------------------------------------------


def test_delivery_writes_a_proper_mail(db, anna, region_sender):
    message = write(anna, attachments=[Attachment("möte.ics", "text/calendar", b"BEGIN")])
    assert deliver_due() == 1
    message.refresh_from_db()
    assert message.state == State.SENT
    (sent,) = mail.outbox
    parsed = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    assert parsed["From"] == "Regionen <s3@region.example.org>"
    assert parsed["To"] == "anna@example.org"
    assert parsed["Reply-To"] == "s3@region.example.org"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Message-ID"] == message.message_id
    assert message.message_id.endswith("@region.example.org>")
    html = parsed.get_body(["html"]).get_content()
    assert 'href="https://s3.example.org/?a=1&amp;b=2"' in html
    assert '<html lang="en">' in html
    (item,) = parsed.iter_attachments()
    assert (item.get_filename(), item.get_content_type()) == ("möte.ics", "text/calendar")


def test_delivery_sends_once(db, anna):
    message = write(anna)
    assert deliver_one(message.pk) == 1
    assert deliver_one(message.pk) == 0
    assert deliver_due() == 0
    assert len(mail.outbox) == 1


def test_delivery_escapes_the_text_in_html(db, anna):
    queue(
        kind="tests.news",
        occasion="tests:1",
        recipient=anna,
        context={"name": "<script>", "link": "x"},
    )
    deliver_due()
    html, _type = mail.outbox[0].alternatives[0]
    assert "<script>" not in html


def test_delivery_stops_at_its_limit(db, anna):
    for number in range(3):
        write(anna, occasion=f"tests:{number}")
    assert deliver_due(limit=2) == 2
    assert deliver_due() == 1


def test_delivery_in_rehearsal_captures(db, anna, at, settings):
    settings.REHEARSAL, settings.REHEARSAL_START = True, at
    late = write(anna, due_at=at + timedelta(days=1))
    message = write(anna, occasion="tests:2")
    assert deliver_due(at) == 1
    message.refresh_from_db()
    late.refresh_from_db()
    assert (message.state, late.state) == (State.CAPTURED, State.QUEUED)
    assert mail.outbox == []


def test_delivery_too_late_is_missed(db, anna, at):
    message = write(anna, deliver_before=at + timedelta(hours=1))
    assert deliver_due(at + timedelta(hours=1)) == 1
    message.refresh_from_db()
    assert message.state == State.MISSED
    assert mail.outbox == []


def claim_since(ago, **values):
    """Leave all mail as somebody left it who began to send it ``ago``."""
    moment = timezone.now() - ago
    Message.objects.update(**{"state": State.SENDING, "claimed_at": moment, "tries": 1, **values})


@contextmanager
def another_worker():
    """A worker with a connection of its own, which has claimed the only message."""
    message, other = Message.objects.get(), connection.copy()
    lock = [outbox._CLAIM_LOCK, message.pk]
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            yield message
    finally:
        other.close()


def test_delivery_takes_up_soon_what_a_killed_worker_left(db, anna, at):
    message = write(anna)
    claim_since(GRACE - timedelta(seconds=10))
    assert deliver_due(at) == 0
    claim_since(GRACE)
    assert deliver_due(at) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == message.message_id
    message.refresh_from_db()
    assert (message.state, message.tries, message.cut_off) == (State.SENT, 2, 1)


@pytest.mark.committed
def test_delivery_leaves_alone_what_a_living_worker_is_at(anna):
    write(anna)
    with another_worker():
        claim_since(STUCK - timedelta(minutes=1))
        assert deliver_due() == 0
    assert deliver_due() == 1


@pytest.mark.committed
def test_delivery_takes_up_at_last_what_a_worker_seems_to_be_at(anna):
    """A host without power keeps its place in the database for hours."""
    message = write(anna)
    with another_worker():
        claim_since(STUCK)
        assert deliver_due() == 1
    message.refresh_from_db()
    assert message.state == State.SENT


def test_a_claim_out_of_the_future_does_not_live_for_ever(db, anna, at):
    write(anna)
    claim_since(-timedelta(hours=2))
    assert deliver_due(at) == 1


def test_a_message_that_ends_worker_after_worker_is_given_up(db, anna, at):
    message, other = write(anna), write(anna, occasion="tests:2")
    for _worker in range(outbox.MOST_CUT_OFF):
        message.refresh_from_db()
        assert message.state != State.FAILED
        Message.objects.filter(pk=message.pk).update(
            state=State.SENDING, claimed_at=timezone.now() - GRACE
        )
        outbox._free_abandoned(Message.objects.all(), at)
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert "ended 5 times" in message.error
    assert deliver_due(at) == 1
    other.refresh_from_db()
    assert other.state == State.SENT


def test_delivery_lets_go_of_its_locks(db, anna):
    write(anna)
    deliver_due()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            " AND granted AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.committed
def test_what_the_server_took_is_noted_though_the_database_went_away(anna, monkeypatch):
    message = write(anna)
    send = outbox._try

    def send_and_lose_the_database(*args):
        refusal = send(*args)
        own = connection.connection.info.backend_pid
        with closing(connection.copy()) as other, other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [own])
        return refusal

    monkeypatch.setattr(outbox, "_try", send_and_lose_the_database)
    assert deliver_one(message.pk) == 1
    message.refresh_from_db()
    assert message.state == State.SENT


@pytest.mark.parametrize("answer", ["451 try later", "550 no such user here"])
def test_what_was_withdrawn_while_it_was_being_sent_is_not_tried_again(db, anna, smtp, answer):
    smtp.data_answer = answer
    message = write(anna)
    claimed = outbox._claim(Message.objects.all(), clock.now())
    assert actions.cancel_pending(occasion_prefix="tests:") == 0
    with get_connection() as server:
        outbox._deal_with(claimed, server, clock.now())
    message.refresh_from_db()
    assert message.withdrawn_at
    assert message.state == State.CANCELLED


def test_delivery_looks_anew_before_each_message_whether_it_is_too_late(db, anna, smtp):
    smtp.pause = 0.5
    write(anna)
    late = write(anna, occasion="tests:2", deliver_before=timezone.now() + timedelta(seconds=0.4))
    assert deliver_due() == 1
    assert deliver_due() == 1
    late.refresh_from_db()
    assert late.state == State.MISSED
    assert len(smtp.received) == 1


class BrokenBackend(BaseEmailBackend):
    """A way to send mail that breaks as nobody foresaw."""

    def send_messages(self, email_messages):
        raise KeyError("a mistake of ours")


def test_a_mistake_of_ours_is_a_try_that_failed(db, anna, at, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    messages = [write(anna, occasion=f"tests:{number}") for number in range(2)]
    assert deliver_due(at) == 2
    for message in messages:
        message.refresh_from_db()
        assert (message.state, message.tries) == (State.QUEUED, 1)
        assert message.try_at == at + PAUSES[0]
        assert "a mistake of ours" in message.error


@pytest.mark.committed
def test_delivery_skips_what_another_worker_is_taking(anna):
    message = write(anna)
    write(anna, occasion="tests:2")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM registry_message WHERE id = %s FOR UPDATE", [message.pk])
            assert deliver_due() == 1
    finally:
        other.close()
    assert deliver_due() == 1


@pytest.mark.committed
def test_many_writers_of_one_occasion_make_one_message(anna):
    assert in_threads(8, lambda number: write(anna)) == []
    assert Message.objects.count() == 1


@pytest.mark.committed
def test_many_workers_send_each_message_once(anna):
    for number in range(20):
        write(anna, occasion=f"tests:{number}")
    assert in_threads(4, lambda number: deliver_due()) == []
    sent = [one.extra_headers["Message-ID"] for one in mail.outbox]
    assert len(sent) == len(set(sent)) == 20


# -- a mail server that answers as told ----------------------------------------------------------


class Server:
    """An SMTP server that gives one answer to every recipient or every message."""

    def __init__(self):
        self.sender_answer = self.recipient_answer = self.data_answer = "250 OK"
        self.received = []
        self.pause = 0.0

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.recipient_answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await asyncio.sleep(self.pause)
        if self.data_answer.startswith("2"):
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.data_answer


@pytest.fixture
def smtp(settings):
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


def test_delivery_over_smtp(db, anna, smtp):
    messages = [write(anna, occasion=f"tests:{number}") for number in range(3)]
    assert deliver_due() == 3
    assert [mail["Message-ID"] for mail in smtp.received] == [one.message_id for one in messages]


@pytest.mark.parametrize("answer", ["recipient_answer", "data_answer"])
def test_temporary_refusal_is_tried_again_later_and_later(db, anna, at, smtp, answer):
    setattr(smtp, answer, "451 try later")
    message = write(anna)
    now = at
    for pause in PAUSES:
        assert deliver_due(now) == 1
        message.refresh_from_db()
        assert (message.state, message.try_at) == (State.QUEUED, now + pause)
        assert "451 try later" in message.error
        assert deliver_due(now) == 0
        now += pause
    assert deliver_due(now) == 1
    message.refresh_from_db()
    assert (message.state, message.tries) == (State.FAILED, len(PAUSES) + 1)


def test_temporary_refusal_does_not_hold_up_the_others(db, anna, smtp):
    smtp.data_answer = "451 try later"
    for number in range(3):
        write(anna, occasion=f"tests:{number}")
    assert deliver_due() == 3


@pytest.mark.parametrize("answer", ["recipient_answer", "data_answer"])
def test_permanent_refusal_fails_with_the_servers_words(db, anna, smtp, answer):
    setattr(smtp, answer, "550 no such user here")
    message = write(anna)
    deliver_due()
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert "550" in message.error
    assert "no such user here" in message.error


def test_a_server_that_is_down_ends_the_round(db, anna, settings, smtp):
    settings.EMAIL_PORT = 1
    messages = [write(anna, occasion=f"tests:{number}") for number in range(3)]
    assert deliver_due() == 1
    for message in messages:
        message.refresh_from_db()
    assert [message.tries for message in messages] == [1, 0, 0]
    assert "cannot be reached" in messages[0].error


def test_a_server_that_is_down_for_days_loses_nothing(db, anna, at, settings, smtp):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    message, now = write(anna), at
    waited = []
    while now < at + timedelta(days=2):
        assert deliver_due(now) == 1
        message.refresh_from_db()
        assert message.state == State.QUEUED
        waited.append(message.try_at - now)
        now = message.try_at
    assert waited[:3] == list(outbox.PAUSES_WITHOUT_SERVER)
    assert max(waited) == outbox.PAUSES_WITHOUT_SERVER[-1]
    settings.EMAIL_PORT = port
    deliver_due(now)
    message.refresh_from_db()
    assert (message.state, message.refusals) == (State.SENT, 0)


def test_a_message_with_a_deadline_is_tried_until_then(db, anna, smtp):
    smtp.data_answer = "451 try later"
    # The outbox goes by the real time where a message may be too late.
    message = write(anna, deliver_before=timezone.now() + timedelta(days=2))
    now = message.due_at
    tried = []
    while now < message.deliver_before:
        tried.append(now)
        assert deliver_due(now) == 1
        message.refresh_from_db()
        assert message.state == State.QUEUED
        now = message.try_at
    assert len(tried) > len(PAUSES) + 1
    assert message.deliver_before - tried[-1] <= outbox.SHORTEST_PAUSE
    deliver_due(now)
    message.refresh_from_db()
    assert message.state == State.MISSED


def test_a_sender_that_the_server_does_not_take_fails_nobodys_mail(db, anna, smtp):
    smtp.sender_answer = "550 no mail from you"
    messages = [write(anna, occasion=f"tests:{number}") for number in range(2)]
    assert deliver_due() == 1
    for message in messages:
        message.refresh_from_db()
    assert [message.state for message in messages] == [State.QUEUED, State.QUEUED]
    assert "takes no mail: 550 no mail from you" in messages[0].error


def test_an_answer_that_came_too_late_does_not_undo_another_workers_work(db, anna, at):
    """The first worker hangs, the second sends the message, then the first fails."""
    message = write(anna)
    stuck = timezone.now() - STUCK
    Message.objects.filter(pk=message.pk).update(state=State.SENDING, claimed_at=stuck, tries=1)
    message.refresh_from_db()
    deliver_due(at)
    outbox._settle(message, outbox._refusal(smtplib.SMTPServerDisconnected("gone")), at)
    message.refresh_from_db()
    assert message.state == State.SENT


def test_erased_person_leaves_no_text_behind(db, anna, django_user_model):
    from varv.registry import rights

    person = django_user_model(email="anna@example.org")
    person.save()
    message = write(anna, attachments=[Attachment("a.ics", "text/calendar", b"x")])
    exported = rights.point["registry.messages"].export(person.pk)
    assert exported["messages"][0]["subject"] == "News for Anna"
    assert rights.point["registry.messages"].erase(person.pk) == 1
    message.refresh_from_db()
    assert message.state == State.CANCELLED
    assert "anna" not in str(vars(message)).lower()
    assert not MessageAttachment.objects.exists()
