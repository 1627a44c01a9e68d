"""Pure rules about documents: which files are taken, and what they are called here."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from skaffa.applications.models import Application
from skaffa.core import refusals
from skaffa.core import text as texts
from skaffa.documents import formats
from skaffa.documents.models import FileType, Kind

LARGEST = 10 * 1024 * 1024
"""Bytes: what LinkedIn takes as a résumé (wire §4.8), and enough for anything people write."""
MOST = 50
"""Documents of one person."""
NAME = 255

_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # these show a name in another order than it has


def lacks_resume(application: Application) -> bool:
    """Whether somebody is considered without the résumé that the job asks for; of rows asked for `with_resume` (A39)."""
    is_applicant = application.is_active and not application.stage.is_prospect
    return is_applicant and application.job.resume_required and not getattr(application, "has_resume", True)


class TooManyDocuments(refusals.Conflict):
    """One person has so many documents and no more."""

    sentence = _("There are 50 documents of this person, and no more fit. Delete one that is no longer needed.")


class FileIsThereAlready(refusals.Conflict):
    """The same content twice at the same place is one document."""

    sentence = _("This very file is there already.")

    def __init__(self) -> None:
        super().__init__(fields={"file": self.sentence})


class ApplicationOfSomebodyElse(refusals.Invalid):
    """A document is about one person."""

    sentence = _("Choose one of the applications of this person.")


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be kept; `content` is not shown in errors or logs."""

    name: str
    type: FileType
    content: bytes

    def __repr__(self) -> str:
        return f"File({self.name!r}, {self.type}, {len(self.content)} bytes)"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked_file(name: str, content: bytes) -> File:
    """The file under a safe name, with the type that name and content agree on; raises Invalid about `file`."""
    safe = safe_name(name)
    file_type = _type_of(safe)
    if not content:
        raise _refused(_("The file is empty. Choose another."))
    if len(content) > LARGEST:
        raise _refused(_("The file is larger than 10 MB. Save it as a PDF, or with smaller pictures, and try again."))
    if not formats.is_a(file_type, content):
        raise _refused(
            _("The name says %(type)s, but something else is in it. Open the file, save it as a PDF and upload that.")
            % {"type": file_type.label}
        )
    return File(safe, file_type, content)


def checked_kind(kind: str) -> Kind:
    if kind not in Kind:
        raise refusals.Invalid(
            _("Some fields need your attention."), fields={"kind": _("Choose what kind of document it is.")}
        )
    return Kind(kind)


def safe_name(name: str) -> str:
    """The name without folders, and without characters that deceive a reader or that a disk refuses."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = _NOT_IN_NAMES.sub("_", texts.line(_DIRECTIONS.sub("", last))).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: NAME - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < NAME else clean[:NAME]


def _type_of(name: str) -> FileType:
    stem, _dot, ending = name.rpartition(".")
    if not stem or ending.lower() not in FileType:
        raise _refused(_("Choose a PDF, a Word document (DOC or DOCX) or plain text (TXT)."))
    return FileType(ending.lower())


def _refused(message: refusals.Message) -> refusals.Invalid:
    return refusals.Invalid(_("Some fields need your attention."), fields={"file": message})
