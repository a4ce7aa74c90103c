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
_CLEAR = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_DASHED = re.compile(r"^- ", re.MULTILINE)
_SEALED = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)


def opened(content: bytes) -> bytes | None:
    """Return the mail inside a sealed file, or None where it is encrypted or broken."""
    try:
        info = cms.ContentInfo.load(content)
        if info["content_type"].native != "signed_data":
            return None
        inner = info["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None
    return inner if isinstance(inner, bytes) and inner else None


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
