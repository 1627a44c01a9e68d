"""What a recruiter decides about a person: turned down for a reason, or watched for news (Update Me)."""

from http import HTTPStatus

from flask import flash, redirect, request, url_for

from rsc_sandbox.linkedin import collecting
from rsc_sandbox.linkedin.refusals import WrongText
from rsc_sandbox.recruiter import profile_page, writing
from rsc_sandbox.recruiter.profile_page import Entered
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import seats


@seated
def turn_down(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    member = profile_page.member_or_404(member_id)
    reason = writing.text("reason")
    try:
        collecting.turn_down(current(), seat_id=seat.id, member_id=member.id, reason=reason)
    except WrongText:
        error = writing.error(reason, collecting.LONGEST_REASON, t("Write why, for yourself."))
        entered = Entered(reason=reason, reason_error=error)
        return profile_page.show(seat, member, entered=entered), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(t("{name} is turned down. Only you see that, and why.", name=member.name))
    return redirect(url_for("recruiter.profile", member_id=member.id), HTTPStatus.SEE_OTHER)


@seated
def update_me(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    member = profile_page.member_or_404(member_id)
    on = request.form.get("on") == "1"
    collecting.update_me(current(), seat_id=seat.id, member_id=member.id, on=on)
    flash(
        t("Update Me is on for {name}.", name=member.name)
        if on
        else t("Update Me is off for {name}.", name=member.name)
    )
    return redirect(url_for("recruiter.profile", member_id=member.id), HTTPStatus.SEE_OTHER)
