"""What one does in the profile plugin: link, unlink, save to a project, send an InMail, ask for news."""

from flask import request, url_for

from rsc_sandbox.linkedin import collecting, linking, parties
from rsc_sandbox.linkedin import inmail as mail
from rsc_sandbox.linkedin.refusals import LinkedElsewhere, NotFound, NotPossible, WrongText
from rsc_sandbox.plugins import pages, profile_page
from rsc_sandbox.plugins.entrance import Told
from rsc_sandbox.plugins.profile_page import After, Place, Typed, working
from rsc_sandbox.recruiter.card import number
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.projects import Project

_LONGEST = 10_000


@working
def link(place: Place) -> Page:
    member_id = number(request.form.get("member", ""))
    try:
        member = linking.link(current(), place.subject, member_id=member_id, knowingly=request.form.get("sure") == "1")
    except NotFound:
        return profile_page.shown(place, After(notice=t("That person is not on LinkedIn any more."))), 409
    except LinkedElsewhere:
        return _link_anyway(place, member_id)
    pages.note(place.entry.application.id, "profile.linked")
    notice = t("{name} is linked to this candidate.", name=member.name)
    return profile_page.shown(_again(place), After(notice=notice, told=_told("linked", place, member)))


@working
def unlink(place: Place) -> Page:
    member = _meant(place)
    if member is None or not place.may_unlink:
        return profile_page.shown(place), 409
    if place.asks_before_unlinking and request.form.get("sure") != "1":
        return profile_page.confirm(
            place,
            member,
            action=url_for("plugins.profile_unlink"),
            title=t("Unlink {name}?", name=member.name),
            text=t("Nothing is deleted, and the profile can be linked again. It does not come back by itself."),
            button=t("Unlink"),
        )
    linking.unlink(current(), place.subject, member_id=member.id)
    pages.note(place.entry.application.id, "profile.unlinked")
    notice = t("{name} is no longer linked. Find the right person below.", name=member.name)
    after = After(notice=notice, told=_told("unlinked", place, member), searching=True)
    return profile_page.shown(_again(place), after)


@working
def save(place: Place) -> Page:
    member = _meant(place)
    if member is None:
        return profile_page.shown(place), 409
    name = _text("name")
    try:
        project = _project(place, name)
        collecting.save(current(), seat_id=place.seat.id, project_id=project.id, member_id=member.id)
    except NotFound:
        return _wrong(place, Typed(action="save", name=name, error=t("Choose a project, or name a new one.")))
    except NotPossible:
        return _wrong(place, Typed(action="save", name=name, error=t("There is a project of that name already.")))
    except WrongText:
        return _wrong(place, Typed(action="save", name=name, error=t("A name has at most 100 characters.")))
    return profile_page.shown(place, After(notice=t("Saved to {project}.", project=project.name)))


@working
def inmail(place: Place) -> Page:
    member = _meant(place)
    if member is None:
        return profile_page.shown(place), 409
    subject, body = _text("subject"), _text("body")
    try:
        mail.compose(current(), seat_id=place.seat.id, member_id=member.id, subject=subject, body=body)
    except WrongText:
        error = t("Write a subject of at most 200 and a message of at most 2,000 characters.")
        return _wrong(place, Typed(action="inmail", subject=subject, body=body, error=error))
    return profile_page.shown(place, After(notice=t("Sent to {name}.", name=member.name)))


@working
def update_me(place: Place) -> Page:
    member = _meant(place)
    if member is None:
        return profile_page.shown(place), 409
    on = request.form.get("on") == "1"
    collecting.update_me(current(), seat_id=place.seat.id, member_id=member.id, on=on)
    notice = t("You will be told news of {name}.", name=member.name) if on else t("You will not be told news any more.")
    return profile_page.shown(place, After(notice=notice))


def _text(field: str) -> str:
    return request.form.get(field, "").replace("\0", "").strip()[:_LONGEST]


def _meant(place: Place) -> Member | None:
    """The member of the form, as long as the candidate is still taken for them."""
    same = place.member is not None and place.member.id == number(request.form.get("member", ""))
    return place.member if same else None


def _again(place: Place) -> Place:
    return Place(
        entry=place.entry,
        seat=place.seat,
        subject=place.subject,
        found=linking.recognised(current(), place.subject),
    )


def _link_anyway(place: Place, member_id: int) -> Page:
    with current().transaction() as tx:
        member = parties.present_member(tx, member_id)
    others = linking.linked_elsewhere(current(), place.subject, member_id=member_id)
    return profile_page.confirm(
        place,
        member,
        action=url_for("plugins.profile_link"),
        title=t("Link {name} here too?", name=member.name),
        text=t(
            "Already linked to another candidate: {candidates}. Both would show this profile.",
            candidates=", ".join(others),
        ),
        button=t("Link anyway"),
    )


def _project(place: Place, name: str) -> Project:
    if name:
        return collecting.begin_project(current(), seat_id=place.seat.id, name=name)
    return collecting.project(current(), seat_id=place.seat.id, project_id=number(request.form.get("project", "")))


def _told(kind: str, place: Place, member: Member) -> Told:
    return Told(kind, current().person_urn(application_id=place.subject.application_id, member_id=member.id))


def _wrong(place: Place, typed: Typed) -> Page:
    return profile_page.shown(place, After(typed=typed)), 422
