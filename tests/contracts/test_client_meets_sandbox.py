"""The client and the sandbox, written apart from the same contract, understand one another."""

from collections.abc import Iterator

import pytest

from rsc_client import errors, urns
from rsc_client.schemas import (
    ALL_PRODUCT_USERS,
    AclAssigneeKey,
    ConfigurationKey,
    EntityAclKey,
    IntegrationKey,
    IntegrationStatus,
    JobTaskStatus,
    NewApplication,
)
from rsc_sandbox.linkedin import export
from tests.contracts.customer import (
    DATA,
    EXPORT,
    INDICATOR,
    NORDIC_RECRUITERS_SEAT,
    ORG,
    PLUGIN,
    SOME_MEMBER,
    Customer,
    job,
)


@pytest.fixture
def customer() -> Iterator[Customer]:
    customer = Customer()
    yield customer
    customer.channel.close()


def test_an_application_is_provisioned_once_and_found_again(customer):
    found = customer.parent.find_application("environment-1")

    assert found.name == "Skaffa - Birch & Rowan"
    assert customer.parent.find_application("environment-2") is None
    customer.parent.update_application(found.key, js_domains=["https://birch.ats.example"])
    assert customer.parent.find_application("environment-1").valid_js_sdk_domains == ["https://birch.ats.example"]
    with pytest.raises(errors.Rejected) as conflict:
        customer.parent.create_application(
            NewApplication(unique_foreign_id="environment-1", name="Skaffa - Again", description="For tests")
        )
    assert conflict.value.status == 409


def test_before_it_is_enabled_nothing_may_be_sent(customer):
    with pytest.raises(errors.Forbidden):
        customer.client.send_jobs([job("JOB-1")])


def test_enabling_is_pushed_and_read(customer):
    customer.enable()

    changed = [row for push in customer.pushed() for row in customer.client.integrations_by_request(push).elements]

    assert {row.key for row in changed} == {EXPORT, INDICATOR, PLUGIN}
    assert {row.integration_status for row in changed} == {IntegrationStatus.ENABLED}
    assert {row.integration_name for row in changed} == {"Birch & Rowan, Göteborg = här"}
    assert customer.client.integrations([DATA]).results[DATA].integration_status == IntegrationStatus.REQUESTED


def test_settings_are_written_read_and_taken_back(customer):
    customer.enable()
    both = [ConfigurationKey.CALLBACK_URL, ConfigurationKey.JOB_POSTING_VIEWERS]

    assert customer.client.configuration(EXPORT, both).results == dict(
        zip(both, ["https://hooks.ats.example/1", ALL_PRODUCT_USERS], strict=True)
    )
    assert customer.client.delete_configuration(EXPORT, both[1:]).complete
    assert customer.client.configuration(EXPORT, both).errors[both[1]].status == 404


def test_jobs_are_taken_or_refused_one_by_one(customer):
    customer.enable()

    sent = customer.client.send_jobs([job("JOB-1"), job("JOB-2", description="short")])
    tasks = customer.client.job_tasks(sent.results.values())

    assert [(task.external_job_posting_id, task.status) for task in tasks.results.values()] == [
        ("JOB-1", JobTaskStatus.SUCCEEDED)
    ]
    assert "description" in sent.errors["JOB-2"].message


def test_an_export_reaches_us_with_the_job_and_the_person(customer):
    customer.enable()
    customer.client.send_jobs([job("JOB-1")])
    customer.pushed()

    export.export(
        customer.sandbox,
        seat_id=NORDIC_RECRUITERS_SEAT,
        member_id=SOME_MEMBER,
        application_id=customer.number,
        job_external_id="JOB-1",
        emails=("someone@example.org",),
        notes="Hör av dig å det snaraste",
    )
    (push,) = customer.pushed()
    (exported,) = customer.client.exported_candidates(push).elements

    assert (exported.integration_context, exported.external_job_posting_id) == (ORG, "JOB-1")
    assert (exported.candidate.email_addresses, exported.notes) == (
        ["someone@example.org"],
        "Hör av dig å det snaraste",
    )
    with pytest.raises(errors.NotFound):
        customer.client.exported_candidates("never-pushed")

    person = AclAssigneeKey("recruiting", ORG, exported.candidate.member)
    assert customer.client.put_acl_assignees([person]).complete
    assert [row.key for row in customer.client.acl_assignees(ORG, person.assignee).elements] == [person]
    assert customer.client.delete_acl_assignees([person]).complete
    assert customer.client.acl_assignees(ORG, person.assignee).elements == []


@pytest.mark.parametrize("name", ["a b", "a&b=c", "å/(1),:'", "100%", "+"])
def test_no_job_id_is_lost_in_a_key(customer, name):
    customer.enable()
    key = EntityAclKey("recruiting", ORG, name)

    assert list(customer.client.put_entity_acls([key]).results) == [key]
    assert [row.key for row in customer.client.entity_acls(ORG, name).elements] == [key]
    assert list(customer.client.delete_entity_acls([key]).results) == [key]


def test_a_hundred_keys_pass_through_the_tunnel(customer):
    customer.enable()
    keys = [EntityAclKey("recruiting", ORG, f"JOB-{number}") for number in range(100)]
    strangers = [IntegrationKey(urns.organization(number), EXPORT.integration_type) for number in range(100)]

    assert list(customer.client.put_entity_acls(keys).results) == keys
    assert list(customer.client.delete_entity_acls(keys).results) == keys
    assert {error.status for error in customer.client.integrations(strangers).errors.values()} == {404}
