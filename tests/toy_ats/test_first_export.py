"""An ATS that shares no line with ours, in another language, reaches its first export by the contract alone."""

import json
import time

import httpx
import pytest

from tests.stack import until
from tests.story import WHOLE_COMPANY, Recruiter
from tests.toy_ats import running

MOST_LINES, WIDEST = 50, 120
BUNDLES = "RECRUITER_SYSTEM_CONNECT_COMPANY,RECRUITER_SYSTEM_CONNECT_CONTRACT"
JOB = {
    "externalJobPostingId": "TOY-1",
    "jobPostingOperationType": "CREATE",
    "title": "Deckhand",
    "description": "Keep the deck of our ferries in order, in every weather, and help our passengers. " * 2,
    "location": "Gothenburg, Sweden",
    "companyApplyUrl": "https://toy.example/jobs/1",
    "availability": "PRIVATE_TO_ATS_INTEGRATION",
}


def test_it_is_at_most_fifty_readable_lines_and_uses_node_alone():
    lines = running.SOURCE.read_text(encoding="utf-8").splitlines()
    code = [line for line in lines if line.strip() and not line.strip().startswith("//")]

    assert len(code) <= MOST_LINES
    assert max(map(len, lines)) <= WIDEST
    assert all('from "node:' in line for line in code if line.startswith("import"))


@pytest.mark.processes
def test_it_connects_and_takes_the_first_person_who_is_exported(tmp_path):
    job = {**JOB, "listedAt": int(time.time() * 1_000) - 1_000}
    with running.sandbox() as linkedin, running.toy_ats(linkedin, job=job, folder=tmp_path) as toy:
        with Recruiter(linkedin, "ada") as ada:
            told = ada.request_integrations(toy.client_id, toy.page, BUNDLES)
            assert httpx.post(f"{toy.page}/requested", content=told).status_code == 200
            ada.turn_on(WHOLE_COMPANY)
        with Recruiter(linkedin, "rhea") as rhea:
            member = next(rhea.members())
            until(lambda: rhea.jobs(member) == ["TOY-1"], patience=20, saying="the toy's job to be offered")
            rhea.export(member, "TOY-1")
            until(lambda: bool(toy.events("export")), patience=20, saying="the toy ATS to print the person")
            (exported,) = toy.events("export")
            synced = httpx.get(f"{linkedin}/_sandbox/candidates").json()
            judged = httpx.get(f"{linkedin}/_sandbox/certification.json", params={"application": toy.client_id}).json()

            assert exported["job"] == "TOY-1"
            assert f"{exported['firstName']} {exported['lastName']}" in rhea.get(f"/talent/profile/{member}").text
            assert exported["member"].rpartition(":")[2] in json.dumps(synced)
        forged = httpx.post(f"{toy.page}/push", content=told, headers={"X-LI-Signature": "0" * 64})
        assert forged.status_code == 401
        assert len(toy.events("export")) == 1
    states = {rule["id"]: rule["state"] for module in judged["modules"] for rule in module["rules"]}
    assert [states[rule] for rule in ("RSC-101", "RSC-102", "RSC-301")] == ["met"] * 3
    assert states["RSC-201"] == "not exercised"  # it sends a job and no history
    assert "not met" not in states.values()
