"""What the lists of the public register are narrowed by; a wrong value is as good as none."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.registry.models import Record
from varv.text.days import DayField

ALL = ("", pgettext_lazy("all records", "All"))


class CaseFilter(forms.Form):
    """Words in the number or the title of a case."""

    q = forms.CharField(
        label=_("Number or title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def wanted(self) -> str:
        """Return what to look for."""
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))


class DaysForm(forms.Form):
    """The first and the last day that something came in or was made."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def days(self) -> dict[str, datetime]:
        """Return the lookups of those days, each whole in the active time zone."""
        self.is_valid()
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        found = {}
        if since:
            found["received_at__gte"] = timezone.make_aware(datetime.combine(since, time()))
        if until:
            after = datetime.combine(until + timedelta(days=1), time())
            found["received_at__lt"] = timezone.make_aware(after)
        return found


class RecordFilter(DaysForm):
    """Which records of a case, and in which order."""

    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[ALL, *Record.Direction.choices]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", pgettext_lazy("order of records", "Newest first")),
            ("oldest", pgettext_lazy("order of records", "Oldest first")),
        ],
    )

    field_order = ["direction", "kind", "since", "until", "order"]

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kind"]
        chosen.choices = [ALL, *((key, name[:1].upper() + name[1:]) for key, name in kinds)]

    def wanted(self) -> dict[str, Any]:
        """Return the lookups; none where all are wanted."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in ("direction", "kind")}
        return {name: value for name, value in chosen.items() if value} | self.days()

    def oldest_first(self) -> bool:
        """Tell whether the first that came stands first."""
        self.is_valid()
        return self.cleaned_data.get("order") == "oldest"
