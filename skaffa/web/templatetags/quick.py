"""Django's own tags where they are a large part of what a page takes: addresses and translations."""

from functools import lru_cache

from django import template
from django.template import defaulttags
from django.template.base import Node, Parser, Token, render_value_in_context
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.templatetags import i18n
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import get_language, gettext

from skaffa.web.addresses import address

register = template.Library()


class _Address(URLNode):
    """Django's, which looks through every address each time: a third of what a list takes. Numbers are filled in."""

    def render(self, context: Context) -> str:
        name, given = self.view_name.resolve(context), [one.resolve(context) for one in self.args]
        known = isinstance(name, str) and ":" not in name and all(type(one) is int and one >= 0 for one in given)
        if not known or self.kwargs or self.asvar:
            return super().render(context)
        return address(name, *given)


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """As Django's."""
    node = defaulttags.url(parser, token)
    return _Address(node.view_name, node.args, node.kwargs, node.asvar)


class _Words(Node):
    """Words that the template itself holds. Django's node makes a lazy string of them each time, and looks at it twice."""

    def __init__(self, words: str) -> None:
        self._words = words

    def render(self, context: Context) -> str:  # noqa: ARG002 - Django's signature
        return _gettext(get_language(), self._words.replace("%", "%%")).replace("%%", "%")


@lru_cache(maxsize=10_000)
def _gettext(_language: str | None, message: str) -> str:
    return gettext(message)


class _Sentence(BlockTranslateNode):
    """Django's, which puts the sentence together from its pieces each time."""

    def render(self, context: Context, nested: bool = False) -> str:  # noqa: FBT001, FBT002 - Django's signature
        """Sentences without a plural and without further wishes; the others, and those that fail, are Django's."""
        message, names = self.render_token_list(self.singular)
        is_more = nested or self.plural or self.asvar or self.message_context
        if is_more or not self.extra_context.keys() >= set(names):
            return super().render(context, nested)
        said = {name: render_value_in_context(self.extra_context[name].resolve(context), context) for name in names}
        try:
            return _gettext(get_language(), message) % said
        except (KeyError, ValueError):
            return super().render(context)

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
