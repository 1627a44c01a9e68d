"""Pure: who can be asked for feedback."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.core import refusals

MOST = 12
"""Asked at once."""


def checked(wanted: Collection[int], active: Mapping[int, User]) -> list[User]:
    """Whom these numbers name; raises Invalid for nobody, for too many, and for somebody without an account."""
    message: refusals.Message = ""
    if not wanted:
        message = _("Choose at least one person.")
    elif len(wanted) > MOST:
        message = _("Choose at most %(limit)d people.") % {"limit": MOST}
    elif any(pk not in active for pk in wanted):
        message = _("Somebody you chose has no active account any more. Choose again.")
    if message:
        raise refusals.Invalid(_("Some fields need your attention."), fields={"people": message})
    return [active[pk] for pk in sorted(set(wanted))]
