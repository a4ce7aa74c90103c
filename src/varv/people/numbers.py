"""Organisation numbers: one way to write each, and never the number of a person.

A Swedish number has ten digits, the last a check digit. That of a sole trader is the trader's
personal identity number, which this register has no need to hold, so it is refused. Numbers from
other countries are kept as they are typed; one that could be taken for a Swedish one is written
with its country first.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_BETWEEN = re.compile(r"[\s.\-–+]")
_PERSONAL = re.compile(r"(?<!\d)(?:19|20)?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?!\d)")
_VAT = re.compile(r"SE(\d{10})(01)?")
_DAYS_ADDED = 60  # to the day of birth, in a co-ordination number


def normalised(text: str) -> str:
    """Return the number as it is kept, empty for none; ValidationError tells what is wrong.

    >>> normalised("16802000-1239"), normalised("8020001239"), normalised("no 974 760 673")
    ('802000-1239', '802000-1239', 'NO 974 760 673')
    """
    typed = " ".join(text.split())
    digits = _swedish_digits(typed)
    if is_personal(typed):
        raise ValidationError(
            _(
                "This looks like a personal identity number, which is not kept here. "
                "Leave the field empty for a sole trader."
            )
        )
    if not digits:
        return typed.upper()
    if not _check_digit_fits(digits):
        raise ValidationError(
            _(
                "A Swedish organisation number has ten digits, and the last one does not fit "
                "the others. Check it. Write a number from another country with the country "
                "first, such as PL 0000123456."
            )
        )
    return f"{digits[:6]}-{digits[6:]}"


def comparable(number: str) -> str:
    """Return what two ways of writing the same number have in common."""
    return re.sub(r"[\W_]", "", number).upper()


def beginning(text: str) -> str:
    """Return how the kept form of a number begins when somebody has typed so much of it.

    >>> beginning("16802000"), beginning("8020001"), beginning("Skog")
    ('802000', '802000-1', '')
    """
    compact = _BETWEEN.sub("", text)
    if len(compact) < 4 or not compact.isascii() or not compact.isdigit():
        return ""
    # Only the estates of the dead have numbers that begin with 16 themselves.
    if compact.startswith("16"):
        compact = compact[2:]
    return compact if len(compact) <= 6 else f"{compact[:6]}-{compact[6:]}"


def _swedish_digits(typed: str) -> str:
    """Return the ten digits of a number that is written as a Swedish one, else nothing."""
    compact = _BETWEEN.sub("", typed).upper()
    vat = _VAT.fullmatch(compact)
    if vat:
        return vat[1]
    if not compact.isascii() or not compact.isdigit():
        return ""
    if len(compact) == 12 and compact.startswith("16"):
        return compact[2:]
    return compact if len(compact) == 10 else ""


def is_personal(typed: str) -> bool:
    """Tell whether the number of a person stands in what was typed."""
    for year, month, day, last in _PERSONAL.findall(_VAT.sub(r"\1", typed.replace(" ", ""))):
        born = int(day) - _DAYS_ADDED if int(day) > _DAYS_ADDED else int(day)
        if (
            1 <= int(month) <= 12
            and 1 <= born <= 31
            and _check_digit_fits(year + month + day + last)
        ):
            return True
    return False


def _check_digit_fits(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
