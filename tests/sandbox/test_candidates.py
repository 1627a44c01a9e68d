"""Candidates: what LinkedIn takes in, whom it takes them for, and how they go again."""

import pytest

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.linkedin import closing
from rsc_sandbox.store.members import Member
from tests.sandbox import sync
from tests.sandbox.conftest import NOON
from tests.sandbox.vendor import MINA, ORGANIZATION, RHEA_SEAT, Vendor

ASA = 1002
MINAS = {"firstName": "Mina", "lastName": "Okoro"}
MINAS_MAIL = "mina.okoro@example.org"


@pytest.fixture
def mina(connected):
    return connected.sandbox.person_urn(application_id=connected.application_id, member_id=MINA)


@pytest.fixture
def asa(connected):
    return connected.sandbox.person_urn(application_id=connected.application_id, member_id=ASA)


def test_each_candidate_of_a_batch_has_its_own_result(connected):
    answer = sync.candidates(connected, C77=sync.candidate(), C78=sync.candidate(firstName=None))

    assert answer.json()["results"] == {
        sync.key("C77").replace("dataProvider=ATS&", "") + "&dataProvider=ATS": {"status": 204}
    }
    assert sync.refusal(answer) == {
        "status": 422,
        "message": "ERROR :: /firstName :: field is required but not found and has no default value\n",
    }


@pytest.mark.parametrize(
    "field",
    [
        "firstName",
        "lastName",
        "emailAddresses",
        "phoneNumbers",
        "addresses",
        "externalProfileUrl",
        "atsCreatedAt",
        "atsLastModifiedAt",
    ],
)
def test_what_linkedin_requires_must_be_there(connected, field):
    refused = sync.refusal(sync.candidates(connected, C77=sync.candidate(**{field: None})))

    assert (refused["status"], f"/{field} " in refused["message"]) == (422, True)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"firstName": ""}, "/firstName"),
        ({"emailAddresses": ["nobody"]}, "/emailAddresses"),
        ({"emailAddresses": []}, "/emailAddresses"),
        ({"emailAddresses": "a@b.example"}, "/emailAddresses"),
        ({"phoneNumbers": [{"extension": "7"}]}, "/phoneNumbers"),
        ({"addresses": [{"country": "Sweden"}]}, "/addresses"),
        ({"addresses": [{"street": "Algatan"}]}, "/addresses"),
        ({"atsCreatedAt": 0}, "/atsCreatedAt"),
        ({"atsCreatedAt": "2026-01-01"}, "/atsCreatedAt"),
        ({"atsLastModifiedAt": sync.THEN - 1}, "/atsLastModifiedAt"),
        ({"doNotContact": "no"}, "/doNotContact"),
        ({"favouriteColour": "red"}, "/favouriteColour"),
        ({"matchedMembers": []}, "/matchedMembers"),
        ({"externalCreatedAt": 1}, "/externalCreatedAt"),
        ({"manualMatchedMember": "urn:li:person:nobody"}, "/manualMatchedMember"),
        ({"manualMatchedMember": 5}, "/manualMatchedMember"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_the_name_of_the_field(connected, changes, where):
    refused = sync.refusal(sync.candidates(connected, C77=sync.candidate(**changes)))

    assert refused["status"] == 422
    assert refused["message"].startswith(f"ERROR :: {where}")


def test_a_put_replaces_everything(connected):
    sync.taken(sync.candidates(connected, C77=sync.candidate(currentJobTitle="Planner", doNotContact=True)))

    sync.taken(sync.candidates(connected, C77=sync.candidate(middleInitial=None)))

    found = next(iter(sync.read(connected, "C77").json()["results"].values()))
    assert found == {**sync.candidate(), "matchedMembers": []}


def test_only_the_asked_fields_come_back(connected):
    sync.candidates(connected, C77=sync.candidate())

    answer = sync.read(connected, "C77", "C78", fields="matchedMembers").json()

    assert list(answer["results"].values()) == [{"matchedMembers": []}]
    assert list(answer["statuses"].values()) == [404]


@pytest.mark.parametrize(
    "traits",
    [
        {"linkedInProfileUrl": "https://www.linkedin.com/in/mina-okoro/"},
        {"linkedInProfileUrl": "http://linkedin-sandbox.localhost:8010/in/Mina-Okoro?trk=x"},
        {"emailAddresses": ["other@example.net", "Mina.Okoro@Example.org"]},
        {**MINAS, "phoneNumbers": [{"number": "0046 (31) 555-0101"}]},
        {**MINAS, "currentJobTitle": "marine  maintenance planner", "currentCompanyName": "FIR SHIPPING"},
    ],
)
def test_linkedin_recognises_a_candidate(connected, traits, mina):
    with connected.sandbox.transaction() as tx:
        tx.execute("INSERT INTO member_keys VALUES ('NAME_PHONE', 'mina okoro|315550101', ?)", (MINA,))

    sync.taken(sync.candidates(connected, C77=sync.candidate(**traits)))

    assert sync.matched(connected) == ([mina], None)


@pytest.mark.parametrize(
    "traits",
    [
        MINAS,
        {"linkedInProfileUrl": "https://www.linkedin.com/company/mina-okoro"},
        {"linkedInProfileUrl": "https://[broken"},
        {"phoneNumbers": [{"number": "+1 202 555 0101"}]},
        {"currentJobTitle": "Marine maintenance planner", "currentCompanyName": "Fir Shipping"},
        {**MINAS, "currentJobTitle": "Ferry engineer", "currentCompanyName": "Skagen Line"},
    ],
)
def test_linkedin_does_not_guess(connected, traits):
    sync.taken(sync.candidates(connected, C77=sync.candidate(**traits)))

    assert sync.matched(connected) == ([], None)


def test_the_profile_address_outweighs_the_e_mail_unless_the_switch_says_otherwise(connected, mina, asa):
    both = {"linkedInProfileUrl": "https://www.linkedin.com/in/asa-lindqvist", "emailAddresses": [MINAS_MAIL]}
    sync.taken(sync.candidates(connected, C77=sync.candidate(**both)))

    first = sync.matched(connected)
    connected.sandbox.switch({"match_precedence": ["EMAIL", "PROFILE_URL"]})

    assert (first, sync.matched(connected)) == (([asa], None), ([mina], None))


def test_a_new_e_mail_is_matched_anew(connected, mina):
    sync.candidates(connected, C77=sync.candidate(emailAddresses=[MINAS_MAIL]))
    before = sync.matched(connected)

    sync.candidates(connected, C77=sync.candidate())

    assert (before, sync.matched(connected)) == (([mina], None), ([], None))


def test_matching_takes_its_time_when_told_to(connected, mina):
    connected.sandbox.switch({"match_delay_seconds": 600})
    sync.candidates(connected, C77=sync.candidate(emailAddresses=[MINAS_MAIL]))
    before = sync.matched(connected)

    connected.sandbox.clock.advance(600_000)

    assert (before, sync.matched(connected)) == (([], None), ([mina], None))


def test_who_joins_later_is_recognised(connected):
    sync.candidates(connected, C77=sync.candidate())
    person = {"id": 5, "slug": "nobody-known", "first_name": "Nobody", "last_name": "Known"}

    connected.http.post("/_sandbox/seed", json={"members": [{**person, "emails": ["nobody.known@example.net"]}]})

    members, _ = sync.matched(connected)
    assert [
        connected.sandbox.member_by_person(application_id=connected.application_id, urn=urn).id for urn in members
    ] == [5]


def test_two_members_may_fit(connected):
    same = Member(id=5, slug="other", first_name="A", last_name="B", emails=(MINAS_MAIL,))
    connected.http.post(
        "/_sandbox/seed",
        json={
            "members": [{"id": 5, "slug": "other", "first_name": "A", "last_name": "B", "emails": list(same.emails)}]
        },
    )

    sync.candidates(connected, C77=sync.candidate(emailAddresses=[MINAS_MAIL]))

    assert len(sync.matched(connected)[0]) == 2


def test_a_link_by_hand_is_set_kept_and_taken_back(connected, mina, asa):
    sync.candidates(connected, C77=sync.candidate(emailAddresses=[MINAS_MAIL]))

    sync.taken(sync.link(connected, "C77", asa))
    linked = sync.matched(connected)
    sync.taken(sync.candidates(connected, C77=sync.candidate(emailAddresses=[MINAS_MAIL])))
    kept = sync.matched(connected)
    sync.taken(sync.patch(connected, "C77", {"$delete": ["manualMatchedMember"]}))

    assert (linked, kept, sync.matched(connected)) == (([mina], asa), ([mina], asa), ([mina], None))


def test_a_put_drops_the_link_when_the_switch_says_so(connected, asa):
    connected.sandbox.switch({"keep_link_on_put": False})
    sync.candidates(connected, C77=sync.candidate(manualMatchedMember=asa))
    linked = sync.matched(connected)

    sync.candidates(connected, C77=sync.candidate())

    assert (linked, sync.matched(connected)) == (([], asa), ([], None))


def test_a_null_in_a_put_takes_the_link_back(connected, asa):
    sync.candidates(connected, C77=sync.candidate(manualMatchedMember=asa))

    body = {"entities": {sync.key("C77"): {**sync.candidate(), "manualMatchedMember": None}}}
    sync.taken(connected.call("PUT", f"/v2/atsCandidates?{sync.ids(['C77'])}", body, method="batch_update"))

    assert sync.matched(connected) == ([], None)


def test_who_is_attached_to_a_person_needs_no_e_mail(connected, asa):
    sync.taken(sync.candidates(connected, C77=sync.candidate(emailAddresses=[], manualMatchedMember=asa)))

    sync.taken(sync.candidates(connected, C77=sync.candidate(emailAddresses=None)))

    assert sync.matched(connected) == ([], asa)


@pytest.mark.parametrize(
    "change",
    [
        {"$set": {"firstName": "Mina"}},
        {"$set": {"manualMatchedMember": "urn:li:person:x", "firstName": "M"}},
        {"$delete": ["firstName"]},
        {"$set": {"manualMatchedMember": "x"}, "$delete": ["manualMatchedMember"]},
        {},
    ],
)
def test_a_partial_update_only_links(connected, change):
    sync.candidates(connected, C77=sync.candidate())

    assert sync.refusal(sync.patch(connected, "C77", change))["status"] == 400


def test_nobody_links_a_candidate_who_is_not_there(connected, asa):
    assert sync.refusal(sync.link(connected, "C99", asa))["status"] == 404


def test_a_person_another_application_was_told_of_is_nobody(connected, app):
    stranger = Vendor(app).join("tenant-043")
    urn = stranger.person(connected.member_of_seat(RHEA_SEAT))
    sync.candidates(connected, C77=sync.candidate())

    assert sync.refusal(sync.link(connected, "C77", urn))["status"] == 422


def test_a_deleted_candidate_is_gone_with_the_notes(connected):
    sync.candidates(connected, C77=sync.candidate(), C78=sync.candidate())
    sync.taken(sync.attach(connected, "C77", "notes", N1={"note": "Prefers mornings."}))

    sync.taken(sync.remove(connected, "C77"))

    assert sync.refusal(sync.remove(connected, "C77"))["status"] == 404
    assert list(sync.read(connected, "C77", "C78").json()["statuses"].values()) == [404]
    sync.candidates(connected, C77=sync.candidate())
    assert sync.refusal(sync.detach(connected, "C77", "notes", "N1"))["status"] == 404


def test_who_has_left_linkedin_is_not_matched_any_more(connected, mina):
    sync.candidates(connected, C77=sync.candidate(emailAddresses=[MINAS_MAIL]), C78=sync.candidate())
    sync.link(connected, "C78", mina)

    closing.close_account(connected.sandbox, member_id=MINA)
    sync.candidates(connected, C79=sync.candidate(emailAddresses=[MINAS_MAIL]))

    assert [sync.matched(connected, name) for name in ("C77", "C78", "C79")] == [([], None)] * 3
    assert sync.refusal(sync.link(connected, "C77", mina))["status"] == 422


def test_without_the_customers_consent_nothing_is_taken(vendor):
    vendor.prepare()

    assert sync.candidates(vendor, C77=sync.candidate()).status_code == 403


def test_a_candidate_of_another_vendor_is_not_there(connected, app):
    sync.candidates(connected, C77=sync.candidate())
    stranger = Vendor(app).join("tenant-043").connect()

    assert list(sync.read(stranger, "C77").json()["statuses"].values()) == [404]


def test_ten_thousand_records_a_minute_and_no_more(connected):
    connected.sandbox.switch({"sync_records_per_minute": 3})
    two = {"C1": sync.candidate(), "C2": sync.candidate()}

    statuses = [sync.candidates(connected, **two).status_code, sync.candidates(connected, **two).status_code]
    connected.sandbox.clock.advance(60_000)

    assert [*statuses, sync.candidates(connected, **two).status_code] == [200, 429, 200]


def test_calls_are_counted_by_the_day(connected):
    connected.sandbox.switch({"requests_per_day": 1})
    first, second = sync.read(connected, "C77"), sync.read(connected, "C77")
    connected.sandbox.clock.advance(86_400_000)
    connected.renew()

    assert (first.status_code, second.status_code, sync.read(connected, "C77").status_code) == (200, 429, 200)


def test_the_versioned_generation_says_it_in_other_words(connected):
    rest_key = "(externalCandidateId:C77,integrationContext:urn%3Ali%3Aorganization%3A7001)"
    value = sync.candidate()
    renamed = {
        **{name: value[name] for name in value if not name.startswith("ats")},
        "externalCreatedAt": value["atsCreatedAt"],
        "externalLastModifiedAt": value["atsLastModifiedAt"],
    }
    path = f"/rest/candidates?ids=List({rest_key})"

    def put(body):
        entities = {"entities": {f"($params:(),{rest_key[1:]}": body}}
        return connected.call("PUT", path, entities, method="batch_update", headers=sync.REST)

    sync.taken(put(renamed))

    read = connected.call("GET", path, headers=sync.REST).json()["results"]
    assert read == {rest_key: {**renamed, "matchedMembers": []}}
    assert next(iter(sync.read(connected, "C77").json()["results"].values())) == {**value, "matchedMembers": []}
    assert sync.refusal(put(value))["message"].startswith("ERROR :: /atsCreatedAt :: unrecognized")
    assert sync.refusal(put({**renamed, "externalCreatedAt": -1}))["message"].startswith("ERROR :: /externalCreatedAt")
    assert connected.call("PUT", path, {}, method="batch_update").status_code == 400
    assert ORGANIZATION in sync.key("C77")


def test_the_file_of_an_older_sandbox_learns_to_match(tmp_path):
    config = Config(data=str(tmp_path / "old.sqlite"))
    database = sandbox_of(create_app(config, real_clock=lambda: NOON)).database
    with database.transaction() as tx:
        tx.execute("DELETE FROM member_keys")
        tx.execute("DROP INDEX members_by_name")
        tx.execute("DROP TABLE member_texts")
        for column in ("emails_json", "phones_json", "closed_at"):
            tx.execute(f"ALTER TABLE members DROP COLUMN {column}")
    database.close()

    app = create_app(config, real_clock=lambda: NOON)
    vendor = Vendor(app).join().connect()
    sync.candidates(vendor, C77=sync.candidate(linkedInProfileUrl="https://www.linkedin.com/in/mina-okoro"))

    assert len(sync.matched(vendor)[0]) == 1
    sandbox_of(app).database.close()
