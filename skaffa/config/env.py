"""Every environment variable the product reads: typed, explained, refused by name when wrong."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PRODUCTION_LINKEDIN = ("https://api.linkedin.com", "https://www.linkedin.com", "https://platform.linkedin.com")


class Environment(BaseSettings):
    """The settings of one environment; `DATABASE_URL` has no prefix, everything else starts with SKAFFA_."""

    model_config = SettingsConfigDict(env_prefix="SKAFFA_", extra="ignore", frozen=True)

    database_url: str = Field(
        validation_alias="DATABASE_URL",
        default="",
        description="PostgreSQL 15 or newer, postgresql://user:password@host:port/name; empty: the embedded server",
    )
    data: Path = Field(Path("var"), description="Folder for the embedded database, logs and other local files")
    environment_id: str = Field(
        "local",
        pattern=r"^[a-z0-9-]{1,40}$",
        description="Name of this environment: cookies and LinkedIn's uniqueForeignId",
    )
    environment_name: str = Field(
        "Skaffa", min_length=1, max_length=40, description="The employer's name as users see it"
    )
    kind: Literal["production", "sandbox"] = Field(
        "production", description="A sandbox environment refuses LinkedIn's production hosts, and the reverse"
    )
    base_url: str = Field("http://skaffa.localhost:8000", description="Where browsers reach this environment")
    server_url: str = Field("", description="Where LinkedIn's servers reach it for pushes; empty: the base URL")
    secret_key: str = Field("", description="Signs sessions and links; at least 40 characters, kept secret")
    encryption_keys: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="Fernet keys separated by commas: the first encrypts, all of them decrypt"
    )
    debug: bool = Field(default=False, description="Show tracebacks in the browser; never on a public host")
    https: bool = Field(default=True, description="Cookies and redirects demand HTTPS; off only for a local demo")
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=10,
        description="Reverse proxies in front that add to X-Forwarded-For; without them every browser counts as one "
        "address where sign-in is limited",
    )
    email_url: str = Field(
        "",
        description="smtps://user:password@host:port (TLS: from the start on port 465, else by STARTTLS), smtp:// without TLS; "
        "empty: e-mails are printed to the log",
    )
    email_from: str = Field("Skaffa <no-reply@localhost>", description="Sender of every e-mail")

    linkedin_api_url: str = Field(PRODUCTION_LINKEDIN[0], description="LinkedIn's API host")
    linkedin_www_url: str = Field(
        PRODUCTION_LINKEDIN[1], description="LinkedIn's host for browsers: consent, Recruiter"
    )
    linkedin_oauth_url: str = Field("", description="LinkedIn's host for token requests of servers; empty: the www URL")
    linkedin_platform_url: str = Field(PRODUCTION_LINKEDIN[2], description="LinkedIn's host of in.js and plugins")
    linkedin_parent_client_id: str = Field(
        "", description="Partner mode: client id of the parent developer application"
    )
    linkedin_parent_client_secret: str = Field("", description="Partner mode: its client secret")
    linkedin_wait: int = Field(
        1,
        ge=0,
        le=300,
        description="Seconds that a change waits before LinkedIn is told, so that quick corrections go with it",
    )
    webhooks_private: bool = Field(
        default=False,
        description="Webhooks may also go to http:// and to private addresses: for the demo, and for receivers in a "
        "network that administrators may reach anyway",
    )
    follow_sandbox_clock: bool = Field(default=False, description="Sandbox environments only: use the sandbox's clock")
    demo: bool = Field(default=False, description="Offer the tour and the demo accounts on the first page")

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [key.strip() for key in value.split(",") if key.strip()] if isinstance(value, str) else value

    @field_validator("encryption_keys")
    @classmethod
    def _are_fernet_keys(cls, keys: list[str]) -> list[str]:
        for key in keys:
            Fernet(key)  # raises ValueError with its own explanation
        return keys

    @field_validator(
        "base_url", "server_url", "linkedin_api_url", "linkedin_www_url", "linkedin_oauth_url", "linkedin_platform_url"
    )
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (
            parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query
        ):
            raise ValueError("must be an origin such as https://skaffa.example.org, without a path")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _keeps_worlds_apart(self) -> "Environment":
        ours = {urlsplit(url).hostname or "" for url in self.linkedin_urls}
        production = {host for host in ours if host == "linkedin.com" or host.endswith(".linkedin.com")}
        if self.kind == "sandbox" and production:
            raise ValueError(
                f"SKAFFA_KIND=sandbox refuses LinkedIn's own host {min(production)}: test data must not reach it"
            )
        if self.kind == "production" and ours != production:
            raise ValueError(
                f"SKAFFA_KIND=production refuses the host {min(ours - production)}: set SKAFFA_KIND=sandbox"
            )
        if self.follow_sandbox_clock and self.kind != "sandbox":
            raise ValueError("SKAFFA_FOLLOW_SANDBOX_CLOCK needs SKAFFA_KIND=sandbox")
        return self

    @property
    def linkedin_urls(self) -> tuple[str, ...]:
        """Every LinkedIn origin this environment may speak to."""
        urls = (self.linkedin_api_url, self.linkedin_www_url, self.linkedin_oauth_url, self.linkedin_platform_url)
        return tuple(url for url in urls if url)
