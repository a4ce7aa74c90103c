"""Every file in mails/ is read as mails.toml says; a file without a row fails, and a row without.

The bytes of the files matter: wrong charsets, bare line ends and missing boundaries are meant.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from varv.consultation.inbox import Mail, UnreadableMailError, numbers, read

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((HERE / "mails.toml").read_text("utf-8"))
FILES = {path.stem: path for path in (HERE / "mails").glob("*.eml")}
KNOWN = ("RUN/430/2018", "RUN/77/2019")


def _read(name: str) -> Mail:
    return read(
        FILES[name].read_bytes(),
        own_domains=["varv.example"],
        own_addresses=["noreply@varv.example"],
    )


def _shown(mail: Mail) -> dict[str, Any]:
    """What a row may say of a mail."""
    return {
        "sender": mail.sender.email,
        "sender_name": mail.sender.name,
        "subject": mail.subject,
        "text": mail.text,
        "attachments": [file.name for file in mail.attachments],
        "automatic": mail.automatic.value if mail.automatic else "",
        "flaws": [flaw.value for flaw in mail.flaws],
        "numbers": list(numbers.find(f"{mail.subject}\n{mail.full_text}", KNOWN)),
        "forwarded_by": mail.forwarded_by.email if mail.forwarded_by else "",
        "reply_to": mail.reply_to.email if mail.reply_to else "",
        "sent_at": mail.sent_at.isoformat() if mail.sent_at else "",
        "message_id": mail.message_id,
        "recipients": list(mail.recipients),
        "refers_to": list(mail.refers_to),
        "in_address": list(numbers.find_in_address(mail.recipients, KNOWN)),
    }


def test_each_file_has_a_row_and_each_row_a_file():
    assert FILES.keys() == EXPECTED.keys()
    assert len(FILES) >= 70


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_mail_is_read_as_expected(name):
    row = EXPECTED[name]
    if "reason" in row:
        with pytest.raises(UnreadableMailError) as refused:
            _read(name)
        assert refused.value.reason == row["reason"]
        return
    shown = _shown(_read(name))
    assert {key: shown[key] for key in row} == row
    assert row.get("forwarded_by", "") == shown["forwarded_by"]
