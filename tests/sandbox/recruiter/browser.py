"""A person's browser without scripts: opens pages, fills in forms that stand on them, follows redirects of ours."""

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

Filled = Mapping[str, str | list[str]]


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.fields: list[tuple[str, str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.forms.append((found.get("action") or "", {}))
        if self.forms and found.get("formaction"):  # a button that sends its form elsewhere
            self.forms.append((found["formaction"] or "", self.forms[-1][1]))
        name, value = found.get("name"), found.get("value") or ""
        if tag in {"input", "button"} and name:
            self.fields.append((name, value, found))
            if self.forms and found.get("type") == "hidden":
                self.forms[-1][1].setdefault(name, []).append(value)


class Browser:
    """`page` is what is shown, `status` and `headers` how it came, `address` where it stands."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page = ""
        self.status = 0
        self.address = ""
        self.headers: dict[str, str] = {}

    def open(self, address: str, **headers: str) -> str:
        return self._show(self.client.get(address, headers=headers, follow_redirects=False))

    def submit(self, action: str, filled: Filled | None = None, *, form: int = 0, **values: str | list[str]) -> str:
        """Send the page's form number `form` with that action, its hidden fields and what was filled in."""
        hidden = [fields for address, fields in self._controls().forms if address.partition("?")[0] == action]
        assert hidden, f"no form leads to {action}"
        return self._show(
            self.client.post(action, data={**hidden[form], **(filled or {}), **values}, follow_redirects=False)
        )

    def values(self, name: str) -> list[str]:
        """The values of all controls with that name."""
        return [value for given, value, _ in self._controls().fields if given == name]

    def chosen(self, name: str) -> list[str]:
        return [value for given, value, found in self._controls().fields if given == name and "checked" in found]

    @property
    def text(self) -> str:
        """What one reads, without mark-up."""
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", self.page))).strip()

    def _controls(self) -> _Controls:
        controls = _Controls()
        controls.feed(self.page)
        return controls

    def _show(self, response: TestResponse) -> str:
        location = response.headers.get("Location", "")
        if response.status_code in {302, 303} and location.startswith("/"):
            return self.open(location)
        self.page, self.status, self.headers = (
            response.get_data(as_text=True),
            response.status_code,
            dict(response.headers),
        )
        response.close()
        self.address = location or response.request.path + (
            f"?{response.request.query_string.decode()}" if response.request.query_string else ""
        )
        return self.page
