"""The first page: what this is, and where everything in it stands."""

import msgspec
from flask import current_app, render_template

from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.seeds.seeding import PASSWORD


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the sandbox and its address."""

    address: str
    name: str
    about: str


def start() -> Page:
    config = current().config
    return render_template(
        "recruiter/start.html",
        doors=_doors(),
        client_id=config.parent_client_id,
        client_secret=config.parent_client_secret,
        demo_password=PASSWORD,
    )


def _doors() -> list[Door]:
    """Those that this sandbox has."""
    there = {rule.rule for rule in current_app.url_map.iter_rules()}
    doors = (
        Door(
            address="/talent/search",
            name=t("Recruiter"),
            about=t("Search members, look at profiles and export them to an ATS, as a recruiter does."),
        ),
        Door(
            address="/member/",
            name=t("A member's view"),
            about=t("Read InMail and answer it, share contact details, leave LinkedIn."),
        ),
        Door(
            address="/_sandbox/certification",
            name=t("Certification console"),
            about=t("Which of LinkedIn's published rules the connected ATS has been seen to meet."),
        ),
        Door(
            address="/_sandbox/openapi.json",
            name=t("Control API"),
            about=t("Clock, faults, scenarios, snapshots and logs as JSON, described in OpenAPI."),
        ),
    )
    return [door for door in doors if door.address in there]
