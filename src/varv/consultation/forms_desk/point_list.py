"""Which points a list shows, and which of them were chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.consultation.actions.dispositions import MOST_AT_ONCE
from varv.consultation.models import Disposition, Point, Round, Theme
from varv.consultation.queries import points as queries
from varv.consultation.queries.points import NONE, RETURNED, PointsWanted
from varv.consultation.queries.themes import themes_of
from varv.cycles.models import Area, Programme
from varv.people.models import Municipality, Sector
from varv.text.hostile import PlainCharField

LONGEST_ID = 18


def areas_and_themes(programme: Programme) -> tuple[list[Area], list[Theme]]:
    """Return what points of a programme can be sorted under; two queries."""
    areas = Area.objects.filter(programme=programme, state=Area.State.ACTIVE)
    return list(areas), list(themes_of(programme))


def ids_of(values: Iterable[str]) -> list[int]:
    """Return the ids among what was sent; what is none is left out."""
    return [int(one) for one in values if one.isdecimal() and len(one) <= LONGEST_ID]


class PointFilter(forms.Form):
    """Which points the list shows; a filter that makes no sense shows all."""

    round = forms.ModelChoiceField(
        label=_("Round"), queryset=Round.objects.none(), required=False, empty_label=_("All rounds")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            *Point.State.choices,
            (RETURNED, pgettext_lazy("of a disposition", "Returned")),
        ],
    )
    outcome = forms.ChoiceField(
        label=_("Disposition"),
        required=False,
        choices=[("", _("All")), *Disposition.Outcome.choices],
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices]
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.all(),
        required=False,
        empty_label=_("All"),
    )
    text = PlainCharField(
        label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: Any, programme: Programme, rounds: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rounds is None:
            del self.fields["round"], self.fields["state"]
        else:
            self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        areas, themes = areas_and_themes(programme)
        for name, some, none in (
            ("area", areas, _("No area")),
            ("theme", themes, _("No theme")),
        ):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", _("All")), (NONE, none), *((str(one.pk), str(one)) for one in some),
            ]  # fmt: skip

    def wanted(self) -> PointsWanted:
        """Return what was asked for; what was asked wrongly is not asked."""
        if not self.is_bound:
            return PointsWanted()
        self.full_clean()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("area", "theme"):
            if name in asked and asked[name] != NONE:
                asked[name] = int(asked[name])
        return PointsWanted(**asked)


class PublicPointFilter(PointFilter):
    """What everybody may narrow the list of answered points by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sector", "municipality", "text"):
            del self.fields[name]


def chosen_ids(data: QueryDict, programme: Programme, rounds: Any) -> list[int]:
    """Return the points that were ticked in the list, or all that it shows."""
    if data.get("all"):
        form = PointFilter(QueryDict(data.get("asked", "")), programme=programme, rounds=rounds)
        found = queries.points(form.wanted()).values_list("pk", flat=True)
        return list(found[: MOST_AT_ONCE + 1])
    return ids_of(data.getlist("point"))[: MOST_AT_ONCE + 1]
