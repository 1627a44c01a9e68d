"""Where a demo lives, and how one stands beside another."""

from pathlib import Path

import pytest

from skaffa.cli import demo_place
from skaffa.cli.programs import CannotStart
from tests.stack import free_port

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def first(tmp_path: Path) -> Path:
    folder = tmp_path / "first"
    folder.mkdir()
    demo_place.choose(folder, free_port(), free_port())
    return folder


@pytest.fixture
def second(tmp_path: Path) -> Path:
    folder = tmp_path / "second"
    folder.mkdir()
    return folder


def test_a_demo_beside_another_is_another_environment_at_the_same_linkedin(first: Path, second: Path):
    one = demo_place.choose(first, None, None)
    other = demo_place.choose(second, None, None, beside=first)

    assert (one.has_sandbox, other.has_sandbox) == (True, False)
    ours, theirs = (place.variables(first) for place in (one, other))
    assert {name for name in ours if ours[name] == theirs[name]} >= {
        name for name in ours if name.startswith("SKAFFA_LINKEDIN_")
    }
    for name in ("ENVIRONMENT_ID", "ENVIRONMENT_NAME", "BASE_URL", "SERVER_URL"):
        assert ours[f"SKAFFA_{name}"] != theirs[f"SKAFFA_{name}"]


def test_it_stays_beside_when_it_is_started_again(first: Path, second: Path):
    before = demo_place.choose(second, None, None, beside=first)

    assert demo_place.choose(second, None, None) == before


def test_it_follows_a_sandbox_that_got_another_port(first: Path, second: Path):
    demo_place.choose(second, None, None, beside=first)
    moved = demo_place.choose(first, None, free_port())

    assert demo_place.choose(second, None, None, beside=first).sandbox_port == moved.sandbox_port


def test_where_no_demo_is_none_can_stand_beside(second: Path, tmp_path: Path):
    with pytest.raises(CannotStart, match="There is no demo in"):
        demo_place.choose(second, None, None, beside=tmp_path / "nowhere")
