"""From when on two records are called the same person, and when somebody is asked: chosen by administrators."""

from datetime import datetime

import phonenumbers
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import refusals
from skaffa.duplicates import queries
from skaffa.duplicates.models import Policy

REGIONS = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""Two letters each, as ISO 3166 has them."""
LEAST = 0.01

_EVERYBODY = """
INSERT INTO duplicates_mark (candidate_id, at, is_new) SELECT candidate_id, %s, false FROM duplicates_record
"""


@transaction.atomic
def choose(*, same: float, maybe: float, region: str, by: Actor, at: datetime) -> Policy:
    """Thresholds as probabilities, `maybe` at most `same`; another region has everybody's numbers read anew.

    Whoever waits in the queue stays there. Raises Invalid naming `same`, `maybe`, `region`.
    """
    permissions.require(by, Action.ADMIN_CENTER)
    wrong: dict[str, refusals.Message] = {}
    if not LEAST <= same <= 1:
        wrong["same"] = _("Give a number from 1 to 100.")
    if not LEAST <= maybe <= same:
        wrong["maybe"] = _("Give a number from 1 to the one above.")
    if region not in REGIONS:
        wrong["region"] = _("Choose one of the countries.")
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    before = queries.policy()
    chosen, _is_new = Policy.objects.update_or_create(
        is_only=True, defaults={"same": same, "maybe": maybe, "region": region, "changed_at": at}
    )
    if region != before.region:
        with connection.cursor() as cursor:
            cursor.execute(_EVERYBODY, [at])
    return chosen
