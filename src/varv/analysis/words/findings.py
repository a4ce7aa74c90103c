"""The wordings of findings: by their kind, how the numbers say it, and how a page says it.

``{name}`` in the first text stands for whatever stands there; it is put into the second.
"""

from django.utils.translation import gettext_lazy as _

Wordings = list[tuple[str, object]]

FINDINGS: dict[str, Wordings] = {
    "alike_codes": [
        (
            "codes differ only by case or spaces: {text}; say if they are one with alike=",
            _("Codes differ only by case or spaces: %(text)s. Say below whether they are one."),
        ),
        (
            "codes that differ only by case or spaces were made one: {text}",
            _("Codes that differ only by case or spaces were made one: %(text)s."),
        ),
    ],
    "ambiguous_number": [
        (
            "figures such as {example} may have decimals or thousands; {}",
            _(
                "Figures such as %(example)s may have decimals or thousands. "
                "Say below which sign stands before the decimals."
            ),
        )
    ],
    "beside": [
        (
            "{what} of no known level are kept: {codes}",
            _("Kept, though of no known level: %(codes)s"),
        )
    ],
    "blank_code": [
        (
            "the region should not be blank",
            _("The region is blank. Fill it in, or take the rows out of the file."),
        ),
        (
            "the activity should not be blank",
            _(
                "The activity is blank. Fill it in, take the rows out of the file, or say below "
                "what such rows are to be called."
            ),
        ),
    ],
    "blank_year": [
        (
            "the year should not be blank",
            _("The year is blank. Fill it in, or take the rows out of the file."),
        )
    ],
    "broken_letters": [
        (
            "letters are broken, as in {text}; choose the encoding",
            _(
                "Letters are broken, as in %(text)s. Choose another encoding below. If none of "
                "them is right, save the file anew from where it comes."
            ),
        ),
        (
            "letters are broken, as in {text}; save the file anew",
            _("Letters are broken, as in %(text)s. Save the file anew from where it comes."),
        ),
    ],
    "classification": [
        (
            "by the name of the column, activities are of {version}",
            _("By the name of the column, the activities are of %(version)s."),
        ),
        (
            "by its codes, activities are of {version}",
            _("By their codes, the activities are of %(version)s."),
        ),
        (
            "activities may be of {versions}: say which with classification=",
            _("The activities may be of %(versions)s. Say below which."),
        ),
    ],
    "damaged": [
        (
            "a spreadsheet made times or days of figures ({cells}); they count as not told",
            _(
                "A spreadsheet has made times or days of figures (%(cells)s). "
                "They count as not told, never as zero."
            ),
        )
    ],
    "decimal_comma": [
        ("decimals are parted by a comma", _("Decimals stand after a comma.")),
    ],
    "duplicate": [
        (
            "a region, activity and year should be told once, as {cell} is not",
            _("The same region, activity and year is told more than once: %(cell)s."),
        )
    ],
    "elsewhere": [
        (
            "the table should have figures of {region}, has none",
            _("This table has no figures of %(region)s. Say below if it is meant to be stored."),
        )
    ],
    "encoding": [
        (
            "the file is not UTF-8 (byte {byte} in line {line}); read as {encoding}: {}",
            _(
                "The file is not in UTF-8: line %(line)s has the byte %(byte)s. It was read as "
                "%(encoding)s: look at å, ä and ö."
            ),
        ),
        # As it was told of files that were read before.
        (
            "the file is not UTF-8; read as {encoding}: check the letters å, ä and ö",
            _("The file is not in UTF-8. It was read as %(encoding)s: look at å, ä and ö."),
        ),
    ],
    "flags": [
        ("flags of the source are kept: {flags}", _("The source's flags are kept: %(flags)s"))
    ],
    "formula": [
        (
            "cells should hold figures, hold formulas",
            _("Cells hold formulas. Save them as values."),
        ),
        (
            "cells should hold figures and words, hold formulas: save them as values",
            _("Cells hold formulas. Save them as values."),
        ),
        ("the {role} should be a code, is a formula", _("A code is a formula. Save it as text.")),
    ],
    "guessed_columns": [
        ("by their names, {pairs}", _("The columns were told by their names: %(pairs)s")),
        (
            "{column} is taken for the value, as the one column of figures that is left",
            _(
                "%(column)s was taken for the value, since it is the one column of figures that "
                "is left."
            ),
        ),
    ],
    "hidden_rows": [
        (
            "rows are hidden in the workbook, and are read like the others",
            _("Rows are hidden in the workbook, as by a filter. They were read like the others."),
        )
    ],
    "hidden_total": [
        (
            "{codes} is the sum of all the others: a total among the parts",
            _(
                "%(codes)s is the sum of all the others: a total among the parts. "
                "Take it out, or everything counts twice."
            ),
        )
    ],
    "huge": [
        (
            "figures are far above all others, or above all people on Earth: {n}",
            _(
                "Figures are far above all the others, or above the number of people on Earth: "
                "%(n)s. Put them right in the file, or say below that they are right."
            ),
        )
    ],
    "left_out": [
        (
            "{what} of {level} are kept; left out: {others}",
            _("Kept: %(what)s at the level %(level)s. Left out: %(others)s."),
        )
    ],
    "missing_region": [("regions are missing: {codes}", _("Regions are missing: %(codes)s"))],
    "mixed_levels": [
        (
            "the file mixes levels, whose sum would count twice: {levels}; choose with level=",
            _(
                "The file mixes levels of activities, whose sum would count twice: %(levels)s. "
                "Choose one below."
            ),
        )
    ],
    "mixed_measures": [
        (
            "the table mixes {n} kinds of figures ({values}): choose with {}",
            _(
                "The table mixes %(n)s kinds of figures that must not be added up: %(values)s. "
                "Choose one below."
            ),
        )
    ],
    "mixed_region_levels": [
        (
            "{what} of {level} are kept; left out: {others}",
            _("Kept: %(what)s at the level %(level)s. Left out: %(others)s."),
        )
    ],
    "negative": [("figures should be zero or more", _("Figures are below zero."))],
    "not_a_number": [
        ("cells should hold figures, hold {cells}", _("Cells hold no figures but %(cells)s.")),
        (
            "figures should have one decimal mark {mark}, as not in {cells}",
            _("Figures have different signs before their decimals: %(cells)s."),
        ),
    ],
    "not_a_year": [
        ("periods should be years, are {examples}", _("Periods are not years: %(examples)s.")),
    ],
    "not_told": [
        (
            "{n} of {all} cells are told by no row and count as zero",
            _("%(n)s of %(all)s cells are told by no row. They count as zero."),
        )
    ],
    "nothing_told": [
        (
            "1 regions tell no figure at all: {codes}",
            _("One region tells no figure at all: %(codes)s."),
        ),
        (
            "{n} regions tell no figure at all: {codes}",
            _("%(n)s regions tell no figure at all: %(codes)s."),
        ),
    ],
    "one_period": [
        (
            "all rows are of {year}, by the name of the value column",
            _("All rows are of %(year)s, by the name of the value column."),
        ),
        ("no years", _("No column and no name tells the year.")),
    ],
    "other_region": [
        (
            "the file is about other regions: expected {expected}, has {codes}",
            _("The file is about other regions: it has %(codes)s; expected were %(expected)s."),
        )
    ],
    "overlap": [
        (
            "activities stand alone and within others, and count twice: {codes}",
            _("Activities stand alone and within others, and count twice: %(codes)s."),
        )
    ],
    "partial": [
        (
            "all 1 {what} are above the sum of their parts: some parts are not here",
            _("The printed sum is above the sum of its parts: some parts are not here."),
        ),
        (
            "all {n} {what} are above the sum of their parts: some parts are not here",
            _("All %(n)s printed sums are above the sum of their parts: some parts are not here."),
        ),
    ],
    "extra_regio": [
        (
            "extra-regio codes are no regions and are left out: {codes}",
            _("Codes for jobs that lie in no region are left out: %(codes)s."),
        )
    ],
    "preamble": [
        ("1 rows stand above the header", _("One row stands above the header.")),
        ("{n} rows stand above the header", _("%(n)s rows stand above the header.")),
    ],
    "regions_left_out": [
        (
            "countries without regions of {level} drop out: {codes}",
            _("Countries without regions of %(level)s drop out: %(codes)s."),
        )
    ],
    "rounding": [
        (
            "1 of 1 {what} miss the sum of their parts by up to {gap} (of {sum}), which {}",
            _(
                "The printed sum misses the sum of its parts by %(gap)s (of %(sum)s), which "
                "rounding explains."
            ),
        ),
        (
            "{n} of {all} {what} miss the sum of their parts by up to {gap} (of {sum}), which {}",
            _(
                "%(n)s of %(all)s printed sums miss the sum of their parts by up to %(gap)s "
                "(of %(sum)s), which rounding explains."
            ),
        ),
    ],
    "same_figures": [
        (
            "{regions} have the same figures in {year}: one may be filed under the other",
            _("%(regions)s have the same figures in %(year)s: one may be filed under the other."),
        )
    ],
    "sheets": [
        (
            "the first of {n} sheets is read: {names}",
            _("The first of %(n)s sheets is read: %(names)s."),
        )
    ],
    "sum_differs": [
        (
            "1 of 1 {what} miss the sum of the parts {}, by up to {gap} (of {sum}), {}",
            _(
                "The printed sum misses the sum of the parts that are told by %(gap)s (of "
                "%(sum)s), more than rounding explains."
            ),
        ),
        (
            "{n} of {all} {what} miss the sum of the parts {}, by up to {gap} (of {sum}), {}",
            _(
                "%(n)s of %(all)s printed sums miss the sum of the parts that are told by up to "
                "%(gap)s (of %(sum)s), more than rounding explains."
            ),
        ),
    ],
    "suppressed": [
        (
            "cells tell no figure; suppressed is not zero, so they are masked",
            _("Cells tell no figure. Secret is not zero, so they count as not known."),
        )
    ],
    "swapped_columns": [
        (
            "{region} holds activities ({activities}) and {activity} regions ({regions}): swap {}",
            _(
                "The columns are swapped: %(region)s holds activities (%(activities)s) and "
                "%(activity)s regions (%(regions)s)."
            ),
        ),
        (
            "{region} should hold regions, holds activities ({activities})",
            _(
                "%(region)s should hold regions but holds activities (%(activities)s). "
                "Say below which column is which."
            ),
        ),
        (
            "{activity} should hold activities, holds regions ({regions})",
            _(
                "%(activity)s should hold activities but holds regions (%(regions)s). "
                "Say below which column is which."
            ),
        ),
    ],
    "total_row": [
        (
            "totals stand among the {what} and are left out: {codes}",
            _("Totals stand among the %(what)s and are left out: %(codes)s."),
        )
    ],
    "wide": [
        (
            "columns are years, read as one row for each figure: {columns}",
            _(
                "There is one column for each year. They were read as one row for each figure: "
                "%(columns)s. Say below if that is wrong."
            ),
        ),
        (
            "columns are activities, read as one row for each figure: {columns}",
            _(
                "There is one column for each activity. They were read as one row for each "
                "figure: %(columns)s. Say below if that is wrong."
            ),
        ),
    ],
    "year_lacks": [
        (
            "{n} of {all} cells are told by no row and count as unknown, not as zero: {years}",
            _(
                "%(n)s of %(all)s cells are told by no row. They count as unknown, never as zero: "
                "%(years)s."
            ),
        ),
        (
            "{n} of {all} cells {}: {unknown} count as unknown, {} ({years}), {zeros} as zero",
            _(
                "%(n)s of %(all)s cells are told by no row. %(unknown)s of them count as unknown, "
                "where a year has no row at all of a region or an activity (%(years)s); the rest "
                "(%(zeros)s) count as zero."
            ),
        ),
        # As it was told of files that were read before.
        (
            "years tell nothing of some regions or activities; cells masked, not zero: {years}",
            _(
                "Years tell nothing of some regions or activities. "
                "The cells count as not known, never as zero: %(years)s."
            ),
        ),
    ],
    "zero_year": [
        (
            "every figure is zero in {years}: there is no data for the year",
            _(
                "Every figure is zero in %(years)s: the source has no data for the year. "
                "Leave the year out below."
            ),
        )
    ],
}
