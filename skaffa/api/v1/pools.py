"""Talent pools, and who is in them."""

from datetime import datetime

from ninja import Router, Schema, Status
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call, Paged
from skaffa.candidates import queries as candidates
from skaffa.core import clock, paging
from skaffa.keys.models import Scope
from skaffa.pools import actions, queries, rules
from skaffa.pools.models import Membership, Pool, PoolSource

router = Router(tags=["Talent pools"])


class NewPool(Schema):
    """A pool of whom the key acts for."""

    name: str = Field(min_length=1, max_length=rules.NAME)


class NewMember(Schema):
    candidate_id: door.Id


class PoolOut(Schema):
    id: int
    name: str
    source: PoolSource
    owner: str = Field(description="Who it belongs to; empty for the LinkedIn talent pool")
    created_at: datetime
    modified_at: datetime

    @staticmethod
    def resolve_name(pool: Pool) -> str:
        return str(pool)

    @staticmethod
    def resolve_owner(pool: Pool) -> str:
        return str(pool.owner or "")


class MemberOut(Schema):
    candidate_id: int
    first_name: str = Field(alias="candidate.first_name")
    last_name: str = Field(alias="candidate.last_name")
    added_at: datetime


class PoolPage(Schema):
    items: list[PoolOut] = Field(alias="rows")
    next_cursor: str


class MemberPage(Schema):
    items: list[MemberOut] = Field(alias="rows")
    next_cursor: str


@router.get(
    "/pools", response=PoolPage, operation_id="list_pools", summary="One's own and shared talent pools, by name"
)
@door.scope(Scope.POOLS_READ)
def pools(request: Call, paged: Paged, q: door.Short = "") -> paging.Page[Pool]:
    return door.page(queries.filtered(request.actor, search=q), paged, by="sorted_name")


@router.post("/pools", response={201: PoolOut}, operation_id="create_pool", summary="Create a talent pool")
@door.scope(Scope.POOLS_WRITE)
def create(request: Call, said: NewPool) -> Status[Pool]:
    return Status(201, actions.create(said.name, by=request.actor, at=clock.now()))


@router.get("/pools/{int:pool_id}", response=PoolOut, operation_id="read_pool", summary="One talent pool")
@door.scope(Scope.POOLS_READ)
def pool(request: Call, pool_id: int) -> Pool:
    return queries.pool(request.actor, pool_id)


@router.get(
    "/pools/{int:pool_id}/members",
    response=MemberPage,
    operation_id="list_members",
    summary="Who is in it, the latest first",
)
@door.scope(Scope.POOLS_READ)
def members(request: Call, pool_id: int, paged: Paged, q: door.Short = "") -> paging.Page[Membership]:
    found = queries.pool(request.actor, pool_id)
    return door.page(queries.people(request.actor, found, q), paged, by="-added_at")


@router.post(
    "/pools/{int:pool_id}/members",
    response={201: MemberOut},
    operation_id="add_member",
    summary="Put somebody in; who is there already stays as they came",
)
@door.scope(Scope.POOLS_WRITE)
def add(request: Call, pool_id: int, said: NewMember) -> Status[Membership]:
    found = queries.pool(request.actor, pool_id)
    person = candidates.candidate(request.actor, said.candidate_id)
    return Status(201, actions.add(found, person, by=request.actor, at=clock.now()))


@router.delete(
    "/pools/{int:pool_id}/members/{int:candidate_id}",
    response={204: None},
    operation_id="remove_member",
    summary="Take somebody out; they stay a candidate",
)
@door.scope(Scope.POOLS_WRITE)
def remove(request: Call, pool_id: int, candidate_id: int) -> Status[None]:
    found = queries.pool(request.actor, pool_id)
    person = candidates.candidate(request.actor, candidate_id)
    actions.remove(found, person, by=request.actor, at=clock.now())
    return Status(204, None)
