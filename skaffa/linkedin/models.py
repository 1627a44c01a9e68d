"""What we remember of LinkedIn: the connection, who is who there, what came in, and what has to go out."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core.fields import EncryptedTextField
from skaffa.core.models import Stamped
from skaffa.jobs.models import Job


class ApplicationKind(models.TextChoices):
    """Where the developer application comes from (architecture D1)."""

    PARTNER = "partner", _("Provided by the vendor")
    OWN = "own", _("Own developer application")


class Availability(models.TextChoices):
    """Who finds jobs on LinkedIn (RSC-102); confidential jobs are always private."""

    PUBLIC = "public", _("Everybody on LinkedIn")
    PRIVATE = "private", _("Only Recruiter's export list")


class Visibility(models.TextChoices):
    """How Recruiter decides who sees our jobs and, later, our applications (architecture D16)."""

    EVERYONE = "everyone", _("Everyone with a Recruiter seat")
    ACL = "acl", _("Connected recruiters and hiring managers")


class ExportTo(models.TextChoices):
    """Who may export to a job; confidential jobs always take exports from their hiring team only."""

    EVERYONE = "everyone", _("Every recruiter and hiring manager")
    TEAM = "team", _("The job's hiring team")


def new_webhook_token() -> str:
    """Names a connection in its callback address; unguessable and unique per customer (wire §5.1)."""
    return secrets.token_urlsafe(32)


REST_VERSION = "202604"
"""Of the versioned generation, as far as we have tried it."""


class Connection(Stamped):
    """This environment's developer application at LinkedIn, and what the administrator chose; at most one is live."""

    kind = models.CharField(max_length=10, choices=ApplicationKind.choices)
    world = models.CharField(max_length=10)  # "production" or "sandbox": one's credentials never meet the other's hosts
    client_id = models.CharField(max_length=200)
    client_secret = EncryptedTextField(blank=True)
    application_urn = models.CharField(max_length=255, blank=True)
    organization_urn = models.CharField(max_length=255, blank=True)
    webhook_token = models.CharField(max_length=64, unique=True, default=new_webhook_token)
    callback_url = models.CharField(max_length=500, blank=True)  # what LinkedIn was last told
    availability = models.CharField(max_length=10, choices=Availability.choices, default=Availability.PRIVATE)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.ACL)
    export_to = models.CharField(max_length=10, choices=ExportTo.choices, default=ExportTo.EVERYONE)
    identity_before_application = models.BooleanField(default=False)
    generations: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict
    )  # which of LinkedIn's two generations carries what, by rsc_client's Feature; v2 unless named
    rest_version = models.CharField(max_length=6, default=REST_VERSION)
    is_live = models.BooleanField(default=True)
    connected_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    disconnected_at = models.DateTimeField(null=True)
    disconnected_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    disabled_at = models.DateTimeField(null=True)  # LinkedIn's administrator turned us off
    error = models.TextField(blank=True)  # why the last conversation failed; empty when it went well
    error_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    viewers_open = models.BooleanField(
        null=True, default=False
    )  # LinkedIn was told that everyone with a seat sees everything; null: it is being told, or its answer was lost
    push_lease_until = models.DateTimeField(null=True)  # batches go out one after the other (wire §4.0)
    push_turn = models.CharField(max_length=40, blank=True)  # whose lease that is
    retrieval_minutes = models.PositiveSmallIntegerField(default=30)  # between two looks at what recruiters did
    retrieval_days = models.PositiveSmallIntegerField(default=90)  # how far back the first retrieval goes
    notes_shared = models.BooleanField(
        default=True
    )  # LinkedIn delivers public notes only [INF]; off: each is for its author alone
    closed_asked_at = models.DateTimeField(null=True)  # when LinkedIn last told whose accounts are closed
    closed_due_at = models.DateTimeField(null=True)
    closed_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_live"], condition=models.Q(is_live=True), name="one_live_connection"),
            models.UniqueConstraint(fields=["world", "client_id"], name="connection_application_unique"),
        ]

    def __str__(self) -> str:
        return self.client_id

    @property
    def everyone_sees(self) -> bool:
        """Whether everyone with a seat is to see what is sent, or may still: then nothing confidential is."""
        return self.visibility == Visibility.EVERYONE or self.viewers_open is not False

    @property
    def trouble(self) -> str:
        """The error in the reader's language; LinkedIn's own words stay as they are."""
        return gettext(self.error) if self.error else ""

    @property
    def trouble_with_closed(self) -> str:
        """Why LinkedIn could not be asked about closed accounts, in the reader's language."""
        return gettext(self.closed_error) if self.closed_error else ""


class IntegrationStatus(models.TextChoices):
    REQUESTED = "REQUESTED", _("Requested")
    ENABLED = "ENABLED", _("Enabled")
    DISABLED = "DISABLED", _("Disabled")


class Integration(models.Model):
    """One integration type on the organization, or on one contract, as LinkedIn last told us."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="integrations")
    type = models.CharField(max_length=40)
    context = models.CharField(max_length=255)
    name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=IntegrationStatus.choices)
    contract = models.CharField(max_length=255, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "type", "context"], name="integration_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.type} on {self.context}"

    @property
    def is_enabled(self) -> bool:
        return self.status == IntegrationStatus.ENABLED


class Account(Stamped):
    """A user's own connection: one user is one member, one member is one user (S8)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="accounts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="linkedin_accounts")
    person_urn = models.CharField(max_length=255, null=True)  # noqa: DJ001 - unique where known
    name = models.CharField(max_length=200, blank=True)  # the member's, where LinkedIn told it
    error = models.CharField(max_length=300, blank=True)  # why the last attempt failed, in the language of the user

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "user"], name="account_user_unique"),
            models.UniqueConstraint(fields=["connection", "person_urn"], name="account_member_unique"),
            models.CheckConstraint(condition=~models.Q(person_urn=""), name="account_member_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.person_urn or '-'}"

    @property
    def is_connected(self) -> bool:
        return self.person_urn is not None


class OAuthState(models.Model):
    """A consent on its way: looked up by keyed hash, good for one use, one session and one user."""

    state_hash = models.CharField(max_length=64, unique=True)
    session_hash = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"for {self.user_id}"


class AccessToken(models.Model):
    """An application's current token, shared by all processes."""

    client_id = models.CharField(max_length=200, unique=True)
    value = EncryptedTextField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"until {self.expires_at:%H:%M}"


class Outcome(models.TextChoices):
    """What became of a notification."""

    DONE = "done", _("Done")
    EXPIRED = "expired", _("LinkedIn no longer knew it")
    FAILED = "failed", _("Could not be fetched in time")
    FOREIGN = "foreign", _("Meant for another organization")
    IGNORED = "ignored", _("Of a kind we do not know")


class Notification(models.Model):
    """The inbox: one row per id LinkedIn pushed, however often it was delivered."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="notifications")
    remote_id = models.CharField(max_length=255)
    type = models.CharField(max_length=60)
    expires_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    content = models.TextField(blank=True)  # what was fetched and could not be taken in yet
    handled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "remote_id"], name="notification_unique"),
            models.CheckConstraint(
                condition=models.Q(handled_at__isnull=True, outcome="")
                | models.Q(handled_at__isnull=False) & ~models.Q(outcome=""),
                name="handled_notification_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(handled_at__isnull=True), name="notification_due"),
            models.Index(fields=["connection", "-received_at"], name="notification_by_received"),
            models.Index(
                fields=["connection"],
                condition=models.Q(outcome__in=["expired", "failed", "foreign"]),
                name="notification_lost",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.remote_id}"


class ExportStatus(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    SETTLED = "settled", _("Settled afterwards")


class RefusalCode(models.TextChoices):
    """Why an export did not become a prospect (S48)."""

    NO_JOB = "no_job", _("The export names no job.")
    JOB_UNKNOWN = "job_unknown", _("There is no job with this Job ID.")
    JOB_NOT_OPEN = "job_not_open", _("The job is not active.")
    WITHOUT_PROSPECTS = "without_prospects", _("The job does not take prospects.")
    NOT_ALLOWED = "not_allowed", _("The person who exported may not add prospects to this job.")
    REJECTED_BEFORE = "rejected_before", _("This person was rejected for the job before.")
    OTHER = "other", _("The export could not be added to the job.")


class MatchedBy(models.TextChoices):
    """How an exported person was found again, or why a new record was made."""

    MEMBER = "member", _("Known LinkedIn member")
    LINK = "link", _("Same profile link")
    EMAIL = "email", _("Same e-mail address")
    NEW = "new", _("New person")
    NEW_DIFFERENT_MEMBER = "new_different", _("New person: same contact details, but another LinkedIn member")


class Resolution(models.TextChoices):
    RETRIED = "retried", _("Tried again")
    OTHER_JOB = "other_job", _("Added to another job")
    REOPENED = "reopened", _("Reopened the application")


class ExportedProfile(models.Model):
    """What LinkedIn delivered for one press of Export; kept whatever became of it."""

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="exports")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="exports")
    position = models.PositiveSmallIntegerField()  # within the notification's answer
    received_at = models.DateTimeField()
    member_urn = models.CharField(max_length=255)
    profile = models.JSONField()  # see skaffa.linkedin.profile
    job_code = models.CharField(max_length=200, blank=True)  # as LinkedIn told it
    notes = models.TextField(blank=True)
    exporter_urn = models.CharField(max_length=255, blank=True)  # empty: LinkedIn did not tell
    exporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    status = models.CharField(max_length=10, choices=ExportStatus.choices)
    refusal = models.CharField(max_length=20, choices=RefusalCode.choices, blank=True)
    matched_by = models.CharField(max_length=15, choices=MatchedBy.choices, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, related_name="exports", null=True)
    candidate = models.ForeignKey(Candidate, on_delete=models.SET_NULL, related_name="exports", null=True)
    application = models.ForeignKey(Application, on_delete=models.SET_NULL, related_name="exports", null=True)
    resolution = models.CharField(max_length=10, choices=Resolution.choices, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "position"], name="export_unique"),
            models.CheckConstraint(
                condition=models.Q(status="accepted", refusal="")
                | models.Q(status="refused") & ~models.Q(refusal="")
                | models.Q(status="settled", resolved_at__isnull=False)
                & ~models.Q(refusal="")
                & ~models.Q(resolution=""),
                name="refused_export_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["job", "-received_at", "-id"],
                name="export_refused_by_job",
                condition=models.Q(status="refused"),
            ),
            models.Index(fields=["-received_at", "-id"], name="export_refused", condition=models.Q(status="refused")),
            models.Index(fields=["candidate", "-received_at", "-id"], name="export_by_candidate"),
            models.Index(fields=["connection", "received_at"], name="export_by_received"),
        ]

    def __str__(self) -> str:
        return f"{self.member_urn} to {self.job_code or '-'}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide about it."""
        return self.status == ExportStatus.REFUSED

    @property
    def exporter_told(self) -> bool:
        return bool(self.exporter_urn)


class MetIn(models.TextChoices):
    """Where we last heard of a member."""

    EXPORT = "export", _("Exported from Recruiter")
    STUB = "stub", _("Agreed to share their profile")
    INMAIL = "inmail", _("InMail")
    NOTE = "note", _("Note in Recruiter")
    PLUGIN = "plugin", _("Found in LinkedIn’s box")


class Member(models.Model):
    """A member we have met: whom a candidate may turn out to be. See `skaffa.linkedin.members`."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="members")
    urn = models.CharField(max_length=255)
    name = models.CharField(max_length=250, blank=True)
    words: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=250), default=list
    )  # of the name, as matching.name_words has them
    emails: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=254), default=list
    )  # shared with us or typed at export, normalized
    headline = models.CharField(max_length=400, blank=True)
    location = models.CharField(max_length=200, blank=True)
    profile_url = models.CharField(max_length=500, blank=True)
    met_in = models.CharField(max_length=10, choices=MetIn.choices)
    met_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "urn"], name="member_unique")]
        indexes = [GinIndex(fields=["words"], name="member_words"), GinIndex(fields=["emails"], name="member_emails")]

    def __str__(self) -> str:
        return self.urn


class LinkOrigin(models.TextChoices):
    """Who said which member a candidate is."""

    EXPORT = "export", _("Came from LinkedIn as this member.")
    HAND = "hand", _("Linked by hand, here.")
    PLUGIN = "plugin", _("Linked by hand, in LinkedIn’s box.")
    PERSON = "person", _("Linked by the person themselves.")


class MemberLink(Stamped):
    """Which member a candidate is; a member's id may be specific to the developer application (architecture D17)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="member_links")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="member_links")
    member_urn = models.CharField(max_length=255)
    profile_url = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=10, choices=LinkOrigin.choices, default=LinkOrigin.EXPORT)
    linked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "member_urn"], name="member_link_member_unique"),
            models.UniqueConstraint(fields=["connection", "candidate"], name="member_link_candidate_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} is {self.member_urn}"

    @property
    def is_said(self) -> bool:
        """Whether somebody looked and said so: nothing goes before that (S33)."""
        return self.origin != LinkOrigin.EXPORT


class MemberUnlink(models.Model):
    """Somebody said that a candidate is not this member, or not to be shown as them; it holds until linked again."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="member_unlinks")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="member_unlinks")
    member_urn = models.CharField(max_length=255)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    by_person = models.BooleanField(default=False)  # the person themselves: theirs alone to take back

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "candidate", "member_urn"], name="member_unlink_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} is not {self.member_urn}"


class ClaimKind(models.TextChoices):
    LINKED = "linked", _("Linked in LinkedIn’s box")
    UNLINKED = "unlinked", _("Unlinked in LinkedIn’s box")


class ClaimOutcome(models.TextChoices):
    CONFIRMED = "confirmed", _("LinkedIn has confirmed it.")
    DENIED = "denied", _("LinkedIn does not confirm it, so nothing was changed here.")
    ELSEWHERE = "elsewhere", _("Another candidate is linked to this profile, so nothing was changed here.")
    REMOVED = "removed", _("The person has removed this link themselves, so nothing was changed here.")
    VOID = "void", _("It no longer applies.")


class LinkClaim(models.Model):
    """What a browser told us LinkedIn's plugin did: believed when LinkedIn says the same."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="link_claims")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="link_claims")
    kind = models.CharField(max_length=10, choices=ClaimKind.choices)
    member_urn = models.CharField(max_length=255)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # null: settled; while somebody asks, when to ask again if they die
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=ClaimOutcome.choices, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__isnull=False, outcome="", settled_at__isnull=True)
                | models.Q(due_at__isnull=True, settled_at__isnull=False) & ~models.Q(outcome=""),
                name="settled_claim_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="link_claim_due"),
            models.Index(fields=["candidate", "-told_at"], name="link_claim_by_candidate"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.candidate_id} {self.member_urn}"


class MemberMatch(models.Model):
    """Whom LinkedIn takes a candidate to be, as it last said: remembered, never decided by (architecture D17).

    Who the candidate is to us stands in MemberLink, which nothing that is read here ever touches.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="member_matches")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="member_matches")
    matched: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=255), default=list
    )  # member URNs, found by LinkedIn itself
    linked = models.CharField(max_length=255, blank=True)  # member URN, set by somebody
    read_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # when to ask (again); null: LinkedIn has said it
    attempts = models.PositiveSmallIntegerField(default=0)  # answers since it was last sent, none naming a member
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "candidate"], name="member_match_candidate_unique"),
        ]
        indexes = [
            models.Index(
                fields=["connection", "due_at"], condition=models.Q(due_at__isnull=False), name="member_match_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} taken for {self.linked or self.matched or '-'}"


class SyncKind(models.TextChoices):
    """What is sent, in the order it is sent.

    The entity is a job, a job, a user, a candidate twice, an application four times, and a document.
    """

    JOB = "job", _("Job")
    ACL = "acl", _("Who sees a job")
    ASSIGNEE = "assignee", _("What a person sees")
    CANDIDATE = "candidate", _("Candidate")
    CANDIDATE_NOTES = "candidate_notes", _("Notes about a candidate")
    APPLICATION = "application", _("Application")
    STAGES = "stages", _("Stages of an application")
    APPLICATION_NOTES = "application_notes", _("Notes about an application")
    FEEDBACK = "feedback", _("Interview feedback")
    ATTACHMENTS = "attachments", _("Résumé")


class SyncItem(models.Model):
    """The outbox: one mark per thing whose state LinkedIn has not seen yet."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="sync_items", db_index=False)
    kind = models.CharField(max_length=20, choices=SyncKind.choices)
    entity_id = models.BigIntegerField()
    bulk = models.BooleanField(default=False)  # of a first load or a comparison: live changes go first
    generation = models.PositiveIntegerField(default=1)  # grows with every mark: what was sent may be old by now
    marked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    needs_attention = models.BooleanField(default=False)  # LinkedIn refused it: wait for an edit or a Retry

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "entity_id"], name="sync_item_unique"),
        ]
        indexes = [
            models.Index(
                fields=["connection", "kind", "bulk", "due_at", "id"],
                condition=models.Q(needs_attention=False),
                name="sync_item_due",
            ),
            models.Index(
                fields=["connection", "kind", "bulk", "marked_at"],
                condition=models.Q(needs_attention=False),
                name="sync_item_oldest",
            ),
            models.Index(
                fields=["connection", "kind", "-marked_at", "-id"],
                condition=models.Q(needs_attention=True),
                name="sync_item_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.entity_id}"


class LoadKind(models.TextChoices):
    FIRST = "first", _("First load")
    COMPARISON = "comparison", _("Full comparison")


class Load(models.Model):
    """Everything LinkedIn may have, on its way there or being compared; at most one of a connection is unfinished.

    `totals` says by SyncKind how many things and how many records of them LinkedIn may have at the beginning;
    `remaining` how many things are still waiting, as last counted; `outcome` how many records LinkedIn may have and how
    many it has accepted, at the end.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="loads")
    kind = models.CharField(max_length=10, choices=LoadKind.choices)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True
    )  # null: LinkedIn enabled us
    since = models.DateTimeField(null=True)  # of the oldest application in it; null: there is none
    totals: "models.JSONField[dict[str, list[int]], dict[str, list[int]]]" = models.JSONField(default=dict)
    remaining: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
    rate = models.FloatField(default=0)  # things a second, the best pace seen
    paused_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome: "models.JSONField[dict[str, list[int]], dict[str, list[int]]]" = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], condition=models.Q(finished_at__isnull=True), name="one_unfinished_load"
            ),
        ]
        indexes = [models.Index(fields=["connection", "-begun_at"], name="load_by_begun")]

    def __str__(self) -> str:
        return f"{self.kind} load of {self.begun_at:%Y-%m-%d %H:%M}"


class RemoteState(models.TextChoices):
    WAITING = "waiting", _("LinkedIn is working on it")
    LISTED = "listed", _("Listed in Recruiter")
    CLOSED = "closed", _("Closed at LinkedIn")
    REFUSED = "refused", _("Refused by LinkedIn")
    HELD = "held", _("LinkedIn has it")


class RemoteRecord(models.Model):
    """What LinkedIn last accepted of one thing of ours, and how far it is with the latest."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="remote_records", db_index=False)
    kind = models.CharField(max_length=20, choices=SyncKind.choices)
    entity_id = models.BigIntegerField()
    parent_id = models.BigIntegerField(null=True)  # APPLICATION: its candidate; ATTACHMENTS: whose résumé it is
    parent_kind = models.CharField(
        max_length=20, choices=SyncKind.choices, blank=True
    )  # ATTACHMENTS: which of the two that is, CANDIDATE or APPLICATION
    state = models.CharField(max_length=10, choices=RemoteState.choices)
    is_listed = models.BooleanField(default=False)  # the last accepted state, whatever was refused since
    hash = models.CharField(max_length=64, blank=True)  # of what was accepted
    sent_hash = models.CharField(max_length=64, blank=True)  # of what the running task is about
    operation = models.CharField(max_length=10, blank=True)  # of the running or last task
    task_urn = models.CharField(max_length=150, blank=True)
    task_due_at = models.DateTimeField(null=True)
    task_attempts = models.PositiveSmallIntegerField(default=0)
    posting_urn = models.CharField(max_length=255, blank=True)
    reason = models.TextField(blank=True)  # LinkedIn's own words when it refused
    members: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list
    )  # lists it is on, for ACL and ASSIGNEE
    parts: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict
    )  # STAGES and the like: what LinkedIn has below the entity, by our id, as a hash of what was accepted
    person_urn = models.CharField(max_length=255, blank=True)  # ASSIGNEE: as whom; CANDIDATE: linked to whom
    accepted_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "entity_id"], name="remote_record_unique"),
        ]
        indexes = [
            models.Index(fields=["task_due_at"], condition=models.Q(task_due_at__isnull=False), name="remote_task_due"),
            models.Index(fields=["expires_at"], condition=models.Q(is_listed=True), name="remote_expiry"),
            models.Index(
                fields=["connection", "parent_id"], condition=models.Q(parent_id__isnull=False), name="remote_by_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.entity_id} {self.state}"


class Sample(models.Model):
    """How one kind went in one minute: what Integration health draws. A minute in which nothing moved has no row."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="samples")
    kind = models.CharField(max_length=20, choices=SyncKind.choices)
    starts_at = models.DateTimeField()
    accepted = models.PositiveIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)  # the last of them
    live = models.PositiveIntegerField(default=0)  # those of them that were changes, and not of a first load
    seconds = models.FloatField(default=0)  # that the live ones waited, all together
    longest = models.FloatField(default=0)  # that one of the live ones waited, in seconds
    oldest = models.FloatField(null=True)  # age in seconds of the live change that waited longest; null: none did

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "starts_at"], name="sample_unique"),
        ]
        indexes = [
            models.Index(fields=["connection", "starts_at"], name="sample_by_start"),
            models.Index(
                fields=["connection", "kind", "-accepted_at"],
                condition=models.Q(accepted_at__isnull=False),
                name="sample_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"


class Deletion(models.Model):
    """The ledger of what was to leave LinkedIn: asked for when, confirmed when, after how many attempts.

    `remote_id` is the id LinkedIn knew it by; a part's stands behind its parent's and a slash. Nobody is named.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="deletions")
    kind = models.CharField(max_length=20, choices=SyncKind.choices)
    remote_id = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)
    cascaded = models.BooleanField(default=False)  # LinkedIn removes it along with what it belonged to

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "kind", "remote_id"],
                condition=models.Q(confirmed_at__isnull=True),
                name="deletion_asked_once",
            ),
        ]
        indexes = [models.Index(fields=["connection", "-asked_at", "-id"], name="deletion_by_asked")]

    def __str__(self) -> str:
        return f"{self.kind} {self.remote_id}"


class Quota(models.Model):
    """How much of one of LinkedIn's throttles a window has used."""

    client_id = models.CharField(max_length=200)
    resource = models.CharField(max_length=80)
    window = models.CharField(max_length=6)  # "minute" or "day"
    starts_at = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    is_full = models.BooleanField(default=False)  # it has refused a request: nothing more until it ends

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client_id", "resource", "window", "starts_at"], name="quota_unique"),
        ]
        indexes = [models.Index(fields=["starts_at"], name="quota_by_start")]

    def __str__(self) -> str:
        return f"{self.resource} {self.starts_at:%Y-%m-%d %H:%M}"


class SeatState(models.TextChoices):
    """How LinkedIn says a seat stands (wire §6.2)."""

    ACTIVE = "ACTIVE", _("Active")
    INACTIVE = "INACTIVE", _("Inactive")
    INVITED = "INVITED", _("Invited")
    PARKED = "PARKED", _("Parked")


class Seat(models.Model):
    """A licence on a Recruiter contract and who holds it, as LinkedIn last told; whose InMails and notes there are."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="seats")
    contract = models.CharField(max_length=255)  # URN
    remote_id = models.BigIntegerField()
    member_urn = models.CharField(max_length=255, blank=True)  # empty: nobody has taken it yet
    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20)  # SeatState, or one LinkedIn has invented since
    roles: "models.Field[list[str], list[str]]" = ArrayField(models.CharField(max_length=60), default=list)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="seat_unique")]
        indexes = [models.Index(fields=["connection", "contract", "last_name", "id"], name="seat_by_contract")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or str(self.remote_id)

    @property
    def urn(self) -> str:
        return f"urn:li:seat:{self.remote_id}"

    @property
    def contract_number(self) -> str:
        return self.contract.rsplit(":", 1)[-1]

    @property
    def is_active(self) -> bool:
        return self.state == SeatState.ACTIVE

    def get_state_display(self) -> str:
        """In the reader's language; a state that LinkedIn has invented since as it calls it."""
        return str(SeatState(self.state).label) if self.state in SeatState else self.state


class LaneKind(models.TextChoices):
    """What is fetched, in this order: the others are attributed to seats."""

    SEATS = "seats", _("Seats")
    NOTES = "notes", _("LinkedIn notes")
    INMAILS = "inmails", _("InMails")
    STUBS = "stubs", _("Shared profiles")


class Lane(models.Model):
    """How far one kind of a contract, or of a seat, is fetched: everything between `backfilled_to` and `caught_up_to`.

    `look_at` is when to look at what is new, `past_at` when to fetch one more window of the past; null: never.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="lanes")
    kind = models.CharField(max_length=10, choices=LaneKind.choices)
    contract = models.CharField(max_length=255)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="lanes", null=True)  # INMAILS, STUBS
    begun_at = models.DateTimeField()
    caught_up_to = models.DateTimeField()
    backfilled_to = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # the seat was given up: nothing is asked about later
    look_at = models.DateTimeField(null=True)
    past_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    turn = models.CharField(max_length=40, blank=True)  # whose lease that is
    attempts = models.PositiveSmallIntegerField(default=0)  # that failed, one after the other
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "kind", "contract", "seat"], nulls_distinct=False, name="lane_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(backfilled_to__lte=models.F("caught_up_to")), name="lane_goes_forward"
            ),
        ]
        indexes = [
            models.Index(
                fields=["connection", "look_at"], condition=models.Q(look_at__isnull=False), name="lane_to_look"
            ),
            models.Index(
                fields=["connection", "-backfilled_to"], condition=models.Q(past_at__isnull=False), name="lane_of_past"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.seat_id or self.contract}"


class InMail(models.Model):
    """One message between a seat and a member, kept by member: who is a candidate, and when, does not matter."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="inmails")
    event_id = models.CharField(max_length=255)
    thread_urn = models.CharField(max_length=255)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="inmails")  # whose conversation it is
    contract = models.CharField(max_length=255)
    member_urn = models.CharField(max_length=255, blank=True)  # empty: LinkedIn has not said with whom
    from_member = models.BooleanField()
    sent_at = models.DateTimeField()
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "event_id"], name="inmail_unique")]
        indexes = [
            models.Index(fields=["connection", "member_urn", "-sent_at", "-id"], name="inmail_by_member"),
            models.Index(
                fields=["connection", "thread_urn"], condition=models.Q(member_urn=""), name="inmail_with_whom"
            ),
        ]

    def __str__(self) -> str:
        return self.event_id


class LinkedInNote(models.Model):
    """A recruiter's note about a member, written in LinkedIn; one that was deleted there has no row."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="linkedin_notes")
    remote_id = models.BigIntegerField()
    contract = models.CharField(max_length=255)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="linkedin_notes", null=True)  # its author
    member_urn = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="linkedin_note_unique")]
        indexes = [models.Index(fields=["connection", "member_urn", "-created_at", "-id"], name="linkedin_note_member")]

    def __str__(self) -> str:
        return str(self.remote_id)


class SharedProfile(models.Model):
    """A consent: the member agreed, in an answer to this seat, that the contact details here are shared."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="shared_profiles")
    member_urn = models.CharField(max_length=255)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="shared_profiles")  # towards whom
    contract = models.CharField(max_length=255)
    shared_at = models.DateTimeField()
    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)  # only where it was shared
    phone = models.CharField(max_length=40, blank=True)
    matched_by = models.CharField(max_length=15, choices=MatchedBy.choices, blank=True)
    candidate = models.ForeignKey(Candidate, on_delete=models.SET_NULL, related_name="shared_profiles", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "member_urn", "seat"], name="shared_profile_unique"),
        ]
        indexes = [models.Index(fields=["candidate", "-shared_at"], name="shared_profile_candidate")]

    def __str__(self) -> str:
        return f"{self.member_urn} towards {self.seat_id}"


class Forgotten(models.Model):
    """A member whom we were told to forget, by a keyed hash: what happened before then is not fetched again.

    Gone as soon as the person is taken in anew, by an export, a consent or a link.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="forgotten")
    member_hash = models.CharField(max_length=64)
    forgotten_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "member_hash"], name="forgotten_unique")]

    def __str__(self) -> str:
        return f"until {self.forgotten_at:%Y-%m-%d}"


class Decision(models.TextChoices):
    """What the administrators made of a closed account; the employer decides, not LinkedIn (wire §8)."""

    WAITING = "waiting", _("To be decided")
    KEPT = "kept", _("Kept")
    REMOVED = "removed", _("Removed")


class ClosedAccount(models.Model):
    """A member LinkedIn delivered to us once, who has closed their account; nobody is named once they are removed."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="closed_accounts")
    member_hash = models.CharField(max_length=64)  # keyed: LinkedIn tells of them again, also after the removal
    member_urn = models.CharField(max_length=255, blank=True)
    profile_url = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    candidate = models.ForeignKey(Candidate, on_delete=models.SET_NULL, related_name="closed_accounts", null=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "member_hash"], name="closed_account_unique"),
            models.CheckConstraint(
                condition=models.Q(decision="waiting", decided_at__isnull=True)
                | ~models.Q(decision="waiting") & models.Q(decided_at__isnull=False),
                name="closed_account_decided",
            ),
        ]
        indexes = [models.Index(fields=["connection", "decision", "-seen_at", "-id"], name="closed_by_decision")]

    def __str__(self) -> str:
        return f"{self.profile_url or self.pk} {self.decision}"

    @property
    def number(self) -> str:
        return str(self.pk)
