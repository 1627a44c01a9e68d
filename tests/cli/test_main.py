"""The `skaffa` command explains itself, refuses wrong settings by name, and examines an installation."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection

from skaffa.cli import checks, environment, main, migrate
from skaffa.config.env import Environment


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main.main([command, "--help"])

    assert ended.value.code == 0
    assert f"usage: skaffa {command}" in capsys.readouterr().out


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main.main(["--help"])

    shown = capsys.readouterr().out
    assert [command for command in main.COMMANDS if f"\n  {command} " not in shown] == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SKAFFA_KIND", "testing", "SKAFFA_KIND: Input should be 'production' or 'sandbox'"),
        ("SKAFFA_BASE_URL", "skaffa.example", "SKAFFA_BASE_URL: must be an origin"),
        ("SKAFFA_ENCRYPTION_KEYS", "short", "SKAFFA_ENCRYPTION_KEYS: Fernet key must be"),
        ("SKAFFA_DEBUG", "perhaps", "SKAFFA_DEBUG: Input should be a valid boolean"),
        ("SKAFFA_EMAIL_URL", "mail.example", "SKAFFA_EMAIL_URL must look like"),
        ("SKAFFA_LINKEDIN_API_URL", "http://127.0.0.1:8010", "SKAFFA_KIND=production refuses the host 127.0.0.1"),
        (
            "SKAFFA_BASEURL",
            "https://x.example",
            "SKAFFA_BASEURL: there is no such setting; did you mean SKAFFA_BASE_URL?",
        ),
        ("DATABASE_URL", "mysql://localhost/skaffa", "DATABASE_URL must start with postgresql://"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv(name, value)

    code = main.main(["doctor"])

    assert code == 2
    assert sentence in capsys.readouterr().err


def test_a_file_of_settings_fills_in_what_the_environment_leaves_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "skaffa.env"
    file.write_text("SKAFFA_ENVIRONMENT_NAME='Birch & $Rowan'\nSKAFFA_BASE_URL=https://from-file.example\n")
    monkeypatch.setenv("SKAFFA_BASE_URL", "https://from-environment.example")
    monkeypatch.setenv("SKAFFA_ENVIRONMENT_NAME", "to be restored")
    monkeypatch.delenv("SKAFFA_ENVIRONMENT_NAME")

    environment.read(file)

    found = environment.checked()
    assert (found.environment_name, found.base_url) == ("Birch & $Rowan", "https://from-environment.example")


def test_a_missing_file_of_settings_is_named(capsys: pytest.CaptureFixture[str]):
    assert main.main(["--env", "nowhere.env", "doctor"]) == 2
    assert "nowhere.env: there is no such file" in capsys.readouterr().err


@pytest.mark.django_db
def test_an_up_to_date_database_needs_no_migration(capsys: pytest.CaptureFixture[str]):
    assert main.main(["migrate", "--plan"]) == 0
    assert main.main(["migrate"]) == 0
    assert migrate.pending() == []
    assert capsys.readouterr().out.splitlines() == [
        "Nothing to do: the database is up to date.",
        "The database is up to date.",
    ]


def _finding(name: str, **settings: object) -> checks.Finding:
    return next(found for found in checks.examine(Environment.model_validate(settings)) if found.name == name)


@pytest.mark.django_db
def test_the_doctor_names_what_is_missing_and_what_to_do(capsys: pytest.CaptureFixture[str]):
    assert main.main(["doctor"]) == 1

    shown = capsys.readouterr().out
    assert "FAULT  worker         0 alive\n" in shown
    assert "-> Start one and keep it running: skaffa worker" in shown
    assert "ok     migrations     all have run" in shown


@pytest.mark.django_db
def test_the_doctor_sees_a_living_worker_and_not_a_dead_one():
    worker = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)"
    with connection.cursor() as cursor:
        cursor.execute(worker, [dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)])
        assert not _finding("worker").ok
        cursor.execute(worker, [dt.datetime.now(dt.UTC)])

    assert _finding("worker").detail == "1 alive"


@pytest.mark.django_db
def test_a_production_environment_without_secrets_of_its_own_is_a_fault():
    faulty = _finding("settings", base_url="http://skaffa.example")
    sound = _finding(
        "settings",
        base_url="https://skaffa.example",
        secret_key="s" * 50,
        encryption_keys="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        email_url="smtp://mail.example:587",
    )

    assert faulty.detail == (
        "SKAFFA_SECRET_KEY is empty; SKAFFA_ENCRYPTION_KEYS is empty; "
        "SKAFFA_EMAIL_URL is empty, so no mail leaves; SKAFFA_BASE_URL is not https"
    )
    assert sound.ok
