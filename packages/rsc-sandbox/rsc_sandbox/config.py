"""What one sandbox is told at start, and the switches that decide where LinkedIn's public pages are silent."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec

Seconds = Annotated[int, msgspec.Meta(ge=0, le=366 * 86_400)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
Rule = Literal["PROFILE_URL", "EMAIL", "NAME_PHONE", "NAME_TITLE_COMPANY"]
Lifetime = Annotated[int, msgspec.Meta(ge=1, le=366 * 86_400)]


class Switches(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Behaviour that can be changed while the sandbox runs; README.md gives the source of every default."""

    # OAuth
    token_ttl_seconds: Lifetime = 1_800
    member_token_ttl_seconds: Lifetime = 60 * 86_400
    refresh_token_ttl_seconds: Lifetime = 365 * 86_400
    auth_code_ttl_seconds: Lifetime = 1_800
    refresh_tokens: bool = True
    person_ids: Literal["per_application", "global"] = "per_application"
    # Set-up of a customer
    allow_plain_callbacks: bool = False
    challenge_callback_url: bool = False
    disabled_integration_status: Annotated[int, msgspec.Meta(ge=400, le=499)] = 403
    # Jobs and access lists
    job_task_delay_seconds: Seconds = 0
    acls_per_user: Count = 10
    everyone_acl_id: Annotated[str, msgspec.Meta(max_length=200)] = ""  # empty: no list is open to everybody
    # Candidates and applications
    unknown_parent: Literal["reject", "accept"] = "reject"
    keep_link_on_put: bool = True
    candidate_delete_cascades: bool = False
    match_precedence: tuple[Rule, ...] = ("PROFILE_URL", "EMAIL", "NAME_PHONE", "NAME_TITLE_COMPANY")
    match_delay_seconds: Seconds = 0
    # Profile plugin
    unlink_undoes_match: bool = True
    plugin_public_view: Literal["hiring_managers", "everyone", "nobody"] = "hiring_managers"
    # InMail, notes, stubs
    window_hours: Annotated[int, msgspec.Meta(ge=1, le=8_760)] = 12
    closed_profiles_resource: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9]{1,100}$")] = "closedCandidateProfiles"
    private_prospect_notes: Literal["hidden", "shown"] = "hidden"
    # Exports and pushes
    export_id_ttl_hours: Annotated[int, msgspec.Meta(ge=1, le=8_760)] = 24
    exports_per_seat_month: Count = 300
    expired_request: Literal["not_found", "empty"] = "not_found"
    exporter_field: bool = False
    exported_job_field: Literal["externalJobPostingId", "referenceEntityId", "both"] = "externalJobPostingId"
    enhanced_export: bool = True
    push_retries: Annotated[int, msgspec.Meta(ge=0, le=100)] = 6
    push_backoff_seconds: Annotated[tuple[Seconds, ...], msgspec.Meta(min_length=1)] = (1, 5, 30, 120, 600, 3_600)
    push_timeout_seconds: Annotated[int, msgspec.Meta(ge=1, le=60)] = 10
    push_encoding: Literal["escaped", "utf-8"] = "escaped"  # what is signed is escaped in any case
    # Rest.li
    rest_answer_keys: Literal["plain", "with_params"] = "plain"
    # The record of calls: how many, and how much of each text; it holds what was sent
    calls_kept: Count = 20_000
    call_characters: Count = 4_000
    # Throttles; 0 means nobody may call
    integration_requests_per_day: Count = 5_000
    requests_per_day: Count = 100_000
    job_records_per_minute: Count = 2_000
    job_records_per_day: Count = 60_000
    acl_records_per_minute: Count = 10_000
    sync_records_per_minute: Count = 10_000
    retrieval_requests_per_day: Count = 100_000
    inmail_calls_per_viewer_minute: Count = 12


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What does not change while the sandbox runs."""

    data: str = ":memory:"  # a file name, or :memory:
    members: Path | None = None  # CSV with people instead of the ones that are shipped
    www_base: str = "http://linkedin-sandbox.localhost:8010"  # what browsers call www.linkedin.com
    environment: str = "8010"  # part of cookie names, so that two sandboxes on one host keep apart
    control_from_anywhere: bool = False  # else /_sandbox/ answers loopback only
    parent_client_id: str = "demo-parent"
    parent_client_secret: str = "demo-parent-secret"  # noqa: S105 -- documented credentials of a sandbox
    switches: Switches = Switches()


def switched(current: Switches, changes: dict[str, object]) -> Switches:
    """`current` with some switches changed; msgspec.ValidationError names the one that is wrong."""
    return msgspec.convert({**msgspec.to_builtins(current), **changes}, Switches)
