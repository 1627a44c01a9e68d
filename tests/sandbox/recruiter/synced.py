"""Applicant tracking systems that know Mina Okoro, filled the way vendors fill them."""

from flask import Flask

from rsc_sandbox.store import integrations
from tests.sandbox import sync
from tests.sandbox.vendor import Vendor

MINA = 1001
MAIL = {"emailAddresses": ["mina.okoro@example.org"]}
INTERVIEWER = {"firstName": "Ivan", "lastName": "Demo"}


def ats(app: Flask, foreign_id: str, name: str, *, open_to_all: bool = True) -> Vendor:
    """A connected system of that name; its applications are visible to all recruiters, or to those on lists only."""
    vendor = Vendor(app).join(foreign_id).connect()
    if open_to_all:
        vendor.configure("APPLICATION_VIEWERS", "ALL_PRODUCT_USERS", kind="IN_ATS_INDICATOR")
    with vendor.sandbox.transaction() as tx:
        for row in integrations.of_application(tx, vendor.application_id, 7001):
            integrations.rename(tx, row.id, name)
    return vendor


def mina(vendor: Vendor, *, url: str = "https://birch.ats.example/c/C77", **changes: object) -> None:
    """Mina as a candidate with an application, its stages, feedback and notes."""
    name = {"firstName": "Mina", "lastName": "Okoro"}
    vendor.post(vendor.posting())
    sync.taken(sync.candidates(vendor, C77=sync.candidate(**name, **MAIL, externalProfileUrl=url, **changes)))
    sync.taken(sync.applications(vendor, A5=sync.application(**name, source="Job fair")))
    sync.taken(sync.attach(vendor, "C77", "notes", N1={"note": "Prefers mornings.", "atsCreatedAt": sync.THEN}))
    author = {"author": INTERVIEWER, "atsCreatedAt": sync.THEN + 1}
    sync.taken(sync.attach(vendor, "A5", "notes", N2={"note": "Called, will move.", **author}))
    stages = {
        "S1": {"stage": "New", "atsCreatedAt": sync.THEN},
        "S2": {"stage": "Interview", "atsCreatedAt": sync.THEN + 86_400_000},
    }
    sync.taken(sync.attach(vendor, "A5", "stages", **stages))
    sheet = {
        "interviewer": INTERVIEWER,
        "interviewType": "ONSITE",
        "evaluations": [{"attribute": "Seamanship", "result": "4/5"}],
        "feedback": "Knows every valve.",
        "atsCreatedAt": sync.THEN + 172_800_000,
    }
    sync.taken(sync.attach(vendor, "A5", "interviewFeedback", F1=sheet))
