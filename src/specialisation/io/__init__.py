"""Files and tables of statistics in and out: the only part that reads and writes.

`read` takes a file as an office publishes it, recognises its format from its content, and gives a
checked long table with what was found in it; `read_pxweb` and `read_eurostat` fetch the same from
an office's own service.
"""

from specialisation.io.eurostat import read_eurostat
from specialisation.io.findings import Finding
from specialisation.io.limits import Limits
from specialisation.io.out import write
from specialisation.io.pxweb import read_pxweb
from specialisation.io.reading import Reading, read

__all__ = ["Finding", "Limits", "Reading", "read", "read_eurostat", "read_pxweb", "write"]
