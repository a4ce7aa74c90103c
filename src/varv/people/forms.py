"""The forms of people, and the fields about an actor that other apps' forms begin with."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.core.cache import cache
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.people import queries
from varv.people.handover import responsibilities
from varv.people.models import Municipality, Organisation, RightsRequest, Sector, StaffRole, User
from varv.people.queries import OUTSIDE
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, PlainEmailField, PlainTextField

# A code of an app is right in its own half minute and in those before and after it.
CODE_LIVES = 90


class MunicipalityField(forms.ChoiceField):
    """One of the region's municipalities, or outside the region (which is None)."""

    default_error_messages = {"required": _("Choose a municipality, or outside the region.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Municipality"))
        super().__init__(**kwargs)
        self.places: dict[str, Municipality] = {}

    def load(self) -> None:
        """Read the municipalities, once for each form."""
        self.places = {str(place.pk): place for place in queries.municipalities()}
        self.choices = [
            ("", _("Choose")),
            *((key, place.name) for key, place in self.places.items()),
            (OUTSIDE, _("Outside the region")),
        ]

    def prepare_value(self, value: Any) -> Any:
        """Show a municipality as its choice."""
        return str(value.pk) if isinstance(value, Municipality) else value

    def clean(self, value: Any) -> Municipality | None:
        """Return the municipality, or None for outside; the choice itself must be made."""
        return self.places.get(super().clean(value))


class SectorField(forms.ChoiceField):
    """One of the four sectors."""

    default_error_messages = {"required": _("Choose a sector.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Sector"))
        kwargs["choices"] = [("", _("Choose")), *Sector.choices]
        super().__init__(**kwargs)


class OrganisationInput(forms.TextInput):
    """A text field that offers the organisations of the register as one types."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "autocomplete": "off",
                "hx-get": reverse_lazy("people:desk_organisation_lookup"),
                "hx-trigger": "input changed delay:200ms",
            }
        )

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the field with the list that the offers come into."""
        options = f"{name}-options"
        attrs = {**(attrs or {}), "list": options, "hx-target": f"#{options}"}
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}"></datalist>', field, options)


class OrganisationField(PlainCharField):
    """An organisation of the register, by its name, another name or its number."""

    widget = OrganisationInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Organisation"))
        kwargs.setdefault("help_text", _("Begin to write and choose. A number does as well."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show an organisation by its name."""
        return value.name if isinstance(value, Organisation) else value

    def clean(self, value: Any) -> Organisation | None:
        """Return the organisation; one that is not in the register must be added first."""
        text = super().clean(value)
        if not text:
            return None
        found = queries.find_organisation(text) or queries.organisation_with_number(text)
        if found is None:
            raise forms.ValidationError(
                _("No organisation has this name or number. Add it under Organisations first.")
            )
        return found


class OrganisationFields(forms.Form):
    """Which organisation somebody is from; offered names come as one types."""

    organisation = PlainCharField(
        label=_("Organisation"),
        help_text=_("The whole name. Choose from the list if it is there."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "organization",
                "list": "organisation-options",
                "hx-get": reverse_lazy("people:organisation_lookup"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#organisation-options",
            }
        ),
    )
    sector = SectorField()
    municipality = MunicipalityField(
        help_text=_("Where the organisation is, or where you work most."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].load()  # type: ignore[attr-defined]

    def clean_organisation(self) -> str:
        """Refuse a name without a single letter or digit: it could not be told from others."""
        name = self.cleaned_data["organisation"]
        if not queries.organisation_key(name):
            raise forms.ValidationError(_("Write the name with letters or digits."))
        return name


class ActorFields(OrganisationFields):
    """Who somebody is: the same fields on every form that an actor fills in.

    ``cleaned_data`` has ``name``, ``email``, ``organisation`` (a name, made one row by
    ``actions.organisation_for``), ``sector`` and ``municipality`` (None: outside the region).
    Render with ``{% include "people/_actor_fields.html" %}``.
    """

    name = PlainCharField(
        label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = PlainEmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    field_order = ["name", "email", "organisation", "sector", "municipality"]


class ActorFieldsForStaff(ActorFields):
    """The same fields where staff fill them in for somebody who called or wrote."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["municipality"].help_text = _(
            "Where the organisation is, or where the person works most."
        )
        for name in ("name", "email"):
            # The browser would offer the coordinator's own.
            self.fields[name].widget.attrs["autocomplete"] = "off"


class AskForCodeForm(RequestLoginCodeForm):
    """The address to send a sign-in code to."""

    email = PlainEmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class CodeForm(ConfirmLoginCodeForm):
    """The code from the mail."""

    code = PlainCharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "class": "code"}
        ),
    )


class _AppCode(forms.Form):
    """A code from an authenticator app."""

    code = PlainCharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": "code",
            }
        ),
    )


class FirstAppCodeForm(_AppCode):
    """The first code of a new authenticator app: it proves that the app has the secret."""

    def __init__(self, *args: Any, user: User, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.secret = user, secret

    def clean_code(self) -> str:
        """Compare; few tries are given."""
        let_try_again = check_rate_limit(self.user, "rate_limited")
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise get_mfa_adapter().validation_error("incorrect_code")
        let_try_again()
        return code


class _OnceOnly:
    """Lets a code work once: allauth forgets it sooner than it stops being right."""

    def clean_code(self) -> str:
        """Compare, then use the code up."""
        code: str = super().clean_code()  # type: ignore[misc]
        used = f"varv.app_code.{self.user.pk}.{code.replace(' ', '')}"  # type: ignore[attr-defined]
        if not cache.add(used, "used", timeout=CODE_LIVES):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class AppCodeForm(_OnceOnly, AuthenticateForm):
    """A code from the app, or a recovery code, while signing in."""

    code = _AppCode.base_fields["code"]


class ProveForm(_OnceOnly, ReauthenticateForm):
    """A code from the app, or a recovery code, before the second factor is changed."""

    code = _AppCode.base_fields["code"]


class AddressForm(forms.Form):
    """The address to send the link to my page to."""

    email = PlainEmailField(
        label=_("E-mail"),
        help_text=_("The address that you signed up with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class InviteForm(forms.Form):
    """Somebody new on the staff."""

    name = PlainCharField(label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = PlainEmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=StaffRole.Role.choices, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    """Another role for somebody on the staff."""

    role = forms.ChoiceField(
        label=_("Role"), choices=StaffRole.Role.choices, widget=forms.RadioSelect
    )


class RemoveForm(forms.Form):
    """Who takes over from somebody who leaves the staff."""

    hand_over_to = forms.ModelChoiceField(
        label=_("Who takes over?"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose who takes over.")},
    )

    def __init__(self, *args: Any, leaving: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody need be named where nothing is left behind; the action has the last word.
        self.fields["hand_over_to"].required = bool(responsibilities(leaving))
        others = queries.staff().exclude(pk=leaving.pk).filter(is_active=True)
        self.fields["hand_over_to"].queryset = others  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """What is known of an organisation."""

    name = PlainCharField(
        label=_("Name"),
        help_text=_("A former name is kept as another name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sector = SectorField()
    municipality = MunicipalityField()
    changed_on = DayField(
        label=_("Sector or municipality changed on"),
        required=False,
        help_text=_(
            "Leave empty if it was wrong: then all figures follow. "
            "With a day, figures before that day stay."
        ),
    )
    number = PlainCharField(
        label=_("Organisation number"),
        max_length=40,
        required=False,
        help_text=_("Leave empty for a sole trader: that number is a person's."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].load()  # type: ignore[attr-defined]


class SameAsForm(forms.Form):
    """Which other organisation one is the same as."""

    other = OrganisationField(label=_("The other organisation"))

    def __init__(self, *args: Any, own: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = own

    def clean_other(self) -> Organisation:
        """Refuse the organisation itself, by any of its names."""
        other: Organisation = self.cleaned_data["other"]
        if other == self._own:
            raise forms.ValidationError(_("This is the same organisation. Choose another."))
        return other


class OrganisationListForm(forms.Form):
    """A list of organisations in Excel."""

    file = forms.FileField(
        label=_("List of organisations (Excel, .xlsx)"),
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )


class AliasForm(forms.Form):
    """Another name of an organisation."""

    name = PlainCharField(
        label=_("Another name"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class RepresentativeForm(forms.Form):
    """Somebody who speaks for an organisation."""

    name = PlainCharField(label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = PlainEmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    title = PlainCharField(
        label=pgettext_lazy("of a person", "Title"), max_length=120, required=False
    )


class OrganisationFilter(forms.Form):
    """What the list of organisations shows."""

    q = PlainCharField(label=_("Name or number"), required=False)
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices]
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("waiting", _("To check")),
            ("checked", _("Checked")),
            ("double", _("Possible doubles")),
            ("no_number", _("Without a number")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((str(place.pk), place.name) for place in queries.municipalities()),
            (OUTSIDE, _("Outside the region")),
        ]


class PersonFilter(forms.Form):
    """Whom the list of people shows."""

    q = PlainCharField(label=_("Name or e-mail"), required=False)


class AskForm(forms.Form):
    """What a person asks for about their own data."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=RightsRequest.Kind.choices,
        widget=forms.RadioSelect,
    )
    text = PlainTextField(
        label=_("What we should know"),
        help_text=_("What is wrong and what would be right, if you ask for a correction."),
        required=False,
        max_length=2000,
    )


class AnswerForm(forms.Form):
    """The staff's answer to a request about personal data."""

    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=RightsRequest.Outcome.choices,
        widget=forms.RadioSelect,
    )
    answer = PlainTextField(
        label=_("Answer"),
        help_text=_(
            "It is mailed to the person. If you do not do what was asked, write why, and that "
            "they may complain to the authority and go to court."
        ),
        max_length=5000,
    )
