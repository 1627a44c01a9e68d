"""What every e-mail has around its text can be changed: a picture above, links below, and their language (A152)."""

import dataclasses
from datetime import datetime
from typing import Any

from django.db import transaction

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import Language
from skaffa.accounts.permissions import Action
from skaffa.core import events
from skaffa.mail.events import MailLookChanged
from skaffa.mail.models import Look
from skaffa.mail.pictures import NO_PICTURE, Picture


@transaction.atomic
def change(
    *,
    picture: Picture | None,
    remove_picture: bool = False,
    privacy_url: str,
    terms_url: str,
    footer_language: str = "",
    by: Actor,
    at: datetime,
) -> Look:
    """Let it be otherwise; no picture given: the one that is there stays; no language: the e-mail's own."""
    permissions.require(by, Action.ADMIN_CENTER)
    told: dict[str, Any] = {"privacy_url": privacy_url, "terms_url": terms_url, "modified_at": at}
    told["footer_language"] = Language(footer_language) if footer_language else ""
    if picture is not None or remove_picture:
        told |= {f"picture_{name}": value for name, value in dataclasses.asdict(picture or NO_PICTURE).items()}
        told["picture"] = told.pop("picture_content")
    look, _is_new = Look.objects.update_or_create(pk=1, defaults=told)
    events.publish(MailLookChanged(at=at, by_id=by.user_id))
    return look
