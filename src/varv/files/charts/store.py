"""Charts that were drawn, kept on disk by what is in them, so that none is drawn twice.

They are copies: whoever clears the folder loses nothing but the time it takes to draw them again.
"""

import fcntl
import hashlib
import json
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from varv.files.charts import rendering, svg

logger = logging.getLogger(__name__)
FOLDER = "charts"
#: What nobody has looked at for so long is drawn again when somebody does.
SECONDS_UNSEEN = 60 * 24 * 3600
_HOUR = 3600
#: After drawing took too long, pages do without for so long.
SECONDS_OF_REST = 30.0
_rest = {"until": 0.0}


@dataclass(frozen=True)
class Wanted:
    """A chart: ``content`` is all that it depends on, ``draw`` makes its spec of that.

    ``draw`` is called only where the chart has not been drawn before. ``code`` is what draws it: a
    fingerprint that changes with the program, so that a better drawing replaces an older one.
    """

    content: Mapping[str, Any]
    code: str
    draw: Callable[[], Mapping[str, Any] | str]

    @property
    def key(self) -> str:
        """The fingerprint of all that the picture depends on."""
        whole = [self.content, self.code, _own_code()]
        text = json.dumps(whole, sort_keys=True, ensure_ascii=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


def pictures(wanted: Sequence[Wanted]) -> list[str]:
    """Return the SVG of each; all that are not there yet are drawn by one start of the program.

    One program draws at a time on a machine, since each takes 200 MB; whoever waited for it finds
    that the chart is there. ``CannotDrawError`` where it gives nothing.
    """
    keys = [one.key for one in wanted]
    found = {key: text for key in keys if (text := _read(key))}
    if len(found) < len(set(keys)):
        with _alone():
            found |= {key: text for key in keys if key not in found and (text := _read(key))}
            found |= _drawn({k: one for k, one in zip(keys, wanted, strict=True) if k not in found})
    return [found[key] for key in keys]


def pictures_within(wanted: Sequence[Wanted], seconds: float) -> list[str]:
    """Return the same for somebody who cannot wait; empty for what is not drawn by then.

    The drawing goes on behind, so that whoever comes next has it. After somebody has waited in vain
    nobody waits for half a minute: where the program hangs, pages must not.
    """
    found = there(wanted)
    if all(found) or time.monotonic() < _rest["until"]:
        return found
    behind = _Behind(wanted)
    behind.start()
    behind.join(seconds)
    if behind.error is not None:
        raise behind.error
    if behind.found:
        return behind.found
    logger.warning("charts were not drawn within %s s", seconds)
    _rest["until"] = time.monotonic() + SECONDS_OF_REST
    return there(wanted)


def there(wanted: Sequence[Wanted]) -> list[str]:
    """Return the SVG of each that has been drawn before; empty for the others."""
    return [_read(one.key) for one in wanted]


class _Behind(threading.Thread):
    """A thread that draws; the program may end before it does."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        super().__init__(name="charts", daemon=True)
        self.wanted = wanted
        self.found: list[str] = []
        self.error: rendering.CannotDrawError | None = None

    def run(self) -> None:
        try:
            self.found = pictures(self.wanted)
        except rendering.CannotDrawError as error:
            self.error = error


def prune(now: float | None = None) -> int:
    """Remove what nobody has looked at for two months; return how many there were."""
    limit = (now or time.time()) - SECONDS_UNSEEN
    old = [path for path in _folder().glob("??/*") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _drawn(missing: Mapping[str, Wanted]) -> dict[str, str]:
    made = {key: _made(one) for key, one in missing.items()}
    # What needs no program is there even where the program fails.
    done = {key: _kept(key, spec) for key, spec in made.items() if isinstance(spec, str)}
    specs = {key: spec for key, spec in made.items() if not isinstance(spec, str)}
    found = rendering.rendered(list(specs.values()))
    return done | {key: _kept(key, text) for key, text in zip(specs, found, strict=True)}


def _made(one: Wanted) -> Mapping[str, Any] | str:
    try:
        return one.draw()
    except Exception as error:  # whatever it is, the page has the table
        raise rendering.CannotDrawError(f"{type(error).__name__}: {error}") from error


def _kept(key: str, text: str) -> str:
    done = svg.finished(text, f"c{key[:10]}")
    _write(key, done)
    return done


def _read(key: str) -> str:
    path = _path(key)
    try:
        text = path.read_text(encoding="utf-8")
        if time.time() - path.stat().st_mtime > _HOUR:
            os.utime(path)  # lest it be taken for one that nobody looks at
    except OSError:
        return ""
    return text if text.endswith("</svg>") else ""


def _write(key: str, text: str) -> None:
    """Keep a chart; where the disk takes no more, the next reader has it drawn again."""
    path = _path(key)
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(path)
    except OSError:
        logger.exception("a chart could not be kept")
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process draw at a time; the system frees the lock of one that is killed."""
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        lock = (_folder() / ".lock").open("w")
    except OSError:
        logger.exception("charts are drawn without a lock")
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    return Path(settings.HOME) / FOLDER


def _path(key: str) -> Path:
    return _folder() / key[:2] / f"{key[2:]}.svg"


@cache
def code_of(folder: Path) -> str:
    """Return the fingerprint of the programs in a folder."""
    texts = [path.read_bytes() for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _own_code() -> str:
    return code_of(Path(__file__).parent)
