"""Module 5 of LinkedIn's certification: what is deleted in the ATS is deleted at LinkedIn (RSC-501 to RSC-504)."""

from rsc_sandbox.certification.facts import Facts
from rsc_sandbox.certification.verdict import Result, against, judged, step
from rsc_sandbox.recruiter.words import t


def rules(facts: Facts) -> list[Result]:
    return [candidate_parts(facts), candidate(facts), application_parts(facts), application(facts)]


def candidate_parts(facts: Facts) -> Result:
    notes = "atsCandidates/notes"
    return judged(
        "RSC-501",
        t("A candidate's notes are deleted, then the candidate"),
        [
            step(t("Sync a note of a candidate."), facts.ok(f"{notes}.batch_update")),
            step(t("Delete the note."), facts.ok(f"{notes}.batch_delete")),
            step(t("Delete the candidate."), facts.ok("atsCandidates.batch_delete")),
        ],
        against=[_failing(facts, notes), _failing(facts, "atsCandidates")],
        by_hand=t("Recruiter no longer shows it: look at the person's profile there."),
    )


def candidate(facts: Facts) -> Result:
    return judged(
        "RSC-502",
        t("A candidate is deleted as a whole"),
        [
            step(t("Sync a candidate."), facts.ok("atsCandidates.batch_update")),
            step(t("Delete the candidate."), facts.ok("atsCandidates.batch_delete")),
        ],
        against=[_failing(facts, "atsCandidates")],
        by_hand=t("Recruiter no longer shows it: look at the person's profile there."),
    )


def application_parts(facts: Facts) -> Result:
    parts = [f"atsApplications/{part}" for part in ("notes", "stages", "interviewFeedback")]
    return judged(
        "RSC-503",
        t("An application's notes, stages and feedback are deleted, then the application"),
        [
            step(t("Delete a note of an application."), facts.ok(f"{parts[0]}.batch_delete")),
            step(t("Delete a stage of an application."), facts.ok(f"{parts[1]}.batch_delete")),
            step(t("Delete interview feedback of an application."), facts.ok(f"{parts[2]}.batch_delete")),
            step(t("Delete the application."), facts.ok("atsApplications.batch_delete")),
        ],
        against=[_failing(facts, part) for part in (*parts, "atsApplications")],
        by_hand=t("Recruiter no longer shows it: look at the person's profile there."),
    )


def application(facts: Facts) -> Result:
    return judged(
        "RSC-504",
        t("An application is deleted as a whole"),
        [
            step(t("Sync an application."), facts.ok("atsApplications.batch_update")),
            step(t("Delete the application."), facts.ok("atsApplications.batch_delete")),
        ],
        against=[_failing(facts, "atsApplications")],
        by_hand=t("Recruiter no longer shows it: look at the person's profile there."),
    )


def _failing(facts: Facts, resource: str) -> str | None:
    """The last thing that was to be deleted was not known here, and no deletion went through since."""
    refused, done = facts.seen.get(f"{resource}.batch_delete.refused"), facts.ok(f"{resource}.batch_delete")
    failing = refused if refused and not (done and done.last_at > refused.last_at) else None
    return against(t("A deletion was refused, and none has gone through since."), failing)
