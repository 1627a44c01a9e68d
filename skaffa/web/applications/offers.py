"""How far the offer to an applicant is: asked in a dialog, or on a page of its own; every step can be taken back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from skaffa.accounts.permissions import Action
from skaffa.applications import queries
from skaffa.applications.models import Application, OfferStatus
from skaffa.applications.offers import actions, rules
from skaffa.core import clock, refusals
from skaffa.core.refusals import Message
from skaffa.jobs import queries as jobs
from skaffa.web.applications import changed
from skaffa.web.applications.forms import OfferForm
from skaffa.web.http import Request
from skaffa.web.jobs import page


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: Request, application_id: int) -> HttpResponse:
    """Prepared, extended, accepted, or declined with a reason."""
    application = queries.application(request.actor, application_id)
    jobs.require(request.actor, Action.OFFER_MAKE, application.job)
    form = OfferForm(request.POST if request.method == "POST" else None, steps=rules.next_offers(application.offer))
    if request.method == "POST" and form.is_valid():
        try:
            after = actions.note(application, **form.cleaned_data, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return changed.answer(request, after, _said(after), "application-offer", whole=not after.is_active)
    return _asked(request, application, form)


@require_POST
def take_back(request: Request, application_id: int) -> HttpResponse:
    """The last step undone; somebody who had answered is considered again."""
    application = queries.application(request.actor, application_id)
    after = actions.take_back(application, by=request.actor, at=clock.now())
    words = _("%(name)s: %(state)s, as before.") if after.offer else _("%(name)s has no offer any more.")
    said = words % {"name": after.candidate, "state": after.get_offer_display()}
    return changed.answer(request, after, said, "application-offer", whole=not application.is_active)


def _said(after: Application) -> Message:
    if after.offer == OfferStatus.ACCEPTED:
        return _("%(name)s is hired. You find them under Closed.") % {"name": after.candidate}
    if after.offer == OfferStatus.DECLINED:
        return _("%(name)s has declined the offer. You find them under Closed.") % {"name": after.candidate}
    return _("%(name)s: %(state)s.") % {"name": after.candidate, "state": after.get_offer_display()}


def _asked(request: Request, application: Application, form: OfferForm) -> HttpResponse:
    context: dict[str, Any] = {
        "application": application,
        "form": form,
        "tab": changed.origin(request),
        "show": changed.text(request, "show"),
        "target": changed.target(request, application),
        "openings": queries.openings(application.job),
    }
    status = 422 if form.errors else 200
    if request.htmx:
        response = render(request, "applications/_offer.html", context, status=status)
        return reswap(retarget(response, "#dialog"), "innerHTML")
    context = page.context(request, application.job, "applicants") | context
    return render(request, "applications/offer.html", context, status=status)
