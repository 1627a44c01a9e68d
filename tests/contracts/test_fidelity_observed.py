"""The fidelity table claims no more than the sandbox is seen to do, and hides nothing that it does."""

import pytest

from tests.contracts import fidelity, observed
from tests.contracts.files import OPERATIONS, read
from tests.sandbox.generated import Wire

SAYS = {"imitated", "simplified", "seed-only"}
OURS = {"push/challenge"}
"""What the ATS answers: tests/sandbox/test_exports.py and test_job_status.py show that the sandbox understands it."""
ASKED = [
    operation
    for operation in OPERATIONS
    if fidelity.fields(operation, "request")
    and read(operation, "call.json").get("body") == "json"
    and not operation.startswith("push/")
]


def claims(side):
    """Every field LinkedIn sends, by what the table says of it."""
    table = fidelity.table()
    for operation in OPERATIONS:
        level, own = table["operations"][operation][0], table["fields"].get(operation, {})
        if operation.startswith("push/") == (side == "request") and operation not in OURS:
            yield from ((operation, path, own.get(path, level)) for path in fidelity.fields(operation, side))


@pytest.fixture(scope="module")
def seen():
    return observed.everything()


@pytest.mark.parametrize("side", fidelity.SIDES)
def test_what_the_table_claims_is_sent_and_what_it_denies_is_not(seen, side):
    found = list(claims(side))

    assert found
    assert [
        f"{operation}: {path} is {level}"
        for operation, path, level in found
        if (path in seen.sent.get((operation, side), set())) != (level in SAYS)
    ] == []


def test_nothing_comes_that_the_contract_does_not_name(seen):
    assert seen.sent
    assert seen.strange == set()


@pytest.fixture(scope="module")
def wire():
    return Wire(seed=2)


@pytest.mark.parametrize("operation", ASKED)
def test_every_field_of_a_request_is_known(wire, operation):
    fields = fidelity.fields(operation, "request")

    said = {path: observed.misunderstood(wire, operation, path) for path in fields}

    assert {path: text for path, text in said.items() if "unrecognized" in text} == {}
    assert {path: text for path, text in said.items() if path.rpartition(".")[2].strip("$") not in text} == {}
