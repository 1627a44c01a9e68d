"""A job as vendors send it, and what LinkedIn makes of it: the documented rules of every field."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from rsc_sandbox.protocol import validation
from rsc_sandbox.protocol.call import DAY
from rsc_sandbox.protocol.errors import Invalid

Operation = Literal["CREATE", "UPDATE", "RENEW", "CLOSE"]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Organization = Annotated[str, msgspec.Meta(pattern=r"^urn:li:organization:[0-9]{1,15}$")]
Contract = Annotated[str, msgspec.Meta(pattern=r"^urn:li:contract:[0-9]{1,15}$")]
Industry = Annotated[str, msgspec.Meta(pattern=r"^urn:li:industry:[0-9]{1,9}$")]
Email = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=320)]
Moment = Annotated[int, msgspec.Meta(gt=0, lt=2**53)]

_DEFAULT_DAYS = 180
_LONGEST_DAYS = 365
_RENEWED_DAYS = 30
_MISSING = "field is required but not found and has no default value"
_MARKUP = re.compile(r"<[^>]*>")


class Posting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """An element of simpleJobPostings, v2 with the Recruiter extension. CLOSE takes the same payload.

    Without an operation, as LinkedIn's collection for Recruiter sends it, `state` says what is to become of the job.
    """

    integration_context: Organization
    external_job_posting_id: Short
    title: Short
    description: Annotated[str, msgspec.Meta(min_length=100, max_length=25_000)]
    listed_at: Moment
    company_apply_url: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
    availability: Literal["PUBLIC", "PRIVATE_TO_ATS_INTEGRATION"]
    job_posting_operation_type: Operation | None = None
    location: Short | None = None
    country_code: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{2}$")] | None = None
    postal_code: Annotated[str, msgspec.Meta(min_length=1, max_length=20)] | None = None
    state: Literal["LISTED", "CLOSED"] | None = None
    expire_at: Moment | None = None
    contract: Contract | None = None
    company_job_code: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    company_name: Short | None = None
    company_description: Annotated[str, msgspec.Meta(max_length=25_000)] | None = None  # the bound is inferred
    listing_type: Literal["BASIC", "PREMIUM"] = "BASIC"
    requisition_owner_first_name: Short | None = None
    requisition_owner_last_name: Short | None = None
    requisition_owner_email: Email | None = None
    poster_email: Email | None = None
    show_poster_info: bool | None = None
    categories: Annotated[list[Short], msgspec.Meta(max_length=3)] | None = None
    industries: list[Industry] | None = None
    employment_status: (
        Literal["FULL_TIME", "PART_TIME", "CONTRACT", "INTERNSHIP", "TEMPORARY", "VOLUNTEER", "OTHER"] | None
    ) = None
    experience_level: (
        Literal["INTERNSHIP", "ENTRY_LEVEL", "ASSOCIATE", "MID_SENIOR_LEVEL", "DIRECTOR", "EXECUTIVE", "NOT_APPLICABLE"]
        | None
    ) = None
    skills_description: Annotated[str, msgspec.Meta(max_length=4_000)] | None = None
    work_remote_allowed: bool | None = None
    workplace_types: (
        Annotated[list[Literal["On-site", "Hybrid", "Remote"]], msgspec.Meta(min_length=1, max_length=1)] | None
    ) = None
    alternate_locations: Annotated[list[Short], msgspec.Meta(max_length=7)] | None = None
    tracking_pixel_url: Annotated[str, msgspec.Meta(max_length=2_000)] | None = None
    compensation: dict[str, object] | None = None
    partner_requisition_id: Short | None = None

    @property
    def operation(self) -> Operation:
        return self.job_posting_operation_type or "CREATE"

    @property
    def closes(self) -> bool:
        return self.operation == "CLOSE" or self.state == "CLOSED"

    @property
    def place(self) -> str:
        return self.location or f"{self.postal_code}, {self.country_code}"


def parse(element: object, *, at: int) -> Posting:
    """What LinkedIn refuses at once, with Invalid."""
    posting = validation.entity(element, Posting)
    if posting.job_posting_operation_type is None and posting.state is None:
        raise Invalid.field("/jobPostingOperationType", _MISSING)
    _check_texts(posting)
    if not posting.location and not (posting.country_code and posting.postal_code):
        raise Invalid.field("/location", _MISSING)
    if posting.listed_at > at:
        raise Invalid.field("/listedAt", "must not be in the future")
    if posting.listing_type == "PREMIUM":
        raise Invalid.field("/listingType", "Recruiter System Connect takes no premium jobs")
    if posting.expire_at is not None and not posting.closes and not at < posting.expire_at <= at + _LONGEST_DAYS * DAY:
        raise Invalid.field("/expireAt", f"must be within the next {_LONGEST_DAYS} days")
    return posting


def expiry(posting: Posting, before: int | None, *, at: int) -> int:
    """When the job leaves LinkedIn; `before` is when it would have without this call.

    RENEW adds thirty days [OpenAPI]. That the default of 180 days counts from the call, not from listedAt, and that an
    expired job is renewed from the call on, is inferred.
    """
    if posting.expire_at is not None:
        return posting.expire_at
    if before is not None and posting.operation == "UPDATE":
        return before
    if before is not None and posting.operation == "RENEW":
        return max(before, at) + _RENEWED_DAYS * DAY
    return at + _DEFAULT_DAYS * DAY


def dropped(posting: Posting) -> str | None:
    """Why LinkedIn drops a job after it took it in: the location cannot be understood."""
    if posting.location and len([part for part in posting.location.split(",") if part.strip()]) < 2:  # noqa: PLR2004
        return (
            f"Job {{partner=sandbox, partnerJobCode={posting.external_job_posting_id}}} was dropped: true; "
            f"Invalid Field: /city; location must be CITY, STATE or CITY, COUNTRY or POSTALCODE, COUNTRYCODE"
        )
    return None


def _check_texts(posting: Posting) -> None:
    for name, text in (("title", posting.title), ("externalJobPostingId", posting.external_job_posting_id)):
        if not text.strip():
            raise Invalid.field(f"/{name}", "must not be empty")
    if not _MARKUP.sub("", posting.description).strip():
        raise Invalid.field("/description", "must hold text, not only markup")
    try:
        parts = urlsplit(posting.company_apply_url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Invalid.field("/companyApplyUrl", f'"{posting.company_apply_url}" is not a valid URL')
