"""What a pretend member meets outside Recruiter: the consent page of OAuth and the public profile."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for

from rsc_sandbox.linkedin import authorization
from rsc_sandbox.linkedin.authorization import ConsentRequest, Declined, Unanswerable
from rsc_sandbox.recruiter import frame, session
from rsc_sandbox.recruiter.people import face
from rsc_sandbox.recruiter.session import Me, Page, signed_in
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members

_REPEATED = ("response_type", "client_id", "redirect_uri", "state", "scope")


def authorize() -> Page:
    """Ask a member whether an application may know who they are. An unsound request leads nowhere."""
    given = request.form if request.method == "POST" else request.args
    try:
        asked = authorization.check(current(), given)
    except Unanswerable as problem:
        return _unanswerable(str(problem)), 400
    except Declined as refusal:
        return redirect(refusal.location, 303)
    return _ask(asked)


def public_profile(slug: str) -> Page:
    """The address a profile link leads to: seat holders land on the profile in Recruiter."""
    with current().transaction() as tx:
        member = members.by_slug(tx, slug)
    if member is None or member.closed_at is not None:
        return session.missing()
    me = session.me()
    if me and me.seats:
        return redirect(url_for("recruiter.profile", member_id=member.id), 303)
    return render_template("member/public.html", person=face(member))


@signed_in
def _ask(me: Me, asked: ConsentRequest) -> Page:
    if request.method == "POST":
        if request.form.get("decision") == "allow":
            return redirect(authorization.allow(current(), asked, member_id=me.member_id), 303)
        return redirect(authorization.cancel(asked), 303)
    target = urlsplit(asked.redirect_uri)
    frame.allow_forms_to(f"{target.scheme}://{target.netloc}")
    return render_template(
        "member/consent.html",
        application=asked.application.name,
        scopes=tuple(dict.fromkeys(_scope_text(scope) for scope in asked.scopes)),
        fields={name: request.args.get(name, "") for name in _REPEATED},
        returns_to=target.netloc,
        again=request.full_path,
    )


def _scope_text(scope: str) -> str:
    texts = {
        "openid": t("know who you are, by an identifier"),
        "profile": t("read your name and headline"),
        "r_liteprofile": t("know who you are and read your name"),
    }
    return texts[scope]


def _unanswerable(problem: str) -> str:
    reasons = {
        "Unknown client_id.": t("No application with this client_id is registered here."),
        "The redirect_uri does not match a registered callback address.": t(
            "The address to return to (redirect_uri) is not registered for this application."
        ),
    }
    text = t("You have not been sent anywhere. Tell the administrator of the application that sent you here.")
    return render_template(
        "recruiter/message.html", title=t("This link does not work"), text=f"{reasons.get(problem, problem)} {text}"
    )
