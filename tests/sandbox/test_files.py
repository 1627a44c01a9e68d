"""Résumés: upload addresses and attachments."""

import base64

import pytest

from tests.sandbox import sync
from tests.sandbox.vendor import CONTRACT, Vendor

WANTED = {
    "contentType": "application/pdf",
    "fileName": "mina.pdf",
    "blobTtl": {"duration": 1, "unit": "HOUR"},
    "hiringContext": CONTRACT,
    "usageParameters": {"recruiterSystemConnectResumeParameters": {}},
}
SOME = {
    "externalFileName": "mina.txt",
    "externalCreatedAt": 1,
    "externalLastModifiedAt": 2,
    "fileType": "TXT",
    "content": base64.b64encode(b"Mina").decode(),
}


@pytest.fixture
def connected(connected):
    """Contract 5501 has opened its data too."""
    connected.switch(contract_id=5501)
    return connected


def place(vendor, **changes):
    return vendor.call("POST", "/v2/hireMediaUrl", {**WANTED, **changes})


def upload(vendor, address, content=b"%PDF-", content_type="application/pdf", **headers):
    sent = {"Authorization": f"Bearer {vendor.child}", "Content-Type": content_type, **headers}
    return vendor.http.put(address.partition(":8010")[2], content=content, headers=sent).status_code


def key(number="CV-1", entity="C77", kind="CANDIDATE", purpose="RESUME"):
    return (
        f"(externalReferenceEntityId:{entity},integrationContext:urn%3Ali%3Aorganization%3A7001,"
        f"externalAttachmentId:{number},externalReferenceEntityType:{kind},attachmentType:{purpose})"
    )


def attach(vendor, found, value=None):
    path = f"/rest/attachments?ids=List({found})"
    if value is None:
        return vendor.call("DELETE", path, headers=sync.REST)
    return vendor.call("PUT", path, {"entities": {found: value}}, method="batch_update", headers=sync.REST)


def test_a_file_goes_to_the_address_it_was_given_once(connected):
    told = place(connected).json()["value"]

    assert upload(connected, told["uploadUrl"]) == 201
    assert upload(connected, told["uploadUrl"]) == 400
    assert told["resource"].startswith("urn:li:media:")


def test_an_address_is_good_for_its_vendor_its_time_and_its_type(connected, app):
    address = place(connected).json()["value"]["uploadUrl"]

    assert upload(Vendor(app).join("tenant-043"), address) == 404
    assert upload(connected, address, Authorization="Bearer x") == 401
    assert upload(connected, address[:-3]) == 403
    assert upload(connected, address, content_type="text/plain") == 415
    assert upload(connected, address, content=b"") == 400
    assert upload(connected, address, content=bytes(10 * 1024 * 1024 + 1)) == 400
    connected.sandbox.clock.advance(3_600_000)
    connected.renew()
    assert upload(connected, address) == 404


@pytest.mark.parametrize(
    "change",
    [
        {"contentType": "image/png"},
        {"fileName": ""},
        {"blobTtl": {"duration": 1, "unit": "FORTNIGHT"}},
        {"hiringContext": "urn:li:organization:7001"},
        {"usageParameters": {}},
        {"size": 5},
    ],
)
def test_a_wrong_wish_for_an_address_is_refused(connected, change):
    assert place(connected, **change).status_code == 422


def test_an_attachment_is_kept_with_what_it_belongs_to_and_deleted(connected):
    sync.candidates(connected, C77=sync.candidate())

    sync.taken(attach(connected, key(), SOME))
    sync.taken(attach(connected, key()))

    assert sync.refusal(attach(connected, key()))["status"] == 404


@pytest.mark.parametrize(
    ("found", "change", "status"),
    [
        (key(entity="C99"), {}, 404),
        (key(entity="A5", kind="APPLICATION"), {}, 404),
        (key(kind="JOB"), {}, 422),
        (key(purpose="PHOTO"), {}, 422),
        (key(), {"fileType": "PNG"}, 422),
        (key(), {"content": "not base64"}, 422),
        (key(), {"externalLastModifiedAt": 0}, 422),
        (key(), {"externalCreatedAt": 3}, 422),
        (key(), {"size": 5}, 422),
    ],
)
def test_a_wrong_attachment_is_refused(connected, found, change, status):
    sync.candidates(connected, C77=sync.candidate())

    assert sync.refusal(attach(connected, found, {**SOME, **change}))["status"] == status


def test_ten_attachments_are_a_batch(connected):
    sync.candidates(connected, C77=sync.candidate())
    keys = [key(f"CV-{number}") for number in range(11)]

    def put(some):
        ids = f"ids=List({','.join(some)})"
        assert len(ids) < 4_096
        body = {"entities": dict.fromkeys(some, SOME)}
        return connected.call("PUT", f"/rest/attachments?{ids}", body, method="batch_update", headers=sync.REST)

    assert (put(keys[:10]).status_code, put(keys).status_code) == (200, 400)
