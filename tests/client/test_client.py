"""What the calls do beyond the contract's examples: batches, silence, pages, refusals of our own."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsc_client import errors
from rsc_client.client import Client, Parent
from rsc_client.errors import BatchResult, ItemError
from rsc_client.schemas import (
    Availability,
    Done,
    EntityAclKey,
    IntegrationKey,
    IntegrationType,
    JobOperation,
    JobPosting,
    Page,
    Paging,
)
from tests.client.linkedin import CHILD, Clock, LinkedIn, channel_to

ORG = "urn:li:organization:7001"
TASK = "urn:li:simpleJobPostingTask:1"
KEY = IntegrationKey(ORG, IntegrationType.ONE_CLICK_EXPORT)


def speaking(*answers):
    linkedin = LinkedIn(*(httpx.Response(200, json=answer) for answer in answers))
    return Client(channel_to(linkedin), CHILD, clock=Clock()), linkedin


def job(name, operation=JobOperation.CREATE):
    return JobPosting(
        integration_context=ORG,
        external_job_posting_id=name,
        job_posting_operation_type=operation,
        title="Deckhand",
        description="d" * 100,
        listed_at=1,
        company_apply_url="https://jobs.ats.example/1",
        availability=Availability.PUBLIC,
        location="Gothenburg, Sweden",
    )


def acl(name):
    return EntityAclKey("recruiting", ORG, name)


def test_a_batch_over_a_hundred_is_not_sent():
    client, linkedin = speaking({})

    for send in (
        lambda: client.put_entity_acls(acl(str(n)) for n in range(101)),
        lambda: client.send_jobs([job(str(n)) for n in range(101)]),
    ):
        with pytest.raises(errors.NotSent, match="at most 100 records, not 101"):
            send()

    assert linkedin.calls == []


def test_an_empty_batch_is_done_without_a_call():
    client, linkedin = speaking({})

    assert client.put_entity_acls([]) == BatchResult({}, {})
    assert client.send_jobs([]) == BatchResult({}, {})
    assert linkedin.calls == []


def test_the_same_key_twice_is_asked_for_once():
    client, linkedin = speaking({"results": {}})

    client.job_tasks([TASK, TASK])

    assert linkedin.calls[0].url.query == f"ids={TASK}".encode()


def test_every_record_ends_up_in_exactly_one_place():
    answer = {
        "results": {
            f"atsEntityId=done&atsEntityType=JOB_POSTING&atsEntityAclId=recruiting&integrationContext={ORG}": {
                "status": 204
            },
            f"atsEntityId=late&atsEntityType=JOB_POSTING&atsEntityAclId=recruiting&integrationContext={ORG}": {
                "status": 500
            },
            f"(atsEntityId:other,atsEntityType:JOB_POSTING,atsEntityAclId:recruiting,integrationContext:{ORG})".replace(
                "urn:li:organization:", "urn%3Ali%3Aorganization%3A"
            ): {"status": 204},
            f"atsEntityId=nobody%20asked&atsEntityType=JOB_POSTING&atsEntityAclId=a&integrationContext={ORG}": {
                "status": 204
            },
        },
        "errors": {
            f"atsEntityId=wrong&dataProvider=ATS&atsEntityType=JOB_POSTING&atsEntityAclId=recruiting"
            f"&integrationContext={ORG}": {"status": 422, "message": "No.", "serviceErrorCode": 3}
        },
    }
    client, _ = speaking(answer)
    names = ["done", "late", "other", "wrong", "forgotten"]

    result = client.put_entity_acls(map(acl, names))

    assert result.results == {acl("done"): Done(204), acl("other"): Done(204)}
    assert result.errors == {
        acl("late"): ItemError(status=500),
        acl("wrong"): ItemError(status=422, message="No.", service_error_code=3),
        acl("forgotten"): ItemError(message="LinkedIn's answer does not mention this record"),
    }
    assert sorted(key.ats_entity_id for key in result) == sorted(names)
    assert not result.complete
    assert [result.errors[acl(name)].transient for name in ("late", "wrong", "forgotten")] == [True, False, True]


def test_a_throttled_record_may_be_sent_again():
    assert ItemError(status=429).transient


def test_a_record_that_is_both_found_and_refused_counts_as_refused():
    client, _ = speaking({"results": {TASK: {"id": TASK, "status": "FAILED"}}, "errors": {TASK: {"status": 403}}})

    assert client.job_tasks([TASK]) == BatchResult({}, {TASK: ItemError(status=403)})


def test_a_status_without_an_error_is_enough_to_fail():
    client, _ = speaking({"results": {}, "statuses": {TASK: 404}})

    assert client.job_tasks([TASK]).errors == {TASK: ItemError(status=404)}


def test_a_plain_key_is_recognised_with_and_without_escapes():
    answer = {"results": {TASK.replace(":", "%3A"): {"id": TASK, "status": "A_NEW_ONE", "unknown": [1]}}}
    client, _ = speaking(answer)

    assert client.job_tasks([TASK]).results[TASK].status == "A_NEW_ONE"


def test_an_unreadable_key_in_an_answer_is_malformed():
    client, _ = speaking({"results": {"gibberish": {"status": 204}}})

    with pytest.raises(errors.MalformedResponse, match=r"^v2/atsEntityAcls: not a compound key"):
        client.put_entity_acls([acl("a")])


@pytest.mark.parametrize("jobs", [[job("1"), job("1")], [job("1"), job("2", JobOperation.CLOSE)]])
def test_a_batch_of_jobs_linkedin_would_refuse_is_not_sent(jobs):
    client, linkedin = speaking({})

    with pytest.raises(errors.NotSent, match="one kind of operation, and each job once"):
        client.send_jobs(jobs)

    assert linkedin.calls == []


def test_answers_to_other_jobs_than_ours_are_malformed():
    client, _ = speaking({"elements": []})

    with pytest.raises(errors.MalformedResponse, match="0 answers to 1 jobs"):
        client.send_jobs([job("1")])


def test_a_job_without_a_task_has_failed_even_without_a_reason():
    client, _ = speaking({"elements": [{"status": 500}]})

    assert client.send_jobs([job("1")]) == BatchResult({}, {"1": ItemError(status=500)})


def test_pages_follow_one_another_to_the_end():
    rows = [{"atsEntityAclId": f"list-{n}", "atsEntityId": "JOB-1", "integrationContext": ORG} for n in range(3)]
    client, linkedin = speaking(
        {"elements": rows[:2], "paging": {"start": 0, "count": 2, "total": 3}},
        {"elements": rows[2:], "paging": {"start": 2, "count": 2, "total": 3}},
    )

    first = client.entity_acls(ORG, "JOB-1", count=2)
    second = client.entity_acls(ORG, "JOB-1", start=first.next_start, count=2)

    assert [row.key for row in first.elements + second.elements] == [
        EntityAclKey(f"list-{n}", ORG, "JOB-1") for n in range(3)
    ]
    assert second.next_start is None
    assert b"&start=2&count=2" in linkedin.calls[1].url.query


@given(st.integers(0, 50), st.integers(1, 20), st.booleans())
def test_walking_pages_meets_every_element_once_and_ends(total, count, told):
    met: list[int] = []
    start: int | None = 0
    while start is not None:
        elements = list(range(start, min(start + count, total)))
        page = Page(elements, Paging(start, count, total if told else None))
        met += elements
        start = page.next_start

    assert met == list(range(total))


def test_an_application_keeps_what_is_not_told():
    linkedin = LinkedIn(httpx.Response(204))
    parent = Parent(channel_to(linkedin), CHILD, clock=Clock())

    parent.update_application("urn:li:developerApplication:1")
    parent.update_application("urn:li:developerApplication:1", callback_urls=[])

    assert [call.content for call in linkedin.calls] == [b'{"patch":{"$set":{"oauth2AuthorizedCallbackUrls":[]}}}']


@pytest.mark.parametrize("key", ["900042", "urn:li:developerApplication:", "urn:li:x:../y", "urn:li:person:1", ""])
def test_only_an_application_can_be_updated(key):
    linkedin = LinkedIn(httpx.Response(204))

    with pytest.raises(ValueError, match="not a"):
        Parent(channel_to(linkedin), CHILD, clock=Clock()).update_application(key, js_domains=[])

    assert linkedin.calls == []


def test_a_request_id_cannot_add_to_the_query():
    client, linkedin = speaking({"elements": []})

    client.exported_candidates("a&q=all b?#\x00")

    assert linkedin.calls[0].url.query == b"q=request&requestId=a%26q%3Dall%20b%3F%23%00"
