"""Masking: gone everywhere at once, locked up, looked at only with a trace, taken back."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CaseFactory,
    CoordinatorFactory,
    MeetingFactory,
    RegionFactory,
    RegistrationFactory,
)
from varv import clock
from varv.cycles import actions as cycles
from varv.files import actions as files
from varv.files.models import File
from varv.meetings.models import Minutes
from varv.registry import actions, ledger, mailtexts, rights
from varv.registry.actions import Recipient
from varv.registry.models import Event, Masking, Record, SearchWord
from varv.registry.search import words
from varv.text.translated import Translated

TEXT = "Anna Åberg ringde.\nHon bor på Storgatan 1. Anna  åberg vill ha svar."


@pytest.fixture(autouse=True)
def region(db):
    return RegionFactory()


@pytest.fixture
def coordinator(client):
    user = CoordinatorFactory(name="Johan Ek")
    client.force_login(user)
    return user


@pytest.fixture
def entry():
    return actions.record(
        None, case=CaseFactory(), direction="in", kind="letter", title="Brev", text=TEXT
    )


def mask(thing, **what):
    return actions.mask(None, thing=thing, ground="third_person", reason="OSL", **what)


def test_a_text_is_masked_whole_and_given_back(entry):
    made = mask(entry, fields=["text"])
    entry.refresh_from_db()
    assert (entry.title, entry.text) == ("Brev", "[maskerat]")
    actions.lift_masking(None, made=made, reason="Fel person")
    entry.refresh_from_db()
    assert entry.text == TEXT


def test_passages_are_masked_however_they_are_written(entry):
    mask(entry, fields=["text"], passages=["anna åberg", "Storgatan 1"])
    entry.refresh_from_db()
    assert entry.text == "[maskerat] ringde.\nHon bor på [maskerat]. [maskerat] vill ha svar."


def test_a_passage_is_not_found_within_a_word(entry):
    mask(entry, fields=["text"], passages=["ann", "Storgatan"])
    entry.refresh_from_db()
    assert "Anna Åberg" in entry.text
    assert "[maskerat] 1" in entry.text


def test_a_passage_that_is_not_there_is_refused_and_nothing_is_masked(entry):
    with pytest.raises(ValidationError) as refused:
        mask(entry, fields=["title", "text"], passages=["Bo Ek"])
    assert "passages" in refused.value.message_dict


def test_every_language_is_masked_in_its_own_word():
    area = AreaFactory(summary=Translated(sv="Anna leder", en="Anna leads"))
    mask(area, fields=["summary"])
    area.refresh_from_db()
    assert area.summary == {"sv": "[maskerat]", "en": "[masked]"}


def test_two_maskings_are_taken_back_in_any_order(entry):
    first = mask(entry, fields=["text"], passages=["Anna Åberg"])
    second = mask(entry, fields=["text"], passages=["Storgatan 1"])
    actions.lift_masking(None, made=first, reason="Hon samtycker")
    entry.refresh_from_db()
    assert entry.text == TEXT.replace("Storgatan 1", "[maskerat]")
    actions.lift_masking(None, made=second, reason="Hon samtycker")
    entry.refresh_from_db()
    assert entry.text == TEXT


def test_a_text_that_was_edited_meanwhile_is_not_overwritten(entry):
    made = mask(entry, fields=["text"])
    Record.objects.filter(pk=entry.pk).update(text="Ny text")
    with pytest.raises(ValidationError):
        actions.lift_masking(None, made=made, reason="Fel")
    entry.refresh_from_db()
    assert entry.text == "Ny text"


def test_what_was_erased_stays_masked_when_an_earlier_masking_is_lifted(entry):
    first = mask(entry, fields=["text"])
    actions.mask(None, thing=entry, fields=["text"], ground="erasure")
    actions.lift_masking(None, made=first, reason="Fel")
    entry.refresh_from_db()
    assert entry.text == "[maskerat]"


def test_minutes_are_masked_on_the_page_and_in_every_version_in_the_register(client):
    meeting = MeetingFactory()
    record = actions.record(
        None,
        case=meeting.programme.case,
        direction="internal",
        kind="minutes",
        title="Minnen",
        text="Anna Åberg talade.",
        subject=meeting,
    )
    minutes = Minutes.objects.create(
        meeting=meeting, text="Anna Åberg talade.", published_at=clock.now(), record=record
    )
    mask(minutes, fields=["text"], passages=["Anna Åberg"])
    record.refresh_from_db()
    assert record.text == "[maskerat] talade."
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Åberg" not in page


def test_mail_that_waits_is_masked_with_its_record():
    meeting = MeetingFactory()
    message = actions.queue(
        kind="people.my_link",
        occasion="x",
        recipient=Recipient("b@x.example", "Bo", "sv"),
        context={"link": "https://hemlig.example/"},
        about=meeting,
        case=meeting.programme.case,
    )
    mask(message.record, fields=["text"], passages=["https://hemlig.example/"])
    message.refresh_from_db()
    assert "hemlig" not in message.body


def test_an_earlier_wording_of_an_area_is_masked_too(client):
    area = AreaFactory()
    for text in ("Ring Anna Åberg.", "Ring Anna Åberg i dag."):
        cycles.revise_area(
            None,
            area=area,
            name=area.name,
            summary=Translated(),
            text=Translated(sv=text),
            reason="Nytt",
        )
    area.refresh_from_db()
    mask(area, fields=["text"], passages=["Anna Åberg"])
    for address in (area.get_absolute_url(), f"{area.get_absolute_url()}history/"):
        assert "Åberg" not in client.get(address).content.decode()
    assert "Åberg" not in client.get("/api/v1/areas").content.decode()


def test_a_masked_file_is_given_to_nobody(client, coordinator):
    file = files.store(None, name="Anna Åberg.txt", content=b"Anna")
    entry = actions.record(
        None, case=CaseFactory(), direction="in", kind="letter", title="Brev", files=[file]
    )
    assert b"".join(client.get(file.get_absolute_url()).streaming_content) == b"Anna"
    made = mask(entry, files=[file.pk])
    assert client.get(file.get_absolute_url()).status_code == 404
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "Åberg" not in page
    assert file.get_absolute_url() not in page, "no link that leads to nothing"
    fetched = client.get(reverse("registry:desk_masking_file", args=[made.pk, file.pk]))
    assert b"".join(fetched.streaming_content) == b"Anna"
    assert Event.objects.filter(action="registry.read_masked").count() == 1
    with pytest.raises(ValidationError):
        mask(entry, files=[file.pk])
    actions.lift_masking(coordinator, made=made, reason="Fel")
    assert b"".join(client.get(file.get_absolute_url()).streaming_content) == b"Anna"
    file.refresh_from_db()
    assert file.name == "Anna Åberg.txt"


def test_staff_mask_look_and_lift_on_the_desk(client, coordinator, entry):
    assert client.get(reverse("registry:desk_maskings")).status_code == 200
    choose = client.get(reverse("registry:desk_masking_choose", args=["record"]))
    address = reverse("registry:desk_masking_new", args=["record", entry.pk])
    assert address in choose.content.decode()
    wrong = client.post(address, {"ground": "secrecy", "reason": "OSL 21:1", "passages": "Bo"})
    assert wrong.status_code == 422
    right = {"fields_to_mask": ["text"], "ground": "secrecy", "reason": "OSL 21:1", "passages": ""}
    made_at = client.post(address, right)
    made = Masking.objects.get()
    assert made_at.url == made.get_absolute_url()
    assert "Storgatan" not in client.get(made.get_absolute_url()).content.decode()
    original = client.post(reverse("registry:desk_masking_original", args=[made.pk]))
    assert "Storgatan" in original.content.decode()
    assert "Johan Ek" in client.get(made.get_absolute_url()).content.decode()
    assert Event.objects.get(action="registry.read_masked").actor_id == coordinator.pk
    lift = reverse("registry:desk_masking_lift", args=[made.pk])
    assert client.post(lift, {"reason": ""}).status_code == 422
    client.post(lift, {"reason": "Fel person"})
    entry.refresh_from_db()
    assert entry.text == TEXT
    assert client.post(lift, {"reason": "Igen"}).status_code == 422


# -- restored backups ------------------------------------------------------------------------------


@pytest.fixture
def masked_since(entry, settings, tmp_path, django_capture_on_commit_callbacks):
    """Mask in several ways, and give back how the database was before; the ledger stays."""
    settings.HOME = tmp_path
    file = files.store(None, name="Anna Åberg.txt", content=b"Anna")
    entry.files.add(file)
    area = AreaFactory(summary=Translated(sv="Anna leder", en="Anna leads"))
    with django_capture_on_commit_callbacks(execute=True):
        mask(entry, fields=["text"], passages=["anna åberg"], files=[file.pk])
        mask(entry, fields=["text"], passages=["Storgatan 1"])
        mask(area, fields=["summary"])
        lifted = mask(entry, fields=["title"])
        actions.lift_masking(None, made=lifted, reason="Fel")
    entry.refresh_from_db()
    area.refresh_from_db()
    shown = (entry.text, area.summary)
    Masking.objects.all().delete()
    Record.objects.filter(pk=entry.pk).update(text=TEXT)
    File.objects.filter(pk=file.pk).update(name="Anna Åberg.txt")
    type(area).objects.filter(pk=area.pk).update(summary={"sv": "Anna leder", "en": "Anna leads"})
    return entry, area, file, shown


def test_ledger_says_nothing_of_what_was_masked(masked_since):
    told = ledger.path().read_text("utf-8")
    assert not re.search("anna|åberg|storgatan|OSL", told, re.IGNORECASE)


def test_what_was_masked_since_the_backup_is_masked_again_as_it_was(client, masked_since):
    entry, area, file, shown = masked_since
    assert actions.reapply_maskings() == 3
    entry.refresh_from_db()
    area.refresh_from_db()
    assert (entry.text, area.summary) == shown
    assert entry.title == "Brev"
    assert client.get(file.get_absolute_url()).status_code == 404
    assert actions.reapply_maskings() == 0
    for made in Masking.objects.order_by("pk"):
        actions.lift_masking(None, made=made, reason="Hon samtycker")
    entry.refresh_from_db()
    assert entry.text == TEXT


def test_an_older_text_in_the_backup_is_masked_whole(masked_since):
    entry, *_others = masked_since
    Record.objects.filter(pk=entry.pk).update(text="Anna Åberg, en äldre ordalydelse")
    actions.reapply_maskings()
    entry.refresh_from_db()
    assert entry.text == "[maskerat]"


def test_what_is_not_in_the_backup_is_left_alone(masked_since):
    entry, *_others = masked_since
    Record.objects.filter(pk=entry.pk).delete()
    File.objects.all().delete()
    assert actions.reapply_maskings() == 1


def test_the_log_of_masking_holds_nothing_of_what_was_masked(entry):
    mask(entry, fields=["text"], passages=["Anna Åberg"])
    event = Event.objects.get(action="registry.mask")
    assert "Anna" not in str(event.data)


def test_what_is_masked_is_found_by_nobody_and_suggested_to_nobody(client, coordinator):
    area = AreaFactory(summary=Translated(sv="Havtornsfrukt och zirkonsand i odling"))
    words.gather(clock.now())
    visitor = Client()

    def said(typed):
        addresses = (f"/search/?q={typed}", f"/api/v1/search?q={typed}")
        answers = [one.get(address) for one in (visitor, client) for address in addresses]
        return [area.slug in answer.content.decode() for answer in answers]

    assert all(said("zirkonsand"))
    assert all(said("zirkonsnad")), "a slip finds it"
    mask(area, fields=["summary"], passages=["zirkonsand"])
    assert not any(said("zirkonsand") + said("zirkonsnad"))
    assert not SearchWord.objects.filter(word__startswith="zirkon").exists()
    for address in ("/api/v1/areas", area.get_absolute_url(), "/areas/", "/"):
        assert "zirkon" not in visitor.get(address).content.decode()


def test_a_masked_text_is_in_no_copy_export_or_mail_that_waits(client, coordinator):
    meeting = MeetingFactory(summary=Translated(sv="Ring Anna Åberg"))
    registration = RegistrationFactory(meeting=meeting)
    mask(meeting, fields=["summary"], passages=["Anna Åberg"])
    message = actions.queue(
        kind="meetings.confirmation",
        occasion="later",
        recipient=Recipient(registration.person.email, "", "sv"),
        context=dict.fromkeys(
            mailtexts.point["meetings.confirmation"].variables, str(meeting.summary)
        ),
    )
    copy = json.dumps(rights.export_person(registration.person.pk), ensure_ascii=False)
    calendar = client.get(f"{meeting.get_absolute_url()}calendar.ics").content.decode()
    for text in (message.body, copy, calendar):
        assert "Åberg" not in text


def test_the_mark_is_drawn_as_a_mark_where_the_text_is_read(client, coordinator, entry):
    mask(entry, fields=["text"], passages=["Storgatan 1"])
    page = client.get(entry.get_absolute_url()).content.decode()
    assert '<span class="tag tag--plain tag--draft">[maskerat]</span>' in page


def test_an_analyst_sees_neither_the_list_nor_the_original(entry):
    made = mask(entry, fields=["text"])
    client = Client()
    client.force_login(AnalystFactory())
    for name, pk in (("desk_masking", [made.pk]), ("desk_maskings", [])):
        assert client.get(reverse(f"registry:{name}", args=pk)).status_code == 403
    assert client.post(reverse("registry:desk_masking_original", args=[made.pk])).status_code == 403
