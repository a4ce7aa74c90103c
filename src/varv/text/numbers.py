"""Numbers as the active language writes them: "12 345,6" in Swedish, "12,345.6" in English."""

from decimal import ROUND_HALF_EVEN, Decimal

from django.utils import formats, translation

#: Keeps thousands, and a number and its sign, together on one line; narrower than a letter.
THIN = "\N{NARROW NO-BREAK SPACE}"
WIDE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NOTHING = "–"


def number(value: float | None, digits: int = 0) -> str:
    """Return a rounded number; what is not known is a dash.

    Examples
    --------
    >>> with translation.override("sv"):
    ...     number(-12345.67, 1) == f"−12{THIN}345,7", number(1.99, 1), number(None)
    (True, '2,0', '–')
    >>> with translation.override("en"):
    ...     number(12345.67, 1)
    '12,345.7'
    """
    if value is None or value != value:  # nan is no number
        return NOTHING
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    told = formats.number_format(abs(rounded), digits, use_l10n=True, force_grouping=True)
    return f"{MINUS if rounded < 0 else ''}{told.replace(WIDE, THIN)}"


def signed(value: float | None, digits: int = 0) -> str:
    """Return a change: what grew has a plus.

    Examples
    --------
    >>> with translation.override("en"):
    ...     signed(3.2), signed(-3.2), signed(0.2)
    ('+3', '−3', '0')
    """
    told = number(value, digits)
    grew = told[0] not in (MINUS, NOTHING) and any(sign in "123456789" for sign in told)
    return f"+{told}" if grew else told


def percent(value: float | None, digits: int = 0) -> str:
    """Return a share of one in per cent.

    Examples
    --------
    >>> with translation.override("en"):
    ...     percent(0.256), percent(None)
    ('26%', '–')
    """
    if value is None or value != value:  # nan is no number
        return NOTHING
    return f"{number(100 * value, digits)}{_before_percent()}%"


def signed_percent(value: float | None, digits: int = 0) -> str:
    """Return a relative change in per cent, with its sign.

    Examples
    --------
    >>> with translation.override("en"):
    ...     signed_percent(0.256, 1), signed_percent(-0.5)
    ('+25.6%', '−50%')
    """
    if value is None or value != value:  # nan is no number
        return NOTHING
    return f"{signed(100 * value, digits)}{_before_percent()}%"


def short(value: float) -> str:
    """Return a number with no more decimals than it has, two at most.

    Examples
    --------
    >>> with translation.override("en"):
    ...     short(95.0), short(1.5), short(0.999)
    ('95', '1.5', '1')
    """
    digits = f"{value:.2f}".rstrip("0").rstrip(".").partition(".")[2]
    return number(value, len(digits))


def short_percent(value: float) -> str:
    """Return a share of one in per cent with no more decimals than it has, two at most.

    Examples
    --------
    >>> with translation.override("en"):
    ...     short_percent(0.95), short_percent(0.975)
    ('95%', '97.5%')
    """
    return f"{short(100 * value)}{_before_percent()}%"


def probability(value: float | None) -> str:
    """Return a probability in per cent; never 0 or 100, which nobody can know.

    Examples
    --------
    >>> with translation.override("en"):
    ...     probability(0.9999), probability(0.0001), probability(0.5)
    ('>99%', '<1%', '50%')
    """
    if value is not None and value < 0.005:
        return f"<{percent(0.01)}"
    if value is not None and value > 0.995:
        return f">{percent(0.99)}"
    return percent(value)


def interval(low: float | None, high: float | None, digits: int = 1) -> str:
    """Return from where to where something lies.

    Examples
    --------
    >>> with translation.override("sv"):
    ...     interval(1.25, 2.5)
    '1,2–2,5'
    """
    if low is None or high is None:
        return NOTHING
    return f"{number(low, digits)}–{number(high, digits)}"


def _before_percent() -> str:
    """English writes the sign close to the number, most others apart."""
    return "" if (translation.get_language() or "en").startswith("en") else WIDE
