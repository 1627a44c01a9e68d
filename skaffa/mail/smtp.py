"""Django's way to a mail server, told apart at the one moment that matters: when the text of the e-mail begins to leave."""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

_ACCEPTED = {250, 251}


class Backend(EmailBackend):
    """Once open, `about_to_send` is called when the server has accepted sender and reader, before it gets the text.

    Whoever reads the e-mail must be accepted; somebody copied in who is refused does not keep it from its reader.
    """

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Secured if self.use_ssl else _Attentive

    def before_text(self, about_to_send: Callable[[], None]) -> None:
        if isinstance(self.connection, _Attentive):
            self.connection.about_to_send = about_to_send


class _Attentive(smtplib.SMTP):
    """An SMTP conversation that stops where the reader is refused, and says when the text is about to leave."""

    about_to_send: Callable[[], None] | None = None
    _is_reader = True  # the first who is named, then come those who are copied in

    def mail(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._is_reader = True
        return super().mail(*args, **kwargs)

    def rcpt(self, recip: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, said = super().rcpt(recip, *args, **kwargs)
        if self._is_reader and code not in _ACCEPTED:
            raise smtplib.SMTPRecipientsRefused({recip: (code, said)})
        self._is_reader = False
        return code, said

    def data(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if self.about_to_send is not None:
            self.about_to_send()
        return super().data(*args, **kwargs)


class _Secured(_Attentive, smtplib.SMTP_SSL):
    """The same, encrypted from its first byte."""
