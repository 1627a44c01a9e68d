"""Files leave for the configured hosts and no others, and not when they are too large."""

import base64
import json

import httpx
import pytest

from rsc_client import errors
from rsc_client.calls.candidates import LARGEST_FILE
from rsc_client.client import Client
from rsc_client.synced import Attachment, AttachmentKey, AttachmentOwner, FileType, UploadPlace
from rsc_client.transport import Channel, Hosts
from tests.client.linkedin import CHILD, Clock, LinkedIn, Notebook, channel_to

MEDIA = "urn:li:media:1"


def speaking(*answers, hosts=None, meter=None):
    linkedin = LinkedIn(*answers)
    channel = Channel(hosts, transport=linkedin) if hosts else channel_to(linkedin, meter=meter)
    return Client(channel, CHILD, clock=Clock()), linkedin


def attachment(content=b"text"):
    return Attachment(
        external_file_name="cv.txt",
        external_created_at=1,
        external_last_modified_at=1,
        file_type=FileType.TXT,
        content=content,
    )


def key(name):
    return AttachmentKey("A1", "urn:li:organization:7001", name, AttachmentOwner.APPLICATION)


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/upload",
        "http://www.linkedin.com/upload",
        "https://www.linkedin.com:8443/upload",
        "https://www.linkedin.com@elsewhere.example/upload",
        "https://www.linkedin.com.elsewhere.example/upload",
        "https://[elsewhere/upload",
        "https://www.linkedin.com/\x00",
        "/upload",
        "",
    ],
)
def test_a_file_is_not_put_anywhere_else(url):
    client, linkedin = speaking(httpx.Response(201))

    with pytest.raises(errors.NotSent):
        client.upload(UploadPlace(url, MEDIA), b"%PDF", "application/pdf")

    assert linkedin.calls == []


def test_a_further_host_can_be_trusted_with_files():
    hosts = Hosts(uploads=("https://media.linkedin.example",))
    client, linkedin = speaking(httpx.Response(201), hosts=hosts)

    client.upload(UploadPlace("https://media.linkedin.example/1?sig=2", MEDIA), b"%PDF", "application/pdf")

    assert linkedin.calls[0].content == b"%PDF"


def test_an_upload_is_repeated_once_with_a_new_token_and_metered():
    meter = Notebook()
    client, linkedin = speaking(httpx.Response(401), httpx.Response(201), meter=meter)

    client.upload(UploadPlace("https://www.linkedin.com/1", MEDIA), b"%PDF", "application/pdf")

    assert linkedin.bearers == ["Bearer T1", "Bearer T2"]
    assert [(call.resource, call.method) for call in meter.began if call.resource == "upload"] == [
        ("upload", "PUT"),
        ("upload", "PUT"),
    ]


def test_a_file_over_ten_megabytes_is_not_sent():
    client, linkedin = speaking(httpx.Response(201))

    with pytest.raises(errors.NotSent, match="at most 10485760 bytes"):
        client.upload(UploadPlace("https://www.linkedin.com/1", MEDIA), bytes(LARGEST_FILE + 1), "application/pdf")
    with pytest.raises(errors.NotSent, match="at most 10485760 bytes"):
        client.put_attachments({key("1"): attachment(bytes(LARGEST_FILE + 1))})

    assert linkedin.calls == []


def test_eleven_attachments_are_not_sent():
    client, linkedin = speaking(httpx.Response(200, json={"results": {}}))

    with pytest.raises(errors.NotSent, match="at most 10 attachments, not 11"):
        client.put_attachments({key(str(n)): attachment() for n in range(11)})

    assert linkedin.calls == []


def test_an_attachment_travels_in_base64():
    client, linkedin = speaking(httpx.Response(200, json={"results": {}}))

    client.put_attachments({key("1"): attachment(b"\x00\xff")})

    (sent,) = json.loads(linkedin.calls[0].content)["entities"].values()
    assert base64.b64decode(sent["content"]) == b"\x00\xff"
    assert "contractId" not in sent


@pytest.mark.parametrize("said", [{}, {"value": {}}, {"value": {"uploadUrl": "x"}}, []])
def test_an_answer_without_a_place_is_malformed(said):
    client, _ = speaking(httpx.Response(200, json=said))

    with pytest.raises(errors.MalformedResponse, match=r"^v2/hireMediaUrl: "):
        client.upload_place("urn:li:contract:1", "cv.pdf", "application/pdf")
