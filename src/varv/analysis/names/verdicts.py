"""What is said of an activity: whether it is a strength, and what way leads to it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERDICTS: Mapping[str, Promise] = {
    "strength": pgettext_lazy("verdict", "strength"),
    "possible": pgettext_lazy("verdict", "possible strength"),
    "no strength": pgettext_lazy("verdict", "no strength"),
    # Of growth: less than elsewhere, and by more than chance.
    "fallen": pgettext_lazy("verdict", "fallen behind"),
    "too few": pgettext_lazy("verdict", "too few tell"),
    "unknown": pgettext_lazy("verdict", "not known"),
}
ROADS: Mapping[str, Promise] = {
    "high road": pgettext_lazy("way to a new activity", "near and complex"),
    "slow road": pgettext_lazy("way to a new activity", "near but simple"),
    "casino": pgettext_lazy("way to a new activity", "complex but far"),
    "dead end": pgettext_lazy("way to a new activity", "far and simple"),
}
