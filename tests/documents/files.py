"""Small files of every kind, made as programs make them; the Word document of 1997 is built by hand, sector by sector."""

import struct
import zipfile
from io import BytesIO

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
