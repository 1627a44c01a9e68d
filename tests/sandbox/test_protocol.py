"""Rest.li as LinkedIn keeps it: headers, keys, batches, tunnels, limits, throttles."""

import json
from urllib.parse import quote

import pytest

from tests.sandbox import sync
from tests.sandbox.vendor import ORGANIZATION, integration_ids, integration_key

READ = f"/v2/atsIntegrations?{integration_ids(0, 'ONE_CLICK_EXPORT')}"
KEY = integration_key("ONE_CLICK_EXPORT")
NAMED = {"entities": {KEY: {"patch": {"$set": {"integrationName": "Ours"}}}}}
DAY = 86_400_000
REST_KEY = "integrationContext:urn%3Ali%3Aorganization%3A7001,integrationType:PROFILE_PLUGIN,tenantType:RECRUITER"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v2/atsCandidatez", 404, 0),
        ("/v2/", 404, None),
        ("/rest/atsIntegrations", 404, 0),
        ("/v2/atsIntegrations/a/b/c", 404, 0),
        ("/v2/atsIntegrations", 405, None),
        ("/v2/simpleJobPostings?ids=1", 405, None),
    ],
)
def test_what_does_not_exist_is_told_apart_from_what_is_not_offered(vendor, path, status, code):
    answer = vendor.call("GET", path)

    assert answer.status_code == status
    if code is not None:
        assert answer.json()["serviceErrorCode"] == code


def test_every_answer_carries_the_id_that_support_asks_for(vendor):
    ids = {vendor.call("GET", path).headers["x-li-uuid"] for path in (READ, READ, "/v2/nothing")}

    assert len(ids) == 3


@pytest.mark.parametrize(
    ("method", "status"),
    [("batch_partial_update", 200), ("BATCH_PARTIAL_UPDATE", 200), ("", 400), ("batch_update", 400), ("create", 400)],
)
def test_a_batch_that_writes_must_say_so(vendor, method, status):
    vendor.request()

    assert vendor.call("POST", READ, NAMED, method=method).status_code == status


def test_a_body_must_be_json_and_say_so(vendor):
    vendor.request()
    headers = {"Authorization": f"Bearer {vendor.child}", "x-restli-method": "batch_partial_update"}

    unsaid = vendor.http.post(READ, content=json.dumps(NAMED), headers=headers)
    broken = vendor.http.post(READ, content=b"{", headers={**headers, "Content-Type": "application/json"})

    assert (unsaid.status_code, broken.status_code) == (415, 400)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b'{"entities":5}',
        b"\xff",
        b"[" * 100_000,
        b'{"entities":{}}',
        b'{"a":1}',
        b'{"entities":{"x":{}}}',
    ],
)
def test_a_body_that_makes_no_sense_is_a_400(vendor, content):
    vendor.request()
    headers = {
        "Authorization": f"Bearer {vendor.child}",
        "x-restli-method": "batch_partial_update",
        "Content-Type": "application/json",
    }

    assert vendor.http.post(READ, content=content, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "ids[0].integrationContext=a",
        f"{integration_ids(0, 'CSA_API')}&ids[0].colour=red",
        f"{integration_ids(1, 'CSA_API')}",
        f"{integration_ids(0, 'CSA_API')}&{integration_ids(1, 'CSA_API')}",
        integration_ids(0, "CSA_API").replace("ATS", "CRM"),
        integration_ids(0, "CSA_API").replace("CSA_API", ""),
        "ids=List((integrationContext:a))",
        "ids=List(a",
        "ids[x].a=1",
        "ids[0].integrationContext",
        "ids=%FF",
    ],
)
def test_a_malformed_key_is_a_400(vendor, query):
    assert vendor.call("GET", f"/v2/atsIntegrations?{query}").status_code == 400


def test_a_batch_has_100_records_at_most(vendor):
    query = "&".join(integration_ids(index, f"T{index}") for index in range(101))

    answer = _tunnelled(vendor, "GET", "/v2/atsIntegrations", query)

    assert answer.status_code == 400
    assert "100" in answer.json()["message"]


def test_a_long_query_must_be_tunnelled(vendor):
    query = "&".join(integration_ids(index, f"T{index}") for index in range(40))

    assert vendor.call("GET", f"/v2/atsIntegrations?{query}").status_code == 414
    assert len(_tunnelled(vendor, "GET", "/v2/atsIntegrations", query).json()["statuses"]) == 40


def test_long_headers_are_a_414(vendor):
    assert vendor.call("GET", READ, headers={"X-Long": "x" * 29_000}).status_code == 414


def test_a_write_is_tunnelled_as_multipart(vendor):
    vendor.request()
    query = integration_ids(0, "ONE_CLICK_EXPORT")

    answer = _mixed(vendor, query, json.dumps(NAMED))

    assert answer.json() == {"results": {KEY: {"status": 204}}, "errors": {}}


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        ("multipart/mixed", b"--b1\r\n", 400),
        ("multipart/mixed; boundary=b1", b"nothing", 400),
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", "ids=å".encode(), 400),
    ],
)
def test_a_broken_tunnel_is_refused(vendor, content_type, content, status):
    headers = {
        "Authorization": f"Bearer {vendor.child}",
        "X-HTTP-Method-Override": "GET",
        "Content-Type": content_type,
    }

    assert vendor.http.post("/v2/atsIntegrations", content=content, headers=headers).status_code == status


def test_a_tunnel_has_no_query_of_its_own(vendor):
    assert vendor.call("GET", READ, headers={"X-HTTP-Method-Override": "GET"}).status_code == 400


def test_keys_keep_reserved_characters_apart(connected):
    entity_id = "a&b=c/å ü"
    parts = f"atsEntityAclId=t&dataProvider=ATS&integrationContext={ORGANIZATION}&atsEntityType=JOB_POSTING"
    query = "&".join(f"ids[0].{part}" for part in f"{parts}&atsEntityId={quote(entity_id)}".split("&"))
    body: dict[str, object] = {"entities": {f"{parts}&atsEntityId={quote(entity_id)}": {}}}

    assert connected.call("PUT", f"/v2/atsEntityAcls?{query}", body, method="batch_update").json()["errors"] == {}

    found = connected.call(
        "GET",
        f"/v2/atsEntityAcls?q=criteria&dataProvider=ATS&integrationContext={ORGANIZATION}"
        f"&atsEntityType=JOB_POSTING&atsEntityId={quote(entity_id)}",
    ).json()
    assert [element["atsEntityId"] for element in found["elements"]] == [entity_id]


@pytest.mark.parametrize(
    "query",
    ["", "q=wrong&requestId=a", "q=request", "q=request&requestId=a&colour=red", "q=request&requestId=a&requestId=b"],
)
def test_a_finder_wants_its_parameters_and_no_others(connected, query):
    assert connected.call("GET", f"/v2/exportedCandidates?{query}").status_code in {400, 405}


@pytest.mark.parametrize(
    ("start", "count", "status"), [("0", "5", 200), ("-1", "5", 400), ("0", "1e3", 400), ("0", "٣", 400)]
)
def test_a_page_is_asked_for_in_natural_numbers(connected, start, count, status):
    query = f"q=criteria&dataProvider=ATS&integrationContext={ORGANIZATION}&atsEntityType=JOB_POSTING&atsEntityId=J"

    answer = connected.call("GET", f"/v2/atsEntityAcls?{query}&start={start}&count={count}")

    assert answer.status_code == status


def test_a_days_calls_are_counted_until_midnight_utc(vendor):
    vendor.sandbox.switch({"integration_requests_per_day": 2, "token_ttl_seconds": DAY // 1_000})
    vendor.renew()
    assert [vendor.call("GET", READ).status_code for _ in range(3)] == [200, 200, 429]

    vendor.sandbox.clock.advance(12 * 3_600_000 - 1)
    assert vendor.call("GET", READ).status_code == 429

    vendor.sandbox.clock.advance(1)
    assert vendor.call("GET", READ).status_code == 200


def test_the_versioned_generation_counts_integrations_and_configurations_apart(vendor):
    vendor.request()
    vendor.sandbox.switch({"integration_requests_per_day": 1})
    key = f"integrationContext:{quote(ORGANIZATION, safe='')},integrationType:ONE_CLICK_EXPORT,tenantType:RECRUITER"
    paths = (
        READ,
        f"/v2/atsIntegrations/{KEY}/configurations?ids=CALLBACK_URL",
        f"/rest/integrations?ids=List(({key}))",
        f"/rest/integrationConfigurations?ids=List(({key},configurationKey:CALLBACK_URL))",
    )

    answers = [vendor.call("GET", path, headers=sync.REST).status_code for path in (*paths, *paths[2:])]

    assert answers == [200, 429, 200, 200, 429, 429]


def test_only_the_versioned_generation_gives_refusals_a_constant(vendor):
    def codes(token="", headers=None):
        paths = ("/v2/exportedCandidates?q=request&requestId=x", "/rest/exportedCandidates?q=request&requestId=x")
        answers = [vendor.call("GET", path, token=token, headers=headers or sync.REST).json() for path in paths]
        return [answer.get("code") for answer in answers]

    wrong, parents, unsaid = codes("made-up"), codes(vendor.parent), codes(headers={"x-nothing": "1"})
    vendor.sandbox.switch({"requests_per_day": 0})
    throttled = codes()
    vendor.sandbox.clock.advance(1_800_000)

    assert wrong == [None, "INVALID_ACCESS_TOKEN"]
    assert parents == [None, "ACCESS_DENIED"]
    assert unsaid == [None, "VERSION_MISSING"]
    assert throttled == [None, "TOO_MANY_REQUESTS"]
    assert codes() == [None, "EXPIRED_ACCESS_TOKEN"]


@pytest.mark.parametrize(
    ("version", "status"), [("202604", 200), ("202508.02", 200), ("2025", 400), ("202613", 400), ("202508.2", 400)]
)
def test_a_version_is_a_month_perhaps_with_its_patch(vendor, version, status):
    path = f"/rest/integrations?ids=List(({REST_KEY}))"

    assert vendor.call("GET", path, headers={**sync.REST, "LinkedIn-Version": version}).status_code == status


def test_what_was_not_carried_over_is_not_offered_in_the_versioned_generation(connected):
    key = f"(externalCandidateId:C77,integrationContext:{quote(ORGANIZATION, safe='')})"
    body = {"entities": {key: {"patch": {"$delete": ["manualMatchedMember"]}}}}
    path = f"/rest/candidates?ids=List({key})"

    answer = connected.call("POST", path, body, method="batch_partial_update", headers=sync.REST)

    assert answer.status_code == 405


def test_records_are_counted_by_the_minute(connected):
    connected.sandbox.switch({"job_records_per_minute": 3})

    answers = [connected.post(*(connected.posting(f"{batch}{n}") for n in range(2))).status_code for batch in "ab"]

    assert answers == [200, 429]
    connected.sandbox.clock.advance(60_000)
    assert connected.post(connected.posting("c"), connected.posting("d")).status_code == 200


def test_only_named_fields_come_when_fields_are_named(vendor):
    vendor.prepare()

    read = vendor.call("GET", f"{READ}&fields=integrationStatus").json()

    assert read["results"] == {KEY: {"integrationStatus": "REQUESTED"}}


def _tunnelled(vendor, verb, path, query):
    headers = {
        "Authorization": f"Bearer {vendor.child}",
        "X-HTTP-Method-Override": verb,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return vendor.http.post(path, content=query, headers=headers)


def _mixed(vendor, query, entity):
    content = (
        f"--b1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n{query}\r\n"
        f"--b1\r\nContent-Type: application/json\r\n\r\n{entity}\r\n--b1--\r\n"
    )
    headers = {
        "Authorization": f"Bearer {vendor.child}",
        "X-HTTP-Method-Override": "POST",
        "x-restli-method": "batch_partial_update",
        "Content-Type": "multipart/mixed; boundary=b1",
    }
    return vendor.http.post("/v2/atsIntegrations", content=content, headers=headers)


@pytest.mark.parametrize(
    ("ids", "status"),
    [
        (f"List(({REST_KEY}))", 200),
        (f"List(($params:(),{REST_KEY}),({REST_KEY.replace('PROFILE', 'OTHER')}))", 200),
        (f"List(({REST_KEY}),({REST_KEY}))", 400),
        ("List()", 400),
        (f"List({REST_KEY})", 400),
        ("List((integrationContext))", 400),
        (f"List(({REST_KEY},tenantType:RECRUITER))", 400),
        (f"List(({REST_KEY.replace('%3A', ':')}))", 400),
    ],
)
def test_the_versioned_generation_writes_keys_as_lists(vendor, ids, status):
    headers = {"LinkedIn-Version": "202604", "X-Restli-Protocol-Version": "2.0.0"}

    assert vendor.call("GET", f"/rest/integrations?ids={ids}", headers=headers).status_code == status


@pytest.mark.parametrize("ids", ["ids=", "ids=CALLBACK_URL&ids=CALLBACK_URL", "ids=List(CALLBACK_URL,)"])
def test_simple_ids_are_given_once_and_not_empty(vendor, ids):
    vendor.prepare()

    assert vendor.call("GET", f"/v2/atsIntegrations/{KEY}/configurations?{ids}").status_code == 400


def test_simple_ids_may_come_as_a_list(vendor):
    vendor.prepare()

    read = vendor.call("GET", f"/v2/atsIntegrations/{KEY}/configurations?ids=List(CALLBACK_URL,X)").json()

    assert (list(read["results"]), list(read["errors"])) == (["CALLBACK_URL"], ["X"])


@pytest.mark.parametrize("body", [{"entities": {}}, {"entities": {"JOB_POSTING_VIEWERS": {}}}])
def test_the_ids_of_query_and_body_must_agree(vendor, body):
    vendor.prepare()
    path = f"/v2/atsIntegrations/{KEY}/configurations?ids=CALLBACK_URL"

    assert vendor.call("PUT", path, body, method="batch_update").status_code == 400


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer  "])
def test_without_a_bearer_token_nobody_is_let_in(vendor, header):
    answer = vendor.http.get(READ, headers={"Authorization": header})

    assert (answer.status_code, answer.json()["serviceErrorCode"]) == (401, 65600)
