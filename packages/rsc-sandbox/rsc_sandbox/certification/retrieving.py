"""Module 3 of LinkedIn's certification: what recruiters do reaches the ATS (RSC-301 to RSC-306, old cases 11 to 13)."""

from rsc_sandbox.certification.facts import Export, Facts
from rsc_sandbox.certification.verdict import Result, against, judged, so_far, step
from rsc_sandbox.recruiter.words import moment, t, tn

_DAY = 86_400_000
_MONTH = 30 * _DAY


def rules(facts: Facts) -> list[Result]:
    return [
        new_candidate(facts),
        fields(facts),
        known_candidate(facts),
        link(facts),
        sign_in(facts),
        inmail(facts),
        notes(facts),
        stubs(facts),
        closed(facts),
    ]


def new_candidate(facts: Facts) -> Result:
    exports = facts.exports
    fetched = [one for one in exports if one.fetched_at is not None]
    linked = [one for one in fetched if one.linked]
    forgotten = [one for one in fetched if not one.linked and facts.now - (one.fetched_at or 0) > _DAY]
    return judged(
        "RSC-301",
        t("One-Click Export of a new candidate"),
        [
            step(t("Export a profile to a job in Recruiter."), exports, so_far(len(exports))),
            step(
                t("Answer the push with 2xx."), [one for one in exports if one.status == "DELIVERED"], _pushed(exports)
            ),
            step(t("Fetch the exported profile before its id expires."), fetched, so_far(len(fetched))),
            step(t("Sync the candidate back with the person as manualMatchedMember."), linked, so_far(len(linked))),
        ],
        against=[
            *_lost(facts),
            _some(t("Exported profiles were fetched, but a day later no candidate carries the person."), forgotten),
        ],
        by_hand=t("The candidate is listed under the right job, with LinkedIn as the source."),
    )


def fields(facts: Facts) -> Result:
    return judged(
        "RSC-302",
        t("What comes from exports, what from contact details"),
        [
            step(t("Fetch an exported profile."), facts.ok("exportedCandidates.finder")),
            step(t("Fetch the contact details that members share (mailStubs)."), facts.ok("mailStubs.finder")),
        ],
        against=[*_lost(facts)],
        by_hand=t(
            "Your documentation says which fields come from which, how they are stored and where they are shown."
        ),
    )


def known_candidate(facts: Facts) -> Result:
    again = [
        late
        for place, late in enumerate(facts.exports)
        if late.fetched_at is not None
        and any(one.member_id == late.member_id and one.job != late.job for one in facts.exports[:place])
    ]
    single = [one for one in again if one.linked == 1]
    doubled = [one for one in facts.exports if one.linked > 1]
    return judged(
        "RSC-303",
        t("One-Click Export of a candidate you have already"),
        [
            step(t("Export the same person to a second job, and fetch it."), again, so_far(len(again))),
            step(t("Keep a single candidate for the person."), single, so_far(len(single))),
        ],
        against=[_some(t("More than one candidate carries the same person."), doubled)],
        by_hand=t("The candidate is listed under both jobs."),
    )


def link(facts: Facts) -> Result:
    made, undone = facts.seen.get("plugin.profile.linked"), facts.seen.get("plugin.profile.unlinked")
    shown = facts.seen.get("plugin.profile.signed-in")
    again = made and shown and shown.last_at > made.last_at
    stands = again and facts.linked and not (made and undone and undone.last_at > made.last_at)
    lost = made and not facts.linked and not (undone and undone.last_at >= made.last_at)
    return judged(
        "RSC-304",
        t("A profile is linked by hand"),
        [
            step(t("Sync a candidate that matches nobody, and link a profile in the profile widget."), made),
            step(t("Load the page again: the link is still there."), stands, so_far(facts.linked)),
        ],
        against=[t("The link that was made by hand has been taken away by a later sync.") if lost else None],
    )


def sign_in(facts: Facts) -> Result:
    seen = facts.seen
    return judged(
        "RSC-305",
        t("The plugin signed out and signed in"),
        [
            step(t("Show the profile widget signed out."), seen.get("plugin.profile.signed-out")),
            step(t("Show the profile widget signed in."), seen.get("plugin.profile.signed-in")),
        ],
        against=[
            against(t("A page loaded the plugin from an origin that is not registered."), seen.get("plugin.refused"))
        ],
        by_hand=t("The widget fits into your page, and scrolls well."),
    )


def inmail(facts: Facts) -> Result:
    return _polled(
        facts, "RSC-306", t("InMail history"), "conversationEvents", t("Fetch InMail history of every seat.")
    )


def notes(facts: Facts) -> Result:
    return _polled(facts, "TC11", t("Notes of recruiters"), "prospectNotes", t("Fetch notes of recruiters."))


def stubs(facts: Facts) -> Result:
    return _polled(facts, "TC12", t("Contact details after a reply"), "mailStubs", t("Fetch shared contact details."))


def closed(facts: Facts) -> Result:
    asked = facts.ok("closedCandidateProfiles.finder")
    since = asked.last_at if asked else facts.exports[0].created_at if facts.exports else facts.now
    late = max(facts.now - since, asked.longest_gap if asked else 0) > _MONTH
    return judged(
        "TC13",
        t("Profiles that were closed after an export"),
        [
            step(t("Ask for closed profiles."), asked),
            step(t("Ask again, within 30 days."), asked and asked.times > 1),
        ],
        against=[t("More than 30 days went by without asking.") if late else None],
        by_hand=t("The customer is told, and can delete these people: all at once, or one by one."),
    )


def _polled(facts: Facts, rule: str, title: str, resource: str, text: str) -> Result:
    wide = facts.seen.get(f"{resource}.window-too-wide")
    seats = facts.ok("seatsV2.finder") or facts.ok("seats.finder")
    return judged(
        rule,
        title,
        [step(t("Fetch the contract's seats first."), seats), step(text, facts.ok(f"{resource}.finder"))],
        against=[against(t("A call asked for more than 12 hours at once."), wide)],
        by_hand=t("Your product shows it to those who may see it."),
    )


def _pushed(exports: tuple[Export, ...]) -> str:
    return so_far(sum(one.status == "DELIVERED" for one in exports))


def _lost(facts: Facts) -> list[str | None]:
    failed = [one for one in facts.exports if one.status == "FAILED"]
    late = [one for one in facts.exports if one.fetched_at is None and one.expires_at <= facts.now]
    return [
        _some(t("Pushes of exports were never answered with 2xx."), failed),
        _some(t("Exported profiles were not fetched before their ids expired."), late),
    ]


def _some(text: str, exports: list[Export]) -> str | None:
    if not exports:
        return None
    last = exports[-1]
    counted = tn("{n} time", "{n} times", len(exports))
    return f"{text} ({counted}, {t('last {moment}', moment=moment(last.created_at))}, requestId {last.request_id})"
