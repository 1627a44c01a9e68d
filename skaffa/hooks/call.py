"""One call of a webhook's address, as everything that goes to an address somebody chose: `core/outward.py`."""

from collections.abc import Mapping
from dataclasses import dataclass

from skaffa.core import outward
from skaffa.core.outward import Limits
from skaffa.hooks import rules

_EXCERPT = 1_000


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    excerpt: str
    is_good: bool


def post(url: str, *, body: bytes, headers: Mapping[str, str], private_allowed: bool) -> Answer:
    """Send it; raises Unreached."""
    limits = Limits(rules.DEADLINE, _EXCERPT, private_allowed)
    answer = outward.ask("POST", url, body=body, headers=headers, limits=limits)
    return Answer(answer.status, answer.content.decode("utf-8", "replace"), answer.is_good)
