"""Calls that tell LinkedIn of candidates, their links to members, their notes and their files."""

from collections.abc import Iterable, Mapping

from rsc_client.application import Resource
from rsc_client.calls.speaker import Speaker
from rsc_client.errors import BatchResult, NotSent
from rsc_client.generations import Collection, Feature, Generation, Part
from rsc_client.restli import Key
from rsc_client.schemas import Done
from rsc_client.synced import (
    Attachment,
    AttachmentKey,
    Candidate,
    CandidateKey,
    Note,
    StoredCandidate,
    UploadPlace,
    UploadPlaceAnswer,
)

MOST_ATTACHMENTS = 10
"""In one batch [SDK]."""
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes [D:sync-crm-candidate-resumes]."""


class _CandidateNoteKey(Key, frozen=True):
    """A candidate's note in rest [D:rsc-release-notes]."""

    external_candidate_id: str
    integration_context: str
    external_note_id: str


def _note(owner: CandidateKey, name: str) -> _CandidateNoteKey:
    return _CandidateNoteKey(owner.candidate_id, owner.integration_context, name)


CANDIDATES = Collection(
    feature=Feature.CANDIDATES,
    v2="atsCandidates",
    rest="candidates",
    renamed={"atsCreatedAt": "externalCreatedAt", "atsLastModifiedAt": "externalLastModifiedAt"},
)
NOTES = Part(
    feature=Feature.CANDIDATE_NOTES,
    v2="atsCandidates",
    child="notes",
    rest="candidateNotes",
    key=_note,
    renamed={"atsCreatedAt": "externalCreatedAt"},
    unsent={Generation.V2: frozenset({"externalLastModifiedAt"})},
)


class CandidateCalls(Speaker):
    """100,000 requests a day and 10,000 records a minute for candidates, and again for notes [D:sync-candidates]."""

    def put_candidates(self, candidates: Mapping[CandidateKey, Candidate]) -> BatchResult[CandidateKey, Done]:
        """Creates or replaces candidates [D:sync-candidates]."""
        return self._put(CANDIDATES, candidates)

    def candidates(
        self, keys: Iterable[CandidateKey], fields: tuple[str, ...] = ("matched_members", "manual_matched_member")
    ) -> BatchResult[CandidateKey, StoredCandidate]:
        """Whom LinkedIn takes candidates to be; or other `fields` of StoredCandidate, or with () all of them [C] [INF]."""
        return self._read(CANDIDATES, keys, StoredCandidate, StoredCandidate.wire_names(fields))

    def delete_candidates(self, keys: Iterable[CandidateKey]) -> BatchResult[CandidateKey, Done]:
        """Takes candidates back, and with them their notes [PM] [D:rsc-data-deletion]."""
        return self._delete(CANDIDATES, keys)

    def link_candidates(self, members: Mapping[CandidateKey, str]) -> BatchResult[CandidateKey, Done]:
        """Says which member a candidate is, by person URN; in v2 alone [PM] [D:rsc-release-notes]."""
        changes = {key: {"manualMatchedMember": member} for key, member in members.items()}
        return self._v2.batch_patch(Resource("atsCandidates"), changes)

    def unlink_candidates(self, keys: Iterable[CandidateKey]) -> BatchResult[CandidateKey, Done]:
        """Takes the hand-made link away, with Rest.li's `$delete` [INF]; in v2 alone."""
        return self._v2.batch_unset(Resource("atsCandidates"), keys, "manualMatchedMember")

    def put_candidate_notes(self, candidate: CandidateKey, notes: Mapping[str, Note]) -> BatchResult[str, Done]:
        """Creates or replaces notes on one candidate, by our ids [D:sync-candidate-notes]."""
        return self._put_parts(NOTES, candidate, notes)

    def delete_candidate_notes(self, candidate: CandidateKey, ids: Iterable[str]) -> BatchResult[str, Done]:
        """Takes notes back [PM]."""
        return self._delete_parts(NOTES, candidate, ids)

    # Files

    def upload_place(self, contract: str, file_name: str, content_type: str, *, days: int = 1) -> UploadPlace:
        """Where to put one résumé (PDF, DOC, TXT), and its URN; v2 [D:sync-crm-candidate-resumes] [AE].

        What `usageParameters` should hold, and the names in the answer, are [INF].
        """
        wanted = {
            "contentType": content_type,
            "fileName": file_name,
            "blobTtl": {"duration": days, "unit": "DAY"},
            "hiringContext": contract,
            "usageParameters": {"recruiterSystemConnectResumeParameters": {}},
        }
        protocol = {"X-RestLi-Protocol-Version": "2.0.0"}
        return self._v2.create("hireMediaUrl", wanted, UploadPlaceAnswer, protocol).value

    def upload(self, place: UploadPlace, content: bytes, content_type: str) -> None:
        """Puts the file there. NotSent for more than 10 MB, or for a host that is not one of the channel's [INF]."""
        if len(content) > LARGEST_FILE:
            raise NotSent(f"a file has at most {LARGEST_FILE} bytes, not {len(content)}")
        self._v2.upload(place.upload_url, content, content_type)

    def put_attachments(self, attachments: Mapping[AttachmentKey, Attachment]) -> BatchResult[AttachmentKey, Done]:
        """Creates or replaces files of candidates or applications; rest [SDK]. At most ten of 10 MB, else NotSent."""
        if len(attachments) > MOST_ATTACHMENTS:
            raise NotSent(f"a batch holds at most {MOST_ATTACHMENTS} attachments, not {len(attachments)}")
        if any(len(attachment.content) > LARGEST_FILE for attachment in attachments.values()):
            raise NotSent(f"a file has at most {LARGEST_FILE} bytes")
        return self._rest.batch_update(Resource("attachments"), attachments)

    def delete_attachments(self, keys: Iterable[AttachmentKey]) -> BatchResult[AttachmentKey, Done]:
        """Takes files back; rest [SDK]."""
        return self._rest.batch_delete(Resource("attachments"), keys)
