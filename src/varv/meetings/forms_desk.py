"""What staff type about meetings; forms look at form, the actions know the rules."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from varv.cycles.models import Area
from varv.meetings.actions import ActorDetails
from varv.meetings.local_time import local_moment
from varv.meetings.models import Attendance, Meeting
from varv.people.forms import OUTSIDE, ActorFieldsForStaff, MunicipalityField, SectorField
from varv.people.models import Region, User
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.translated import Translated

MAX_PLACES = 100_000
MAX_MINUTES = 200_000
MAX_NEEDS = 2_000
MAX_WALK_INS = 200
SPARE_ROWS = 5


class TimeOfDayField(forms.TimeField):
    """A time of day, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)


class DeskForm(forms.Form):
    """A form that can show what an action refused beside the field that was meant."""

    # The action's word for a thing, and this form's field for it.
    shown_as: dict[str, str] = {}

    def take_errors(self, error: ValidationError) -> None:
        """Add what an action refused."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, problems in error.error_dict.items():
            field = self.shown_as.get(name, name)
            known = field in self.fields and name != NON_FIELD_ERRORS
            for problem in problems:
                self.add_error(field if known else None, problem)


class LocalTimesMixin:
    """Puts a day and a time of day together to a moment in the region's time zone."""

    region: Region

    def moment(self: Any, day_field: str, time_field: str) -> datetime | None:
        """Return the moment, or None after telling beside the time why there is none."""
        day: date | None = self.cleaned_data.get(day_field)
        at: time | None = self.cleaned_data.get(time_field)
        if day is None or at is None:
            return None
        try:
            return local_moment(day, at, self.region.tz)
        except ValidationError as error:
            self.add_error(time_field, error)
            return None

    def period(
        self: Any, first: tuple[str, str], last: tuple[str, str], too_early: Any
    ) -> tuple[datetime | None, datetime | None]:
        """Return two moments; the later one must come after the earlier."""
        start, end = self.moment(*first), self.moment(*last)
        if start and end and end <= start:
            self.add_error(last[1], too_early)
        return start, end


class TimesForm(LocalTimesMixin, DeskForm):
    """When a meeting is: one day, from one time to another."""

    shown_as = {"starts_at": "starts", "ends_at": "ends"}

    day = DayField(label=_("Day"))
    starts = TimeOfDayField(label=_("From"))
    ends = TimeOfDayField(label=_("To"))

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        self.region = region
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Add ``starts_at`` and ``ends_at``."""
        data = super().clean() or self.cleaned_data
        data["starts_at"], data["ends_at"] = self.period(
            ("day", "starts"), ("day", "ends"), _("The meeting must end after it starts.")
        )
        return data


class MeetingForm(TimesForm):
    """All there is to say about a meeting; to change the time of one, move it."""

    shown_as = TimesForm.shown_as | {
        "sign_up_opens_at": "opens",
        "sign_up_closes_at": "closes",
    }

    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind.choices)
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("All areas"),
    )
    place = PlainCharField(label=_("Place"), required=False)
    online = forms.BooleanField(label=_("The meeting is online"), required=False)
    capacity = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=MAX_PLACES,
        help_text=_("Leave empty if everybody has room."),
    )
    opens_day = DayField(label=_("Sign-up opens"))
    opens = TimeOfDayField(label=_("Time it opens"))
    closes_day = DayField(label=_("Sign-up closes"))
    closes = TimeOfDayField(label=_("Time it closes"))
    responsible = forms.ModelChoiceField(
        label=_("Responsible"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )

    def __init__(
        self,
        *args: Any,
        region: Region,
        areas: QuerySet[Area],
        staff: QuerySet[User],
        with_times: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, region=region, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = staff  # type: ignore[attr-defined]
        if not with_times:
            for name in ("day", "starts", "ends"):
                del self.fields[name]
        self._add_texts()
        # As on the page, so that the list of errors at the top follows it.
        what = [*(field.name for field in self.text_fields), "kind", "area", "responsible"]
        self.order_fields([*what, "day", "starts", "ends", "online", "place"])

    def _add_texts(self) -> None:
        """Add title and summary in each of the region's languages; the first must have a title."""
        for place, code in enumerate(self.region.languages):
            language = language_name(code)
            self.fields[f"title_{code}"] = PlainCharField(
                label=_("Title, %(language)s") % {"language": language},
                max_length=150,
                required=place == 0,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"summary_{code}"] = PlainTextField(
                label=_("What it is about, %(language)s") % {"language": language},
                max_length=3000,
                required=False,
                widget=forms.Textarea(attrs={"lang": code, "rows": 4}),
            )
        first = self.region.language
        self.shown_as = self.shown_as | {"title": f"title_{first}", "summary": f"summary_{first}"}

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The fields for title and summary, language by language."""
        names = [
            f"{text}_{code}" for code in self.region.languages for text in ("title", "summary")
        ]
        return [self[name] for name in names]

    @classmethod
    def initial_of(cls, meeting: Meeting, region: Region) -> dict[str, Any]:
        """Return what the form shows of a meeting that is there."""
        shown: dict[str, Any] = {
            "kind": meeting.kind,
            "area": meeting.area_id,
            "place": meeting.place,
            "online": meeting.online,
            "capacity": meeting.capacity,
            "responsible": meeting.responsible_id,
        }
        moments = {
            ("day", "starts"): meeting.starts_at,
            ("day", "ends"): meeting.ends_at,
            ("opens_day", "opens"): meeting.sign_up_opens_at,
            ("closes_day", "closes"): meeting.sign_up_closes_at,
        }
        for (day, at), moment in moments.items():
            local = moment.astimezone(region.tz)
            shown[day], shown[at] = local.date(), local.time()
        for code in region.languages:
            shown[f"title_{code}"] = meeting.title.get(code, "")
            shown[f"summary_{code}"] = meeting.summary.get(code, "")
        return shown

    def clean(self) -> dict[str, Any]:
        """Add the sign-up period and the texts by language."""
        data = super().clean()
        data["sign_up_opens_at"], data["sign_up_closes_at"] = self.period(
            ("opens_day", "opens"),
            ("closes_day", "closes"),
            _("Sign-up must close after it opens."),
        )
        data["title"], data["summary"] = self._texts("title"), self._texts("summary")
        return data

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        names = [
            *("title", "summary", "kind", "area", "place", "online", "capacity"),
            *("sign_up_opens_at", "sign_up_closes_at", "responsible"),
        ]
        if "day" in self.fields:
            names += ["starts_at", "ends_at"]
        return {name: self.cleaned_data[name] for name in names}

    def _texts(self, name: str) -> Translated:
        texts = {code: self.cleaned_data.get(f"{name}_{code}") for code in self.region.languages}
        return Translated({code: text for code, text in texts.items() if text})


class ReopenForm(LocalTimesMixin, DeskForm):
    """Until when people may sign up again."""

    shown_as = {"sign_up_closes_at": "closes"}

    closes_day = DayField(label=_("Sign-up closes"))
    closes = TimeOfDayField(label=_("Time it closes"))

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        self.region = region
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Add ``sign_up_closes_at``."""
        data = super().clean() or self.cleaned_data
        data["sign_up_closes_at"] = self.moment("closes_day", "closes")
        return data


class LinkForm(DeskForm):
    """The secret address of the online meeting."""

    link = forms.URLField(
        label=_("Secret link"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("Only coordinators see it here. Those with a place get it by e-mail."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The default also lets ftp in, which no meeting is held by.
        self.fields["link"].validators.append(URLValidator(schemes=["http", "https"]))


class MoveForm(TimesForm):
    """The new time and why, in words that everybody who signed up will read; a draft needs none."""

    reason = PlainTextField(
        label=_("Why the meeting is moved"),
        max_length=1000,
        help_text=_("Everybody who has signed up gets this text by e-mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            del self.fields["reason"]


class ReasonForm(DeskForm):
    """Why a meeting is cancelled, in words that everybody who signed up will read."""

    reason = PlainTextField(
        label=_("Why the meeting is cancelled"),
        max_length=1000,
        help_text=_("Everybody who has signed up gets this text by e-mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GuestListForm(DeskForm):
    """A guest list in Excel."""

    file = forms.FileField(
        label=_("Guest list (Excel, .xlsx)"),
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )


class MinutesForm(DeskForm):
    """What was said and agreed."""

    text = PlainTextField(
        label=_("Minutes"),
        max_length=MAX_MINUTES,
        help_text=_("Plain text. An empty line starts a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 20}),
    )


class CameForm(DeskForm):
    """Which of those who signed up were there."""

    came = forms.TypedMultipleChoiceField(label=_("Came"), coerce=int, required=False)

    def __init__(self, *args: Any, registrations: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = [(pk, str(pk)) for pk in registrations]  # type: ignore[attr-defined]


class WalkInForm(DeskForm):
    """Somebody who was there without having signed up; ``id`` of the attendance noted before."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = PlainCharField(label=_("Name"))
    organisation = PlainCharField(label=_("Organisation"), required=False)
    sector = SectorField()
    municipality = MunicipalityField()

    def __init__(self, *args: Any, municipality_field: MunicipalityField, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        # Read once for all rows, and not once for each.
        field.places, field.choices = municipality_field.places, municipality_field.choices  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Tell whether the row says anything; one that was noted goes when its name is emptied."""
        told = ("name",) if self["id"].value() else tuple(self.fields)
        names = [name for name in told if name != "id"]
        return any(str(self[name].value() or "").strip() for name in names)


_RowsOfWalkIns = forms.formset_factory(
    WalkInForm,
    extra=SPARE_ROWS,
    max_num=MAX_WALK_INS,
    absolute_max=MAX_WALK_INS,
    validate_max=True,
)


class WalkInRows(_RowsOfWalkIns):  # type: ignore[misc,valid-type]
    """The rows of those who came without having signed up; empty rows are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        municipality_field = MunicipalityField()
        municipality_field.load()
        form_kwargs = {"municipality_field": municipality_field}
        super().__init__(*args, prefix="walk_in", form_kwargs=form_kwargs, **kwargs)

    def initial_form_count(self) -> int:
        """Judge all rows alike when they are sent: each may be empty."""
        return 0 if self.is_bound else int(super().initial_form_count())

    def rows(self) -> list[dict[str, Any]]:
        """Return the filled rows as the action takes them."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]


def walk_in_shown(row: Attendance) -> dict[str, Any]:
    """Return what a row shows of somebody noted before."""
    return {
        "id": row.pk,
        "name": row.name,
        "organisation": row.organisation.name if row.organisation else "",
        "sector": row.sector,
        "municipality": row.municipality or OUTSIDE,
    }


class ParticipantForm(ActorFieldsForStaff, DeskForm):
    """Somebody who called or wrote and wants to come."""

    needs = PlainTextField(
        label=_("Accessibility and language needs"),
        max_length=MAX_NEEDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=_("Language of the e-mails"))

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, language_name(code)) for code in region.languages
        ]

    def details(self) -> ActorDetails:
        """Return who it is, as the actions take it."""
        names = ("name", "email", "organisation", "sector", "municipality")
        return ActorDetails(**{name: self.cleaned_data[name] for name in names})


def language_name(code: str) -> str:
    """Return a language's name in the reader's language, or its code where Django knows none.

    >>> language_name("xx-unknown")
    'xx-unknown'
    """
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
