"""Admin center, webhooks: which addresses are told what happens here, and what became of each message."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.core import clock, paging, refusals
from skaffa.hooks import actions, queries, rules
from skaffa.hooks.models import Disabled, Topic, Webhook
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.forms import Form
from skaffa.web.http import Request

form_view = require_http_methods(["GET", "HEAD", "POST"])


class WebhookForm(Form):
    url = forms.CharField(
        label=_("Address"),
        help_text=_("Where the other program listens; it begins with https://"),
        max_length=rules.URL,
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    topics = forms.MultipleChoiceField(
        label=_("What it is told of"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )


@never_cache
@form_view
def page(request: Request) -> HttpResponse:
    """All of them, and a form; a new one's secret is in the answer to the form, and nowhere else."""
    rows = queries.every(request.actor)
    made = None
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(**form.cleaned_data, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            form = WebhookForm()
    context = {
        "tabs": admin_tabs("webhooks"),
        "form": form,
        "made": made,
        "page": paging.page(rows, by="-created_at", cursor=http.text(request, "cursor")),
        "topics": _short_names(),
        "reasons": dict(Disabled.choices),
    }
    return render(request, "admin_center/webhooks.html", context, status=422 if form.errors else 200)


@never_cache
@form_view
def webhook(request: Request, webhook_id: int) -> HttpResponse:
    """One of them: change it, and what was sent there."""
    found = queries.webhook(request.actor, webhook_id)
    sent = request.method == "POST"
    form = WebhookForm(request.POST if sent else None, initial={"url": found.url, "topics": found.topics})
    if sent and form.is_valid():
        try:
            actions.change(found, **form.cleaned_data, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, _address(found), _("The webhook has been changed."))
    return _shown(request, found, form=form)


@require_POST
def test(request: Request, webhook_id: int) -> HttpResponse:
    found = queries.webhook(request.actor, webhook_id)
    actions.test(found, by=request.actor, at=clock.now())
    return http.done(
        request, _address(found), _("A test message is on its way. Load the page again to see whether it arrived.")
    )


@never_cache
@require_POST
def rotate(request: Request, webhook_id: int) -> HttpResponse:
    """A new secret, shown in this answer and nowhere else."""
    _sent = request.POST  # looked at, so that what is too large is refused as by every form
    found = queries.webhook(request.actor, webhook_id)
    changed = actions.rotate(found, by=request.actor, at=clock.now())
    return _shown(request, queries.webhook(request.actor, webhook_id), secret=changed.secret)


@require_POST
def switch(request: Request, webhook_id: int) -> HttpResponse:
    """Off, or on again."""
    found = queries.webhook(request.actor, webhook_id)
    act = actions.switch_off if found.is_enabled else actions.switch_on
    act(found, by=request.actor, at=clock.now())
    said = _("The webhook has been switched off.") if found.is_enabled else _("The webhook has been switched on.")
    return http.done(request, _address(found), said)


@require_POST
def delete(request: Request, webhook_id: int) -> HttpResponse:
    actions.delete(queries.webhook(request.actor, webhook_id), by=request.actor, at=clock.now())
    return http.done(request, reverse("admin_webhooks"), _("The webhook has been deleted."))


@require_POST
def redeliver(request: Request, webhook_id: int, delivery_id: int) -> HttpResponse:
    found = queries.webhook(request.actor, webhook_id)
    delivery = queries.delivery(request.actor, found, delivery_id)
    actions.redeliver(delivery, by=request.actor, at=clock.now())
    return http.done(request, _address(found), _("The message is sent again, under the same id."))


def _shown(request: Request, found: Webhook, *, form: WebhookForm | None = None, secret: str = "") -> HttpResponse:
    deliveries = queries.deliveries(request.actor, found)
    context: dict[str, Any] = {
        "tabs": admin_tabs("webhooks"),
        "webhook": found,
        "form": form or WebhookForm(initial={"url": found.url, "topics": found.topics}),
        "secret": secret,
        "is_own": found.owner_id == request.actor.user_id,
        "reason": Disabled(found.disabled).label if found.disabled else "",
        "topics": _short_names(),
        "is_overlapping": found.former_until is not None and clock.now() < found.former_until,
        "page": paging.page(deliveries, by="-created_at", cursor=http.text(request, "cursor")),
    }
    return render(request, "admin_center/webhook.html", context, status=422 if context["form"].errors else 200)


def _address(found: Webhook) -> str:
    return reverse("admin_webhook", args=[found.pk])


def _short_names() -> dict[str, str]:
    """A topic in a word or two: what stands before the colon."""
    return {value: str(label).partition(":")[0] for value, label in Topic.choices}
