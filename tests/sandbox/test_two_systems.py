"""Two applications of a vendor serve one company: same ids, same context, and nothing of one within reach of the other."""

import pytest

from rsc_sandbox.linkedin import export, indicator
from tests.sandbox import sync
from tests.sandbox.recruiter.synced import MINA, ats, mina
from tests.sandbox.vendor import ORGANIZATION, RHEA_SEAT, Vendor, integration_ids


@pytest.fixture
def production(app) -> Vendor:
    vendor = ats(app, "production", "Production")
    mina(vendor)
    return vendor


@pytest.fixture
def trial(app) -> Vendor:
    vendor = ats(app, "trial", "Trial")
    mina(vendor)
    return vendor


def seen(vendor: Vendor) -> list[str]:
    found = indicator.indicator(vendor.sandbox, seat_id=RHEA_SEAT, member_id=MINA)
    return [note.text for system in found if system.application_id == vendor.application_id for note in system.notes]


def test_writing_under_the_same_ids_changes_only_ones_own(production, trial):
    sync.taken(sync.candidates(trial, C77=sync.candidate(firstName="Changed")))
    sync.taken(sync.attach(trial, "A5", "notes", N2={"note": "Only a trial.", "atsCreatedAt": sync.THEN}))

    assert next(iter(sync.read(production, "C77").json()["results"].values()))["firstName"] == "Mina"
    assert "Called, will move." in seen(production)
    assert "Only a trial." not in seen(production)


@pytest.mark.parametrize("what", ["atsCandidates", "atsApplications"])
def test_deleting_under_the_same_id_leaves_the_others(production, trial, what):
    before = seen(production)

    sync.taken(sync.remove(trial, "C77" if what == "atsCandidates" else "A5", what=what))

    assert seen(trial) != before
    assert seen(production) == before


def test_what_one_has_used_up_the_other_still_has(production, trial):
    production.sandbox.switch({"job_records_per_minute": 1})
    production.sandbox.clock.advance(60_000)

    answers = [vendor.post(vendor.posting("J")).status_code for vendor in (production, production, trial, trial)]

    assert answers == [200, 429, 200, 429]


def test_the_ids_of_one_lead_the_other_nowhere(production, trial):
    made = export.export(
        production.sandbox,
        seat_id=RHEA_SEAT,
        member_id=MINA,
        application_id=production.application_id,
        job_external_id="JOB-310",
    )
    task = production.post(production.posting()).json()["elements"][0]["id"]

    assert production.exported(made.request_id).json()["elements"]
    assert not trial.exported(made.request_id).json().get("elements")
    theirs = trial.call("GET", f"/v2/simpleJobPostingTasks?ids={task}").json()
    assert task not in theirs["results"]


def test_switching_one_off_leaves_the_other_on(production, trial):
    trial.switch(on=False)

    query = integration_ids(0, "ONE_CLICK_EXPORT")
    states = [
        next(iter(vendor.call("GET", f"/v2/atsIntegrations?{query}").json()["results"].values()))["integrationStatus"]
        for vendor in (production, trial)
    ]
    assert states == ["ENABLED", "DISABLED"]
    assert seen(production)
    assert not seen(trial)


def test_lists_of_rights_of_the_same_name_are_two(app):
    closed = [ats(app, key, key, open_to_all=False) for key in ("production", "trial")]
    for vendor in closed:
        mina(vendor)
    owner, other = closed
    person = owner.person(owner.member_of_seat(RHEA_SEAT))
    common = f"ids[0].dataProvider=ATS&ids[0].integrationContext={ORGANIZATION}&ids[0].atsEntityType=JOB_POSTING"
    for path in (
        f"/v2/atsEntityAcls?ids[0].atsEntityAclId=recruiting&{common}&ids[0].atsEntityId=JOB-310",
        f"/v2/atsEntityAclAssignees?ids[0].atsEntityAclId=recruiting&ids[0].assignee={person}&{common}",
    ):
        key = path.partition("?")[2].replace("ids[0].", "")
        sync.taken(owner.call("PUT", path, {"entities": {key: {}}}, method="batch_update"))

    assert seen(owner)
    assert not seen(other)
