"""What a form lets in, and what it refuses, in words."""

import pytest
from django.core.exceptions import ValidationError

from varv.text.hostile import PlainCharField, PlainEmailField, PlainTextField


@pytest.mark.parametrize(
    "value",
    [
        "a\x00b",
        "a\x07b",
        "Anna\u202enna",
        "<script>alert(1)</script>",
        "<b>Anna",
        "Anna\r\nBcc: all@example.org",
        "Anna\u2028Berg",
        "x" * 1_000_000,
    ],
)
def test_one_line_refuses_what_is_hostile(value):
    with pytest.raises(ValidationError):
        PlainCharField().clean(value)


@pytest.mark.parametrize("value", ["Åsa Ödman", "O'Brien", "5 < 6", "A & B <3", "Team 🎉"])
def test_one_line_takes_ordinary_text(value):
    assert PlainCharField().clean(value) == value


def test_one_line_is_composed_so_that_equal_names_are_equal():
    assert PlainCharField().clean("A\u030are") == "Åre"


def test_several_lines_keep_their_breaks():
    assert PlainTextField().clean("One\r\ntwo") == "One\ntwo"


@pytest.mark.parametrize("value", ["<p>One\ntwo</p>", "a\u2066b\nc", "x\x1b[0m"])
def test_several_lines_refuse_what_is_hostile(value):
    with pytest.raises(ValidationError):
        PlainTextField().clean(value)


def test_address_is_lower_case():
    assert PlainEmailField().clean(" Anna.Berg@Example.ORG ") == "anna.berg@example.org"


@pytest.mark.parametrize(
    "value", ["anna", "a@b@c", "a@example.org\nBcc: x@example.org", "a\u200e@example.org"]
)
def test_address_refuses_what_is_none(value):
    with pytest.raises(ValidationError):
        PlainEmailField().clean(value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Anna@Åre.se", "anna@xn--re-xia.se"),
        ("anna@A\u030are.se", "anna@xn--re-xia.se"),
        ("anna@xn--re-xia.se", "anna@xn--re-xia.se"),
        ("anna@räksmörgås.josefsson.org", "anna@xn--rksmrgs-5wao1o.josefsson.org"),
    ],
)
def test_domain_is_kept_as_mail_servers_know_it(typed, kept):
    assert PlainEmailField().clean(typed) == kept


@pytest.mark.parametrize("typed", [f"anna@{'å' * 63}.se", "anna@straße.de"])
def test_domain_that_no_mail_server_knows_is_refused_in_words(typed):
    with pytest.raises(ValidationError) as refused:
        PlainEmailField().clean(typed)
    assert refused.value.messages


def test_address_with_letters_before_the_at_is_refused():
    with pytest.raises(ValidationError):
        PlainEmailField().clean("åsa@example.org")
