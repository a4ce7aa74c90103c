"""What staff type when they plan a meeting, move it or call it off."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varv.cycles.models import Area
from varv.meetings.local_time import local_moment
from varv.meetings.models import Meeting
from varv.people.models import Region, User
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm
from varv.text.translated import Translated
from varv.text.translated_forms import in_language

MAX_PLACES = 100_000


class TimeOfDayField(forms.TimeField):
    """A time of day, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)


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


class TimesForm(LocalTimesMixin, RefusableForm):
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
            self.fields[f"title_{code}"] = PlainCharField(
                label=in_language(_("Title"), code),
                max_length=150,
                required=place == 0,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"summary_{code}"] = PlainTextField(
                label=in_language(_("What it is about"), code),
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


class ReopenForm(LocalTimesMixin, RefusableForm):
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


class LinkForm(RefusableForm):
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


class ReasonForm(RefusableForm):
    """Why a meeting is cancelled, in words that everybody who signed up will read."""

    reason = PlainTextField(
        label=_("Why the meeting is cancelled"),
        max_length=1000,
        help_text=_("Everybody who has signed up gets this text by e-mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
