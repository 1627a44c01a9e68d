"""Rows of numbers that pictures are drawn from: a template takes long to write hundreds of cells."""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe


def cells(figures: Iterable[tuple[str | None, str]]) -> SafeString:
    """Table cells as HTML: of each what programs read (None: it is not drawn), and what people read.

    Both are numbers as we write them, with units or a dash, never anybody's words: nothing is escaped.
    """
    written = (said if machine is None else f'<data value="{machine}">{said}</data>' for machine, said in figures)
    return mark_safe("".join(f'<td class="number">{one}</td>' for one in written))  # noqa: S308 - see above
