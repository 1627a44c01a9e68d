"""Notices in words: one sentence per kind, rendered in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skaffa.candidates.models import Source
from skaffa.linkedin.models import Outcome, RefusalCode
from skaffa.notify.models import Notice


def sentence(notice: Notice) -> str:
    """The notice as its reader reads it; what an older version does not know is shown without its values."""
    data: Mapping[str, Any] = notice.data
    write = _SENTENCES.get(notice.kind)
    try:
        return write(data) if write else _fallback(data)
    except (KeyError, ValueError):
        return _fallback(data)


def _prospect_added(data: Mapping[str, Any]) -> str:
    if data["source"] == Source.LINKEDIN:
        return _("%(candidate)s was exported from LinkedIn to %(job)s.") % data
    return _("%(candidate)s is a new prospect for %(job)s.") % data


def _application_submitted(data: Mapping[str, Any]) -> str:
    if data["again"]:
        return _("%(candidate)s has applied for %(job)s again.") % data
    return _("%(candidate)s has applied for %(job)s.") % data


def _export_refused(data: Mapping[str, Any]) -> str:
    return _("The export of %(candidate)s to %(job)s was not accepted: %(reason)s") % {
        "candidate": data["candidate"],
        "job": data["job"] or _("an unknown job"),
        "reason": RefusalCode(data["refusal"]).label,
    }


def _job_refused(data: Mapping[str, Any]) -> str:
    return _("LinkedIn did not accept %(job)s: %(reason)s") % data


def _notification_lost(data: Mapping[str, Any]) -> str:
    return _("Something that LinkedIn announced could not be fetched: %(outcome)s.") % {
        "outcome": Outcome(data["outcome"]).label
    }


def _load_finished(data: Mapping[str, Any]) -> str:
    if data["balanced"]:
        return _("LinkedIn has been told everything it may have; the totals agree.")
    return _("LinkedIn has been told everything it may have, and lacks some of it. See what it refused.")


def _erasure_finished(data: Mapping[str, Any]) -> str:
    said = ngettext("%(count)d person has been erased.", "%(count)d people have been erased.", data["erased"])
    more = ngettext("%(count)d is kept.", "%(count)d are kept.", data["kept"]) if data["kept"] else ""
    failed = ngettext("%(count)d could not be erased.", "%(count)d could not be erased.", data["failed"])
    parts = [(said, data["erased"]), (more, data["kept"]), (failed if data["failed"] else "", data["failed"])]
    return " ".join(part % {"count": count} for part, count in parts if part)


def _accounts_closed(data: Mapping[str, Any]) -> str:
    many = int(data["people"])
    said = ngettext(
        "%(count)d person whom LinkedIn delivered to you has closed their account. Decide whether to keep them.",
        "%(count)d people whom LinkedIn delivered to you have closed their accounts. Decide whether to keep them.",
        many,
    )
    return said % {"count": many}


def _import_finished(data: Mapping[str, Any]) -> str:
    said = {
        "candidates": ngettext(
            "%(file)s has been imported: %(count)d new candidate.",
            "%(file)s has been imported: %(count)d new candidates.",
            data["added"],
        ),
        "jobs": ngettext(
            "%(file)s has been imported: %(count)d new job.",
            "%(file)s has been imported: %(count)d new jobs.",
            data["added"],
        ),
    }[data["kind"]] % {"file": data["file"], "count": data["added"]}
    faulty = ngettext("%(count)d row was not imported.", "%(count)d rows were not imported.", data["faulty"])
    return f"{said} {faulty % {'count': data['faulty']}}" if data["faulty"] else said


def _import_undone(data: Mapping[str, Any]) -> str:
    said = _("The import of %(file)s has been undone.") % data
    kept = ngettext("%(count)d row was kept.", "%(count)d rows were kept.", data["kept"])
    return f"{said} {kept % {'count': data['kept']}}" if data["kept"] else said


def _answered(data: Mapping[str, Any]) -> str:
    said = {
        "accepted": _("%(who)s will come to the interview with %(candidate)s on %(when)s."),
        "tentative": _("%(who)s may come to the interview with %(candidate)s on %(when)s."),
        "declined": _("%(who)s cannot come to the interview with %(candidate)s on %(when)s."),
    }
    return said[data["answer"]] % _timed(data)


def _availability_answered(data: Mapping[str, Any]) -> str:
    if not data["fits"]:
        return _("None of the times suits %(candidate)s for the interview about %(job)s.") % data
    return _("%(candidate)s has said when they can come for the interview about %(job)s.") % data


def _timed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with the moment as the reader's clock has it."""
    local = timezone.localtime(datetime.fromisoformat(data["starts_at"]))
    return {**data, "when": f"{date_format(local, 'j F')} {local:%H:%M}"}


def _bulk_finished(data: Mapping[str, Any]) -> str:
    said = ngettext(
        "What you asked for has been done to %(count)d person of %(job)s.",
        "What you asked for has been done to %(count)d people of %(job)s.",
        data["done"],
    ) % {"count": data["done"], "job": data["job"]}
    refused = ngettext("%(count)d was refused.", "%(count)d were refused.", data["refused"])
    return f"{said} {refused % {'count': data['refused']}}" if data["refused"] else said


def _fallback(data: Mapping[str, Any]) -> str:
    return str(data.get("text") or _("Something happened that concerns you. Open it to see what."))


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "ApprovalRequested": lambda data: _("%(job)s waits for your approval.") % data,
    "ApprovalReminded": lambda data: _("%(job)s still waits for your approval.") % data,
    "JobApproved": lambda data: _("%(job)s is approved. You can activate it.") % data,
    "JobNotApproved": lambda data: _("%(job)s was not approved. See why.") % data,
    "ProspectAdded": _prospect_added,
    "ApplicationSubmitted": _application_submitted,
    "FeedbackSubmitted": lambda data: _("There is new feedback on %(candidate)s for %(job)s.") % data,
    "AvailabilityAnswered": _availability_answered,
    "InterviewInvitation": lambda data: (
        _("You are invited to an interview with %(candidate)s about %(job)s, on %(when)s.") % _timed(data)
    ),
    "InterviewChange": lambda data: (
        _("The interview with %(candidate)s has changed. It is on %(when)s.") % _timed(data)
    ),
    "InterviewCancellation": lambda data: (
        _("The interview with %(candidate)s on %(when)s has been cancelled.") % _timed(data)
    ),
    "InterviewReleased": lambda data: (
        _("You are no longer needed for the interview with %(candidate)s on %(when)s.") % _timed(data)
    ),
    "InterviewAnswered": _answered,
    "InterviewUnsuitable": lambda data: (
        _("%(candidate)s cannot come to the interview about %(job)s on %(when)s.") % _timed(data)
    ),
    "ReminderAnswer": lambda data: (
        _("Please say whether you can come to the interview with %(candidate)s on %(when)s.") % _timed(data)
    ),
    "ReminderBefore": lambda data: (
        _("Soon: your interview with %(candidate)s about %(job)s, on %(when)s.") % _timed(data)
    ),
    "ReminderFeedback": lambda data: (
        _("Your feedback on %(candidate)s is awaited, after the interview on %(when)s.") % _timed(data)
    ),
    "FeedbackRequested": lambda data: _("Your feedback on %(candidate)s is asked for, for %(job)s.") % data,
    "PoolShared": lambda data: _("%(owner)s shared the talent pool %(pool)s with you.") % data,
    "ImportFinished": _import_finished,
    "WebhookDisabled": lambda data: _("The webhook to %(host)s was switched off: nothing arrived there.") % data,
    "ImportUndone": _import_undone,
    "ScanFinished": lambda data: (
        _("Everybody has been compared: %(people)s records, %(found)s pairs may be one person.") % data
    ),
    "BulkFinished": _bulk_finished,
    "ExportRefused": _export_refused,
    "JobRefusedByLinkedIn": _job_refused,
    "NotificationLost": _notification_lost,
    "LoadFinished": _load_finished,
    "AccountsClosed": _accounts_closed,
    "SeatReminder": lambda data: (
        _(
            "%(by)s asks you to connect your LinkedIn account: you hold a Recruiter seat, and Recruiter does not know you."
        )
        % data
    ),
    "ErasureFinished": _erasure_finished,
    "IntegrationEnabled": lambda _data: _("LinkedIn has enabled the integration."),
    "IntegrationDisabled": lambda _data: _(
        "LinkedIn has disabled the integration. Nothing is exchanged until it is on."
    ),
}
