"""Reads a page the way a browser's form machinery does: its forms, their fields and what they would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    checked: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form with its target; `fields` are those a browser would know, buttons included."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def values(self) -> dict[str, list[str]]:
        """What pressing enter would send."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            if one.kind in {"checkbox", "radio"} and not one.checked:
                continue
            if one.kind in {"submit", "button", "file"}:
                continue
            sent.setdefault(one.name, []).append(one.value)
        return sent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select: Field | None = None
        self._textarea: Field | None = None
        self._option_selected = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = got.get("hx-post") or got.get("action", "")
            method = "post" if "hx-post" in got else got.get("method", "get").lower()
            self.forms.append(Form(action, method))
        if not self.forms:
            return
        fields = self.forms[-1].fields
        if tag in {"input", "button"} and got.get("name"):
            value = got.get("value", "on" if got.get("type") in {"checkbox", "radio"} else "")
            fields.append(
                Field(got["name"], got.get("type", "submit" if tag == "button" else "text"), value, "checked" in got)
            )
        elif tag == "textarea" and got.get("name"):
            self._textarea = Field(got["name"], "textarea")
            fields.append(self._textarea)
        elif tag == "select" and got.get("name"):
            self._select = Field(got["name"], "select")
            fields.append(self._select)
        elif tag == "option" and self._select is not None:
            self._select.options.append(got.get("value", ""))
            if "selected" in got or len(self._select.options) == 1:
                self._select.value = got.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea.value += data


def forms(page: str) -> list[Form]:
    """Every form of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
