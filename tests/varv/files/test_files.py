"""Files are stored once, are what they say, and are served so that no browser runs them."""

import errno
import hashlib
import io
import os
import subprocess
import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import RequestFactory
from PIL import Image

from varv.files import access, actions, blobs
from varv.files.models import File
from varv.files.views import download

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 3), "seagreen").save(stream, kind)
    return stream.getvalue()


PNG, JPEG = picture("PNG"), picture("JPEG")


def package(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # without the time of day
    return stream.getvalue()


DOCX = package(**{"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"})
ODT = package(mimetype="application/vnd.oasis.opendocument.text")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "elsewhere"  # as VARV_FILES may say


@pytest.fixture
def owners(monkeypatch):
    """Owners of files: none to begin with."""
    point = type(access.owners)("owners in a test")
    monkeypatch.setattr(access, "owners", point)
    return point


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.txt", "Åre\r\n".encode(), "text/plain"),
        ("a.csv", b"\xef\xbb\xbfa;b\n", "text/csv"),
        ("a.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar"),
        ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
        (
            "a.docx",
            DOCX,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_store_keeps_what_is_allowed(db, name, content, content_type):
    file = actions.store(None, name=name, content=content)
    assert file.content_type == content_type
    kept = blobs.read(file.sha256)
    assert file.size == len(kept)
    assert file.sha256 == hashlib.sha256(kept).hexdigest()
    assert content_type.startswith("image/") or kept == content  # pictures are drawn anew


def test_store_keeps_the_same_content_once(db, tmp_path):
    first = actions.store(None, name="a.pdf", content=PDF)
    second = actions.store(None, name="b.pdf", content=PDF)
    assert first.sha256 == second.sha256
    assert first.key != second.key
    assert [path.is_file() for path in (tmp_path / "elsewhere").rglob("*")].count(True) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "empty"),
        ("a.exe", b"MZ\x90\x00", "kind of file"),
        ("a.svg", b"<svg/>", "kind of file"),
        ("a.html", b"<html>", "kind of file"),
        ("a", PDF, "kind of file"),
        ("a.pdf", PNG, "not what the name says"),
        ("a.png", PDF, "not what the name says"),
        ("a.pdf", b"nothing at all", "not what the name says"),
        ("a.txt", b"<!DOCTYPE html><script>", "not what the name says"),
        ("a.txt", b"a\x00b", "not what the name says"),
        ("a.csv", "Åre".encode("latin-1"), "not what the name says"),
        ("a.docx", ODT, "not what the name says"),
        ("a.docx", DOCX[:50], "not what the name says"),
        ("a.odt", package(mimetype="text/html"), "not what the name says"),
        (
            "a.docx",
            package(
                **{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": ""}
            ),
            "not what the name says",
        ),
    ],
)
def test_store_refuses_the_rest_in_words(db, name, content, words):
    with pytest.raises(ValidationError) as refused:
        actions.store(None, name=name, content=content)
    assert words in refused.value.message_dict["file"][0]
    assert not File.objects.exists()


def test_store_refuses_a_large_file(db, monkeypatch):
    monkeypatch.setattr(actions, "MAX_SIZE", 10)
    with pytest.raises(ValidationError, match="largest"):
        actions.store(None, name="a.pdf", content=PDF)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Temp\\Protokoll  5 juni.PDF", "Protokoll 5 juni.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        (".pdf", "pdf"),
        ("", "file"),
        ("A\u030are.pdf", "Åre.pdf"),
    ],
)
def test_clean_name_is_safe_in_a_header(given, kept):
    assert actions.clean_name(given) == kept


def test_clean_name_is_short_and_keeps_its_ending():
    name = actions.clean_name("x" * 500 + ".pdf")
    assert len(name) == 120
    assert name.endswith(".pdf")


def test_a_damaged_content_is_not_given_out(db):
    file = actions.store(None, name="a.pdf", content=PDF)
    blobs.path_of(file.sha256).write_bytes(b"other")
    with pytest.raises(OSError, match="damaged"):
        blobs.read(file.sha256)


def test_a_broken_write_leaves_nothing_behind(tmp_path, monkeypatch):
    def broken(descriptor):
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="no space"):
        blobs.write(PDF)
    assert not [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()]


def fetch(file):
    request = RequestFactory().get(f"/files/{file.key}/")
    request.user = AnonymousUser()
    return download(request, file.key)


def test_a_file_that_nobody_owns_is_for_nobody(db, owners):
    file = actions.store(None, name="a.pdf", content=PDF)
    with pytest.raises(Http404):
        fetch(file)


def test_download_cannot_run_in_a_browser(db, owners):
    owners.register("test", lambda file, reader: True)
    file = actions.store(None, name="Åre.txt", content=b"Hello")
    response = fetch(file)
    assert b"".join(response.streaming_content) == b"Hello"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in response["Cache-Control"]
    response.close()


def test_a_full_disk_is_told_and_leaves_nothing(db, tmp_path, monkeypatch):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def no_room(descriptor):
        raise full

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(ValidationError) as refused:
        actions.store(None, name="a.txt", content=b"text")
    assert "No space left" in refused.value.message_dict["file"][0]
    assert not File.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def small_disk(tmp_path, settings):
    """A disk with room for 64 kB, where one may be mounted: by root on Linux."""
    folder = settings.FILES_FOLDER = tmp_path / "small"
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "varv", folder], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk can be mounted here: {error}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_really_full_keeps_what_fits_and_no_half(db, small_disk):
    kept = actions.store(None, name="a.txt", content=b"fits")
    with pytest.raises(ValidationError, match="No space left"):
        actions.store(None, name="b.txt", content=b"x" * 100_000)
    assert [path for path in small_disk.rglob("*") if path.is_file()] == [
        blobs.path_of(kept.sha256)
    ]
    assert File.objects.get() == kept


def test_contents_that_belong_to_no_file_go_after_a_day(db):
    kept = actions.store(None, name="a.txt", content=b"kept")
    old, fresh = blobs.write(b"rolled back"), blobs.write(b"still being stored")
    half = blobs.path_of(old).parent / ".new-x"
    half.write_bytes(b"half")
    for path in (blobs.path_of(kept.sha256), blobs.path_of(old), half):
        os.utime(path, (0, 0))
    assert actions.remove_unwanted_contents() == 1
    assert not blobs.path_of(old).exists()
    assert not half.exists()
    assert blobs.path_of(kept.sha256).exists()
    assert blobs.path_of(fresh).exists()


def test_a_content_that_is_stored_anew_is_wanted_again(db):
    again = blobs.write(b"again")
    os.utime(blobs.path_of(again), (0, 0))
    blobs.write(b"again")
    assert actions.remove_unwanted_contents() == 0
