"""Every resource of the imitated API and its addresses."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from rsc_sandbox.linkedin import (
    application_stages,
    ats_application_notes,
    ats_applications,
    ats_candidate_notes,
    ats_candidates,
    ats_entity_acl_assignees,
    ats_entity_acls,
    ats_integration_configurations,
    ats_integrations,
    attachments,
    closed_candidate_profiles,
    conversation_events,
    exported_application_evaluations,
    exported_candidates,
    hire_media_url,
    interview_feedback,
    job_posting_status,
    job_requisitions,
    mail_stubs,
    me,
    prospect_notes,
    provisioned_applications,
    seats_v1,
    seats_v2,
    simple_job_posting_tasks,
    simple_job_postings,
)
from rsc_sandbox.protocol import dispatch
from rsc_sandbox.sandbox import current

RESOURCES = (
    provisioned_applications.RESOURCE,
    ats_integrations.RESOURCE,
    ats_integration_configurations.RESOURCE,
    simple_job_postings.RESOURCE,
    simple_job_posting_tasks.RESOURCE,
    job_posting_status.RESOURCE,
    job_requisitions.RESOURCE,
    ats_candidates.RESOURCE,
    ats_candidate_notes.RESOURCE,
    ats_applications.RESOURCE,
    ats_application_notes.RESOURCE,
    interview_feedback.RESOURCE,
    application_stages.RESOURCE,
    ats_entity_acls.RESOURCE,
    ats_entity_acl_assignees.RESOURCE,
    hire_media_url.RESOURCE,
    attachments.RESOURCE,
    exported_candidates.RESOURCE,
    exported_application_evaluations.RESOURCE,
    closed_candidate_profiles.RESOURCE,
    seats_v1.RESOURCE,
    seats_v2.RESOURCE,
    conversation_events.RESOURCE,
    prospect_notes.RESOURCE,
    mail_stubs.RESOURCE,
    me.RESOURCE,
)
_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")

blueprint = Blueprint("linkedin", __name__)


@blueprint.route("/<any(v2, rest):generation>/<path:path>", methods=_METHODS, provide_automatic_options=False)
def call(generation: str, path: str) -> Response:
    path = _undecoded(path)
    if path == current().switches.closed_profiles_resource:
        path = str(closed_candidate_profiles.RESOURCE.v2)
    return dispatch.answer(current(), request, RESOURCES, generation, path)


def _undecoded(path: str) -> str:
    """As it was sent: in a key, %2F is part of an id, where / would end the key. Not every WSGI server tells."""
    sent = urlsplit(request.environ.get("REQUEST_URI", "")).path.split("/", 2)
    return sent[2] if len(sent) > 2 else path.replace("%", "%25")  # noqa: PLR2004 -- "", generation, the rest
