"""The forms of the process."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varv.bodies.dates import Precision
from varv.cycles.actions import Applicant, Arrival, Wording
from varv.cycles.actions.areas import NAME_LENGTH
from varv.cycles.models import Area, Interest, Milestone
from varv.people import queries as people
from varv.people.forms import ActorFields, ActorFieldsForStaff
from varv.people.models import Sector, User
from varv.registry.channels import Channel
from varv.registry.forms import ReceivedField
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.translated_forms import add_texts, language_name, texts

MAX_PARTS = 6


class AreasField(forms.ModelMultipleChoiceField):
    """Several areas in use, as checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Areas"))
        super().__init__(Area.objects.none(), **kwargs)


class InterestFields(forms.Form):
    """Which areas somebody wants to take part in, and how."""

    areas = AreasField(
        label=_("Which areas do you want to take part in?"),
        error_messages={"required": _("Choose at least one area.")},
    )
    level = forms.ChoiceField(
        label=_("How do you want to take part?"),
        choices=Interest.Level.choices,
        widget=forms.RadioSelect,
        initial=Interest.Level.PARTNERSHIP,
        error_messages={"required": _("Choose how you want to take part.")},
    )
    message = PlainTextField(
        label=_("Anything you want to tell us"), required=False, max_length=5000
    )

    field_order = [
        "areas", "level", "name", "email", "organisation", "sector", "municipality", "message",
    ]  # fmt: skip

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]

    def applicant(self) -> Applicant:
        """Return who wants to take part."""
        names = ("name", "email", "organisation", "sector", "municipality")
        return Applicant(**{name: self.cleaned_data[name] for name in names})


class InterestForm(InterestFields, ActorFields):
    """Somebody wants to take part, from wherever they are."""

    # Hidden from people by its wrapper; a program that fills in every field gives itself away.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_from_a_program(self) -> bool:
        """Tell whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))


class EnterInterestForm(InterestFields, ActorFieldsForStaff):
    """Staff enter the interest of somebody who wrote, called or said so."""

    channel = forms.ChoiceField(label=_("How it came"), choices=Channel.choices)
    received_at = ReceivedField(label=_("When it came"))
    language = forms.ChoiceField(label=_("Language of the e-mails"))
    confirm = forms.BooleanField(
        label=_("Send a confirmation by e-mail"), required=False, initial=True
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].label = _("Areas")
        self.fields["level"].label = _("Wants to")
        self.fields["message"].label = _("What the person says")
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, language_name(code)) for code in languages
        ]

    @property
    def came(self) -> Arrival:
        """How and when the interest came."""
        return Arrival(self.cleaned_data["channel"], self.cleaned_data["received_at"])


class WordingForm(forms.Form):
    """What an area is called and how it is described, in each language."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_texts(self, "name", _("Name"), languages, max_length=NAME_LENGTH)
        add_texts(self, "summary", _("In short"), languages, required=False, max_length=400)
        add_texts(self, "text", _("Text"), languages, required=False, long=True)

    @property
    def wording(self) -> Wording:
        """What was typed."""
        return Wording(texts(self, "name"), texts(self, "summary"), texts(self, "text"))


class ReviseAreaForm(WordingForm):
    """A new wording, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field()


class CreateAreaForm(WordingForm):
    """A new area, and perhaps why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(required=False)


class MergeAreasForm(WordingForm):
    """Which areas become one, what it is called, and why."""

    areas = AreasField(
        label=_("Areas to merge"), error_messages={"required": _("Choose at least two areas.")}
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]
        self.fields["reason"] = reason_field()


class ReasonForm(forms.Form):
    """Why."""

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(required=required)


class CompleteStepForm(forms.Form):
    """Why a step is done although a check failed."""

    explanation = PlainTextField(
        label=_("Explanation"),
        required=False,
        max_length=4000,
        help_text=_("Needed if something is missing. It is kept with the step, for all to read."),
    )


class DueForm(forms.Form):
    """By which day a step should be done."""

    due_on = DayField(label=_("Due"), required=False)


class ResponsibleForm(forms.Form):
    """Who on the staff answers for a step."""

    responsible = forms.ModelChoiceField(
        label=_("Responsible"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = people.staff().filter(is_active=True)
        self.fields["responsible"].queryset = staff  # type: ignore[attr-defined]


class LapForm(forms.Form):
    """A new lap, for the programme or for one area."""

    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("The whole programme"),
    )
    starts_on = DayField(label=_("Starts"))
    ends_on = DayField(label=_("Ends"), required=False)

    def __init__(
        self, *args: Any, languages: Sequence[str], areas: QuerySet[Area], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        add_texts(self, "title", _("Title"), languages, required=False)


class MilestoneForm(forms.Form):
    """A date that matters to all."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Milestone.Kind.choices)
    on = DayField(label=_("Date"))
    precision = forms.ChoiceField(
        label=_("Known to the"), choices=Precision.choices, initial=Precision.DAY
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("The whole programme"),
    )

    def __init__(
        self, *args: Any, languages: Sequence[str], areas: QuerySet[Area], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        add_texts(self, "title", _("Title"), languages, max_length=200)
        add_texts(self, "text", _("Text"), languages, required=False, long=True, max_length=4000)
        self.order_fields([name for name in self.fields if name.startswith("title_")])

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        plain = {name: self.cleaned_data[name] for name in ("kind", "on", "precision", "area")}
        return {**plain, "title": texts(self, "title"), "text": texts(self, "text")}


class InterestFilter(forms.Form):
    """What the list of interests shows."""

    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.none(), required=False, empty_label=_("All")
    )
    level = forms.ChoiceField(
        label=_("Wants to"), required=False, choices=[("", _("All")), *Interest.Level.choices]
    )
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices]
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def wanted(self) -> Mapping[str, Any]:
        """Return the filters; a wrong value in the address is as good as none."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def reason_field(*, required: bool = True) -> PlainCharField:
    """Return the field for a reason."""
    return PlainTextField(
        label=_("Reason"),
        required=required,
        max_length=4000,
        help_text=_("Stands in the history, for all to read."),
        error_messages={"required": _("Say why, for those who read the history later.")},
    )


class PartsFormSet(forms.BaseFormSet):
    """The areas that one area is split into; the first two are needed."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Refuse an empty part, or one would be lost without a word."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}


SplitFormSet = forms.formset_factory(
    WordingForm,
    formset=PartsFormSet,
    extra=0,
    min_num=2,
    max_num=MAX_PARTS,
    absolute_max=MAX_PARTS,
    validate_min=True,
    validate_max=True,
)
