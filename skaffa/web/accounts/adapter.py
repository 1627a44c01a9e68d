"""What we change about allauth: nobody signs up by themselves, e-mails wait in our own outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skaffa.core import clock
from skaffa.mail import actions


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is published without types
    """Users come by invitation only; what is mailed to them is a row first."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address and the password do not belong together."),
        "too_many_login_attempts": _("Too many failed tries. Wait five minutes, or reset your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("user_settings")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing on signing in and out: the page that follows says it."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send no e-mail beyond what the person asked for."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the e-mail; strangers who try addresses cause none."""
        if template_prefix != "account/email/password_reset_key":
            return
        given = {**context, "email": email}
        actions.write(
            email,
            subject=" ".join(render_to_string(f"{template_prefix}_subject.txt", given).split()),
            body=render_to_string(f"{template_prefix}_message.txt", given, allauth_context.request).strip(),
            at=clock.now(),
        )
