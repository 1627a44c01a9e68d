"""Every e-mail and what became of it: the outbox of administrators, and one e-mail for those who may read it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from skaffa.core import clock, paging
from skaffa.mail import outbox as actions
from skaffa.mail import queries, rules
from skaffa.mail.models import Status
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.mail import page

TONES = {
    Status.WAITING.value: "waiting",
    Status.HANDED_OVER.value: "waiting",
    Status.SENT.value: "good",
    Status.REFUSED.value: "bad",
    Status.UNCERTAIN.value: "bad",
    Status.CALLED_BACK.value: "neutral",
}


@require_safe
def outbox(request: Request) -> HttpResponse:
    """The latest first; the filter stays in the address."""
    status, search = http.text(request, "status"), http.text(request, "q")
    rows = queries.outbox(request.actor, status, search)
    context = page.context(request, "outbox") | {
        "page": paging.page(rows, by="-created_at", cursor=http.text(request, "cursor")),
        "q": search,
        "status": status,
        "choices": [("", _("All")), *Status.choices],
        "counts": queries.counts(request.actor),
        "tones": TONES,
    }
    return render(request, "mail/outbox.html", context)


@require_safe
def email(request: Request, email_id: int) -> HttpResponse:
    """One e-mail; while it waits the page looks again by itself."""
    found = queries.email(request.actor, email_id)
    context = {
        "email": found,
        "text": found.text.replace(rules.SECRET_LINK, gettext("[the reader’s own link]")),
        "attachments": found.attachments.all(),
        "tone": TONES[found.status],
        "may_decide": actions.may_decide(request.actor, found),
        "is_moving": found.status in {Status.WAITING, Status.HANDED_OVER},
    }
    return render(request, "mail/email.html", context)


@require_POST
def send_again(request: Request, email_id: int) -> HttpResponse:
    actions.send_again(email_id, by=request.actor, at=clock.now())
    return http.done(request, reverse("email", args=[email_id]), _("It is being sent again."))


@require_POST
def arrived(request: Request, email_id: int) -> HttpResponse:
    actions.confirm_sent(email_id, by=request.actor, at=clock.now())
    return http.done(request, reverse("email", args=[email_id]), _("Noted that it has arrived."))
