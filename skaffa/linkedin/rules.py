"""Pure rules about the connection: its state as people see it, what may be believed, who may export."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import SecurityRole

EXPORT = "ONE_CLICK_EXPORT"
INDICATOR = "IN_ATS_INDICATOR"
PLUGIN = "PROFILE_PLUGIN"
RECRUITER_DATA = "CSA_API"
ORGANIZATION_TYPES = (EXPORT, INDICATOR, PLUGIN)
RECRUITING_ROLES = frozenset({SecurityRole.RECRUITER, SecurityRole.HIRING_MANAGER})
"""Who works with Recruiter."""

BUNDLES = ("RECRUITER_SYSTEM_CONNECT_COMPANY", "RECRUITER_SYSTEM_CONNECT_CONTRACT")
"""What the configuration plugin is asked to offer: organization-wide features, and recruiter data per contract."""

MOST_CLAIMS = 100
_ORGANIZATION = re.compile(r"urn:li:organization:[0-9]{1,18}", re.ASCII)
_CONTRACT = re.compile(r"urn:li:contract:[0-9]{1,18}", re.ASCII)
_NAME_LIMIT = 100


class SetupState(TextChoices):
    """Where the administrator stands (L15)."""

    NOT_CONNECTED = "not_connected", _("Not connected")
    CONNECTED = "connected", _("Connected")
    REQUESTED = "requested", _("Requested")
    PARTNER_READY = "partner_ready", _("Partner ready")
    ENABLED = "enabled", _("Enabled")
    DISABLED = "disabled", _("Disabled")
    MOVED = "moved", _("Address changed")
    ERROR = "error", _("Error")


class AccessLevel(TextChoices):
    """What LinkedIn's administrator turned on (L16)."""

    COMPANY = "company", _("Company level")
    CONTRACT = "contract", _("Contract level")
    BOTH = "both", _("Company and contract level")


@dataclass(frozen=True, slots=True)
class Known:
    """An integration as stored."""

    type: str
    context: str
    status: str
    name: str = ""
    contract: str = ""

    @property
    def is_enabled(self) -> bool:
        return self.status == "ENABLED"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the state follows from."""

    is_live: bool
    error: str = ""
    callback_url: str = ""
    expected_callback_url: str = ""
    integrations: tuple[Known, ...] = ()

    def of(self, *types: str) -> tuple[Known, ...]:
        return tuple(known for known in self.integrations if known.type in types)


def state(facts: Facts) -> SetupState:
    """The state that people see; what is enabled stays so while a single conversation fails."""
    if not facts.is_live:
        return SetupState.NOT_CONNECTED
    if has_moved(facts):
        return SetupState.MOVED
    if is_enabled(facts):
        return SetupState.ENABLED
    return SetupState.ERROR if facts.error else _before_enabled(facts)


def _before_enabled(facts: Facts) -> SetupState:
    exports = facts.of(EXPORT)
    if not exports:
        return SetupState.CONNECTED
    if any(known.status == "DISABLED" for known in exports):
        return SetupState.DISABLED
    return SetupState.PARTNER_READY if is_ready(facts) else SetupState.REQUESTED


def has_moved(facts: Facts) -> bool:
    """Whether LinkedIn was told another address than this environment has: it moved, or it is a copy of the one there.

    Only a person knows which. Until they say so nothing is sent, for a copy would speak in the other one's name.
    """
    return bool(facts.callback_url) and facts.callback_url != facts.expected_callback_url


def is_enabled(facts: Facts) -> bool:
    """Only this switches the features on (L15)."""
    return any(known.is_enabled for known in facts.of(EXPORT))


def is_ready(facts: Facts) -> bool:
    """Whether LinkedIn's administrator may enable us: every integration has its name, exports know where to go."""
    named = all(known.name for known in facts.integrations)
    return named and bool(facts.callback_url) and facts.callback_url == facts.expected_callback_url


def access_level(facts: Facts) -> AccessLevel | None:
    """Which switches are on. [INF] A company-wide integration that carries a contract works for that contract only."""
    exports = [known for known in facts.of(EXPORT) if known.is_enabled]
    if not exports:
        return None
    contracts = any(known.is_enabled for known in facts.of(RECRUITER_DATA))
    if all(known.contract for known in exports):
        return AccessLevel.CONTRACT
    return AccessLevel.BOTH if contracts else AccessLevel.COMPANY


@dataclass(frozen=True, slots=True)
class Contract:
    """What works for the seats of one contract."""

    number: str
    exports: bool  # and the In-ATS indicator and the profile in the ATS, which belong to the whole company
    recruiter_data: bool


def contracts(facts: Facts) -> tuple[Contract, ...]:
    """Every contract that was asked for. Its own switch gives it everything; the company's everything but its data."""
    exports = [known for known in facts.of(EXPORT) if known.is_enabled]
    everywhere = any(not known.contract for known in exports)
    on = {known.context for known in facts.of(RECRUITER_DATA) if known.is_enabled}
    exporting = on | {known.contract for known in exports}
    asked = dict.fromkeys(known.context for known in facts.of(RECRUITER_DATA))
    return tuple(
        Contract(
            number=urn.rsplit(":", 1)[-1],
            exports=bool(exports) and (everywhere or urn in exporting),
            recruiter_data=urn in on,
        )
        for urn in asked
    )


def same_place(address: str, other: str) -> bool:
    """Whether both addresses are of one host and port, whatever stands behind them."""
    ours, theirs = urlsplit(address), urlsplit(other)
    return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)


def claims(told: object) -> tuple[tuple[str, str], ...]:
    """The (type, context) pairs in what the plugin told our page: browser input, to be asked about at LinkedIn.

    [INF] LinkedIn's pages do not show the argument; expected is a list of objects with `integrationType` and
    `integrationContext`. Everything else in it is ignored.
    """
    rows = told if isinstance(told, list) else []
    found: dict[tuple[str, str], None] = {}
    for row in rows[:MOST_CLAIMS]:
        if isinstance(row, dict):
            kind, context = row.get("integrationType"), row.get("integrationContext")
            if isinstance(kind, str) and isinstance(context, str) and is_plausible(kind, context):
                found[kind, context] = None
    return tuple(found)


def is_plausible(kind: str, context: str) -> bool:
    """Whether this type of integration can belong to such a URN."""
    pattern = _CONTRACT if kind == RECRUITER_DATA else _ORGANIZATION
    return kind in {*ORGANIZATION_TYPES, RECRUITER_DATA} and pattern.fullmatch(context) is not None


def integration_name(environment: str, kind: str) -> str:
    """What LinkedIn's administrator and recruiters choose by; several environments of a company must differ."""
    labels = {
        EXPORT: "One-Click Export",
        INDICATOR: "In-ATS indicator",
        PLUGIN: "Profile plugin",
        RECRUITER_DATA: "Recruiter data",
    }
    room = _NAME_LIMIT - len(labels[kind]) - 1
    return f"{environment[:room].strip()} {labels[kind]}"


class CallbackFault(Enum):
    """Why LinkedIn would not push to an address (wire §5.1)."""

    NO_HTTPS = "no_https"
    WRONG_PORT = "wrong_port"
    NOT_PUBLIC = "not_public"
    HAS_CREDENTIALS = "has_credentials"


def callback_fault(url: str, *, plain_allowed: bool) -> CallbackFault | None:
    """What is wrong with a callback address; a sandbox may allow plain HTTP on any port of this machine."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        return CallbackFault.HAS_CREDENTIALS
    if plain_allowed:
        return None
    if parts.scheme != "https":
        return CallbackFault.NO_HTTPS
    if parts.port not in {None, 80, 443}:
        return CallbackFault.WRONG_PORT
    return None if _is_public(parts.hostname or "") else CallbackFault.NOT_PUBLIC


def _is_public(host: str) -> bool:
    return "." in host and not host.endswith((".localhost", ".local", ".internal")) and host != "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Exporter:
    """What is known of the person who pressed Export, in relation to the chosen job."""

    is_active: bool
    roles: frozenset[str]
    team_roles: frozenset[str]


def may_export(
    exporter: Exporter | None, *, team_only: bool, confidential: bool, hiring_managers_handle_prospects: bool
) -> bool:
    """Whether this person's export becomes a prospect (S37, S47; "Settled on review" c).

    None: told, but nobody of ours. Then only a confidential job refuses, for elsewhere visibility is the control.
    """
    if exporter is None:
        return not confidential
    if not exporter.is_active:
        return False
    counted = exporter.team_roles if team_only or confidential else exporter.team_roles | exporter.roles
    return SecurityRole.RECRUITER in counted or (
        SecurityRole.HIRING_MANAGER in counted and hiring_managers_handle_prospects
    )


def enabled_changed(before: bool, after: bool) -> str:  # noqa: FBT001 - a pair of facts
    """What happened between two looks at LinkedIn: "enabled", "disabled", or nothing."""
    if before == after:
        return ""
    return "enabled" if after else "disabled"


def domains(origins: Iterable[str]) -> list[str]:
    """Origins as `validJsSdkDomains` wants them: with scheme and unusual port, without slash, each once."""
    return list(dict.fromkeys(origin.rstrip("/") for origin in origins if origin))
