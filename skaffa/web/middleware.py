"""Every request knows who acts, in which language and time zone; every refusal becomes a page or a fragment."""

import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from skaffa.accounts.actor import Actor
from skaffa.candidates import queries as candidates
from skaffa.candidates.merging import queries as merging
from skaffa.core import refusals
from skaffa.jobs import queries as jobs
from skaffa.linkedin import connection
from skaffa.web import errors, http
from skaffa.web.http import Request

GetResponse = Callable[[HttpRequest], HttpResponse]

# The only addresses that answer without a sign-in; everything else asks for one first.
PUBLIC = frozenset(
    {
        "account_login",
        "account_inactive",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "invitation",
        "language",
        "colours",
        "public_job",
        "own_linkedin_link",
        "demo_mail",
        "demo_email",
        "public_jobs",
        "public_apply",
        "public_status",
        "public_withdraw",
        "public_sitemap",
        "public_availability",
        "public_interviews",
        "public_interview_calendar",
        "public_interview_cannot_come",
        "linkedin:webhook",
    }
)
NOBODY = Actor(None)


class ActorMiddleware:
    """Placed after authentication: gives the request its actor, their language and time zone, and asks for sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        user = request.user
        request.actor = NOBODY
        if user.is_authenticated:
            request.actor = Actor.of(user)
            request.LANGUAGE_CODE = user.language
            translation.activate(user.language)
        with timezone.override(_zone(request.actor)), _looking_only(request):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        if user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: Request, *_more: object) -> HttpResponseBase | None:
        match = request.resolver_match
        if match and (match.view_name == "api_document" or match.namespace == "api"):
            return None  # programs come in by their key
        if request.user.is_authenticated or (match and match.view_name in PUBLIC):
            return None
        if request.htmx:
            return HttpResponseClientRedirect(f"{request.htmx.current_url_abs_path or '/'}")
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


class RefusalMiddleware:
    """Placed last: translates refusals once, into a page, or into a fragment near its cause when HTMX asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, candidates.CandidateNotFound) and (led := _led_on(request)):
            return led
        if isinstance(exception, RequestDataTooBig):
            return errors.refused(request, errors.TooLarge())
        if isinstance(exception, refusals.Refusal):
            return errors.refused(request, exception)
        return None


def _led_on(request: Request) -> HttpResponse | None:
    """From the page of a record that was merged into another to the same page of that; to its first page if this was a form."""
    match = request.resolver_match
    old = match.kwargs.get("candidate_id") if match else None
    lives = merging.leads_to(request.actor, old)
    if match is None or lives is None:
        return None
    if request.method in {"GET", "HEAD"}:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return http.redirect(request, reverse(match.view_name, kwargs={**match.kwargs, "candidate_id": lives}) + query)
    said = _("This record has been merged into another one meanwhile, which you see here. Nothing has been changed.")
    messages.info(request, said)
    return http.redirect(request, reverse("candidate", args=[lives]))


@contextmanager
def _looking_only(request: HttpRequest) -> Iterator[None]:
    """A page that only shows things reads once what all of its parts ask for; one that changes them reads anew."""
    if request.method not in {"GET", "HEAD"}:
        yield
        return
    with jobs.read_once(), connection.read_once():
        yield


def _zone(actor: Actor) -> zoneinfo.ZoneInfo | None:
    if actor.user is None:
        return None
    try:
        return zoneinfo.ZoneInfo(actor.user.time_zone)
    except (ValueError, zoneinfo.ZoneInfoNotFoundError):
        return None  # a zone this machine's database does not know: the environment's own
