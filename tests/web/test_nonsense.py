"""Whatever is typed or sent anywhere: a clear answer, nothing lost, never a 500."""

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from tests.web import addresses, html
from tests.web.addresses import Address, Place
from tests.web.html import Form

NONSENSE: dict[str, str] = {
    "empty": "",
    "blanks": " \t\n ",
    "nul": "a\0b",
    "html": "<script>alert(1)</script>\"'><b>x",
    "right to left": "\u202eنص عربي\u202c مختلط",
    "emoji": "👩🏽‍🚒🇸🇪 \U0001f9d1\u200d\U0001f52c",
    "over-long": "å" * 26_000,
    "a number too large": "9" * 400,
    "negative": "-1",
    "words": "not a number, not an address",
    "template": "{{ 7*7 }} {% debug %} %s %(x)s",
    "quoting": "'; DROP TABLE jobs_job; --",
    "a list": '[1, {"a": null}]',
}
HUGE = encode_multipart(BOUNDARY, {"title": "x" * 10_000_000})


@pytest.fixture(scope="module")
def place(kept: None) -> Place:
    return Place()


@pytest.fixture(scope="module")
def forms(place: Place) -> list[tuple[str, Form]]:
    client = Client()
    client.force_login(place.ada)
    return list(every_form(client, place))


@pytest.fixture
def ada_in_the_browser(place: Place, db: None, clock: object) -> Client:
    client = Client()
    client.force_login(place.ada)
    return client


def url_of(address: Address, place: Place) -> str:
    return reverse(address.name, kwargs=place.kwargs(address))


def every_form(client: Client, place: Place) -> Iterator[tuple[str, Form]]:
    """Each form of each page once, with its target; signing out would end the test."""
    seen = set()
    for address in addresses.every():
        url = url_of(address, place)
        answer = client.get(url)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        for form in html.forms(answer.content.decode()):
            target = urlsplit(form.action or url).path or url
            shape = (target, form.method, tuple(sorted({field.name for field in form.fields})))
            if shape not in seen and "logout" not in target:
                seen.add(shape)
                yield target, form


def spoiled(form: Form, nonsense: str) -> Iterator[dict[str, list[str]]]:
    """The form with this in every field at once, and in each field alone while the rest is as it should be."""
    names = [field.name for field in form.fields if field.name != "csrfmiddlewaretoken" and field.kind != "file"]
    if names:
        yield {**form.values(), **{name: [nonsense] for name in names}}
    for name in dict.fromkeys(names):
        yield {**form.values(), name: [nonsense]}


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_in_any_field_is_answered_and_never_breaks(
    kind: str, forms: list[tuple[str, Form]], ada_in_the_browser: Client
):
    tried = 0
    for target, form in forms:
        call = ada_in_the_browser.post if form.method == "post" else ada_in_the_browser.get
        for values in spoiled(form, NONSENSE[kind]):
            status = call(target, values).status_code
            tried += 1

            assert status < 500, f"{status} from {target} for {values}"

    assert tried > 40


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_in_the_address_is_answered_and_never_breaks(kind: str, place: Place, ada_in_the_browser: Client):
    names = ("q", "cursor", "status", "scope", "version", "show", "next", "state", "code", "tab")
    query = urlencode(dict.fromkeys(names, NONSENSE[kind]))

    for address in addresses.every():
        assert ada_in_the_browser.get(f"{url_of(address, place)}?{query}").status_code < 500, address


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_a_number_that_leads_nowhere_is_not_found(number: int, place: Place, ada_in_the_browser: Client):
    for address in addresses.every():
        numbers = {name: number for name in address.varies if name.endswith("_id")}
        if numbers:
            url = reverse(address.name, kwargs=place.kwargs(address) | numbers)

            assert {ada_in_the_browser.get(url).status_code, ada_in_the_browser.post(url).status_code} <= {404, 405}, (
                address
            )


def test_ten_megabytes_are_refused_with_a_message(place: Place, ada_in_the_browser: Client):
    for address in addresses.every():
        answer = ada_in_the_browser.generic("POST", url_of(address, place), HUGE, MULTIPART_CONTENT)

        assert 300 <= answer.status_code < 500, address


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", "nonsense"]
)
def test_a_body_of_the_wrong_kind_is_answered(content_type: str, place: Place, ada_in_the_browser: Client):
    for address in addresses.every():
        if address.name != "account_logout":
            url = url_of(address, place)

            status = ada_in_the_browser.post(url, b'\x00\xff{"a": [}', content_type=content_type).status_code

            assert status < 500, address
