"""Pure rules about notes: what can be written."""

from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals
from skaffa.core import text as texts
from skaffa.notes.models import Visibility

TEXT = 10_000


class NoteOfSomebodyElse(refusals.NotAllowed):
    """A note keeps the words of its author."""

    sentence = _("Only the author can change a note.")


class ApplicationOfSomebodyElse(refusals.Invalid):
    """A note is about one person."""

    sentence = _("Choose one of the applications of this person.")


def checked(text: str, visibility: str) -> tuple[str, Visibility]:
    """The text, tidied, and who may read it; raises Invalid."""
    clean = texts.paragraphs(text)
    wrong: dict[str, refusals.Message] = {}
    if not clean:
        wrong["text"] = _("Write something first.")
    elif len(clean) > TEXT:
        wrong["text"] = _("Use at most %(limit)d characters.") % {"limit": TEXT}
    if visibility not in Visibility:
        wrong["visibility"] = _("Choose who may read it.")
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return clean, Visibility(visibility)
