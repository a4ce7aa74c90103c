"""A real IMAP server on loopback in a process of its own, and a line to it that breaks.

``python -m tests.varv.consultation.imap_server PORT [FOLDER [CERTIFICATE]]`` serves; each file in
FOLDER (none: "") is a mail that lies in the inbox from the beginning. ``bench/inbox.py`` serves ten
thousand so. With a CERTIFICATE a line can be made secure (STARTTLS).
"""

import asyncio
import contextlib
import imaplib
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
USER, PASSWORD = "inspel@region.example", "lösen@ord/1"
SECONDS_TO_START = 60


class Server:
    """The server; ``url`` is how varv is told of one of its folders."""

    def __init__(self, folder: Path | None = None, certificate: Path | None = None) -> None:
        self._certificate = certificate
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "tests.varv.consultation.imap_server", str(self.port)]
        self.process = subprocess.Popen(
            [*command, str(folder or ""), str(certificate or "")],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise RuntimeError("the mail server did not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def url(self, folder: str = "INBOX", port: int | None = None) -> str:
        user, password = "inspel%40region.example", "l%C3%B6sen%40ord%2F1"
        return f"imap://{user}:{password}@127.0.0.1:{port or self.port}/{folder}"

    @contextlib.contextmanager
    def client(self, folder: str) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        if self._certificate:
            client.starttls(ssl.create_default_context(cafile=str(self._certificate)))
        secret = f"\0{USER}\0{PASSWORD}".encode()
        client.authenticate("PLAIN", lambda _said: secret)
        client.create(folder)  # refused where it is there already
        client.select(folder)
        try:
            yield client
        finally:
            client.logout()

    def take_up(self) -> None:
        """Let the server read the mails of its folder, which it does when somebody first comes."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.authenticate("PLAIN", lambda _said: f"\0{USER}\0{PASSWORD}".encode())

    def put(
        self, folder: str, *mails: bytes, flags: str | None = None, at: datetime | None = None
    ) -> None:
        """Let mails come."""
        with self.client(folder) as client:
            for mail in mails:
                when = f'"{at:%d-%b-%Y %H:%M:%S %z}"' if at else None
                client.append(folder, flags or "", when or "", mail)

    def unread(self, folder: str) -> int:
        with self.client(folder) as client:
            return len(client.uid("SEARCH", "UNSEEN")[1][0].split())


class Proxy:
    """A line to the server that breaks after so many bytes of its answers, or sticks at a command.

    It breaks so many ``times`` and is whole from then on. From the first command that holds
    ``sticks_at`` on, nothing that is said reaches the server. With a ``certificate`` its near end
    is secure from the beginning (TLS).
    """

    def __init__(
        self,
        to: int,
        *,
        breaks_after: int = 0,
        times: int = 1,
        sticks_at: bytes = b"",
        certificate: Path | None = None,
    ) -> None:
        self._secured = None
        if certificate:
            self._secured = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._secured.load_cert_chain(certificate)
        self._to, self._left, self._breaks_after = to, times, breaks_after
        self._sticks_at = sticks_at
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.broken = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _address = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._meet, args=(near,), daemon=True).start()

    def _meet(self, near: socket.socket) -> None:
        if self._secured is None:
            self._carry(near)
            return
        with contextlib.suppress(OSError), near:  # who does not trust us hangs up
            self._carry(self._secured.wrap_socket(near, server_side=True))

    def _carry(self, near: socket.socket) -> None:
        breaks = bool(self._breaks_after) and self._left > 0
        with near, socket.create_connection(("127.0.0.1", self._to)) as far:
            up = threading.Thread(
                target=_pump, args=(near, far, None, self._sticks_at), daemon=True
            )
            up.start()
            if _pump(far, near, self._breaks_after if breaks else None):
                self._left -= 1
                self.broken += 1
            for one in (near, far):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            up.join(5)


def _pump(
    source: socket.socket, target: socket.socket, most: int | None, sticks_at: bytes = b""
) -> bool:
    """Carry bytes until the end, or until so many; tell whether it was those."""
    carried, stuck = 0, False
    with contextlib.suppress(OSError):
        while data := source.recv(4096):
            stuck = stuck or bool(sticks_at and sticks_at in data)
            if stuck:
                continue
            if most is not None and carried + len(data) > most:
                target.sendall(data[: most - carried])
                return True
            carried += len(data)
            target.sendall(data)
    return False


def certificate(path: Path) -> Path:
    """Write a certificate for 127.0.0.1 that vouches for itself, with its key, and return it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *plain))
    return path


def _serve(port: int, folder: Path | None, certificate: str) -> None:
    from pymap.backend.dict import DictBackend, Identity
    from pymap.imap import IMAPService
    from pymap.main import run
    from pymap.parsing.message import AppendMessage

    async def load(_self: object, _name: str, mailboxes: object, _filters: object) -> None:
        inbox = await mailboxes.get_mailbox("INBOX")  # type: ignore[attr-defined]
        for file in sorted(folder.iterdir()) if folder else []:
            await inbox.append(AppendMessage(file.read_bytes(), datetime.now().astimezone()))

    Identity._load_demo = load  # type: ignore[method-assign,assignment]
    parser = ArgumentParser()
    parser.set_defaults(debug=False, skip_services=[], passlib_cfg=None)
    parser.set_defaults(set_uid=None, set_gid=None)
    DictBackend.add_subparser("dict", parser.add_subparsers())
    IMAPService.add_arguments(parser)
    args = parser.parse_args(
        [
            *("--host", "127.0.0.1", "--port", str(port)),
            *(["--cert", certificate] if certificate else ["--no-tls"]),
            *("dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD),
        ]
    )
    asyncio.run(run(args, DictBackend, [IMAPService]))


def soon(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


if __name__ == "__main__":
    named = [*sys.argv[2:], "", ""]
    _serve(int(sys.argv[1]), Path(named[0]) if named[0] else None, named[1])
