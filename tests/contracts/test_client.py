"""The client against the contract: each call is sent as the example says, and each answer is understood."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from rsc_client import errors, restli, signature
from rsc_client.errors import BatchResult, ItemError
from rsc_client.restli import V2, Key, Rest
from rsc_client.schemas import Done, IntegrationKey, IntegrationStatus, JobTaskStatus
from tests.client.linkedin import CHILD, NOON
from tests.contracts.files import OPERATIONS, examples, problems, read
from tests.contracts.speech import (
    ACL,
    APPLICATION,
    ASSIGNEE,
    CALLBACK,
    CALLS,
    DATA,
    EXPORT,
    NEW,
    PERSON,
    REQUEST,
    TASK,
    TOKENS,
    VIEWERS,
    ask,
    heard,
)

OTHERWISE = {
    "push/notification",
    "push/challenge",
    "push/job_resync",
    "errors/api",
    "errors/oauth",
    "hireMediaUrl/upload",
}
CASES = [(operation, case) for operation in CALLS for case in examples(operation, "response") or {"": None}]


def test_every_operation_of_the_contract_is_called_here():
    assert set(OPERATIONS) == set(CALLS) | OTHERWISE


@pytest.mark.parametrize(("operation", "case"), CASES)
def test_the_client_sends_what_the_contract_says_and_reads_every_answer(operation, case):
    call, bodies = read(operation, "call.json"), examples(operation, "response")
    answer = httpx.Response(200, json=bodies[case]) if bodies else httpx.Response(204)

    request, _ = ask(CALLS[operation], answer)

    host = {"api": "api.linkedin.com", "oauth": "www.linkedin.com"}[call["host"]]
    url = urlsplit(str(request.url))
    assert (request.method, url.netloc, url.path, url.query) == (call["verb"], host, call["path"], call["query"])
    assert {name: request.headers.get(name) for name in call["headers"]} == call["headers"]
    assert request.headers.get("authorization") == TOKENS[call["token"]]
    assert ("x-restli-method" in request.headers) == ("x-restli-method" in call["headers"])
    assert _body(request, call.get("body")) == examples(operation, "request").get("")


def _body(request: httpx.Request, kind: str | None) -> Any:
    if kind == "form":
        return dict(parse_qsl(request.content.decode(), strict_parsing=True))
    return json.loads(request.content) if kind == "json" else request.content.decode() or None


def test_tokens_are_understood():
    token = heard("oauth/application_token")
    member = heard("oauth/exchange_code", "with_refresh")

    assert (token.value, token.expires_at) == ("AQX-example-1", NOON + timedelta(minutes=30))
    assert (member.value, member.refresh_token) == ("AQV-example-3", "AQR-example-3")
    assert heard("oauth/exchange_code").refresh_token is None
    assert heard("oauth/exchange_code").refresh_expires_at is None
    assert heard("oauth/introspect_token").auth_type == "3L"
    assert not heard("oauth/introspect_token", "inactive").active
    me = heard("me/get")
    assert (me.id, me.name) == ("pQ7xW2", "Rhea Lindqvist")


def test_applications_are_understood():
    new = heard("provisionedApplications/create")
    found = heard("provisionedApplications/find")

    assert (new.key, new.credentials) == (APPLICATION, CHILD)
    assert (found.key, found.credentials.client_id) == (APPLICATION, CHILD.client_id)
    assert found.valid_js_sdk_domains == NEW.valid_js_sdk_domains
    assert heard("provisionedApplications/update") is None
    assert heard("provisionedApplications/find", "empty") is None


def test_integrations_are_understood():
    both, partly = heard("atsIntegrations/batch_get"), heard("atsIntegrations/batch_get", "partly")
    (changed,) = heard("atsIntegrations/find_by_request").elements

    assert {key: found.integration_status for key, found in both.results.items()} == {
        EXPORT: IntegrationStatus.ENABLED,
        DATA: IntegrationStatus.REQUESTED,
    }
    assert both.complete
    assert list(partly.results) == [EXPORT]
    assert partly.errors == {DATA: ItemError(status=404, message="No such integration")}
    assert (changed.key, changed.integration_name) == (EXPORT, "Birch & Rowan LinkedIn One-Click Export")
    assert heard("atsIntegrations/find_by_request", "expired").elements == []
    assert heard("atsIntegrations/batch_partial_update") == BatchResult({EXPORT: Done(204)}, {})
    assert heard("atsIntegrations/batch_partial_update", "refused").errors[EXPORT].status == 404


def test_settings_are_understood():
    found = heard("atsIntegrationConfigurations/batch_get")
    refused = heard("atsIntegrationConfigurations/batch_update", "refused")

    assert found.results == {CALLBACK: "https://hooks.ats.example/linkedin/042"}
    assert found.errors == {VIEWERS: ItemError(status=404, message="Not set")}
    assert (list(refused.results), refused.errors[CALLBACK].status) == ([VIEWERS], 422)
    assert heard("atsIntegrationConfigurations/batch_delete").complete


def test_jobs_are_understood():
    sent = heard("simpleJobPostings/batch_create")
    (done,) = heard("simpleJobPostingTasks/batch_get").results.values()
    (failed,) = heard("simpleJobPostingTasks/batch_get", "failed").results.values()

    assert sent.results == {"JOB-310": TASK}
    assert sent.errors["JOB-311"].status == 422
    assert "/title" in sent.errors["JOB-311"].message
    assert (done.status, done.job_posting) == (JobTaskStatus.SUCCEEDED, "urn:li:jobPosting:410310")
    assert (failed.status, failed.error_message) == (JobTaskStatus.FAILED, "Invalid field: /location")


def test_exported_people_are_understood():
    (plain,) = heard("exportedCandidates/find_by_request").elements
    (enhanced,) = heard("exportedCandidates/find_by_request", "enhanced").elements
    (jobless,) = heard("exportedCandidates/find_by_request", "without_job").elements

    assert (plain.candidate.member, plain.candidate.email_addresses) == (PERSON, [])
    assert (plain.external_job_posting_id, plain.exporter, plain.candidate.skills) == ("JOB-310", None, [])
    assert (enhanced.exporter, enhanced.notes) == ("urn:li:person:rH3a", "Knows our ferries.")
    assert enhanced.candidate.educations[0].school_name == "Harbour College"
    assert jobless.external_job_posting_id is None
    assert heard("exportedCandidates/find_by_request", "expired").elements == []


def test_rights_are_understood():
    (job,) = heard("atsEntityAcls/find_by_criteria").elements
    (person,) = heard("atsEntityAclAssignees/find_by_criteria").elements

    assert (job.key, person.key) == (ACL, ASSIGNEE)
    assert heard("atsEntityAcls/batch_update") == BatchResult({ACL: Done(204)}, {})
    assert heard("atsEntityAclAssignees/batch_delete") == BatchResult({ASSIGNEE: Done(204)}, {})


@pytest.mark.parametrize("case", examples("errors/api", "response"))
def test_every_api_error_becomes_its_exception(case):
    body = examples("errors/api", "response")[case]
    kinds = {401: errors.Unauthorized, 403: errors.Forbidden, 404: errors.NotFound, 429: errors.Throttled}
    answer = httpx.Response(body["status"], json=body)

    with pytest.raises(kinds.get(body["status"], errors.Rejected)) as refusal:
        ask(CALLS["me/get"], answer)

    assert (refusal.value.message, refusal.value.service_error_code) == (body["message"], body.get("serviceErrorCode"))


@pytest.mark.parametrize(("case", "kind"), [("invalid_client", errors.Unauthorized), ("invalid_code", errors.Rejected)])
def test_every_token_error_becomes_its_exception(case, kind):
    body = examples("errors/oauth", "response")[case]

    with pytest.raises(kind) as refusal:
        ask(CALLS["oauth/exchange_code"], httpx.Response(400, json=body))

    assert refusal.value.refusal.code == body["error"]
    assert refusal.value.message == body["error_description"]


def test_a_push_is_believed_and_understood():
    call, worked = read("push/notification", "call.json"), read("push/notification", "signature.json")
    body = json.dumps(examples("push/notification", "request")[""], separators=(",", ":")).encode()

    assert signature.is_genuine(body, call["headers"]["x-li-signature"], worked["client_secret"])
    assert signature.read_push(body).id == REQUEST
    for value in worked["signatures"]:
        assert signature.sign(value["body"].encode(), worked["client_secret"]) == value["signature"]


def test_a_challenge_is_answered():
    code = dict(parse_qsl(read("push/challenge", "call.json")["query"]))["challengeCode"]

    answer = signature.answer_challenge(code, CHILD.client_secret)

    written = {"challengeCode": answer.challenge_code, "challengeResponse": answer.challenge_response}
    assert written == examples("push/challenge", "response")[""]
    assert list(problems(read("push/challenge", "response.schema.json"), written)) == []


class CandidateKey(Key, frozen=True):
    external_candidate_id: str
    integration_context: str


class AclKey(Key, frozen=True):
    ats_entity_acl_id: str


class NoteKey(Key, frozen=True):
    external_note_id: str


@pytest.mark.parametrize("worked", read("restli", "keys.json"), ids=str)
def test_every_worked_key_is_written_and_read(worked):
    kinds: list[type[Key]] = [IntegrationKey, CandidateKey, AclKey, NoteKey]
    known = {frozenset(kind.__struct_encode_fields__): kind for kind in kinds}
    own = {name: value for name, value in worked["parts"].items() if name != "dataProvider"}
    kind = known[frozenset(own)]
    key = kind(*(own[name] for name in kind.__struct_encode_fields__))

    for generation, dialect in (("v2", V2()), ("rest", Rest("202604"))):
        if generation in worked:
            assert dialect.key(key) == worked[generation]["key"]
            for text in [worked[generation]["key"], *worked[generation]["also"]]:
                assert restli.read_key(text) == worked["parts"]


@pytest.mark.parametrize("worked", read("restli", "tunnel.json"), ids=lambda worked: worked["verb"])
def test_every_worked_tunnel_is_dug(worked):
    entity = None if worked["entity"] is None else worked["entity"].encode()

    headers, body = restli.tunnel(worked["verb"], worked["query"], entity)

    kind, _, boundary = headers["Content-Type"].partition("; boundary=")
    assert (headers["X-HTTP-Method-Override"], kind) == (worked["verb"], worked["content_type"])
    assert body.decode() == worked["body"].replace("{boundary}", boundary)
