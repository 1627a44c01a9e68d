"""Admin center, E-mail: what every e-mail looks like, who sends it, and whether sending works."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, refusals
from skaffa.mail import actions, queries
from skaffa.mail.look import actions as looks
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.mail import page as pages
from skaffa.web.mail.forms import LookForm


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponse:
    permissions.require(request.actor, Action.ADMIN_CENTER)
    look = queries.look()
    initial = {name: getattr(look, name) for name in ("privacy_url", "terms_url", "footer_language")} if look else {}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LookForm(*sent, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data | {"picture": form.chosen()}
            looks.change(**given, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("mail_settings"), _("E-mails look like this from now on."))
    server = urlsplit(settings.SKAFFA.email_url)
    context = pages.context(request, "settings") | {
        "form": form,
        "look": look,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "server": f"{server.hostname}:{settings.EMAIL_PORT}" if server.hostname else "",
        "account": settings.EMAIL_HOST_USER if server.hostname else "",
        "is_demo": settings.SKAFFA.demo,
    }
    return render(request, "mail/settings.html", context, status=422 if form.errors else 200)


@require_GET
def picture(request: Request) -> HttpResponse:
    """The header picture, as it was written anew by us: nothing but a picture."""
    permissions.require(request.actor, Action.MAIL_TEMPLATES)
    look = queries.look()
    if look is None or not look.picture:
        raise refusals.NotFound
    response = HttpResponse(bytes(look.picture), content_type=look.picture_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
def test(request: Request) -> HttpResponse:
    """An e-mail to oneself, by the same way as all others."""
    email = actions.send_test(by=request.actor, at=clock.now())
    return http.redirect(request, reverse("email", args=[email.pk]))
