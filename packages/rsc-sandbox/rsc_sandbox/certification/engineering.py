"""What LinkedIn's pages ask of every integration: limits, headers, paging, pushes. Numbers are ours, ENG-01 to ENG-09."""

from rsc_sandbox.certification.facts import Facts
from rsc_sandbox.certification.verdict import Result, against, judged, so_far, step
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.store.observations import Observation


def rules(facts: Facts) -> list[Result]:
    return [*_sizes(facts), *_manners(facts), *_pushes(facts)]


def _sizes(facts: Facts) -> list[Result]:
    seen = facts.seen.get
    return [
        judged(
            "ENG-01",
            t("Batches hold 100 records at most"),
            [step(t("Sync several records in one call."), _bulk(facts))],
            against=[against(t("A batch was larger."), seen("batch-too-large"))],
            by_hand=t("Batches of one resource are sent one after the other."),
        ),
        judged(
            "ENG-02",
            t("Addresses stay under 4 KB of query and 8 KB in all; longer ones are tunnelled"),
            [step(t("Sync so many records in one call that their keys need tunnelling."), seen("tunnelled"))],
            against=[against(t("An address was too long (414)."), seen("too-long"))],
        ),
        judged(
            "ENG-03",
            t("LinkedIn's throttles are respected"),
            [step(t("Call the API."), _latest(facts, ".ok"))],
            against=[against(t("Calls were throttled (429)."), seen("throttled"))],
        ),
    ]


def _manners(facts: Facts) -> list[Result]:
    seen = facts.seen.get
    wrote = _latest(facts, ".batch_update.ok", ".batch_create.ok", ".batch_partial_update.ok")
    versioned = next((one for what, one in facts.seen.items() if what.endswith(".ok") and one.subject == "rest"), None)
    return [
        judged(
            "ENG-04",
            t("Writing calls name their method (x-restli-method)"),
            [step(t("Write something."), wrote)],
            against=[against(t("The header was missing."), seen("method-unsaid"))],
        ),
        judged(
            "ENG-05",
            t("Versioned calls name their version (LinkedIn-Version)"),
            [step(t("Call the versioned API (/rest/), if you use it."), versioned)],
            against=[against(t("The header was missing."), seen("version-unsaid"))],
        ),
        judged(
            "ENG-06",
            t("Seats are asked for with start"),
            [step(t("Fetch the contract's seats."), facts.ok("seatsV2.finder"))],
            against=[against(t("start was missing."), seen("start-unsaid"))],
        ),
        judged(
            "ENG-07",
            t("Every call names the customer it is for (integrationContext)"),
            [step(t("Call the API."), _latest(facts, ".ok"))],
            against=[against(t("Calls named a customer this application is not connected with."), facts.stray)],
        ),
    ]


def _pushes(facts: Facts) -> list[Result]:
    pushes = facts.pushes
    late = [one for one in facts.exports if one.fetched_at is None and one.expires_at <= facts.now]
    fetched = [one for one in facts.exports if one.fetched_at is not None]
    told = t("{n} delivered, {first} at the first try", n=pushes.delivered, first=pushes.first_try)
    return [
        judged(
            "ENG-08",
            t("Pushes are answered with 2xx"),
            [step(t("Receive a push and answer it at once."), pushes.first_try, told)],
            against=[t("{n} pushes were given up.", n=pushes.failed) if pushes.failed else None],
            by_hand=t("You check X-LI-Signature, and cope with a push that comes twice."),
        ),
        judged(
            "ENG-09",
            t("Exports are fetched while their ids are good"),
            [step(t("Fetch an exported profile."), fetched, so_far(len(fetched)))],
            against=[t("{n} ids expired before they were used.", n=len(late)) if late else None],
        ),
    ]


def _latest(facts: Facts, *endings: str) -> Observation | None:
    found = [seen for what, seen in facts.seen.items() if what.endswith(endings)]
    return max(found, key=lambda seen: seen.last_at, default=None)


def _bulk(facts: Facts) -> Observation | None:
    """The largest batch that went through, if it held more than one record."""
    found = [seen for what, seen in facts.seen.items() if what.endswith(".batch_update.ok") and seen.largest > 1]
    return max(found, key=lambda seen: seen.largest, default=None)
