"""A person's profile with the contact card, from which they are exported to an applicant tracking system."""

import re
from http import HTTPStatus

import msgspec
from flask import redirect, render_template, request, url_for

from rsc_sandbox.linkedin import export as exporting
from rsc_sandbox.linkedin.refusals import JobNotAvailable, NotEnabled, Refusal
from rsc_sandbox.recruiter import card, profile_page, session
from rsc_sandbox.recruiter.card import Filled
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import seats

_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_LONGEST_EMAIL = 254
_LONGEST_NOTE = 2_000
_LONGEST_QUERY = 200


@seated
def profile(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    member = profile_page.member_or_404(member_id)
    latest = request.args.get("exported", "")
    filled = Filled(ats=_ats(), q=request.args.get("q", "")[:_LONGEST_QUERY])
    return profile_page.show(seat, member, filled=filled, latest=latest)


@seated
def job_choices(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    """The part of the card that changes while one types."""
    filled = Filled(ats=request.args.get("ats", ""), q=request.args.get("q", "")[:_LONGEST_QUERY])
    return render_template("recruiter/_jobs.html", card=card.build(seat, profile_page.member_or_404(member_id), filled))


@seated
def export(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    member = profile_page.member_or_404(member_id)
    filled = _filled()
    if filled.job_error or filled.email_error:
        return profile_page.show(seat, member, filled=filled), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        made = exporting.export(
            current(),
            seat_id=seat.id,
            member_id=member.id,
            application_id=card.number(filled.ats),
            job_external_id=filled.job,
            emails=(filled.email,) if filled.email else (),
            notes=filled.notes or None,
        )
    except (JobNotAvailable, NotEnabled) as refusal:
        stale = msgspec.structs.replace(filled, job="", refused=refusal)
        return profile_page.show(seat, member, filled=stale), HTTPStatus.CONFLICT
    except Refusal:  # quota and privacy: the card itself explains them
        return profile_page.show(seat, member, filled=filled), HTTPStatus.CONFLICT
    done = url_for("recruiter.profile", member_id=member.id, ats=filled.ats, exported=made.request_id)
    return redirect(done, HTTPStatus.SEE_OTHER)


@seated
def push_state(_me: Me, seat: seats.Seat, member_id: int, request_id: str) -> Page:
    """What has become of one export, for the page that follows it."""
    one = next(
        (one for one in card.exported(seat, profile_page.member_or_404(member_id)) if one.id == request_id), None
    )
    return session.missing() if one is None else render_template("recruiter/_push.html", one=one)


def is_email(text: str) -> bool:
    return len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def _ats() -> str:
    """The system that is asked for, which is remembered (Change ATS), or the one that was."""
    asked = card.number(request.args.get("ats", ""))
    if asked:
        session.choose_ats(asked)
    return session.chosen_ats()


def _filled() -> Filled:
    email = request.form.get("email", "").strip()
    job = request.form.get("job", "")
    correct = not email or is_email(email)
    return Filled(
        ats=request.form.get("ats", ""),
        q=request.form.get("q", "")[:_LONGEST_QUERY],
        job=job,
        email=email[:_LONGEST_EMAIL],
        notes=request.form.get("notes", "").replace("\0", "").strip()[:_LONGEST_NOTE],
        job_error="" if job else t("Choose the job to export to."),
        email_error="" if correct else t("Write a full address such as name@example.com, or leave it empty."),
    )
