"""What happens to talent pools, and to people in them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolCreated:
    pool_id: int
    pool: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRenamed:
    pool_id: int
    pool: str
    before: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolDeleted:
    """The pool is gone when this is heard; the people are not."""

    pool_id: int
    pool: str
    people: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolShared:
    """`user_id` may use the pool from now on."""

    pool_id: int
    pool: str
    user_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolUnshared:
    """`user_id` no longer may."""

    pool_id: int
    pool: str
    user_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedToPool:
    """`pool` is empty for the LinkedIn talent pool: readers have their own word for it."""

    pool_id: int
    pool: str
    candidate_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedFromPool:
    """From the pool, not from the environment."""

    pool_id: int
    pool: str
    candidate_id: int
    at: datetime
    by_id: int | None
