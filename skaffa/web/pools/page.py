"""What every page of one talent pool shows: header, tabs, and what the reader may do there."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skaffa.core.refusals import Message
from skaffa.pools import queries
from skaffa.pools.models import Pool
from skaffa.web import navigation
from skaffa.web.http import Request


def context(request: Request, pool: Pool, current: str) -> dict[str, Any]:
    """The header and tabs of a pool's page; `current` names the tab."""
    may = queries.rights(request.actor, pool)
    total = queries.counts([pool])[pool.pk]
    rows: list[tuple[str, Message, str, int | None]] = [("people", _("Candidates"), "pool", total)]
    if not pool.is_linkedin:
        rows.append(("access", _("Manage access") if may.edit else _("Access"), "pool_access", None))
    tabs = ((name, label, reverse(url, args=[pool.pk]), count) for name, label, url, count in rows)
    return {
        "pool": pool,
        "may": may,
        "total": total,
        "is_mine": pool.owner_id == request.actor.user_id,
        "tabs": navigation.tabs(current, *tabs),
    }
