"""Forms for content in several languages: one field for each language, the first one required."""

from collections.abc import Mapping, Sequence

from babel import Locale, UnknownLocaleError
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language

from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.translated import Translated

# These write the name of a language with a capital letter inside a sentence, as Django gives it.
CAPITALS = ("en", "de")


def add_texts(
    form: forms.Form,
    name: str,
    label: str | Promise,
    languages: Sequence[str],
    *,
    long: bool = False,
    required: bool = True,
    max_length: int | None = None,
) -> None:
    """Add ``name_sv``, ``name_en``... to the form; only the first language can be required."""
    field_class = PlainTextField if long else PlainCharField
    length = max_length or (20_000 if long else 120)
    for place, language in enumerate(languages):
        form.fields[f"{name}_{language}"] = field_class(
            label=in_language(label, language) if len(languages) > 1 else label,
            required=required and place == 0,
            max_length=length,
        )


def texts(form: forms.Form, name: str) -> Translated:
    """Return what was typed under ``name``, by language; languages without text are left out."""
    prefix = f"{name}_"
    return Translated(
        {
            field.removeprefix(prefix): value
            for field, value in form.cleaned_data.items()
            if field.startswith(prefix) and value
        }
    )


def initial_texts(**contents: Mapping[str, str]) -> dict[str, str]:
    """Return the initial values of the fields for these contents."""
    return {
        f"{name}_{language}": text
        for name, content in contents.items()
        for language, text in content.items()
    }


def add_refusal(form: forms.Form, error: ValidationError) -> None:
    """Put what an action refused beside the fields it is about, else at the top of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(_field_for(form, name), errors)


def _field_for(form: forms.Form, name: str) -> str | None:
    if name == NON_FIELD_ERRORS:
        return None
    if name in form.fields:
        return name
    return next((field for field in form.fields if field.startswith(f"{name}_")), None)


def language_name(code: str) -> str:
    """Return a language's name in the reader's language, or its code where nobody knows one.

    The names are those of the locales (CLDR): Django's own are not all translated.

    >>> language_name("xx-unknown")
    'xx-unknown'
    """
    try:
        name = Locale.parse(code, sep="-").get_display_name(get_language() or "sv")
    except (ValueError, UnknownLocaleError):
        return code
    return capfirst(name or code)


def in_language(label: str | Promise, language: str) -> str:
    """Return the label of a field that asks for a text in ``language``."""
    return f"{label} ({language_in_a_sentence(language)})"


def language_in_a_sentence(code: str) -> str:
    """Return a language's name as the reader's language writes it inside a sentence."""
    name = language_name(code)
    return name if get_language() in CAPITALS else name.lower()
