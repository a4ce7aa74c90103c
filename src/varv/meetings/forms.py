"""What visitors type about meetings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from varv.meetings import queries
from varv.meetings.actions import ActorDetails
from varv.meetings.models import Meeting, Registration
from varv.people.forms import OUTSIDE, ActorFields, OrganisationFields
from varv.text import dates
from varv.text.hostile import PlainCharField, PlainTextField


class MeetingsField(forms.ModelMultipleChoiceField):
    """Meetings as rows of checkboxes, each with its time and whether there is a place."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Meeting.objects.none(),
            to_field_name="slug",
            error_messages={
                "required": _("Choose at least one meeting."),
                "invalid_choice": _("One of the meetings cannot be signed up for any more."),
                "invalid_list": _("Choose at least one meeting."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Take NUL for what it is: no meeting's address."""
        if isinstance(value, list | tuple) and any("\x00" in str(one) for one in value):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return super().clean(value)

    def label_from_instance(self, meeting: Meeting) -> SafeString:
        """Say which meeting, when, and how many places are left."""
        return format_html(
            "{} <small>{} · {}</small>",
            meeting.title,
            dates.span(meeting.starts_at, meeting.ends_at),
            places(meeting),
        )


FEW_LEFT = 5
"""So many places, or fewer, are few."""


def places(meeting: Meeting) -> str | Promise:
    """Say in words whether there is a place for whoever signs up now."""
    left = queries.seats_left(meeting)
    if left is None:
        return _("room for everybody")
    if left == 0:
        return _("full, waiting list")
    # No number: who knows how many places there are would know how many have signed up, and from
    # the organisations among them, which everybody may see, how many private persons.
    return _("few places left") if left <= FEW_LEFT else _("places left")


def _needs_field() -> PlainTextField:
    return PlainTextField(
        label=_("What do you need to take part?"),
        help_text=_("For example an interpreter, captions, another language, or a ramp."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignUpForm(ActorFields):
    """Somebody wants to come to one or more meetings."""

    meetings = MeetingsField(label=_("Which meetings do you want to come to?"))
    needs = _needs_field()
    join_partnership = forms.BooleanField(
        label=_("I also want to join the partnership for these areas"),
        help_text=_("The partnership shapes the vision and the goals of an area."),
        required=False,
    )
    # Hidden from people by its wrapper; a program that fills in every field gives itself away.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    field_order = [
        "meetings", "name", "email", "organisation", "sector", "municipality", "needs",
        "join_partnership",
    ]  # fmt: skip

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._meetings = meetings
        field: MeetingsField = self.fields["meetings"]  # type: ignore[assignment]
        field.queryset = meetings
        field.choices = lambda: [(one.slug, field.label_from_instance(one)) for one in self.offered]

    @cached_property
    def offered(self) -> list[Meeting]:
        """The meetings to choose among, read when they are shown."""
        return list(self._meetings)

    @property
    def is_from_a_program(self) -> bool:
        """Tell whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))

    def details(self) -> ActorDetails:
        """Return who signs up."""
        return _details(self.cleaned_data, self.cleaned_data["email"])


class RegistrationForm(OrganisationFields):
    """What somebody may change in their own registration; the address stays."""

    name = PlainCharField(
        label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    needs = _needs_field()

    field_order = ["name", "organisation", "sector", "municipality", "needs"]

    @classmethod
    def initial_of(cls, registration: Registration) -> dict[str, Any]:
        """Return what was said before."""
        return {
            "name": registration.name,
            "organisation": registration.organisation.name if registration.organisation else "",
            "sector": registration.sector,
            "municipality": registration.municipality_id or OUTSIDE,
            "needs": registration.needs,
        }

    def details(self, registration: Registration) -> ActorDetails:
        """Return the person as described now."""
        return _details(self.cleaned_data, registration.person.email)


def _details(data: dict[str, Any], email: str) -> ActorDetails:
    return ActorDetails(
        name=data["name"],
        email=email,
        organisation=data["organisation"],
        sector=data["sector"],
        municipality=data["municipality"],
    )
