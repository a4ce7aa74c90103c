"""What can be done with activity sets; each act is one function."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.analysis.compute import activities
from varv.analysis.datasets.waking import wake_drawer
from varv.analysis.models import ActivitySet
from varv.analysis.profiles.queries import difference, set_of
from varv.cycles.models import Area
from varv.people.models import User
from varv.registry.actions import log
from varv.text.translated import Translated

Reasons = Mapping[str, Mapping[str, str]]
REASON_LENGTH = 300


@transaction.atomic
def set_activities(
    actor: User | None,
    *,
    area: Area,
    codes: Iterable[str],
    reasons: Reasons | None = None,
    note: Mapping[str, str] | None = None,
) -> ActivitySet:
    """Say which activities an area stands for, as a new version; the ones before are kept."""
    # Two who save at the same time make two versions, one after the other.
    locked = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    if not locked.is_active:
        raise ValidationError(_("The area is no longer used, so its activities stay as they are."))
    found, unknown = activities.as_divisions(codes)
    if unknown:
        raise ValidationError(
            {
                "codes": _("%(classification)s has no section or division %(codes)s.")
                % {
                    "classification": activities.CLASSIFICATION,
                    "codes": ", ".join(sorted(unknown)),
                }
            }
        )
    if not found:
        raise ValidationError({"codes": _("Choose at least one activity.")})
    kept = _clean(reasons or {}, found)
    words = Translated({code: text.strip() for code, text in (note or {}).items() if text.strip()})
    last = set_of(locked)
    if last and (last.codes, last.reasons, last.note) == (found, kept, words):
        raise ValidationError(_("Nothing is changed, so there is no new version."))
    made = ActivitySet.objects.create(
        area=locked,
        number=(last.number if last else 0) + 1,
        classification=activities.CLASSIFICATION,
        codes=found,
        reasons=kept,
        note=words,
        decided_by=actor,
    )
    changed = difference(last.codes if last else [], found)
    log(
        actor,
        "analysis.set_activities",
        made,
        area=locked.pk,
        number=made.number,
        added=changed.added,
        removed=changed.removed,
    )
    wake_drawer()
    return made


def _clean(reasons: Reasons, codes: list[str]) -> dict[str, dict[str, str]]:
    """Return the reasons of codes that are in the set; ValidationError for others."""
    strays = sorted(set(reasons) - set(codes))
    if strays:
        raise ValidationError(
            {
                "reasons": _("Not among the chosen activities: %(codes)s.")
                % {"codes": ", ".join(strays)}
            }
        )
    kept = {
        code: {language: text.strip() for language, text in texts.items() if text.strip()}
        for code, texts in sorted(reasons.items())
    }
    if any(len(text) > REASON_LENGTH for texts in kept.values() for text in texts.values()):
        raise ValidationError(
            {"reasons": _("A reason has at most %(limit)s signs.") % {"limit": REASON_LENGTH}}
        )
    return {code: texts for code, texts in kept.items() if texts}
