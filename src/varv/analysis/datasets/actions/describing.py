"""What a dataset is: its title, unit, publisher, source and licence."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.analysis.locks import NEW_KEY, one_at_a_time
from varv.analysis.models import Dataset
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry.actions import log
from varv.text.slugs import slug as make_slug
from varv.text.translated import Translated

KEY_LENGTH = 45
TEXTS = ("title", "about", "unit", "licence")
LINES = ("publisher", "source_url")


@transaction.atomic
def make_dataset(
    actor: User | None,
    *,
    about: Mapping[str, Any],
    origin: str = Dataset.Origin.FILE,
    has_activities: bool = True,
    **more: Any,
) -> Dataset:
    """Make a dataset that has no version yet."""
    values = described(about)
    one_at_a_time(NEW_KEY)
    region = current_region()
    name = values["title"].text(region.language if region else None)
    taken = set(Dataset.objects.values_list("key", flat=True))
    dataset = Dataset.objects.create(
        key=make_slug(name, taken, KEY_LENGTH),
        origin=origin,
        has_activities=has_activities,
        **values,
        **more,
    )
    log(actor, "analysis.make_dataset", dataset)
    return dataset


@transaction.atomic
def edit_dataset(actor: User | None, *, dataset: Dataset, about: Mapping[str, Any]) -> Dataset:
    """Reword what a dataset is; its versions stay as they are."""
    values = described(about)
    locked = Dataset.objects.select_for_update(no_key=True).get(pk=dataset.pk)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(values))
    log(actor, "analysis.edit_dataset", locked, public=locked.is_public)
    return locked


def described(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a dataset, or refuse what is missing, all at once."""
    values: dict[str, Any] = {name: _clean(about.get(name) or {}) for name in TEXTS}
    values |= {name: str(about.get(name) or "").strip() for name in LINES}
    values["is_public"] = bool(about.get("is_public"))
    missing = {
        "title": _("Say what the table tells."),
        "unit": _("Say what one figure is a number of."),
        "publisher": _("Say who publishes the figures."),
        "licence": _("Say under which licence, or what else allows us to use them."),
    }
    wrong = {name: text for name, text in missing.items() if not values[name]}
    if wrong:
        raise ValidationError(wrong)
    return values


def _clean(texts: Mapping[str, str]) -> Translated:
    return Translated(
        {language: text.strip() for language, text in texts.items() if text and text.strip()}
    )
