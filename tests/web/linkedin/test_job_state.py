"""The line in a job's header keeps itself true."""

from django.test import Client

from skaffa.accounts.models import User
from skaffa.jobs.models import Job


def test_the_line_stops_asking_where_there_is_nothing_to_wait_for(client: Client, rhea: User, job: Job):
    client.force_login(rhea)

    answer = client.get(f"/jobs/{job.pk}/linkedin")

    assert answer.status_code == 200
    assert "hx-get" not in answer.content.decode()


def test_a_stranger_learns_nothing_of_a_job(client: Client, stan: User, job: Job):
    client.force_login(stan)

    assert client.get(f"/jobs/{job.pk}/linkedin").status_code == 404


def test_an_interviewer_sees_the_job_without_its_line(client: Client, rhea: User, ivan: User, job: Job):
    for user, told in ((rhea, True), (ivan, False)):
        client.force_login(user)
        assert ("linkedin-line" in client.get(f"/jobs/{job.pk}/").content.decode()) is told
