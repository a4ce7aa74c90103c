"""The rights of who sent input: all in the copy, nothing of it left, every figure the same."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from tests.varv.consultation.spread_support import ADDRESS, NAME, OPEN, take_part
from tests.varv.factories import (
    CoordinatorFactory,
    InvitationFactory,
    RoundFactory,
    contribution,
)
from varv import clock
from varv.consultation import actions as consultation
from varv.consultation import personal
from varv.consultation.contents import Content, Sender
from varv.consultation.models import Contribution, IncomingMail, Invitation
from varv.files.models import File
from varv.people import actions as people
from varv.reach import sources
from varv.registry import actions as registry
from varv.registry import masking, rights
from varv.registry.models import Masking, Message, Record

pytestmark = pytest.mark.django_db
TEXTS = ("kvarn maler", "Kvarnsvaret", "Kvarnmailet", "Osorterat kvarnmail", "Kvarnämnet")


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def coordinator():
    return CoordinatorFactory()


def everything():
    """Return every text in every table, the log and the locked-up originals left out."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in {"registry_maskedplace", "django_session"}:
                cursor.execute(
                    f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t"
                )
                found.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(found)


def figures():
    return {
        "reach": {key: sorted(map(str, source.count())) for key, source in sources.point.items()},
        "input": sorted(
            Contribution.objects.exclude(state="unconfirmed").values_list(
                "round", "channel", "state", "organisation", "sector", "municipality"
            )
        ),
        "records": sorted(Record.objects.values_list("case", "number", "direction")),
        "mail": sorted(IncomingMail.objects.values_list("pk", "where", "sha256")),
        "invitations": sorted(Invitation.objects.values_list("round", "sector", "organisation")),
    }


def test_copy_has_all_that_somebody_sent():
    person, written, _by_mail = take_part()
    InvitationFactory(person=person, name=NAME, postal_address="Kvarngatan 1")
    copy = json.dumps(personal.export(person.pk), ensure_ascii=False)
    wanted = ["kvarnritning.txt", "kvarnbrev.txt", "Kvarngatan 1", "citerat kvarnbrev"]
    for text in [*TEXTS, *wanted, NAME, "Kvarnen AB", written.record.reference, "Obekräftad"]:
        assert text in copy, text
    assert "Nils eget brev" not in copy


@pytest.mark.parametrize("language", ["sv", "en"])
def test_copy_reads_in_words(language):
    person, *_ = take_part()
    InvitationFactory(person=person)
    with translation.override(language):
        parts = rights.readable({"consultation": personal.export(person.pk)})
        lines = [line for part in parts for row in part.rows for line in row]
    assert len(parts) == 5
    assert all(not str(line.word).islower() or " " in line.word for line in lines)
    codes = {"received", "web", "e-mail", "triage", "contribution", "business"}
    assert not {str(line.value) for line in lines} & codes


def test_nothing_of_an_erased_person_is_left_in_any_table(coordinator):
    person, *_ = take_part()
    InvitationFactory(person=person, name=NAME, postal_address="Kvarngatan 1")
    before = everything()
    people.erase_person(coordinator, person=person)
    after = everything()
    for text in (*TEXTS, NAME, ADDRESS, ADDRESS.upper(), "Kvarngatan", "@kvarn.example"):
        assert text in before
        assert text not in after, text
    assert "Nils eget brev" in after


def test_preview_tells_what_erasing_then_masks(coordinator):
    person, *_ = take_part()
    lines = {str(line.what): line for line in personal.preview(person.pk) if line.count}
    masked = sum(line.count for line in lines.values() if line.fate == rights.Fate.MASKED)
    assert masked == 4  # two records and two mails
    whose = set(Contribution.objects.filter(person=person).values_list("record_id", flat=True))
    people.erase_person(coordinator, person=person)
    of_records = Masking.objects.filter(ground="erasure", subject_kind="record")
    assert set(of_records.values_list("subject_id", flat=True)) == whose - {None}


def test_figures_and_numbers_are_the_same_after_an_erasure(coordinator):
    person, *_ = take_part()
    InvitationFactory(person=person, name=NAME)
    contribution(sender=Sender("Kim", organisation="Kvarnen AB", sector="business"))
    before = figures()
    assert before["reach"]["consultation.contributions"]
    assert len(before["reach"]["consultation.senders"]) == 2  # one organisation, in two rounds
    people.erase_person(coordinator, person=person)
    assert figures() == before


def test_files_and_the_original_of_mail_are_withheld_from_all(coordinator):
    person, *_ = take_part()
    people.erase_person(coordinator, person=person)
    assert File.objects.count() == 2
    for file in File.objects.all():
        assert masking.withholds(file)
        assert "kvarn" not in file.name


def test_what_was_never_confirmed_goes_with_its_file(coordinator):
    from varv.files import actions as files

    enclosed = files.store(None, name="karta.txt", content=b"karta")
    made = consultation.write(
        None,
        round=RoundFactory(),
        sender=Sender(NAME, ADDRESS, sector="civil"),
        content=Content("Obekräftad", files=[enclosed]),
    )
    people.erase_person(coordinator, person=made.person)
    assert not Contribution.objects.exists()
    enclosed.refresh_from_db()
    assert enclosed.destroyed_at


def test_what_was_changed_is_erased_in_every_version(coordinator):
    person, written, _by_mail = take_part()
    consultation.change(person, contribution=written, content=Content("Kvarnen maler mer"))
    people.erase_person(coordinator, person=person)
    assert "maler" not in everything()


def test_erasing_what_is_masked_already_is_no_mistake(coordinator):
    person, written, _by_mail = take_part()
    registry.mask(
        coordinator,
        thing=written,
        fields=["text"],
        files=[file.pk for file in written.files.all()],
        ground="other",
    )
    people.erase_person(coordinator, person=person)
    assert "maler" not in everything()


def test_erasing_reaches_what_it_masks_itself():
    person, written, by_mail = take_part()
    kinds = {ref.kind for ref in rights.reached_by_erasure(person.pk)}
    assert {"record", "contribution", "incoming_mail"} <= kinds
    assert written.pk != by_mail.pk


# -- masking ---------------------------------------------------------------------------------------


def test_passage_is_masked_wherever_it_stands_in_input(coordinator):
    _person, written, by_mail = take_part()
    registry.mask(
        coordinator, thing=written, fields=["text"], passages=["Kvarnsvaret"], ground="other"
    )
    assert written.replies.get().text == masking.mark()
    assert "Kvarnsvaret" not in Record.objects.get(pk=written.record_id).text
    written.refresh_from_db()
    assert written.text == "Min kvarn maler"
    registry.mask(
        coordinator, thing=by_mail.record, fields=["text"], passages=["Kvarnmailet"], ground="other"
    )
    by_mail.refresh_from_db()
    by_mail.mail.refresh_from_db()
    assert by_mail.text == by_mail.mail.text == masking.mark()
    assert "Kvarnmailet" not in by_mail.mail.full_text


def test_masked_input_comes_back_whole(coordinator):
    _person, written, _by_mail = take_part()
    made = registry.mask(coordinator, thing=written, fields=["text"], ground="other")
    registry.lift_masking(coordinator, made=made, reason="Det går bra.")
    written.refresh_from_db()
    assert (written.text, written.replies.get().text) == ("Min kvarn maler", "Kvarnsvaret")


def test_masking_the_input_of_one_leaves_that_of_another(coordinator):
    _person, written, by_mail = take_part()
    registry.mask(coordinator, thing=written, fields=["text"], ground="other")
    by_mail.refresh_from_db()
    assert by_mail.text == "Kvarnmailet"


def test_round_can_be_masked_and_a_passage_that_is_nowhere_cannot(coordinator):
    round_ = RoundFactory(cancel_reason="Kim Lind är sjuk")
    registry.mask(
        coordinator, thing=round_, fields=["cancel_reason"], passages=["Kim Lind"], ground="other"
    )
    round_.refresh_from_db()
    assert round_.cancel_reason == f"{masking.mark()} är sjuk"
    with pytest.raises(ValidationError):
        registry.mask(
            coordinator, thing=round_, fields=["note"], passages=["Kim Lind"], ground="other"
        )


def test_mail_out_forgets_which_mail_it_answered(coordinator):
    person, *_ = take_part()
    assert Message.objects.filter(in_reply_to="1@kvarn.example").exists()
    people.erase_person(coordinator, person=person)
    assert not Message.objects.exclude(in_reply_to="").exists()
