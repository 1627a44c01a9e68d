"""The characters of a plain text file; needs nothing of ours, for the program that reads files needs it too."""

import codecs


def decoded(content: bytes) -> str | None:
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
