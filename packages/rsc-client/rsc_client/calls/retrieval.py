"""Calls that fetch what happened in Recruiter: exports, seats, InMails, notes, contact details, closed accounts."""

from collections.abc import Sequence

from rsc_client.calls.speaker import Speaker, paging
from rsc_client.errors import NotSent
from rsc_client.generations import Collection, Feature, Generation
from rsc_client.retrieved import (
    ClosedMember,
    ConversationEvent,
    Evaluated,
    MailStub,
    OldSeat,
    ProspectNote,
    Seat,
)
from rsc_client.schemas import ExportedCandidate, Page
from rsc_client.slices import Window

_EXPORTED = Collection(feature=Feature.EXPORTED_CANDIDATES, v2="exportedCandidates", rest="exportedCandidates")
_SEATS = Collection(
    feature=Feature.SEATS, v2="seatsV2", rest="seatsV2", renamed={"id": "seatId", "created": "createdAt"}
)


class RetrievalCalls(Speaker):
    """Seats, InMails, notes and stubs share 100,000 calls a day [D:recruiter-prospect-interactions].

    Everything comes a page at a time: go on at `page.next_start`, or walk with `slices.every`.
    """

    def exported_candidates(self, request_id: str) -> Page[ExportedCandidate]:
        """Whom an `EXPORT_CANDIDATE_PROFILE` push is about [PM] [D:retrieve-exported-candidates].

        The id is good for 24 hours; afterwards NotFound, or a page without elements [C] [INF].
        """
        return self._find(_EXPORTED, "request", {"requestId": request_id}, ExportedCandidate)

    def exported_evaluations(self, request_id: str) -> Page[Evaluated]:
        """Evaluations by LinkedIn's Hiring Assistant, as they come; rest [D:rsc-release-notes]. The finder is [INF]."""
        return self._rest.find("exportedApplicationEvaluations", "request", {"requestId": request_id}, Page[Evaluated])

    def seats(
        self, contracts: Sequence[str], *, states: Sequence[str] = ("ACTIVE",), start: int = 0, count: int = 100
    ) -> Page[Seat]:
        """The seats on contracts; fetch them before anything they did [D:recruiter-seatholders]."""
        criteria = {"contracts": contracts, "states": states, **paging(start, count)}
        return self._find(_SEATS, "attributes", criteria, Seat)

    def old_seats(self, contracts: Sequence[str], *, start: int = 0, count: int = 100) -> Page[OldSeat]:
        """The active seats as the finder of before 2022 tells them; v2 [PM]."""
        criteria = {"active": "true", "contracts": contracts, **paging(start, count)}
        return self._v2.find("seats", "seatsByAttributes", criteria, Page[OldSeat])

    def conversation_events(
        self, seat: str, window: Window, *, start: int = 0, count: int = 100
    ) -> Page[ConversationEvent]:
        """InMails one seat sent or received, from the window's start until before its end; v2 [PM] [D:inmail-history].

        12 records for each member a minute [D:inmail-history].
        """
        since, until = window.bounds
        criteria = {"viewer": seat, "timeRange.start": since, "timeRange.end": until, **paging(start, count)}
        return self._v2.find("conversationEvents", "criteria", criteria, Page[ConversationEvent])

    def prospect_notes(
        self, contract: str, window: Window, *, owners: Sequence[str] = (), start: int = 0, count: int = 100
    ) -> Page[ProspectNote]:
        """Notes changed after the window's start and until its end, of all seats or some; v2 [D:prospect-notes]."""
        after, until = window.bounds
        criteria = {"contract": contract, "owners": owners, "cutoffDate": after, "beforeDate": until}
        return self._v2.find("prospectNotes", "criteria", criteria | paging(start, count), Page[ProspectNote])

    def mail_stubs(
        self, contract: str, window: Window, *, owners: Sequence[str], start: int = 0, count: int = 100
    ) -> Page[MailStub]:
        """Contact details members agreed to share, from the window's start until before its end; v2.

        LinkedIn asks for `owners`, the seats: without any it is NotSent [D:inmail-stub-profiles] [PM].
        """
        if not owners:
            raise NotSent("mail stubs are asked for by seat")
        since, until = window.bounds
        criteria = {"contract": contract, "owners": owners, "createdDateStart": since, "createdDateEnd": until}
        return self._v2.find("mailStubs", "contract", criteria | paging(start, count), Page[MailStub])

    def closed_members(self, integration_context: str, *, start: int = 0, count: int = 100) -> Page[ClosedMember]:
        """Exported members who have closed their accounts; ask at least every 30 days [D:rsc-release-notes].

        Address (`Edition.closed_members`), finder and fields are [INF].
        """
        generation, name = self._edition.closed_members.split("/")
        criteria = {"integrationContext": integration_context, **paging(start, count)}
        return self._in(Generation(generation)).find(name, "criteria", criteria, Page[ClosedMember])
