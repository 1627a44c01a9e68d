"""In a demo only: every e-mail that was sent, as `skaffa catch-mail` keeps it; anybody at this machine may read them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skaffa.mail import markup
from skaffa.web.http import Request

_SHOWN = 100
_NAME = re.compile(r"(\d{8}T\d{12})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Caught:
    """One e-mail that was caught."""

    name: str
    at: datetime
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def html(self) -> SafeString:
        part = self.message.get_body(("html",))
        return mark_safe(markup.harmless(part.get_content())) if part else SafeString()  # noqa: S308 - sanitised

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return str(part.get_content()) if part else ""

    @property
    def files(self) -> list[str]:
        return [part.get_filename() or "" for part in self.message.iter_attachments() if part.get_filename()]


@never_cache
@require_safe
def inbox(request: Request) -> HttpResponse:
    """The latest first."""
    names = sorted((path.stem for path in _folder().glob("*.eml")), reverse=True)
    found = [caught for name in names[:_SHOWN] if (caught := _read(name)) is not None]
    return render(request, "mail/caught.html", {"emails": found, "total": len(names)})


@never_cache
@require_safe
def email(request: Request, caught: str) -> HttpResponse:
    found = _read(caught)
    if found is None:
        raise Http404
    return render(request, "mail/caught_email.html", {"email": found})


def _folder() -> Path:
    if not settings.SKAFFA.demo:
        raise Http404
    return Path(settings.SKAFFA.data) / "mail"


def _read(name: str) -> Caught | None:
    """Only names that we make are looked for."""
    named = _NAME.fullmatch(name)
    path = _folder() / f"{name}.eml"
    if named is None or not path.is_file():
        return None
    at = datetime.strptime(named[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return Caught(name, at, message_from_bytes(path.read_bytes(), policy=policy.default))
