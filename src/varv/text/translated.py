"""Content in several languages, kept in one field."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Translated(dict[str, str]):
    """Text by language code; as a string it is the text in the active language.

    >>> str(Translated(sv="Vatten", fi="Vesi"))  # with Swedish active
    'Vatten'
    """

    def __str__(self) -> str:
        return self.text()

    def __html__(self) -> str:
        """Be escaped in templates like any other text."""
        from django.utils.html import escape  # keeps the module importable without settings

        return str(escape(self.text()))

    def text(self, language: str | None = None) -> str:
        """Return the text in ``language`` (default: the active one), else the nearest at hand."""
        return self.get(self.nearest(language), "")

    def nearest(self, language: str | None = None) -> str:
        """Return the language that the text is read in by who wants ``language``; "" where none."""
        wanted = language or get_language() or ""
        for code in (wanted, wanted.split("-")[0], "en", *sorted(self)):
            if self.get(code):
                return code
        return ""


class TranslatedField(models.JSONField):
    """A JSON object of language code to text that reads as ``Translated``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Wrap what the database gives."""
        loaded = super().from_db_value(value, expression, connection)
        return Translated(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        """Accept a mapping of language to text, nothing else."""
        if isinstance(value, Translated):
            return value
        if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
            return Translated(value)
        raise ValidationError(_("Text must be given by language."))
