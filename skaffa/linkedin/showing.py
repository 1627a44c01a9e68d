"""Whether LinkedIn's profile plugin can be shown for a candidate, and if not, what is missing."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, TextChoices
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import refusals
from skaffa.linkedin import addresses, integrations, queries, rules
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Connection, MemberLink, MemberUnlink, RemoteRecord, SyncItem, SyncKind
from skaffa.linkedin.queries import AccountState
from skaffa.linkedin.sync import people
from skaffa.linkedin.sync.gate import Withheld


class Missing(TextChoices):
    """What stands between a reader and the profile, the first of them in the order of the set-up."""

    NOT_ENABLED = "not_enabled", _("LinkedIn Recruiter is not set up for this environment.")
    MOVED = "moved", _("This environment has another address than LinkedIn was told, so nothing is sent or shown.")
    PLUGIN_OFF = "plugin_off", _("Profiles are not turned on for this environment in LinkedIn Recruiter.")
    NO_ACCOUNT = "no_account", _("Your own LinkedIn account is not connected.")
    REMOVED = "removed", _("The person has removed their LinkedIn profile from this page.")
    PROSPECT = "prospect", _("LinkedIn has not been told of this person: nothing of a prospect is sent.")
    NO_APPLICATION = (
        "no_application",
        _("LinkedIn has not been told of this person: they are not considered for any job."),
    )
    CONFIDENTIAL = (
        "confidential",
        _("LinkedIn has not been told of this person: the job is confidential, and everyone with a seat would see it."),
    )
    REFUSED = "refused", _("LinkedIn did not accept this person.")
    WAITING = "waiting", _("This person is on the way to LinkedIn.")


_WITHHELD = {
    Withheld.PROSPECT: Missing.PROSPECT,
    Withheld.NO_APPLICATION: Missing.NO_APPLICATION,
    Withheld.CONFIDENTIAL: Missing.CONFIDENTIAL,
}


@dataclass(frozen=True, slots=True)
class ProfileWidget:
    """What the document with LinkedIn's profile plugin needs (wire §7.2)."""

    api_key: str
    script_url: str
    extension_url: str
    candidate: str
    context: str


class NotShown(refusals.Conflict):
    """The profile cannot be shown yet; the LinkedIn tab says why."""

    sentence = _("The profile cannot be shown yet. The LinkedIn tab says why.")


def missing(actor: Actor, candidate: Candidate) -> Missing | None:
    """The first thing that is missing; None: the plugin can be shown. For those with the LinkedIn tab (A162)."""
    permissions.require(actor, Action.LINKEDIN_TAB)
    connection = connections.live()
    if connection is None or not connections.is_on(connection, rules.EXPORT):
        return Missing.NOT_ENABLED
    if addresses.has_moved(connection):
        return Missing.MOVED
    if not connections.is_on(connection, rules.PLUGIN):
        return Missing.PLUGIN_OFF
    if queries.account(actor).state is not AccountState.CONNECTED:
        return Missing.NO_ACCOUNT
    return _of_person(candidate, connection)


def widget(actor: Actor, candidate: Candidate) -> ProfileWidget:
    """For the plugin's own document; NotShown while something is missing."""
    found = candidates.candidate(actor, candidate.pk)
    if missing(actor, found) is not None:
        raise NotShown
    connection = connections.require()
    platform = settings.SKAFFA.linkedin_platform_url
    enabled = next(known for known in integrations.facts(connection).of(rules.PLUGIN) if known.is_enabled)
    return ProfileWidget(
        api_key=connection.client_id,
        script_url=f"{platform}/xdoor/scripts/in.js",
        extension_url=f"{platform}/rsc/extensions/profile-widget",
        candidate=str(found.pk),
        context=enabled.context,
    )


def _of_person(candidate: Candidate, connection: Connection) -> Missing | None:
    mine = {"connection": connection, "candidate": OuterRef("pk")}
    entity = {"connection": connection, "kind": SyncKind.CANDIDATE, "entity_id": OuterRef("pk")}
    known = Candidate.objects.filter(pk=candidate.pk).values(
        is_linked=Exists(MemberLink.objects.filter(**mine)),
        was_removed=Exists(MemberUnlink.objects.filter(**mine, by_person=True)),
        is_there=Exists(RemoteRecord.objects.filter(**entity, accepted_at__isnull=False)),
        is_refused=Exists(SyncItem.objects.filter(**entity, needs_attention=True)),
    )[0]
    if known["was_removed"] and not known["is_linked"]:
        return Missing.REMOVED
    if known["is_there"]:
        return None
    withheld = people.withheld(candidate, connection, is_linked=known["is_linked"])
    if withheld is not None:
        return _WITHHELD[withheld]
    return Missing.REFUSED if known["is_refused"] else Missing.WAITING
