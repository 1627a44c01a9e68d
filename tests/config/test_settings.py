"""Settings are typed, explained, and refused by name."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from skaffa.config import database, reference
from skaffa.config.env import Environment

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/operations/settings.md"
SANDBOX = {
    "kind": "sandbox",
    "linkedin_api_url": "http://127.0.0.1:8010",
    "linkedin_www_url": "http://linkedin-sandbox.localhost:8010",
    "linkedin_platform_url": "http://linkedin-sandbox.localhost:8010",
}


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch):
    for name in Environment.model_fields:
        monkeypatch.delenv(f"SKAFFA_{name.upper()}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_the_reference_is_what_the_code_says():
    assert DOCUMENT.read_text(encoding="utf-8") == reference.markdown()


def test_every_setting_has_a_sentence():
    assert [name for name, field in Environment.model_fields.items() if not field.description] == []


def test_a_sandbox_environment_may_speak_to_a_sandbox():
    assert Environment.model_validate(SANDBOX).linkedin_urls == (
        "http://127.0.0.1:8010",
        "http://linkedin-sandbox.localhost:8010",
        "http://linkedin-sandbox.localhost:8010",
    )


@pytest.mark.parametrize(
    "name", ["linkedin_api_url", "linkedin_www_url", "linkedin_oauth_url", "linkedin_platform_url"]
)
@pytest.mark.parametrize("url", ["https://api.linkedin.com", "https://www.linkedin.com", "https://linkedin.com"])
def test_a_sandbox_environment_refuses_every_host_of_linkedin(name: str, url: str):
    with pytest.raises(ValidationError, match="test data must not reach it"):
        Environment.model_validate(SANDBOX | {name: url})


@pytest.mark.parametrize(
    "name", ["linkedin_api_url", "linkedin_www_url", "linkedin_oauth_url", "linkedin_platform_url"]
)
def test_production_refuses_every_other_host(name: str):
    with pytest.raises(ValidationError, match="set SKAFFA_KIND=sandbox"):
        Environment.model_validate({name: "https://linkedin.com.example.org"})


def test_only_a_sandbox_environment_follows_the_sandboxs_clock():
    with pytest.raises(ValidationError, match="SKAFFA_FOLLOW_SANDBOX_CLOCK needs SKAFFA_KIND=sandbox"):
        Environment.model_validate({"follow_sandbox_clock": True})


@pytest.mark.parametrize("url", ["ftp://x", "skaffa.example", "https://x/path", "https://x?y=1"])
def test_an_origin_is_an_origin(url: str):
    with pytest.raises(ValidationError, match="must be an origin"):
        Environment.model_validate({"base_url": url})


def test_an_encryption_key_must_be_a_fernet_key(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SKAFFA_ENCRYPTION_KEYS", "short")

    with pytest.raises(ValidationError, match="encryption_keys"):
        Environment()


def test_a_socket_folder_may_stand_in_the_query_of_the_database_url():
    found = database.settings("postgresql://app:p%40ss@/skaffa?host=/tmp/a%20b&port=5433")

    assert (found["HOST"], found["PORT"], found["USER"], found["PASSWORD"], found["NAME"]) == (
        "/tmp/a b",
        "5433",
        "app",
        "p@ss",
        "skaffa",
    )


def test_another_database_than_postgresql_is_refused():
    with pytest.raises(ValueError, match="DATABASE_URL must start with postgresql://"):
        database.settings("sqlite:///x")


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [("smtp://mail.example", "mail.example", 587, False), ("smtps://u:p@mail.example:465", "mail.example", 465, True)],
)
def test_an_smtp_url_names_a_mail_server(url: str, host: str, port: int, tls: bool):
    backend, (found_host, found_port, _, _, found_tls) = database.email(url)

    assert backend == "skaffa.mail.smtp.Backend"
    assert (found_host, found_port, found_tls) == (host, port, tls)


def test_another_mail_url_is_refused():
    with pytest.raises(ValueError, match="SKAFFA_EMAIL_URL"):
        database.email("http://mail.example")


def test_a_local_secret_is_made_once_and_kept_private(tmp_path: Path):
    first = database.local_secret(tmp_path, "secret_key")

    assert database.local_secret(tmp_path, "secret_key") == first
    assert (tmp_path / "secrets" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["secret_key"]
