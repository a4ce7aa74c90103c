"""Numbers as the language writes them."""

from django.utils import formats

DASH = "–"


def number(value: float | None, digits: int = 0) -> str:
    """Return a number as the language writes it; a dash for what is not known."""
    if value is None:
        return DASH
    return str(formats.number_format(value, digits, use_l10n=True, force_grouping=True))


def signed(value: float | None, digits: int = 0) -> str:
    """Return a change with its sign."""
    if value is None:
        return DASH
    shown = number(abs(value), digits)
    if not any(sign in "123456789" for sign in shown):
        return shown
    return f"+{shown}" if value > 0 else f"−{shown}"


def percent(value: float | None) -> str:
    """Return a probability; never 0 or 100 %, which nobody can know."""
    if value is None:
        return DASH
    if value < 0.005:
        return "< 1 %"
    return "> 99 %" if value > 0.995 else f"{number(100 * value)} %"


def share(value: float | None, digits: int = 0) -> str:
    """Return a share in per cent."""
    return DASH if value is None else f"{number(100 * value, digits)} %"


def change(value: float | None) -> str:
    """Return a relative change in per cent, with its sign."""
    return DASH if value is None else f"{signed(100 * value, 1)} %"


def short(value: float) -> str:
    """Return a number with no more decimals than it has, two at most."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return number(value, len(shown.partition(".")[2]))
