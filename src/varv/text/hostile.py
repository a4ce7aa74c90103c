"""What a form lets in: plain text, without control signs, tricks of direction or header breaks."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# Bidirectional overrides and isolates can make a line read as something else than it is.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
# Python knows the older rules, under which these lead to another domain than the one meant.
_AMBIGUOUS = re.compile("[ßς\u200c\u200d]")
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!?][^>]*>")


def refuse_hostile(value: str) -> None:
    """Raise ValidationError, in the reader's language, for text that is not plain text."""
    if "\x00" in value or _CONTROL.search(value):
        raise ValidationError(_("The text has an invisible control character. Type it again."))
    if _DIRECTION.search(value):
        raise ValidationError(_("The text has a mark that turns the reading direction. Remove it."))
    if _TAG.search(value):
        raise ValidationError(_("Write plain text, without HTML tags such as <b>."))


def one_line(value: str) -> None:
    """Raise ValidationError where a name or an address runs over more than one line."""
    if re.search(r"[\r\n\u2028\u2029\u0085\t]", value):
        raise ValidationError(_("Write this on a single line."))


def with_ascii_domain(address: str) -> str:
    """Return the address with its domain as mail servers know it: ``åre.se`` is ``xn--re-xia.se``.

    Raise ValidationError, in the reader's language, for a domain that has no such form.
    """
    name, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    if _AMBIGUOUS.search(domain):
        raise _no_such_domain()
    try:
        return f"{name}{at}{domain.encode('idna').decode('ascii').lower()}"
    except UnicodeError:
        raise _no_such_domain() from None


def _no_such_domain() -> ValidationError:
    return ValidationError(
        _("E-mail cannot be sent to the part after @. Write it without special letters.")
    )


class AtMost(MaxLengthValidator):
    """Says in plain words that a text is too long."""

    message = ngettext_lazy(
        "Write at most %(limit_value)d character. Now there are %(show_value)d.",
        "Write at most %(limit_value)d characters. Now there are %(show_value)d.",
        "limit_value",
    )


def _in_plain_words(field: forms.CharField) -> None:
    """Let the field's limit speak as ``AtMost`` does."""
    others = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
    field.validators = [*others, AtMost(field.max_length)]


class PlainCharField(forms.CharField):
    """One line of plain text, in NFC."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)  # type: ignore[arg-type]
        _in_plain_words(self)

    def to_python(self, value: object) -> str | None:
        """Strip, refuse what is hostile, compose."""
        text = super().to_python(value)
        if text:
            one_line(text)
            refuse_hostile(text)
            return unicodedata.normalize("NFC", text)
        return text


class PlainTextField(PlainCharField):
    """Several lines of plain text."""

    widget = forms.Textarea

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 5000)
        super().__init__(**kwargs)

    def to_python(self, value: object) -> str | None:
        """Like one line, with line breaks allowed."""
        text = forms.CharField.to_python(self, value)
        if text:
            refuse_hostile(text)
            return unicodedata.normalize("NFC", text).replace("\r\n", "\n")
        return text


class PlainEmailField(forms.EmailField):
    """One e-mail address in lower case, free of anything that could start a new mail header."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)  # type: ignore[arg-type]
        _in_plain_words(self)

    def to_python(self, value: object) -> str | None:
        """Refuse line breaks and marks before the address is looked at."""
        text = super().to_python(value)
        if text:
            one_line(text)
            refuse_hostile(text)
            EmailValidator()(text)
            return with_ascii_domain(text.lower())
        return text
