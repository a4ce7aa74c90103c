"""The log is append-only, sealed at commit, and proves itself whole."""

import threading
import time

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from tests.varv.threads import in_threads
from varv import clock
from varv.registry import actions, queries
from varv.registry.models import Case, ChainHead, Event, Record

ACTION = "tests.act"


def test_log_refuses_unregistered_action(db):
    with pytest.raises(LookupError, match=r"tests\.unheard_of"):
        actions.log(None, "tests.unheard_of")


def test_log_keeps_actor_subject_and_data(db, at):
    case = actions.open_case(None, number="T/1/2020", title={"en": "Test"})
    event = actions.log(None, ACTION, case, amount=3)
    assert (event.subject_kind, event.subject_id) == ("case", case.pk)
    assert event.data == {"amount": 3}
    assert event.at == at
    assert event.recorded_at > at


@pytest.mark.committed
def test_log_is_sealed_at_commit_in_order():
    with transaction.atomic():
        first = actions.log(None, ACTION, n=1)
        with transaction.atomic():  # a savepoint has a transaction id of its own
            second = actions.log(None, ACTION, n=2)
        assert Event.objects.filter(sequence=None).count() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sequence, second.sequence) == (1, 2)
    assert second.previous_hash == first.hash
    assert ChainHead.objects.get().hash == second.hash
    assert queries.verify_log() == []


@pytest.mark.committed
def test_log_ignores_what_a_writer_claims_about_the_seal():
    forged = Event(
        at=clock.now(), recorded_at=clock.now(), action=ACTION, sequence=77, hash="f" * 64
    )
    forged.save()
    forged.refresh_from_db()
    assert forged.sequence == 1
    assert queries.verify_log() == []


@pytest.mark.committed
def test_log_leaves_no_gap_after_rollback():
    actions.log(None, ACTION)
    with transaction.atomic():
        actions.log(None, ACTION)
        transaction.set_rollback(True)
    actions.log(None, ACTION)
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert queries.verify_log() == []


def sealed():
    """Return what each event says of itself, in the order of the chain."""
    return list(Event.objects.order_by("sequence").values_list("sequence", "data__n"))


def constraints(when):
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


@pytest.mark.committed
def test_log_of_many_things_is_sealed_at_once_in_order():
    cases = [
        actions.open_case(None, number=f"T/{number}/2020", title={"en": "Test"})
        for number in range(3)
    ]
    with transaction.atomic():
        actions.log(None, ACTION, n=0)
        actions.log_many(None, ACTION, [(case, {"n": case.pk}) for case in cases])
        actions.log(None, ACTION, n=-1)
    numbers = [0, *(case.pk for case in cases), -1]
    assert sealed()[-5:] == list(enumerate(numbers, start=len(sealed()) - 4))
    assert queries.verify_log() == []


@pytest.mark.committed
def test_log_of_a_savepoint_that_was_rolled_back_leaves_no_gap():
    with transaction.atomic():
        actions.log(None, ACTION, n=1)
        with transaction.atomic():
            actions.log(None, ACTION, n=2)
            transaction.set_rollback(True)
        actions.log(None, ACTION, n=3)
    assert sealed() == [(1, 1), (2, 3)]
    assert queries.verify_log() == []


@pytest.mark.committed
@pytest.mark.parametrize("then", ["IMMEDIATE", "DEFERRED"])
def test_log_that_is_sealed_before_the_commit_goes_on(then):
    with transaction.atomic():
        actions.log(None, ACTION, n=1)
        actions.log(None, ACTION, n=2)
        constraints("IMMEDIATE")
        assert sealed() == [(1, 1), (2, 2)]
        constraints(then)
        actions.log(None, ACTION, n=3)
        actions.log(None, ACTION, n=4)
    assert sealed() == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert queries.verify_log() == []


@pytest.mark.committed
def test_log_whose_sealing_was_rolled_back_is_sealed_at_commit():
    with transaction.atomic():
        actions.log(None, ACTION, n=1)
        with transaction.atomic():
            actions.log(None, ACTION, n=2)
            constraints("IMMEDIATE")
            assert sealed() == [(1, 1), (2, 2)]
            transaction.set_rollback(True)
        actions.log(None, ACTION, n=3)
    assert sealed() == [(1, 1), (2, 3)]
    assert queries.verify_log() == []


@pytest.mark.committed
def test_log_seals_events_whose_ids_go_backwards():
    with transaction.atomic():
        for number in (9, 7, 8):
            Event.objects.create(
                pk=number,
                at=clock.now(),
                recorded_at=clock.now(),
                action=ACTION,
                data={"n": number},
            )
    assert sorted(number for _sequence, number in sealed()) == [7, 8, 9]
    assert queries.verify_log() == []


@pytest.mark.committed
def test_log_never_seals_what_another_transaction_left_unsealed():
    """Only the tables' owner can leave anything so; that must stay to be seen."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_event DISABLE TRIGGER USER")
        cursor.execute(
            "INSERT INTO registry_event (id, at, recorded_at, action, subject_kind, data,"
            " previous_hash, hash) VALUES (99, now(), now(), 'forged', '', '{}', '', '')"
        )
        cursor.execute("ALTER TABLE registry_event ENABLE TRIGGER USER")
    with transaction.atomic():
        actions.log(None, ACTION, n=1)
        actions.log(None, ACTION, n=2)
    assert [(fault.sequence, fault.event_id) for fault in queries.verify_log()] == [(None, 99)]


@pytest.mark.committed
def test_log_stays_whole_when_sealing_is_taken_back_and_brought_in_again():
    last = ("registry", "0012_secrets_apart_from_the_text")
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("registry")
    for target in ([last], latest):
        with transaction.atomic():
            actions.log(None, ACTION, n=1)
            actions.log(None, ACTION, n=2)
        MigrationExecutor(connection).migrate(target)
    actions.log(None, ACTION, n=3)
    assert [sequence for sequence, _number in sealed()] == [1, 2, 3, 4, 5]
    assert queries.verify_log() == []


@pytest.mark.committed
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_event SET action = 'other'",
        "UPDATE registry_event SET hash = hash",
        "DELETE FROM registry_event",
        "TRUNCATE registry_event",
        "UPDATE registry_chainhead SET sequence = 0",
        "DELETE FROM registry_chainhead",
        "TRUNCATE registry_chainhead",
    ],
)
def test_log_refuses_change(statement):
    actions.log(None, ACTION)
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.verify_log() == []


def test_log_refuses_change_of_unsealed_event(db):
    event = actions.log(None, ACTION)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(action="other")


@pytest.mark.committed
@pytest.mark.parametrize(
    ("tampering", "where"),
    [
        ("UPDATE registry_event SET data = '{\"n\": 99}' WHERE sequence = 2", {2}),
        ("UPDATE registry_event SET actor_id = 5 WHERE sequence = 3", {3}),
        ("DELETE FROM registry_event WHERE sequence = 2", {3}),
        ("DELETE FROM registry_event WHERE sequence = 1", {2}),
        ("DELETE FROM registry_event WHERE sequence = 4", {4}),
        ("DELETE FROM registry_event", {4}),
        ("DELETE FROM registry_chainhead", {None}),
        (
            """UPDATE registry_event SET sequence = -1 WHERE sequence = 2;
               UPDATE registry_event SET sequence = 2 WHERE sequence = 3;
               UPDATE registry_event SET sequence = 3 WHERE sequence = -1""",
            {2, 3, 4},
        ),
        ("DELETE FROM registry_event WHERE sequence > 2", {4}),
        (
            """INSERT INTO registry_event
                   (at, recorded_at, action, subject_kind, data, sequence, previous_hash, hash)
               SELECT at, recorded_at, 'forged', '', '{}', 5, hash, 'f' FROM registry_event
               WHERE sequence = 4;
               UPDATE registry_event e SET hash = registry_event_hash(e) WHERE sequence = 5""",
            {4},
        ),
        (
            """UPDATE registry_event SET sequence = 5 WHERE sequence = 4;
               UPDATE registry_event SET sequence = 4 WHERE sequence = 3;
               INSERT INTO registry_event
                   (at, recorded_at, action, subject_kind, data, sequence, previous_hash, hash)
               SELECT at, recorded_at, 'forged', '', '{}', 3, hash, 'f' FROM registry_event
               WHERE sequence = 2;
               UPDATE registry_event e SET hash = registry_event_hash(e) WHERE sequence = 3""",
            {4, 5},
        ),
        (
            """UPDATE registry_event SET data = '{}' WHERE sequence = 2;
               UPDATE registry_event e SET hash = registry_event_hash(e) WHERE sequence = 2""",
            {3},
        ),
    ],
)
def test_verify_log_finds_tampering(tampering, where):
    for number in range(4):
        actions.log(None, ACTION, n=number)
    assert queries.verify_log() == []
    tables = ("registry_event", "registry_chainhead")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(tampering)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    faults = queries.verify_log()
    assert where <= {fault.sequence for fault in faults}
    assert all(fault.what for fault in faults)


@pytest.mark.committed
def test_log_takes_sixteen_writers_at_once_without_deadlock():
    """Each writer logs before and after writing rows whose foreign keys are checked at commit."""
    cases = [
        actions.open_case(None, number=f"T/{number}/2020", title={"en": "Test"})
        for number in range(2)
    ]

    def write(number: int) -> None:
        for turn in range(6):
            with transaction.atomic():
                actions.log(None, ACTION, n=number)
                case = cases[(number + turn) % 2]
                actions.record(None, case=case, direction="in", kind="letter", title="Hello")

    errors = in_threads(16, write)
    assert errors == []
    assert Record.objects.count() == 96
    for case in Case.objects.all():
        numbers = case.records.order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, case.last_number + 1))
    assert queries.verify_log() == []


@pytest.mark.committed
def test_log_takes_its_lock_after_foreign_keys_are_checked():
    """A writer that holds the end of the chain waits for nobody, so nobody waits for ever."""
    case = actions.open_case(None, number="T/1/2020", title={"en": "Test"})
    logged, locked = threading.Event(), threading.Event()

    def write(number: int) -> None:
        with transaction.atomic():
            if number:  # logs, then writes a row whose foreign key needs the case at commit
                actions.log(None, ACTION)
                Record.objects.create(
                    case=case,
                    number=1,
                    direction="in",
                    kind="letter",
                    title="Hello",
                    received_at=clock.now(),
                )
                logged.set()
                locked.wait(5)
            else:  # holds the case, then logs
                logged.wait(5)
                Case.objects.select_for_update().get(pk=case.pk)
                locked.set()
                time.sleep(0.3)  # long enough for the other to begin its commit
                actions.log(None, ACTION)

    assert in_threads(2, write) == []
    assert queries.verify_log() == []


def test_verify_log_reads_the_chain_in_one_query(db):
    for number in range(3):
        actions.log(None, ACTION, n=number)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        queries.verify_log()
    assert len(captured) == 1
