"""What every test may ask for: the personas, and a clock that stands still."""

import asyncio
import gc
import importlib
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from skaffa.accounts.models import SecurityRole, User
from skaffa.candidates.models import SourceChoice
from skaffa.core import clock as product_clock
from skaffa.core import events
from skaffa.core.compiled import Question
from skaffa.jobs.models import Job, TeamRole
from skaffa.processes.models import ProcessTemplate
from tests import migrated, personas
from tests.personas import Watch

settings.register_profile("house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # a busy machine is no fault of the code


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives browsers and real processes comes first, by folder, for which one browser is started.

    A long test that begins last leaves every processor but its own idle: who survives what, the longest of all, begins.
    """
    items.sort(key=lambda item: item.path.parent if _is_long(item) else Path(), reverse=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end: nobody looks through it for garbage, neither meanwhile nor again and again."""
    gc.disable()
    collected = yield
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)
    gc.enable()
    return collected


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: who drives a browser or other processes waits for them half of the time."""
    return (os.cpu_count() or 1) + 1


def _is_long(item: pytest.Item) -> bool:
    return bool({"browser", "processes"} & {mark.name for mark in item.iter_markers()})


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Where the server is ours, the worker's database begins as a copy of a migrated one, and is emptied quickly."""
    with pytest.MonkeyPatch.context() as patch:
        if migrated.NAMED in os.environ:
            connection.settings_dict["TEST"]["TEMPLATE"] = os.environ[migrated.NAMED]
            patch.setattr(DatabaseOperations, "sql_flush", _deletions)
        yield


def _deletions(_operations: object, _style: object, tables: Iterable[str], **_unused: bool) -> list[str]:
    """TRUNCATE makes the files of every table and index anew: a second, for a few rows that go all together."""
    return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in tables)]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Whatever language a request before this test has left on."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_is_what_would_be_written() -> Iterator[None]:
    """What a compiled query says is written anew besides: nothing but its arguments may tell.

    Each is checked the first ten times that a worker asks it, and every tenth time from then on.
    """
    rows, asked = Question.rows, Counter[int]()

    def checked(question: Question, given: Sequence[Any]) -> list[Any]:
        asked[id(question)] += 1
        if asked[id(question)] < 10 or asked[id(question)] % 10 == 0:
            fresh = question.anew(given)
            assert fresh.query.get_compiler(fresh.db).as_sql() == question.filled(given)
        return rows(question, given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Question, "rows", checked)
        yield


@pytest.fixture
def clock() -> Iterator[Watch]:
    """The product's clock: it stands at START until the test turns it with clock.tick(minutes=5)."""
    watch = Watch()
    with product_clock.use(watch):
        yield watch


@pytest.fixture
def at(clock: Watch) -> datetime:
    """The moment at which the test begins."""
    return clock.at


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lets fixtures of a module make rows that its tests share: each test begins in a savepoint, and all of it goes at the end."""
    with django_db_blocker.unblock(), product_clock.use(Watch()), translation.override("en"), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ada(db: None) -> User:
    """Administers, and nothing else."""
    return personas.user("Ada", SecurityRole.ADMINISTRATOR)


@pytest.fixture
def rhea(db: None) -> User:
    """Recruits."""
    return personas.user("Rhea", SecurityRole.RECRUITER)


@pytest.fixture
def hal(db: None) -> User:
    """Hires."""
    return personas.user("Hal", SecurityRole.HIRING_MANAGER)


@pytest.fixture
def ivan(db: None) -> User:
    """Interviews where a hiring team asks him to; holds no security role."""
    return personas.user("Ivan")


@pytest.fixture
def reed(db: None) -> User:
    """Only reads."""
    return personas.user("Reed", SecurityRole.READ_ONLY)


@pytest.fixture
def stan(db: None) -> User:
    """A stranger: he has an account and nothing else."""
    return personas.user("Stan")


@pytest.fixture
def job(rhea: User, hal: User, ivan: User) -> Job:
    """An active job: rhea recruits, hal hires, ivan interviews."""
    return personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER), (ivan, TeamRole.INTERVIEWER)])


@pytest.fixture
def heard() -> Iterator[Callable[..., list[object]]]:
    """heard(JobCreated, ...) returns a list that fills with these events as they are published."""
    undo = []

    def listen(*kinds: type[object]) -> list[object]:
        told: list[object] = []
        for kind in kinds:
            events.subscribe(kind, told.append)
            undo.append((kind, told.append))
        return told

    yield listen
    for kind, handler in undo:
        events.unsubscribe(kind, handler)


_emptied = pytest.StashKey[bool]()


@pytest.fixture(autouse=True)
def _data_of_migrations(request: pytest.FixtureRequest, _django_db_marker: None) -> None:
    """A test that commits begins with empty tables: give it back the rows that migrations made."""
    if _commits(request.node):
        request.getfixturevalue("_django_db_helper")
        _give_back()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """It leaves empty tables behind, too."""
    yield
    if _commits(item):
        item.config.stash[_emptied] = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whoever does not commit and comes after it finds them as well, before a transaction of their own begins."""
    if item.config.stash.get(_emptied, False) and not _commits(item) and not _is_browsing():
        item.config.stash[_emptied] = False
        with item.config.stash[blocking_manager_key].unblock():
            _give_back()


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    marked = bool(marker and marker.kwargs.get("transaction"))
    return marked or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def _is_browsing() -> bool:
    """Playwright keeps an event loop in this thread; those who browse without committing have no use for the database."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _give_back() -> None:
    """The queue is no table of Django's: nobody else empties it."""
    if not ProcessTemplate.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        importlib.import_module("skaffa.processes.migrations.0002_default_template").create(apps, None)
        SourceChoice.objects.bulk_create(_sources())


def _sources() -> Iterator[SourceChoice]:
    """As the migrations leave them, which know tables of their time alone."""
    begun = importlib.import_module("skaffa.candidates.migrations.0004_sources")
    place = count()
    yield from (SourceChoice(code=code, position=next(place)) for code in begun.CATEGORIES)
    for above, names in begun.DETAILS.items():
        for name in names:
            code = name.lower().replace(" ", "_")
            yield SourceChoice(code=code, name_en=name, name_sv=name, category_id=above, position=next(place))
