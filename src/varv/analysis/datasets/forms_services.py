"""A saved query to a statistics service."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv.analysis.datasets.addresses import checked_code
from varv.analysis.datasets.forms import NO_ACTIVITY, AboutForm
from varv.analysis.models import Dataset
from varv.text.hostile import PlainCharField, PlainTextField

SERVICES = (("pxweb", _("Statistics Sweden")), ("eurostat", _("Eurostat")))
LEVELS = ("section", "division", "group", "class")
REGION_LEVELS = ("country", "county", "municipality", "NUTS 0", "NUTS 1", "NUTS 2", "NUTS 3")


class QueryForm(AboutForm):
    """Which service, which table, what of it, and how often."""

    def __init__(
        self, *args: Any, query: Mapping[str, Any], reading: Mapping[str, Any], every: str,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        columns = reading.get("columns") or {}
        years = query.get("years") or ("", "")
        self.fields["service"] = forms.ChoiceField(
            label=_("Service"), choices=SERVICES, initial=query.get("service", "pxweb")
        )
        self.fields["table"] = PlainCharField(
            label=_("Table"),
            max_length=500,
            initial=query.get("table", ""),
            help_text=_(
                "Paste the address of the table from the pages or the API of the service, such as "
                "https://…/view/sbs_r_nuts06_r2 or https://…/tables/TAB5837; or write its code "
                "alone."
            ),
        )
        self.fields["selection"] = PlainTextField(
            label=_("What of it"),
            required=False,
            max_length=10_000,
            initial=_as_lines(query.get("selection") or {}),
            help_text=_(
                "One line for each variable, such as “Region = 23*” or “geo = SE32, SE33”. At "
                "Statistics Sweden * stands for any letters; a variable that is not named is left "
                "to the service."
            ),
            widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        )
        self.fields["dimensions"] = PlainCharField(
            label=_("Dimensions in order (Eurostat)"),
            required=False,
            max_length=500,
            initial=", ".join(query.get("dimensions") or ()),
            help_text=_("Needed where something is chosen above: freq, nace_r2, indic_sb, geo."),
        )
        for name, label, initial in (
            ("first_year", _("First year (Eurostat)"), years[0]),
            ("last_year", _("Last year (Eurostat)"), years[1]),
        ):
            self.fields[name] = forms.IntegerField(
                label=label, required=False, min_value=1900, max_value=2200, initial=initial,
                help_text=_("Such as 2015."),
            )  # fmt: skip
        self.fields["region_column"] = PlainCharField(
            label=_("Variable with the region"),
            required=False,
            max_length=60,
            initial=columns.get("region", ""),
            help_text=_("Such as Region at Statistics Sweden, or geo at Eurostat."),
        )
        self.fields["activity_column"] = PlainCharField(
            label=_("Variable with the activity"),
            required=False,
            max_length=60,
            initial=NO_ACTIVITY if columns.get("activity") == "" else columns.get("activity", ""),
            help_text=_(
                "Such as SNI2007 or nace_r2. A hyphen (-) where the table tells of places only."
            ),
        )
        self._choose("level", _("Level of the activities"), LEVELS, reading)
        self._choose("region_level", _("Level of the regions"), REGION_LEVELS, reading)
        self.fields["every"] = forms.ChoiceField(
            label=_("Ask it"), choices=Dataset.Every.choices, required=False, initial=every
        )
        self.order_fields(["service", "table", "selection", "dimensions"])

    def _choose(
        self, name: str, label: Any, levels: tuple[str, ...], reading: Mapping[str, Any]
    ) -> None:
        from varv.analysis.words.told import WORDS

        choices = [("", _("As the table has it")), *((one, WORDS.get(one, one)) for one in levels)]
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=choices, initial=reading.get(name, "")
        )

    def clean_table(self) -> str:
        """Say what is wrong with an address that names no table."""
        return checked_code(self.cleaned_data["table"])

    def keep_to_the_table(self) -> bool:
        """Hold back what is wrong in other fields; tell whether the table can be looked at."""
        for name in set(self.errors) - {"table", "service"}:
            del self.errors[name]
        return not self.errors

    def clean_selection(self) -> dict[str, list[str]]:
        """Read the lines, and say which of them is wrong."""
        found: dict[str, list[str]] = {}
        for number, line in enumerate(self.cleaned_data["selection"].splitlines(), start=1):
            if not line.strip():
                continue
            name, mark, codes = line.partition("=")
            wanted = [one.strip() for one in codes.split(",") if one.strip()]
            if not mark or not name.strip() or not wanted:
                raise ValidationError(
                    gettext("Line %(n)s should be a variable, = and codes.") % {"n": number}
                )
            found[name.strip()] = wanted
        return found

    def clean(self) -> dict[str, Any]:
        """Hold the years against each other."""
        data = super().clean() or self.cleaned_data
        if not {"first_year", "last_year"} <= data.keys():
            return data  # one of them is wrong in itself, and told
        first, last = data["first_year"], data["last_year"]
        if (first is None) != (last is None):
            self.add_error("last_year", gettext("Give both years, or none."))
        elif first is not None and last is not None and last < first:
            self.add_error("last_year", gettext("The last year is before the first."))
        return data

    @property
    def query(self) -> dict[str, Any]:
        """What the service is asked for."""
        data = self.cleaned_data
        asked: dict[str, Any] = {"service": data["service"], "table": data["table"].strip()}
        asked["selection"] = data["selection"]
        if data["service"] == "eurostat":
            dimensions = [one.strip() for one in data["dimensions"].split(",") if one.strip()]
            asked["dimensions"] = dimensions
            if data["first_year"] is not None:
                asked["years"] = [data["first_year"], data["last_year"]]
        return asked

    @property
    def reading(self) -> dict[str, Any]:
        """How the answer is read."""
        data = self.cleaned_data
        columns = {
            role: data[f"{role}_column"]
            for role in ("region", "activity")
            if data[f"{role}_column"]
        }
        if columns.get("activity") == NO_ACTIVITY:
            columns["activity"] = ""
        said = {"columns": columns, "level": data["level"], "region_level": data["region_level"]}
        return {name: value for name, value in said.items() if value}


def _as_lines(selection: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{name} = {wanted if isinstance(wanted, str) else ', '.join(wanted)}"
        for name, wanted in selection.items()
    )
