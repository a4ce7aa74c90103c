"""Each mail that comes ends in one place, with its original kept byte for byte."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection

from tests.varv.consultation.mails import NUMBER, written
from tests.varv.factories import (
    CaseFactory,
    InvitationFactory,
    OrganisationFactory,
    RegionFactory,
    RepresentationFactory,
    RoundFactory,
    UserFactory,
)
from varv import clock
from varv.consultation import actions
from varv.consultation.actions import incoming
from varv.consultation.models import Contribution, IncomingMail, Round
from varv.consultation.sorting import Reason
from varv.files import blobs
from varv.files.models import File
from varv.registry.actions import Recipient, queue
from varv.registry.models import Event, Message
from varv.text.translated import Translated

pytestmark = pytest.mark.django_db

SWEDEN = ZoneInfo("Europe/Stockholm")
OPEN = datetime(2020, 5, 28, 10, tzinfo=SWEDEN)
CLOSED = datetime(2020, 6, 8, 10, tzinfo=SWEDEN)
Where = IncomingMail.Where


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def round_(db):
    return RoundFactory(mail_subject=Translated(sv="Inspel kring det framtida tillväxtarbetet"))


def ends(raw, **wanted):
    row = actions.take_in(raw, **wanted)
    row.refresh_from_db()
    return row.where, row.reason


# --- a contribution -------------------------------------------------------------------------------


def test_mail_with_the_number_is_a_contribution_and_its_original_is_kept(round_):
    raw = written(files={"yttrande.txt": b"Bilagan"})
    row = actions.take_in(raw)
    made = row.contribution
    assert (row.where, row.reason, row.sha256) == (Where.CONTRIBUTION, "", row.original.sha256)
    assert blobs.read(row.original.sha256) == raw
    assert (made.round, made.channel, str(made)) == (round_, "e-mail", f"{NUMBER}-1")
    assert (made.title, made.text) == (f"Inspel {NUMBER}", "Vi vill ha bredband i hela byn.")
    assert [file.name for file in made.files.all()] == ["yttrande.txt"]
    assert made.person.email == "anna@actor.example"
    assert Event.objects.filter(action="consultation.take_in_mail").count() == 1


@pytest.mark.parametrize(
    ("mail", "place"),
    [
        ({"subject": "Dnr RUN 430/2018", "text": "Hej"}, "subject"),
        ({"subject": "Inspel", "text": "Angående run-430-2018: hej"}, "text"),
        (
            {"subject": "Inspel", "text": "Hej", "Cc": "inspel+run-430-2018@region.example"},
            "address",
        ),
        ({"subject": "Sv: Inspel", "text": f"Ja!\n\n> Ärende {NUMBER}\n> Hej"}, "quote"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_number_is_found_wherever_it_stands(round_, mail, place):
    assert ends(written(**mail)) == (Where.CONTRIBUTION, ""), place


def test_what_counts_is_where_the_number_stands_first(round_):
    other = CaseFactory(number="RUN/77/2019")
    raw = written(subject=f"Inspel {NUMBER}", text=f"Som ni skrev i {other.number} vill vi.")
    assert ends(raw) == (Where.CONTRIBUTION, "")


def test_answer_to_a_mail_of_ours_belongs_to_its_case(round_):
    invitation = InvitationFactory(round=round_)
    ours = queue(
        kind="people.second_factor_changed",
        occasion="tests:1",
        recipient=Recipient("anna@actor.example", "", "sv"),
        context={"what": "x"},
        about=invitation,
    )
    raw = written(subject="Sv: Välkommen", In_Reply_To=ours.message_id)
    assert ends(raw) == (Where.CONTRIBUTION, "")


def test_receipt_answers_the_mail_and_says_that_a_program_wrote_it(round_):
    row = actions.take_in(written())
    receipt = Message.objects.get(kind="consultation.receipt")
    assert (receipt.recipient, receipt.in_reply_to) == ("anna@actor.example", row.message_id)
    assert receipt.language == "sv"


ENGLISH = "We would like the bus from our village to stop at the school, and that is all of it."


@pytest.mark.parametrize(
    ("mail", "language"),
    [
        ({"text": ENGLISH}, "en"),
        ({"text": ENGLISH, "Content_Language": "sv-SE"}, "sv"),
        ({"text": "Please see the file.", "Content_Language": "en-GB"}, "en"),
        ({"text": "Please see the file."}, "sv"),
    ],
    ids=["by its text", "as it says", "short and as it says", "not plain"],
)
def test_stranger_is_answered_in_the_language_of_the_mail(round_, mail, language):
    RegionFactory(languages=["sv", "en"])
    made = actions.take_in(written(**mail)).contribution
    receipt = Message.objects.get(kind="consultation.receipt")
    assert (receipt.language, made.language) == (language, language)
    assert ("Thank you" in receipt.body) == (language == "en")


def test_person_who_chose_a_language_is_answered_in_that(round_):
    UserFactory(email="anna@actor.example", language="sv")
    actions.take_in(written(text=ENGLISH, Content_Language="en"))
    assert Message.objects.get(kind="consultation.receipt").language == "sv"


def test_mail_after_the_last_day_is_late(round_):
    with clock.pinned(CLOSED):
        late = actions.take_in(written()).contribution
        in_time = actions.take_in(written(message_id="<2@x>"), received_at=OPEN).contribution
    assert (late.is_late, in_time.is_late) == (True, False)


def test_when_it_came_is_for_the_server_to_say_and_never_in_the_future(round_):
    far = written(Date_2="x").replace(b"Thu, 28 May 2020", b"Mon, 28 May 2035")
    assert actions.take_in(far).received_at == OPEN
    tomorrow = OPEN + timedelta(days=1)
    assert actions.take_in(written(message_id="<2@x>"), received_at=tomorrow).received_at == OPEN


def test_open_round_is_taken_before_a_later_one_that_has_closed(round_):
    RoundFactory(opens_at=OPEN - timedelta(days=9), closes_at=OPEN - timedelta(days=1))
    assert actions.take_in(written()).contribution.round == round_


def test_of_two_open_rounds_the_subject_tells_and_else_nobody(round_):
    RoundFactory(mail_subject=Translated(sv="Remiss av programmet"))
    asked = written(subject=f"{NUMBER}: inspel kring det framtida tillväxtarbetet")
    assert actions.take_in(asked).contribution.round == round_
    assert ends(written(message_id="<2@x>")) == (Where.TRIAGE, Reason.SEVERAL_ROUNDS)


def test_sender_is_known_by_the_one_organisation_they_speak_for(round_):
    person = UserFactory(email="anna@actor.example", language="en")
    spoken = RepresentationFactory(person=person).organisation
    made = actions.take_in(written()).contribution
    assert (made.organisation, made.sector, made.municipality, made.language) == (
        spoken,
        spoken.sector,
        spoken.municipality,
        "en",
    )


def test_sender_of_several_organisations_is_left_for_staff_to_say(round_):
    person = UserFactory(email="anna@actor.example")
    RepresentationFactory(person=person)
    RepresentationFactory(person=person)
    made = actions.take_in(written()).contribution
    assert (made.organisation, made.sector) == (None, "")


def test_sender_is_known_by_the_invitation(round_):
    organisation = OrganisationFactory()
    InvitationFactory(
        round=round_,
        person=UserFactory(email="anna@actor.example"),
        organisation=organisation,
        sector="academia",
    )
    made = actions.take_in(written()).contribution
    assert (made.organisation, made.sector) == (organisation, "academia")


FORWARDED = """Se nedan.

-----Ursprungligt meddelande-----
Från: Karin Sten <karin@inner.example>
Skickat: den 27 maj 2020 09:00
Till: Anna Ek <anna@actor.example>
Ämne: Inspel

Vi vill ha tåg.
"""


def test_who_wrote_what_was_forwarded_is_the_sender_and_gets_no_copy(round_):
    row = actions.take_in(written(FORWARDED, subject=f"VB: Inspel {NUMBER}"))
    assert (row.sender_email, row.forwarded_by) == ("karin@inner.example", "anna@actor.example")
    receipt = Message.objects.get(kind="consultation.receipt")
    assert receipt.recipient == "karin@inner.example"
    assert not receipt.attachments.exists(), "nobody has shown that the words are theirs"
    assert "tåg" not in receipt.body


def test_what_is_not_taken_is_named_and_the_mail_is_taken_all_the_same(round_):
    row = actions.take_in(written(files={"program.exe": b"MZ", "kort.txt": b"Ja"}))
    assert row.where == Where.CONTRIBUTION
    assert row.files_left_out == ["program.exe"]
    assert [file.name for file in row.files.all()] == ["kort.txt"]


@pytest.mark.parametrize("text", ["Ja tack! 🎉👩‍🌾", "同意", "نعم", "Buerie båeteme ʼ ŋ đ"])
def test_signs_that_no_font_of_the_copy_has_hold_up_nothing(round_, text):
    made = actions.take_in(written(text, subject=f"{NUMBER} {text}")).contribution
    assert made.text[:4] == text[:4]
    assert Message.objects.get(kind="consultation.receipt").attachments.exists()


# --- triage ---------------------------------------------------------------------------------------


def test_mail_without_number_waits_with_the_case_whose_subject_is_like_it(round_):
    row = actions.take_in(written(subject="Sv: Inspel kring framtida tillväxtarbetet"))
    assert (row.where, row.reason) == (Where.TRIAGE, Reason.NO_NUMBER)
    assert list(row.suggested.all()) == [round_.case]
    assert not Message.objects.exists()


def test_mail_of_somebody_who_wrote_before_waits_with_that_case(round_):
    actions.take_in(written())
    RoundFactory(case=CaseFactory())
    row = actions.take_in(written(subject="Hej", message_id="<2@actor.example>"))
    assert list(row.suggested.all()) == [round_.case]


def test_number_that_is_not_here_is_told(round_):
    row = actions.take_in(written(subject="Inspel RUN/999/2018"))
    assert (row.reason, row.reason_detail) == (Reason.UNKNOWN_NUMBER, "RUN/999/2018")


@pytest.mark.parametrize(
    "mail",
    [
        {"subject": "Synpunkter på ärende 430/2018", "text": "Hej"},
        {"subject": "Inspel", "text": "Det gäller case 430/2018."},
        {"subject": "Sv: Inspel", "text": "Ja!\n\n> Ert dnr 430/2018\n> Hej"},
    ],
    ids=["subject", "text", "quote"],
)
def test_number_without_its_letters_is_that_of_the_one_case_it_fits(round_, mail):
    CaseFactory(number="RUN/77/2019")
    assert ends(written(**mail)) == (Where.CONTRIBUTION, "")


def test_number_without_its_letters_that_fits_two_cases_waits_with_both(round_):
    other = CaseFactory(number="KS/430/2018")
    row = actions.take_in(written(subject="Synpunkter på ärende 430/2018"))
    assert (row.where, row.reason) == (Where.TRIAGE, Reason.SEVERAL_CASES)
    assert set(row.suggested.all()) == {round_.case, other}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Det gäller 430/2018.", Reason.NO_NUMBER),
        ("Vår ref: 430/2018", Reason.NO_NUMBER),
        ("Ärende 430/2018, vårt dnr KS/12/2020", Reason.UNKNOWN_NUMBER),
        ("Dnr 431/2018", Reason.UNKNOWN_NUMBER),
    ],
)
def test_number_without_its_letters_that_may_be_another_waits(round_, text, reason):
    assert ends(written(text, subject="Inspel")) == (Where.TRIAGE, reason)


def test_whole_number_goes_before_one_without_its_letters(round_):
    CaseFactory(number="RUN/77/2019")
    raw = written(f"Vi svarar på {NUMBER}.", subject="Dnr 77/2019")
    assert ends(raw) == (Where.CONTRIBUTION, "")


def test_several_cases_in_one_place_wait_for_a_person(round_):
    other = CaseFactory(number="RUN/77/2019")
    row = actions.take_in(written(subject=f"{NUMBER} och {other.number}"))
    assert (row.where, row.reason) == (Where.TRIAGE, Reason.SEVERAL_CASES)
    assert set(row.suggested.all()) == {round_.case, other}


def test_case_without_a_round_that_takes_input(round_):
    Round.objects.update(state=Round.State.CANCELLED)
    assert ends(written()) == (Where.TRIAGE, Reason.NO_ROUND)


def test_round_that_has_not_opened(round_):
    with clock.pinned(OPEN - timedelta(days=30)):
        assert ends(written()) == (Where.TRIAGE, Reason.NOT_OPEN)


@pytest.mark.parametrize("sender", ["", "Anna Ek", "Anna <anna@-.example>"])
def test_mail_that_nobody_can_be_thanked_for_waits(round_, sender):
    assert ends(written(sender=sender)) == (Where.TRIAGE, Reason.SENDER_MISSING)


def test_mail_that_says_nothing_waits(round_):
    assert ends(written("")) == (Where.TRIAGE, Reason.EMPTY)


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 90, b"No mail at all"])
def test_what_is_no_mail_waits_with_its_bytes(round_, raw):
    row = actions.take_in(raw)
    assert (row.where, row.reason) == (Where.TRIAGE, Reason.UNREADABLE)
    assert blobs.read(row.original.sha256) == raw if raw else row.original is None


def test_mail_that_is_too_deep_waits_with_what_its_headers_say(round_):
    raw = written()
    for number in range(60):
        head = f"From: a@b.example\r\nSubject: {NUMBER}\r\nMessage-ID: <{number}@b>\r\n"
        raw = f"{head}Content-Type: message/rfc822\r\n\r\n".encode() + raw
    row = actions.take_in(raw)
    assert (row.reason, row.subject, row.sender_email) == (
        Reason.TOO_DEEP,
        NUMBER,
        "a@b.example",
    )
    assert list(row.suggested.all()) == [round_.case]


def test_mail_that_is_too_large_to_keep_waits_without_its_bytes(round_, monkeypatch):
    monkeypatch.setattr("varv.files.actions.MAX_ORIGINAL", 300)
    row = actions.take_in(written("x" * 400))
    assert (row.where, row.reason, row.original) == (Where.TRIAGE, Reason.TOO_LARGE, None)
    assert row.sender_email == "anna@actor.example"


def test_what_cannot_be_entered_waits_with_its_original(round_, monkeypatch):
    def fails(*_args, **_wanted):
        Contribution.objects.create(round=round_, channel="e-mail", received_at=OPEN)
        raise RuntimeError

    monkeypatch.setattr(incoming, "receive", fails)
    row = actions.take_in(written())
    assert (row.where, row.reason) == (Where.TRIAGE, Reason.FAILED)
    assert row.original
    assert not Contribution.objects.exists(), "what was begun is undone"


@pytest.mark.parametrize("place", ["inbox.read", "fill"])
def test_mail_that_breaks_the_reader_waits_with_its_original(round_, monkeypatch, place):
    def fails(*_args, **_wanted):
        raise RecursionError

    monkeypatch.setattr(f"varv.consultation.actions.incoming.{place}", fails)
    row = actions.take_in(written())
    assert (row.where, row.reason) == (Where.TRIAGE, Reason.FAILED)
    assert row.original


@pytest.mark.parametrize("error", [OperationalError, OSError])
def test_what_passes_by_itself_leaves_nothing_so_that_the_mail_comes_again(
    round_, monkeypatch, error
):
    def fails(*_args, **_wanted):
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(incoming, "receive", fails)
        with pytest.raises(error):
            actions.take_in(written())
    assert not IncomingMail.objects.exists()
    assert ends(written()) == (Where.CONTRIBUTION, "")


def test_disk_without_room_leaves_nothing(round_, monkeypatch):
    def full(content):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(blobs, "write", full)
        with pytest.raises(OSError, match="No space"):
            actions.take_in(written(files={"a.txt": b"x"}))
    assert not IncomingMail.objects.exists()


# --- put aside ------------------------------------------------------------------------------------

REPORT = (
    f"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered {NUMBER}\r\nReturn-Path: <>\r\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n--b--\r\n"
).encode()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (written(Auto_Submitted="auto-replied"), Reason.AUTO_REPLY),
        (written(subject=f"Automatiskt svar: {NUMBER}"), Reason.AUTO_REPLY),
        (REPORT, Reason.BOUNCE),
        (written(sender="Region <s3@fjallmark.example>"), Reason.OWN),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_machine_wrote_is_kept_and_never_answered(round_, raw, reason):
    row = actions.take_in(raw)
    assert (row.where, row.reason) == (Where.IGNORED, reason)
    assert blobs.read(row.original.sha256) == raw
    assert not Message.objects.exists()
    assert not Contribution.objects.exists()


def test_the_mailbox_itself_is_ours(round_, settings):
    settings.INBOX = {"user": "Inspel@region.example"}
    raw = written(sender="inspel@region.example")
    assert ends(raw) == (Where.IGNORED, Reason.OWN)


def test_mail_of_ours_is_known_by_its_id_whoever_it_says_it_is_from(round_):
    actions.take_in(written())
    receipt = Message.objects.get(kind="consultation.receipt")
    raw = written(sender="list@elsewhere.example", message_id=receipt.message_id)
    assert ends(raw) == (Where.IGNORED, Reason.OWN)


def test_what_people_pass_on_out_of_a_mailbox_of_ours_is_input(round_):
    raw = written(FORWARDED, subject=f"VB: Inspel {NUMBER}", sender="s3@fjallmark.example")
    row = actions.take_in(raw)
    assert (row.where, row.sender_email) == (Where.CONTRIBUTION, "karin@inner.example")


# --- the same again -------------------------------------------------------------------------------


def test_same_mail_again_is_a_double_of_the_first(round_):
    first = actions.take_in(written())
    again = actions.take_in(written())
    assert (again.where, again.reason, again.duplicate_of) == (
        Where.DUPLICATE,
        Reason.CAME_AGAIN,
        first,
    )
    assert again.original == first.original
    third = actions.take_in(written("Något annat"))
    assert (third.where, third.reason) == (Where.DUPLICATE, Reason.OTHER_CONTENT)
    assert blobs.read(third.original.sha256) == written("Något annat")
    assert Contribution.objects.count() == Message.objects.count() == 1


def test_mail_without_id_is_known_by_its_bytes(round_):
    first = actions.take_in(written(message_id=None))
    assert actions.take_in(written(message_id=None)).duplicate_of == first
    assert ends(written("Annat", message_id=None)) == (Where.CONTRIBUTION, "")


def test_mail_of_the_mailbox_that_is_stored_is_given_back_untouched(round_):
    place = {"mailbox": "m", "uid_validity": 7, "uid": 3}
    first = actions.take_in(written(), **place)
    events = Event.objects.count()
    assert actions.take_in(written(), **place) == first
    assert (IncomingMail.objects.count(), Event.objects.count()) == (1, events)
    assert ends(written(), **(place | {"uid_validity": 8})) == (Where.DUPLICATE, "came_again")


def test_sender_who_gets_no_more_receipts_today_is_still_heard(round_):
    for number in range(25):
        assert ends(written(message_id=f"<{number}@x>"))[0] == Where.CONTRIBUTION
    held_back = Message.objects.filter(state=Message.State.FAILED).count()
    assert 0 < held_back < 25


def test_lock_of_one_mail_keeps_no_other_waiting(round_):
    with connection.cursor() as cursor:
        actions.take_in(written())
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone() == (1,)


def test_names_that_would_break_a_page_or_a_header_are_let_go(round_):
    RegionFactory()
    row = actions.take_in(
        written(sender='"<script>alert(1)</script>" <anna@actor.example>', subject=f"<b>{NUMBER}")
    )
    assert row.where == Where.CONTRIBUTION
    assert "<" not in row.contribution.name
    assert File.objects.get(pk=row.original_id).content_type == "message/rfc822"
