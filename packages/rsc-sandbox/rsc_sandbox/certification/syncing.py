"""Module 2 of LinkedIn's certification: history and changes reach LinkedIn (RSC-201 to RSC-205, old test case 5)."""

from rsc_sandbox.certification.facts import Facts
from rsc_sandbox.certification.verdict import Result, Step, against, judged, so_far, step
from rsc_sandbox.recruiter.words import moment, t
from rsc_sandbox.store.observations import Observation

_TWO_YEARS = 2 * 365 * 86_400_000
_STUBBORN = 3
_UPSERTS = ("simpleJobPostings.batch_create", "atsCandidates.batch_update", "atsApplications.batch_update")


def rules(facts: Facts) -> list[Result]:
    return [jobs(facts), candidates(facts), applications(facts), candidate(facts), update(facts), refused(facts)]


def jobs(facts: Facts) -> Result:
    posted = facts.ok("simpleJobPostings.batch_create")
    return judged(
        "RSC-201",
        t("Historical jobs"),
        [
            step(t("Post the customer's jobs."), posted),
            _two_years(facts, posted),
            step(t("Post closed jobs too."), facts.jobs.closed, so_far(facts.jobs.closed)),
            step(t("Ask what became of them (simpleJobPostingTasks)."), facts.ok("simpleJobPostingTasks.batch_get")),
        ],
        against=[_unsettled(facts, "simpleJobPostings.batch_create")],
        by_hand=t("The number of jobs of the past two years is the same in your product and in LinkedIn."),
    )


def candidates(facts: Facts) -> Result:
    put = facts.ok("atsCandidates.batch_update")
    return judged(
        "RSC-202",
        t("Historical candidates"),
        [step(t("Sync the customer's candidates."), put), _two_years(facts, put)],
        against=[_unsettled(facts, "atsCandidates.batch_update")],
        by_hand=t("The totals agree, and the profile widget shows the right person."),
    )


def applications(facts: Facts) -> Result:
    put = facts.ok("atsApplications.batch_update")
    return judged(
        "RSC-203",
        t("Historical applications"),
        [
            step(t("Sync the customer's applications."), put),
            _two_years(facts, put),
            step(t("Sync their stages."), facts.ok("atsApplications/stages.batch_update")),
            step(t("Sync their notes."), facts.ok("atsApplications/notes.batch_update")),
            step(t("Sync their interview feedback."), facts.ok("atsApplications/interviewFeedback.batch_update")),
        ],
        against=[_unsettled(facts, "atsApplications.batch_update")],
        by_hand=t("The totals agree."),
    )


def candidate(facts: Facts) -> Result:
    put, read = facts.ok("atsCandidates.batch_update"), facts.ok("atsCandidates.batch_get")
    after = read if put and read and read.last_at >= put.first_at else None
    forgotten = facts.seen.get("atsCandidates.batch_get.refused") if not put else None
    return judged(
        "RSC-204",
        t("A candidate is synced, and the person's URN is stored"),
        [
            step(t("Sync a candidate with a value in every field."), put),
            step(t("Read matchedMembers and manualMatchedMember of the candidate."), after),
        ],
        against=[against(t("Candidates were asked for that were never synced."), forgotten)],
        by_hand=t("Your product keeps the person's URN with the candidate."),
    )


def update(facts: Facts) -> Result:
    put, gone = facts.ok("atsCandidates.batch_update"), facts.ok("atsCandidates.batch_delete")
    sent, distinct = put.records if put else 0, facts.candidates + (gone.records if gone else 0)
    wrong = facts.seen.get("atsCandidates.batch_update.refused")
    stale = wrong if wrong and "atsLastModifiedAt" in wrong.message else None
    return judged(
        "RSC-205",
        t("A candidate is changed"),
        [
            step(t("Sync a candidate."), put),
            step(t("Change a field of the candidate and sync them again."), sent > distinct, so_far(sent - distinct)),
        ],
        against=[against(t("A change came with a wrong time of its last modification."), stale)],
    )


def refused(facts: Facts) -> Result:
    found = [(what, facts.seen[f"{what}.refused"]) for what in _UPSERTS if f"{what}.refused" in facts.seen]
    righted = next((seen for what, seen in found if what in facts.put_right), None)
    return judged(
        "TC5",
        t("A refused record is noticed and put right"),
        [
            step(t("Sync a record without a required field, for example a job without a title."), found, _shown(found)),
            step(t("Complete the record and sync it again."), righted, righted.subject if righted else ""),
        ],
        against=[_unsettled(facts, what) for what in _UPSERTS],
        by_hand=t("Your product tells its user what was refused."),
    )


def _shown(found: list[tuple[str, Observation]]) -> str:
    return f"{found[0][1].subject}: {found[0][1].message}" if found else ""


def _two_years(facts: Facts, seen: Observation | None) -> Step:
    oldest = seen.oldest if seen else None
    return step(
        t("Go back two years or more."),
        oldest is not None and oldest <= facts.now - _TWO_YEARS,
        t("oldest {moment}", moment=moment(oldest)) if oldest else "",
    )


def _unsettled(facts: Facts, what: str) -> str | None:
    """The same record refused again and again, and not accepted since."""
    seen = facts.seen.get(f"{what}.refused")
    stubborn = seen if seen and seen.in_a_row >= _STUBBORN and what not in facts.put_right else None
    return against(t("The same record was refused again and again."), stubborn)
