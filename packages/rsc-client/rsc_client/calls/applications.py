"""Calls that tell LinkedIn of job applications and of what happens to them."""

from collections.abc import Iterable, Mapping

from rsc_client.calls.speaker import Speaker
from rsc_client.errors import BatchResult
from rsc_client.generations import Collection, Feature, Generation, Part
from rsc_client.restli import Key
from rsc_client.schemas import Done
from rsc_client.synced import ApplicationKey, InterviewFeedback, JobApplication, Note, Stage


class _NoteKey(Key, frozen=True):
    """An application's note in rest [D:rsc-release-notes]."""

    external_job_application_id: str
    integration_context: str
    external_note_id: str


class _FeedbackKey(Key, frozen=True):
    """Interview feedback in rest [W1]."""

    job_application_id: str
    integration_context: str
    interview_feedback_id: str


class _StageKey(Key, frozen=True):
    """A stage in rest [W1]."""

    job_application_id: str
    integration_context: str
    job_application_stage_id: str


def _note(owner: ApplicationKey, name: str) -> _NoteKey:
    return _NoteKey(owner.application_id, owner.integration_context, name)


def _feedback(owner: ApplicationKey, name: str) -> _FeedbackKey:
    return _FeedbackKey(owner.application_id, owner.integration_context, name)


def _stage(owner: ApplicationKey, name: str) -> _StageKey:
    return _StageKey(owner.application_id, owner.integration_context, name)


APPLICATIONS = Collection(feature=Feature.APPLICATIONS, v2="atsApplications", rest="atsApplications")
NOTES = Part(
    feature=Feature.APPLICATION_NOTES,
    v2="atsApplications",
    child="notes",
    rest="applicationNotes",
    key=_note,
    unsent=dict.fromkeys(Generation, frozenset({"externalLastModifiedAt"})),
)
FEEDBACK = Part(
    feature=Feature.INTERVIEW_FEEDBACK,
    v2="atsApplications",
    child="interviewFeedback",
    rest="applicationInterviewFeedbacks",
    key=_feedback,
)
STAGES = Part(feature=Feature.STAGES, v2="atsApplications", child="stages", rest="applicationStage", key=_stage)


class ApplicationCalls(Speaker):
    """100,000 requests a day and 10,000 records a minute for each of the four kinds [D:sync-applications].

    That stages, feedback and applications can be deleted in rest as in v2 is [INF].
    """

    def put_applications(
        self, applications: Mapping[ApplicationKey, JobApplication]
    ) -> BatchResult[ApplicationKey, Done]:
        """Creates or replaces applications [D:sync-applications]."""
        return self._put(APPLICATIONS, applications)

    def delete_applications(self, keys: Iterable[ApplicationKey]) -> BatchResult[ApplicationKey, Done]:
        """Takes applications back, and with them their notes, feedback and stages [PM]."""
        return self._delete(APPLICATIONS, keys)

    def put_application_notes(self, application: ApplicationKey, notes: Mapping[str, Note]) -> BatchResult[str, Done]:
        """Creates or replaces notes on one application, by our ids; their `last_modified_at` is not sent [PM]."""
        return self._put_parts(NOTES, application, notes)

    def delete_application_notes(self, application: ApplicationKey, ids: Iterable[str]) -> BatchResult[str, Done]:
        """Takes notes back [PM]."""
        return self._delete_parts(NOTES, application, ids)

    def put_interview_feedback(
        self, application: ApplicationKey, feedback: Mapping[str, InterviewFeedback]
    ) -> BatchResult[str, Done]:
        """Creates or replaces feedback on one application, by our ids [D:sync-application-interview-feedback]."""
        return self._put_parts(FEEDBACK, application, feedback)

    def delete_interview_feedback(self, application: ApplicationKey, ids: Iterable[str]) -> BatchResult[str, Done]:
        """Takes feedback back [PM]."""
        return self._delete_parts(FEEDBACK, application, ids)

    def put_stages(self, application: ApplicationKey, stages: Mapping[str, Stage]) -> BatchResult[str, Done]:
        """Records stages one application has entered, by our ids [D:sync-application-stages]."""
        return self._put_parts(STAGES, application, stages)

    def delete_stages(self, application: ApplicationKey, ids: Iterable[str]) -> BatchResult[str, Done]:
        """Takes stages back [PM]."""
        return self._delete_parts(STAGES, application, ids)
