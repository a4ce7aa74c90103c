"""Run the measurements and print one table: ``make bench`` or ``python -m bench pages``."""

import os
import platform
import sys

from bench import backup, faults, pages, search, starting

MEASUREMENTS = {
    "starting": starting,
    "pages": pages,
    "search": search,
    "backup": backup,
    "faults": faults,
}


def main(names: list[str]) -> None:
    """Run the named measurements, or all."""
    if unknown := set(names) - set(MEASUREMENTS):
        raise SystemExit(f"No such measurement: {', '.join(sorted(unknown))}")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name, measurement in MEASUREMENTS.items():
        if not names or name in names:
            for result in measurement.measure():
                print(f"{result.what:<60}{result.figure:>10.1f} {result.unit}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
