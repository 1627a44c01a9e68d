"""Sending once more what LinkedIn refused of a person."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skaffa.candidates import queries
from skaffa.core import clock
from skaffa.linkedin import sight
from skaffa.web import http
from skaffa.web.http import Request


@require_POST
def send_again(request: Request, candidate_id: int) -> HttpResponse:
    """The person and their applications, as they are now."""
    candidate = queries.candidate(request.actor, candidate_id)
    sight.retry(candidate, by=request.actor, at=clock.now())
    page = reverse("candidate_linkedin", args=[candidate.pk])
    return http.done(request, page, _("It is on its way to LinkedIn again."))
