"""The forms of bodies."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from varv.bodies import queries
from varv.bodies.dates import Precision
from varv.bodies.models import Body, Seat
from varv.people.forms import OrganisationField
from varv.people.models import Sector
from varv.registry.models import Case
from varv.text.days import DayField
from varv.text.hostile import PlainCharField
from varv.text.translated_forms import add_texts


class BodyForm(forms.Form):
    """A new body."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Body.Kind.choices)
    parent = forms.ModelChoiceField(
        label=_("Stands under"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("No other body"),
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = queries.bodies()  # type: ignore[attr-defined]
        add_texts(self, "name", _("Name"), languages)
        add_texts(self, "about", _("About"), languages, required=False, long=True)
        self.order_fields([name for name in self.fields if name.startswith("name_")])


class SeatForm(forms.Form):
    """A new seat."""

    holder = PlainCharField(
        label=_("Name"),
        help_text=_("It stands on the public page of the body."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Seat.Role.choices, initial=Seat.Role.MEMBER)
    organisation = OrganisationField(required=False)
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("None")), *Sector.choices]
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)


class EndSeatForm(forms.Form):
    """The last day of a seat."""

    until = DayField(label=_("Last day"))


class ParagraphField(PlainCharField):
    """The number of a paragraph in the minutes, perhaps with a letter; the sign goes without."""

    _NUMBER = re.compile(r"(?:§\s*)?(\d{1,6}\s?[A-Za-zÅÄÖåäö]?)")

    def __init__(self) -> None:
        super().__init__(
            label=_("Paragraph"),
            required=False,
            max_length=40,
            help_text=_("The number alone, such as 123."),
            widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        )

    def to_python(self, value: object) -> str | None:
        """Return the number; refuse what is none."""
        text = super().to_python(value)
        if not text:
            return text
        found = self._NUMBER.fullmatch(text)
        if found is None:
            raise ValidationError(_("Write the number of the paragraph, such as 123 or 123 a."))
        return found[1]


class DecisionForm(forms.Form):
    """What was decided."""

    decided_on = DayField(label=_("Date"))
    precision = forms.ChoiceField(
        label=_("Known to the"), choices=Precision.choices, initial=Precision.DAY
    )
    paragraph = ParagraphField()
    case = forms.ModelChoiceField(
        label=_("Case"),
        queryset=Case.objects.none(),
        required=False,
        empty_label=_("No case"),
        help_text=_("In a case the decision is also entered as a record."),
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = queries.cases()  # type: ignore[attr-defined]
        add_texts(self, "title", _("What was decided, in short"), languages, max_length=200)
        add_texts(self, "text", _("Text"), languages, required=False, long=True)
