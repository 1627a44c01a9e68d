"""Django's own tags where they are a large part of what a page takes: addresses and translations."""

from functools import lru_cache

from django import template
from django.template import defaulttags
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.templatetags import i18n
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.urls import reverse
from django.utils.translation import gettext

register = template.Library()
_PLACE = 7_300_000_000_000_000_000
"""A number that no address holds, and that fits into every converter."""


class _Address(URLNode):
    """Django's, which looks through every address each time: a third of what a list takes. Numbers are filled in here."""

    def render(self, context: Context) -> str:
        name, given = self.view_name.resolve(context), [one.resolve(context) for one in self.args]
        known = isinstance(name, str) and ":" not in name and all(type(one) is int and one >= 0 for one in given)
        if not known or self.kwargs or self.asvar:
            return super().render(context)
        return _pattern(name, len(given)) % tuple(given)


@lru_cache(maxsize=1_000)
def _pattern(name: str, numbers: int) -> str:
    """The address of this name, with a place for each number."""
    found = reverse(name, args=[_PLACE + place for place in range(numbers)]).replace("%", "%%")
    for place in range(numbers):
        found = found.replace(str(_PLACE + place), "%d")
    return found


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """As Django's."""
    node = defaulttags.url(parser, token)
    return _Address(node.view_name, node.args, node.kwargs, node.asvar)


class _Words(Node):
    """Words that the template itself holds. Django's node makes a lazy string of them each time, and looks at it twice."""

    def __init__(self, message: str) -> None:
        self._message = message.replace("%", "%%")

    def render(self, context: Context) -> str:  # noqa: ARG002 - Django's signature
        return gettext(self._message).replace("%%", "%")


class _Sentence(BlockTranslateNode):
    """Django's, which puts the sentence together from its pieces each time."""

    def render_token_list(self, tokens: list[Token]) -> tuple[str, list[str]]:
        kept: dict[int, tuple[str, list[str]]] = self.__dict__.setdefault("_kept", {})
        if id(tokens) not in kept:
            kept[id(tokens)] = super().render_token_list(tokens)
        message, names = kept[id(tokens)]
        return message, list(names)


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """As Django's."""
    node: TranslateNode = i18n.do_translate(parser, token)
    words = getattr(node.filter_expression.var, "literal", None)
    is_more = node.noop or node.asvar or node.message_context or node.filter_expression.filters
    return _Words(words) if isinstance(words, str) and not is_more else node


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    """As Django's."""
    node: BlockTranslateNode = i18n.do_block_translate(parser, token)
    node.__class__ = _Sentence
    return node
