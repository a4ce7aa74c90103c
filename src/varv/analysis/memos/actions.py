"""What can be done with memos: begun, edited, handed to the worker; each act is one function."""

from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from varv import clock
from varv.analysis.county.pictures import figures_of as county_figures
from varv.analysis.memos import defaults, placeholders
from varv.analysis.memos.filling import fill
from varv.analysis.memos.material import Material
from varv.analysis.models import Memo
from varv.analysis.profiles.figures import figures_of as area_figures
from varv.analysis.queries.runs import newest_strengths
from varv.cycles.models import Area
from varv.cycles.queries import current_programme
from varv.meetings.models import Meeting
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import log
from varv.text.seals import seal_of

State, Kind = Memo.State, Memo.Kind
#: A meeting that is over is sent nothing.
AHEAD = (Meeting.State.PUBLISHED, Meeting.State.CLOSED)


@transaction.atomic
def make_memo(
    actor: User | None,
    *,
    kind: str,
    language: str,
    area: Area | None = None,
    meeting: Meeting | None = None,
    title: str = "",
) -> Memo:
    """Begin a memo with the text of its kind, in its language."""
    region, programme = the_region(), current_programme()
    if programme is None:
        raise ValidationError(_("There is no programme yet."))
    if language not in region.languages:
        raise ValidationError({"language": _("Choose one of the region's languages.")})
    if kind != Kind.REGION and area is None:
        raise ValidationError({"area": _("Choose which area it is on.")})
    about = None if kind == Kind.REGION else area
    _check_meeting(meeting)
    with translation.override(language), timezone.override(region.tz):
        name = title.strip() or defaults.title(kind, about, str(region.name))[:200]
        memo = Memo(
            kind=kind,
            programme=programme,
            area=about,
            language=language,
            title=name,
            meeting=meeting,
            made_by=actor,
        )
        known = Material(memo, region, clock.now())
        memo.text = defaults.text(
            kind, _figures(known), _telling(known), run=newest_strengths(region)
        )
        memo.save()
    log(actor, "analysis.make_memo", memo, memo_kind=kind, area=about.pk if about else None)
    return memo


@transaction.atomic
def edit_memo(
    actor: User | None, *, memo: Memo, title: str, text: str, meeting: Meeting | None, seen: str
) -> Memo:
    """Change a draft; ``seen`` is the seal of its text as it was shown."""
    locked = _draft(memo)
    placeholders.check(text, locked.kind)
    if meeting != locked.meeting:
        _check_meeting(meeting)
    if seal_of(locked.text) != seen and locked.text != text:
        raise ValidationError(
            {
                "text": _(
                    "Somebody else has changed the text meanwhile. Theirs stands below: take over "
                    "what you need, and save again."
                )
            }
        )
    locked.title, locked.text, locked.meeting = title, text, meeting
    locked.save(update_fields=["title", "text", "meeting"])
    log(actor, "analysis.edit_memo", locked)
    return locked


@transaction.atomic
def delete_memo(actor: User | None, *, memo: Memo) -> None:
    """Throw a draft away."""
    locked = _draft(memo)
    log(actor, "analysis.delete_memo", locked, memo_kind=locked.kind, area=locked.area_id)
    locked.delete()


@transaction.atomic
def publish_memo(actor: User | None, *, memo: Memo) -> Memo:
    """Have page, PDF and Word made of a draft; once they are, everybody can read it."""
    locked = _draft(memo)
    placeholders.check(locked.text, locked.kind)
    filled = fill(Material(locked, the_region(), clock.now()))
    if filled.unknown:
        raise ValidationError(
            _("These stand for nothing yet: %(names)s. Take them out of the text, or see to it.")
            % {"names": ", ".join(f"{{{name}}}" for name in filled.unknown)}
        )
    if not filled.document["parts"]:
        raise ValidationError(_("The text is empty."))
    locked.state, locked.error = State.MAKING, ""
    locked.save(update_fields=["state", "error"])
    log(actor, "analysis.publish_memo", locked, meeting=locked.meeting_id)
    _wake_worker(locked)
    return locked


@transaction.atomic
def begin_memo_edition(actor: User | None, *, memo: Memo) -> Memo:
    """Begin a new edition of what is published; until that is, the old one stands."""
    locked = _lock(memo)
    if not locked.is_published:
        raise ValidationError(_("This memo is not published. Change it as it is."))
    if Memo.objects.filter(replaces=locked).exists():
        raise ValidationError(_("There is a new edition already."))
    made = Memo.objects.create(
        kind=locked.kind,
        programme=locked.programme,
        area=locked.area,
        language=locked.language,
        title=locked.title,
        text=locked.text,
        edition=locked.edition + 1,
        replaces=locked,
        made_by=actor,
    )
    log(actor, "analysis.begin_memo_edition", made, of=locked.pk)
    return made


def lines_changed(old: str, new: str) -> list[tuple[str, str]]:
    """Return the lines of two texts as ``same``, ``removed`` or ``added``, in order."""
    before, after = old.splitlines(), new.splitlines()
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found += [("same", line) for line in before[a:b]]
            continue
        found += [("removed", line) for line in before[a:b]]
        found += [("added", line) for line in after[c:d]]
    return found


def _figures(known: Material) -> set[str]:
    """Return the placeholders of the figures that there is enough known for."""
    if known.memo.kind == Kind.REGION:
        return {f"{{figure:{key}}}" for key in county_figures(known.county)}
    return {
        f"{{figure:{key}}}" if part == 1 else f"{{figure:{key}:{part}}}"
        for part in _telling(known)
        if (profile := known.of_part(part).profile)
        for key in area_figures(profile)
    }


def _telling(known: Material) -> list[int]:
    """Return the numbers of the sources that tell something, and the first in any case."""
    more = [
        part
        for part in range(2, len(known.sources) + 1)
        if _tells(known.of_part(part), in_area=known.memo.area is not None)
    ]
    return [1, *more]


def _tells(known: Material, *, in_area: bool) -> bool:
    if not in_area:
        return known.profiles is not None
    return known.profile is not None and not known.profile.is_silent


def _check_meeting(meeting: Meeting | None) -> None:
    if meeting is not None and (meeting.state not in AHEAD or meeting.starts_at <= clock.now()):
        raise ValidationError({"meeting": _("Choose a meeting that is still to come.")})


def _lock(memo: Memo) -> Memo:
    found = Memo.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("area", "meeting", "programme").get(pk=memo.pk)


def _draft(memo: Memo) -> Memo:
    locked = _lock(memo)
    if not locked.is_draft:
        raise ValidationError(
            _("The memo is published, or about to be. It never changes; make a new edition.")
        )
    return locked


def _wake_worker(memo: Memo) -> None:
    """Defer the making in this very transaction; if it is lost, timed work defers it again."""
    from varv.analysis import tasks  # the tasks import the actions

    tasks.make_memo.defer(memo_id=memo.pk)
