"""Pictures are drawn anew: what is kept is what one sees, and not where or by what it was taken."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

#: More than any camera that people have; unpacked it takes 160 MB for a moment.
MOST_DOTS = 40_000_000
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_QUALITY = 90  # of JPEG and WebP; PNG loses nothing


def is_picture(content_type: str) -> bool:
    """Tell whether files of this type are drawn anew."""
    return content_type in _FORMATS


def drawn_anew(content: bytes, content_type: str) -> bytes:
    """Return the picture turned as it is meant, and without anything that is not to be seen."""
    kind = _FORMATS[content_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is refused below
            return _draw(content, kind)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        OverflowError,
    ) as error:
        raise ValidationError(
            {"file": _("The picture is damaged. Open it, save it again and retry.")}
        ) from error


def _draw(content: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_DOTS:
            raise ValidationError(
                {"file": _("The picture is too large to show. Make it smaller and retry.")}
            )
        if getattr(picture, "n_frames", 1) > 1:
            raise ValidationError(
                {"file": _("The picture moves. Save it as a still picture and retry.")}
            )
        picture.load()
        turned = ImageOps.exif_transpose(picture)
        plain = turned if kind != "JPEG" or turned.mode in {"L", "RGB"} else turned.convert("RGB")
        clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
        if plain.mode == "P":
            clean.putpalette(plain.getpalette("RGBA") or [], "RGBA")
    stream = io.BytesIO()
    clean.save(stream, kind, quality=_QUALITY)
    return stream.getvalue()
