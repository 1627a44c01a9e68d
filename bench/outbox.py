"""How long claiming a batch takes when a million marks wait."""

import time
from datetime import timedelta

from bench import customer
from bench.figures import HEADING, Figures, verdict

MARKS = 1_000_000
CLAIMS = 300
GOAL_CLAIM = 0.01
_FILL = """
    INSERT INTO linkedin_syncitem (connection_id, kind, entity_id, bulk, generation, marked_at, due_at, attempts,
        last_error, needs_attention)
    SELECT %(connection)s, (ARRAY['candidate', 'application', 'stages', 'feedback'])[1 + n %% 4], n, n %% 100 > 0, 1,
        %(at)s, %(at)s, 0, '', n %% 500 = 0
    FROM generate_series(1, %(marks)s) n
"""


def measure(marks: int = MARKS) -> bool:
    """Print the figures; whether the goal is met."""
    with customer.database("http://127.0.0.1:9"):
        from django.db import connection as database  # noqa: PLC0415 - Django is ready only now

        from skaffa.core import clock  # noqa: PLC0415
        from skaffa.linkedin.models import SyncKind  # noqa: PLC0415
        from skaffa.linkedin.sync import outbox  # noqa: PLC0415

        connection = customer.connection("v2")
        at = clock.now()
        with database.cursor() as cursor:
            cursor.execute(_FILL, {"connection": connection.pk, "marks": marks, "at": at})
            cursor.execute("VACUUM ANALYZE linkedin_syncitem")
        claims, drops = [], []
        for turn in range(CLAIMS):
            kind = (SyncKind.CANDIDATE, SyncKind.APPLICATION, SyncKind.STAGES)[turn % 3]
            began = time.perf_counter()
            items = outbox.claim(connection, kind, at=at + timedelta(seconds=1))
            claims.append(time.perf_counter() - began)
            if len(items) != outbox.BATCH:
                raise RuntimeError(f"claimed {len(items)} marks, not {outbox.BATCH}")
            began = time.perf_counter()
            outbox.accepted(items, at=at)
            drops.append(time.perf_counter() - began)
    print(f"\nAmong {marks:,} marks, batches of {outbox.BATCH}\n{HEADING}")
    found = Figures.of(claims)
    print(found.line("claim a batch"))
    print(Figures.of(drops).line("drop a batch that was accepted"))
    return verdict("claim a batch, p95", found.p95, GOAL_CLAIM)
