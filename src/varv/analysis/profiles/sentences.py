"""What the profiles say in sentences, for those who do not read tables."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv.text import numbers

if TYPE_CHECKING:
    from varv.analysis.profiles.rows import Joined
    from varv.analysis.profiles.shown import Profile

#: So many activities are named in a sentence; the table has all.
NAMED = 2


def in_short(profile: "Profile") -> str:
    """Say what a table tells of an area: how many, how that compares, and what it leaves open."""
    if profile.is_silent:
        return _("This table tells nothing of what the area stands for.")
    if profile.jobs is None:
        told = [_untold(profile)]
    else:
        told = [_counted(profile), compared(profile.quotient, profile.compared_with)]
    told.append(_open(profile))
    return " ".join(one for one in told if one)


def _counted(profile: "Profile") -> str:
    jobs = numbers.number(profile.jobs)
    if not profile.is_partial:
        told = _("%(jobs)s are employed in the area, %(share)s.")
        return told % {"jobs": jobs, "share": _part_of_all(profile, profile.share)}
    names = [one.cited for one in profile.activities if one.jobs]
    if 0 < len(names) <= NAMED:
        told = _("At least %(jobs)s are employed in the area: those in %(names)s.")
        return told % {"jobs": jobs, "names": get_text_list(names, _("and"))}
    return _("At least %(jobs)s are employed in the area.") % {"jobs": jobs}


def _untold(profile: "Profile") -> str:
    closest = profile.closest
    if closest is not None:
        return _closest(profile, closest)
    if profile.joined:
        told = _(
            "The table does not tell the area by itself, only together with much else: %(names)s."
        )
        return told % {"names": get_text_list([one.cited for one in profile.joined], _("and"))}
    return _("The publisher does not tell how many are employed in the area.")


def _closest(profile: "Profile", one: "Joined") -> str:
    told = _(
        "The table does not tell the area by itself. What comes closest is all of %(name)s: "
        "%(jobs)s are employed there, %(share)s."
    ) % {
        "name": one.cited,
        "jobs": numbers.number(one.jobs),
        "share": _part_of_all(profile, one.share),
    }
    part = _("%(inside)s of its %(size)s activities belong to the area.") % {
        "inside": len(one.inside),
        "size": one.size,
    }
    return " ".join(filter(None, (told, compared(one.row, profile.compared_with), part)))


def _part_of_all(profile: "Profile", share: float | None) -> str:
    """Return a share of the region, or of the table where that tells of a part of the region."""
    told = _("%(share)s per cent of all in the region")
    if profile.kept.figures.get("lacks"):
        told = _("%(share)s per cent of all in the table")
    return told % {"share": numbers.number(share, 1)}


def share_label(lacks: Sequence[str]) -> str:
    """Return of whom shares are: of the region, or of the table where it lacks some activities."""
    return _("Share of all in the table") if lacks else _("Share of the region")


def untold(profile: "Profile") -> str:
    """Say shortly why an area has no quotient of its own, and what is closest to it."""
    if profile.closest is not None:
        told = _("Not told by itself. Closest: %(name)s, %(jobs)s")
        return told % {
            "name": profile.closest.cited,
            "jobs": numbers.number(profile.closest.jobs),
        }
    if profile.is_silent:
        return _("The table tells nothing of it")
    return _("Not told by itself") if profile.joined and profile.jobs is None else profile.verdict


def _open(profile: "Profile") -> str:
    """Say how large the area may be, where it is told together with others."""
    if profile.at_most is not None:
        told = _("Together with all that it is told with, the area is %(most)s at most.")
        if profile.jobs is not None:
            told = _(
                "The rest of the area is told only together with other activities; with all of "
                "them it would be %(most)s, so it is at most that."
            )
        return told % {"most": numbers.number(profile.at_most)}
    if profile.jobs is not None and profile.is_partial:
        return _("Of the rest of the area the table does not tell how many.")
    return ""


def compared(row: Mapping[str, Any] | None, whom: str) -> str:
    """Say whether that is more than elsewhere, as far as the interval lets us; else nothing."""
    if not row or row["lq"] is None or row["low"] is None or row["high"] is None:
        return ""
    if row["low"] > 1:
        told = _(
            "That is a larger share than in %(whom)s (LQ %(lq)s, between %(low)s and %(high)s)."
        )
    elif row["high"] < 1:
        told = _(
            "That is a smaller share than in %(whom)s (LQ %(lq)s, between %(low)s and %(high)s)."
        )
    else:
        told = _(
            "That is about the same share as in %(whom)s, or too few to tell (LQ %(lq)s, between "
            "%(low)s and %(high)s)."
        )
    ends = {key: numbers.number(row[key], 2) for key in ("lq", "low", "high")}
    return told % {"whom": whom, **ends}


def jobs_text(profile: "Profile") -> str:
    """Return how many are employed: a number, or at least and at most so many."""
    if profile.at_most is not None:
        told = {"jobs": numbers.number(profile.jobs or 0), "most": numbers.number(profile.at_most)}
        return _("at least %(jobs)s, at most %(most)s") % told
    if profile.jobs is None:
        return _("not told")
    jobs = numbers.number(profile.jobs)
    return _("at least %(jobs)s") % {"jobs": jobs} if profile.is_partial else jobs


def jobs_range(profile: "Profile") -> str:
    """Return how many are employed as short as a table needs it."""
    if profile.at_most is not None:
        return numbers.interval(profile.jobs or 0, profile.at_most, 0)
    if profile.jobs is None:
        return _("not told")
    jobs = numbers.number(profile.jobs)
    return f"≥ {jobs}" if profile.is_partial else jobs


def share_range(profile: "Profile") -> str:
    """Return the share of the region in per cent: a number, or from where to where."""
    if profile.share_at_most is not None:
        return f"{numbers.interval(profile.share or 0, profile.share_at_most, 1)} %"
    if profile.share is None:
        return numbers.NOTHING
    share = f"{numbers.number(profile.share, 1)} %"
    return f"≥ {share}" if profile.is_partial else share


def not_known_note(number: float) -> str:
    """Say how many have an activity that nobody knows; they are of the whole, and of no area."""
    if not number:
        return ""
    return _(
        "Of %(number)s of them it is not known what they work with. They are counted in the whole "
        "and in no area, though they may be in any."
    ) % {"number": numbers.number(number)}


def silent_note(*, has_growth: bool, openings: bool) -> str:
    """Say what a table cannot tell, for want of years or of regions."""
    if not has_growth and not openings:
        return _(
            "The table has one year, and too few regions or activities to tell what lies near: it "
            "says nothing of growth or of openings."
        )
    if not has_growth:
        return _("The table has one year, so it says nothing of growth.")
    if not openings:
        return _("The table has too few regions or activities to tell what openings lie near.")
    return ""
