"""From the Markdown people write to the two parts of an e-mail: HTML that can do nothing, and plain text."""

from collections.abc import Iterable

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_RULES = ("heading", "list", "blockquote", "hr", "newline", "escape", "entity", "emphasis", "link", "autolink")
_TAGS = {"h1", "h2", "h3", "h4", "p", "br", "hr", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
_READER = MarkdownIt("zero", {"breaks": True}).enable(list(_RULES))
_ENDS = {"paragraph_close", "heading_close"}


def html(markdown: str) -> str:
    """What mail readers show: a few harmless elements, links to https, http and mailto only."""
    return harmless(_READER.render(markdown))


def harmless(markup: str) -> str:
    """What is left of any HTML when only these elements may stay."""
    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def plain(markdown: str) -> str:
    """The same for readers without HTML: links as their label and address, lists with dashes or numbers."""
    said = "".join(_Text(_READER.parse(markdown)).pieces())
    return "\n".join(line.rstrip() for line in said.split("\n")).strip("\n")


class _Text:
    """Walks over the parts of a text and remembers in which lists it is."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._tokens = tokens
        self._numbers: list[int | None] = []

    def pieces(self) -> Iterable[str]:
        for token in self._tokens:
            yield from self._of(token)

    def _of(self, token: Token) -> Iterable[str]:
        match token.type:
            case "bullet_list_open":
                self._numbers.append(None)
            case "ordered_list_open":
                self._numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
                yield "" if self._numbers else "\n"
            case "list_item_open":
                yield self._mark()
            case "hr":
                yield "---\n\n"
            case "inline":
                yield _inline(token.children or [], "\n" + "  " * len(self._numbers))
            case kind if kind in _ENDS:
                yield "\n" if token.hidden or self._numbers else "\n\n"

    def _mark(self) -> str:
        indent = "  " * (len(self._numbers) - 1)
        number = self._numbers[-1]
        if number is None:
            return f"{indent}- "
        self._numbers[-1] = number + 1
        return f"{indent}{number}. "


def _inline(tokens: Iterable[Token], line: str) -> str:
    said, label_at, target = "", 0, ""
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                said += line
            case "link_open":
                label_at, target = len(said), str(token.attrs.get("href", ""))
            case "link_close" if said[label_at:] != target.removeprefix("mailto:"):
                said += f": {target}"
            case _:
                said += token.content if token.type.startswith("text") else ""
    return said
