"""What the analyst says of a table: the file, how it is read, and what it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from varv.analysis.models import Dataset
from varv.analysis.words.told import WORDS
from varv.text.hostile import PlainCharField, PlainTextField, one_line, refuse_hostile
from varv.text.refusals import RefusableForm
from varv.text.translated_forms import add_texts, initial_texts, texts

ACCEPTED = ".csv,.tsv,.txt,.gz,.xlsx,.parquet,.json,text/csv"
NO_ACTIVITY = "-"
TEXT_FORMATS = frozenset({"CSV", "Eurostat TSV", "SDMX-CSV"})
ENCODINGS = ("utf-8", "cp1252", "cp850", "utf-16")
ROLES = {
    "region": _("Column with the region"),
    "activity": _("Column with the activity"),
    "year": _("Column with the year"),
    "value": _("Column with the value"),
    "flag": _("Column with the flag"),
}
TEXTS = ("title", "about", "unit", "licence")
#: What is said of a table laid out in columns that is to be read as it stands.
AS_IT_STANDS = "as it stands"
ALIKE = {"one": _("Are the same: make them one"), "apart": _("Are different: leave them apart")}
ABSENT = {"zero": _("Zero, wherever it is"), "unknown": _("Unknown, wherever it is")}
#: What it is where nothing is said, in files and in the formats of services; and why.
USUALLY_ABSENT = {
    False: (
        _("As usual in files"),
        _(
            "Files leave noughts out, so usually such a cell is zero; but unknown where a year has "
            "no row at all of a region or an activity. All that is computed follows it."
        ),
    ),
    True: (
        _("Unknown, as usual in this format"),
        _("This format has a row for each nought. All that is computed follows it."),
    ),
}
VERSIONS = ("NACE Rev. 2", "NACE Rev. 2.1", "SNI 2007", "SNI 2025")


class FileForm(RefusableForm):
    """A file to import."""

    file = forms.FileField(
        label=_("File with the table"),
        help_text=_(
            "CSV, Excel, Parquet, JSON-stat 2, SDMX-CSV or Eurostat TSV, also packed as gz; "
            "at most 200 MB. Drop it here or choose it."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class TypedForm(RefusableForm):
    """A small table, typed or pasted."""

    name = PlainCharField(label=_("What the table is called"), required=False, max_length=100)
    text = PlainTextField(
        label=_("Rows"),
        max_length=500_000,
        help_text=_(
            "Region; activity; year; value, one row on each line, with tabs or semicolons between. "
            "Leave the activity out where the table tells of places only. With a row of headings, "
            "a table may also have one column for each year or activity. Cells copied from Excel "
            "can be pasted as they are."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )


class HowForm(RefusableForm):
    """How a file is read: its columns, levels, years and kinds of figures."""

    def __init__(
        self, *args: Any, preview: Mapping[str, Any], reading: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.preview, self.reading = preview, reading
        # What the file most often needs to be told of stands first.
        self._add_elsewhere()
        self._add_no_activity()
        self._add_wide()
        self._add_odd()
        self._add_levels()
        self._add_kinds()
        self._add_absent()
        self._asked = tuple(self.fields)
        self._add_columns()
        self._add_others()

    def _choose(
        self,
        name: str,
        label: Any,
        values: Sequence[tuple[str, Any]],
        initial: Any,
        help_: Any = "",
        *,
        required: bool = False,
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=values, required=required, initial=initial, help_text=help_
        )

    def _add_columns(self) -> None:
        columns = self._columns
        found, said = self.preview.get("roles") or {}, self.reading.get("columns") or {}
        for role, label in ROLES.items():
            if f"column_{role}" in self.fields:
                continue
            none = [("", _("As the program finds"))]
            if role == "activity":
                none.append((NO_ACTIVITY, _("None: the table tells of places only")))
            initial = said.get(role, found.get(role, ""))
            if role == "activity" and said.get(role) == "":
                initial = NO_ACTIVITY
            self._choose(f"column_{role}", label, [*none, *columns], initial)

    @property
    def _columns(self) -> list[tuple[str, str]]:
        names = self.preview.get("names") or self.preview.get("columns") or ()
        return [(name, name) for name in names]

    def _add_no_activity(self) -> None:
        """Ask openly whether there are no activities, where all but their column was found."""
        if self.preview.get("no_activity"):
            none = (NO_ACTIVITY, _("This table has no activities"))
            choices = [none, *self._columns]
            self._choose("column_activity", ROLES["activity"], choices, NO_ACTIVITY, required=True)

    def _add_elsewhere(self) -> None:
        if name := self.preview.get("elsewhere"):
            self.fields["elsewhere"] = forms.BooleanField(
                label=_("The table has no figures of %(region)s. Store it all the same.")
                % {"region": name},
                required=False,
                initial=bool(self.reading.get("elsewhere")),
                help_text=_(
                    "Such as a table to compare with; else it is most likely the wrong one."
                ),
            )

    def _add_wide(self) -> None:
        if self.preview.get("wide"):
            ways = (
                ("", _("One row for each figure")),
                (AS_IT_STANDS, _("No, as the columns stand: one of them is the value")),
            )
            label = _("The table has one column for each year or activity. Read it as")
            self._choose("wide", label, ways, self.reading.get("wide", ""))

    def _add_odd(self) -> None:
        asks = self.preview.get("asks") or ()
        if "alike_codes" in asks or self.reading.get("alike"):
            none = ("", _("Choose one"))
            said = self.reading.get("alike", "")
            label = _("Codes that differ only by case or spaces")
            self._choose("alike", label, [none, *ALIKE.items()], said, required=True)
        if "huge" in asks:
            self.fields["huge"] = forms.BooleanField(
                label=_("The figures that are far above the others are right."),
                required=False,
                initial=bool(self.reading.get("huge")),
            )

    def _add_levels(self) -> None:
        for name, label in (
            ("level", _("Level of the activities")),
            ("region_level", _("Level of the regions")),
        ):
            levels = self.preview.get("levels" if name == "level" else name + "s") or {}
            known = [(one, f"{WORDS.get(one, one)} ({rows})") for one, rows in levels.items()]
            if len(known) > 1:
                # Regions have a finest level; of activities none goes without saying.
                must = name == "level"
                none = ("", _("Choose one") if must else _("The finest"))
                said = self.reading.get(name, "")
                self._choose(name, label, [none, *known], said, required=must)
        self._add_whole()
        years = [str(one) for one in self.preview.get("years") or ()]
        if len(years) > 1:
            said = [str(one) for one in self.reading.get("years") or years]
            self.fields["years"] = forms.MultipleChoiceField(
                label=_("Years"),
                choices=[(one, one) for one in years],
                required=False,
                initial=said,
                widget=forms.CheckboxSelectMultiple,
            )
        elif self._lacks_year:
            self.fields["year_told"] = forms.IntegerField(
                label=_("Year of all figures"),
                min_value=1700,
                max_value=2200,
                required=False,
                initial=self.reading.get("year_told"),
                help_text=_("The table has no column of years."),
            )

    def _add_whole(self) -> None:
        """Ask whether to keep the row of the country, where there is one beside its regions."""
        levels = set(self.preview.get("region_levels") or {})
        if len(levels) > 1 and levels & {"country", "NUTS 0"}:
            self.fields["whole"] = forms.BooleanField(
                label=_("Keep the row of the whole country too"),
                required=False,
                initial=bool(self.reading.get("whole")),
                help_text=_("Then a region can be held against the rest of its country."),
            )

    @property
    def asked(self) -> list[BoundField]:
        """The questions that only some files raise, such as which of their levels is meant."""
        return [self[name] for name in self._asked]

    @property
    def rest(self) -> list[BoundField]:
        """How any file is read, which the program mostly finds by itself."""
        return [self[name] for name in self.fields if name not in self._asked]

    @property
    def is_rest_told(self) -> bool:
        """Tell whether somebody has said more than what was asked, or said it wrong."""
        said = {"columns", "classification", "decimal", "blank", "expected_regions", "sheet"}
        wrong = any(one.errors for one in self.rest)
        return not self._asked or wrong or any(self.reading.get(one) for one in said)

    @property
    def _lacks_year(self) -> bool:
        """Tell whether neither a column nor a name says which year the figures are of."""
        if self.preview.get("has_year", True):
            return False
        found = self.preview.get("years_read") or [0]
        return found == [0] or bool(self.reading.get("year_told"))

    def _add_kinds(self) -> None:
        said = self.reading.get("only") or {}
        for place, (name, values) in enumerate((self.preview.get("choices") or {}).items()):
            choices = [("", _("All")), *((one, one) for one in values)]
            label = _("Only rows where %(column)s is") % {"column": name}
            self._choose(f"only_{place}", label, choices, said.get(name, ""))

    def _add_absent(self) -> None:
        if kind := self.preview.get("absent"):
            usual, why = USUALLY_ABSENT[kind == "unknown"]
            self._choose(
                "absent",
                _("Cells that no row tells count as"),
                [("", usual), *ABSENT.items()],
                self.reading.get("absent", ""),
                why,
            )

    def _add_format(self) -> None:
        """Ask for what only some formats have: a workbook its sheet, a text its encoding."""
        format_ = self.preview.get("format")
        if format_ == "Excel" or self.reading.get("sheet"):
            self.fields["sheet"] = PlainCharField(
                label=_("Sheet of the workbook"),
                required=False,
                max_length=100,
                initial=self.reading.get("sheet", ""),
                help_text=_("Without it the first is read."),
            )
        if format_ in TEXT_FORMATS or self.reading.get("encoding"):
            known = [("", _("As the file shows")), *((one, one) for one in ENCODINGS)]
            said = self.reading.get("encoding", "")
            self._choose("encoding", _("Encoding of the text"), known, said)

    def _add_others(self) -> None:
        self._add_format()
        versions = [("", _("As the codes show")), *((one, one) for one in VERSIONS)]
        said_version = self.reading.get("classification", "")
        self._choose("classification", _("Classification"), versions, said_version)
        marks = [
            ("", _("As the figures show")),
            (",", _("Decimal comma")),
            (".", _("Decimal point")),
        ]
        self._choose("decimal", _("Before the decimals"), marks, self.reading.get("decimal", ""))
        self.fields["blank"] = PlainCharField(
            label=_("Rows without an activity are called"),
            required=False,
            max_length=40,
            initial=self.reading.get("blank", ""),
            help_text=_("Such as “unknown”. Without it they are refused."),
        )
        self.fields["expected_regions"] = PlainCharField(
            label=_("Regions that must be there"),
            required=False,
            max_length=2_000,
            initial=", ".join(self.reading.get("expected_regions") or ()),
            help_text=_("Their codes, with commas between. A file about others is refused."),
        )

    @property
    def how(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        data = self.cleaned_data
        columns = {role: data[f"column_{role}"] for role in ROLES if data[f"column_{role}"]}
        if columns.get("activity") == NO_ACTIVITY:
            columns["activity"] = ""
        # What the program finds by itself need not be said, and holds for the next file as well.
        found = self.preview.get("roles") or {}
        columns = {role: name for role, name in columns.items() if found.get(role) != name} | {
            role: name
            for role, name in (self.reading.get("columns") or {}).items()
            if columns.get(role) == name
        }
        names = list(self.preview.get("choices") or {})
        years = [int(one) for one in data.get("years") or ()]
        elsewhere = {"elsewhere": True} if data.get("elsewhere") else {}
        is_all = sorted(years) == sorted(self.preview.get("years") or ())
        return elsewhere | {
            "columns": columns,
            "years": [] if is_all else sorted(years),
            "only": {
                name: data[f"only_{place}"]
                for place, name in enumerate(names)
                if data[f"only_{place}"]
            },
            "expected_regions": [
                one.strip() for one in data["expected_regions"].split(",") if one.strip()
            ],
            **{
                name: data.get(name) or ""
                for name in (
                    "level", "region_level", "classification", "decimal", "blank", "year_told",
                    "sheet", "encoding", "whole", "wide", "absent", "alike", "huge",
                )
            },
        }  # fmt: skip


class AboutForm(RefusableForm):
    """What a dataset is."""

    def __init__(
        self, *args: Any, languages: Sequence[str], answers: Mapping[str, Any], **kwargs: Any
    ) -> None:
        known = {name: value for name, value in answers.items() if not isinstance(value, Mapping)}
        known |= initial_texts(**{name: answers.get(name) or {} for name in TEXTS})
        kwargs.setdefault("initial", {"is_public": True} | known)
        super().__init__(*args, **kwargs)
        add_texts(self, "title", _("Title of the dataset"), languages, max_length=200)
        add_texts(self, "unit", _("One figure is a number of"), languages, max_length=120)
        add_texts(self, "about", _("About it"), languages, required=False, long=True)
        first = [name for name in self.fields if name.startswith(("title", "unit"))]
        self.fields["publisher"] = PlainCharField(label=_("Publisher"), max_length=200)
        self.fields["source_url"] = forms.URLField(
            label=_("Where it is published"),
            required=False,
            max_length=500,
            assume_scheme="https",
            validators=[one_line, refuse_hostile],
        )
        add_texts(self, "licence", _("Licence"), languages, max_length=200)
        self.fields[f"licence_{languages[0]}"].help_text = _(
            "Such as CC BY 4.0, or what else allows us to use the figures."
        )
        self.fields["is_public"] = forms.BooleanField(
            label=_("Everybody may read it"), required=False
        )
        self.order_fields(first)

    @property
    def about(self) -> dict[str, Any]:
        """What was typed, as the action takes it; what is wrong is left out."""
        data = self.cleaned_data
        return {
            **{name: texts(self, name) for name in TEXTS},
            **{name: data.get(name, "") for name in ("publisher", "source_url")},
            "is_public": bool(data.get("is_public")),
        }


class NextVersionForm(RefusableForm):
    """Which dataset a delivery is the next version of."""

    dataset = forms.ModelChoiceField(
        label=_("Dataset"), queryset=Dataset.objects.none(), to_field_name="key"
    )

    def __init__(
        self,
        *args: Any,
        datasets: Any,
        years: Sequence[int],
        before: tuple[int, Sequence[int]] | None,
        **kwargs: Any,
    ) -> None:
        """Take the number and the years of the last version, where the dataset is known."""
        super().__init__(*args, **kwargs)
        self.fields["dataset"].queryset = datasets  # type: ignore[attr-defined]
        number, earlier = before or (0, ())
        if set(earlier) & set(years):
            return
        label: Any = _("Add these years to those of the last version")
        help_: Any = _(
            "Only where no year is in both. Otherwise the new version has this table alone."
        )
        if before is not None:
            label = _("Add these years to those of version %(n)s") % {"n": number}
            help_ = _(
                "The years are others: %(years)s here, %(earlier)s there. Otherwise the new "
                "version has %(years)s alone."
            ) % {"years": _listed(years), "earlier": _listed(earlier)}
        self.fields["add_years"] = forms.BooleanField(label=label, help_text=help_, required=False)


def _listed(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))
