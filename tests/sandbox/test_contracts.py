"""The sandbox answers the calls of contracts/linkedin with bodies of the shape that is written there."""

import pytest

from rsc_sandbox.linkedin import closing, inmail, member_notes
from rsc_sandbox.linkedin import export as exporting
from tests.contracts import files
from tests.sandbox.vendor import MINA, REDIRECT, RHEA_SEAT


def fits(value, schema):
    """The answer has the shape that is written down."""
    assert list(files.problems(schema, value)) == []


def contract(where):
    """Call, request example (or None) and response schema of an operation."""
    request = files.examples(where, "request").get("", None)
    return files.read(where, "call.json"), request, files.read(where, "response.schema.json")


def replay(vendor, where):
    """Send the example as the contract says; the parsed answer."""
    call, body, schema = contract(where)
    path = call["path"] + (f"?{call['query']}" if call.get("query") else "")
    token = vendor.parent if call["token"] == "parent" else vendor.child
    answer = vendor.call(call["verb"], path, body, token=token, headers=call["headers"])
    assert answer.status_code < 300, answer.text
    fits(answer.json(), schema)
    return answer.json()


@pytest.fixture
def opened(connected):
    """Contract 5501 has opened its data, the jobs of the examples are listed, and the person of the examples is Mina."""
    connected.switch(contract_id=5501)
    connected.post(connected.posting(), connected.posting("JOB-311"))
    with connected.sandbox.transaction() as tx:
        tx.execute("INSERT INTO person_ids VALUES (?, ?, 'pQ7xW2')", (connected.application_id, MINA))
    return connected


@pytest.fixture
def requested(vendor):
    """The customer of the examples has asked for the bundles."""
    vendor.request()
    return vendor


def test_a_child_is_provisioned(stranger):
    call, body, schema = contract("provisionedApplications/create")

    answer = stranger.call(call["verb"], call["path"], body, token=stranger.parent, headers=call["headers"])

    fits(answer.json(), schema)


def test_integrations_are_named_and_read(requested):
    assert replay(requested, "atsIntegrations/batch_partial_update")["errors"] == {}
    assert replay(requested, "atsIntegrations/batch_get")["results"]


def test_configurations_are_set_read_and_deleted(requested):
    assert replay(requested, "atsIntegrationConfigurations/batch_update")["errors"] == {}
    assert replay(requested, "atsIntegrationConfigurations/batch_get")["results"]
    assert replay(requested, "atsIntegrationConfigurations/batch_delete")["results"]


def test_jobs_are_taken_and_their_tasks_read(connected):
    posted = replay(connected, "simpleJobPostings/batch_create")

    assert [element["status"] for element in posted["elements"]] == [202, 202]
    _, _, schema = contract("simpleJobPostingTasks/batch_get")
    ids = "&".join(f"ids={element['id']}" for element in posted["elements"])
    fits(connected.call("GET", f"/v2/simpleJobPostingTasks?{ids}").json(), schema)


def test_an_export_is_read(connected):
    connected.sandbox.switch({"exporter_field": True})
    connected.post(connected.posting())
    made = exporting.export(
        connected.sandbox,
        seat_id=RHEA_SEAT,
        member_id=MINA,
        application_id=connected.application_id,
        job_external_id="JOB-310",
        emails=("mina@example.org",),
        notes="Knows ferries",
    )
    _, _, schema = contract("exportedCandidates/find_by_request")

    fits(connected.exported(made.request_id).json(), schema)


def test_access_lists_are_bound_found_and_deleted(connected):
    assert replay(connected, "atsEntityAcls/batch_update")["errors"] == {}
    assert replay(connected, "atsEntityAcls/find_by_criteria")["elements"]
    assert replay(connected, "atsEntityAcls/batch_delete")["errors"] == {}


@pytest.mark.parametrize("operation", ["application_token", "exchange_code", "refresh_token", "introspect_token"])
def test_tokens_have_their_shape(vendor, operation):
    call, form, schema = contract(f"oauth/{operation}")
    code = vendor.consent(vendor.member_of_seat(RHEA_SEAT)).params["code"]
    mine = {"client_id": vendor.client_id, "client_secret": vendor.client_secret, "redirect_uri": REDIRECT}
    if operation == "exchange_code":
        mine["code"] = code
    else:
        mine |= {"refresh_token": vendor.redeem(code).json()["refresh_token"], "token": vendor.child}

    answer = vendor.http.post(call["path"], data={name: mine.get(name, value) for name, value in form.items()})

    assert answer.status_code == 200, answer.text
    fits(answer.json(), schema)


def test_me_tells_the_id(vendor):
    call, _, schema = contract("me/get")
    token = vendor.redeem(vendor.consent(vendor.member_of_seat(RHEA_SEAT)).params["code"]).json()["access_token"]

    fits(vendor.call(call["verb"], f"{call['path']}?{call['query']}", token=token).json(), schema)


@pytest.mark.parametrize("generation", ["", "rest/"])
def test_candidates_are_written_linked_read_and_deleted(opened, generation):
    where = f"{generation}candidates" if generation else "atsCandidates"
    notes = f"{generation}candidateNotes" if generation else "atsCandidateNotes"

    assert taken(opened, f"{where}/batch_update") == 2
    assert taken(opened, f"{notes}/batch_update") == 2
    assert taken(opened, f"{notes}/batch_delete") == 1
    if not generation:
        assert taken(opened, "atsCandidates/batch_partial_update") == 1
    linked = replay(opened, f"{where}/batch_get")["results"]
    assert [bool(value.get("manualMatchedMember")) for value in linked.values()] == [not generation, True]
    if not generation:
        assert taken(opened, "atsCandidates/batch_partial_update_unlink") == 1
    assert taken(opened, f"{where}/batch_delete") == 2


@pytest.mark.parametrize(
    ("resources", "candidates"),
    [
        (
            (
                "atsApplications",
                "atsApplicationNotes",
                "atsApplicationStages",
                "atsApplicationInterviewFeedback",
            ),
            "atsCandidates",
        ),
        (
            (
                "rest/atsApplications",
                "rest/applicationNotes",
                "rest/applicationStage",
                "rest/applicationInterviewFeedbacks",
                "rest/attachments",
            ),
            "rest/candidates",
        ),
    ],
)
def test_applications_and_what_hangs_on_them_are_written_and_deleted(opened, resources, candidates):
    taken(opened, f"{candidates}/batch_update")

    for resource in resources:
        assert taken(opened, f"{resource}/batch_update") >= 1
    for resource in reversed(resources):
        if f"{resource}/batch_delete" in files.OPERATIONS:
            assert taken(opened, f"{resource}/batch_delete") >= 1


@pytest.mark.parametrize(
    "operation",
    [
        "seats/find_by_attributes",
        "seatsV2/find_by_attributes",
        "rest/seatsV2/find_by_attributes",
        "conversationEvents/find_by_criteria",
        "prospectNotes/find_by_criteria",
        "mailStubs/find_by_contract",
        "closedCandidateProfiles/find_by_criteria",
        "jobPostingStatus/batch_get",
    ],
)
def test_what_is_fetched_has_its_shape_and_holds_something(opened, operation):
    happen(opened)

    answer = replay(opened, operation)

    assert answer.get("elements") or answer["results"]


def test_requisitions_and_upload_addresses_are_taken(opened):
    assert taken(opened, "rest/jobRequisitions/batch_update") == 1
    assert replay(opened, "hireMediaUrl/create")["value"]["uploadUrl"]


def test_the_versioned_integrations_and_lists_are_read_and_written(opened):
    for operation in (
        "integrations/batch_partial_update",
        "integrations/batch_get",
        "integrationConfigurations/batch_update",
        "integrationConfigurations/batch_get",
        "atsEntityAcls/batch_update",
        "atsEntityAcls/find_by_criteria",
        "atsEntityAclAssignees/batch_update",
        "atsEntityAclAssignees/find_by_criteria",
        "atsEntityAclAssignees/batch_delete",
        "atsEntityAcls/batch_delete",
    ):
        answer = replay(opened, f"rest/{operation}")
        assert answer.get("elements") or answer["results"], operation


def taken(vendor, where):
    """Replay a batch; how many of its records went through, all of them."""
    answer = replay(vendor, where)
    assert answer["errors"] == {}
    return len(answer["results"])


def happen(vendor):
    """Within the windows of the examples: an InMail, its reply and consent, a public note, an export, a closed account."""
    sandbox = vendor.sandbox
    asa = 1002
    for member_id in (MINA, asa):
        exporting.export(
            sandbox,
            seat_id=RHEA_SEAT,
            member_id=member_id,
            application_id=vendor.application_id,
            job_external_id="JOB-310",
        )
    sandbox.clock.set(1_767_230_000_000, frozen=True)
    thread = inmail.compose(sandbox, seat_id=RHEA_SEAT, member_id=MINA, subject="Ferries", body="Hello Mina")
    inmail.reply(sandbox, thread_id=thread.id, body="Gladly")
    inmail.answer_consent(sandbox, thread_id=thread.id, share=True, phone="+46 31 555 01 42")
    member_notes.write(sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="Call in May", public=True)
    closing.close_account(sandbox, member_id=asa)
    vendor.renew()
