"""What a region's files may hold: plain text, keys, references, texts by language, dates, numbers.

A schema is a ``FileModel``. Two markers on its fields let mistakes be found across files even when
another part of the folder is broken: ``Key`` says "others point to me by this", ``Ref`` says "this
must be such a key".
"""

import datetime as dt
import re
import unicodedata
import zoneinfo
from dataclasses import dataclass
from typing import Annotated, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from varv.text.hostile import one_line, refuse_hostile


class FileModel(BaseModel):
    """A table in a file: nothing is converted, nothing unknown is let in."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    unique: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Fields that together may have the same values only once in a list."""


@dataclass(frozen=True)
class Key:
    """Marks the field that names a thing of ``space``; two of them may not be the same."""

    space: str


@dataclass(frozen=True)
class Ref:
    """Marks a field whose value must be a key of ``space``; ``above``: further up in its file."""

    space: str
    above: bool = False


@dataclass(frozen=True)
class ByLanguage:
    """Marks a table of language to text, checked against the region's languages."""


def mistake(text: str, **values: object) -> PydanticCustomError:
    """Return an error whose wording is shown as it is; ``{name}`` is filled from ``values``."""
    return PydanticCustomError("said", text, values)


def _plain(value: str) -> str:
    try:
        refuse_hostile(value)
    except ValidationError:
        raise mistake(
            "should be plain text, without HTML tags, control characters and direction marks"
        ) from None
    if not value.strip():
        raise mistake("is empty; write a text or leave the key out")
    return unicodedata.normalize("NFC", value.strip())


def _line(value: str) -> str:
    try:
        one_line(value.strip())
    except ValidationError:
        raise mistake("should be a single line") from None
    return _plain(value)


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise mistake(
            'should be small letters a-z, digits and hyphens such as "open-data", is "{value}"',
            value=shorten(value),
        )
    return value


def _code(value: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]*", value):
        raise mistake(
            'should be letters and digits without spaces, is "{value}"', value=shorten(value)
        )
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,8})?", value):
        raise mistake('should be a language code such as "sv", is "{value}"', value=shorten(value))
    return value


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise mistake(
            'should be a country code of two capital letters such as "SE", is "{value}"',
            value=shorten(value),
        )
    return value


def _time_zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise mistake(
            'should be a time zone such as "Europe/Stockholm", is "{value}"', value=shorten(value)
        ) from None
    return value


def _email(value: str) -> str:
    try:
        EmailValidator()(value)
    except ValidationError:
        raise mistake(
            'should be an e-mail address such as "name@example.org", is "{value}"',
            value=shorten(value),
        ) from None
    return value.lower()


def _web(value: str) -> str:
    try:
        URLValidator(schemes=["https", "http"])(value)
    except ValidationError:
        raise mistake(
            'should be a web address that starts with https://, is "{value}"',
            value=shorten(value),
        ) from None
    return value


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+?[0-9][0-9 ()/-]{3,29}", value):
        raise mistake('should be a telephone number, is "{value}"', value=shorten(value))
    return value


def _time(value: object) -> object:
    """Read "09:00" as well: TOML 1.0 itself insists on seconds."""
    if isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        return dt.time.fromisoformat(value)
    return value


def shorten(value: str, limit: int = 60) -> str:
    """Return ``value`` for a message: printable, and not longer than ``limit``."""
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in value)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


Line = Annotated[str, Field(max_length=200), AfterValidator(_line)]
Text = Annotated[str, Field(max_length=5000), AfterValidator(_plain)]
KeyText = Annotated[str, Field(max_length=60), AfterValidator(_key)]
Code = Annotated[str, Field(max_length=20), AfterValidator(_code)]
Language = Annotated[str, AfterValidator(_language)]
Country = Annotated[str, AfterValidator(_country)]
TimeZone = Annotated[str, Field(max_length=60), AfterValidator(_time_zone)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_email)]
WebAddress = Annotated[str, Field(max_length=500), AfterValidator(_web)]
Phone = Annotated[str, AfterValidator(_phone)]

Lines = Annotated[dict[str, Line], ByLanguage()]
Texts = Annotated[dict[str, Text], ByLanguage()]

#: Stands for the language where a text is the same in all of them.
ANY = "any"


def _any_language(value: object) -> object:
    return {ANY: value} if isinstance(value, str) else value


#: A line that is the same in every language, such as "CC BY 4.0", or one for each.
AnyLanguage = Annotated[dict[str, Line], BeforeValidator(_any_language), ByLanguage()]

# The database and the change between time zones both need dates that they can reckon with.
Date = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2199, 12, 31))]
Time = Annotated[dt.time, BeforeValidator(_time)]
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
Small = Annotated[int, Field(ge=0, le=1000)]
