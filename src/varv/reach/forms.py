"""What one chooses to see of reach."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from varv.reach.counting import ALL, WHO, Numbers
from varv.reach.figures import Per
from varv.reach.sources import point
from varv.text.dates import day


class ReachFilter(forms.Form):
    """What is counted, at which round or meeting, who, and held against what."""

    source = forms.ChoiceField(label=_("What is counted"), required=False)
    occasion = forms.ChoiceField(label=_("Round or meeting"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    per = forms.ChoiceField(label=_("Per"), required=False, choices=Per.choices)

    def __init__(self, data: QueryDict, *, source: str, numbers: Numbers) -> None:
        occasions = [
            (str(one.id), f"{one.label}, {day(localtime(one.at), this_year=0)}")
            for one in numbers.occasions
        ]
        given: Any = {name: data.get(name, "") for name in ("occasion", "who", "per")}
        # Whoever goes over to another source has the occasion of the one before in the address.
        if given["occasion"] not in dict(occasions):
            given["occasion"] = ""
        given["source"] = source
        given["who"] = given["who"] or ALL
        given["per"] = given["per"] or Per.INHABITANTS.value
        super().__init__(given)
        choices = self.fields
        choices["source"].choices = [(key, one.label) for key, one in point.items()]  # type: ignore[attr-defined]
        choices["occasion"].choices = [("", _("All")), *reversed(occasions)]  # type: ignore[attr-defined]
        choices["who"].choices = [(ALL, _("All")), *(pair for pair in WHO if pair[0] != ALL)]  # type: ignore[attr-defined]
        if not occasions:
            del self.fields["occasion"]

    def wanted(self) -> dict[str, Any]:
        """Return what ``figures`` is asked for; what makes no sense is left out."""
        if not self.is_valid():
            return {}
        given = self.cleaned_data
        occasion = given.get("occasion", "")
        return {
            "occasion": int(occasion) if occasion else None,
            "who": given["who"],
            "per": given["per"],
        }
