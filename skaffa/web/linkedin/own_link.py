"""The link with which a person sees, removes and restores their own LinkedIn link: made by us, opened by them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.candidates import queries
from skaffa.core import clock, refusals
from skaffa.linkedin import own_link
from skaffa.web import http, limits
from skaffa.web.http import Request
from skaffa.web.linkedin import linking


@require_POST
def make(request: Request, candidate_id: int) -> HttpResponse:
    """Sent by e-mail, or shown to be copied."""
    candidate = queries.candidate(request.actor, candidate_id)
    send = request.POST.get("send") == "1"
    url = own_link.make(candidate, send=send, by=request.actor, at=clock.now())
    if send:
        back = reverse("candidate_linkedin", args=[candidate.pk])
        return http.done(request, back, _("The link is on its way to the person by e-mail."))
    return linking.whole(request, candidate, own_link=url)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """For the person, without an account; whoever tries links in bulk is stopped."""
    if not limits.within(request, "own_link", most=30):
        response = render(request, "linkedin/own_link_gone.html", {"words": limits.WORDS}, status=429)
        return _private(response)
    at = clock.now()
    try:
        if request.method == "POST":
            (own_link.restore if request.POST.get("restore") else own_link.remove)(token, at=at)
            return redirect("own_linkedin_link", token=token)
        shown = own_link.read(token, at=at)
    except refusals.Refusal as refusal:
        return _private(
            render(request, "linkedin/own_link_gone.html", {"words": refusal.message}, status=refusal.status)
        )
    return _private(render(request, "linkedin/own_link.html", {"own": shown}))


def _private(response: HttpResponse) -> HttpResponse:
    """Nobody keeps it, finds it or learns its address."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
