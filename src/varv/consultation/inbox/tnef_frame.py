"""The frame of a winmail.dat: what of it may go to the reader, and how much work that makes.

tnefparse believes every count that a file names, gives up all for a recipient that it cannot read,
and copies what is left for each object. So it gets only what we want to know, in bounds.
"""

import struct
from collections.abc import Iterator

from tnefparse import TNEF

_HEAD = 6
_FRAME = 11
_MOST_OBJECTS = 500
_MOST_OF_PROPERTIES = 1_500_000
_MOST_PROPERTIES = 5_000
_MOST_VALUES = 1_000
_WANTED = frozenset(
    [
        TNEF.ATTOEMCODEPAGE,
        TNEF.ATTBODY,
        TNEF.ATTMAPIPROPS,
        TNEF.ATTATTACHRENDDATA,
        TNEF.ATTATTACHTITLE,
        TNEF.ATTATTACHDATA,
        TNEF.ATTATTACHMENT,
    ]
)
_LISTS = frozenset([TNEF.ATTMAPIPROPS, TNEF.ATTATTACHMENT])
_SIGNATURE = struct.pack("<I", TNEF.TNEF_SIGNATURE)
_NAMED = 0x8000
_MULTIPLE = 0x1000
_GUID = 16
#: How many bytes a value of each type takes; of the others the length stands before it.
_SIZES = {
    0x02: 2,
    0x0B: 2,
    0x03: 4,
    0x04: 4,
    0x0A: 4,
    0x05: 8,
    0x06: 8,
    0x07: 8,
    0x14: 8,
    0x40: 8,
    0x48: 16,
}
_WITH_LENGTH = frozenset([0x00, 0x0D, 0x1E, 0x1F, 0x102])
_PADDED = 2


def wanted(content: bytes) -> tuple[bytes, bool]:
    """Return a file with the objects that are wanted and bearable, and whether those are all."""
    kept = [content[:_HEAD]]
    whole = content.startswith(_SIGNATURE)
    left = _MOST_OF_PROPERTIES
    count = 0
    for name, data, framed in _objects(content):
        count += 1
        if name not in _WANTED:
            continue
        if name in _LISTS:
            left -= len(data)
            if left < 0 or _SIGNATURE in data or not _is_bounded(data):
                whole = False  # a letter within, or a list that would never end
                continue
        kept.append(framed)
    # The reader wants a byte more than the last object has.
    return b"".join([*kept, b"\x00" * _FRAME]), whole and 0 < count < _MOST_OBJECTS


def _objects(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    position = _HEAD
    for _count in range(_MOST_OBJECTS):
        if position + _FRAME > len(content):
            return
        name, _type, size = struct.unpack_from("<HHI", content, position + 1)
        end = min(position + _FRAME + size, len(content))
        yield name, content[position + 9 : end - 2], content[position:end]
        position = end


def _is_bounded(data: bytes) -> bool:
    """Walk through a list of properties as the reader will, to see that it comes to an end."""
    try:
        (count,) = struct.unpack_from("<I", data)
        if count > _MOST_PROPERTIES:
            return False
        position = 4
        for _property in range(count):
            following = _after_property(data, position)
            if following is None:
                return False
            position = following
    except (struct.error, KeyError):
        return True  # the reader stops here as well
    return True


def _after_property(data: bytes, position: int) -> int | None:
    """Return where the next property begins, or None after one with very many values."""
    kind, name = struct.unpack_from("<HH", data, position)
    position += 4
    if name >= _NAMED:
        position = _after_name(data, position + _GUID)
    values = 1
    is_multiple = bool(kind & _MULTIPLE)
    kind &= ~_MULTIPLE
    if is_multiple or kind in _WITH_LENGTH:
        (values,) = struct.unpack_from("<I", data, position)
        position += 4
    if values > _MOST_VALUES:
        return None
    if kind in _WITH_LENGTH:
        for _value in range(max(values, 1) if is_multiple else values):
            position = _after_length(data, position)
        return position
    values = max(values, 1)
    padding = _PADDED if _SIZES[kind] == _PADDED and values % 2 else 0
    return position + values * _SIZES[kind] + padding


def _after_name(data: bytes, position: int) -> int:
    (is_text,) = struct.unpack_from("<I", data, position)
    return _after_length(data, position + 4) if is_text else position + 8


def _after_length(data: bytes, position: int) -> int:
    (length,) = struct.unpack_from("<I", data, position)
    return position + 4 + length + -length % 4
