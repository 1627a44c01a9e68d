"""Pure rules about imports: what may follow what."""

from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals
from skaffa.imports.models import Duplicates, State


class ImportNotFound(refusals.NotFound):
    """There is no such import, or it is somebody else's."""

    sentence = _("There is no such import, or it is not yours.")


class NotNow(refusals.Conflict):
    """The import has moved on, in another window or by somebody else."""

    sentence = _("This import has moved on meanwhile. Open it again to see how it stands.")


class NothingToUndo(refusals.Conflict):
    """Only what was imported can be undone, once."""

    sentence = _("There is nothing to undo here.")


class FileForgotten(refusals.Conflict):
    """A file is kept for a month until it is imported."""

    sentence = _("This file is no longer kept. Upload it again.")


def require(state: str, *allowed: State) -> None:
    """Raise NotNow unless the import is in one of these states."""
    if state not in allowed:
        raise NotNow


def checked_choice(given: str) -> Duplicates:
    if given not in Duplicates:
        raise refusals.Invalid(fields={"duplicates": _("Choose what to do with duplicates.")})
    return Duplicates(given)
