"""What staff type when they plan a round: its words, its days, what it asks."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from varv.bodies.dates import Precision
from varv.consultation.models import Round
from varv.people.models import Region, User
from varv.registry.models import Case
from varv.text.days import DayField
from varv.text.hostile import PlainTextField
from varv.text.refusals import RefusableForm
from varv.text.translated_forms import add_texts, initial_texts, texts


class TimeOfDayField(forms.TimeField):
    """A time of day, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(
            widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], required=False, **kwargs
        )


class DaysForm(RefusableForm):
    """From when to when: whole days, unless a time is said."""

    shown_as = {"opens_at": "opens_day", "closes_at": "closes_day"}

    opens_day = DayField(label=_("First day"))
    opens_time = TimeOfDayField(label=_("Opens at"), help_text=_("Empty: when the day begins."))
    closes_day = DayField(label=_("Last day"))
    closes_time = TimeOfDayField(label=_("Closes at"), help_text=_("Empty: when the day is over."))

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        self.region = region
        super().__init__(*args, **kwargs)

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """The fields of the days, in order; none where they are moved on a page of their own."""
        names = ("opens_day", "opens_time", "closes_day", "closes_time")
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Add ``opens_at`` and ``closes_at``."""
        data = super().clean() or self.cleaned_data
        if "opens_day" in self.fields:
            data["opens_at"] = self._moment("opens", over=False)
            data["closes_at"] = self._moment("closes", over=True)
        return data

    def _moment(self, name: str, *, over: bool) -> datetime | None:
        """Return the moment where the region is; the change of the clocks makes some impossible."""
        day: date | None = self.cleaned_data.get(f"{name}_day")
        at: time | None = self.cleaned_data.get(f"{name}_time")
        if day is None:
            return None
        if at is None and over:
            day += timedelta(days=1)
        try:
            with timezone.override(self.region.tz):
                return from_current_timezone(datetime.combine(day, at or time()))
        except ValidationError:
            self.add_error(
                f"{name}_time",
                _("The clocks are changed then: that time is not there, or comes twice."),
            )
            return None

    @staticmethod
    def initial_days(round: Round, region: Region) -> dict[str, Any]:  # noqa: A002
        """Return what the form shows of a round that is there."""
        if round.opens_at is None or round.closes_at is None:
            return {}
        opens, closes = (at.astimezone(region.tz) for at in (round.opens_at, round.closes_at))
        whole = closes.time() == time()
        return {
            "opens_day": opens.date(),
            "opens_time": None if opens.time() == time() else opens.time(),
            "closes_day": closes.date() - timedelta(days=1) if whole else closes.date(),
            "closes_time": None if whole else closes.time(),
        }


class RoundForm(DaysForm):
    """All there is to say about a round."""

    case = forms.ModelChoiceField(
        label=_("Case"),
        queryset=Case.objects.none(),
        empty_label=None,
        help_text=_("All input gets its number in this case."),
    )
    responsible = forms.ModelChoiceField(
        label=_("Responsible"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    concerns_sami = forms.BooleanField(
        label=_("The matter concerns the Sami people"),
        required=False,
        help_text=_("Then Sametinget and the Sami villages are to be asked (Act 2022:66)."),
    )

    def __init__(
        self,
        *args: Any,
        region: Region,
        cases: QuerySet[Case],
        staff: QuerySet[User],
        with_days: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, region=region, **kwargs)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = staff  # type: ignore[attr-defined]
        if not with_days:
            for name in ("opens_day", "opens_time", "closes_day", "closes_time"):
                del self.fields[name]
        languages = region.languages
        add_texts(self, "title", _("Title"), languages, max_length=150)
        add_texts(
            self, "summary", _("What it is about"), languages, long=True, required=False,
            max_length=5000,
        )  # fmt: skip
        add_texts(
            self, "mail_subject", _("Subject to ask for in e-mail"), languages, required=False,
            max_length=150,
        )  # fmt: skip
        for code in languages:
            self.fields[f"summary_{code}"].widget.attrs["rows"] = 4
        # As on the page, so that the list of errors at the top follows it.
        self.order_fields([field.name for field in (*self.text_fields, *self.day_fields)])

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The fields of the words, kind by kind in each language."""
        names = ("title", "summary", "mail_subject")
        return [self[f"{name}_{code}"] for name in names for code in self.region.languages]

    @classmethod
    def initial_of(cls, round: Round, region: Region) -> dict[str, Any]:  # noqa: A002
        """Return what the form shows of a round that is there."""
        words = initial_texts(
            title=round.title, summary=round.summary, mail_subject=round.mail_subject
        )
        return {
            **cls.initial_days(round, region),
            **words,
            "case": round.case_id,
            "responsible": round.responsible_id,
            "concerns_sami": round.concerns_sami,
        }

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        names = ("case", "responsible", "concerns_sami", "opens_at", "closes_at")
        plain = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        words = {name: texts(self, name) for name in ("title", "summary", "mail_subject")}
        return plain | words


class EarlierRoundForm(RefusableForm):
    """What is known of a round that was held before varv."""

    dated_on = DayField(label=_("When it was"))
    precision = forms.ChoiceField(
        label=_("How exactly that is known"), choices=Precision.choices, initial=Precision.DAY
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_texts(self, "title", _("Title"), region.languages, max_length=150)
        add_texts(
            self, "note", _("What is known of it"), region.languages, long=True, required=False,
            max_length=5000,
        )  # fmt: skip
        for code in region.languages:
            self.fields[f"note_{code}"].widget.attrs["rows"] = 4
        self.order_fields([f"title_{code}" for code in region.languages])

    @staticmethod
    def initial_of(round: Round) -> dict[str, Any]:  # noqa: A002
        """Return what the form shows of a round that is there."""
        words = initial_texts(title=round.title, note=round.note)
        return words | {"dated_on": round.dated_on, "precision": round.precision}

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        names = ("dated_on", "precision")
        plain = {name: self.cleaned_data[name] for name in names}
        return plain | {"title": texts(self, "title"), "note": texts(self, "note")}


class CancelRoundForm(RefusableForm):
    """Why a round is called off, in words that everybody reads on its page."""

    reason = PlainTextField(
        label=_("Why the round is cancelled"),
        max_length=1000,
        help_text=_("Everybody reads this on the page of the round."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
