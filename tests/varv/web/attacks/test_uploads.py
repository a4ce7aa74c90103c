"""Attack: hand in a file that is not what it says, that runs, bursts or tells too much."""

import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.varv.factories import UserFactory
from tests.varv.web.forms_of_the_site import Scene
from tests.varv.web.reading import Page
from varv.files import actions, blobs, excel, packages, pictures
from varv.files.models import File
from varv.registry.models import Record
from varv.web import limits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
TYPES = '<Types><Override ContentType="application/vnd.openxmlformats"/></Types>'
WORD = {"[Content_Types].xml": TYPES, "word/document.xml": "<w:document/>"}
SHEET = {"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>"}
ODT_TYPE = "application/vnd.oasis.opendocument.text"
BOMB = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def package(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def packed_as(way: int) -> bytes:
    """Return a document whose parts say that they are packed in this way."""
    content = bytearray(package(WORD, zipfile.ZIP_STORED))
    for head, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        for found in re.finditer(head, bytes(content)):
            content[found.start() + place : found.start() + place + 2] = way.to_bytes(2, "little")
    return bytes(content)


def damaged() -> bytes:
    """Return a document with one byte of its text turned round."""
    content = bytearray(package({**WORD, "word/document.xml": f"<w>{'text ' * 500}</w>"}))
    content[content.index(b"word/document.xml") + len("word/document.xml")] ^= 0xFF
    return bytes(content)


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(stream, kind, **options)
    return stream.getvalue()


def with_position() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: to be turned by a quarter
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (63.0, 10.0, 45.0), 3: "E", 4: (14.0, 38.0, 9.0)})
    return picture("JPEG", exif=exif, comment=b"secret remark")


def moving(kind: str) -> bytes:
    stream = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
    return stream.getvalue()


def duplicate() -> bytes:
    """Two parts with one name: readers differ in which of them they take."""
    return package({**WORD, "word/document.xmk": "<other/>"}).replace(b".xmk", b".xml")


def encrypted() -> bytes:
    content = bytearray(package(WORD))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 1)
    return bytes(content)


REFUSED = {
    "program": ("avtal.exe", b"MZ\x90\x00"),
    "program under a good name": ("avtal.pdf", b"MZ\x90\x00" + b"\x00" * 100),
    "page": ("sida.html", b"<html><script>alert(1)</script>"),
    "page as text": ("sida.txt", b"  <HTML><script>alert(1)</script>"),
    "drawing that runs": ("bild.svg", b"<svg onload='alert(1)'/>"),
    "drawing as picture": ("bild.png", b"<svg onload='alert(1)'/>"),
    "document with macros": ("brev.docm", package(WORD)),
    "sheet with macros": ("blad.xlsm", package(SHEET)),
    "macros renamed": ("brev.docx", package({**WORD, "word/vbaProject.bin": "x"})),
    "macros in capitals": ("brev.docx", package({**WORD, "word/VBAPROJECT.BIN": "x"})),
    "macros declared": (
        "brev.docx",
        package({**WORD, "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled"}),
    ),
    "old macros": ("blad.xlsx", package({**SHEET, "xl/macrosheets/sheet1.xml": "<x/>"})),
    "control": ("brev.docx", package({**WORD, "word/activeX/activeX1.bin": "x"})),
    "program inside": ("brev.docx", package({**WORD, "word/media/a.exe": "MZ"})),
    "open document with macros": (
        "brev.odt",
        package({"mimetype": ODT_TYPE, "Basic/Standard/Module1.xml": "<x/>"}),
    ),
    "template from elsewhere": (
        "brev.docx",
        package({**WORD, "word/_rels/settings.xml.rels": '<R TargetMode="External"/>'}),
    ),
    "entities": ("brev.docx", package({**WORD, "word/document.xml": BOMB})),
    "entities in UTF-16": (
        "brev.docx",
        package({**WORD, "word/document.xml": BOMB.encode("utf-16")}),
    ),
    "entities far in": (
        "brev.docx",
        package({**WORD, "word/document.xml": f"<!--{'x' * 70_000}-->{BOMB}"}),
    ),
    "bomb": ("brev.docx", package({**WORD, "word/media/a.xml": "0" * 20_000_000})),
    "many parts": ("brev.docx", package({**WORD, **{f"a{n}": "" for n in range(2_001)}})),
    "path out": ("brev.docx", package({**WORD, "../../etc/cron.d/x": "x"})),
    "absolute path": ("brev.docx", package({**WORD, "/etc/passwd": "x"})),
    "path of Windows": ("brev.docx", package({**WORD, "C:evil": "x"})),
    "two of one name": ("brev.docx", duplicate()),
    "behind a password": ("brev.docx", encrypted()),
    "packed as documents never are": ("brev.docx", package(WORD, zipfile.ZIP_LZMA)),
    "packed in an unknown way": ("brev.docx", packed_as(99)),
    "damaged inside": ("brev.docx", damaged()),
    "zip alone": ("brev.docx", package({"a.txt": "x"})),
    "document and page": ("brev.docx", b"<html>" + package(WORD)),
    "document with a tail": ("brev.docx", package(WORD) + b"<script>"),
    "PDF and zip": ("brev.pdf", PDF + package({"a.class": "x"})),
    "picture and zip": ("bild.png", picture("PNG") + package({"a.class": "x"})),
    "PDF further on": ("brev.pdf", b"<html>\n" + PDF),
    "cut off picture": ("bild.png", picture("PNG", (200, 200))[:120]),
    "cut off photo": ("bild.jpg", picture("JPEG", (400, 400))[:900]),
    "picture of another kind": ("bild.png", picture("JPEG")),
    "moving picture": ("bild.webp", moving("WEBP")),
    "moving PNG": ("bild.png", moving("PNG")),
    "nothing": ("brev.pdf", b""),
    "no ending": ("brev", PDF),
    "two endings": ("brev.pdf.exe", PDF),
    "ending cut by NUL": ("brev.exe\x00.pdf\x00.exe", PDF),
    "ending turned round": ("brev\u202efdp.exe", PDF),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_file_is_refused_in_words_and_nothing_is_kept(tmp_path, kind: str):
    name, content = REFUSED[kind]
    with pytest.raises(ValidationError) as refused:
        actions.store(None, name=name, content=content)
    assert refused.value.message_dict["file"][0].endswith((".", "!"))
    assert not File.objects.exists()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_picture_with_more_dots_than_are_drawn_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_DOTS", 1_000)
    with pytest.raises(ValidationError, match="too large to show"):
        actions.store(None, name="a.png", content=picture("PNG", (100, 100)))


def test_picture_that_only_claims_to_be_huge_is_refused_before_it_is_unpacked():
    content = bytearray(picture("PNG"))
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(ValidationError):
        actions.store(None, name="a.png", content=bytes(content))


def test_photo_tells_neither_where_nor_by_what_it_was_taken():
    content = with_position()
    assert b"PhoneMaker" in content
    file = actions.store(None, name="bild.jpg", content=content)
    kept = blobs.read(file.sha256)
    for secret in (b"PhoneMaker", b"secret remark", b"Exif"):
        assert secret not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert not shown.getexif()
        assert shown.size == (30, 40), "turned as the camera was held"


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.webp", "WEBP")])
def test_what_is_hidden_behind_a_picture_is_left_behind(name: str, kind: str):
    file = actions.store(None, name=name, content=picture(kind) + b"<script>alert(1)</script>")
    assert b"<script>" not in blobs.read(file.sha256)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_pictures_look_the_same_afterwards(mode: str):
    stream = io.BytesIO()
    before = Image.linear_gradient("L").resize((16, 16)).convert(mode)
    before.save(stream, "PNG")
    file = actions.store(None, name="a.png", content=stream.getvalue())
    with Image.open(io.BytesIO(blobs.read(file.sha256))) as after:
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\win.txt", "win.txt"),
        ("C:\\CON.txt", "_CON.txt"),
        ("nul.tar.txt", "_nul.tar.txt"),
        ("LPT1.txt", "_LPT1.txt"),
        ("console.txt", "console.txt"),
        ("a\u202etxt.pdf", "a txt.pdf"),
        ("a\u200b\ufeffb.pdf", "a b.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ('a"; filename="b.exe.pdf', "a ; filename= b.exe.pdf"),
        ("å" * 300 + ".pdf", "å" * 116 + ".pdf"),
        (".htaccess.txt", "htaccess.txt"),
        ("   .pdf", "pdf"),
    ],
)
def test_name_is_made_safe(given: str, kept: str):
    assert actions.clean_name(given) == kept


def test_one_person_does_not_fill_the_disk(monkeypatch):
    monkeypatch.setattr(actions, "MAX_A_DAY", 4 * len(PDF))
    person = UserFactory()
    for _ in range(4):
        actions.store(person, name="a.pdf", content=PDF)
    with pytest.raises(ValidationError, match="within a day"):
        actions.store(person, name="a.pdf", content=PDF)
    actions.store(UserFactory(), name="a.pdf", content=PDF)


@pytest.mark.parametrize("kind", ["entities", "entities in UTF-16", "bomb"])
def test_sheets_that_are_read_are_looked_at_alike(kind: str):
    _name, content = REFUSED[kind]
    parts = {"xl/workbook.xml": zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")}
    if kind == "bomb":
        parts = {"xl/workbook.xml": "<workbook/>", "xl/a.xml": "0" * 20_000_000}
    with pytest.raises(ValidationError):
        excel.read(package({**SHEET, **parts}))


def test_sound_documents_pass():
    assert packages.holds(package(WORD), "word/document.xml", "")
    sheet = excel.write([excel.Sheet("A", ["a"], [["b"]])])
    assert actions.store(None, name="a.xlsx", content=sheet).size == len(sheet)


# -- through the door ----------------------------------------------------------------------------


def new_record(**values: object) -> dict[str, object]:
    return {
        "direction": "in",
        "kind": "letter",
        "title": "Brev",
        "received_at": "2020-05-24T14:30",
        "text": "Hej",
        "external_number": "",
        **values,
    }


def test_form_tells_what_is_wrong_with_a_file(county, settings):
    scene = Scene(settings)
    address = reverse("registry:desk_record_new", args=[scene.case.pk])
    before = Record.objects.count()
    for name, content in list(REFUSED.values())[:4]:
        sent = SimpleUploadedFile(name, content, content_type="application/pdf")
        answer = scene.desk.post(address, new_record(file=sent))
        assert answer.status_code == 422
        page = Page(answer.content.decode(), address)
        assert page.form_with(address, {"file", "title"}).told(page, "file")
    assert Record.objects.count() == before


def test_too_many_files_and_too_large_requests_are_refused(county, settings, monkeypatch):
    scene = Scene(settings)
    address = reverse("registry:desk_record_new", args=[scene.case.pk])
    many = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(11)]
    assert scene.desk.post(address, new_record(file=many)).status_code == 422
    monkeypatch.setattr(limits, "LARGEST", 1_000)
    monkeypatch.setattr(limits, "LARGEST_OF_STAFF", 5_000)
    assert scene.desk.post(address, new_record(text="x" * 2_000)).status_code == 302
    answer = scene.desk.post(address, new_record(text="x" * 6_000))
    assert answer.status_code == 413
    assert Page(answer.content.decode()).heading == "Det var för mycket på en gång"
    assert Client().post("/sign-in/", {"email": "x" * 2_000}).status_code == 413


def test_visitors_send_no_files(county, settings):
    """No form for visitors takes a file; one that comes all the same is left aside."""
    scene = Scene(settings)
    kept = set(File.objects.values_list("pk", flat=True))  # the statistics of the county
    sent = SimpleUploadedFile("a.pdf", PDF)
    Client().post("/interest/", {"file": sent, "name": "x"})
    scene.person.post("/meetings/sign-up/", {"file": sent})
    assert set(File.objects.values_list("pk", flat=True)) == kept
