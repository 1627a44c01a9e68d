"""Who is invited, or asked, may read about the applicant: through a role in the hiring team, like everybody."""

from collections.abc import Collection
from datetime import datetime

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamMember, TeamRole


def join_team(job: Job, users: Collection[User], *, by: Actor, at: datetime) -> None:
    """Let those who are not on the hiring team join it as interviewers."""
    present = set(TeamMember.objects.filter(job=job, user__in=users).values_list("user_id", flat=True))
    for user in sorted(users, key=lambda user: user.pk):
        if user.pk not in present:
            jobs.add_team_member(job, user, role=TeamRole.INTERVIEWER, by=by, at=at)
