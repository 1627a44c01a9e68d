"""In ATS in the search and on the profile: from synced data only, and only for whom it is meant."""

from collections.abc import Callable

import pytest
from flask import Flask

from rsc_sandbox.linkedin import indicator
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import integrations, matches
from tests.sandbox import sync
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.synced import MAIL, MINA, ats, mina
from tests.sandbox.vendor import ORGANIZATION, RHEA_SEAT, Vendor

PROFILE = f"/talent/profile/{MINA}"
SEARCH = "/talent/search"
SECRETS = ("Prefers mornings.", "Knows every valve.", "Interview Feedback", "In ATS")


@pytest.fixture
def fir(app: Flask) -> Vendor:
    vendor = ats(app, "fir", "Fir ATS")
    mina(vendor)
    return vendor


def rediscovered(vendor: Vendor) -> set[int]:
    return set(indicator.rediscovered(vendor.sandbox, seat_id=RHEA_SEAT))


def test_the_profile_tells_what_the_ats_has_synced_and_leads_there(rhea: Browser, fir: Vendor) -> None:
    rhea.open(PROFILE)

    jobs, feedback, notes = (rhea.text.rindex(part) for part in ("Jobs & Statuses", "Interview Feedback", "Notes "))
    assert 'href="https://birch.ats.example/c/C77"' in rhea.page
    assert "Open Mina Okoro in Fir ATS" in rhea.text
    assert jobs < rhea.text.index("New 1 Jan 2026, 00:00 Interview 2 Jan 2026, 00:00") < feedback
    assert "Applied on 1 Jan 2026, 00:00 · Source: Job fair" in rhea.text
    assert feedback < rhea.text.index("Seamanship 4/5 Knows every valve.") < notes
    assert notes < rhea.text.index("Called, will move. Ivan Demo · Marine Maintenance Planner")
    assert "Do not contact" not in rhea.text


def test_who_must_not_be_contacted_is_marked(rhea: Browser, app: Flask) -> None:
    mina(ats(app, "fir", "Fir ATS"), doNotContact=True)

    rhea.open(PROFILE)

    assert "Do not contact" in rhea.text


def test_an_address_that_is_no_web_address_is_no_link(rhea: Browser, app: Flask) -> None:
    mina(ats(app, "fir", "Fir ATS"), url="javascript:alert(1)")

    rhea.open(PROFILE)

    assert "In ATS" in rhea.text
    assert "javascript:" not in rhea.page


def test_the_ats_can_be_changed_where_several_know_the_person(rhea: Browser, app: Flask, fir: Vendor) -> None:
    elm = ats(app, "elm", "Elm ATS")
    mina(elm, url="https://elm.example/c/C77")

    rhea.open(f"{PROFILE}?ats={elm.application_id}")

    assert "Open Mina Okoro in Elm ATS" in rhea.text
    assert "https://birch.ats.example" not in rhea.page
    assert f"{PROFILE}?ats={fir.application_id}#in-ats" in rhea.page


def test_the_chosen_ats_shows_nothing_of_another_one(rhea: Browser, app: Flask, fir: Vendor) -> None:
    elm = ats(app, "elm", "Elm ATS")

    rhea.open(f"{PROFILE}?ats={elm.application_id}")

    assert "Nothing that you may see in this ATS; there is in another one." in rhea.text
    assert [secret for secret in (*SECRETS[:3], "in Fir ATS") if secret in rhea.text] == []
    assert f"{PROFILE}?ats={fir.application_id}#in-ats" in rhea.page


def test_before_one_is_chosen_an_ats_that_knows_the_person_is_shown(rhea: Browser, app: Flask) -> None:
    ats(app, "elm", "Elm ATS")
    mina(ats(app, "fir", "Fir ATS"))

    rhea.open(PROFILE)

    assert "Open Mina Okoro in Fir ATS" in rhea.text


def test_the_chosen_ats_stays_chosen_on_the_next_profile(rhea: Browser, app: Flask, fir: Vendor) -> None:
    elm = ats(app, "elm", "Elm ATS")
    mina(elm)
    rhea.open(f"/talent/profile/1002?ats={elm.application_id}")

    rhea.open(PROFILE)

    assert "Open Mina Okoro in Elm ATS" in rhea.text
    assert rhea.chosen("ats") == [str(elm.application_id)]


@pytest.mark.parametrize("chosen", ["999", "0", "-1", "elm", "9" * 40])
def test_a_choice_that_the_seat_cannot_reach_counts_as_none(rhea: Browser, fir: Vendor, chosen: str) -> None:
    rhea.open(f"{PROFILE}?ats={chosen}")

    assert "Open Mina Okoro in Fir ATS" in rhea.text


def test_an_ats_that_takes_no_exports_can_still_be_looked_into(rhea: Browser, app: Flask, fir: Vendor) -> None:
    elm = ats(app, "elm", "Elm ATS")
    mina(elm)
    with elm.sandbox.transaction() as tx:
        (export,) = [
            row for row in integrations.of_application(tx, elm.application_id, 7001) if row.type == "ONE_CLICK_EXPORT"
        ]
        integrations.set_status(tx, export.id, "DISABLED", at=0)

    rhea.open(f"{PROFILE}?ats={elm.application_id}")

    assert "ATS Fir ATS Find a job" in rhea.text
    assert "Open Mina Okoro in Elm ATS" in rhea.text


def test_a_seat_that_is_on_no_list_learns_nothing_anywhere(rhea: Browser, app: Flask) -> None:
    mina(ats(app, "fir", "Fir ATS", open_to_all=False))

    rhea.open(PROFILE)
    profile = rhea.text
    rhea.open(f"{SEARCH}?keywords=okoro")
    search = rhea.text
    rhea.open(f"{SEARCH}?rediscovered=1")

    assert [secret for secret in SECRETS if secret in profile] == []
    assert "Mina Okoro" in search
    assert "In ATS" not in search
    assert "Mina Okoro" not in rhea.text


def test_search_marks_who_is_in_the_ats_and_finds_them_again(rhea: Browser, fir: Vendor) -> None:
    rhea.open(f"{SEARCH}?keywords=gothenburg")
    everybody = rhea.page
    rhea.open(f"{SEARCH}?keywords=gothenburg&rediscovered=1")

    assert everybody.count(">In ATS</a>") == 1
    assert f'href="{PROFILE}#in-ats"' in everybody
    assert "1 person MO Mina Okoro In ATS" in rhea.text
    assert rhea.chosen("rediscovered") == ["1"]


def test_nobody_rediscovered_says_what_has_to_happen_first(rhea: Browser) -> None:
    rhea.open(f"{SEARCH}?rediscovered=1")

    assert "once a connected ATS has sent an application" in rhea.text


def test_the_filter_stays_when_more_is_loaded(rhea: Browser, fir: Vendor) -> None:
    people = [f"C{number}" for number in range(21)]
    crowd = {name: sync.candidate(linkedInProfileUrl=f"https://x.example/in/crowd-{name[1:]}") for name in people}
    sync.taken(sync.candidates(fir, **crowd))
    sync.taken(sync.applications(fir, **{f"A{name}": sync.application(name) for name in people}))

    rhea.open(f"{SEARCH}?keywords=crowdsson&rediscovered=1")

    assert "21 people" in rhea.text
    assert "keywords=crowdsson&amp;rediscovered=1&amp;after=" in rhea.page


def test_marks_cost_the_same_number_of_queries_for_one_person_and_for_twenty(rhea: Browser, app: Flask) -> None:
    elm = ats(app, "elm", "Elm ATS", open_to_all=False)
    crowd = {f"C{n}": sync.candidate(linkedInProfileUrl=f"https://x.example/in/crowd-{n}") for n in range(20)}
    elm.post(elm.posting())
    sync.taken(sync.candidates(elm, **crowd))
    sync.taken(sync.applications(elm, **{f"A{n}": sync.application(f"C{n}") for n in range(20)}))

    one = queries(elm.sandbox, lambda: rhea.open(f"{SEARCH}?keywords=given00"))
    twenty = queries(elm.sandbox, lambda: rhea.open(f"{SEARCH}?keywords=crowdsson"))

    assert one == twenty


def queries(sandbox: Sandbox, act: Callable[[], object]) -> int:
    """How many statements the act takes; what SQLite's text index asks for itself, marked as nested, is not ours."""
    seen: list[str] = []
    with sandbox.transaction() as connection:
        connection.set_trace_callback(seen.append)
    act()
    with sandbox.transaction():
        connection.set_trace_callback(None)
    return sum(not statement.startswith("--") for statement in seen)


class TestRediscovered:
    """Whom a candidate is taken for is the same question as in the indicator."""

    def test_without_an_application_nobody_is_rediscovered(self, app: Flask) -> None:
        fir = ats(app, "fir", "Fir ATS")
        sync.taken(sync.candidates(fir, C77=sync.candidate(**MAIL)))

        assert indicator.in_ats(fir.sandbox, seat_id=RHEA_SEAT, member_ids=[MINA]) == {MINA}
        assert rediscovered(fir) == set()

    def test_a_link_by_hand_overrules_the_algorithm(self, fir: Vendor) -> None:
        assert rediscovered(fir) == {MINA}

        sync.taken(sync.link(fir, "C77", fir.person(1002)))

        assert rediscovered(fir) == {1002}

    def test_the_first_rule_that_fits_anybody_decides(self, fir: Vendor) -> None:
        both = sync.candidate(**MAIL, linkedInProfileUrl="https://x.example/in/asa-lindqvist")
        sync.taken(sync.candidates(fir, C77=both))
        by_address = rediscovered(fir)
        fir.sandbox.switch({"match_precedence": ["EMAIL", "PROFILE_URL"]})
        by_mail = rediscovered(fir)
        fir.sandbox.switch({"match_precedence": ["NAME_PHONE"]})

        assert (by_address, by_mail, rediscovered(fir)) == ({1002}, {MINA}, set())

    def test_matching_takes_the_time_the_switch_says(self, fir: Vendor) -> None:
        fir.sandbox.switch({"match_delay_seconds": 60})
        early = rediscovered(fir)
        fir.sandbox.clock.advance(60_000)

        assert (early, rediscovered(fir)) == (set(), {MINA})

    @pytest.mark.parametrize(
        ("jobs", "by_rule", "found"),
        [
            (None, True, {MINA}),
            (None, False, set()),
            (frozenset({"JOB-310", "JOB-9"}), True, {MINA}),
            (frozenset({"JOB-311"}), True, set()),
            (frozenset(), True, set()),
        ],
    )
    def test_only_jobs_on_the_seats_lists_count_and_only_rules_that_are_asked(
        self, fir: Vendor, jobs: frozenset[str] | None, by_rule: bool, found: set[int]
    ) -> None:
        with fir.sandbox.transaction() as tx:
            members = matches.applicants(
                tx,
                application_id=fir.application_id,
                context=ORGANIZATION,
                jobs=jobs,
                precedence=fir.sandbox.switches.match_precedence if by_rule else (),
                ripe=fir.sandbox.now(),
            )

        assert members == found
