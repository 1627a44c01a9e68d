"""What happens to users."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInvited:
    """Somebody was invited; `token` is the secret of the link and lives only here and in the e-mail."""

    invitation_id: int
    token: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserJoined:
    user_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesAssigned:
    user_id: int
    roles: tuple[str, ...]
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDeactivated:
    user_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserReactivated:
    user_id: int
    at: datetime
    by_id: int | None
