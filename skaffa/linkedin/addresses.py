"""Where LinkedIn finds this environment: the address it pushes to, and where its consent page sends people back."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skaffa.core.refusals import Message
from skaffa.linkedin import rules
from skaffa.linkedin.models import Connection
from skaffa.linkedin.rules import CallbackFault

_CALLBACK_FAULTS = {
    CallbackFault.NO_HTTPS: _("LinkedIn needs an address that starts with https://. Set SKAFFA_SERVER_URL."),
    CallbackFault.WRONG_PORT: _("LinkedIn only calls port 443 or 80. Set SKAFFA_SERVER_URL."),
    CallbackFault.NOT_PUBLIC: _("LinkedIn must reach the address from outside. Set SKAFFA_SERVER_URL."),
    CallbackFault.HAS_CREDENTIALS: _("The address must not hold a user name or password. Set SKAFFA_SERVER_URL."),
}


def callback_url(connection: Connection) -> str:
    """Where LinkedIn is to push: unique per connection and unguessable."""
    environment = settings.SKAFFA
    path = reverse("linkedin:webhook", args=[connection.webhook_token])
    return f"{environment.server_url or environment.base_url}{path}"


def has_moved(connection: Connection) -> bool:
    """Whether LinkedIn was told another address than ours (see rules.has_moved)."""
    return connection.callback_url not in {"", callback_url(connection)}


def callback_trouble(connection: Connection) -> Message:
    """Why LinkedIn would not push to the callback address, and what to do; empty where it would."""
    fault = rules.callback_fault(callback_url(connection), plain_allowed=settings.SKAFFA.kind == "sandbox")
    return _CALLBACK_FAULTS[fault] if fault is not None else ""


def redirect_url() -> str:
    """Where LinkedIn's consent page sends people back to."""
    return f"{settings.SKAFFA.base_url}{reverse('linkedin:oauth_callback')}"
