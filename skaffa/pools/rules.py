"""Pure rules about talent pools: what they are called, who may be asked to help, what is refused."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import SecurityRole
from skaffa.core import refusals, text
from skaffa.pools.models import LINKEDIN_POOL, Membership

NAME = 120
CONTRIBUTING_ROLES = (SecurityRole.RECRUITER, SecurityRole.HIRING_MANAGER, SecurityRole.ADMINISTRATOR)
"""What a contributor must be, at least one of them (A101)."""


class PoolNotFound(refusals.NotFound):
    """There is no such pool, or it is not shared with the reader."""

    sentence = _("There is no such talent pool, or it is not shared with you. Its owner can share it.")


class NameTaken(refusals.Conflict):
    """Two pools are never called the same (A101), also where one of them is not shared with you."""

    sentence = _("Another talent pool has this name. It may belong to somebody else; choose a different name.")

    def __init__(self) -> None:
        super().__init__(fields={"name": self.sentence})


class PoolOfTheSystem(refusals.Conflict):
    """The LinkedIn talent pool belongs to nobody (S69)."""

    sentence = _("The LinkedIn talent pool is looked after by Skaffa: it cannot be renamed, shared or deleted.")


class FilledByLinkedIn(refusals.Conflict):
    """Who is in the LinkedIn talent pool has agreed to share their profile."""

    sentence = _(
        "People come into the LinkedIn talent pool when they agree to share their profile. Choose another talent pool."
    )


class CannotContribute(refusals.Invalid):
    """A contributor must be able to use pools at all."""

    sentence = _("Contributors must be recruiters, hiring managers or administrators.")


class NoContributor(refusals.NotFound):
    """Somebody else may have removed them meanwhile."""

    sentence = _("This person does not use the talent pool any more.")


class NotInThisPool(refusals.NotFound):
    """Somebody else may have removed them meanwhile."""

    sentence = _("This person is not in the talent pool any more.")


class NotInTheDirectory(refusals.NotFound):
    """Only who works here is internal (A68)."""

    sentence = _("Nobody who works here has this address. Add them as an external candidate instead.")


def checked_name(name: str) -> str:
    """The name on one line; raises Invalid or NameTaken."""
    clean = text.line(name)
    message: refusals.Message = ""
    if not clean:
        message = _("Give the talent pool a name.")
    elif len(clean) > NAME:
        message = _("Use at most %(limit)d characters.") % {"limit": NAME}
    if message:
        raise refusals.Invalid(_("Some fields need your attention."), fields={"name": message})
    if clean.casefold() in _reserved():
        raise NameTaken
    return clean


def may_contribute(roles: Iterable[str], *, is_active: bool) -> bool:
    return is_active and not set(roles).isdisjoint(CONTRIBUTING_ROLES)


def _reserved() -> set[str]:
    """What the LinkedIn talent pool is called, in every language."""
    names = set()
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            names.add(str(LINKEDIN_POOL).casefold())
    return names


def is_in_alone(there: Membership, comes: Membership, _choices: object) -> bool:
    """Of two of one person in one pool, whether the second stays: who is in it, before who was taken out."""
    return comes.removed_at is None and there.removed_at is not None
