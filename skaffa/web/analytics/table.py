"""A table of figures: what a page draws and reads out, and what a file holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from skaffa.web import figures

Value = int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading over numbers; `drawn` ones are in the picture too."""

    label: str
    decimals: int = 0
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    value: Value
    decimals: int

    @property
    def machine(self) -> str:
        """For programs, such as the one that draws: a point, no grouping, nothing where there is no number."""
        return "" if self.value is None else str(self.value)

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        return number_format(self.value, self.decimals, force_grouping=True)


@dataclass(frozen=True, slots=True)
class Table:
    """One picture's figures: `sentence` says what they show, `picture` how they are drawn, `foot` is only read."""

    key: str
    title: str
    sentence: str
    picture: str
    first: str
    columns: Sequence[Column]
    lines: Sequence[tuple[str, Sequence[Value]]]
    foot: Sequence[tuple[str, Sequence[Value]]] = field(default=())
    note: str = ""

    @property
    def rows(self) -> list[tuple[str, SafeString]]:
        """Labels with their cells as HTML."""
        return [(label, self._cells(values, drawn=True)) for label, values in self.lines]

    @property
    def foot_rows(self) -> list[tuple[str, SafeString]]:
        return [(label, self._cells(values, drawn=False)) for label, values in self.foot]

    @property
    def series(self) -> list[Column]:
        return [column for column in self.columns if column.drawn]

    @property
    def is_empty(self) -> bool:
        return not any(value for _label, values in self.lines for value in values)

    def _cells(self, values: Sequence[Value], *, drawn: bool) -> SafeString:
        written = [(column, Cell(value, column.decimals)) for column, value in zip(self.columns, values, strict=True)]
        return figures.cells((cell.machine if drawn and column.drawn else None, str(cell)) for column, cell in written)
