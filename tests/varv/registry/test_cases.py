"""Cases and records: one number each, whoever writes at the same time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from varv import clock
from varv.files import access
from varv.files import actions as files
from varv.registry import actions
from varv.registry.models import Case, Event, Record


@pytest.fixture
def case(db) -> Case:
    return actions.open_case(
        None, number="RUN/430/2018", title={"sv": "Strategi", "en": "Strategy"}
    )


def test_open_case_takes_a_number_once(case):
    with pytest.raises(ValidationError) as refused:
        actions.open_case(None, number="RUN/430/2018", title={"en": "Other"})
    assert "number" in refused.value.message_dict


def test_open_case_with_a_plain_title_is_in_the_regions_language(db):
    case = actions.open_case(None, number="T/1", title="Strategi")
    assert list(case.title.values()) == ["Strategi"]


@pytest.mark.parametrize(("number", "title"), [("", {"en": "A"}), ("x" * 61, {"en": "A"})])
def test_open_case_refuses_a_bad_number(db, number, title):
    with pytest.raises(ValidationError):
        actions.open_case(None, number=number, title=title)


def test_record_is_numbered_within_its_case(case):
    other = actions.open_case(None, number="RUN/1/2020", title={"en": "Other"})
    for wanted in ("RUN/430/2018-1", "RUN/430/2018-2"):
        made = actions.record(None, case=case, direction="in", kind="letter", title="Hello")
        assert made.reference == wanted
    first = actions.record(None, case=other, direction="out", kind="letter", title="Hello")
    assert first.reference == "RUN/1/2020-1"
    assert Event.objects.filter(action="registry.record").count() == 3


def test_record_number_is_not_used_again_after_rollback_but_never_twice(case):
    with transaction.atomic():
        actions.record(None, case=case, direction="in", kind="letter", title="Undone")
        transaction.set_rollback(True)
    made = actions.record(None, case=case, direction="in", kind="letter", title="Kept")
    assert made.number == 1


def test_record_is_not_entered_before_it_has_come(case, at):
    ahead = clock.now() + timedelta(minutes=1)
    with pytest.raises(ValidationError) as refused:
        actions.record(None, case=case, direction="in", kind="letter", title="A", received_at=ahead)
    assert "received_at" in refused.value.message_dict


def test_external_number_is_kept_stripped_and_logged_once(case):
    letter = actions.record(None, case=case, direction="in", kind="letter", title="Hello")
    for thing in (case, letter):
        actions.set_external_number(None, thing=thing, number=" RS 2018/7 ")
        actions.set_external_number(None, thing=thing, number="RS 2018/7")
        thing.refresh_from_db()
        assert thing.external_number == "RS 2018/7"
        actions.set_external_number(None, thing=thing, number="")
    told = Event.objects.filter(action="registry.set_external_number").order_by("pk")
    assert [event.subject_kind for event in told] == ["case", "case", "record", "record"]
    assert told[0].data == {"number": "RS 2018/7", "before": ""}


@pytest.mark.parametrize("number", ["x" * 61, "a\x00", "a\nb", "<b>1</b>"])
def test_external_number_that_is_wrong_is_refused(case, number):
    with pytest.raises(ValidationError) as refused:
        actions.set_external_number(None, thing=case, number=number)
    assert list(refused.value.message_dict) == ["external_number"]


@pytest.mark.parametrize(
    "wrong", [{"direction": "sideways"}, {"title": ""}, {"title": "x" * 301}, {"kind": ""}]
)
def test_record_refuses_what_is_wrong(case, wrong):
    given = {"direction": "in", "kind": "letter", "title": "Hello", **wrong}
    with pytest.raises(ValidationError) as refused:
        actions.record(None, case=case, **given)
    assert list(wrong) == list(refused.value.message_dict)
    assert not Record.objects.exists()


def test_record_points_at_its_subject_and_its_files(case, settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"
    scan = files.store(None, name="brev.txt", content=b"Hello")
    made = actions.record(
        None, case=case, direction="in", kind="letter", title="Hello", subject=case, files=[scan]
    )
    assert (made.subject_kind, made.subject_id) == ("case", case.pk)
    assert list(made.files.all()) == [scan]


def test_files_of_records_are_for_those_who_may_read_records(case, settings, tmp_path):
    class Reader:
        def __init__(self, *permissions):
            self.permissions = permissions

        def has_perm(self, permission):
            return permission in self.permissions

    settings.FILES_FOLDER = tmp_path / "files"
    scan = files.store(None, name="brev.txt", content=b"Hello")
    allowed = access.owners["registry.records"]
    assert not allowed(scan, Reader("registry.view_record"))
    actions.record(None, case=case, direction="in", kind="letter", title="Hello", files=[scan])
    assert allowed(scan, Reader("registry.view_record"))
    assert not allowed(scan, Reader())
