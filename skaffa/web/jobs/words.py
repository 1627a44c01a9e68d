"""The sentences of the timeline: one per kind of event, in the reader's language, from the values it left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skaffa.activity.queries import Line
from skaffa.applications.models import ActivityStatus, DeclineReason, OfferStatus
from skaffa.applications.models import CloseReason as EndReason
from skaffa.candidates.sources import queries as sources
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists
from skaffa.interviews.models import Answer
from skaffa.jobs.models import Answer as ApprovalAnswer
from skaffa.jobs.models import CloseReason, TeamRole
from skaffa.mail.models import Kind
from skaffa.pipeline.models import BulkKind
from skaffa.pools.models import LINKEDIN_POOL
from skaffa.processes.models import ActivityKind
from skaffa.web.jobs import interview_words as interviews
from skaffa.web.jobs.field_names import FIELDS

About = Literal["job", "candidate"]


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a timeline, ready to be read."""

    at: datetime
    icon: str
    sentence: SafeString
    quote: str


@dataclass(frozen=True, slots=True)
class _Wording:
    """How an event is told; `on_candidate` where a candidate's page says more or less than a job's."""

    icon: str
    on_job: Promise
    on_candidate: Promise | None = None


_WORDINGS: Mapping[str, _Wording] = {
    "JobCreated": _Wording("plus", _("%(actor)s created the job.")),
    "JobEdited": _Wording("pencil", _("%(actor)s changed %(changed)s.")),
    "JobActivated": _Wording("player-play", _("%(actor)s activated the job.")),
    "JobClosed": _Wording("archive", _("%(actor)s closed the job: %(reason)s.")),
    "ApprovalRequested": _Wording("clipboard-check", _("%(actor)s asked %(subject)s to approve the job.")),
    "ApprovalReminded": _Wording("bell", _("%(subject)s was reminded to approve the job.")),
    "ApprovalAnswered": _Wording("clipboard-check", _("%(actor)s answered about the job: %(verdict)s.")),
    "TeamMemberAdded": _Wording("user-plus", _("%(actor)s added %(subject)s to the hiring team as %(role)s.")),
    "TeamMemberRemoved": _Wording("user-minus", _("%(actor)s removed %(subject)s from the hiring team (%(role)s).")),
    "CandidateAdded": _Wording(
        "user-plus",
        _("%(actor)s added %(candidate)s. Source: %(source)s."),
        _("%(actor)s added this person. Source: %(source)s."),
    ),
    "CandidateUpdated": _Wording("pencil", _("%(actor)s updated %(changed)s.")),
    "ProspectAdded": _Wording(
        "user-plus",
        _("%(actor)s added %(candidate)s as a prospect. Source: %(source)s."),
        _("%(actor)s added them as a prospect for %(job)s. Source: %(source)s."),
    ),
    "ApplicantAdded": _Wording(
        "user-plus",
        _("%(actor)s added %(candidate)s as an applicant. Source: %(source)s."),
        _("%(actor)s added them as an applicant for %(job)s. Source: %(source)s."),
    ),
    "ApplicationSubmitted": _Wording(
        "mail-forward",
        _("%(candidate)s applied on the career site."),
        _("They applied for %(job)s on the career site."),
    ),
    "WebhookAdded": _Wording("webhook", _("%(actor)s added a webhook.")),
    "WebhookChanged": _Wording("webhook", _("%(actor)s changed a webhook.")),
    "WebhookDisabled": _Wording("webhook-off", _("A webhook was switched off.")),
    "WebhookDeleted": _Wording("webhook-off", _("%(actor)s deleted a webhook.")),
    "ApiKeyMade": _Wording("key", _("%(actor)s made an API key.")),
    "ApiKeyRevoked": _Wording("key-off", _("%(actor)s revoked an API key.")),
    "CareerSiteChanged": _Wording("world", _("%(actor)s changed what applicants are told about their data.")),
    "ApplicationMoved": _Wording(
        "arrow-right",
        _("%(actor)s moved %(candidate)s from %(from_stage)s to %(to_stage)s."),
        _("%(actor)s moved them from %(from_stage)s to %(to_stage)s for %(job)s."),
    ),
    "MoveTakenBack": _Wording(
        "arrow-back-up",
        _("%(actor)s took back the move of %(candidate)s to %(from_stage)s; they are in %(to_stage)s again."),
        _("%(actor)s took back their move to %(from_stage)s for %(job)s; they are in %(to_stage)s again."),
    ),
    "ApplicationRejected": _Wording(
        "ban",
        _("%(actor)s rejected %(candidate)s. Reason: %(reason)s."),
        _("%(actor)s rejected them for %(job)s. Reason: %(reason)s."),
    ),
    "ApplicationReopened": _Wording(
        "arrow-back-up",
        _("%(actor)s took %(candidate)s up again."),
        _("%(actor)s took them up again for %(job)s."),
    ),
    "ApplicationClosed": _Wording(
        "archive",
        _("The application of %(candidate)s was closed: %(reason)s."),
        _("The application for %(job)s was closed: %(reason)s."),
    ),
    "OfferMade": _Wording(
        "writing-sign",
        _("%(actor)s noted about %(candidate)s: %(offer)s."),
        _("%(actor)s noted for %(job)s: %(offer)s."),
    ),
    "OfferTakenBack": _Wording(
        "arrow-back-up",
        _("%(actor)s took the last step of the offer to %(candidate)s back."),
        _("%(actor)s took the last step of the offer for %(job)s back."),
    ),
    "ApplicationSourceChanged": _Wording(
        "tag",
        _("%(actor)s changed the source of %(candidate)s to %(source)s."),
        _("%(actor)s changed the source for %(job)s to %(source)s."),
    ),
    "SilverMedalGiven": _Wording(
        "medal",
        _("%(actor)s marked %(candidate)s as a silver medalist."),
        _("%(actor)s marked them as a silver medalist for %(job)s."),
    ),
    "SilverMedalTakenBack": _Wording(
        "medal",
        _("%(actor)s took back the silver medal of %(candidate)s."),
        _("%(actor)s took back their silver medal for %(job)s."),
    ),
    "ActivityChanged": _Wording(
        "checklist",
        _("%(activity)s with %(candidate)s: %(status)s, noted by %(actor)s."),
        _("%(activity)s for %(job)s: %(status)s, noted by %(actor)s."),
    ),
    "TemplateCreated": _Wording("list-check", _("%(actor)s made the process template %(template)s.")),
    "TemplateChanged": _Wording("list-check", _("%(actor)s changed the process template %(template)s.")),
    "TemplateDeleted": _Wording("list-check", _("%(actor)s deleted the process template %(template)s.")),
    "TemplateManagementChanged": _Wording("list-check", _("%(actor)s decided who makes process templates.")),
    "ApplicationDeleted": _Wording(
        "trash",
        _("%(actor)s deleted the application of %(candidate)s."),
        _("%(actor)s deleted the application for %(job)s."),
    ),
    "CandidateMailed": _Wording(
        "mail",
        _("%(actor)s sent %(candidate)s an e-mail: %(email)s."),
        _("%(actor)s sent them an e-mail about %(job)s: %(email)s."),
    ),
    "EmailCalledBack": _Wording(
        "mail-off",
        _("An e-mail to %(candidate)s was called back before it left: %(email)s."),
        _("An e-mail about %(job)s was called back before it left: %(email)s."),
    ),
    "MailTemplateSaved": _Wording("mail-cog", _("%(actor)s saved an e-mail template.")),
    "MailTemplateDeleted": _Wording("mail-cog", _("%(actor)s deleted an e-mail template.")),
    "MailTemplateRestored": _Wording("mail-cog", _("%(actor)s put back an e-mail template.")),
    "MailChoiceMade": _Wording("mail-cog", _("%(actor)s chose which e-mail is the default, and what is automatic.")),
    "MailLookChanged": _Wording("mail-cog", _("%(actor)s changed what e-mails look like.")),
    "AddedToPool": _Wording(
        "users-group",
        _("%(actor)s added %(candidate)s to the talent pool %(pool)s."),
        _("%(actor)s added them to the talent pool %(pool)s."),
    ),
    "RemovedFromPool": _Wording(
        "users-minus",
        _("%(actor)s removed %(candidate)s from the talent pool %(pool)s."),
        _("%(actor)s removed them from the talent pool %(pool)s."),
    ),
    "CandidatesMerged": _Wording("arrows-join-2", _("%(actor)s merged another record of this person into this one.")),
    "MergeUndone": _Wording("arrows-split-2", _("%(actor)s undid the merge of this record with %(absorbed)s.")),
    "SaidDifferent": _Wording("users-minus", _("%(actor)s said that this is not the same person as another record.")),
    "SaidDifferentUndone": _Wording(
        "users", _("%(actor)s took back that this is not the same person as another record.")
    ),
    "ScanAsked": _Wording("user-search", _("%(actor)s had everybody compared with everybody.")),
    "ScanFinished": _Wording("user-search", _("Everybody has been compared with everybody.")),
    "CandidateErased": _Wording("eraser", _("%(actor)s erased a person and everything about them.")),
    "PersonKept": _Wording("lock", _("%(actor)s keeps this person on purpose until %(until)s.")),
    "PersonReleased": _Wording("lock-open", _("%(actor)s no longer keeps this person on purpose.")),
    "DocumentAdded": _Wording("file-plus", _("%(actor)s added the document %(file)s.")),
    "DocumentChanged": _Wording("file-pencil", _("%(actor)s changed the document %(file)s.")),
    "DocumentDeleted": _Wording("file-minus", _("%(actor)s deleted the document %(file)s.")),
    "NoteWritten": _Wording("note", _("%(actor)s wrote a note.")),
    "NoteChanged": _Wording("note", _("%(actor)s changed a note.")),
    "NoteDeleted": _Wording("note-off", _("%(actor)s deleted a note.")),
    **{kind: _Wording(*wording) for kind, wording in interviews.WORDINGS.items()},
    "BulkAsked": _Wording("users", _("%(actor)s asked for something to be done to %(people)s at once: %(bulk)s.")),
    "BulkFinished": _Wording(
        "users",
        _("%(bulk)s, asked for many at once: done for %(done)s, already so for %(same)s, refused for %(refused)s."),
    ),
    "FeedbackSubmitted": _Wording("message-check", _("%(actor)s submitted interview feedback.")),
    "FeedbackChanged": _Wording("message-check", _("%(actor)s changed their interview feedback.")),
    "FeedbackDeleted": _Wording("message-off", _("%(actor)s deleted interview feedback.")),
    "ExportAccepted": _Wording(
        "transfer-in",
        _("%(candidate)s came from LinkedIn Recruiter."),
        _("Exported from LinkedIn Recruiter to %(job)s."),
    ),
    "ExportRefused": _Wording(
        "transfer-in",
        _("An export from LinkedIn Recruiter was refused."),
        _("An export from LinkedIn Recruiter to %(job)s was refused."),
    ),
    "MemberLinked": _Wording("link", _("%(actor)s linked the LinkedIn profile of %(member)s.")),
    "MemberLinkedByPerson": _Wording("link", _("The person restored the link to their own LinkedIn profile.")),
    "MemberUnlinked": _Wording("unlink", _("%(actor)s unlinked the LinkedIn profile of %(member)s.")),
    "MemberUnlinkedByPerson": _Wording("unlink", _("The person removed the link to their own LinkedIn profile.")),
    "OwnLinkMade": _Wording(
        "mail-share", _("%(actor)s made the link with which the person rules over their LinkedIn link.")
    ),
    "ProfileShared": _Wording(
        "user-check",
        _("%(candidate)s agreed to share their LinkedIn profile, in an answer to %(towards)s."),
        _("Agreed to share their LinkedIn profile, in an answer to %(towards)s."),
    ),
    "ClosedAccountsSettled": _Wording("user-off", _("%(actor)s decided about people with closed LinkedIn accounts.")),
    "RetrievalChosen": _Wording("settings", _("%(actor)s chose what is fetched from LinkedIn Recruiter.")),
    "JobRefusedByLinkedIn": _Wording("transfer-in", _("LinkedIn did not accept the job: %(reason)s")),
    "LinkedInConnected": _Wording("plug-connected", _("%(actor)s connected this environment to LinkedIn.")),
    "LinkedInDisconnected": _Wording("plug-connected-x", _("%(actor)s disconnected this environment from LinkedIn.")),
    "LinkedInGenerationsChosen": _Wording(
        "versions", _("%(actor)s chose which generation of LinkedIn’s API carries what.")
    ),
    "LoadFinished": _Wording("transfer-in", _("LinkedIn was told everything it may have.")),
    "IntegrationEnabled": _Wording("transfer-in", _("The integration was enabled at LinkedIn.")),
    "IntegrationDisabled": _Wording("transfer-in", _("The integration was disabled at LinkedIn.")),
    "AccountConnected": _Wording("plug-connected", _("%(actor)s connected their own LinkedIn account.")),
    "AccountDisconnected": _Wording(
        "plug-connected-x", _("%(actor)s disconnected the LinkedIn account of %(subject)s.")
    ),
}
_OTHER = _Wording("history", _("%(actor)s did something that this version has no words for (%(kind)s)."))


def told(lines: Sequence[Line], *, about: About) -> list[Told]:
    """The lines as sentences, for the page of a job or of a candidate."""
    named = sources.names() if any("source" in line.data for line in lines) else {}
    choices = Lists()
    return [_told(line, about, named, choices) for line in lines]


def _told(line: Line, about: About, named: Mapping[str, str], choices: Lists) -> Told:
    wording = _WORDINGS.get(_kind(line), _OTHER)
    template = (wording.on_candidate if about == "candidate" else None) or wording.on_job
    values = {name: conditional_escape(value) for name, value in _values(line, named, choices).items()}
    sentence = mark_safe(str(template) % values)  # noqa: S308 - our words, and every value escaped above
    return Told(line.at, wording.icon, sentence, str(line.data.get("comment", "")))


def _kind(line: Line) -> str:
    """The event; what people did with their own link is told apart."""
    own = line.data.get("by_person") or line.data.get("origin") == "person"
    return f"{line.kind}ByPerson" if own else line.kind


def _values(line: Line, named: Mapping[str, str], choices: Lists) -> dict[str, Any]:
    return {
        "actor": line.actor or gettext("Skaffa"),
        "subject": line.subject,
        "candidate": _link("candidate", line.candidate_id, line.candidate),
        "job": _link("job", line.job_id, line.job),
        "kind": line.kind,
        "from_stage": line.stages.get("from_stage", gettext("an earlier stage")),
        "to_stage": line.stages.get("to_stage", gettext("another stage")),
        "changed": _fields(line.data.get("changed", ())),
        "role": _label(TeamRole, line.data.get("role")),
        "source": named.get(str(line.data.get("source")), str(line.data.get("source") or "–")),
        "reason": _reason(line, choices),
        "verdict": _label(ApprovalAnswer, line.data.get("answer")),
        "activity": line.data.get("name") or _label(ActivityKind, line.data.get("activity")),
        "status": _label(ActivityStatus, line.data.get("status")),
        "template": line.data.get("template", ""),
        "offer": _label(OfferStatus, line.data.get("offer")),
        "until": date_format(date.fromisoformat(until)) if (until := line.data.get("until")) else "",
        "email": _link("email", line.data.get("email_id"), _label(Kind, line.data.get("kind"))),
        "file": line.data.get("file_name", ""),
        "towards": line.data.get("towards", ""),
        "absorbed": _link("candidate", _other(line), gettext("another one")),
        "pool": line.data.get("pool") or LINKEDIN_POOL,
        "title": line.data.get("title", ""),
        "answer": _label(Answer, line.data.get("answer")),
        "member": line.data.get("member") or gettext("a member"),
        "bulk": _label(BulkKind, line.data.get("kind")),
        **{name: line.data.get(name, "") for name in ("people", "done", "same", "refused")},
    }


def _other(line: Line) -> int | None:
    """The other record of a merge; none where the line came along with it into this very record."""
    other = line.data.get("absorbed_id")
    return other if other != line.candidate_id else None


def _link(name: str, pk: int | None, words: str) -> str | SafeString:
    return format_html('<a href="{}">{}</a>', reverse(name, args=[pk]), words) if pk else words


def _fields(names: Sequence[str]) -> str:
    return get_text_list([str(FIELDS.get(name, name)) for name in names], gettext("and"))


def _reason(line: Line, choices: Lists) -> str:
    given = line.data.get("reason")
    if line.kind == "ApplicationRejected":
        return choices.name(ChoiceList.REJECTION_REASON, str(given or "")) or "–"
    kinds: dict[str, type[TextChoices]] = {"JobClosed": CloseReason, "ApplicationClosed": EndReason}
    kind = kinds.get(line.kind)
    declined = line.data.get("decline_reason")
    why = f" ({_label(DeclineReason, declined)})" if declined else ""
    return (_label(kind, given) if kind else str(given or "")) + why


def _label(kind: Callable[[Any], Any], value: object) -> str:
    """The label of a choice; a value this version does not know stands for itself."""
    try:
        return str(kind(value).label)
    except ValueError:
        return str(value or "–")
