"""Pure: a job as LinkedIn takes it, and what has to be done about it there."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from urllib.parse import quote

from babel import Locale

from rsc_client import schemas
from rsc_client.schemas import JobOperation, JobPosting, millis

LIFETIME = timedelta(days=180)
"""How long a posting lives when no `expireAt` is sent (wire §4.1)."""
RENEWED = timedelta(days=30)
"""What RENEW adds to that [OpenAPI]."""
CLOSED = "CLOSED"
"""The state of a job that is sent closed (wire §4.1)."""
RENEW_BEFORE = timedelta(days=14)
_CLOCK_DIFFERENCE = timedelta(minutes=1)
_MOST_DESCRIPTION = 25_000
_MOST_TITLE = 200
_LONGEST_ESCAPE = 5  # & becomes &amp;
_NAMED_BY_REGION = frozenset({"US", "CA"})
_EMPLOYMENT = {
    "full_time": "FULL_TIME",
    "part_time": "PART_TIME",
    "contract": "CONTRACT",
    "temporary": "TEMPORARY",
    "volunteer": "VOLUNTEER",
    "other": "OTHER",
}
_CATEGORIES = {
    "accounting": "acct",
    "administrative": "adm",
    "advertising": "advr",
    "analyst": "anls",
    "art": "art",
    "business_development": "bd",
    "consulting": "cnsl",
    "customer_service": "cust",
    "distribution": "dist",
    "design": "dsgn",
    "education": "edu",
    "engineering": "eng",
    "finance": "fin",
    "general_business": "genb",
    "health_care": "hcpr",
    "human_resources": "hr",
    "information_technology": "it",
    "legal": "lgl",
    "management": "mgmt",
    "manufacturing": "mnfc",
    "marketing": "mrkt",
    "product_management": "prdm",
    "production": "prod",
    "project_management": "prjm",
    "public_relations": "pr",
    "purchasing": "prch",
    "quality_assurance": "qa",
    "research": "rsch",
    "sales": "sale",
    "science": "sci",
    "strategy": "stra",
    "supply_chain": "supl",
    "training": "trng",
    "writing": "wrt",
    "other": "othr",
}
"""LinkedIn's codes of job functions; of our own words it knows nothing."""
_MOST_CATEGORIES, _MOST_SKILLS = 3, 4_000
_EXPERIENCE = {
    "internship": "INTERNSHIP",
    "entry": "ENTRY_LEVEL",
    "associate": "ASSOCIATE",
    "mid_senior": "MID_SENIOR_LEVEL",
    "director": "DIRECTOR",
    "executive": "EXECUTIVE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whom Recruiter names as the owner of the requisition."""

    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFacts:
    """Everything about a job that LinkedIn may see."""

    code: str
    title: str
    description: str
    city: str
    region: str
    country: str
    employment_type: str  # a built-in one, or other: of our own ones LinkedIn knows nothing
    seniority: str
    is_public: bool
    listed_since: datetime
    functions: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    owner: Owner | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFacts:
    """What LinkedIn has: the job at all, whether it is listed, until when, and the fingerprint of what it accepted."""

    is_there: bool = False
    is_listed: bool = False
    hash: str = ""
    expires_at: datetime | None = None


def operation(*, wanted: bool, known: bool, remote: RemoteFacts, fingerprint: str, at: datetime) -> JobOperation | None:
    """What to ask of LinkedIn; None when it has what it needs.

    `wanted`: the job ought to be in Recruiter's export list. `known`: LinkedIn ought to have it, if only as a closed one,
    since people have applied for it (wire §4.1: closed jobs too).
    """
    if not wanted:
        if remote.is_listed:
            return JobOperation.CLOSE
        refused = remote.hash == fingerprint  # as it is: asking again would change nothing
        return JobOperation.CREATE if known and not remote.is_there and not refused else None
    if not remote.is_listed or (remote.expires_at is not None and remote.expires_at <= at):
        return JobOperation.CREATE
    if remote.hash != fingerprint:
        return JobOperation.UPDATE
    if remote.expires_at is not None and remote.expires_at - RENEW_BEFORE <= at:
        return JobOperation.RENEW
    return None


def expiry(operation: str, before: datetime | None, *, at: datetime) -> datetime | None:
    """When a job ends on LinkedIn after this operation, if it ended `before`."""
    if operation == JobOperation.CREATE:
        return at + LIFETIME
    if operation == JobOperation.RENEW:
        return max(before or at, at) + RENEWED
    return before


def posting(
    job: JobFacts, *, kind: JobOperation, organization: str, base_url: str, at: datetime, closed: bool = False
) -> JobPosting:
    """The element of a `simpleJobPostings` batch (wire §4.1); `closed`: a job LinkedIn is to know but not to list."""
    owner = job.owner
    return JobPosting(
        integration_context=organization,
        external_job_posting_id=job.code,
        company_job_code=job.code,
        job_posting_operation_type=kind,
        title=job.title[:_MOST_TITLE],
        description=description(job.description),
        location=location(job.city, job.region, job.country),
        listed_at=millis(min(job.listed_since, at - _CLOCK_DIFFERENCE)),
        company_apply_url=apply_url(base_url, job.code),
        availability=schemas.Availability.PUBLIC if job.is_public else schemas.Availability.PRIVATE_TO_ATS_INTEGRATION,
        employment_status=_EMPLOYMENT.get(job.employment_type),
        experience_level=_EXPERIENCE.get(job.seniority),
        categories=[_CATEGORIES[one] for one in job.functions if one in _CATEGORIES][:_MOST_CATEGORIES] or None,
        skills_description=escape(", ".join(job.skills), quote=False)[:_MOST_SKILLS] or None,
        requisition_owner_first_name=owner.first_name if owner else None,
        requisition_owner_last_name=owner.last_name if owner else None,
        requisition_owner_email=owner.email if owner else None,
        state=CLOSED if closed else None,
    )


def fingerprint(job: JobFacts, *, organization: str, base_url: str) -> str:
    """Equal for two postings that say the same, whatever is to be done with them."""
    neutral = posting(job, kind=JobOperation.UPDATE, organization=organization, base_url=base_url, at=job.listed_since)
    return hashlib.sha256(repr(neutral).encode()).hexdigest()


def apply_url(base_url: str, code: str) -> str:
    """The job's public page."""
    return f"{base_url}/careers/{quote(code, safe='')}"


def location(city: str, region: str, country: str) -> str:
    """`CITY, STATE` or `CITY, PROVINCE` where people say so, else `CITY, COUNTRY` in English (wire §4.1)."""
    place = city.strip()
    if country in _NAMED_BY_REGION and region.strip():
        return f"{place}, {region.strip()}"
    name = Locale("en").territories.get(country, country)
    return ", ".join(part for part in (place, name) if part)


def description(text: str) -> str:
    """Plain text as the limited HTML LinkedIn takes: paragraphs and line breaks, everything else escaped."""
    html, room = "", _MOST_DESCRIPTION
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        block = _paragraph(paragraph, room)
        html += block
        room -= len(block)
        if not block:
            break
    return html


def _paragraph(text: str, room: int) -> str:
    """The paragraph in at most `room` characters, cut at its end if need be; empty when nothing of it fits."""
    kept = text.strip()
    while kept:
        block = f"<p>{escape(kept, quote=False).replace(chr(10), '<br>')}</p>"
        excess = len(block) - room
        if excess <= 0:
            return block
        kept = kept[: max(0, len(kept) - max(1, excess // _LONGEST_ESCAPE))]
    return ""
