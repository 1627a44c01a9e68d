"""Module 4 of LinkedIn's certification: access lists decide who sees secured jobs (RSC-401 to RSC-404)."""

import re

from rsc_sandbox.certification.facts import Facts
from rsc_sandbox.certification.verdict import Result, Step, judged, step
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.store.observations import Observation

_LOOK = re.compile(r"recruiter\.(jobs|indicator)\.(\d+)\.(shown|hidden)")
_LISTS, _PEOPLE = "atsEntityAcls", "atsEntityAclAssignees"


def rules(facts: Facts) -> list[Result]:
    return [jobs(facts), indicator(facts), removed(facts), added_again(facts)]


def jobs(facts: Facts) -> Result:
    return judged(
        "RSC-401",
        t("Secured job in the export list"),
        [
            *_listed(facts),
            step(t("Look at the job list of an export as somebody on the list."), _look(facts, "jobs", "shown")),
            step(t("Look at it as somebody who is not."), _look(facts, "jobs", "hidden")),
        ],
        against=[_overruled(facts, "JOB_POSTING_VIEWERS")],
    )


def indicator(facts: Facts) -> Result:
    return judged(
        "RSC-402",
        t("Secured job in the In-ATS indicator"),
        [
            *_listed(facts),
            step(t("Sync a candidate with an application for the job."), facts.ok("atsApplications.batch_update")),
            step(t("Look at the candidate in Recruiter as somebody on the list."), _look(facts, "indicator", "shown")),
            step(t("Look at the candidate as somebody who is not."), _look(facts, "indicator", "hidden")),
        ],
        against=[_overruled(facts, "APPLICATION_VIEWERS")],
    )


def removed(facts: Facts) -> Result:
    taken = facts.ok(f"{_PEOPLE}.batch_delete")
    return judged(
        "RSC-403",
        t("Somebody is taken off the list"),
        [
            step(t("Take somebody off the list who has looked at the jobs before."), taken),
            step(
                t("Look again as that person: the job is gone."), _turned(facts, taken, before="shown", after="hidden")
            ),
        ],
        against=[_overruled(facts, "JOB_POSTING_VIEWERS")],
    )


def added_again(facts: Facts) -> Result:
    taken, put = facts.ok(f"{_PEOPLE}.batch_delete"), facts.ok(f"{_PEOPLE}.batch_update")
    again = put if taken and put and put.last_at >= taken.first_at and put.times > 1 else None
    return judged(
        "RSC-404",
        t("Somebody is put on the list again"),
        [
            step(t("Put somebody on the list again whom you took off."), again),
            step(
                t("Look again as that person: the job is back."), _turned(facts, again, before="hidden", after="shown")
            ),
        ],
        against=[_overruled(facts, "JOB_POSTING_VIEWERS")],
    )


def _listed(facts: Facts) -> list[Step]:
    return [
        step(t("Make an access list for a job."), facts.ok(f"{_LISTS}.batch_update")),
        step(t("Put somebody on it."), facts.ok(f"{_PEOPLE}.batch_update")),
    ]


def _overruled(facts: Facts, key: str) -> str | None:
    if not (facts.ok(f"{_LISTS}.batch_update") and facts.configurations.get(key)):
        return None
    return t("There are access lists, but {key} shows everything to everybody.", key=key)


def _look(facts: Facts, where: str, how: str) -> Observation | None:
    """A look into Recruiter, at the secured jobs of the export list or at a candidate, that ended so."""
    return next((seen for (place, _, found), seen in _looks(facts).items() if (place, found) == (where, how)), None)


def _turned(facts: Facts, change: Observation | None, *, before: str, after: str) -> Observation | None:
    """A seat that saw one thing before the change and the other after it."""
    if change is None:
        return None
    looks = _looks(facts)
    for (place, seat, found), seen in looks.items():
        earlier = looks.get((place, seat, before))
        if found == after and earlier and earlier.first_at <= change.last_at <= seen.last_at:
            return seen
    return None


def _looks(facts: Facts) -> dict[tuple[str, str, str], Observation]:
    found = ((_LOOK.fullmatch(what), seen) for what, seen in facts.seen.items())
    return {(match[1], match[2], match[3]): seen for match, seen in found if match}
