"""Keys, queries and tunnels: what is written can be read, whatever is in it."""

import email
from urllib.parse import parse_qsl

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsc_client import restli
from rsc_client.restli import V2, Key, Rest

texts = st.text(st.characters(exclude_categories=["Cs"]))
REST = Rest("202604")


class NoteKey(Key, frozen=True):
    ats_candidate_id: str
    integration_context: str


@given(texts, texts)
def test_a_v2_key_reads_back_as_it_was_written(candidate, context):
    written = V2().key(NoteKey(candidate, context))

    assert restli.read_key(written) == {
        "atsCandidateId": candidate,
        "integrationContext": context,
        "dataProvider": "ATS",
    }


@given(texts, texts)
def test_a_rest_key_reads_back_as_it_was_written(candidate, context):
    written = REST.key(NoteKey(candidate, context))

    assert restli.read_key(written) == {"atsCandidateId": candidate, "integrationContext": context}


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_a_server_finds_each_compound_key_in_a_v2_query(pairs):
    query = V2().ids([NoteKey(*pair) for pair in pairs])

    found = dict(parse_qsl(query.replace("+", "%2B"), keep_blank_values=True, strict_parsing=True))
    assert [
        (found[f"ids[{n}].atsCandidateId"], found[f"ids[{n}].integrationContext"]) for n in range(len(pairs))
    ] == pairs


@given(st.lists(texts, min_size=1, max_size=5))
def test_a_server_finds_each_plain_key_in_a_v2_query(keys):
    assert [value for _, value in parse_qsl(V2().ids(keys), keep_blank_values=True)] == keys


@given(texts)
def test_nothing_in_a_key_can_leave_its_place_in_the_url(text):
    for written in (V2().key(text), V2().key(NoteKey(text, "x")), REST.key(text), REST.key(NoteKey(text, "x"))):
        assert not set(written) & set('/?# \n"<>')


def test_rest_writes_lists_and_carries_its_version():
    keys = [NoteKey("C1", "urn:li:organization:1"), NoteKey("", "x")]

    assert REST.ids(keys) == (
        "ids=List((atsCandidateId:C1,integrationContext:urn%3Ali%3Aorganization%3A1),"
        "(atsCandidateId:'',integrationContext:x))"
    )
    assert REST.ids(["a", "b,c"]) == "ids=List(a,b%2Cc)"
    assert REST.headers == {"LinkedIn-Version": "202604", "X-Restli-Protocol-Version": "2.0.0"}
    assert REST.root == "/rest/"


@pytest.mark.parametrize(
    "text", ["", "a", "=b", "a=1&a=2", "a=1&&b=2", "(a:1", "(a:(b:1))", "()", "(:1)", "(a)", "(a:1,a:2)", "(a:1))"]
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(ValueError, match=r"not a compound key|stands twice"):
        restli.read_key(text)


def test_the_parameters_of_a_key_are_not_its_parts():
    assert restli.read_key("$params.x=1&a=2") == {"a": "2"}
    assert restli.read_key("($params:(),a:2)") == {"a": "2"}


@given(texts, texts)
def test_a_tunnelled_put_holds_query_and_entity_apart(identifier, value):
    query, entity = restli.query([("ids", identifier)]), msgspec.json.encode({"entities": {"x": value}})

    headers, body = restli.tunnel("PUT", query, entity)

    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    sections = list(email.message_from_bytes(head + body).walk())[1:]
    assert headers["X-HTTP-Method-Override"] == "PUT"
    assert [section.get_content_type() for section in sections] == [
        "application/x-www-form-urlencoded",
        "application/json",
    ]
    assert [section.get_payload(decode=True) for section in sections] == [query.encode(), entity]


def test_a_tunnelled_delete_is_a_form():
    headers, body = restli.tunnel("DELETE", "ids=a", None)

    assert headers == {"X-HTTP-Method-Override": "DELETE", "Content-Type": "application/x-www-form-urlencoded"}
    assert body == b"ids=a"
