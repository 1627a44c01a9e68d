"""The decisions that need no database: who somebody is, what is sent, who may export, how the set-up stands."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsc_client.schemas import Availability, Education, JobOperation, StubProfile
from skaffa.jobs.functions import JobFunction
from skaffa.linkedin import matching, profile, rules
from skaffa.linkedin.matching import Basis, Evidence, Lead, Taken
from skaffa.linkedin.models import MatchedBy
from skaffa.linkedin.rules import AccessLevel, CallbackFault, Exporter, Facts, Known, SetupState
from skaffa.linkedin.sync import acl, gate, payloads
from skaffa.linkedin.sync.payloads import JobFacts, Owner, RemoteFacts

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MEMBER = "urn:li:person:pQ7x"
OTHER = "urn:li:person:aN4r"
LEADS = st.lists(st.builds(Lead, st.integers(1, 5), st.sampled_from([None, MEMBER, OTHER])), max_size=3)


# --- who is this? ----------------------------------------------------------------------------------------------------
def test_a_known_member_wins_over_everything():
    evidence = Evidence(linked=1, by_link=[Lead(2)], by_email=[Lead(3)])
    assert matching.identify(MEMBER, evidence) == matching.Verdict(1, MatchedBy.MEMBER)


def test_the_profile_link_wins_over_the_address():
    assert matching.identify(MEMBER, Evidence(by_link=[Lead(2)], by_email=[Lead(3)])).candidate_id == 2


@given(linked=st.none() | st.integers(1, 5), by_link=LEADS, by_email=LEADS)
def test_somebody_known_as_another_member_is_never_chosen(linked, by_link, by_email):
    verdict = matching.identify(MEMBER, Evidence(linked, by_link, by_email))

    if verdict.reason in {MatchedBy.LINK, MatchedBy.EMAIL}:
        chosen = [lead for lead in [*by_link, *by_email] if lead.candidate_id == verdict.candidate_id]
        assert any(lead.member_urn != OTHER for lead in chosen)  # and therefore one of the leads
    if verdict.candidate_id is None:
        assert linked is None
        assert all(lead.member_urn == OTHER for lead in [*by_link, *by_email])


# --- what LinkedIn delivered ----------------------------------------------------------------------------------------
def stub(**more):
    given = {
        "member": MEMBER,
        "first_name": "Mina",
        "last_name": "Okoro",
        "profile_url": "https://www.linkedin.com/in/mina",
        "current_employer_names": ["Fir Clinic", "Oak"],
        "email_addresses": ["mina@example.org"],
    }
    return StubProfile(**{**given, **more})


def test_a_kept_profile_becomes_the_person_again():
    kept = profile.snapshot(
        stub(
            headline="Hygienist",
            skills=["X-ray"],
            positions=[{"companyName": "Fir Clinic", "title": "Hygienist"}, {"jobTitle": "nowhere"}],
            educations=[Education(school_name="Tandis", degree_name="DDS")],
        )
    )

    person = profile.person(kept)

    assert (person.first_name, person.headline, person.skills) == ("Mina", "Hygienist", ("X-ray",))
    assert [(held.company, held.title, held.is_current) for held in person.employments] == [
        ("Fir Clinic", "Hygienist", True),
        ("Oak", "", True),
    ]
    assert person.educations[0].school == "Tandis"
    assert person.links == ("https://www.linkedin.com/in/mina",)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_a_profile_of_any_shape_is_read(thing):
    names = ("firstName", "positions", "educations", "skills", "emailAddresses", "profileUrl", "currentEmployerNames")
    for name in names:
        profile.person({name: thing})


def test_what_a_database_cannot_hold_is_taken_out():
    kept = profile.snapshot(stub(headline="a\0b\ud800c" + "x" * 5_000, positions=[{"title\0": ["\0"]}]))
    assert "\0" not in str(kept)
    assert len(kept["headline"]) == 2_000
    kept["headline"].encode()


# --- what is sent ---------------------------------------------------------------------------------------------------
def facts(**more):
    given = {
        "code": "JOB 1/2",
        "title": "Deckhand",
        "description": "Swab.\n\nThe deck\nand more",
        "city": "Gothenburg",
        "region": "",
        "country": "SE",
        "employment_type": "full_time",
        "seniority": "entry",
        "is_public": True,
        "listed_since": NOW,
        "owner": Owner(first_name="Ana", last_name="Reyes", email="ana@example.org"),
    }
    return JobFacts(**{**given, **more})


def posting(job, kind=JobOperation.CREATE, at=NOW):
    return payloads.posting(job, kind=kind, organization="urn:li:organization:1", base_url="https://s.example", at=at)


def test_a_job_says_what_linkedin_needs():
    sent = posting(facts())

    assert sent.external_job_posting_id == sent.company_job_code == "JOB 1/2"
    assert sent.company_apply_url == "https://s.example/careers/JOB%201%2F2"
    assert sent.description == "<p>Swab.</p><p>The deck<br>and more</p>"
    assert sent.location == "Gothenburg, Sweden"
    assert (sent.employment_status, sent.experience_level) == ("FULL_TIME", "ENTRY_LEVEL")
    assert sent.availability == Availability.PUBLIC
    assert sent.requisition_owner_email == "ana@example.org"
    assert posting(facts(is_public=False)).availability == Availability.PRIVATE_TO_ATS_INTEGRATION
    assert posting(facts(owner=None)).requisition_owner_email is None


def test_functions_and_skills_are_told_in_linkedins_words():
    sent = posting(facts(functions=("Lamps", "sales", "accounting", "research", "it", "art"), skills=("R&D", "Knots")))

    assert sent.categories == ["sale", "acct", "rsch"]
    assert sent.skills_description == "R&amp;D, Knots"
    assert (posting(facts()).categories, posting(facts()).skills_description) == (None, None)
    assert len(posting(facts(skills=("x" * 120,) * 50)).skills_description) == 4_000
    assert set(payloads._CATEGORIES) == set(JobFunction.values)
    assert len(set(payloads._CATEGORIES.values())) == len(JobFunction)


@pytest.mark.parametrize(
    ("city", "region", "country", "text"),
    [
        ("Portland", "Oregon", "US", "Portland, Oregon"),
        ("Toronto", "Ontario", "CA", "Toronto, Ontario"),
        ("Portland", "", "US", "Portland, United States"),
        ("Gothenburg", "Västra Götaland", "SE", "Gothenburg, Sweden"),
        ("", "", "SE", "Sweden"),
        ("Nowhere", "", "", "Nowhere"),
    ],
)
def test_places_are_written_as_linkedin_reads_them(city, region, country, text):
    assert payloads.location(city, region, country) == text


@given(st.integers(-400, 400))
def test_a_job_is_never_listed_in_the_future(days):
    at = NOW + timedelta(days=days)
    assert posting(facts(), at=at).listed_at < at.timestamp() * 1000


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not attrs


@given(st.text(alphabet=st.sampled_from("a<>&\"'\n b/ö🦊"), max_size=400))
def test_a_description_never_carries_markup_of_its_own(text):
    parser = _Tags()
    parser.feed(payloads.description(text))
    assert parser.tags <= {"p", "br"}


@pytest.mark.parametrize("text", ["&" * 30_000, "x" * 30_000, ("y" * 500 + "\n\n") * 60, "&\n" * 12_000])
def test_a_long_description_is_cut_to_what_linkedin_takes(text):
    sent = payloads.description(text)
    assert 20_000 < len(sent) <= 25_000
    assert sent.endswith("</p>")


@pytest.mark.parametrize(
    ("operation", "days_left", "then"),
    [
        (JobOperation.CREATE, 3, 180),
        (JobOperation.RENEW, 3, 33),
        (JobOperation.RENEW, -3, 30),
        (JobOperation.RENEW, None, 30),
        (JobOperation.UPDATE, 3, 3),
        (JobOperation.CLOSE, None, None),
    ],
)
def test_when_a_job_ends_on_linkedin(operation, days_left, then):
    def end(days):
        return None if days is None else NOW + timedelta(days=days)

    assert payloads.expiry(operation, end(days_left), at=NOW) == end(then)


LISTED = RemoteFacts(is_listed=True, hash="same", expires_at=NOW + timedelta(days=100))


@pytest.mark.parametrize(
    ("wanted", "remote", "print_", "operation"),
    [
        (True, RemoteFacts(), "same", JobOperation.CREATE),
        (True, LISTED, "same", None),
        (True, LISTED, "other", JobOperation.UPDATE),
        (
            True,
            RemoteFacts(is_listed=True, hash="same", expires_at=NOW + timedelta(days=3)),
            "same",
            JobOperation.RENEW,
        ),
        (True, RemoteFacts(is_listed=True, hash="same", expires_at=NOW), "same", JobOperation.CREATE),
        (True, RemoteFacts(is_listed=True, hash="same"), "same", None),
        (False, LISTED, "same", JobOperation.CLOSE),
        (False, RemoteFacts(hash="same"), "same", None),
    ],
)
def test_what_linkedin_is_asked_to_do(wanted, remote, print_, operation):
    for known in (True, False) if wanted or remote.is_listed else (False,):
        asked = payloads.operation(wanted=wanted, known=known, remote=remote, fingerprint=print_, at=NOW)
        assert asked == operation


@pytest.mark.parametrize(
    ("remote", "operation"),
    [
        (RemoteFacts(), JobOperation.CREATE),
        (RemoteFacts(is_there=True), None),
        (RemoteFacts(hash="same"), None),
        (RemoteFacts(hash="other"), JobOperation.CREATE),
    ],
)
def test_a_job_that_is_not_offered_is_sent_closed_once(remote, operation):
    asked = payloads.operation(wanted=False, known=True, remote=remote, fingerprint="same", at=NOW)

    assert asked == operation


FACTS = [gate.Facts(past_prospect=past, confidential=secret) for past in (True, False) for secret in (True, False)]


@pytest.mark.parametrize("everyone_sees", [True, False])
@pytest.mark.parametrize("identity_first", [True, False])
@pytest.mark.parametrize("one", FACTS)
@pytest.mark.parametrize("other", [None, *FACTS])
def test_a_person_leaves_only_with_an_application_that_may_leave(one, other, identity_first, everyone_sees):
    considered = [facts for facts in (one, other) if facts]
    free = [facts for facts in considered if facts.past_prospect and not (facts.confidential and everyone_sees)]
    prospects = [
        facts for facts in considered if not facts.past_prospect and not (facts.confidential and everyone_sees)
    ]

    verdict = gate.person(considered, everyone_sees=everyone_sees, identity_first=identity_first)

    if free:
        assert verdict is gate.Share.WHOLE
    elif identity_first and prospects:
        assert verdict is gate.Share.IDENTITY
    else:
        assert isinstance(verdict, gate.Withheld)


def test_a_person_of_a_talent_pool_alone_never_leaves():
    verdict = gate.person([], everyone_sees=True, identity_first=True)

    assert verdict is gate.Withheld.NO_APPLICATION


def test_two_jobs_that_say_the_same_have_one_fingerprint():
    def fingerprint(job):
        return payloads.fingerprint(job, organization="urn:li:organization:1", base_url="https://s.example")

    assert fingerprint(facts()) == fingerprint(facts())
    assert fingerprint(facts()) != fingerprint(facts(title="Mate"))


# --- who sees what --------------------------------------------------------------------------------------------------
@given(
    user=st.integers(1, 9), connected=st.booleans(), recruits=st.booleans(), restricted=st.booleans(),
    team=st.sets(st.integers(1, 9)),
)  # fmt: skip
def test_lists_of_rights_show_a_job_to_the_right_people(user, connected, recruits, restricted, team):
    person = acl.lists_of_user(user, connected=connected, recruits=recruits)
    job = acl.lists_of_job(wanted=True, restricted=restricted, team=team)

    assert len(person) <= 2
    assert bool(person & job) == (connected and (user in team if restricted else recruits))
    assert not acl.lists_of_job(wanted=False, restricted=restricted, team=team)


# --- who may export -------------------------------------------------------------------------------------------------
def may(roles=(), team=(), *, active=True, **more):
    given = {"team_only": False, "confidential": False, "hiring_managers_handle_prospects": True}
    exporter = Exporter(is_active=active, roles=frozenset(roles), team_roles=frozenset(team))
    return rules.may_export(exporter, **{**given, **more})


def test_recruiters_and_hiring_managers_may_export_anywhere_by_default():
    assert may(["recruiter"])
    assert may(["hiring_manager"])
    assert not may(["administrator", "read_only"])
    assert not may(["recruiter"], active=False)
    assert not may([], ["interviewer"])


def test_the_team_alone_exports_where_that_is_chosen_or_the_job_is_confidential():
    for more in ({"team_only": True}, {"confidential": True}):
        assert not may(["recruiter"], **more)
        assert may([], ["recruiter"], **more)
        assert may([], ["hiring_manager"], **more)


def test_hiring_managers_who_do_not_handle_prospects_may_not_export():
    assert not may(["hiring_manager"], ["hiring_manager"], hiring_managers_handle_prospects=False)
    assert may(["recruiter"], hiring_managers_handle_prospects=False)


def test_somebody_unknown_may_export_to_jobs_that_are_no_secret():
    given = {"team_only": True, "hiring_managers_handle_prospects": False}
    assert rules.may_export(None, confidential=False, **given)
    assert not rules.may_export(None, confidential=True, **given)


# --- the set-up -----------------------------------------------------------------------------------------------------
def known(status="REQUESTED", kind="ONE_CLICK_EXPORT", name="N", contract=""):
    return Known(kind, "urn:li:organization:1", status, name, contract)


def stand(*integrations, error="", told="https://a"):
    return Facts(
        is_live=True, error=error, callback_url=told, expected_callback_url="https://a", integrations=integrations
    )


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(is_live=False), SetupState.NOT_CONNECTED),
        (stand(), SetupState.CONNECTED),
        (stand(known(name="")), SetupState.REQUESTED),
        (stand(known(), told=""), SetupState.REQUESTED),
        (stand(known(), told="https://old"), SetupState.MOVED),
        (stand(known("ENABLED"), told="https://old"), SetupState.MOVED),
        (stand(known()), SetupState.PARTNER_READY),
        (stand(known("ENABLED")), SetupState.ENABLED),
        (stand(known("ENABLED"), error="429"), SetupState.ENABLED),
        (stand(known("DISABLED")), SetupState.DISABLED),
        (stand(known(), error="401"), SetupState.ERROR),
        (stand(known("ENABLED", kind="PROFILE_PLUGIN")), SetupState.CONNECTED),
    ],
)
def test_the_state_follows_from_the_facts(facts, state):
    assert rules.state(facts) is state


def test_the_access_level_follows_from_the_switches():
    data = known("ENABLED", kind="CSA_API")
    assert rules.access_level(stand(known())) is None
    assert rules.access_level(stand(known("ENABLED"))) is AccessLevel.COMPANY
    assert rules.access_level(stand(known("ENABLED"), data)) is AccessLevel.BOTH
    limited = known("ENABLED", contract="urn:li:contract:5")
    assert rules.access_level(stand(limited, data)) is AccessLevel.CONTRACT


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["integrationType", "integrationContext", "x"]), inner)
        ),
    )
)
def test_claims_of_any_shape_are_read_and_only_plausible_ones_kept(told):
    assert all(rules.is_plausible(kind, context) for kind, context in rules.claims(told))


def test_claims_name_each_integration_once():
    one = {"integrationType": "CSA_API", "integrationContext": "urn:li:contract:5501", "more": 1}
    wrong = [
        {"integrationType": "CSA_API", "integrationContext": "urn:li:organization:1"},
        {"integrationType": "ONE_CLICK_EXPORT", "integrationContext": "urn:li:organization:1&x=y"},
        {"integrationType": "OTHER", "integrationContext": "urn:li:organization:1"},
    ]
    assert rules.claims([one, one, *wrong]) == (("CSA_API", "urn:li:contract:5501"),)
    assert not rules.claims(wrong * 200 + [one])


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://ats.example/x", None),
        ("https://ats.example:443/x", None),
        ("http://ats.example/x", CallbackFault.NO_HTTPS),
        ("https://ats.example:8443/x", CallbackFault.WRONG_PORT),
        ("https://localhost/x", CallbackFault.NOT_PUBLIC),
        ("https://skaffa.localhost/x", CallbackFault.NOT_PUBLIC),
        ("https://127.0.0.1/x", CallbackFault.NOT_PUBLIC),
        ("https://u:p@ats.example/x", CallbackFault.HAS_CREDENTIALS),
    ],
)
def test_a_callback_address_must_be_one_linkedin_can_call(url, fault):
    assert rules.callback_fault(url, plain_allowed=False) is fault


def test_a_sandbox_may_call_plain_addresses_but_never_with_a_password():
    assert rules.callback_fault("http://127.0.0.1:8000/x", plain_allowed=True) is None
    assert rules.callback_fault("http://u@127.0.0.1:8000/x", plain_allowed=True) is CallbackFault.HAS_CREDENTIALS


def test_a_long_environment_name_leaves_room_for_what_the_integration_is():
    assert rules.integration_name("N" * 200, "ONE_CLICK_EXPORT").endswith(" One-Click Export")
    assert len(rules.integration_name("N" * 200, "ONE_CLICK_EXPORT")) <= 100


def test_what_happened_between_two_looks():
    assert rules.enabled_changed(False, True) == "enabled"
    assert rules.enabled_changed(True, False) == "disabled"
    assert not rules.enabled_changed(True, True)


@pytest.mark.parametrize(
    ("link", "linked", "matched", "taken"),
    [
        ("a", "b", ["c"], Taken(Basis.LINKED, ("a",))),
        ("", "b", ["c"], Taken(Basis.LINKED_THERE, ("b",))),
        ("", "", ["c"], Taken(Basis.MATCHED, ("c",))),
        ("", "", ["c", "d"], Taken(Basis.SEVERAL, ("c", "d"))),
        ("", "", [], Taken(Basis.NOBODY)),
    ],
)
def test_what_people_said_goes_before_what_linkedin_found(link, linked, matched, taken):
    assert matching.taken_for(link=link, linked=linked, matched=matched) == taken
