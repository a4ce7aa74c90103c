"""What the table of mails does not show: the bytes of files, and that labels can be shown."""

from pathlib import Path

import pytest

from varv.consultation.inbox import Attachment, Automatic, Flaw, Unreadable, read

MAILS = Path(__file__).parent / "mails"


def _files(name: str) -> tuple[Attachment, ...]:
    return read((MAILS / f"{name}.eml").read_bytes()).attachments


@pytest.mark.parametrize("name", ["name-rfc2231", "scanner-only-file", "boundary-wrong"])
def test_a_file_keeps_its_bytes(name):
    (file,) = _files(name)
    assert file.content.startswith(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    assert file.content.endswith(b"%%EOF\n")
    assert file.content_type == "application/pdf"


def test_the_files_in_a_winmail_keep_theirs():
    document, picture = _files("winmail-body-and-files")
    assert document.content.endswith(b"%%EOF\n")
    assert document.content_type == "application/pdf"
    assert picture.content.startswith(b"\x89PNG\r\n")
    assert picture.content_type == "image/png"


def test_a_mail_within_is_kept_as_it_came():
    (letter,) = _files("attached-mail-is-no-forward")
    assert letter.content_type == "message/rfc822"
    assert read(letter.content).sender.email == "bjorn@example.net"


def test_a_uuencoded_file_is_decoded():
    (file,) = _files("uuencoded-part")
    assert file.content == b"Vi svarar ja"


def test_all_of_a_forwarded_mail_is_one_click_away():
    mail = read((MAILS / "forward-attached.eml").read_bytes())
    assert "Vidarebefordrar från en granne." in mail.full_text
    assert "Subject: Inspel" in mail.full_text
    assert "Vi vill ha en bro över Ljungan." in mail.full_text
    assert "granne" not in mail.text


@pytest.mark.parametrize("kind", [Automatic, Flaw, Unreadable])
def test_every_reason_can_be_told_to_a_person(kind):
    labels = [str(label) for label in kind.labels]
    assert all(" " in label for label in labels)
    assert len(set(labels)) == len(labels)
