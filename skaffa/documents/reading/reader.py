"""Reads one file from standard input and tells what is in it; a program of its own, since files may be hostile.

It knows nothing of Django, of the database or of any secret, and limits itself before it looks at the file: processor
time, memory, what it may write. What it cannot do within them is not read.
"""

import html
import io
import re
import sys
import zipfile

import mammoth
import msgspec
import nh3
import pypdfium2

from skaffa.core import apart
from skaffa.documents import plain

SECONDS, MEMORY, WRITTEN = 20, 1_500_000_000, 60_000_000
MOST_CHARACTERS, MOST_PAGES, MOST_PICTURES = 500_000, 300, 20
WIDTH, HEIGHT = 1_100, 2_400
"""Pixels of a page's picture at most."""
MOST_UNPACKED, MOST_PARTS = 80_000_000, 3_000
TAGS = frozenset(
    [
        "p",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "u",
        "s",
        "sup",
        "sub",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "blockquote",
        "pre",
    ]
)
_ENDS = re.compile(r"</(?:p|h\d|li|td|th|tr|blockquote|pre)>|<br ?/?>")


class Page(msgspec.Struct):
    """One page as a picture, with its words."""

    picture: bytes
    width: int
    height: int
    text: str


class What(msgspec.Struct):
    """What is in a file; `trouble` where it cannot be read."""

    text: str = ""
    html: str = ""
    pages: int = 0
    pictures: list[Page] = []
    trouble: str = ""


def main() -> None:
    apart.limit(seconds=SECONDS, memory=MEMORY, written=WRITTEN)
    told = read(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.buffer.write(msgspec.msgpack.encode(told))


def read(file_type: str, content: bytes) -> What:
    """What is in the file; whatever its reader stumbles over makes it broken."""
    try:
        return {"pdf": _pdf, "docx": _docx, "txt": _txt}[file_type](content)
    except MemoryError:
        return What(trouble="too_much")
    except Exception:  # noqa: BLE001 - a hostile or damaged file breaks its reader in any way it can
        return What(trouble="broken")


def _pdf(content: bytes) -> What:
    """Words of every page and pictures of the first; scripts, forms, links and attachments are not looked at."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return What(trouble="locked" if "password" in str(error).lower() else "broken")
    found = What(pages=len(document))
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        words = page.get_textpage().get_text_bounded()
        found.text += words[: MOST_CHARACTERS - len(found.text)] + "\n"
        if number < MOST_PICTURES:
            found.pictures.append(_picture(page, words))
        page.close()
    return found


def _picture(page: pypdfium2.PdfPage, words: str) -> Page:
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1), 4)
    image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    whole = io.BytesIO()
    image.save(whole, "WEBP", quality=70, method=3)
    return Page(whole.getvalue(), image.width, image.height, words[:MOST_CHARACTERS])


def _docx(content: bytes) -> What:
    """Headings, paragraphs, lists and tables; no picture, link, style or script of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return What(trouble="too_much")
    made = mammoth.convert_to_html(
        io.BytesIO(content), convert_image=lambda _image: [], include_embedded_style_map=False
    )
    clean = nh3.clean(made.value[: 4 * MOST_CHARACTERS], tags=set(TAGS), attributes={}, clean_content_tags=_DANGEROUS)
    lines = nh3.clean(_ENDS.sub("\n", clean), tags=set(), attributes={})
    return What(text=html.unescape(lines)[:MOST_CHARACTERS], html=clean)


def _txt(content: bytes) -> What:
    return What(text=(plain.decoded(content) or "")[:MOST_CHARACTERS])


_DANGEROUS = {"script", "style", "iframe", "object", "svg", "math"}

if __name__ == "__main__":
    main()
