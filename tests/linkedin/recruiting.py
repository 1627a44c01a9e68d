"""What recruiters and members do in LinkedIn's Recruiter, and the product that fetches it as time passes."""

from datetime import timedelta

from rsc_sandbox.linkedin import inmail, member_notes
from rsc_sandbox.store.member_notes import MemberNote
from rsc_sandbox.store.threads import Thread
from skaffa.linkedin.history import retrieval
from tests.linkedin.world import NORDICS, RHEAS_SEAT, World

MINA, ASA, DIEGO = 1001, 1002, 1003


class Recruiting:
    """Everything that follows in one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def open_contract(self, *contracts: int) -> None:
        """LinkedIn's administrator opens recruiter data to us."""
        for contract in contracts or (NORDICS,):
            self.world.switch(on=True, contract=contract)
        self.world.run()

    def write(
        self, member: int = MINA, *, seat: int = RHEAS_SEAT, subject: str = "Harbour", body: str = "Hi"
    ) -> Thread:
        return inmail.compose(self.world.sandbox, seat_id=seat, member_id=member, subject=subject, body=body)

    def answer(self, thread: Thread, *, shares: bool = True, email: str | None = None) -> None:
        """The member replies, and agrees to share contact details, or does not."""
        inmail.reply(self.world.sandbox, thread_id=thread.id, body="Tell me more")
        inmail.answer_consent(self.world.sandbox, thread_id=thread.id, share=shares, email=email)

    def note(
        self, member: int = MINA, *, seat: int = RHEAS_SEAT, text: str = "Call in May", public: bool = True
    ) -> MemberNote:
        return member_notes.write(self.world.sandbox, seat_id=seat, member_id=member, text=text, public=public)

    def urn(self, member: int = MINA) -> str:
        return self.world.sandbox.person_urn(application_id=self.world.application.id, member_id=member)

    def fetch(self, **later: float) -> int:
        """Time passes (31 minutes unless told otherwise), and whatever is due by then is fetched; how many turns."""
        self.world.clock.tick(**(later or {"minutes": 31}))
        return self.fetch_now()

    def fetch_now(self) -> int:
        turns = 0
        while (more := retrieval.work(now=self.world.clock)) > 0:
            turns += more
        return turns

    def pass_time(self, *, step: timedelta, times: int) -> None:
        """The worker comes every so often, so many times."""
        for _step in range(times):
            self.world.clock.at += step
            self.fetch_now()
