"""How a mistake is told: file, place, what is wrong and what would be right."""

import datetime as dt
import difflib
import re
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from varv.people.folder.types import shorten

Path = tuple[str | int, ...]

_WHAT = {
    str: "a text in quotation marks",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dt.date: "a date such as 2020-06-05",
    dt.time: 'a time such as 09:00:00 or "09:00"',
    dt.datetime: "a date and time such as 2020-06-05T09:00:00",
}

_TYPES = {
    "string": str,
    "int": int,
    "float": float,
    "bool": bool,
    "date": dt.date,
    "time": dt.time,
    "datetime": dt.datetime,
}

_TOML = (
    ("Unterminated string", "a text is not closed with a quotation mark"),
    ("Illegal character '\\n'", "a text is not closed with a quotation mark before the line ends"),
    ("Illegal character", "a text holds a control character"),
    ("Expected '='", "should be a key, an equals sign and a value, such as name = \"…\""),
    ("Expected newline", "something more stands after a finished value"),
    ("Cannot overwrite", "the same key stands twice"),
    ("Cannot declare", "the same table stands twice"),
    ("Duplicate inline table key", "the same key stands twice"),
    ("Invalid statement", "should begin with a key, or with a table in square brackets"),
    ("Invalid initial character", "should begin with a key"),
    ("Invalid value", "the value should be a text in quotation marks, a number, a date or a list"),
    ("Invalid date", "there is no such date or time"),
    ("Unclosed array", "a list is not closed with ]"),
    ("Unclosed inline table", "a table is not closed with }"),
    ("Expected ']'", "a table's name is not closed with ]"),
    ("Expected ']]'", "a table's name is not closed with ]]"),
    ("Unescaped '\\\\'", "a backslash in a text must be doubled"),
)  # fmt: skip


def place(path: Path) -> str:
    """Return ``("meeting", 2, "ends")`` as "meeting 3, ends"."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int) and parts:
            parts[-1] += f" {step + 1}"
        else:
            parts.append(str(step))
    return ", ".join(shorten(part) for part in parts)


def places(paths: Sequence[Path]) -> str:
    """Return several items of one list as "meetings 1 and 4"."""
    *start, name, _ = paths[0]
    numbers = [str(int(path[-1]) + 1) for path in paths]
    listed = f"{plural(str(name))} {', '.join(numbers[:-1])} and {numbers[-1]}"
    return ", ".join(filter(None, [place(tuple(start)), listed]))


def plural(word: str) -> str:
    """Return the plural of a table's name."""
    if re.search("[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + "s"


def shown(value: object) -> str:
    """Return a value as it would stand in the file, short."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{shorten(value)}"'
        case dt.datetime() | dt.date():
            return value.isoformat()
        case dt.time():
            return clock(value)
        case list():
            return "a list"
        case Mapping():
            return "a table"
    return shorten(str(value))


def clock(value: dt.time) -> str:
    """Return a time without seconds where it has none."""
    return f"{value:%H:%M}" if not (value.second or value.microsecond) else value.isoformat()


def listed(values: Iterable[object], limit: int = 8) -> str:
    """Return the first few values, joined; "none" where there are none."""
    texts = [shorten(str(value)) for value in values]
    if not texts:
        return "none"
    return ", ".join([*texts[:limit], *(["…"] if len(texts) > limit else [])])


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that ``word`` is most likely meant to be."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.7)
    return close[0] if close else None


def wanted(annotation: Any) -> str:
    """Return what a field of this type should be, with an example."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return wanted(inner[0])
    if origin is typing.Literal:
        return f"one of {listed(inner, 20)}"
    if origin in (typing.Union, types.UnionType):
        return wanted(next(arg for arg in inner if arg is not type(None)))
    if origin is list:
        return "a list in square brackets"
    if origin is dict:
        return 'a table of language and text such as {en = "…"}'
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "a table"
    return _WHAT.get(annotation, "a value")


def model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that a field holds, alone, in a list or as an option."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(model_in, typing.get_args(annotation))), None)


def explain(error: ErrorDetails, schema: type[BaseModel]) -> str:
    """Return what is wrong and what would be right, for one of pydantic's errors."""
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    owner, name = _owner(schema, error["loc"])
    if kind == "said":
        return error["msg"]
    if kind == "missing":
        return _missing(owner, name)
    if kind == "extra_forbidden":
        return unknown_key(name, owner.model_fields)
    if kind == "list_type" and isinstance(value, dict):
        return f"should be written [[{name}]], with two brackets on each side"
    if limit := _limit(kind, context, value):
        return limit
    return f"should be {_should(kind, context, owner, name)}, is {shown(value)}"


def unknown_key(name: str, known: Iterable[str]) -> str:
    """Return the wording for a key that the file cannot have."""
    names = list(known)
    if close := nearest(name, names):
        return f"is not a known key; did you mean {close}?"
    return f"is not a known key; known are {listed(names, 20)}"


def _missing(owner: type[BaseModel], name: str) -> str:
    annotation = owner.model_fields[name].annotation
    if typing.get_origin(annotation) is list and model_in(annotation):
        return f"is missing; write at least one [[{name}]]"
    if model_in(annotation):
        return f"is missing; write a table [{name}]"
    return f"is missing; should be {wanted(annotation)}"


def _limit(kind: str, context: Mapping[str, Any], value: object) -> str | None:
    """Return the wording for what is too much, too little, too long or too short."""
    match kind:
        case "greater_than_equal":
            return f"should be {_bound(context['ge'])} or {_more(value)}, is {shown(value)}"
        case "less_than_equal":
            return f"should be {_bound(context['le'])} or {_less(value)}, is {shown(value)}"
        case "string_too_long":
            length = len(str(value))
            return f"should be at most {context['max_length']} signs, is {length}"
        case "too_short":
            return f"should have at least {context['min_length']}, has {context['actual_length']}"
        case "too_long":
            return f"should have at most {context['max_length']}, has {context['actual_length']}"
        case "finite_number":
            return f"should be a number, is {shown(value)}"
    return None


def _bound(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _more(value: object) -> str:
    return "later" if isinstance(value, dt.date) else "more"


def _less(value: object) -> str:
    return "earlier" if isinstance(value, dt.date) else "less"


def _should(kind: str, context: Mapping[str, Any], owner: type[BaseModel], name: str) -> str:
    if kind == "literal_error":
        return f"one of {context['expected'].replace(chr(39), '').replace(' or ', ', ')}"
    base = kind.split("_")[0]
    if base in _TYPES:
        return _WHAT[_TYPES[base]] if base != "datetime" else _WHAT[dt.datetime]
    if kind in ("model_type", "model_attributes_type"):
        return "a table"
    field = owner.model_fields.get(name)
    return wanted(field.annotation) if field else "a value"


def _owner(schema: type[BaseModel], loc: Path) -> tuple[type[BaseModel], str]:
    """Return the model that holds the place, and the field's name in it."""
    owner, name = schema, ""
    for step in loc:
        if isinstance(step, int):
            continue
        if name and name in owner.model_fields:
            owner = model_in(owner.model_fields[name].annotation) or owner
        name = step
    return owner, name


def toml_mistake(message: str, text: str) -> str:
    """Return a syntax error as "line 14: …"."""
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if not found:
        line = len(text.rstrip().splitlines()) or 1
        return f"line {line}: the file ends in the middle of something; is it cut off?"
    source = text.splitlines()[int(found[1]) - 1]
    if short := re.search(r"=\s*(\d{1,2}:\d{2})\s*(#.*)?$", source):
        time = short[1].rjust(5, "0")
        return f'line {found[1]}: a time should be written {time}:00 or "{time}", is {short[1]}'
    plain = message[: found.start()]
    for start, wording in _TOML:
        if plain.startswith(start):
            return f"line {found[1]}: {wording}"
    return f"line {found[1]}: {plain[:1].lower()}{plain[1:]}"
