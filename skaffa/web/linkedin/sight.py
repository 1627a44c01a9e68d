"""What LinkedIn sees of a person, which the LinkedIn tab asks for once it is there; and sending again what was refused."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skaffa.candidates import queries
from skaffa.core import clock
from skaffa.linkedin import sight
from skaffa.web import http
from skaffa.web.candidates import page
from skaffa.web.http import Request


@require_safe
def seen(request: Request, candidate_id: int) -> HttpResponse:
    """The panel for HTMX; a page of its own where no script runs."""
    candidate = queries.candidate(request.actor, candidate_id)
    context = {"candidate": candidate, "sight": sight.of(request.actor, candidate)}
    if request.htmx:
        return render(request, "linkedin/_sight.html", context) if context["sight"] else HttpResponse()
    return render(request, "linkedin/sight.html", page.context(request, candidate, "linkedin") | context)


@require_POST
def send_again(request: Request, candidate_id: int) -> HttpResponse:
    """The person and their applications, as they are now."""
    candidate = queries.candidate(request.actor, candidate_id)
    sight.retry(candidate, by=request.actor, at=clock.now())
    tab = reverse("candidate_linkedin", args=[candidate.pk])
    return http.done(request, tab, _("It is on its way to LinkedIn again."))
