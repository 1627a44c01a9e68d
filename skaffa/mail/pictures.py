"""The picture above every e-mail: taken apart and written anew, so that nothing but a picture is left of it."""

import io
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from skaffa.core import refusals
from skaffa.core.refusals import Message

LARGEST = 1024 * 1024
"""Bytes (A152)."""
WIDEST, HIGHEST, SMALLEST = 800, 150, 25
"""Pixels: what is larger is made smaller, what is smaller is refused (A152)."""
_MOST_PIXELS = 6_000
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that mail readers can show."""

    content: bytes = field(repr=False)
    type: str
    width: int
    height: int


NO_PICTURE = Picture(b"", "", 0, 0)


def checked(content: bytes) -> Picture:
    """The picture, at most so large, without anything that was hidden in its file; raises Invalid about `picture`."""
    if len(content) > LARGEST:
        raise _refused(_("The file is larger than 1 MB. Save the picture smaller and try again."))
    if content.lstrip()[:5].lower() in {b"<?xml", b"<svg ", b"<svg>"}:
        raise _refused(
            _("This is an SVG drawing: it may contain programs, and mail readers do not show it. Save it as PNG.")
        )
    try:
        with Image.open(io.BytesIO(content), formats=list(_TYPES)) as image:
            if max(image.size) > _MOST_PIXELS or min(image.size) < SMALLEST:
                raise _refused(_("The picture must be between 25 and 6,000 pixels wide and high."))
            kind = str(image.format)
            image.load()
            fitted = image.convert("RGB") if kind == "JPEG" else image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refused(_("This is no JPEG or PNG picture that can be read. Choose another file.")) from error
    fitted.thumbnail((WIDEST, HIGHEST))
    written = io.BytesIO()
    write = fitted.save  # into memory: nothing of ours is saved here
    write(written, format=kind, optimize=True)
    return Picture(written.getvalue(), _TYPES[kind], *fitted.size)


def _refused(message: Message) -> refusals.Invalid:
    return refusals.Invalid(message, fields={"picture": message})
