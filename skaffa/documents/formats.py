"""What a file really is, told from its content; the word of the browser that sends it counts for nothing."""

import unicodedata
import zipfile
from io import BytesIO

import olefile

from skaffa.documents import plain
from skaffa.documents.models import FileType

_PDF_WITHIN = 1024
"""Bytes: a PDF may have something before its header, and readers look this far (ISO 32000, implementation notes)."""
_IN_TEXT = frozenset("\t\n\r\f")


def is_a(file_type: FileType, content: bytes) -> bool:
    """Whether the content is of this type, as far as its structure shows."""
    return _CHECKS[file_type](content)


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:_PDF_WITHIN]


def _is_doc(content: bytes) -> bool:
    """Microsoft's old container, with a Word document in it: not a workbook, an installer or an e-mail."""
    if not content.startswith(olefile.MAGIC):
        return False
    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            return bool(container.exists("WordDocument"))
    except Exception:  # noqa: BLE001 - a damaged container breaks its reader in any way it can
        return False


def _is_docx(content: bytes) -> bool:
    """A zip archive, with a Word document in it; only the list of its parts is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= parts


def _is_txt(content: bytes) -> bool:
    """Characters and line breaks, in UTF-8, UTF-16 with its mark, or the code page of Western Windows."""
    text = plain.decoded(content)
    return text is not None and all(char in _IN_TEXT or unicodedata.category(char) != "Cc" for char in text)


_CHECKS = {FileType.PDF: _is_pdf, FileType.DOC: _is_doc, FileType.DOCX: _is_docx, FileType.TXT: _is_txt}
