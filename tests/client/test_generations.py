"""The caller's records are the same whichever of LinkedIn's generations is spoken."""

import json

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsc_client import errors, restli
from rsc_client.client import Client
from rsc_client.errors import BatchResult, ItemError
from rsc_client.generations import Edition, Feature, Generation, PartKey
from rsc_client.schemas import Done, IntegrationKey
from rsc_client.slices import Window
from rsc_client.synced import (
    ApplicationKey,
    Candidate,
    CandidateKey,
    InterviewFeedback,
    JobApplication,
    Note,
    Stage,
    StoredCandidate,
)
from tests.client.linkedin import CHILD, NOON, Clock, LinkedIn, Notebook, channel_to

ORG, CONTRACT = "urn:li:organization:7001", "urn:li:contract:5501"
KEY, APPLICATION = CandidateKey("C1", ORG), ApplicationKey("A1", ORG)
texts = st.text(st.characters(exclude_categories=["Cs"]))
editions = st.dictionaries(st.sampled_from(Feature), st.sampled_from(Generation)).map(Edition)

TOUCHING = {
    Feature.INTEGRATIONS: lambda c: c.integrations([IntegrationKey(ORG, "CSA_API")]),
    Feature.CANDIDATES: lambda c: c.candidates([KEY]),
    Feature.CANDIDATE_NOTES: lambda c: c.delete_candidate_notes(KEY, ["1"]),
    Feature.APPLICATIONS: lambda c: c.delete_applications([APPLICATION]),
    Feature.APPLICATION_NOTES: lambda c: c.delete_application_notes(APPLICATION, ["1"]),
    Feature.INTERVIEW_FEEDBACK: lambda c: c.delete_interview_feedback(APPLICATION, ["1"]),
    Feature.STAGES: lambda c: c.delete_stages(APPLICATION, ["1"]),
    Feature.ACLS: lambda c: c.acl_assignees(ORG, "urn:li:person:1"),
    Feature.SEATS: lambda c: c.seats([CONTRACT]),
    Feature.EXPORTED_CANDIDATES: lambda c: c.exported_candidates("1"),
}


def speaking(answer, edition=None):
    linkedin = LinkedIn(answer if callable(answer) else httpx.Response(200, json=answer))
    return Client(channel_to(linkedin), CHILD, clock=Clock(), edition=edition), linkedin


def content(request):
    """What was sent, whether plain or in a tunnel."""
    if "boundary=" not in request.headers.get("content-type", ""):
        return json.loads(request.content)
    return json.loads(request.content.rpartition(b"application/json\r\n\r\n")[2].partition(b"\r\n--")[0])


def obliging(request):
    """Takes every record there is."""
    return httpx.Response(200, json={"results": {key: {"status": 204} for key in content(request)["entities"]}})


def candidate(**more):
    return Candidate(
        first_name="Mina",
        last_name="Okoro",
        email_addresses=[],
        external_profile_url="https://ats.example/1",
        created_at=1,
        last_modified_at=2,
        **more,
    )


@given(editions)
def test_each_feature_speaks_the_generation_chosen_for_it(edition):
    client, linkedin = speaking({"results": {}, "elements": []}, edition)

    for touch in TOUCHING.values():
        touch(client)

    assert [call.url.path.split("/")[1] for call in linkedin.calls] == [edition.of(feature) for feature in TOUCHING]
    for call in linkedin.calls:
        versioned = call.url.path.startswith("/rest/")
        assert call.headers.get("linkedin-version") == ("202604" if versioned else None)
        assert call.headers.get("x-restli-protocol-version") == ("2.0.0" if versioned else None)
    assert set(TOUCHING) == set(Feature)
    assert linkedin.tokens == 1


def test_the_version_is_the_callers():
    client, linkedin = speaking({"elements": []}, Edition({Feature.SEATS: Generation.REST}, version="202510"))

    client.seats([CONTRACT])

    assert linkedin.calls[0].headers["linkedin-version"] == "202510"


@pytest.mark.parametrize("version", ["", "2026", "2026-04", "202604\n", "20260401"])
def test_no_other_version_is_accepted(version):
    with pytest.raises(ValueError, match="YYYYMM"):
        Edition(version=version)


@pytest.mark.parametrize("path", ["closed", "v3/closed", "v2/", "v2/../x", "rest/a?b"])
def test_closed_members_are_not_asked_for_just_anywhere(path):
    with pytest.raises(ValueError, match="not a collection"):
        Edition(closed_members=path)


def test_closed_members_are_asked_for_where_the_caller_says():
    client, linkedin = speaking({"elements": []}, Edition(closed_members="rest/closedProfiles"))

    client.closed_members(ORG)

    assert linkedin.calls[0].url.path == "/rest/closedProfiles"


@given(st.lists(texts.filter(bool), min_size=1, max_size=5, unique=True), st.sampled_from(Generation))
def test_whatever_our_ids_are_every_answer_finds_its_record(names, generation):
    client, _ = speaking(obliging, Edition(dict.fromkeys(Feature, generation)))
    done = dict.fromkeys(names, Done(204))
    by_key = {name: CandidateKey(name, ORG) for name in names}

    assert client.put_candidates({key: candidate() for key in by_key.values()}) == BatchResult(
        {key: Done(204) for key in by_key.values()}, {}
    )
    assert client.put_candidate_notes(KEY, {name: Note(note=name) for name in names}) == BatchResult(done, {})
    assert client.put_stages(APPLICATION, {name: Stage(stage="New", created_at=1) for name in names}).results == done


@given(st.sampled_from(Generation), st.integers(1, 100))
def test_a_hundred_records_pass_and_keep_their_places(generation, number):
    client, linkedin = speaking(obliging, Edition({Feature.APPLICATIONS: generation}))
    keys = [ApplicationKey(f"application-{n:03}-of-a-long-name", ORG) for n in range(number)]
    sent = {
        key: JobApplication(job_posting_id="J", job_posting_name=key.application_id, created_at=1, last_modified_at=1)
        for key in keys
    }

    assert list(client.put_applications(sent).results) == keys
    tunnelled = "x-http-method-override" in linkedin.calls[0].headers
    assert tunnelled == (linkedin.calls[0].method == "POST")
    written = content(linkedin.calls[0])["entities"]
    assert [restli.read_key(text)["atsJobApplicationId"] for text in written] == [key.application_id for key in keys]
    assert [value["atsJobPostingName"] for value in written.values()] == [key.application_id for key in keys]


@pytest.mark.parametrize("generation", Generation)
def test_a_hundred_and_one_records_are_not_sent(generation):
    client, linkedin = speaking({}, Edition(dict.fromkeys(Feature, generation)))

    for send in (
        lambda: client.put_candidates({CandidateKey(str(n), ORG): candidate() for n in range(101)}),
        lambda: client.put_interview_feedback(APPLICATION, {str(n): InterviewFeedback() for n in range(101)}),
        lambda: client.delete_application_notes(APPLICATION, map(str, range(101))),
        lambda: client.configuration(IntegrationKey(ORG, "CSA_API"), map(str, range(101))),
    ):
        with pytest.raises(errors.NotSent, match="at most 100 records, not 101"):
            send()

    assert linkedin.calls == []


@pytest.mark.parametrize("generation", Generation)
def test_silence_about_a_note_is_failure(generation):
    client, _ = speaking({"results": {}}, Edition({Feature.CANDIDATE_NOTES: generation}))

    answer = client.put_candidate_notes(KEY, {"N1": Note(note="a")})

    assert answer == BatchResult({}, {"N1": ItemError(message="LinkedIn's answer does not mention this record")})


def test_empty_lists_are_sent_and_what_is_unknown_is_not():
    client, linkedin = speaking(obliging)

    client.put_candidates({KEY: candidate()})

    (value,) = content(linkedin.calls[0])["entities"].values()
    assert value == {
        "firstName": "Mina",
        "lastName": "Okoro",
        "emailAddresses": [],
        "externalProfileUrl": "https://ats.example/1",
        "atsCreatedAt": 1,
        "atsLastModifiedAt": 2,
        "phoneNumbers": [],
        "addresses": [],
    }


@given(st.sampled_from(Generation), st.integers(1), st.lists(texts, max_size=3), st.none() | st.booleans())
def test_a_candidate_reads_back_as_it_was_written(generation, at, emails, contact):
    told = candidate(do_not_contact=contact)
    told = msgspec.structs.replace(told, created_at=at, last_modified_at=at, email_addresses=emails)
    kept = {}

    def keeping(request):
        if request.method == "PUT":
            kept.update(content(request)["entities"])
            return obliging(request)
        return httpx.Response(200, json={"results": kept})

    client, _ = speaking(keeping, Edition({Feature.CANDIDATES: generation}))
    client.put_candidates({KEY: told})

    found = client.candidates([KEY], ()).results[KEY]
    same = set(told.__struct_fields__) & set(found.__struct_fields__)
    assert {name: getattr(found, name) for name in same} == {name: getattr(told, name) for name in same}


@pytest.mark.parametrize(
    ("generation", "query"),
    [
        (Generation.V2, f"ids[0].atsCandidateId=C1&ids[0].integrationContext={ORG}&ids[0].dataProvider=ATS"),
        (Generation.REST, "ids=List((externalCandidateId:C1,integrationContext:urn%3Ali%3Aorganization%3A7001))"),
    ],
)
def test_fields_are_asked_for_by_the_names_of_the_generation(generation, query):
    client, linkedin = speaking({"results": {}}, Edition({Feature.CANDIDATES: generation}))

    client.candidates([KEY], ("created_at", "first_name"))
    client.candidates([KEY], ())

    created = "externalCreatedAt" if generation is Generation.REST else "atsCreatedAt"
    assert [call.url.query.decode() for call in linkedin.calls] == [f"{query}&fields={created},firstName", query]


def test_a_field_that_is_none_cannot_be_asked_for():
    with pytest.raises(ValueError, match="no 'salary'"):
        StoredCandidate.wire_names(("first_name", "salary"))


@pytest.mark.parametrize("generation", Generation)
def test_a_record_that_does_not_fit_says_where_it_came_from(generation):
    client, _ = speaking({"elements": [{"firstName": "Rhea"}]}, Edition({Feature.SEATS: generation}))

    with pytest.raises(errors.MalformedResponse, match=f"^{generation}/seatsV2: .*required field"):
        client.seats([CONTRACT])


def test_what_rest_does_not_have_goes_through_v2():
    client, linkedin = speaking({"results": {}}, Edition(dict.fromkeys(Feature, Generation.REST)))

    client.link_candidates({KEY: "urn:li:person:1"})
    client.unlink_candidates([KEY])
    client.delete_configuration(IntegrationKey(ORG, "ONE_CLICK_EXPORT"), ["JOB_POSTING_VIEWERS"])

    assert [call.url.path.split("/")[1] for call in linkedin.calls] == ["v2"] * 3


@given(texts, st.lists(texts, min_size=1, max_size=3))
def test_a_finder_in_rest_is_asked_in_lists_that_nothing_can_leave(one, several):
    query = restli.Rest("202604").criteria({"contract": one, "owners": several})

    alone, _, listed = query.partition("&owners=List(")
    escaped = [restli.Rest("202604").key(text) for text in (one, *several)]
    assert alone == f"contract={escaped[0]}"
    assert listed == f"{','.join(escaped[1:])})"
    assert not set("".join(escaped)) & set(",()&=#")


def test_finders_in_v2_repeat_a_name_for_each_value():
    client, linkedin = speaking({"elements": []})
    window = Window(NOON, NOON.replace(hour=18))

    client.prospect_notes(CONTRACT, window, owners=["urn:li:seat:1", "urn:li:seat:2"])
    client.prospect_notes(CONTRACT, window)

    both, none = (call.url.query.decode() for call in linkedin.calls)
    assert "&owners=urn:li:seat:1&owners=urn:li:seat:2&" in both
    assert "owners" not in none


@given(st.sets(st.tuples(st.sampled_from("ABC"), st.sampled_from("123")), min_size=1))
def test_in_rest_a_batch_mixes_the_parts_of_several_owners(wanted):
    answers: list[httpx.Response] = []

    def answer_alike(request):
        """A deletion is answered as the parts' creation was."""
        answers.append(obliging(request) if not answers else answers[0])
        return answers[-1]

    client, linkedin = speaking(answer_alike, Edition({Feature.STAGES: Generation.REST}))
    keys = [PartKey(ApplicationKey(owner, ORG), name) for owner, name in sorted(wanted)]
    assert client.mixes_owners(Feature.STAGES)

    answer = client.put_parts(Feature.STAGES, {key: Stage(stage="New", created_at=1) for key in keys})
    away = client.delete_parts(Feature.STAGES, keys)

    assert answer == away == BatchResult(dict.fromkeys(keys, Done(204)), {})
    assert len(linkedin.calls) == 2


def test_in_v2_a_batch_holds_the_parts_of_one_owner():
    client, linkedin = speaking({"results": {"1": {"status": 204}}})
    one, other = PartKey(ApplicationKey("A1", ORG), "1"), PartKey(ApplicationKey("A2", ORG), "1")
    assert not client.mixes_owners(Feature.STAGES)

    with pytest.raises(errors.NotSent, match="stages of one owner, not of 2"):
        client.delete_parts(Feature.STAGES, [one, other])
    assert linkedin.calls == []
    assert client.delete_parts(Feature.STAGES, [one]).results == {one: Done(204)}
    assert client.delete_parts(Feature.STAGES, []) == BatchResult({}, {})


def test_only_notes_stages_and_feedback_belong_to_somebody():
    client, _ = speaking(obliging)

    with pytest.raises(TypeError, match="candidates belong to nothing"):
        client.put_parts(Feature.CANDIDATES, {})
    with pytest.raises(ValueError, match="seats are neither"):
        client.put_parts(Feature.SEATS, {})


@pytest.mark.parametrize("generation", Generation)
@pytest.mark.parametrize("feature", [Feature.CANDIDATES, Feature.CANDIDATE_NOTES, Feature.APPLICATIONS, Feature.STAGES])
def test_a_resource_is_called_as_metering_calls_it(feature, generation):
    notebook = Notebook()
    linkedin = LinkedIn(httpx.Response(200, json={"results": {}}))
    edition = Edition({feature: generation})
    client = Client(channel_to(linkedin, meter=notebook), CHILD, clock=Clock(), edition=edition)

    TOUCHING[feature](client)

    assert notebook.began[-1].resource == client.resource(feature)
