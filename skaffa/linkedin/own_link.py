"""A signed link with which a person sees, removes and restores their own LinkedIn link, without an account.

Whoever holds the link acts as the person: it is sent to them alone, and ends after two weeks. Nothing is stored for it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.merging import queries as merging
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin import linking, matching, members
from skaffa.linkedin.events import OwnLinkMade
from skaffa.linkedin.members import Around
from skaffa.linkedin.models import Connection, LinkOrigin, Member, MemberUnlink
from skaffa.mail import actions as mail

LIFETIME = timedelta(days=14)
_SIGNER = signing.Signer(salt="skaffa.linkedin.own_link")
_LONGEST = 500


class Forged(refusals.NotFound):
    """The link was not made here, or not completely copied."""

    sentence = _("This link is not complete, or was not made here. Open it again from the message you received.")


class Expired(refusals.Conflict):
    """The link has ended."""

    sentence = _("This link has expired. Ask whoever sent it to you for a new one.")


class NoAddress(refusals.Conflict):
    """There is nowhere to send it to."""

    sentence = _("This person has no e-mail address here. Copy the link and send it another way.")


@dataclass(frozen=True, slots=True)
class Own:
    """What the person's page shows: the profile that is linked, or the one they have removed."""

    name: str
    until: datetime
    linked: Member | None
    removed: Member | None
    removed_at: datetime | None = None


@transaction.atomic
def make(candidate: Candidate, *, send: bool, by: Actor, at: datetime) -> str:
    """The address for this person; sent by e-mail to their first address, if that is wanted."""
    permissions.require(by, Action.LINKEDIN_LINK)
    found = candidates.candidate(by, candidate.pk)
    connections.require()
    until = at + LIFETIME
    token = _SIGNER.sign_object([found.pk, int(until.timestamp())])
    url = f"{settings.SKAFFA.base_url}{reverse('own_linkedin_link', args=[token])}"
    if send:
        address = next(iter(candidates.person(found).emails), "")
        if not address:
            raise NoAddress
        subject, body = _message(url, until)
        mail.write(address, subject=subject, body=body, at=at)
    events.publish(OwnLinkMade(candidate_id=found.pk, sent=send, at=at, by_id=by.user_id))
    return url


def read(token: str, *, at: datetime) -> Own:
    """What the person sees; Forged, Expired or NotConnected otherwise."""
    candidate, until = _opened(token, at=at)
    around = members.around(candidate, connections.require())
    removed = _removed(around)
    return Own(
        name=str(candidate),
        until=until,
        linked=_member(around, _shown(around)),
        removed=_member(around, removed.member_urn if removed else ""),
        removed_at=removed.at if removed else None,
    )


@transaction.atomic
def remove(token: str, *, at: datetime) -> None:
    """The person is not to be shown as the member they are shown as; doing it twice changes nothing."""
    candidate, connection = _locked(token, at=at)
    urn = _shown(members.around(candidate, connection))
    if urn:
        linking.erase(candidate, urn, connection, by_person=True, by=SYSTEM, at=at)


@transaction.atomic
def restore(token: str, *, at: datetime) -> None:
    """What the person removed is linked again, as their own word."""
    candidate, connection = _locked(token, at=at)
    removed = _removed(members.around(candidate, connection))
    if removed is not None:
        linking.write(candidate, removed.member_urn, connection, origin=LinkOrigin.PERSON, by=SYSTEM, at=at)


def _opened(token: str, *, at: datetime) -> tuple[Candidate, datetime]:
    try:
        pk, ends = _SIGNER.unsign_object(token[:_LONGEST])
    except (signing.BadSignature, ValueError) as error:
        raise Forged from error
    until = datetime.fromtimestamp(ends, tz=UTC)
    if until <= at:
        raise Expired
    candidate = Candidate.objects.prefetch_related("emails").filter(pk=merging.lives_as(pk)).first()
    if candidate is None:
        raise Forged
    return candidate, until


def _locked(token: str, *, at: datetime) -> tuple[Candidate, Connection]:
    candidate, _until = _opened(token, at=at)
    linking.lock(candidate)
    return candidate, connections.require()


def _shown(around: Around) -> str:
    found = matching.find(around.subject, around.met)
    return found.shown.urn if found.shown else ""


def _removed(around: Around) -> MemberUnlink | None:
    return max((row for row in around.unlinks if row.by_person), key=lambda row: row.at, default=None)


def _member(around: Around, urn: str) -> Member | None:
    return around.members.get(urn) or (Member(urn=urn) if urn else None)


def _message(url: str, until: datetime) -> tuple[str, str]:
    """In every language there is, for we do not know theirs."""
    said, subjects = [], []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            subjects.append(gettext("Your LinkedIn profile at %(name)s") % {"name": settings.SKAFFA.environment_name})
            words = gettext(
                "With this link you see which LinkedIn profile %(name)s has linked to you, and can remove or restore "
                "the link. Nobody else should have it. It works until %(day)s."
            )
            said.append(words % {"name": settings.SKAFFA.environment_name, "day": f"{until:%Y-%m-%d}"})
    return " / ".join(subjects), "\n\n".join([*said, url])
