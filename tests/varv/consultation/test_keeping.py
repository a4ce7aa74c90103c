"""How long input, its mail and invitations are kept: proposed, and destroyed under a decision."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.varv.consultation.spread_support import ADDRESS, NAME, OPEN, take_part
from tests.varv.consultation.test_personal import everything, figures
from tests.varv.factories import (
    CoordinatorFactory,
    InvitationFactory,
    RegionFactory,
    RoundFactory,
    contribution,
)
from varv import clock
from varv.consultation.models import IncomingMail, Invitation, Round
from varv.files import actions as files
from varv.people import actions as people
from varv.people.models import User
from varv.registry import actions, retention
from varv.registry.models import Destroyed, Record

pytestmark = pytest.mark.django_db
FAR_AHEAD = OPEN.replace(year=2120) + timedelta(days=1)
OURS = [rule.key for rule in retention.rules if rule.key.startswith("consultation.")]


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        RegionFactory()
        yield


def due(key, *, days=0):
    rule = retention.rules[key]
    at = clock.now() + timedelta(days=days)
    return list(retention.due(rule, at, retention.months_of(rule)))


def decide():
    return actions.add_disposal_decision(
        None,
        name="Gallringsplan",
        decided_on=date(2018, 1, 1),
        decided_by="Regionstyrelsen",
        covers=[*OURS, "registry.records", "registry.erased_records"],
        valid_from=date(2018, 1, 1),
    )


def mail(where, **values):
    number = IncomingMail.objects.count()
    stored = files.store(None, name=f"{number}.txt", content=f"Från {number}".encode())
    values = {"message_id": f"{number}@x.example", "subject": "Semester", "text": "Åter"} | values
    made = IncomingMail.objects.create(
        where=where,
        sha256=f"{number:064}",
        original=stored,
        sender_email="nils@x.example",
        **values,
    )
    made.files.add(files.store(None, name=f"b{number}.txt", content=f"Bilaga {number}".encode()))
    return made


def test_mail_put_aside_is_due_after_three_months_and_mail_to_be_sorted_never():
    aside = [mail(IncomingMail.Where.IGNORED), mail(IncomingMail.Where.DUPLICATE)]
    mail(IncomingMail.Where.TRIAGE)
    assert due("consultation.put_aside_mail", days=80) == []
    assert due("consultation.put_aside_mail", days=95) == aside
    assert due("consultation.put_aside_mail", days=9000) == aside


def test_mail_that_staff_put_aside_late_is_kept_from_then():
    mail(IncomingMail.Where.IGNORED, sorted_at=OPEN + timedelta(days=60))
    assert due("consultation.put_aside_mail", days=95) == []
    assert len(due("consultation.put_aside_mail", days=160)) == 1


def test_mail_that_is_destroyed_leaves_its_number_and_fingerprint():
    aside = mail(IncomingMail.Where.IGNORED)
    decision = decide()
    before = figures()
    with clock.pinned(OPEN + timedelta(days=100)):
        actions.dispose(None, decision=decision, rule="consultation.put_aside_mail")
        assert due("consultation.put_aside_mail") == []
    aside.refresh_from_db()
    assert (aside.subject, aside.text, aside.sender_email, aside.message_id) == ("", "", "", "")
    assert aside.original.destroyed_at
    assert aside.files.get().destroyed_at
    assert figures() == before
    assert Destroyed.objects.get().subject_kind == "incoming_mail"


def test_input_is_proposed_by_its_own_rule_alone():
    contribution()
    _person, written, _by_mail = take_part()
    numbers = set(Record.objects.filter(subject_kind="contribution").values_list("pk", flat=True))
    with clock.pinned(FAR_AHEAD):
        for rule in retention.rules:
            if rule.kind == "record":
                assert due(rule.key) == [], rule.key
        actions.set_keep_time(None, decision=decide(), rule="consultation.records", months=1200)
        assert {entry.pk for entry in due("consultation.records")} == numbers
    assert written.record_id in numbers


def test_input_that_is_destroyed_takes_its_mail_and_its_sender_along():
    person, written, by_mail = take_part()
    before = figures()
    decision = decide()
    triage = IncomingMail.objects.filter(where="triage").count()
    with clock.pinned(FAR_AHEAD):
        with pytest.raises(ValidationError):
            actions.dispose(None, decision=decision, rule="consultation.records")
        actions.set_keep_time(None, decision=decision, rule="consultation.records", months=120)
        actions.dispose(None, decision=decision, rule="consultation.records")
        assert due("consultation.left_mail") == []
    assert figures() == before
    for one in (written, by_mail):
        one.refresh_from_db()
        assert (one.name, one.text, one.person.is_active) == ("", "", False)
        assert one.person_id != person.pk
    by_mail.mail.refresh_from_db()
    assert (by_mail.mail.sender_email, by_mail.mail.full_text) == ("", "")
    assert by_mail.mail.original.destroyed_at
    assert "Kvarnsvaret" not in everything()
    assert IncomingMail.objects.filter(where="triage").count() == triage
    assert User.objects.filter(pk=person.pk, is_active=True).exists()


def test_mail_of_the_erased_is_due_at_once_and_its_original_goes():
    person, *_ = take_part()
    with clock.pinned(OPEN):
        people.erase_person(CoordinatorFactory(), person=person)
    with clock.pinned(OPEN + timedelta(minutes=1)):
        found = due("consultation.left_mail")
        assert len(found) == 2
        decision = decide()
        actions.dispose(None, decision=decision, rule="consultation.left_mail")
        assert due("consultation.left_mail") == []
    for one in found:
        one.refresh_from_db()
        assert (one.subject, one.text) == ("", "")
        assert one.original is None or one.original.destroyed_at


def test_file_that_a_kept_record_holds_stays_when_the_mail_goes():
    made = contribution()
    aside = mail(IncomingMail.Where.IGNORED)
    made.record.files.add(aside.files.get())
    with clock.pinned(OPEN + timedelta(days=100)):
        actions.dispose(None, decision=decide(), rule="consultation.put_aside_mail")
    assert aside.files.get().destroyed_at is None


def test_who_was_asked_becomes_nameless_a_year_after_the_round_and_counts_stay():
    round_ = RoundFactory()
    with_person = InvitationFactory(round=round_, person__name=NAME, name=NAME)
    by_post = InvitationFactory(
        round=round_, person=None, name="Sameby", postal_address="Fjällvägen 1"
    )
    earlier = RoundFactory(
        state=Round.State.EARLIER, opens_at=None, closes_at=None, dated_on=date(2019, 12, 1)
    )
    InvitationFactory(round=earlier)
    before = figures()
    assert due("consultation.invitations", days=370) == []
    with clock.pinned(OPEN + timedelta(days=380)):
        assert due("consultation.invitations") == [with_person, by_post]
        actions.dispose(None, decision=decide(), rule="consultation.invitations")
        assert due("consultation.invitations") == []
    assert figures() == before
    with_person.refresh_from_db()
    assert not with_person.person.is_active
    assert not Invitation.objects.filter(name__in=[NAME, "Sameby"]).exists()
    assert "Fjällvägen" not in everything()


@pytest.mark.parametrize("key", OURS)
def test_nothing_is_destroyed_without_a_decision(key):
    take_part()
    with pytest.raises(ValidationError):
        actions.dispose(None, decision=None, rule=key)
    assert ADDRESS in everything()


def test_every_rule_says_in_words_what_it_is_about_and_what_remains():
    for key in OURS:
        rule = retention.rules[key]
        for text in (rule.label, rule.begins, rule.ground, rule.remains):
            assert " " in str(text), key
