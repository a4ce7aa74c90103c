"""Signed mail: what was signed is read; whether the signature holds is not for us to say."""

import re

from asn1crypto import cms

#: The types under which a whole signed mail travels as one sealed file.
KINDS = frozenset(["application/pkcs7-mime", "application/x-pkcs7-mime"])
#: Signatures that stand beside what they sign; nobody wants to open them.
SIGNATURES = frozenset(
    [
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
    ]
)
#: A chain of certificates has some hundreds.
_MOST_PIECES = 20_000
_CONSTRUCTED = 0x20
_INDEFINITE = 0x80
_CLEAR = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_DASHED = re.compile(r"^- ", re.MULTILINE)
_SEALED = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)


def opened(content: bytes) -> bytes | None:
    """Return the mail inside a sealed file, or None where it is encrypted or broken."""
    if not _is_modest(content):
        return None
    try:
        info = cms.ContentInfo.load(content)
        if info["content_type"].native != "signed_data":
            return None
        inner = info["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None
    return inner if isinstance(inner, bytes) and inner else None


def _is_modest(content: bytes) -> bool:
    """Count what is in the file before it is taken apart, which takes long for each small piece."""
    position = 0
    for _piece in range(_MOST_PIECES):
        if position + 2 > len(content):
            return True
        tag, length = content[position], content[position + 1]
        position += 2
        size = max(length - _INDEFINITE, 0)
        if size:
            length = int.from_bytes(content[position : position + size], "big")
            position += size
        elif length == _INDEFINITE:
            length = 0
        if not tag & _CONSTRUCTED:
            position += length
    return False


def without_pgp(text: str) -> str:
    """Return a text without the frame of a signature within it."""
    before, frame, framed = text.partition(_CLEAR)
    signed_text, signature, rest = framed.partition(_SIGNATURE)
    if not frame or not signature:
        return text
    _hash, _empty, written = signed_text.partition("\n\n")
    _armour, _end, after = rest.partition(_END)
    return f"{before}{_DASHED.sub('', written)}\n{after}"


def is_sealed(text: str) -> bool:
    """Tell whether a text is encrypted within itself."""
    return bool(_SEALED.search(text))
