"""Who acts: a user with their security roles, or the system itself."""

from dataclasses import dataclass, field

from skaffa.accounts.models import SecurityRole, User


@dataclass(frozen=True, slots=True)
class Actor:
    """The one on whose behalf something is read or done; `user` is None for the system."""

    user: User | None
    roles: frozenset[SecurityRole] = field(default_factory=frozenset)

    @classmethod
    def of(cls, user: User) -> "Actor":
        return cls(user, frozenset(SecurityRole(role) for role in user.roles) if user.is_active else frozenset())

    @property
    def is_system(self) -> bool:
        return self.user is None

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    def has(self, *roles: SecurityRole) -> bool:
        """Whether the actor has at least one of these security roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(None)
