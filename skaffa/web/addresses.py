"""Addresses of pages that numbers name, made without looking through all of them each time."""

from functools import lru_cache

from django.urls import reverse

_PLACE = 7_300_000_000_000_000_000
"""A number that no address holds, and that fits into every converter."""


def address(name: str, *numbers: int) -> str:
    """As Django's `reverse`, for numbers of zero and more; raises NoReverseMatch where there is no such page."""
    return _pattern(name, len(numbers)) % numbers


@lru_cache(maxsize=1_000)
def _pattern(name: str, numbers: int) -> str:
    """The address of this name, with a place for each number."""
    found = reverse(name, args=[_PLACE + place for place in range(numbers)]).replace("%", "%%")
    for place in range(numbers):
        found = found.replace(str(_PLACE + place), "%d")
    return found
