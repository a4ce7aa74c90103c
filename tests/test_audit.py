"""The audit of dependencies fails where a vulnerability is known, and tells where it cannot ask."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BAD = "leaky"
ADVISORY = {
    "id": "GHSA-fake-fake-fake",
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "summary": "It leaks.",
    "details": "It leaks.",
    "affected": [
        {
            "package": {"name": BAD, "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}],
            "versions": ["1.0"],
        }
    ],
}


class Advisories(BaseHTTPRequestHandler):
    """A service that knows of one package what is wrong with it."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = {"vulns": [ADVISORY]} if asked["package"]["name"] == BAD else {}
        content = json.dumps(known).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Advisories) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()
        thread.join()


def audited(folder: Path, service: str, *names: str) -> subprocess.CompletedProcess[str]:
    pinned = folder / "pinned.txt"
    pinned.write_text("".join(f"{name}==1.0 --hash=sha256:{'0' * 64}\n" for name in names))
    asked = {"PIP_AUDIT_VULNERABILITY_SERVICE": "osv", "PIP_AUDIT_OSV_URL": service}
    return subprocess.run(
        ["sh", str(ROOT / "scripts" / "audit.sh"), str(pinned)],
        env={**os.environ, **asked, "XDG_CACHE_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_known_vulnerability_fails_and_is_named(service: str, tmp_path: Path):
    done = audited(tmp_path, service, "sound", BAD)
    assert done.returncode == 1, done.stdout + done.stderr
    assert BAD in done.stdout
    assert "GHSA-fake-fake-fake" in done.stdout


def test_packages_that_nothing_is_known_of_pass_in_silence(service: str, tmp_path: Path):
    done = audited(tmp_path, service, "sound")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_service_that_does_not_answer_is_told_of_and_fails_nothing(tmp_path: Path):
    done = audited(tmp_path, "http://127.0.0.1:9/v1/query", "sound")
    assert done.returncode == 0
    assert done.stdout.startswith("skipped: ")
