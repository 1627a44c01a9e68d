"""Some hundred made-up requests: no crash, and no answer that the API's document does not tell of.

The same as `python -m bench api`, which makes 5,000 against a real server.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole
from skaffa.keys import actions as keys
from skaffa.keys.models import Scope
from tests import personas
from tests.api.generated import Caller

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs/api/openapi.json"
MANY = 200


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A server closes what it does not need; here that is the connection whose transaction the test lives in."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def test_whatever_is_sent_is_answered_as_documented(settings, one_connection):
    settings.ALLOWED_HOSTS = ["localhost"]
    boss = personas.user("Bo", SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER)
    key = keys.make("Generated", scopes=Scope.values, by=Actor.of(boss), at=personas.START)
    document = json.loads(DOCUMENT.read_text())  # which is the one that is served: see test_api

    caller = Caller(document, key.secret, app=get_wsgi_application())
    tally = caller.play(MANY)

    assert not tally.faults, "\n\n".join(tally.faults[:5])
    assert tally.asked >= MANY
    seldom = set(caller.operations) - {name for name, times in tally.good.items() if times}
    assert not seldom
