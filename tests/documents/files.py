"""Small files of every kind, made as programs make them; the Word document of 1997 is built by hand, sector by sector."""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
TXT = "Åsa Ek\nFyrvaktare sedan stormen.\n".encode()
_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zipped(*parts: str) -> bytes:
    """A zip archive with these parts."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part, _TYPES)
    return whole.getvalue()


def docx(*more: str) -> bytes:
    return zipped("word/document.xml", "_rels/.rels", "[Content_Types].xml", *more)


def container(stream: str) -> bytes:
    """Microsoft's compound file with one stream of 4,096 bytes in it ([MS-CFB], version 3)."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    table = struct.pack("<128I", _TABLE, _END, *range(3, 10), _END, *[_FREE] * 118)
    folder = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry(stream, 2, child=_FREE, start=2, size=4096)
    return header + table + folder + bytes(256) + bytes(4096)


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    named = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return named + struct.pack("<III", _FREE, _FREE, child) + bytes(36) + struct.pack("<IQ", start, size)


DOC = container("WordDocument")


def readable_docx(body: str, parts: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """A Word document with this in its body, and other parts by their path."""
    main = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return zipped_texts({"[Content_Types].xml": _TYPES, "word/document.xml": main, **parts})


def zipped_texts(parts: Mapping[str, str]) -> bytes:
    """A zip archive with these texts by their path."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return whole.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def readable_pdf(*pages: str, box: str = "0 0 595 842", catalog: str = "") -> bytes:
    """A PDF with one line on each page; `catalog` is written into the dictionary a reader begins with."""
    kids = " ".join(f"{10 + 2 * place} 0 R" for place in range(len(pages)))
    found = [f"1 0 obj << /Type /Catalog /Pages 2 0 R {catalog} >> endobj"]
    found.append(f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {len(pages)} >> endobj")
    found.append("3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj")
    for place, line in enumerate(pages):
        number, stream = 10 + 2 * place, f"BT /F1 24 Tf 60 700 Td ({line}) Tj ET"
        found.append(
            f"{number} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >> endobj"
        )
        found.append(f"{number + 1} 0 obj << /Length {len(stream)} >> stream\n{stream}\nendstream endobj")
    return ("%PDF-1.7\n" + "\n".join(found) + "\ntrailer << /Root 1 0 R >>\n%%EOF\n").encode("latin-1")
