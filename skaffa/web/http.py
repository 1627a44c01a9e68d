"""What a view knows of a request and says in a response, beyond plain HTTP."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event
from django_htmx.middleware import HtmxDetails

from skaffa.accounts.actor import Actor
from skaffa.core import refusals


class Request(HttpRequest):
    """A request after our middleware: it has an actor (without a user when nobody is signed in) and HTMX's details."""

    actor: Actor
    htmx: HtmxDetails


def text(request: HttpRequest, name: str, *, limit: int = 200) -> str:
    """A text of the query string, trimmed; Invalid when it cannot be searched for."""
    value = request.GET.get(name, "").strip()
    if "\0" in value:
        raise refusals.Invalid(_("The address contains a character that cannot be used. Type the text again."))
    if len(value) > limit:
        raise refusals.Invalid(_("The text to search for is too long. Use a few words."))
    return value


def address(request: HttpRequest, **changes: str) -> str:
    """This page's address with some query parameters changed; an empty value removes its parameter."""
    query = {name: value for name, value in {**request.GET.dict(), **changes}.items() if value}
    return f"{request.path}?{urlencode(query)}" if query else request.path


def way_back(request: HttpRequest, default: str = "/") -> str:
    """Where a small form on every page (language, colours) returns to: `next`, if it is one of our own addresses."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else default


def redirect(request: Request, url: str) -> HttpResponse:
    """Go to a page of ours, also when HTMX asked."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def done(request: Request, url: str, message: refusals.Message, *, undo: str = "") -> HttpResponse:
    """Go to a page and say there what has been done; `undo` is the address that takes it back."""
    messages.success(request, str(message), extra_tags=undo)
    return redirect(request, url)


def toast(response: HttpResponse, message: refusals.Message, *, undo: str = "") -> HttpResponse:
    """Say what has been done beside a fragment that HTMX swaps in; `undo` is the address that takes it back."""
    told = {"text": str(message)}
    return trigger_client_event(response, "toast", told | {"undo": undo} if undo else told)
