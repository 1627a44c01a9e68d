"""Everything a finder holds, over all its pages, also when it changes while we turn them."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from rsc_client.errors import MalformedResponse
from rsc_client.schemas import Page

ItemT = TypeVar("ItemT")
COUNT = 100
MOST_READINGS = 4


class Reading:
    """Counts the calls of one turn."""

    def __init__(self) -> None:
        self.calls = 0

    def everything(self, page_at: Callable[[int], Page[ItemT]], *, of: Callable[[ItemT], Hashable]) -> list[ItemT]:
        """Each once, as last told; `of` names it.

        Pages are counted from the front: when something leaves the ones that are read already, because it was changed
        or deleted, what moves up is skipped. So more than one page is read until two readings agree.
        """
        found: dict[Hashable, ItemT] = {}
        for _reading in range(MOST_READINGS):
            read, pages = self._once(page_at, of)
            agrees = read.keys() <= found.keys()
            found |= read
            if pages == 1 or agrees:
                break
        return list(found.values())

    def _once(
        self, page_at: Callable[[int], Page[ItemT]], of: Callable[[ItemT], Hashable]
    ) -> tuple[dict[Hashable, ItemT], int]:
        read: dict[Hashable, ItemT] = {}
        start: int | None = 0
        pages = 0
        while start is not None:
            page, asked = page_at(start), start
            self.calls += 1
            pages += 1
            read |= {of(item): item for item in page.elements}
            start = page.next_start
            if start is not None and start <= asked:
                raise MalformedResponse("paging", f"after {asked} comes {start}")
        return read, pages
