"""Keys and batches of every size and order, in both generations, plain and tunnelled: nothing lost, nothing mixed up."""

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox import sync
from tests.sandbox.vendor import ORGANIZATION

IDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
BATCHES = st.lists(IDS, min_size=1, max_size=100, unique=True)
QUICKLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
URN = quote(ORGANIZATION, safe="")


@pytest.fixture
def unlimited(connected):
    connected.sandbox.switch({"sync_records_per_minute": 10**9, "requests_per_day": 10**9})
    return connected


def rest_key(name):
    return f"(integrationContext:{URN},externalCandidateId:{quote(name, safe='')})"


def joined(parts):
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in parts)


def send(vendor, generation, query, body, *, tunnelled):
    """PUT candidates, the query in the address or in a part of the body."""
    path = "/v2/atsCandidates" if generation == "v2" else "/rest/candidates"
    headers = {} if generation == "v2" else dict(sync.REST)
    if not tunnelled:
        return vendor.call("PUT", f"{path}?{query}", body, method="batch_update", headers=headers)
    mixed = (
        f"--b1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n{query}\r\n"
        f"--b1\r\nContent-Type: application/json\r\n\r\n{json.dumps(body)}\r\n--b1--\r\n"
    )
    headers |= {
        "Authorization": f"Bearer {vendor.child}",
        "X-HTTP-Method-Override": "PUT",
        "x-restli-method": "batch_update",
        "Content-Type": "multipart/mixed; boundary=b1",
    }
    return vendor.http.post(path, content=mixed.encode(), headers=headers)


@pytest.mark.parametrize("keys", ["plain", "with_params"])
def test_keys_of_the_versioned_generation_are_answered_in_one_of_two_ways(connected, keys):
    connected.sandbox.switch({"rest_answer_keys": keys})
    key = rest_key("C77")
    answer = connected.call("GET", f"/rest/candidates?ids=List({key})", headers=sync.REST).json()

    plain = f"externalCandidateId:C77,integrationContext:{URN})"
    assert list(answer["errors"]) == [f"($params:(),{plain}" if keys == "with_params" else f"({plain}"]


def test_the_versioned_generation_also_takes_keys_part_by_part(connected):
    query = f"ids[0].atsJobApplicationId=A5&ids[0].integrationContext={ORGANIZATION}"
    key = f"(atsJobApplicationId:A5,integrationContext:{URN})"
    connected.sandbox.switch({"unknown_parent": "accept"})

    answer = connected.call(
        "PUT",
        f"/rest/atsApplications?{query}",
        {"entities": {key: sync.application()}},
        method="batch_update",
        headers=sync.REST,
    )

    assert list(sync.taken(answer).json()["results"]) == [key]


@QUICKLY
@given(names=BATCHES, data=st.data())
def test_every_candidate_of_a_v2_batch_arrives_under_its_own_id(unlimited, names, data):
    parts = [
        [("atsCandidateId", name), ("dataProvider", "ATS"), ("integrationContext", ORGANIZATION)] for name in names
    ]
    in_query = [data.draw(st.permutations(part)) for part in parts]
    in_body = [data.draw(st.permutations(part)) for part in parts]
    query = "&".join(
        f"ids[{index}].{name}={quote(value, safe='')}" for index, part in enumerate(in_query) for name, value in part
    )
    body = {
        "entities": {joined(part): sync.candidate(lastName=name) for name, part in zip(names, in_body, strict=True)}
    }

    answer = sync.taken(send(unlimited, "v2", query, body, tunnelled=len(query) > 4_000))

    assert len(answer.json()["results"]) == len(names)
    assert _last_names(unlimited, names) == names


@QUICKLY
@given(names=st.lists(IDS, min_size=1, max_size=30, unique=True), data=st.data())
def test_every_candidate_of_a_rest_batch_arrives_under_its_own_id(unlimited, names, data):
    query = f"ids=List({','.join(rest_key(name) for name in names)})"
    value = sync.candidate()
    renamed = {name.replace("ats", "external"): value[name] for name in value}
    shuffled = data.draw(st.permutations(names))
    body = {"entities": {f"($params:(),{rest_key(name)[1:]}": {**renamed, "lastName": name} for name in shuffled}}

    answer = sync.taken(send(unlimited, "rest", query, body, tunnelled=len(query) > 4_000))

    assert len(answer.json()["results"]) == len(names)
    assert _last_names(unlimited, names) == names


@QUICKLY
@given(name=IDS, note=IDS, wholly=st.booleans())
def test_an_id_in_a_path_may_hold_any_character(unlimited, app, name, note, wholly):
    """Werkzeug's client, like the server, tells the address as it was sent."""
    sync.taken(
        send(unlimited, "v2", sync.ids([name]), {"entities": {sync.key(name): sync.candidate()}}, tunnelled=True)
    )
    headers = {"Authorization": f"Bearer {unlimited.child}", "x-restli-method": "batch_update"}
    key = quote(sync.key(name), safe="") if wholly else sync.key(name)
    path = f"/v2/atsCandidates/{key}/notes?ids={quote(note, safe='')}"

    answer = app.test_client().put(path, json={"entities": {note: {"note": "Hi"}}}, headers=headers)

    assert answer.json == {"results": {note: {"status": 204}}, "errors": {}}
    with unlimited.sandbox.transaction() as tx:
        stored = tx.execute("SELECT parent FROM details WHERE external_id = ? AND parent = ?", (note, name)).fetchone()
    assert stored is not None


@QUICKLY
@given(names=st.lists(IDS, min_size=2, max_size=5, unique=True), data=st.data())
def test_a_batch_whose_body_and_query_differ_changes_nothing(unlimited, names, data):
    left_out = data.draw(st.sampled_from(names))
    fewer = [name for name in names if name != left_out]
    for some, others in ((names, fewer), (fewer, names)):
        body = {"entities": {sync.key(name): sync.candidate(firstName="Changed") for name in some}}

        assert send(unlimited, "v2", sync.ids(others), body, tunnelled=True).status_code == 400
    with unlimited.sandbox.transaction() as tx:
        assert tx.execute("SELECT count(*) FROM candidates WHERE value_json LIKE '%Changed%'").fetchone()[0] == 0


@QUICKLY
@given(text=st.text(max_size=60))
def test_whatever_comes_as_a_key_is_understood_or_refused(unlimited, text):
    for query in (f"ids={quote(text)}", f"ids=List({quote(text, safe='():,')})", f"ids[0].{quote(text, safe='=&')}"):
        for path, headers in (("/v2/atsCandidates", {}), ("/rest/candidates", sync.REST)):
            assert unlimited.call("GET", f"{path}?{query}", headers=headers).status_code in {200, 400, 403, 405}


@QUICKLY
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_whatever_comes_as_a_candidate_is_taken_or_refused(unlimited, value):
    answers = [
        unlimited.call(
            "PUT", f"/v2/atsCandidates?{sync.ids(['C1'])}", {"entities": {sync.key("C1"): body}}, method="batch_update"
        )
        for body in (value, {**sync.candidate(), "addresses": value}, {**sync.candidate(), "firstName": value})
    ]

    assert {answer.status_code for answer in answers} <= {200, 400}


@QUICKLY
@given(count=st.integers(0, 130))
def test_a_batch_has_a_hundred_keys_at_most_and_one_at_least(unlimited, count):
    names = [f"C{number}" for number in range(count)]
    body = {"entities": {sync.key(name): sync.candidate() for name in names}}

    status = send(unlimited, "v2", sync.ids(names), body, tunnelled=True).status_code

    assert status == (200 if 1 <= count <= 100 else 400)


def _last_names(vendor, names):
    """As stored, in the order of the ids."""
    with vendor.sandbox.transaction() as tx:
        rows = dict(tx.execute("SELECT external_id, json_extract(value_json, '$.lastName') FROM candidates").fetchall())
    return [rows[name] for name in names]
