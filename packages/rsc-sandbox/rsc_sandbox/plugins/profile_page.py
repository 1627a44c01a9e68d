"""What the profile plugin shows: one page for each state between a stranger and a candidate whose member is known."""

from collections.abc import Callable
from functools import wraps
from typing import Literal

import msgspec
from flask import render_template, request, url_for

from rsc_sandbox.linkedin import collecting, linking, plugin_access, recruiting_activity
from rsc_sandbox.linkedin.linking import Recognised, Subject
from rsc_sandbox.linkedin.plugin_access import Access
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.plugins import entrance
from rsc_sandbox.plugins.entrance import Entry, Told
from rsc_sandbox.recruiter import people
from rsc_sandbox.recruiter.people import Face
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.members import Member, Query
from rsc_sandbox.store.projects import Project
from rsc_sandbox.store.seats import Seat

_MOST_FOUND = 8
_LONGEST_QUERY = 200


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A seat looking at a synced candidate on an entered page."""

    entry: Entry
    seat: Seat
    subject: Subject
    found: Recognised

    @property
    def member(self) -> Member | None:
        """Whom the candidate is taken for, if there is no doubt."""
        return self.found.members[0] if len(self.found.members) == 1 else None

    @property
    def may_unlink(self) -> bool:
        return self.entry.ticket.asked["unlink"] == "true"

    @property
    def asks_before_unlinking(self) -> bool:
        return self.entry.ticket.asked["confirm"] == "true"


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What the person typed into the action they have open, and what is wrong with it."""

    action: Literal["", "save", "inmail"] = ""
    subject: str = ""
    body: str = ""
    name: str = ""
    error: str = ""


class After(msgspec.Struct, frozen=True, kw_only=True):
    """What an action leaves to say: a sentence for the person, a report for the page, what was typed wrongly."""

    notice: str = ""
    told: Told | None = None
    typed: Typed = Typed()
    searching: bool = False


class _Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody one may link; `elsewhere`: candidates linked to them by hand."""

    face: Face
    elsewhere: tuple[str, ...]


class _Matched(msgspec.Struct, frozen=True, kw_only=True):
    """Everything around a member's profile that depends on the seat."""

    projects: tuple[Project, ...]
    saved_in: tuple[Project, ...]
    updated: bool


def working(view: Callable[[Place], Page]) -> Callable[[], Page]:
    """Give an action its place; who may not act sees the page of their state instead."""

    @entrance.inside("PROFILE")
    @wraps(view)
    def guarded(entry: Entry) -> Page:
        place = _arrive(entry)
        if not isinstance(place, Place):
            return place
        return _limited(entry, place.member) if _only_reads(place) else view(place)

    return guarded


def page(entry: Entry) -> str:
    place = _arrive(entry)
    return shown(place) if isinstance(place, Place) else place


def shown(place: Place, after: After | None = None) -> str:
    said = after or After()
    if _only_reads(place):
        return _limited(place.entry, place.member)
    if place.member is None or said.searching or request.form.get("view") == "search":
        return _search(place, said)
    return _profile(place, place.member, said)


def confirm(place: Place, member: Member, *, action: str, title: str, text: str, button: str) -> str:
    """Ask once more before `action` is carried out."""
    return render_template(
        "plugins/profile_confirm.html",
        **_inside(place),
        member=people.face(member),
        action=action,
        title=title,
        text=text,
        button=button,
    )


def _arrive(entry: Entry) -> Place | str:
    asked = entry.ticket.asked
    if entry.account_id is None:
        return _sign_in(entry)
    found = plugin_access.access(
        current(),
        application_id=entry.application.id,
        context=asked["context"],
        contract=asked["contract"],
        account_id=entry.account_id,
        preferred=entry.ticket.seat_id,
    )
    if found.integration != "ENABLED":
        return _closed(entry, found)
    subject = Subject(application_id=entry.application.id, context=asked["context"], external_id=asked["candidate"])
    try:
        recognised = linking.recognised(current(), subject)
    except NotFound:
        recognised = None
    if found.seat is None:
        return _no_licence(entry, found, recognised)
    if recognised is None:
        return _not_synced(entry)
    return Place(entry=entry, seat=found.seat, subject=subject, found=recognised)


def _only_reads(place: Place) -> bool:
    return place.seat.role == "HIRING_MANAGER"


def _sign_in(entry: Entry) -> str:
    return render_template(
        "plugins/sign_in.html",
        **entry.shared(),
        code=entry.ticket.code,
        title=t("Sign in to see the profile"),
        text=t("{application} shows candidates' Recruiter profiles here.", application=entry.application.name),
        onward=url_for("plugins.profile"),
    )


def _closed(entry: Entry, found: Access) -> str:
    context, contract = entry.ticket.asked["context"], entry.ticket.asked["contract"]
    if found.integration == "UNKNOWN":
        where = f"{context} and the contract {contract}" if contract else context
        wrong = f"no PROFILE_PLUGIN integration of this application has the context {where}"
        title = t("This page is set up wrongly")
        text = t(
            "It names a company or contract that never asked for profiles. Tell the administrator of {application}.",
            application=entry.application.name,
        )
    else:
        wrong = f"the PROFILE_PLUGIN integration of {context} is not enabled for this person's contract"
        title = t("Profiles are not turned on")
        text = t("A Recruiter admin turns them on under More > Admin Settings > ATS. Then refresh.")
    return _state(entry, title, text, told=Told("problem", wrong))


def _no_licence(entry: Entry, found: Access, recognised: Recognised | None) -> str:
    member = recognised.members[0] if recognised and len(recognised.members) == 1 else None
    return _state(
        entry,
        t("No Recruiter seat at {company}", company=found.company),
        t(
            "Your account has no active seat there. Sign out to use another account, or ask a Recruiter admin for a seat."
        ),
        face=people.face(member) if member and current().switches.plugin_public_view == "everyone" else None,
        slug=member.slug if member else "",
    )


def _not_synced(entry: Entry) -> str:
    title = t("This candidate is not in Recruiter yet")
    return _state(entry, title, t("Profiles show once the ATS has synced the candidate. Refresh in a few minutes."))


def _limited(entry: Entry, member: Member | None) -> str:
    """A hiring manager reads what is public."""
    if member is None or current().switches.plugin_public_view == "nobody":
        title, text = t("No profile to show"), t("A recruiter on your team can search for this person.")
        return _state(entry, title, text)
    title, text = t("Public profile"), t("Your seat shows what is public. A recruiter on your team sees more.")
    return _state(entry, title, text, face=people.face(member), slug=member.slug)


def _state(entry: Entry, title: str, text: str, **more: object) -> str:
    return render_template("plugins/profile_state.html", **_signed_in(entry), title=title, text=text, **more)


def _search(place: Place, after: After) -> str:
    possible = place.found.members
    first = "" if possible else place.found.candidate_name
    q = request.form.get("q", first).replace("\0", " ").strip()[:_LONGEST_QUERY]
    with current().transaction() as tx:
        found = members.search(tx, Query(keywords=q), count=_MOST_FOUND) if q else []
    return render_template(
        "plugins/profile_search.html",
        **_inside(place),
        candidate=place.found.candidate_name,
        possible=[_choice(place, member) for member in possible],
        found=[_choice(place, member) for member in found if member not in possible],
        q=q,
        notice=after.notice,
        told=after.told,
    )


def _choice(place: Place, member: Member) -> _Choice:
    elsewhere = linking.linked_elsewhere(current(), place.subject, member_id=member.id)
    return _Choice(face=people.face(member), elsewhere=tuple(elsewhere))


def _profile(place: Place, member: Member, after: After) -> str:
    view = "activities" if request.form.get("view") == "activities" else "profile"
    seat_id = place.seat.id
    activity = recruiting_activity.activity(current(), seat_id=seat_id, member_id=member.id)
    return render_template(
        "plugins/profile.html",
        **_inside(place),
        view=view,
        member=member,
        person=people.profile(member),
        by_hand=place.found.by_hand,
        may_unlink=place.may_unlink,
        activity=activity,
        matched=_Matched(
            projects=tuple(collecting.projects_of(current(), seat_id=seat_id)),
            saved_in=tuple(collecting.saved_in(current(), seat_id=seat_id, member_id=member.id)),
            updated=collecting.is_updated(current(), seat_id=seat_id, member_id=member.id),
        ),
        typed=after.typed,
        notice=after.notice,
        told=after.told,
    )


def _inside(place: Place) -> dict[str, object]:
    return {**_signed_in(place.entry), "contract": place.seat.contract_name}


def _signed_in(entry: Entry) -> dict[str, object]:
    with current().transaction() as tx:
        account = seats.account(tx, entry.account_id or 0)
        person = members.get(tx, account.member_id) if account else None
    return {**entry.shared(), "signed_in_as": person.name if person else ""}
