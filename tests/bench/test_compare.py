"""The comparison that judges the chaos sees every kind of difference, and every kind of leak."""

import copy
from typing import Any

import pytest

from bench import compare
from bench.compare import GRACE, MAY_BE_MISSING, ONLY_ME, UNDECIDED, UNSAID, Sent, Witness

HAS: dict[str, Any] = {
    "candidate": {"7": {"firstName": "Kim", "emailAddresses": ["a@people.example"]}},
    "stage": {"9/1": {"stage": "Screen"}, "9/2": {"stage": "Offer"}},
    "job": {"JOB-1": {"state": "LISTED", "title": "Baker"}},
}
PROSPECT, PASSED_AT = 3, 1_000
ON, OFF = 10_000, 100_000
"""When *Identity before application* was chosen, and when no longer."""
IDENTITY = '{"entities":{"atsCandidateId=3&dataProvider=ATS":{"firstName":"Kim","lastName":"kx3x Demo","emailAddresses":[]%s}}}'


def _has() -> dict[str, Any]:
    copied: dict[str, Any] = copy.deepcopy(HAS)
    return copied


def _call(body: str = "", *, at: int = PASSED_AT, path: str = "/v2/atsCandidates", query: str = "") -> Sent:
    return Sent(at, "PUT", path, query, body)


def _witness() -> Witness:
    """Candidate 7 passed Prospect with application 9, and is considered for another job by application 10; 3 never did."""
    named = {"kx7x": {7}, "a@people.example": {7}, "kx3x": {PROSPECT}, "b@people.example": {PROSPECT}}
    return Witness(passed={9: PASSED_AT}, candidate_passed={7: PASSED_AT}, named=named)


def test_equal_states_do_not_differ():
    assert compare.differences(HAS, _has()) == []


def test_what_linkedin_lacks_and_what_it_has_too_much_is_told():
    actual = _has()
    del actual["stage"]["9/2"]
    actual["stage"]["9/3"] = {"stage": "Offer"}

    assert compare.differences(HAS, actual) == [
        "stage 9/2: missing at LinkedIn",
        "stage 9/3: LinkedIn has it, and should not",
    ]


def test_a_whole_kind_of_records_that_one_side_lacks_is_told():
    actual = _has()
    del actual["job"]

    assert compare.differences(HAS, actual) == ["job JOB-1: missing at LinkedIn"]
    assert compare.differences(actual, HAS) == ["job JOB-1: LinkedIn has it, and should not"]


def test_each_field_that_differs_is_told():
    actual = _has()
    actual["candidate"]["7"]["emailAddresses"] = ["a@people.example", "old@people.example"]
    actual["job"]["JOB-1"] |= {"title": "Chef", "description": "more"}

    assert compare.differences(HAS, actual) == [
        "candidate 7: emailAddresses is ['a@people.example', 'old@people.example'], should be ['a@people.example']",
        "job JOB-1: description is 'more', should be None",
        "job JOB-1: title is 'Chef', should be 'Baker'",
    ]


def test_a_field_about_which_nothing_is_expected_may_say_anything():
    expected = _has()
    expected["job"]["JOB-1"]["title"] = UNSAID

    assert compare.differences(expected, HAS) == []


def test_nothing_leaks_of_who_has_passed_prospect():
    body = (
        '{"entities":{"atsCandidateId=7&dataProvider=ATS":{"lastName":"Kx7x","emailAddresses":["a@people.example"]}}}'
    )
    applications = _call('{"atsCandidateId":"7"}', path="/v2/atsApplications", query="ids[0].atsJobApplicationId=9")

    assert compare.leaks([_call(body), applications], _witness()) == []


def test_the_id_of_a_prospect_is_a_leak_however_it_is_written():
    for said in (
        _call('{"atsCandidateId":"3"}'),
        _call(query="ids%5B0%5D.atsCandidateId=3"),
        _call(path="/v2/atsCandidates/atsCandidateId%3D3%26dataProvider%3DATS/notes"),
        _call(query="ids=List((externalCandidateId:3,integrationContext:urn))"),
        _call('{"externalProfileUrl":"http://skaffa.example/candidates/3/"}'),
    ):
        assert [leak.rpartition(": ")[2] for leak in compare.leaks([said], _witness())] == [
            "candidate 3 was only a prospect"
        ]


def test_an_application_that_is_still_a_prospect_is_a_leak_though_the_person_is_an_applicant_elsewhere():
    said = _call(path="/v2/atsApplications", query="ids[0].atsJobApplicationId=10")

    assert compare.leaks([said], _witness())[0].endswith("application 10 had not passed Prospect")


def test_it_matters_when_the_call_was_made():
    assert compare.leaks([_call('{"atsCandidateId":"7"}', at=PASSED_AT - 1)], _witness())


def test_a_name_or_an_address_of_a_prospect_is_a_leak():
    assert compare.leaks([_call("KX3X Demo")], _witness())
    assert compare.leaks([_call("B@people.example")], _witness())


def test_an_address_that_somebody_else_took_over_tells_nothing_of_whom_it_was_named_after():
    witness = _witness()
    witness.named["kx3x@people.example"] = {PROSPECT, 7}
    assert not compare.leaks([_call("kx3x@people.example")], witness)


def test_private_words_are_a_leak():
    assert compare.leaks([_call(f"{ONLY_ME} words")], _witness())
    assert compare.leaks([_call(f"{UNDECIDED} words")], _witness())


def _excepted() -> Witness:
    """Somebody who never passed Prospect is linked to a member, while the exception was on for a time."""
    witness = _witness()
    witness.exception, witness.prospects = [(ON, True), (OFF, False)], {PROSPECT}
    return witness


def _identity(at: int, more: str = "", **call: str) -> list[str]:
    return compare.leaks([_call(IDENTITY % more, at=at, **call)], _excepted())


def test_the_identity_of_a_prospect_may_leave_while_that_is_chosen():
    assert not _identity(ON)
    assert not _identity(OFF - 1, path="/rest/candidates")
    assert not _identity(OFF + GRACE - 1)


@pytest.mark.parametrize("at", [ON - 1, OFF + GRACE])
def test_before_and_afterwards_it_is_a_leak(at: int):
    assert {leak.rpartition(": ")[2] for leak in _identity(at)} >= {"candidate 3 was only a prospect"}


def test_the_time_of_grace_is_that_of_the_clock_as_it_ran():
    witness = _excepted()
    witness.jumps = [(OFF + 130_500, 130_000)]

    assert not compare.leaks([_call(IDENTITY % "", at=OFF + 131_000)], witness)
    assert compare.leaks([_call(IDENTITY % "", at=OFF + 130_000 + GRACE)], witness)


def test_the_identity_of_who_is_considered_for_nothing_or_is_no_member_is_a_leak():
    witness = _excepted()
    witness.prospects = set()

    assert compare.leaks([_call(IDENTITY % "", at=ON)], witness)


@pytest.mark.parametrize(
    "more",
    [
        ',"currentCompanyName":"Harbour Works"',
        ',"phoneNumbers":[{"number":"+46 70 3"}]',
        ',"linkedInProfileUrl":"https://www.linkedin.com/in/kx3x"',
        ',"emailAddresses":["b@people.example"]',
    ],
)
def test_more_than_the_identity_is_a_leak(more: str):
    assert _identity(ON, more)


def test_a_long_query_that_goes_in_the_same_body_hides_nothing():
    more = IDENTITY % ',"currentCompanyName":"Harbour Works"'
    long = f"--b\n\nids[0].atsCandidateId=3\n--b\n\n{more}\n--b--"

    assert [leak.rpartition(": ")[2] for leak in compare.leaks([_call(long, at=ON)], _excepted())] == [
        "currentCompanyName of candidate 3, only a prospect"
    ]
    assert not compare.leaks([_call(long.replace("currentCompanyName", "atsCreatedAt"), at=ON)], _excepted())
    assert compare.leaks([_call('--b\n\nids[0].atsCandidateId=3\n--b\n\n{"entities":{}}', at=ON)], _excepted())


def test_notes_and_applications_of_a_prospect_are_a_leak_also_while_the_identity_may_leave():
    assert compare.leaks([_call(path="/v2/atsCandidates/atsCandidateId=3/notes", at=ON)], _excepted())
    assert compare.leaks([_call('{"atsCandidateId":"3"}', path="/v2/atsApplications", at=ON)], _excepted())


def test_whoever_had_left_may_be_taken_back_later():
    back = Sent(OFF + 10 * GRACE, "DELETE", "/v2/atsCandidates", "ids[0].atsCandidateId=3", "")
    early = Sent(ON - 1, "DELETE", "/v2/atsCandidates", "ids[0].atsCandidateId=3", "")

    assert not compare.leaks([back], _excepted())
    assert compare.leaks([early], _excepted())


OPEN = _call(
    '{"entities":{"JOB_POSTING_VIEWERS":{"value":"ALL_PRODUCT_USERS"}}}', path="/v2/atsIntegrations/7/configurations"
)
CLOSED = Sent(0, "DELETE", "/v2/atsIntegrations/7/configurations", "ids=JOB_POSTING_VIEWERS", "")
JOB = '{"elements":[{"externalJobPostingId":"JOB-1","jobPostingOperationType":"%s","state":"%s"}]}'
APPLICATION = '{"entities":{"atsJobApplicationId=9":{"atsJobPostingId":"JOB-1"}}}'


def _secret(said: str, *, at: int = GRACE) -> Sent:
    return Sent(at, "POST", "/v2/simpleJobPostings", "", said)


@pytest.mark.parametrize("said", [JOB % ("CREATE", "LISTED"), APPLICATION])
def test_what_is_confidential_may_not_be_told_while_everyone_sees_it(said: str):
    witness = Witness(confidential={"JOB-1": [(0, True)]})

    assert len(compare.overseen([OPEN, _secret(said)], witness)) == 1
    assert not compare.overseen([OPEN, CLOSED, _secret(said)], witness)
    assert not compare.overseen([_secret(said)], witness)
    assert not compare.overseen([OPEN, _secret(said, at=GRACE - 1)], witness)
    assert not compare.overseen([OPEN, _secret(said)], Witness(confidential={"JOB-1": [(0, True), (1, False)]}))


def test_a_confidential_job_may_be_closed_while_everyone_sees_everything():
    closes = _secret(JOB % ("CLOSE", "CLOSED"))

    assert not compare.overseen([OPEN, closes], Witness(confidential={"JOB-1": [(0, True)]}))


def test_what_linkedin_need_not_have_is_judged_where_it_has_it():
    expected: dict[str, Any] = {"job": {"JOB-2": {"state": "CLOSED", MAY_BE_MISSING: UNSAID}}}

    assert compare.differences(expected, {"job": {}}) == []
    assert compare.differences(expected, {"job": {"JOB-2": {"state": "CLOSED"}}}) == []
    assert compare.differences(expected, {"job": {"JOB-2": {"state": "LISTED"}}}) == [
        "job JOB-2: state is 'LISTED', should be 'CLOSED'"
    ]
