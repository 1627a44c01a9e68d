"""The fidelity table names every operation and field of the contract, and none that does not exist."""

import re

from tests.contracts import fidelity
from tests.contracts.files import OPERATIONS


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


def test_what_only_an_assumption_names_is_not_called_imitated():
    rows = re.findall(r"^\| (?:request|response) \| `(.*)` \| imitated \| \[INF\] \|$", fidelity.page(), re.MULTILINE)

    assert rows == []


def test_every_row_has_a_source():
    rows = re.findall(r"^\| (?:request|response) \|.*$", fidelity.page(), re.MULTILINE)

    assert rows
    assert [row for row in rows if not re.search(r"\[[A-Z]", row)] == []
