"""How a no looks: one page and one fragment for every refusal, and the pages of errors that have no view."""

from dataclasses import dataclass

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import queries
from skaffa.accounts.models import User
from skaffa.core import refusals
from skaffa.core.refusals import Message


class TooLarge(refusals.Refusal):
    """More was sent than one form may hold."""

    status = 413
    sentence = _("What was sent is too large for one form. Nothing has been saved.")


class StaleForm(refusals.Refusal):
    """The form is older than the session it is sent in, or its cookie is missing."""

    status = 403
    sentence = _("This form was opened in another session, or cookies are switched off. Nothing has been saved.")


class TooManyTries(refusals.Refusal):
    """A rate limit of the sign-in pages."""

    status = 429
    sentence = _("There have been too many tries from your network in a short time.")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a refused person reads: what happened, why, what to do, and who else can do it."""

    heading: Message
    reason: Message
    next_step: Message
    people: tuple[User, ...] = ()


_HEADINGS: dict[int, tuple[Message, Message]] = {
    400: (_("We could not read that"), _("Go back and try again.")),
    403: (_("You cannot do this"), _("Ask an administrator if you think you should be able to.")),
    404: (_("We cannot find that"), _("Check the address, or start from the list it belonged to.")),
    409: (_("This cannot be done right now"), _("Go back and look at how things stand now.")),
    413: (_("That is too much at once"), _("Go back and send less text, or a smaller file.")),
    422: (_("Something needs to be corrected"), _("Go back, change what is named here, and try again.")),
    429: (_("Please wait a little"), _("Wait five minutes, then try again.")),
}


def explanation(refusal: refusals.Refusal) -> Explanation:
    """The words for one refusal; a refused right names the administrators, who can give it."""
    heading, next_step = _HEADINGS.get(refusal.status, _HEADINGS[400])
    if isinstance(refusal, StaleForm):
        next_step = _("Go back, reload the page and send the form again.")
    people = tuple(queries.administrators()) if isinstance(refusal, refusals.NotAllowed) else ()
    return Explanation(heading, refusal.message, next_step, people)


def refused(request: HttpRequest, refusal: refusals.Refusal) -> HttpResponse:
    """A page, or for HTMX a fragment that our script puts beside what was pressed."""
    context = {"explanation": explanation(refusal), "fields": refusal.fields, "back": _previous_page(request)}
    if getattr(request, "htmx", False):
        response = render(request, "components/refusal.html", context, status=refusal.status)
        response["X-Refusal"] = refusal.code
        return response
    return render(request, "refused.html", context, status=refusal.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400; a body that is too large is noticed before any view of ours."""
    if isinstance(exception, RequestDataTooBig):
        return refused(request, TooLarge())
    return refused(request, refusals.Refusal(_("The request was damaged on its way, or not made by a page of ours.")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return refused(request, refusals.NotAllowed())


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return refused(request, refusals.NotFound(_("The address may be misspelt, or what it led to is gone.")))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What allauth shows when an address has used up its tries."""
    return refused(request, TooManyTries())


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return refused(request, StaleForm())


def _previous_page(request: HttpRequest) -> str:
    referrer = request.headers.get("Referer", "")
    try:
        ours = {request.get_host()}
    except DisallowedHost:  # asked for under a name that is not ours, which is what is being refused
        return ""
    return referrer if url_has_allowed_host_and_scheme(referrer, ours) else ""
