"""The wordings of refusals: why a file, or a service, could not be read at all."""

from django.utils.translation import gettext_lazy as _

REFUSALS: list[tuple[str, object]] = [
    ("the file should have {size} bytes, has {}", _("The file is larger than %(size)s.")),
    ("the file should have rows, is empty", _("The file is empty.")),
    ("the file should have rows, has only a header", _("The file has a header and no rows.")),
    (
        "the file should be a table, is an Excel file from before 2007; save it as xlsx",
        _("The file is in Excel's format from before 2007. Save it as xlsx."),
    ),
    (
        "the file should be a table, is a PDF; the table behind it is needed",
        _("The file is a PDF. The table behind it is needed."),
    ),
    (
        "the file should be a table, is a picture; the table that it shows is needed",
        _("The file is a picture, not a table. The table that it shows is needed."),
    ),
    (
        "the file should be a table, is packed with {}; unpack it first",
        _("The file is packed in a way that is not read here. Unpack it first, or pack it as gz."),
    ),
    (
        "the file should be a table, is a rar archive; unpack it first",
        _("The file is packed in a way that is not read here. Unpack it first, or pack it as gz."),
    ),
    (
        "the file should be a table, is a web page or XML",
        _("The file is a web page or XML, not a table."),
    ),
    ("the file should be a table, is not text", _("The file is neither a table nor text.")),
    (
        "the file should be text in {encoding}, has byte {byte} in line {line}",
        _("The file is not text in %(encoding)s: line %(line)s has the byte %(byte)s."),
    ),
    ("the file should be text in {encoding}, is not", _("The file is not text in %(encoding)s.")),
    (
        "the columns should have different names",
        _("Two columns have the same name, or none. Give each a name of its own."),
    ),
    (
        "the rows should have the fields of the header: {reason}",
        _("Some row has other fields than the header: %(reason)s"),
    ),
    (
        "the key should have {n} parts: row {row}",
        _("The key should have %(n)s parts; row %(row)s has not."),
    ),
    (
        "the key should name different dimensions, is {key}",
        _("The key should name different dimensions; it is %(key)s."),
    ),
    ("the file should be JSON-stat, is broken JSON", _("The file is broken JSON.")),
    (
        "the file should be a JSON-stat 2 dataset, is other JSON",
        _("The file is JSON, but no dataset of JSON-stat 2."),
    ),
    (
        "the dataset should have {}",
        _("The JSON-stat dataset does not hold together: it is damaged."),
    ),
    ("dimension {name} should have {}", _("The dimension %(name)s does not hold together.")),
    ("the file should be readable Parquet, is broken", _("The Parquet file is broken.")),
    ("the file should be readable gz, is broken", _("The gz file is broken.")),
    (
        "the file should be a whole gz file, is cut off",
        _("The gz file is cut off in the middle. Fetch it again."),
    ),
    (
        "the file should unpack to {size} bytes, unpacks to more",
        _("The file unpacks to more than %(size)s. It is not read."),
    ),
    (
        "the workbook should unpack to {size} bytes in {}",
        _("The workbook unpacks to more than %(size)s. It is not read."),
    ),
    (
        "{part} should declare no entities",
        _("The workbook holds what no spreadsheet writes (%(part)s). It is not read."),
    ),
    (
        "the workbook should be a readable xlsx file{}",
        _("The workbook is broken, or no xlsx file."),
    ),
    (
        "the sheet should have a header and rows, has none",
        _("The sheet has no header with rows below it."),
    ),
    (
        "sheet should be one of {names}, is {}",
        _("There is no such sheet. The workbook has %(names)s."),
    ),
    ("the {} should have {n} rows, has {}", _("The table has more than %(n)s rows.")),
    ("the {} should have {n} columns, has {}", _("The table has more than %(n)s columns.")),
    ("the file should have {n} cells, has more", _("The table has more than %(n)s cells.")),
    (
        "the table should have {n} regions x activities x years, has more: {sizes}",
        _("The table has more than %(n)s regions × activities × years: %(sizes)s."),
    ),
    ("the table should have rows, has none", _("No row is left to read.")),
    (
        "the table should say of which year it is; no column and no name tells it",
        _("No column and no name tells the year. Say below which it is."),
    ),
    (
        "columns should say which is the activity; the file has {columns}",
        _(
            "No column of activities was found. Say below that the table has none, or which column "
            "it is. The file has %(columns)s."
        ),
    ),
    (
        "columns should say which is the {roles}; the file has {columns}",
        _(
            "It is not clear which column is the %(roles)s. The file has %(columns)s. Say below "
            "which it is. A table has one row for each figure, or one column for each year or "
            "each activity."
        ),
    ),
    (
        "columns should name a different column for each role",
        _("The same column is chosen twice. Choose another for one of them."),
    ),
    (
        "classification should be told for a level, as the codes do not show it",
        _("Say which classification the activities are of; their codes do not show it."),
    ),
    (
        "level should be one that the file has, {levels}",
        _("The file does not have that level of activities. It has %(levels)s."),
    ),
    (
        "region_level should be one that the file has, {levels}",
        _("The file does not have that level of regions. It has %(levels)s."),
    ),
    (
        "whole should be asked where regions stand below the country; none do",
        _("The country can be kept beside regions below it. Choose another level of regions."),
    ),
    (
        "year should be one of {years}; not there: {missing}",
        _("The file lacks %(missing)s. It has %(years)s."),
    ),
    (
        "only should name a column of the file, names {name}",
        _("The file has no column %(name)s any more."),
    ),
    (
        "{column} should be {wanted} in some rows; has {there}",
        _("%(column)s is nowhere %(wanted)s. It has %(there)s."),
    ),
    (
        "the file should have {missing}; has {columns}",
        _("The file lacks %(missing)s. It has %(columns)s."),
    ),
    ("{url} refuses with {code} {}", _("The service refuses with %(code)s: %(url)s")),
    (
        "{url} should answer {size} bytes, answers more",
        _("The service answers more than %(size)s. Ask for less. (%(url)s)"),
    ),
    ("{url} should answer, does not: {why}", _("The service does not answer: %(why)s (%(url)s)")),
    (
        "{what} should answer JSON, answers {text}",
        _("The service answers something else than figures: %(text)s"),
    ),
    (
        "{url} should tell the variables of a table, tells none",
        _("The service does not say what the table has. Look at the code. (%(url)s)"),
    ),
    (
        "selection should name variables of the table, {names}",
        _("The table has no such variable. It has %(names)s."),
    ),
    (
        "{name} should have the codes asked for, has no {codes}",
        _("%(name)s has no %(codes)s."),
    ),
    (
        "dimensions should name {names} of the key, name {}",
        _("Name the dimensions of the dataset in order; %(names)s is missing among them."),
    ),
    (
        "the service gives up on its answer: {}",
        _("The service gives up on its answer. Ask for less."),
    ),
    (
        "the service should be ready within {} seconds, is not",
        _("The service is not ready. Ask again later."),
    ),
]
