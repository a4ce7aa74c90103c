"""What a cheap telephone on a slow network sees: Chromium, slowed down, 390 pixels wide."""

import os
import subprocess
from collections.abc import Iterator
from typing import Any

import psycopg
from playwright.sync_api import Browser, sync_playwright

from bench.running import ROOT, BrokenPromiseError, Site, Table, production

#: What Lighthouse calls slow 4G, and a processor a quarter as fast.
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
NOT_GOOD = "**NOT GOOD**"
TURNS = 3
LCP_GOOD, CLS_GOOD = 2_500, 0.1

# Before anything is drawn: note each larger paint and each shift that nobody asked for.
_WATCH = """
window.found = {lcp: 0, cls: 0, what: ""};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    window.found.lcp = entry.startTime;
    window.found.what = entry.element ? entry.element.tagName.toLowerCase() : "";
  }
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.found.cls += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
_READ = """() => ({
  ...window.found,
  fcp: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  blocking: performance.getEntriesByType("resource").filter(
    one => one.renderBlockingStatus === "blocking" && one.initiatorType === "script").length,
})"""


def measure() -> Iterator[Table]:
    """Open home, area, meeting and sign-up for the first time, and again."""
    with production() as site:
        site.run("-m", "bench.data", "base")
        with site.served(behind_proxy=False), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            rows = [_row(browser, site, name, path) for name, path in _pages(site).items()]
            browser.close()
    head = ("page", "first paint ms", "largest paint ms", "of", "shift", "kB", "verdict")
    yield Table(head, rows)
    if bad := [row[0] for row in rows if row[-1] == NOT_GOOD]:
        raise BrokenPromiseError(", ".join(bad))


def _chromium() -> str:
    found = subprocess.run(
        ["scripts/find_chromium.sh"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return os.environ.get("CHROMIUM") or found.stdout.strip()


def _pages(site: Site) -> dict[str, str]:
    with psycopg.connect(site.url) as connection:
        row = connection.execute("SELECT slug FROM cycles_area ORDER BY id LIMIT 1").fetchone()
    return {
        "home": "/",
        "area": f"/areas/{row[0] if row else ''}/",
        "meeting": "/meetings/samtal-0/",
        "sign-up": "/meetings/sign-up/?meeting=samtal-0",
    }


def _row(browser: Browser, site: Site, name: str, path: str) -> tuple[str, ...]:
    """Return the middle one of some first visits, by its largest paint."""
    address = f"http://127.0.0.1:{site.port}{path}"
    visits = sorted((_visit(browser, address) for _ in range(TURNS)), key=lambda one: one["lcp"])
    found = visits[TURNS // 2]
    good = found["lcp"] < LCP_GOOD and found["cls"] < CLS_GOOD and not found["blocking"]
    return (
        name,
        f"{found['fcp']:.0f}",
        f"{found['lcp']:.0f}",
        found["what"],
        f"{found['cls']:.3f}",
        f"{found['bytes'] / 1000:.1f}",
        "good" if good else NOT_GOOD,
    )


def _visit(browser: Browser, address: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    received: list[float] = []
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.add_init_script(_WATCH)
    page.goto(address, wait_until="networkidle")
    found: dict[str, Any] = page.evaluate(_READ)
    context.close()
    return found | {"bytes": sum(received)}
