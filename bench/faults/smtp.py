"""A mail server that misbehaves, in a process of its own: ``python -m bench.faults.smtp PORT LOG``.

What it does to a mail is drawn by chance at the first try of each; later tries are taken, so that a
run has an end. Addresses that begin with ``gone`` are refused for good at every try. Each line of
LOG is one event: what happened, to which Message-ID, for whom.
"""

import argparse
import asyncio
import email
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

SECONDS_TO_HANG = 60
FAULTS = {
    "refused for now": 0.03,  # 4xx
    "cut before it was taken": 0.02,
    "cut after it was taken": 0.01,
    "hung": 0.002,
}


class Misbehaving:
    """Draws a fault for the first try of each recipient, and writes down what it did."""

    def __init__(
        self, log: Path, chance: random.Random, faults: dict[str, float], pause: float
    ) -> None:
        self.log = log.open("a", encoding="utf-8")
        self.chance, self.faults, self.pause = chance, faults, pause
        self.seen: Counter[str] = Counter()

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802 - the name is aiosmtpd's
        _server, _session, envelope, address, _options = given
        if address.startswith("gone"):
            self._note("refused for good", address, "")
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        to = envelope.rcpt_tos[0]
        number = str(email.message_from_bytes(envelope.content)["Message-ID"])
        fault = self._draw(to)
        if fault == "hung":
            self._note(fault, to, number)
            await asyncio.sleep(SECONDS_TO_HANG)
        if fault == "refused for now":
            self._note(fault, to, number)
            return "451 come again later"
        if fault == "cut before it was taken":
            self._note(fault, to, number)
        if fault in {"hung", "cut before it was taken"}:
            server.transport.abort()
            return "421 gone"
        self._note("taken", to, number)
        await asyncio.sleep(self.pause)
        if fault == "cut after it was taken":
            self._note(fault, to, number)
            server.transport.abort()
        return "250 OK"

    def _draw(self, to: str) -> str:
        self.seen[to] += 1
        if self.seen[to] > 1:
            return ""
        drawn = self.chance.random()
        for fault, share in self.faults.items():
            if drawn < share:
                return fault
            drawn -= share
        return ""

    def _note(self, what: str, to: str, number: str) -> None:
        line = {"at": time.time(), "what": what, "to": to, "message_id": number}
        self.log.write(json.dumps(line) + "\n")
        self.log.flush()


async def serve(given: argparse.Namespace) -> None:
    """Answer on the port until killed."""
    faults = {} if given.well_behaved else FAULTS
    handler = Misbehaving(given.log, random.Random(given.seed), faults, given.pause)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost"), "127.0.0.1", given.port
    )
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--well-behaved", action="store_true")
    parser.add_argument(
        "--pause", type=float, default=0, help="seconds between taking a mail and saying so"
    )
    asyncio.run(serve(parser.parse_args()))
