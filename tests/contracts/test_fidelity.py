"""The fidelity table names every operation and field of the contract, and none that does not exist."""

import re
from pathlib import Path

import rsc_sandbox
from tests.contracts import fidelity
from tests.contracts.files import OPERATIONS

SANDBOX = Path(rsc_sandbox.__file__).parent


def test_the_page_is_what_the_contract_says():
    assert fidelity.PAGE.read_text(encoding="utf-8") == fidelity.page(), "python -m tests.contracts.fidelity"


def test_every_operation_has_a_level_and_no_other_is_named():
    assert set(fidelity.table()["operations"]) == set(OPERATIONS)


def test_only_fields_that_exist_have_a_level_of_their_own():
    known = {
        operation: {field for side in fidelity.SIDES for field in fidelity.fields(operation, side)}
        for operation in OPERATIONS
    }

    assert {
        (operation, field)
        for operation, own in fidelity.table()["fields"].items()
        for field in own
        if field not in known[operation]
    } == set()


def test_every_level_is_one_of_four_and_what_is_less_than_imitated_says_why():
    table = fidelity.table()
    levels = [level for level, _ in table["operations"].values()]
    levels += [level for own in table["fields"].values() for level in own.values()]
    levels += [level for _, level, _, _ in table["parts"]]

    assert set(levels) <= fidelity.LEVELS
    assert [name for name, (level, note) in table["operations"].items() if level != "imitated" and not note] == []


def test_a_field_that_the_sandbox_never_names_is_absent():
    named = {word for path in SANDBOX.rglob("*.py") for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    own = fidelity.table()["fields"]
    silent = {
        (operation, field)
        for operation in OPERATIONS
        for side in fidelity.SIDES
        for field in fidelity.fields(operation, side)
        for name in [field.rpartition(".")[2].strip("$")]
        if not named & {name, re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()}
    }

    assert silent
    assert {(operation, field) for operation, field in silent if own.get(operation, {}).get(field) != "absent"} == set()


def test_every_row_has_a_source():
    rows = re.findall(r"^\| (?:request|response) \|.*$", fidelity.page(), re.MULTILINE)

    assert rows
    assert [row for row in rows if not re.search(r"\[[A-Z]", row)] == []
