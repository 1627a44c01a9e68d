"""Users of this environment, their security roles, and invitations."""

from datetime import time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from skaffa.core.models import Stamped


class SecurityRole(models.TextChoices):
    """What a user may do in the whole environment; Interviewer follows from a hiring team instead (A160)."""

    ADMINISTRATOR = "administrator", _("Administrator")
    RECRUITER = "recruiter", _("Recruiter")
    HIRING_MANAGER = "hiring_manager", _("Hiring manager")
    INTERVIEWER = "interviewer", _("Interviewer")
    READ_ONLY = "read_only", _("Read-only")


ASSIGNABLE_ROLES = (
    SecurityRole.ADMINISTRATOR,
    SecurityRole.RECRUITER,
    SecurityRole.HIRING_MANAGER,
    SecurityRole.READ_ONLY,
)


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    SWEDISH = "sv", "Svenska"


def working_week() -> list[int]:
    """Monday to Friday."""
    return [0, 1, 2, 3, 4]


class UserManager(BaseUserManager["User"]):
    """Looks users up by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in; never deleted, only deactivated, so that history keeps its names."""

    email = models.EmailField(max_length=254)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80, blank=True)
    roles: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20, choices=SecurityRole.choices), default=list, blank=True
    )
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.ENGLISH)
    time_zone = models.CharField(max_length=64, default="UTC")
    work_begins = models.TimeField(default=time(9))
    work_ends = models.TimeField(default=time(17))
    work_days: "models.Field[list[int], list[int]]" = ArrayField(
        models.PositiveSmallIntegerField(), default=working_week, blank=True
    )  # as date.weekday() counts: 0 is Monday
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True)
    session_generation = models.PositiveIntegerField(default=0)  # counted up to end every session for good

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(work_ends__gt=models.F("work_begins")), name="user_work_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must carry to be this user's: it changes with the password and with the generation."""
        salt = "skaffa.accounts.User.session"
        value = f"{self.password}:{self.session_generation}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class Invitation(Stamped):
    """An offer to become a user: looked up by the keyed hash of its token, single use, expiring."""

    email = models.EmailField(max_length=254)
    roles: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20, choices=SecurityRole.choices), default=list, blank=True
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: the system
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    token = ""  # the clear secret: only on the object that invite() returns, for the page that shows the link once

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open_per_email",
            ),
        ]

    def __str__(self) -> str:
        return self.email
