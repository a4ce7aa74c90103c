"""A real program, started as a user starts it, and a real browser in front of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
WIDTHS = {"tiny": (320, 640), "phone": (390, 844), "desktop": (1280, 900)}
SECONDS_TO_START = 300


@dataclass
class Site:
    """A running varv and what it said when it started."""

    url: str
    sign_in: str
    process: subprocess.Popen[str]
    lines: list[str]
    home: Path


@dataclass
class Visitor:
    """Somebody with a browser: every page they see is held to what we promise of pages."""

    page: Page
    site: Site
    language: str
    seen: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("console", self._hear)

    def _hear(self, message: object) -> None:
        text = getattr(message, "text", "")
        refused = "Failed to load resource" in text  # a form that was rightly refused (422)
        if getattr(message, "type", "") == "error" and not refused:
            self.complaints.append(f"console: {text}")

    def says(self, msgid: str, **values: object) -> str:
        """Return one of our own texts as this visitor reads it."""
        with translation.override(self.language):
            text = gettext(msgid)
        return text % values if values else text

    def go(self, path: str) -> "Visitor":
        """Open an address and look at the page."""
        self.page.goto(self.site.url + path)
        return self.look()

    def look(self) -> "Visitor":
        """Hold the page that is open to our promises."""
        page = self.page
        page.wait_for_load_state()
        where = page.url.removeprefix(self.site.url)
        assert page.locator("html").get_attribute("lang") == self.language, where
        said = "".join(self.site.lines[-40:])
        assert page.locator(".rehearsal").count() == 1, f"{where}: no word of rehearsal\n{said}"
        assert page.locator("h1").count() == 1, f"{where}: one first heading"
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{where} scrolls sideways at {page.viewport_size}"
        found = Axe().run(page)
        assert found.violations_count == 0, f"{where}:\n{found.generate_report()}"
        assert not self.complaints, f"{where}: {self.complaints}"
        self.seen.append(where)
        return self

    def shoot(self, name: str) -> None:
        """Keep a picture where VARV_PICTURES says, for whoever wants to look."""
        folder = os.environ.get("VARV_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            wide = (self.page.viewport_size or {"width": 0})["width"]
            self.page.screenshot(
                path=str(Path(folder) / f"{name}-{self.language}-{wide}.png"), full_page=True
            )


def find_chromium() -> str | None:
    """Return the path of a Chromium, as the Makefile finds it."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = (shutil.which(name) for name in CHROMIUMS)
    return next((path for path in (*on_path, *MAC) if path and Path(path).exists()), None)


# Scoped to the package: while a browser of the synchronous API is open, Django takes the whole
# process for asynchronous and refuses other tests their database.
@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start ``varv up`` in rehearsal, in an empty data folder, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("VARV_")}
    home = tmp_path_factory.mktemp("varv")
    command = [
        *(sys.executable, "-m", "varv.cli", "up"),
        *("--region", str(ROOT / "regions" / "jamtland-harjedalen")),
        *("--rehearse", "2020-05-25T09:00"),
    ]
    with subprocess.Popen(
        command,
        env={**kept, "VARV_HOME": str(home), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    ) as process:
        try:
            yield _started(process, home)
        finally:
            process.send_signal(signal.SIGTERM)
            ended = process.wait(60)
    assert ended == 0, "varv up must end cleanly when it is asked to"


def _started(process: subprocess.Popen[str], home: Path) -> Site:
    lines: list[str] = []
    ready = threading.Event()

    def read() -> None:
        for line in process.stdout or ():
            lines.append(line)
            if "/sign-in/once/" in line:
                ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    assert ready.wait(SECONDS_TO_START), "".join(lines)
    said = "".join(lines)
    url = re.search(r"varv is running at (http://\S+)", said)
    link = re.search(r"https?://\S+/sign-in/once/\S+", said)
    assert url, said
    assert link, said
    return Site(url.group(1), link.group(0), process, lines, home)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start headless Chromium."""
    path = find_chromium()
    assert path, "No Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
                *("--disable-gpu", "--disable-background-networking", "--disable-component-update"),
                *("--disable-sync", "--no-first-run", "--disable-quic"),
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def staff_state(site: Site, browser: Browser) -> dict[str, object]:
    """Sign the coordinator in by the link that the program printed; return the cookies."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.sign_in)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/desk/"))
    state = context.storage_state()
    context.close()
    return state  # type: ignore[return-value]


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return a function that gives a new visitor a browser of their own."""
    open_contexts: list[BrowserContext] = []

    def new(width: str, language: str, **options: object) -> Visitor:
        wide, high = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": wide, "height": high},
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        open_contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return Visitor(page, site, language)

    yield new
    for context in open_contexts:
        context.close()
