"""How large a file may be, so that a small one cannot unpack into the whole memory."""

import io
import zipfile
import zlib
from dataclasses import dataclass

#: So much is unpacked at a time.
PIECE = 1 << 20
#: A workbook has no more files in it.
PARTS = 10_000
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True)
class Limits:
    """The largest file that is read.

    Attributes
    ----------
    packed, unpacked
        Bytes of the file, and of what it unpacks to.
    rows, columns
        Of a table; for JSON-stat and Eurostat's TSV `rows` counts cells.
    """

    packed: int = 1 << 30
    unpacked: int = 1 << 31
    rows: int = 50_000_000
    columns: int = 2_000


def unpacked(data: bytes, limits: Limits) -> bytes:
    """Return the content of a gz file, or what is no gz file as it is."""
    if not data.startswith(GZIP):
        return data
    pieces, size, whole = [], 0, False
    reader = zlib.decompressobj(wbits=31)
    try:
        while data and size <= limits.unpacked:
            piece = reader.decompress(data, PIECE)
            size += len(piece)
            pieces.append(piece)
            data = reader.unconsumed_tail or reader.unused_data
            whole = reader.eof
            if whole:  # several gz files in a row are one
                reader = zlib.decompressobj(wbits=31)
                data = data if data.startswith(GZIP) else b""
            elif not data and not piece:
                break
    except zlib.error:
        raise ValueError("the file should be readable gz, is broken") from None
    if size > limits.unpacked:
        raise ValueError(f"the file should unpack to {limits.unpacked:,} bytes, unpacks to more")
    if not whole:
        raise ValueError("the file should be a whole gz file, is cut off")
    return b"".join(pieces)


def check_workbook(data: bytes, limits: Limits) -> None:
    """Refuse a workbook that unpacks to too much, or that declares entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > limits.unpacked or len(parts) > PARTS:
                raise ValueError(
                    f"the workbook should unpack to {limits.unpacked:,} bytes in "
                    f"{PARTS:,} parts, unpacks to {size:,} in {len(parts):,}"
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as content:
                        start = content.read(PIECE)
                    # No workbook has one; an entity may unfold without end.
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise ValueError(f"{part.filename} should declare no entities")
    # The last two are zipfile's for a way of packing that it does not know, and for a password.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise ValueError("the workbook should be a readable xlsx file, is broken") from None
