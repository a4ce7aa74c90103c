"""What staff type about points: their words, where they belong, what is answered, and which."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.consultation.actions.dispositions import MOST_AT_ONCE
from varv.consultation.actions.points import LONGEST_HEADING
from varv.consultation.models import Disposition, Point, ReasonTemplate, Round, Theme
from varv.consultation.queries import points as queries
from varv.consultation.queries.points import NONE, RETURNED, PointsWanted
from varv.cycles.models import Area, Programme
from varv.people.models import Municipality, Sector
from varv.registry import changeable
from varv.registry.kinds import Ref
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm

KEEP = "keep"
_LONGEST_ID = 18


def areas_and_themes(programme: Programme) -> tuple[list[Area], list[Theme]]:
    """Return what points of a programme can be sorted under; two queries."""
    areas = Area.objects.filter(programme=programme, state=Area.State.ACTIVE)
    return list(areas), list(queries.themes_of(programme))


def ids_of(values: Iterable[str]) -> list[int]:
    """Return the ids among what was sent; what is none is left out."""
    return [int(one) for one in values if one.isdecimal() and len(one) <= _LONGEST_ID]


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


class _Sorted(RefusableForm):
    """A form in which a point is put under an area and a theme."""

    def _load(self, programme: Programme, first: list[tuple[str, Any]]) -> None:
        areas, themes = areas_and_themes(programme)
        self._things: dict[str, dict[str, Any]] = {}
        for name, some in (("area", areas), ("theme", themes)):
            self._things[name] = {str(one.pk): one for one in some}
            choices = [(key, str(one)) for key, one in self._things[name].items()]
            self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]

    def _thing(self, name: str) -> Any:
        return self._things[name].get(self.cleaned_data.get(name) or "")


class PointForm(_Sorted):
    """In short what a point says, and where it belongs."""

    heading = PlainCharField(
        label=_("In short"),
        required=False,
        max_length=LONGEST_HEADING,
        help_text=_("A few words by which it is found again. Name nobody."),
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._load(programme, [("", _("None"))])

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {
            "heading": self.cleaned_data["heading"],
            "area": self._thing("area"),
            "theme": self._thing("theme"),
        }

    @staticmethod
    def initial_of(one: Point) -> dict[str, Any]:
        """Return what is said of the point now."""
        return {"heading": one.heading, "area": one.area_id or "", "theme": one.theme_id or ""}


class SplitForm(PointForm):
    """The words of one point: selected in the text, ticked, or pasted."""

    quote = PlainTextField(
        label=_("The words of the point"),
        required=False,
        max_length=20_000,
        help_text=_("Select them in the text, tick sentences, or paste them here."),
        widget=forms.Textarea(attrs={"rows": 4, "data-send": ""}),
    )
    written_off = forms.BooleanField(label=_("I wrote them off an enclosed file"), required=False)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    near = forms.IntegerField(
        required=False, min_value=0, max_value=10_000_000, widget=forms.HiddenInput
    )
    seen = forms.IntegerField(min_value=0, max_value=100_000, widget=forms.HiddenInput)

    field_order = ("quote", "written_off", "heading", "area", "theme")

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return super().values() | {
            "quote": data["quote"],
            "written_off": data["written_off"],
            "key": data["key"],
            "near": data["near"] or 0,
            "seen": data["seen"],
        }


class MoveForm(_Sorted):
    """Where many points go: what is not chosen stays as it is."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    points = forms.CharField(widget=forms.HiddenInput, max_length=200_000)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._load(programme, [(KEEP, _("Leave as it is")), (NONE, _("None"))])

    def changes(self) -> dict[str, Any]:
        """Return what is to change."""
        return {
            name: self._thing(name)
            for name in ("area", "theme")
            if self.cleaned_data.get(name) not in {"", KEEP}
        }

    def clean(self) -> dict[str, Any]:
        """Want at least one change."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.changes():
            raise ValidationError(_("Choose an area or a theme."))
        return data

    def ids(self) -> list[int]:
        """Return which points."""
        return ids_of(self.cleaned_data["points"].split(","))[:MOST_AT_ONCE]


class DisposeForm(RefusableForm):
    """What is answered, and why; for one point or for many."""

    template = forms.ChoiceField(label=_("Start from a wording"), required=False)
    outcome = forms.ChoiceField(
        label=_("Disposition"), choices=Disposition.Outcome.choices, widget=forms.RadioSelect
    )
    reason = PlainTextField(
        label=_("Reason"),
        max_length=5000,
        help_text=_("The sender and everybody read it. Say why in plain words. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 5, "data-send": ""}),
    )
    changed_text = PlainTextField(
        label=_("Changed text"),
        required=False,
        max_length=20_000,
        help_text=_("The new words, where something was changed."),
        widget=forms.Textarea(attrs={"rows": 4, "data-send": ""}),
    )
    changed = forms.MultipleChoiceField(
        label=_("What it changed"),
        required=False,
        help_text=_("One or more. The thread leads there from each point."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=300_000)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates = {str(one.pk): one for one in ReasonTemplate.objects.all()}
        if self.templates:
            self.fields["template"].choices = [  # type: ignore[attr-defined]
                ("", _("None")),
                *(
                    (key, f"{one.get_outcome_display()}: {one}")
                    for key, one in self.templates.items()
                ),
            ]
        else:
            del self.fields["template"]
        self.fields["changed"].choices = [  # type: ignore[attr-defined]
            (group.label, [(_key(ref), name) for ref, name in group.options])
            for group in changeable.groups(programme)
        ]

    def clean_seen(self) -> dict[int, str]:
        """Return what held for each point when the page was opened."""
        return read_seen(self.cleaned_data["seen"])

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {
            "points": list(data["seen"]),
            "outcome": data["outcome"],
            "reason": data["reason"],
            "changed_text": data["changed_text"],
            "changed": [_ref(one) for one in data["changed"]],
            "seen": data["seen"],
        }

    @staticmethod
    def initial_of(holds: Disposition | None) -> dict[str, Any]:
        """Return what was answered before, so that it can be changed."""
        if holds is None:
            return {}
        return {
            "outcome": holds.outcome,
            "reason": holds.reason,
            "changed_text": holds.changed_text,
            "changed": [f"{kind}:{pk}" for kind, pk in holds.changed],
        }


class ReturnForm(RefusableForm):
    """Why a second reader does not agree."""

    note = PlainTextField(
        label=_("What is to be changed"),
        max_length=2000,
        help_text=_("Who wrote the answer reads it. Nobody outside does."),
        widget=forms.Textarea(attrs={"rows": 3, "data-send": ""}),
    )
    dispositions = forms.CharField(widget=forms.HiddenInput, max_length=200_000)

    def ids(self) -> list[int]:
        """Return which answers."""
        return ids_of(self.cleaned_data["dispositions"].split(","))[:MOST_AT_ONCE]


def written(seen: Mapping[int, str]) -> str:
    """Write down for a page what holds for each point.

    >>> written({3: "0", 5: "17s"})
    '3:0,5:17s'
    """
    return ",".join(f"{pk}:{token}" for pk, token in seen.items())


def read_seen(text: str) -> dict[int, str]:
    """Read what ``written`` wrote; anything else is refused."""
    found: dict[int, str] = {}
    for one in text.split(","):
        pk, _colon, token = one.partition(":")
        if not (pk.isdecimal() and len(pk) <= _LONGEST_ID and token and len(token) < 30):
            raise ValidationError(_("The page is damaged. Open it again."))
        found[int(pk)] = token
    return found


def chosen_ids(data: QueryDict, programme: Programme, rounds: Any) -> list[int]:
    """Return the points that were ticked in the list, or all that it shows."""
    if data.get("all"):
        form = PointFilter(QueryDict(data.get("asked", "")), programme=programme, rounds=rounds)
        found = queries.points(form.wanted()).values_list("pk", flat=True)
        return list(found[: MOST_AT_ONCE + 1])
    return ids_of(data.getlist("point"))[: MOST_AT_ONCE + 1]


def _key(ref: Ref) -> str:
    return f"{ref.kind}:{ref.id}"


def _ref(value: str) -> Ref:
    kind, _colon, pk = value.partition(":")
    return Ref(kind, int(pk))
