"""Who may do what: one table of action x team role x security role, from A162."""

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole
from skaffa.core import refusals


class Scope(Enum):
    """How far a right reaches."""

    NONE = "none"
    TEAM = "team"  # on jobs where the actor is on the hiring team in this role
    TEAM_IF_OFFERS = "team_if_offers"  # as TEAM, when the job lets hiring managers make offers (A56)
    TEAM_IF_PROSPECTS = "team_if_prospects"  # as TEAM, when the job lets hiring managers handle prospects (A33)
    OWN = "own"  # on talent pools the actor owns
    SHARED = "shared"  # on talent pools the actor owns or contributes to
    ALL = "all"


class Action(Enum):
    """Everything that asks for a right."""

    JOB_CREATE = "job.create"
    JOB_VIEW = "job.view"
    JOB_EDIT = "job.edit"
    JOB_ACTIVATE = "job.activate"
    JOB_CLOSE = "job.close"
    JOB_DELETE = "job.delete"
    TEAM_EDIT = "team.edit"
    PROSPECT_VIEW = "prospect.view"
    PROSPECT_ADD = "prospect.add"
    APPLICANT_VIEW = "applicant.view"
    APPLICANT_ADD = "applicant.add"
    APPLICATION_ADVANCE = "application.advance"
    APPLICATION_REJECT = "application.reject"
    APPLICATION_DELETE = "application.delete"
    OFFER_MAKE = "offer.make"
    APPLICATION_SILVER = "application.silver"
    DOCUMENT_EDIT = "document.edit"
    NOTE_WRITE = "note.write"
    NOTE_DELETE = "note.delete"
    INTERVIEW_SCHEDULE = "interview.schedule"
    FEEDBACK_VIEW = "feedback.view"
    FEEDBACK_GIVE = "feedback.give"
    FEEDBACK_DELETE = "feedback.delete"
    ACTIVITY_VIEW = "activity.view"
    ANALYTICS_VIEW = "analytics.view"
    MAIL_TEMPLATES = "mail.templates"
    MAIL_SEND = "mail.send"
    CANDIDATE_SEARCH = "candidate.search"
    CANDIDATE_EDIT = "candidate.edit"
    CANDIDATE_MERGE = "candidate.merge"
    CANDIDATE_ERASE = "candidate.erase"
    POOL_CREATE = "pool.create"
    POOL_VIEW = "pool.view"
    POOL_FILL = "pool.fill"
    POOL_EDIT = "pool.edit"
    LINKEDIN_TAB = "linkedin.tab"
    LINKEDIN_LINK = "linkedin.link"
    LINKEDIN_EXPORT = "linkedin.export"
    LINKEDIN_STATE = "linkedin.state"
    LINKEDIN_POST = "linkedin.post"
    TEMPLATE_MAKE = "template.make"
    ADMIN_CENTER = "admin.center"


_N, _T, _P, _A = Scope.NONE, Scope.TEAM, Scope.TEAM_IF_PROSPECTS, Scope.ALL
_F, _O, _S = Scope.TEAM_IF_OFFERS, Scope.OWN, Scope.SHARED

# columns: recruiter, hiring manager, interviewer, read-only, administrator
_ROLES = (
    SecurityRole.RECRUITER,
    SecurityRole.HIRING_MANAGER,
    SecurityRole.INTERVIEWER,
    SecurityRole.READ_ONLY,
    SecurityRole.ADMINISTRATOR,
)
_TABLE: dict[Action, tuple[Scope, Scope, Scope, Scope, Scope]] = {
    Action.JOB_CREATE: (_A, _A, _N, _N, _N),  # an administrator needs a second role (X17)
    Action.JOB_VIEW: (_T, _T, _T, _A, _A),
    Action.JOB_EDIT: (_T, _T, _N, _N, _A),
    Action.JOB_ACTIVATE: (_T, _T, _N, _N, _A),
    Action.JOB_CLOSE: (_T, _N, _N, _N, _A),
    Action.JOB_DELETE: (_T, _T, _N, _N, _A),  # never with prospects or applicants: those jobs are closed
    Action.TEAM_EDIT: (_T, _T, _N, _N, _A),
    Action.PROSPECT_VIEW: (_T, _P, _N, _A, _A),
    Action.PROSPECT_ADD: (_T, _P, _N, _N, _A),
    Action.APPLICANT_VIEW: (_T, _T, _T, _A, _A),
    Action.APPLICANT_ADD: (_T, _T, _N, _N, _A),
    Action.APPLICATION_ADVANCE: (_T, _T, _N, _N, _A),
    Action.APPLICATION_REJECT: (_T, _N, _N, _N, _A),
    Action.APPLICATION_DELETE: (_T, _N, _N, _N, _A),
    Action.APPLICATION_SILVER: (_T, _T, _N, _N, _A),  # mark somebody who came close (A66)
    Action.OFFER_MAKE: (_T, _F, _N, _N, _A),  # note that an offer was prepared, extended, answered
    Action.DOCUMENT_EDIT: (_T, _T, _N, _N, _A),  # who sees an application opens its documents
    Action.NOTE_WRITE: (_T, _T, _N, _N, _A),  # who sees an application reads its notes
    Action.NOTE_DELETE: (_T, _N, _N, _N, _A),  # somebody else's; one's own is one's own
    Action.INTERVIEW_SCHEDULE: (_T, _T, _N, _N, _A),  # who sees an application sees its interviews
    Action.FEEDBACK_VIEW: (_T, _T, _N, _A, _A),  # everybody's; an interviewer by the job's option (A49)
    Action.FEEDBACK_GIVE: (_T, _T, _T, _N, _A),
    Action.FEEDBACK_DELETE: (_T, _N, _N, _N, _A),  # somebody else's, or a submitted one
    Action.ACTIVITY_VIEW: (_T, _T, _T, _A, _A),
    Action.ANALYTICS_VIEW: (_T, _T, _N, _A, _A),
    Action.MAIL_TEMPLATES: (_A, _A, _N, _A, _A),  # read; administrators write them
    Action.MAIL_SEND: (_T, _T, _N, _N, _A),  # to candidates; who sees an application reads its e-mails
    Action.CANDIDATE_SEARCH: (_A, _A, _N, _A, _A),
    Action.CANDIDATE_EDIT: (_A, _A, _N, _N, _A),
    Action.CANDIDATE_MERGE: (_A, _N, _N, _N, _A),  # two records of one person; undoing it too
    Action.CANDIDATE_ERASE: (_N, _N, _N, _N, _A),
    Action.POOL_CREATE: (_A, _A, _N, _N, _A),
    Action.POOL_VIEW: (_S, _S, _N, _A, _A),  # the LinkedIn talent pool too, for whoever reaches any (S69)
    Action.POOL_FILL: (_S, _S, _N, _N, _A),  # put people in and take them out (A103)
    Action.POOL_EDIT: (_O, _O, _N, _N, _A),  # rename, share, delete (A102)
    Action.LINKEDIN_TAB: (_A, _A, _N, _N, _A),
    Action.LINKEDIN_LINK: (_A, _A, _N, _N, _A),  # which member a candidate is (S27, X1)
    Action.LINKEDIN_EXPORT: (_T, _P, _N, _N, _N),  # an administrator needs a second role
    Action.LINKEDIN_STATE: (_T, _T, _N, _A, _A),
    Action.LINKEDIN_POST: (_T, _N, _N, _N, _A),
    Action.TEMPLATE_MAKE: (_O, _O, _N, _N, _A),  # one's own only where administrators let them (A31)
    Action.ADMIN_CENTER: (_N, _N, _N, _N, _A),
}


def scope(action: Action, role: SecurityRole) -> Scope:
    """How far `role` reaches for `action`; for TEAM scopes, `role` is the role held in the hiring team."""
    return _TABLE[action][_ROLES.index(role)]


def reach(actor: Actor, action: Action) -> frozenset[Scope]:
    """How far the actor's security roles reach for `action`; nowhere for a deactivated user."""
    if actor.is_system:
        return frozenset({Scope.ALL})
    if actor.user is None or not actor.user.is_active:
        return frozenset()
    return frozenset(scope(action, role) for role in actor.roles) - {Scope.NONE}


def allowed(
    actor: Actor,
    action: Action,
    *,
    team_roles: Iterable[str] = (),
    hiring_managers_handle_prospects: bool = True,
    hiring_managers_make_offers: bool = True,
) -> bool:
    """Whether `actor` may do `action` on a job where they hold `team_roles` (none for actions without a job).

    A team role keeps its rights when the security role is lost (A21); a deactivated user has none.
    """
    return action in held(
        actor,
        team_roles=team_roles,
        hiring_managers_handle_prospects=hiring_managers_handle_prospects,
        hiring_managers_make_offers=hiring_managers_make_offers,
    )


def held(
    actor: Actor,
    *,
    team_roles: Iterable[str] = (),
    hiring_managers_handle_prospects: bool = True,
    hiring_managers_make_offers: bool = True,
) -> frozenset[Action]:
    """Everything that is `allowed`."""
    if actor.is_system:
        return frozenset(Action)
    if actor.user is None or not actor.user.is_active:
        return frozenset()
    in_team = {Scope.TEAM}
    in_team |= {Scope.TEAM_IF_PROSPECTS} if hiring_managers_handle_prospects else set()
    in_team |= {Scope.TEAM_IF_OFFERS} if hiring_managers_make_offers else set()
    return _held(actor.roles, frozenset(team_roles), frozenset(in_team))


@lru_cache(maxsize=1_000)
def _held(roles: frozenset[SecurityRole], team_roles: frozenset[str], in_team: frozenset[Scope]) -> frozenset[Action]:
    """By role alone, which is the same for everybody who has these; pages ask it hundreds of times."""
    return frozenset(
        action
        for action in Action
        if any(scope(action, role) is Scope.ALL for role in roles)
        or any(scope(action, SecurityRole(role)) in in_team for role in team_roles)
    )


def require(
    actor: Actor, action: Action, *, team_roles: Iterable[str] = (), hiring_managers_handle_prospects: bool = True
) -> None:
    """Raise NotAllowed unless `allowed`."""
    if not allowed(
        actor, action, team_roles=team_roles, hiring_managers_handle_prospects=hiring_managers_handle_prospects
    ):
        raise refusals.NotAllowed(code=action.value)
