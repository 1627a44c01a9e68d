"""Certification is judged by behaviour alone: each rule is met by the right one and broken by the wrong one."""

import argparse
import json
from xml.etree import ElementTree as ET

import httpx
import pytest

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.certification import command, report, subjects
from rsc_sandbox.certification.verdict import State
from rsc_sandbox.config import Config
from rsc_sandbox.store.db import number
from tests.sandbox import certification_stories as stories
from tests.sandbox import sync
from tests.sandbox.certification_stories import STORIES, Story
from tests.sandbox.recruiter.sites import served
from tests.sandbox.vendor import Inbox, Vendor


@pytest.fixture
def story(app, vendor, inbox):
    return Story(app, vendor, inbox)


def rules(vendor):
    made = subjects.reported(vendor.sandbox, subjects.chosen(vendor.sandbox, vendor.client_id))
    return {rule.id: rule for rule in made.rules}


def test_every_rule_has_its_stories(vendor):
    assert list(rules(vendor)) == list(STORIES)


def test_nothing_is_met_or_broken_before_anything_happened(vendor):
    assert {rule.state for rule in rules(vendor).values()} == {State.NOT_EXERCISED}
    assert all(rule.next_step for rule in rules(vendor).values())


@pytest.mark.parametrize("rule", STORIES)
def test_the_right_behaviour_meets_the_rule(story, rule):
    STORIES[rule][0](story)

    found = rules(story.vendor)[rule]

    assert found.state is State.MET, found
    assert found.next_step == ""


@pytest.mark.parametrize("rule", STORIES)
def test_the_wrong_behaviour_breaks_the_rule(story, rule):
    STORIES[rule][1](story)

    found = rules(story.vendor)[rule]

    assert found.state is State.NOT_MET, found
    assert found.contradictions
    assert "afresh" in found.next_step


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("RSC-106", stories.insist_on_an_old_token),
        ("RSC-301", stories.never_answer),
        ("RSC-301", stories.never_fetch),
    ],
)
def test_there_is_more_than_one_way_to_break_a_rule(story, rule, wrong):
    wrong(story)

    assert rules(story.vendor)[rule].state is State.NOT_MET


def test_a_link_by_hand_counts_once_the_page_was_loaded_again(story):
    story.hire("C77")
    story.note("plugin.profile.signed-in")
    story.note("plugin.profile.linked")

    assert rules(story.vendor)["RSC-304"].state is State.NOT_EXERCISED


def test_a_push_the_sandbox_was_told_to_spoil_is_not_held_against_the_vendor(story):
    story.hire()
    story.vendor.http.post("/_sandbox/faults", json={"kind": "expired_id"}).raise_for_status()
    story.vendor.http.post("/_sandbox/faults", json={"kind": "bad_signature"}).raise_for_status()

    story.export(fetch=False)
    story.advance(2 * stories.DAY)

    assert rules(story.vendor)["RSC-301"].state is State.NOT_EXERCISED


def test_a_disabled_customer_is_not_a_stranger(story):
    story.vendor.connect().switch(on=False)

    sync.candidates(story.vendor, C1=sync.candidate())

    assert rules(story.vendor)["ENG-07"].state is State.MET


def test_the_evidence_leads_to_the_call(story):
    answer = sync.candidates(story.vendor.connect(), C1=sync.candidate(), C2=sync.candidate())

    (step, _) = rules(story.vendor)["RSC-205"].steps
    assert step.evidence == f"1 time, 2 records, last 5 Jan 2026, 12:00, x-li-uuid {answer.headers['x-li-uuid']}"


def test_beginning_afresh_forgets_what_was_seen(story):
    stories.insist_on_a_bad_job(story)
    story.advance()

    answer = story.vendor.http.post("/_sandbox/certification/afresh", json={})

    assert answer.json()["not_met"] == 0
    assert answer.json()["since"] == story.vendor.sandbox.now()
    assert rules(story.vendor)["TC5"].state is State.NOT_EXERCISED


def test_another_site_cannot_begin_afresh(story):
    stories.insist_on_a_bad_job(story)

    forged = story.vendor.http.post("/_sandbox/certification", data={"application": story.vendor.client_id})

    assert forged.status_code == 400
    assert rules(story.vendor)["TC5"].state is State.NOT_MET


def test_after_beginning_afresh_a_known_candidate_can_be_changed(story):
    stories.sync_two(story)
    story.vendor.http.post("/_sandbox/certification/afresh", json={}).raise_for_status()

    sync.candidates(story.vendor, C3=sync.candidate())
    assert rules(story.vendor)["RSC-205"].state is State.NOT_EXERCISED

    sync.candidates(story.vendor, C1=sync.candidate(currentJobTitle="Planner"))
    assert rules(story.vendor)["RSC-205"].state is State.MET


def test_a_failure_that_was_asked_for_is_not_held_against_the_vendor(story):
    story.vendor.http.post("/_sandbox/faults", json={"kind": "status", "value": 429}).raise_for_status()

    assert sync.candidates(story.vendor, C1=sync.candidate()).status_code == 429

    assert rules(story.vendor)["ENG-03"].state is State.NOT_EXERCISED


def test_observations_do_not_grow_with_the_calls(story):
    stories.sync_two(story)
    rows = "SELECT count(*) AS number FROM observations"
    with story.vendor.sandbox.transaction() as tx:
        before = number(tx, rows)

    for index in range(30):
        sync.candidates(story.vendor, **{f"C{index}": sync.candidate()})

    with story.vendor.sandbox.transaction() as tx:
        assert number(tx, rows) == before


def test_the_report_is_told_to_machines(story):
    stories.post(story)
    stories.say_no_method(story)

    told = story.vendor.http.get("/_sandbox/certification.json").json()
    written = ET.fromstring(story.vendor.http.get("/_sandbox/certification.xml").text)

    assert (told["met"], told["not_met"]) == (
        sum(rule.state is State.MET for rule in rules(story.vendor).values()),
        1,
    )
    cases = {case.get("name", "").split()[0]: case for case in written.iter("testcase")}
    assert cases["ENG-04"].find("failure") is not None
    assert cases["RSC-501"].find("skipped") is not None
    assert [child.tag for child in cases["RSC-102"]] == ["system-out"]
    assert len(cases) == len(STORIES)


def test_the_application_must_be_clear(app, stranger, vendor):
    assert "application" in stranger.http.get("/_sandbox/certification.json?application=nobody").json()["error"]
    Vendor(app).join("tenant-043")

    refused = stranger.http.get("/_sandbox/certification.json")

    assert refused.status_code == 422
    assert refused.json() == {"error": "Say which application: tenant-042, tenant-043"}
    chosen = stranger.http.get("/_sandbox/certification.json?application=tenant-043").json()
    assert chosen["application"]["unique_foreign_id"] == "tenant-043"


@pytest.mark.parametrize("path", ["/_sandbox/certification", "/_sandbox/certification.json"])
def test_the_console_is_for_whoever_runs_the_sandbox(app, path):
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}

    assert app.test_client().get(path, environ_base=elsewhere).status_code == 403


def test_the_console_speaks_both_languages(story):
    stories.say_no_method(story)

    english = story.vendor.http.get("/_sandbox/certification").text
    swedish = story.vendor.http.get("/_sandbox/certification?lang=sv").text

    assert "Seen against it" in english
    assert "Talar mot regeln" in swedish
    assert "Talar mot" not in english


def test_the_console_says_how_to_begin(stranger):
    assert "No application has been provisioned yet." in stranger.http.get("/_sandbox/certification").text


@pytest.fixture
def stored(tmp_path):
    """A data file in which a job was posted."""
    data = tmp_path / "sandbox.sqlite"
    app = create_app(Config(data=str(data)), transport=httpx.MockTransport(Inbox()))
    story = Story(app, Vendor(app).join(), Inbox())
    stories.post(story)
    yield story, data
    sandbox_of(app).database.close()


def certify(*arguments):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(one) for one in arguments]))


def test_the_command_reads_a_data_file(stored, capsys):
    story, data = stored

    assert certify("--data", data, "--require", "RSC-102, ENG-04") == 0
    assert "met            RSC-102" in capsys.readouterr().out

    assert certify("--data", data, "--require", "RSC-1xx") == 1
    assert "required and not met: RSC-101, RSC-103" in capsys.readouterr().err

    stories.say_no_method(story)
    assert certify("--data", data) == 1
    assert "seen against it: The header was missing." in capsys.readouterr().out


def test_the_command_asks_a_running_sandbox(stored, capsys):
    story, _ = stored

    with served(story.app) as port:
        assert certify("--url", f"http://127.0.0.1:{port}/", "--application", story.vendor.client_id) == 0
        there = capsys.readouterr().out
        assert certify("--url", f"http://127.0.0.1:{port}", "--application", "nobody") == 2

    made = subjects.reported(story.vendor.sandbox, subjects.chosen(story.vendor.sandbox, ""))
    assert there.partition("Module 1")[2] == report.as_text(made).partition("Module 1")[2]
    assert "No application nobody: tenant-042" in capsys.readouterr().err


def test_the_configuration_plugin_is_evidence(story):
    story.vendor.connect()
    shown = {"api_key": story.vendor.client_id, "origin": stories.ORIGIN}
    story.vendor.http.get("/xdoor/widgets/onboarding", params=shown).raise_for_status()

    assert rules(story.vendor)["RSC-101"].steps[0].evidence == "1 time, last 5 Jan 2026, 12:00"


def test_the_command_writes_what_machines_read(stored, tmp_path):
    _, data = stored

    certify("--data", data, "--format", "junit", "--output", tmp_path / "report.xml")
    certify("--data", data, "--format", "json", "--output", tmp_path / "report.json")

    assert len(list(ET.parse(tmp_path / "report.xml").iter("testcase"))) == len(STORIES)
    assert json.loads((tmp_path / "report.json").read_text())["application"]["unique_foreign_id"] == "tenant-042"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--data", "nowhere.sqlite"], "There is no file"),
        (["--url", "http://127.0.0.1:1"], "No sandbox answers at"),
        (["--data", "DATA", "--application", "nobody"], "No application nobody"),
        (["--data", "DATA", "--require", "RSC-999"], "There is no rule RSC-999"),
    ],
)
def test_the_command_says_why_there_is_no_report(stored, capsys, arguments, why):
    _, data = stored

    assert certify(*(str(data) if one == "DATA" else one for one in arguments)) == 2
    assert why in capsys.readouterr().err


def test_control_characters_of_a_vendor_do_not_spoil_the_xml(story):
    story.vendor.connect()
    for _ in range(3):
        story.vendor.post(story.vendor.posting("J\x01", title=None))

    made = subjects.reported(story.vendor.sandbox, subjects.chosen(story.vendor.sandbox, ""))

    assert "J, " in next(ET.fromstring(report.as_junit(made)).iter("failure")).get("message", "")
