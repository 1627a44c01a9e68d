"""What is said of merges."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesMerged:
    """`candidate_id` is the record that was kept and has everything now, `absorbed_id` the one that is gone.

    `again` says that a merge was only made again because an earlier one was undone.
    """

    candidate_id: int
    absorbed_id: int
    merge_id: int
    again: bool = False
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone:
    """Both records are there again; `again` as above."""

    candidate_id: int
    absorbed_id: int
    merge_id: int
    again: bool = False
    at: datetime
    by_id: int | None
