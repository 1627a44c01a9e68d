"""Days of recruiting, fetched while LinkedIn fails and workers die: the small form of `python -m bench retrieval`."""

from datetime import timedelta

from bench import retrieval
from bench.recruiters import Size
from skaffa.linkedin import quota
from skaffa.linkedin.models import Connection


def test_everything_arrives_once_and_the_quota_is_kept(db, sandboxed, monkeypatch):
    monkeypatch.setattr(retrieval, "OUTAGE", (2, 3))
    monkeypatch.setitem(quota.LIMITS, quota.RECRUITER_DATA, quota.Limit(requests_a_day=400))
    connection = Connection.objects.create(
        kind="partner",
        world="sandbox",
        client_id="bench",
        client_secret="bench-secret",
        created_at=retrieval.START,
        modified_at=retrieval.START,
    )
    size = Size(seats=3, inmails=250, notes=240, days=5, past=1)

    verdict = retrieval.play(connection, size, seed=1, every=timedelta(hours=2), limit=400)

    assert verdict.is_right, verdict.told()
    assert verdict.inmails == 250
    assert verdict.faults
