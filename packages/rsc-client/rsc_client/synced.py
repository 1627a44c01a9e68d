"""What an applicant tracking system tells LinkedIn of candidates and applications, one record for both generations.

Sending replaces: what is None becomes null at LinkedIn [D:sync-applications], so always send everything you know.
Times are milliseconds since 1970 UTC, greater than 0, and a change is not before its creation [D:sync-candidates].
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

import msgspec

from rsc_client.restli import Key
from rsc_client.urns import PersonUrn


class CandidateKey(Key, frozen=True):
    """A candidate by our id, for one organization [D:sync-candidates]."""

    candidate_id: str = msgspec.field(name="atsCandidateId")
    integration_context: str

    in_rest: ClassVar[Mapping[str, str]] = {"atsCandidateId": "externalCandidateId"}


class ApplicationKey(Key, frozen=True):
    """A job application by our id, for one organization; its parts keep their names in rest [D:sync-applications]."""

    application_id: str = msgspec.field(name="atsJobApplicationId")
    integration_context: str


class JobRequisitionKey(Key, frozen=True):
    """A requisition by our id, for one organization; rest only [W1]."""

    external_job_requisition_id: str
    integration_context: str


class PhoneNumber(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number with its extension [PM]."""

    number: str
    extension: str | None = None


class Address(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A postal address; `geographic_area_type` says what the area is, such as PROVINCE; `country` is `se` [PM]."""

    line1: str | None = None
    city: str | None = None
    geographic_area: str | None = None
    geographic_area_type: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Candidate(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A candidate to send [D:sync-candidates] [D:required-fields].

    `email_addresses` may be empty only together with a person (one-click export); `external_profile_url` leads to the
    candidate in our system. LinkedIn finds members better with `linked_in_profile_url`, phone, company and title.
    `manual_matched_member` here is [INF]: LinkedIn documents `Client.link_candidates` for it.
    """

    first_name: str
    last_name: str
    email_addresses: list[str]
    external_profile_url: str
    created_at: int = msgspec.field(name="atsCreatedAt")
    last_modified_at: int = msgspec.field(name="atsLastModifiedAt")
    phone_numbers: list[PhoneNumber] = []
    addresses: list[Address] = []
    linked_in_profile_url: str | None = None
    current_company_name: str | None = None
    current_job_title: str | None = None
    do_not_contact: bool | None = None
    middle_initial: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    manual_matched_member: str | None = None


class StoredCandidate(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A candidate as LinkedIn has it, as far as was asked for; that it reads back as sent is [INF].

    `matched_members` is whom LinkedIn found, `manual_matched_member` whom somebody linked; that the former is a list of
    person URNs is [INF].
    """

    matched_members: list[PersonUrn] = []
    manual_matched_member: PersonUrn | None = None
    first_name: str | None = None
    last_name: str | None = None
    email_addresses: list[str] | None = None
    phone_numbers: list[PhoneNumber] | None = None
    addresses: list[Address] | None = None
    external_profile_url: str | None = None
    created_at: int | None = msgspec.field(name="atsCreatedAt", default=None)
    last_modified_at: int | None = msgspec.field(name="atsLastModifiedAt", default=None)
    linked_in_profile_url: str | None = None
    current_company_name: str | None = None
    current_job_title: str | None = None
    do_not_contact: bool | None = None
    middle_initial: str | None = None
    prefix: str | None = None
    suffix: str | None = None

    @classmethod
    def wire_names(cls, fields: tuple[str, ...]) -> list[str]:
        """v2's names of these fields; ValueError for one that is none."""
        names = dict(zip(cls.__struct_fields__, cls.__struct_encode_fields__, strict=True))
        unknown = [field for field in fields if field not in names]
        if unknown:
            raise ValueError(f"a candidate has no {unknown[0]!r}")
        return [names[field] for field in fields]


class JobApplication(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A job application to send [D:sync-applications].

    `job_posting_id` is the job's id with us. `candidate_email` is required whenever it is known, for matching;
    `candidate_id` is what ties the application to its candidate. `source` and `disposition_reason` are free text [PM].
    """

    job_posting_id: str = msgspec.field(name="atsJobPostingId")
    job_posting_name: str = msgspec.field(name="atsJobPostingName")
    created_at: int = msgspec.field(name="atsCreatedAt")
    last_modified_at: int = msgspec.field(name="atsLastModifiedAt")
    candidate_id: str | None = msgspec.field(name="atsCandidateId", default=None)
    candidate_email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    source: str | None = None
    disposition_reason: str | None = None


class Actor(msgspec.Struct, frozen=True, rename="camel"):
    """Who wrote or interviewed: a name, both parts required [D:sync-candidate-notes]."""

    first_name: str
    last_name: str


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note on a candidate or an application; `last_modified_at` travels with candidates' notes in rest only."""

    note: str
    author: Actor | None = None
    created_at: int | None = msgspec.field(name="atsCreatedAt", default=None)
    last_modified_at: int | None = msgspec.field(name="externalLastModifiedAt", default=None)


class InterviewType(StrEnum):
    """Kinds of interview [D:sync-application-interview-feedback]."""

    PHONE_SCREEN = "PHONE_SCREEN"
    ONSITE = "ONSITE"


class Evaluation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was judged, and how, in words of our own [D:sync-application-interview-feedback]."""

    attribute: str
    result: str | None = None


class InterviewFeedback(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an interviewer says of an application [D:sync-application-interview-feedback]."""

    feedback: str | None = None
    interviewer: Actor | None = None
    interview_type: InterviewType | None = None
    evaluations: list[Evaluation] | None = None
    created_at: int | None = msgspec.field(name="atsCreatedAt", default=None)


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """An application entered a stage; the latest is where it stands [D:sync-application-stages] [INF].

    At least one character, and not literally `Not Available`.
    """

    stage: str
    created_at: int = msgspec.field(name="atsCreatedAt")


# ---------------------------------------------------------------------------------------------- files


class AttachmentOwner(StrEnum):
    """What a file belongs to [SDK]."""

    APPLICATION = "APPLICATION"
    CANDIDATE = "CANDIDATE"


class AttachmentKey(Key, frozen=True):
    """A file of a candidate or an application, both by our ids [SDK]; `integration_context` as its name is [INF]."""

    external_reference_entity_id: str
    integration_context: str
    external_attachment_id: str
    external_reference_entity_type: str
    attachment_type: str = "RESUME"


class FileType(StrEnum):
    """Kinds of files [SDK]."""

    TXT = "TXT"
    DOC = "DOC"
    DOCX = "DOCX"
    PDF = "PDF"
    UNKNOWN = "UNKNOWN"


class Attachment(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A file to send in rest [SDK]; that its content travels in base64 as `content` is [INF]."""

    external_file_name: str
    external_created_at: int
    external_last_modified_at: int
    file_type: FileType
    content: bytes
    contract_id: str | None = None


class UploadPlace(msgspec.Struct, frozen=True, rename="camel"):
    """Where to put a file, and what LinkedIn will call it; both names are [INF]."""

    upload_url: str
    resource: str


class UploadPlaceAnswer(msgspec.Struct, frozen=True):
    """How an upload place comes [INF]."""

    value: UploadPlace
