"""Provisioning, naming, configuring and enabling a customer's integrations."""

import pytest

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.linkedin.refusals import Incomplete, NotFound
from tests.sandbox.vendor import CALLBACK, CONTRACT, ORGANIZATION, Vendor, integration_ids, integration_key

FIND = "/v2/provisionedApplications?q=credentialsByUniqueForeignId&uniqueForeignId="


def test_the_secret_is_told_once(stranger):
    made = stranger.provision("tenant-9").json()
    read = stranger.call("GET", FIND + "tenant-9", token=stranger.parent).json()["elements"]

    assert made["credentials"].keys() == {"client_id", "client_secret"}
    assert [element["key"] for element in read] == [made["key"]]
    assert read[0]["credentials"] == {"client_id": made["credentials"]["client_id"]}


def test_one_customer_has_one_application(stranger):
    assert stranger.provision("tenant-9").status_code == 201
    assert stranger.provision("tenant-9").status_code == 409
    assert stranger.call("GET", FIND + "tenant-8", token=stranger.parent).json() == {"elements": []}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "OurATS - LinkedIn of Birch"}, "/name"),
        ({"name": "OurATS"}, "/name"),
        ({"name": "OurATS - " + "B" * 42}, "/name"),
        ({"description": None}, "/description"),
        ({"validJsSdkDomains": ["https://birch.ats.example/"]}, "/validJsSdkDomains/0"),
        ({"validJsSdkDomains": ["birch.ats.example"]}, "/validJsSdkDomains/0"),
        ({"validJsSdkDomains": ["https://[birch"]}, "/validJsSdkDomains/0"),
        ({"oauth2AuthorizedCallbackUrls": ["javascript:alert(1)"]}, "/oauth2AuthorizedCallbackUrls/0"),
        ({"website": "https://ats.example"}, "/website"),
    ],
)
def test_provisioning_names_the_field_that_is_wrong(stranger, changes, field):
    answer = stranger.provision(**changes)

    assert answer.status_code == 422
    assert answer.json()["message"].startswith(f"ERROR :: {field} :: ")


def test_an_update_changes_what_it_names_and_keeps_the_rest(vendor):
    path = f"/v2/provisionedApplications/urn:li:developerApplication:{vendor.application_id}"
    patch = {"patch": {"$set": {"validJsSdkDomains": ["https://birch.ats.example", "http://localhost:5000"]}}}

    answer = vendor.call("POST", path, patch, token=vendor.parent)

    assert (answer.status_code, answer.content) == (204, b"")
    (element,) = vendor.call("GET", FIND + "tenant-042", token=vendor.parent).json()["elements"]
    assert element["validJsSdkDomains"] == ["https://birch.ats.example", "http://localhost:5000"]
    assert element["name"] == "OurATS - Birch & Rowan"


@pytest.mark.parametrize(
    ("labelled", "status"), [({}, 204), ({"Content-Type": "text/plain"}, 204), ({"Content-Type": "text/xml"}, 415)]
)
def test_an_update_need_not_say_that_it_is_json(vendor, labelled, status):
    path = f"/v2/provisionedApplications/urn:li:developerApplication:{vendor.application_id}"
    body = '{"patch": {"$set": {"description": "Changed"}}}'
    headers = {"Authorization": f"Bearer {vendor.parent}", **labelled}

    assert vendor.http.post(path, content=body, headers=headers).status_code == status


def test_an_application_of_nobody_cannot_be_updated(stranger):
    path = "/v2/provisionedApplications/urn:li:developerApplication:1"

    assert stranger.call("POST", path, {"patch": {"$set": {}}}, token=stranger.parent).status_code == 404


def test_only_what_was_requested_can_be_named(vendor):
    assert vendor.name("ONE_CLICK_EXPORT").json()["errors"][integration_key("ONE_CLICK_EXPORT")]["status"] == 404

    vendor.request()

    assert vendor.name("ONE_CLICK_EXPORT").json() == {
        "results": {integration_key("ONE_CLICK_EXPORT"): {"status": 204}},
        "errors": {},
    }


def test_the_parts_of_a_key_come_in_any_order(vendor):
    vendor.request()
    turned = "dataProvider=ATS&tenantType=RECRUITER&integrationContext=urn%3Ali%3Aorganization%3A7001"
    body = {
        "entities": {f"integrationType=ONE_CLICK_EXPORT&{turned}": {"patch": {"$set": {"integrationName": "Ours"}}}}
    }

    answer = vendor.call(
        "POST",
        f"/v2/atsIntegrations?{integration_ids(0, 'ONE_CLICK_EXPORT')}",
        body,
        method="batch_partial_update",
    )

    assert answer.json()["errors"] == {}


@pytest.mark.parametrize(
    "entity",
    [
        {},
        {"patch": {"$set": {"integrationName": ""}}},
        {"patch": {"$set": {"integrationName": "Ours", "status": "ENABLED"}}},
        {"patch": {"$delete": ["integrationName"]}},
        {"patch": {"$set": {"integrationName": 5}}},
    ],
)
def test_a_wrong_patch_is_that_ids_own_refusal(vendor, entity):
    vendor.request()
    key = integration_key("ONE_CLICK_EXPORT")

    answer = vendor.call(
        "POST",
        f"/v2/atsIntegrations?{integration_ids(0, 'ONE_CLICK_EXPORT')}",
        {"entities": {key: entity}},
        method="batch_partial_update",
    )

    assert answer.status_code == 200
    assert answer.json()["results"] == {}
    assert answer.json()["errors"][key]["status"] in {400, 422}


def test_reading_tells_state_name_and_contract_and_what_is_not_there(vendor):
    vendor.prepare()
    query = "&".join(integration_ids(i, kind) for i, kind in enumerate(("CSA_API", "UNIFIED_SEARCH")))

    read = vendor.call("GET", f"/v2/atsIntegrations?{query}").json()

    assert read["results"] == {
        integration_key("CSA_API"): {
            "integrationContext": CONTRACT,
            "integrationType": "CSA_API",
            "tenantType": "RECRUITER",
            "integrationStatus": "REQUESTED",
            "dataProvider": "ATS",
            "integrationName": "Ours CSA_API",
            "contract": CONTRACT,
        }
    }
    assert read["statuses"] == {integration_key("UNIFIED_SEARCH"): 404}
    assert read["errors"].keys() == {integration_key("UNIFIED_SEARCH")}


def test_the_versioned_generation_reads_the_same_without_data_provider(vendor):
    vendor.prepare()
    key = "(integrationContext:urn%3Ali%3Aorganization%3A7001,integrationType:ONE_CLICK_EXPORT,tenantType:RECRUITER)"
    headers = {"LinkedIn-Version": "202604", "X-Restli-Protocol-Version": "2.0.0"}

    read = vendor.call("GET", f"/rest/integrations?ids=List({key})", headers=headers)

    assert read.json()["results"][key]["integrationName"] == "Ours ONE_CLICK_EXPORT"
    assert "dataProvider" not in read.json()["results"][key]
    assert vendor.call("GET", f"/rest/integrations?ids=List({key})").status_code == 400  # without its headers


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.ats.example/",
        "https://hooks.ats.example:8443/",
        "ftp://hooks.ats.example/",
        "hooks.ats.example",
        "https://hooks.ats.example:99999/",
        "https://hooks.åts.example/",
        "https://" + "a" * 2_000,
        "",
    ],
)
def test_a_callback_address_must_be_https_on_its_usual_port(vendor, url):
    vendor.request()

    assert vendor.configure("CALLBACK_URL", url).json()["errors"]["CALLBACK_URL"]["status"] == 422


def test_a_demo_may_allow_plain_callbacks(vendor):
    vendor.request()
    vendor.sandbox.switch({"allow_plain_callbacks": True})

    assert vendor.configure("CALLBACK_URL", "http://127.0.0.1:8000/hook").json()["errors"] == {}


def test_two_customers_cannot_share_a_callback_address(vendor, app):
    other = Vendor(app).join("tenant-043")
    for each in (vendor, other):
        each.request()
    vendor.configure("CALLBACK_URL", CALLBACK)

    assert "another customer" in other.configure("CALLBACK_URL", CALLBACK).json()["errors"]["CALLBACK_URL"]["message"]
    assert vendor.configure("CALLBACK_URL", CALLBACK).json()["errors"] == {}


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("APPLICATION_VIEWERS", "ALL_PRODUCT_USERS", "ONE_CLICK_EXPORT"),
        ("JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS", "IN_ATS_INDICATOR"),
        ("JOB_POSTING_VIEWERS", "SOME_PRODUCT_USERS", "ONE_CLICK_EXPORT"),
        ("COLOUR", "red", "ONE_CLICK_EXPORT"),
    ],
)
def test_a_configuration_belongs_to_one_type_and_has_one_value(vendor, key, value, kind):
    vendor.request()

    assert vendor.configure(key, value, kind).json()["results"] == {}


def test_configurations_are_read_and_viewers_deleted(vendor):
    vendor.prepare()
    vendor.configure("JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS")
    path = f"/v2/atsIntegrations/{integration_key('ONE_CLICK_EXPORT')}/configurations?ids="

    deleted = vendor.call("DELETE", path + "JOB_POSTING_VIEWERS&ids=CALLBACK_URL").json()
    read = vendor.call("GET", path + "JOB_POSTING_VIEWERS&ids=CALLBACK_URL").json()

    assert deleted["results"] == {"JOB_POSTING_VIEWERS": {"status": 204}}
    assert deleted["errors"]["CALLBACK_URL"]["status"] == 400
    assert read["results"]["CALLBACK_URL"]["configurationValue"]["string"].startswith(CALLBACK)
    assert read["statuses"] == {"JOB_POSTING_VIEWERS": 404}
    assert vendor.call("DELETE", path + "JOB_POSTING_VIEWERS").json()["results"] == {}


def test_an_unfinished_integration_cannot_be_enabled(vendor):
    vendor.request()

    with pytest.raises(Incomplete) as refusal:
        vendor.switch()

    assert "ONE_CLICK_EXPORT: NAME" in refusal.value.missing
    assert "ONE_CLICK_EXPORT: CALLBACK_URL" in refusal.value.missing


def test_the_company_level_enables_the_company_and_pushes_each_change(vendor):
    vendor.prepare()

    vendor.switch()

    assert _states(vendor) == {
        "ONE_CLICK_EXPORT": "ENABLED",
        "IN_ATS_INDICATOR": "ENABLED",
        "PROFILE_PLUGIN": "ENABLED",
        "CSA_API": "REQUESTED",
    }


def test_a_contract_level_enables_its_contract_and_the_company_until_it_is_off(vendor):
    vendor.prepare()

    vendor.switch(contract_id=5501)
    assert set(_states(vendor).values()) == {"ENABLED"}

    vendor.switch(contract_id=5501, on=False)
    assert set(_states(vendor).values()) == {"DISABLED"}


def test_what_was_disabled_can_be_requested_again(vendor):
    vendor.prepare()
    vendor.switch()
    vendor.switch(on=False)

    vendor.request()

    assert _states(vendor)["ONE_CLICK_EXPORT"] == "REQUESTED"


def test_a_company_has_only_its_own_contracts_and_systems(vendor):
    vendor.prepare()

    with pytest.raises(NotFound):
        vendor.switch(contract_id=9999)
    with pytest.raises(NotFound):
        enablement.set_level(vendor.sandbox, application_id=1, company_id=7001, on=True)


def test_the_admin_page_lists_each_system_once(vendor):
    vendor.prepare()

    (listed,) = enablement.listed(vendor.sandbox, company_id=7001)

    assert listed.application.name == "OurATS - Birch & Rowan"
    assert (listed.company_level, listed.missing) == (False, ())
    assert {integration.context for integration in listed.integrations} == {ORGANIZATION, CONTRACT}


def _states(vendor):
    with vendor.sandbox.transaction():
        (listed,) = enablement.listed(vendor.sandbox, company_id=7001)
    return {integration.type: integration.status for integration in listed.integrations}
