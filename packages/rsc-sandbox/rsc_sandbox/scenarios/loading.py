"""Puts a sandbox into a named state: resets it, lets the scenario happen in the past, and forgets how it was made."""

import httpx
import msgspec
from flask import Flask

from rsc_sandbox.linkedin import closing, export, inmail, member_notes
from rsc_sandbox.linkedin.refusals import MemberNotExportable, NotFound
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.scenarios import plan, records
from rsc_sandbox.scenarios.plan import Customer, Mail, Plan
from rsc_sandbox.scenarios.vendor import CONTRACTS, ORGANIZATION, Vendor
from rsc_sandbox.seeds import resetting
from rsc_sandbox.store import calls, deliveries, members, observations, seats
from rsc_sandbox.store.members import Member

NOBODY = "https://ats.invalid/linkedin"  # a callback that reaches nobody: no name ends so (RFC 2606)
_HOUR = 3_600_000
_SET_UP = 30 * 24 * _HOUR  # so long ago the customers were connected
_WITH_NOTES = 4  # every fourth application has a note and feedback


class MadeCustomer(msgspec.Struct, frozen=True, kw_only=True):
    """A child application with all that its owner needs to go on from here."""

    foreign_id: str
    application: int
    client_id: str
    client_secret: str
    callback_url: str
    jobs: tuple[str, ...]
    candidates: int


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What a scenario made. The threads' and notes' numbers are those of the control API."""

    scenario: str
    about: str
    parent_client_id: str
    parent_client_secret: str
    organization: str
    contracts: tuple[int, ...]
    customers: tuple[MadeCustomer, ...]
    exports: int
    threads: tuple[int, ...]
    notes: tuple[int, ...]
    closed_accounts: tuple[int, ...]


def load(app: Flask, sandbox: Sandbox, name: str, *, callback_url: str = "") -> Made:
    """All of it or nothing. Refusal: NotFound. Pushes go to `callback_url`, a second customer's below it."""
    wanted = plan.catalogue().get(name)
    if wanted is None:
        raise NotFound(f"There is no scenario {name}.")
    with sandbox.transaction() as tx:
        resetting.reset(sandbox)
        now = sandbox.now()
        sandbox.switch({"allow_plain_callbacks": True} if callback_url.startswith("http://") else {})
        sandbox.clock.set(now - _SET_UP, frozen=True)
        customers = tuple(
            _connect(app, sandbox, customer, _address(callback_url, customer, first=index == 0))
            for index, customer in enumerate(wanted.customers)
        )
        made = _history(sandbox, name, wanted, customers, now=now)
        sandbox.clock.follow_real()
        calls.forget(tx)
        deliveries.forget(tx)
        observations.forget(tx)
    return made


def _address(callback_url: str, customer: Customer, *, first: bool) -> str:
    base = (callback_url or NOBODY).rstrip("/")
    return base if first and callback_url else f"{base}/{customer.foreign_id}"


def _connect(app: Flask, sandbox: Sandbox, customer: Customer, callback_url: str) -> MadeCustomer:
    at = sandbox.now()
    with httpx.Client(transport=httpx.WSGITransport(app), base_url="http://sandbox") as http:
        vendor = Vendor(sandbox, http)
        vendor.join(customer)
        vendor.connect(customer, callback_url=callback_url)
        jobs = [(f"JOB-{index + 1:03}", title) for index, title in enumerate(customer.jobs)]
        vendor.post_jobs([records.posting(number, title, at=at) for number, title in jobs])
        if customer.acl_seat is not None:
            vendor.secure(customer.acl, member_id=_holder(sandbox, customer.acl_seat))
        people = records.candidates(customer.candidates, _known(sandbox, customer.matched), at=at)
        vendor.put("atsCandidates", "atsCandidateId", people)
        applied = records.applications(people, jobs, at=at)
        vendor.put("atsApplications", "atsJobApplicationId", applied)
        vendor.put_details("applicationStage", records.stages(list(applied), at=at))
        some = list(applied)[::_WITH_NOTES]
        vendor.put_details("applicationNotes", records.notes(some, at=at))
        vendor.put_details("applicationInterviewFeedbacks", records.feedback(some, at=at))
        if customer.switched_off:
            vendor.switch(on=False)
    return MadeCustomer(
        foreign_id=customer.foreign_id,
        application=vendor.application_id,
        client_id=vendor.client_id,
        client_secret=vendor.client_secret,
        callback_url=callback_url,
        jobs=tuple(number for number, _ in jobs),
        candidates=len(people),
    )


def _history(sandbox: Sandbox, name: str, wanted: Plan, customers: tuple[MadeCustomer, ...], *, now: int) -> Made:
    threads = tuple(_correspond(sandbox, mail, now=now) for mail in wanted.mails)
    notes: list[int] = []
    for note in wanted.notes:
        _turn_back(sandbox, now, note.hours_ago)
        made = member_notes.write(sandbox, seat_id=note.seat, member_id=note.member, text=note.text, public=note.public)
        notes.append(made.id)
    _turn_back(sandbox, now, 0)
    exported = sum(_export(sandbox, some, customers[0]) for some in wanted.exports)
    for member_id in wanted.closed_accounts:
        closing.close_account(sandbox, member_id=member_id)
    return Made(
        scenario=name,
        about=wanted.about,
        parent_client_id=sandbox.config.parent_client_id,
        parent_client_secret=sandbox.config.parent_client_secret,
        organization=ORGANIZATION,
        contracts=CONTRACTS,
        customers=customers,
        exports=exported,
        threads=threads,
        notes=tuple(notes),
        closed_accounts=wanted.closed_accounts,
    )


def _correspond(sandbox: Sandbox, mail: Mail, *, now: int) -> int:
    _turn_back(sandbox, now, mail.hours_ago)
    thread = inmail.compose(sandbox, seat_id=mail.seat, member_id=mail.member, subject=mail.subject, body=mail.body)
    for said in mail.then:
        _turn_back(sandbox, now, said.hours_ago)
        if said.by_member:
            asked = inmail.reply(sandbox, thread_id=thread.id, body=said.body).consent == "ASKED"
            if asked and mail.share is not None:
                inmail.answer_consent(sandbox, thread_id=thread.id, share=mail.share)
        else:
            inmail.follow_up(sandbox, thread_id=thread.id, seat_id=mail.seat, body=said.body)
    if mail.declined:
        inmail.decline(sandbox, thread_id=thread.id)
    return thread.id


def _turn_back(sandbox: Sandbox, now: int, hours: float) -> None:
    sandbox.clock.set(now - int(hours * _HOUR), frozen=True)


def _export(sandbox: Sandbox, wanted: plan.Exports, customer: MadeCustomer) -> int:
    """Members in the order of their numbers, from the first again when there are no more."""
    left = export.left_this_month(sandbox, seat_id=wanted.seat)
    count = wanted.count if wanted.leave is None else max(0, left - wanted.leave)
    people = [member for member in _known(sandbox, count) if not member.export_blocked]
    if count and not people:
        raise MemberNotExportable
    for index in range(count):
        export.export(
            sandbox,
            seat_id=wanted.seat,
            member_id=people[index % len(people)].id,
            application_id=customer.application,
            job_external_id=customer.jobs[0] if customer.jobs else None,
        )
    return count


def _known(sandbox: Sandbox, count: int) -> list[Member]:
    with sandbox.transaction() as tx:
        return members.first(tx, count)


def _holder(sandbox: Sandbox, seat_id: int) -> int:
    with sandbox.transaction() as tx:
        seat = seats.get(tx, seat_id)
    if seat is None:
        raise NotFound
    return seat.member_id
