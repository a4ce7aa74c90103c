"""Run the measurements: ``make bench`` for all, ``python -m bench volume`` for one."""

import os
import platform
import sys
import traceback
from importlib import import_module

# In this order, and each in the module of its name; README.md tells what each one means.
MEASUREMENTS = (
    "starting", "pages", "signup", "volume", "browser", "search", "points", "organisations",
    "inbox", "papers", "backup", "faults", "timing", "scale_out", "specialisation",
    "specialisation_entry", "specialisation_flows", "analysis_import", "analysis_run",
)  # fmt: skip


def main(names: list[str]) -> None:
    """Run the named measurements, or all."""
    if unknown := set(names) - set(MEASUREMENTS):
        raise SystemExit(
            f"No such measurement: {', '.join(sorted(unknown))}. "
            f"There are: {', '.join(MEASUREMENTS)}"
        )
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    broken = [name for name in MEASUREMENTS if (not names or name in names) and not _kept(name)]
    if broken:
        raise SystemExit(f"Broken, or not measured to the end: {', '.join(broken)}")


def _kept(name: str) -> bool:
    """Print what one measurement finds; tell whether it came to its end with all promises kept."""
    print(f"\n## {name}\n", flush=True)
    try:
        for result in import_module(f"bench.{name}").measure():
            print(result, flush=True)
    except Exception:  # noqa: BLE001 - whatever broke one, the others are measured all the same
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
