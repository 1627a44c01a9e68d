"""A line under the bell for those it concerns."""

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.jobs.models import Job, TeamRole
from skaffa.notify import actions, queries
from skaffa.notify.models import Notice
from tests import personas
from tests.personas import START, Watch

pytestmark = pytest.mark.django_db


def test_the_jobs_recruiters_hear_of_a_prospect_except_who_added_it(rhea: User, hal: User):
    olga = personas.user("Olga", SecurityRole.RECRUITER)
    job = personas.active_job(rhea, team=[(olga, TeamRole.RECRUITER), (hal, TeamRole.HIRING_MANAGER)])

    greta = personas.candidate("Greta", "Ek")
    personas.prospect(job, greta, by=rhea)

    notice = Notice.objects.get()
    assert notice.user == olga
    assert notice.kind == "ProspectAdded"
    assert notice.data == {
        "candidate": "Greta Ek",
        "candidate_id": greta.pk,
        "job": "Lamp keeper",
        "source": "recruiter",
    }
    assert notice.url == f"/jobs/{job.pk}/prospects"


def test_a_prospect_nobody_told_who_added_is_news_to_every_recruiter(job: Job, rhea: User):
    personas.prospect(job)

    assert [notice.user for notice in queries.unread(Actor.of(rhea))] == [rhea]


def test_reading_leaves_other_peoples_notices_unread(rhea: User, hal: User, clock: Watch):
    actions.notice([rhea.pk, hal.pk, rhea.pk], kind="Test", data={}, at=START)

    assert actions.read_all(by=Actor.of(rhea), at=clock.tick()) == 1

    assert queries.unread(Actor.of(rhea)).count() == 0
    assert [notice.read_at for notice in queries.notices(Actor.of(rhea))] == [clock.at]
    assert queries.unread(Actor.of(hal)).count() == 1
    assert queries.notices(SYSTEM).count() == 0


def test_one_notice_is_read_once_and_only_by_its_reader(rhea: User, hal: User, clock: Watch):
    (notice,) = actions.notice([rhea.pk], kind="Test", data={}, at=START)
    read_at = clock.tick()

    with pytest.raises(queries.NoticeNotFound):
        actions.read(notice.pk, by=Actor.of(hal), at=read_at)
    actions.read(notice.pk, by=Actor.of(rhea), at=read_at)

    assert actions.read(notice.pk, by=Actor.of(rhea), at=clock.tick()).read_at == read_at
