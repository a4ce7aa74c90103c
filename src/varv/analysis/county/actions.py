"""What can be done with the figures of the whole county; each act is one function."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from varv.analysis.county.queries import text_in_use
from varv.analysis.county.statistics import fingerprint
from varv.analysis.datasets.waking import wake_drawer
from varv.analysis.models import CountyLook, CountySeries, CountyText, Dataset
from varv.cycles.models import Lap
from varv.people.models import Region, User
from varv.registry.actions import log
from varv.text.translated import Translated


@transaction.atomic
def write_text(actor: User | None, *, text: Mapping[str, str]) -> CountyText:
    """Say what the figures of the whole county show and cannot show, as a new version."""
    words = Translated({code: one.strip() for code, one in text.items() if one.strip()})
    if not words:
        raise ValidationError({"text": _("Write something.")})
    # Two who write at the same time make two versions, one after the other.
    list(Region.objects.select_for_update(no_key=True).values_list("pk"))
    last = text_in_use()
    if last and last.text == words:
        raise ValidationError(_("Nothing is changed, so there is no new version."))
    number = CountyText.objects.aggregate(last=Max("number"))["last"] or 0
    made = CountyText.objects.create(number=number + 1, text=words, written_by=actor)
    log(actor, "analysis.write_county_text", made, number=made.number)
    return made


@transaction.atomic
def choose_series(actor: User | None, *, series: Mapping[str, Dataset | None]) -> bool:
    """Choose which dataset each kind of figure is taken from; None is the region's folder.

    Tell whether anything was changed.
    """
    unknown = set(series) - set(CountySeries.Measure.values)
    if unknown:
        raise ValidationError(_("Choose one from the list."))
    private = [measure for measure, one in series.items() if one and not one.is_public]
    if private:
        refusal = _("Choose a dataset that everybody may read.")
        raise ValidationError(dict.fromkeys(private, refusal))
    list(Region.objects.select_for_update(no_key=True).values_list("pk"))
    held = {one.measure: one for one in CountySeries.objects.all()}
    changed = False
    for measure, dataset in series.items():
        old = held.get(measure)
        if (old.dataset_id if old else None) == (dataset.pk if dataset else None):
            continue
        changed = True
        if old:
            old.delete()
        made = None
        if dataset:
            made = CountySeries.objects.create(measure=measure, dataset=dataset, chosen_by=actor)
        log(
            actor,
            "analysis.choose_county_series",
            made,
            measure=measure,
            dataset=dataset.pk if dataset else None,
        )
    if changed:
        wake_drawer()
    return changed


@transaction.atomic
def sign_county(actor: User | None, *, lap: Lap, note: str = "") -> CountyLook:
    """Sign that one has looked at the figures of the whole county in a lap."""
    if Lap.objects.select_for_update(no_key=True).get(pk=lap.pk).closed_at is not None:
        raise ValidationError({"lap": _("The lap is closed.")})
    made = CountyLook.objects.create(
        lap=lap, note=note.strip(), figures_sha256=fingerprint(), signed_by=actor
    )
    log(actor, "analysis.sign_county", made, lap=lap.pk, figures=made.figures_sha256)
    return made
