"""Staff may word mail as they like, but not break it."""

import pytest
from django.core.exceptions import ValidationError

from varv.registry import actions, mailtexts, outbox
from varv.registry.mailtexts import MailKind
from varv.registry.models import Event, MailText
from varv.registry.outbox import Sender

CONTEXT = {"name": "Anna", "link": "https://s3.example.org/1"}


@pytest.fixture
def region_speaks(monkeypatch):
    """Set the region's own language."""

    def speak(language):
        point = type(outbox.sender)("sender in a test")
        point.register("test", lambda: Sender("s3@example.org", language=language))
        monkeypatch.setattr(outbox, "sender", point)

    return speak


def edit(**changes) -> MailText:
    given = {"kind": "tests.news", "language": "en", "subject": "Read", "body": "{link}"}
    return actions.edit_mail_text(None, **{**given, **changes})


def test_own_wording_is_used_and_can_be_restored(db):
    edit(subject="For {name}", body="Here: {link}")
    assert mailtexts.render("tests.news", "en", CONTEXT) == (
        "For Anna",
        "Here: https://s3.example.org/1",
    )
    assert mailtexts.render("tests.news", "sv", CONTEXT).subject == "Nyheter för Anna"
    actions.restore_mail_text(None, kind="tests.news", language="en")
    assert mailtexts.render("tests.news", "en", CONTEXT).subject == "News for Anna"
    logged = Event.objects.order_by("id").values_list("action", flat=True)
    assert list(logged) == ["registry.edit_mail_text", "registry.restore_mail_text"]


def test_editing_twice_keeps_one_row(db):
    edit()
    edit(subject="Again")
    assert MailText.objects.get().subject == "Again"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"body": "{link} {secret}"}, "body", "no placeholder {secret}"),
        ({"subject": "{Name}"}, "subject", "no placeholder {Name}"),
        ({"body": "{link.host}{link}"}, "body", "no placeholder {link.host}"),
        ({"body": "{}{link}"}, "body", "no placeholder {}"),
        ({"body": "Without"}, "body", "must contain {link}"),
        ({"subject": "One\nBcc: two"}, "subject", "single line"),
        ({"subject": "  "}, "subject", "Write something"),
        ({"body": "<b>{link}</b>"}, "body", "HTML"),
        ({"body": "{link}\x00"}, "body", "control"),
    ],
)
def test_edit_refuses_what_would_break_the_mail(db, changes, field, words):
    with pytest.raises(ValidationError) as refused:
        edit(**changes)
    assert words in " ".join(refused.value.message_dict[field])
    assert not MailText.objects.exists()


def test_a_value_is_never_read_as_a_placeholder(db):
    context = {"name": "{link}", "link": "x"}
    assert mailtexts.render("tests.news", "en", context).subject == "News for {link}"


@pytest.mark.parametrize(
    ("region", "wanted", "start"),
    [("sv", "fi", "Nyheter"), ("fi", "fi", "News"), ("sv", "en-gb", "News"), ("nb", "nb", "News")],
)
def test_a_missing_language_falls_back_to_the_regions_then_english(
    db, region_speaks, region, wanted, start
):
    region_speaks(region)
    assert mailtexts.render("tests.news", wanted, CONTEXT).subject.startswith(start)


def test_a_language_without_default_can_be_added_by_staff(db):
    edit(language="fi", subject="Uutisia")
    assert mailtexts.render("tests.news", "fi", CONTEXT).subject == "Uutisia"


def test_a_missing_value_is_a_programming_error(db):
    with pytest.raises(LookupError, match="link"):
        mailtexts.render("tests.news", "en", {"name": "Anna"})


def test_preview_uses_the_sample_and_a_draft_shows_what_is_unknown(db):
    assert mailtexts.preview("tests.news", "en").subject == "News for Anna Berg"
    draft = mailtexts.render_draft("tests.news", "{name} {what}", "{link}")
    assert draft.subject == "Anna Berg {what}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"sample": {}},
        {"defaults": {}},
        {"defaults": {"en": ("{unknown}", "{link}")}},
        {"defaults": {"en": ("Subject", "no link")}},
    ],
)
def test_a_kind_of_mail_is_checked_when_it_is_made(wrong):
    given = {
        "key": "tests.wrong",
        "name": "Wrong",
        "variables": {"link": "the link"},
        "defaults": {"en": ("Subject", "{link}")},
        "sample": {"link": "x"},
        "required": ("link",),
    }
    with pytest.raises(ValueError, match="mail kind"):
        MailKind(**{**given, **wrong})


@pytest.mark.parametrize("kind", mailtexts.point.keys())
def test_every_kind_reads_well_with_its_sample(db, kind):
    for language in mailtexts.point[kind].defaults:
        subject, body = mailtexts.preview(kind, language)
        assert subject
        assert body
        assert not mailtexts.placeholders(subject + body)
