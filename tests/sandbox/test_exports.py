"""Export to ATS: what LinkedIn checks, what is pushed, what the vendor fetches."""

import hashlib
import hmac
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from rsc_sandbox import delivery
from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.linkedin import export as exporting
from rsc_sandbox.linkedin import visibility
from rsc_sandbox.linkedin.refusals import JobNotAvailable, MemberNotExportable, NotEnabled, NotFound, QuotaUsedUp
from rsc_sandbox.store import deliveries, members
from tests.sandbox.vendor import CALLBACK, MINA, ORGANIZATION, RHEA_SEAT, SAM_SEAT, Vendor

BLOCKED = 1039
DAY = 86_400_000


@pytest.fixture
def hiring(connected, inbox):
    """Connected, one job listed, the pushes of the set-up delivered."""
    connected.post(connected.posting())
    delivery.deliver_due(connected.sandbox)
    inbox.requests.clear()
    return connected


def export(vendor, **changes):
    chosen = {
        "seat_id": RHEA_SEAT,
        "member_id": MINA,
        "application_id": vendor.application_id,
        "job_external_id": "JOB-310",
        **changes,
    }
    return exporting.export(vendor.sandbox, **chosen)


def states(vendor):
    """Of all pushes of exports, oldest first."""
    with vendor.sandbox.transaction() as tx:
        return [row.status for row in reversed(deliveries.newest(tx)) if row.type == "EXPORT_CANDIDATE_PROFILE"]


def test_an_export_is_pushed_with_a_signature_and_fetched(hiring, inbox):
    made = export(hiring, emails=("mina@example.org",), notes="Knows our ferries — café")

    assert delivery.deliver_due(hiring.sandbox) == 1

    (push,) = inbox.requests
    expected = hmac.new(hiring.client_secret.encode(), b"hmacsha256=" + push.content, hashlib.sha256).hexdigest()
    assert str(push.url) == f"{CALLBACK}/{hiring.application_id}"
    assert push.headers["X-LI-Signature"] == expected
    assert push.content.isascii()
    assert json.loads(push.content) == {
        "id": made.request_id,
        "type": "EXPORT_CANDIDATE_PROFILE",
        "expiresAt": hiring.sandbox.now() + DAY,
    }
    (element,) = hiring.exported(made.request_id).json()["elements"]
    assert element.keys() == {"candidate", "integrationContext", "externalJobPostingId", "notes"}
    assert (element["integrationContext"], element["externalJobPostingId"]) == (ORGANIZATION, "JOB-310")
    assert element["candidate"]["emailAddresses"] == ["mina@example.org"]
    assert element["candidate"]["currentEmployerNames"] == ["Fir Shipping"]
    assert element["candidate"]["skills"] == ["Maintenance planning", "Diesel engines", "Swedish"]
    assert element["candidate"]["member"] == hiring.person(MINA)


def test_only_certified_vendors_get_the_enhanced_fields(hiring):
    hiring.sandbox.switch({"enhanced_export": False})

    candidate = hiring.exported(export(hiring).request_id).json()["elements"][0]["candidate"]

    assert not candidate.keys() & {"skills", "positions", "educations", "yearsOfExperience"}


def test_who_exported_is_told_only_with_a_switch(hiring):
    made = export(hiring)
    assert "exporter" not in hiring.exported(made.request_id).json()["elements"][0]

    hiring.sandbox.switch({"exporter_field": True})

    element = hiring.exported(made.request_id).json()["elements"][0]
    assert element["exporter"] == hiring.person(hiring.member_of_seat(RHEA_SEAT))


@pytest.mark.parametrize(
    ("switch", "told"),
    [("referenceEntityId", {"referenceEntityId"}), ("both", {"externalJobPostingId", "referenceEntityId"})],
)
def test_the_chosen_job_may_go_by_its_newer_name(hiring, switch, told):
    made = export(hiring)
    hiring.sandbox.switch({"exported_job_field": switch})

    element = hiring.exported(made.request_id).json()["elements"][0]

    names = {"externalJobPostingId", "referenceEntityId"} & element.keys()
    assert (names, {element[name] for name in names}) == (told, {"JOB-310"})


def test_a_profile_can_be_exported_without_a_job(hiring):
    made = export(hiring, job_external_id=None)

    assert "externalJobPostingId" not in hiring.exported(made.request_id).json()["elements"][0]


def test_an_id_is_good_for_a_day(hiring):
    made = export(hiring)
    hiring.sandbox.clock.advance(DAY)
    hiring.renew()

    assert hiring.exported(made.request_id).status_code == 404

    hiring.sandbox.switch({"expired_request": "empty"})
    assert hiring.exported(made.request_id).json()["elements"] == []


def test_an_id_is_of_use_to_one_application_only(hiring, app):
    made = export(hiring)

    assert Vendor(app).join("tenant-043").exported(made.request_id).status_code == 404


def test_a_disabled_integration_gives_out_nothing(hiring):
    made = export(hiring)

    hiring.switch(on=False)

    assert hiring.exported(made.request_id).status_code == 403
    with pytest.raises(NotEnabled):
        export(hiring)


def test_a_seat_has_300_exports_in_a_month(hiring):
    hiring.sandbox.switch({"exports_per_seat_month": 2})
    export(hiring)
    export(hiring, member_id=1002)

    with pytest.raises(QuotaUsedUp):
        export(hiring, member_id=1003)

    assert exporting.left_this_month(hiring.sandbox, seat_id=RHEA_SEAT) == 0
    assert export(hiring, seat_id=SAM_SEAT)
    hiring.sandbox.clock.advance(27 * DAY)  # from 5 January to 1 February
    assert exporting.left_this_month(hiring.sandbox, seat_id=RHEA_SEAT) == 2
    assert export(hiring, member_id=1003)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"job_external_id": "JOB-999"}, JobNotAvailable),
        ({"member_id": BLOCKED}, MemberNotExportable),
        ({"member_id": 5}, NotFound),
        ({"seat_id": 5}, NotFound),
        ({"application_id": 5}, NotEnabled),
    ],
)
def test_an_export_linkedin_would_refuse_leaves_no_trace(hiring, inbox, changes, refusal):
    with pytest.raises(refusal):
        export(hiring, **changes)

    assert delivery.deliver_due(hiring.sandbox) == 0
    assert exporting.left_this_month(hiring.sandbox, seat_id=RHEA_SEAT) == 300


def test_a_seat_of_another_contract_needs_the_company_level(vendor):
    vendor.prepare()
    vendor.configure("JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS")
    vendor.switch(contract_id=5501)
    vendor.post(vendor.posting())

    assert [system.name for system in visibility.destinations(vendor.sandbox, seat_id=RHEA_SEAT)] == [
        "Ours ONE_CLICK_EXPORT"
    ]
    with pytest.raises(NotEnabled):
        export(vendor, seat_id=SAM_SEAT)


def test_enabling_is_pushed_and_read_by_the_id_of_the_push(connected, inbox):
    delivery.deliver_due(connected.sandbox)

    pushed = [json.loads(push.content) for push in inbox.requests]

    assert {push["type"] for push in pushed} == {"INTEGRATION_STATUS_CHANGE"}
    read = [
        connected.call("GET", f"/v2/atsIntegrations?q=request&requestId={push['id']}").json()["elements"][0]
        for push in pushed
    ]
    assert {(element["integrationType"], element["integrationStatus"]) for element in read} == {
        ("ONE_CLICK_EXPORT", "ENABLED"),
        ("IN_ATS_INDICATOR", "ENABLED"),
        ("PROFILE_PLUGIN", "ENABLED"),
    }
    assert connected.call("GET", "/v2/atsIntegrations?q=request&requestId=unknown").status_code == 404


def test_a_refused_push_is_repeated_later_and_later(hiring, inbox):
    inbox.statuses = [500, 302]
    export(hiring)

    assert delivery.deliver_due(hiring.sandbox) == 1
    assert delivery.deliver_due(hiring.sandbox) == 0
    hiring.sandbox.clock.advance(1_000)
    assert delivery.deliver_due(hiring.sandbox) == 1
    hiring.sandbox.clock.advance(4_999)
    assert delivery.deliver_due(hiring.sandbox) == 0
    hiring.sandbox.clock.advance(1)
    assert delivery.deliver_due(hiring.sandbox) == 1

    assert states(hiring) == ["DELIVERED"]
    assert len({push.content for push in inbox.requests}) == 1


def test_a_push_is_given_up_after_its_repeats(hiring, inbox):
    inbox.broken = True
    export(hiring)

    for _ in range(9):
        delivery.deliver_due(hiring.sandbox)
        hiring.sandbox.clock.advance(3_600_000)

    assert len(inbox.requests) == 7
    assert states(hiring) == ["FAILED"]
    with hiring.sandbox.transaction() as tx:
        assert deliveries.newest(tx)[0].last_error == "ConnectError: nobody there"


def test_a_push_survives_a_killed_sandbox(tmp_path, inbox):
    config = Config(data=str(tmp_path / "sand box.sqlite"))
    transport = httpx.MockTransport(inbox)
    killed = create_app(config, transport=transport)
    vendor = Vendor(killed).join().connect()
    vendor.post(vendor.posting())
    made = export(vendor)

    restarted = create_app(config, transport=transport)
    delivery.deliver_due(sandbox_of(restarted))

    assert made.request_id in {json.loads(push.content)["id"] for push in inbox.requests}
    assert restarted.secret_key == killed.secret_key
    for app in (killed, restarted):
        sandbox_of(app).database.close()


def test_the_challenge_is_answered_before_an_address_is_taken(vendor, app, inbox):
    vendor.request()
    vendor.sandbox.switch({"challenge_callback_url": True})
    secret = vendor.client_secret.encode()

    def right(request):
        code = request.url.params["challengeCode"]
        response = hmac.new(secret, code.encode(), hashlib.sha256).hexdigest()
        return httpx.Response(200, json={"challengeCode": code, "challengeResponse": response})

    refused = vendor.configure("CALLBACK_URL", CALLBACK)
    vendor.sandbox.transport = httpx.MockTransport(right)
    taken = vendor.configure("CALLBACK_URL", CALLBACK)

    assert refused.json()["errors"]["CALLBACK_URL"]["status"] == 422
    assert taken.json()["errors"] == {}


def test_the_employers_of_a_member_are_those_of_today(sandbox):
    with sandbox.transaction() as tx:
        mina = members.get(tx, MINA)

    assert mina
    assert mina.employers == ("Fir Shipping",)
    assert len(mina.positions) == 2


def test_twenty_recruiters_at_once_lose_no_export_and_send_none_twice(hiring, inbox):
    with ThreadPoolExecutor(20) as threads:
        made = list(threads.map(lambda number: export(hiring, member_id=1001 + number).request_id, range(20)))

    delivery.deliver_due(hiring.sandbox)

    assert sorted(json.loads(push.content)["id"] for push in inbox.requests) == sorted(made)
    assert exporting.left_this_month(hiring.sandbox, seat_id=RHEA_SEAT) == 280


def test_the_courier_delivers_in_the_background_and_stops_when_told(hiring, inbox):
    arrived = threading.Event()

    def receive(request):
        arrived.set()
        return inbox(request)

    hiring.sandbox.transport = httpx.MockTransport(receive)
    courier = delivery.Courier(hiring.sandbox, pause_seconds=0.001)
    courier.start()

    export(hiring)

    assert arrived.wait(timeout=30)
    courier.stop()
    assert not courier.is_alive()
    assert states(hiring) == ["DELIVERED"]
