"""Whatever the integration records or tells people of has words of its own."""

from typing import get_args

import pytest
from django.utils.translation import override

from skaffa.activity.queries import Line
from skaffa.linkedin import subscribers
from skaffa.linkedin.models import Outcome, RefusalCode
from skaffa.notify.models import Notice
from skaffa.web.dashboard import words as notices
from skaffa.web.jobs import words as timelines

pytestmark = pytest.mark.django_db  # sources are rows
LANGUAGES = ("en", "sv")
VALUES = {
    "candidate": "Lo Persona",
    "job": "Harbour pilot",
    "refusal": RefusalCode.JOB_UNKNOWN,
    "outcome": Outcome.EXPIRED,
    "reason": "Invalid Field: /city",
    "source": "linkedin",
    "balanced": "yes",
    "people": 2,
    "by": "Ada",
}


def notice(kind):
    return notices.sentence(Notice(kind=kind, data=VALUES))


def line(kind, at, about):
    told = Line(
        id=1, at=at, kind=kind, actor="Ada", subject="Rhea", job_id=1, job="Harbour pilot", candidate_id=1,
        candidate="Lo", application_id=1, stages={}, data=VALUES,
    )  # fmt: skip
    [found] = timelines.told([told], about=about)
    return str(found.sentence)


@pytest.mark.parametrize("kind", [event.__name__ for event in get_args(subscribers.Told)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_has_words(kind, language):
    with override(language):
        assert notice(kind) != notice("NobodyKnows")


@pytest.mark.parametrize("kind", [event.__name__ for event in get_args(subscribers.Recorded)])
@pytest.mark.parametrize("about", ["job", "candidate"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_timeline_has_words(kind, about, language, at):
    with override(language):
        unknown = line("NobodyKnows", at, about).replace("NobodyKnows", kind)
        assert line(kind, at, about) != unknown
