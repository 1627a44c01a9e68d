"""What travels between us and LinkedIn, as typed records with LinkedIn's field names.

Reading: a field LinkedIn adds is ignored, a required one that is missing is a MalformedResponse, an optional one is
None or empty. Writing: what is None is left out. Times are milliseconds since 1970 UTC, as on the wire; see `millis`.
Values of open sets (statuses, types) are text, so that a new one does no harm; the enums name those we know.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Generic, TypeAlias, TypeVar

import msgspec

from rsc_client.errors import ItemError
from rsc_client.restli import Key
from rsc_client.urns import DeveloperApplicationUrn, JobTaskUrn, PersonUrn, UrnText

T = TypeVar("T")
JsonObject: TypeAlias = dict[str, object]
HeaderText: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[\x21-\x7e]+$")]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def millis(at: datetime) -> int:
    """A moment as LinkedIn writes it. ValueError for a time without zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (at - _EPOCH) // timedelta(milliseconds=1)


def moment(milliseconds: int) -> datetime:
    """LinkedIn's number as a moment in UTC."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


# ---------------------------------------------------------------------------------------------- OAuth


class Credentials(msgspec.Struct, frozen=True):
    """A developer application's id and secret; the secret has up to 256 characters of any kind [SDK]."""

    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"Credentials({self.client_id!r}, <secret>)"


class TokenAnswer(msgspec.Struct, frozen=True):
    """The token endpoint's answer; lifetimes are in seconds. The two-legged one holds only the first two [SDK]."""

    access_token: HeaderText
    expires_in: int
    refresh_token: str | None = None
    refresh_token_expires_in: int | None = None
    scope: str | None = None


class Introspection(msgspec.Struct, frozen=True):
    """What LinkedIn knows of a token; times are seconds since 1970 [PY].

    `status` is active, expired or revoked, `auth_type` 2L or 3L; `scope`, of a member's token only, has commas.
    """

    active: bool
    status: str | None = None
    client_id: str | None = None
    scope: str | None = None
    auth_type: str | None = None
    authorized_at: int | None = None
    created_at: int | None = None
    expires_at: int | None = None


class Me(msgspec.Struct, frozen=True):
    """The signed-in member; `urns.person(me.id)` is what ACLs and seats call them [PM].

    The names come with the scope `r_liteprofile` and stay empty where LinkedIn does not tell them [INF].
    """

    id: str
    first_name: str = msgspec.field(default="", name="localizedFirstName")
    last_name: str = msgspec.field(default="", name="localizedLastName")

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


# ---------------------------------------------------------------------------------------------- provisioning


class NewApplication(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A customer's application to create [D:provisioning-api].

    `unique_foreign_id` is ours and unique among the parent's children. `name` has at most 50 characters, reads
    `{ATS} - {customer}` and must not contain "LinkedIn". Domains are origins: scheme, host, unusual port, no slash.
    """

    unique_foreign_id: str
    name: str
    description: str
    oauth2_authorized_callback_urls: list[str] = []
    valid_js_sdk_domains: list[str] = []


class NewlyProvisioned(msgspec.Struct, frozen=True):
    """The answer to a creation: the only one that ever holds the secret [SDK]."""

    key: DeveloperApplicationUrn
    credentials: Credentials


class PublicCredentials(msgspec.Struct, frozen=True):
    client_id: str


class ProvisionedApplication(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A customer's application as read back [SDK]."""

    key: DeveloperApplicationUrn
    unique_foreign_id: str
    credentials: PublicCredentials
    name: str | None = None
    description: str | None = None
    oauth2_authorized_callback_urls: list[str] = []
    valid_js_sdk_domains: list[str] = []


# ---------------------------------------------------------------------------------------------- integrations


class IntegrationType(StrEnum):
    """Integration types [D:integration-types]; the context is an organization, for `CSA_API` a contract."""

    ONE_CLICK_EXPORT = "ONE_CLICK_EXPORT"
    IN_ATS_INDICATOR = "IN_ATS_INDICATOR"
    PROFILE_PLUGIN = "PROFILE_PLUGIN"
    CSA_API = "CSA_API"


class IntegrationStatus(StrEnum):
    """Statuses as we read them [INF]: LinkedIn's pages do not show the literal values."""

    REQUESTED = "REQUESTED"
    ENABLED = "ENABLED"
    DISABLED = "DISABLED"


class ConfigurationKey(StrEnum):
    """Settings of an integration [D:integration-types]."""

    CALLBACK_URL = "CALLBACK_URL"
    JOB_POSTING_VIEWERS = "JOB_POSTING_VIEWERS"
    APPLICATION_VIEWERS = "APPLICATION_VIEWERS"


ALL_PRODUCT_USERS = "ALL_PRODUCT_USERS"
"""The only value of the two viewer settings [D:integration-types]."""


class IntegrationKey(Key, frozen=True):
    """One integration of one organization or contract [PM]."""

    integration_context: str
    integration_type: str
    tenant_type: str = "RECRUITER"


class Integration(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An integration as read; name and enum of the status are [INF], so it may be absent."""

    integration_context: UrnText
    integration_type: str
    tenant_type: str = "RECRUITER"
    data_provider: str | None = None
    integration_name: str | None = None
    integration_status: str | None = None
    contract: UrnText | None = None

    @property
    def key(self) -> IntegrationKey:
        return IntegrationKey(self.integration_context, self.integration_type, self.tenant_type)


class ConfigurationValue(msgspec.Struct, frozen=True):
    """Rest.li's tagged union with its only documented member [PM]."""

    string: str


class Configuration(msgspec.Struct, frozen=True, rename="camel"):
    """One setting of an integration, written and read alike [PM]."""

    configuration_value: ConfigurationValue


# ---------------------------------------------------------------------------------------------- jobs


class JobOperation(StrEnum):
    """What to do with a posting; one kind per batch [SDK]."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    RENEW = "RENEW"
    CLOSE = "CLOSE"


class Availability(StrEnum):
    """Who sees a posting: everybody on LinkedIn, or only Recruiter's export list [OpenAPI]."""

    PUBLIC = "PUBLIC"
    PRIVATE_TO_ATS_INTEGRATION = "PRIVATE_TO_ATS_INTEGRATION"


class JobPosting(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A job to send [OpenAPI] [D:required-fields] [SDK].

    `title` <= 200 characters, `description` 100-25,000 with little HTML, `listed_at` not in the future, `expire_at` 180
    days later unless told. The place is `location` ("CITY, STATE", "CITY, COUNTRY", "POSTALCODE, COUNTRYCODE") or
    `country_code` with `postal_code`. `company_job_code` may be what Recruiter's job list shows [D:rsc-faq list].
    """

    integration_context: str
    external_job_posting_id: str
    job_posting_operation_type: JobOperation
    title: str
    description: str
    listed_at: int
    company_apply_url: str
    availability: Availability
    location: str | None = None
    country_code: str | None = None
    postal_code: str | None = None
    company_job_code: str | None = None
    company_name: str | None = None
    contract: str | None = None
    employment_status: str | None = None
    experience_level: str | None = None
    expire_at: int | None = None
    listing_type: str | None = None
    requisition_owner_first_name: str | None = None
    requisition_owner_last_name: str | None = None
    requisition_owner_email: str | None = None
    state: str | None = None
    workplace_types: list[str] | None = None
    company_description: str | None = None
    categories: list[str] | None = None
    industries: list[UrnText] | None = None
    skills_description: str | None = None
    work_remote_allowed: bool | None = None
    alternate_locations: list[str] | None = None
    poster_email: str | None = None
    show_poster_info: bool | None = None
    tracking_pixel_url: str | None = None
    partner_requisition_id: str | None = None
    compensation: JsonObject | None = None


class CreatedJob(msgspec.Struct, frozen=True):
    """LinkedIn's first word on one job: a task to ask about (202), or why not (422) [OpenAPI]."""

    status: int
    id: JobTaskUrn | None = None
    error: ItemError | None = None


class CreatedJobs(msgspec.Struct, frozen=True):
    """The answer to a batch of jobs, in the order they were sent [OpenAPI]."""

    elements: list[CreatedJob]


class JobTaskStatus(StrEnum):
    """How far LinkedIn is with a posting [OpenAPI]."""

    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    PROCESSED = "PROCESSED"


class JobTask(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """LinkedIn's work on a posting: `error_message` says why it failed, `job_posting` is the result's URN [OpenAPI]."""

    id: JobTaskUrn
    status: str
    external_job_posting_id: str | None = None
    job_posting: UrnText | None = None
    location: str | None = None
    error_message: str | None = None


class JobStatusDetail(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How that came to be; code and type (CUSTOMER_ERROR, PARTNER_ERROR, LINKEDIN_ERROR) only with an error [SDK]."""

    error_code: int | None = None
    error_type: str | None = None
    status_message: str | None = None


class JobStatus(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How a job stands on LinkedIn [SDK].

    `listing_status` is LISTED, NOT_LISTED or IN_PROGRESS, `linked_in_apply_status` ENABLED, NOT_ENABLED or IN_PROGRESS,
    `promotion_status` PROMOTED or NOT_PROMOTED; `job_posting_url` comes only with a listed one, `raw_location` is the
    location as it was sent.
    """

    external_job_posting_id: str
    listing_status: str
    linked_in_apply_status: str | None = None
    promotion_status: str | None = None
    job_posting_url: str | None = None
    listing_status_detail: JobStatusDetail | None = None
    linked_in_apply_status_detail: JobStatusDetail | None = None
    job_posting_info: JsonObject | None = None
    raw_location: str | None = None


# ---------------------------------------------------------------------------------------------- exported candidates


class Education(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A school of an exported person; LinkedIn's page is cut off after these two [D:stubprofile]."""

    school_name: str | None = None
    degree_name: str | None = None


class StubProfile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What LinkedIn tells of an exported person [D:stubprofile].

    `email_addresses` are only those the recruiter typed in. From `years_of_experience` on it is *Enhanced*
    export, after certification: up to three skills, the two latest positions (fields not readable, hence as they come).
    """

    member: PersonUrn
    first_name: str
    last_name: str
    profile_url: str
    current_employer_names: list[str]
    email_addresses: list[str]
    headline: str | None = None
    location: str | None = None
    years_of_experience: str | None = None
    skills: list[str] = []
    positions: list[JsonObject] = []
    educations: list[Education] = []


class ExportedCandidate(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One press of Export [D:retrieve-exported-candidates].

    Compare `integration_context` with the customer the push was for. `external_job_posting_id` is absent when exported
    without a job; `reference_entity_id` is its newer name [C]. `exporter` (person URN) is [INF] and usually absent.
    """

    candidate: StubProfile
    integration_context: UrnText
    external_job_posting_id: str | None = None
    reference_entity_id: str | None = None
    notes: str | None = None
    exporter: UrnText | None = None


# ---------------------------------------------------------------------------------------------- who may see what

JOB_POSTING = "JOB_POSTING"
"""The only kind of thing that can be secured [D:sync-acls]."""


class EntityAclKey(Key, frozen=True):
    """One job in one list of rights; the entity id is the job's `externalJobPostingId` [PM] [D:sync-acls]."""

    ats_entity_acl_id: str
    integration_context: str
    ats_entity_id: str
    ats_entity_type: str = JOB_POSTING


class AclAssigneeKey(Key, frozen=True):
    """One person in one list of rights; at most ten lists a person [PM] [D:sync-acls]."""

    ats_entity_acl_id: str
    integration_context: str
    assignee: str
    ats_entity_type: str = JOB_POSTING


class EntityAcl(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A row of the list as read: the parts of its key [INF]."""

    ats_entity_acl_id: str
    ats_entity_id: str
    integration_context: UrnText
    ats_entity_type: str = JOB_POSTING

    @property
    def key(self) -> EntityAclKey:
        return EntityAclKey(self.ats_entity_acl_id, self.integration_context, self.ats_entity_id, self.ats_entity_type)


class AclAssignee(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A row of the list as read: the parts of its key [INF]."""

    ats_entity_acl_id: str
    assignee: PersonUrn
    integration_context: UrnText
    ats_entity_type: str = JOB_POSTING

    @property
    def key(self) -> AclAssigneeKey:
        return AclAssigneeKey(self.ats_entity_acl_id, self.integration_context, self.assignee, self.ats_entity_type)


# ---------------------------------------------------------------------------------------------- push


class PushType(StrEnum):
    """What a push is about [PM]."""

    EXPORT_CANDIDATE_PROFILE = "EXPORT_CANDIDATE_PROFILE"
    INTEGRATION_STATUS_CHANGE = "INTEGRATION_STATUS_CHANGE"


class Push(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """LinkedIn's knock at the door: `id` is the request id to ask with, until `expires_at` (absent: for ever) [ORA]."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
    type: str
    expires_at: int | None = None


class JobResync(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag_field="type", tag="RESYNC_JOBS"):
    """LinkedIn wants jobs again, all open ones or these: send them with UPDATE within 30 minutes.

    It comes to the parent application's webhook [D:job-resync-notifications].
    """

    developer_application_urn: DeveloperApplicationUrn
    sync_all_open_jobs: bool = False
    external_job_posting_ids: list[str] = []


class ChallengeAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """Our proof that the address is ours [D:webhook-validation]."""

    challenge_code: str
    challenge_response: str


# ---------------------------------------------------------------------------------------------- containers


class Paging(msgspec.Struct, frozen=True):
    start: int = 0
    count: int = 0
    total: int | None = None


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a finder's answer."""

    elements: list[T]
    paging: Paging = Paging()

    @property
    def next_start(self) -> int | None:
        """Where the next page starts, or None after the last. Without a total, a full page means there may be more."""
        following = self.paging.start + len(self.elements)
        more = (
            following < self.paging.total if self.paging.total is not None else len(self.elements) >= self.paging.count
        )
        return following if self.elements and more else None


class Done(msgspec.Struct, frozen=True):
    """A record that was written or deleted; LinkedIn answers 204 [D:sync-application-stages]."""

    status: int
