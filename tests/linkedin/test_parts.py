"""The parts that others build on: quotas, the outbox, tokens, the sandbox's clock, the counts."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from django.apps import apps
from django.core import management
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.db import connection as database
from procrastinate.contrib.django import app as procrastinate

from rsc_client import errors
from rsc_client.auth import Token
from rsc_client.metering import Call
from rsc_client.transport import Channel, Hosts
from skaffa.core import clock as product_clock
from skaffa.core import events
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin import health, queries, quota, sandbox_clock, tasks
from skaffa.linkedin.events import SyncMarked
from skaffa.linkedin.models import (
    AccessToken,
    Connection,
    ExportedProfile,
    Quota,
    RemoteRecord,
    SyncItem,
    SyncKind,
)
from skaffa.linkedin.sandbox_clock import SandboxClock
from skaffa.linkedin.sync import candidates, outbox, pace, parts, push
from tests import personas
from tests.linkedin.world import browser_of

JOBS = "v2/simpleJobPostings"


@pytest.fixture
def connection(db, at):
    return Connection.objects.create(
        kind="own", world="sandbox", client_id="1", client_secret="s", created_at=at, modified_at=at
    )


# --- quotas -----------------------------------------------------------------------------------------------------------
def test_a_day_has_so_many_requests_and_no_more(db, at):
    Quota.objects.create(
        client_id="1", resource="v2/atsIntegrations", window="day", starts_at=midnight(at), requests=4_999
    )

    quota.take("1", "v2/atsIntegrations", 1, at=at)
    with pytest.raises(quota.QuotaUsedUp) as used_up:
        quota.take("1", "v2/atsIntegrations", 1, at=at)

    assert used_up.value.until == midnight(at) + timedelta(days=1)
    quota.take("2", "v2/atsIntegrations", 1, at=at)
    quota.take("1", "v2/atsIntegrations", 1, at=used_up.value.until)


def test_a_minute_has_so_many_records_and_no_more(db, at):
    for _ in range(20):
        quota.take("1", JOBS, 100, at=at)

    with pytest.raises(quota.QuotaUsedUp) as used_up:
        quota.take("1", JOBS, 1, at=at)

    assert used_up.value.until == at + timedelta(minutes=1)
    assert outbox.told_to_wait(used_up.value, at) == used_up.value.until
    quota.take("1", JOBS, 1, at=at + timedelta(minutes=1))


def test_old_windows_are_forgotten(db, at):
    quota.take("1", JOBS, 1, at=at - timedelta(days=4))
    quota.take("1", JOBS, 1, at=at)

    quota.forget(at=at)

    assert Quota.objects.count() == 2


def midnight(at):
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


# --- outbox -----------------------------------------------------------------------------------------------------------
def claim(connection, at, kind=SyncKind.JOB):
    return outbox.claim(connection, kind, at=at)


def test_without_a_connection_there_is_nobody_to_tell(db, at):
    with transaction.atomic():
        outbox.mark(SyncKind.JOB, [1], at=at)
    assert not SyncItem.objects.exists()


def test_marking_twice_is_one_mark_of_a_later_generation(connection, at):
    outbox.mark(SyncKind.JOB, [1], at=at)
    first = SyncItem.objects.get().generation
    outbox.mark(SyncKind.JOB, [1, 1], at=at)
    assert SyncItem.objects.get().generation == first + 1


def test_a_mark_outlives_a_sender_who_drops_marks_between_any_two_steps(connection, at):
    outbox.mark(SyncKind.JOB, [1], at=at)

    def drop_first(execute, sql, params, many, context):
        if "linkedin_syncitem" in sql and not sql.startswith("DELETE"):
            SyncItem.objects.all()._raw_delete(DEFAULT_DB_ALIAS)
        return execute(sql, params, many, context)

    with database.execute_wrapper(drop_first):
        outbox.mark(SyncKind.JOB, [1], at=at)

    assert [item.entity_id for item in claim(connection, at)] == [1]


def test_a_mark_says_so_out_loud(connection, at, heard):
    told = heard(SyncMarked)
    outbox.mark(SyncKind.JOB, [1], at=at)
    outbox.mark(SyncKind.JOB, [], at=at)
    assert told == [SyncMarked(connection_id=connection.pk, at=at)]


def test_a_leased_mark_is_nobody_elses_until_its_lease_ends(connection, at):
    outbox.mark(SyncKind.JOB, [1], at=at)
    assert len(claim(connection, at)) == 1
    assert not claim(connection, at)
    assert len(claim(connection, at + outbox.LEASE)) == 1


def test_what_changed_while_it_was_sent_is_sent_again(connection, at):
    outbox.mark(SyncKind.JOB, [1], at=at)
    [item] = claim(connection, at)
    outbox.mark(SyncKind.JOB, [1], at=at)

    outbox.accepted([item], at=at)

    assert len(claim(connection, at)) == 1


def test_what_changed_while_it_was_refused_is_sent_again(connection, at):
    outbox.mark(SyncKind.JOB, [1], at=at)
    [item] = claim(connection, at)
    outbox.mark(SyncKind.JOB, [1], at=at)

    outbox.refused(item, "no", at=at)

    assert not SyncItem.objects.get().needs_attention


def test_what_is_refused_waits_for_an_edit(connection, at):
    outbox.mark(SyncKind.JOB, [1], at=at)
    [item] = claim(connection, at)
    outbox.refused(item, "no", at=at)
    assert not claim(connection, at + timedelta(days=9))

    outbox.mark(SyncKind.JOB, [1], at=at)

    assert len(claim(connection, at)) == 1


def test_pauses_grow_and_linkedins_word_counts(connection, at):
    outbox.mark(SyncKind.JOB, [1], at=at)
    pauses = []
    for _ in range(9):
        [item] = claim(connection, SyncItem.objects.get().due_at)
        outbox.postponed([item], "down", at=at)
        pauses.append(SyncItem.objects.get().due_at - at)
    assert pauses == sorted(pauses)
    assert pauses[-1] == outbox.BACKOFF[-1]

    outbox.postponed([SyncItem.objects.get()], "429", at=at, until=at + timedelta(hours=9))

    assert SyncItem.objects.get().due_at == at + timedelta(hours=9)


def test_what_waits_for_its_parent_is_woken_though_it_failed_before(connection, at):
    outbox.mark(SyncKind.APPLICATION, [1], at=at)
    [item] = claim(connection, at, SyncKind.APPLICATION)
    outbox.postponed([item], "down", at=at)
    outbox.waits([item], "the candidate first", at=at)
    assert not claim(connection, at, SyncKind.APPLICATION)

    outbox.wake(connection.pk, [SyncKind.APPLICATION], [1], at=at)

    assert claim(connection, at, SyncKind.APPLICATION)


def test_how_long_to_wait_is_what_linkedin_says(at):
    soon = timedelta(seconds=7)
    throttled = errors.refused(errors.Refusal(status=429, retry_after=soon))
    assert outbox.told_to_wait(throttled, at) == at + soon
    assert outbox.told_to_wait(errors.Unavailable("down", retry_after=soon), at) == at + soon
    assert outbox.told_to_wait(errors.Unavailable("down"), at) is None
    assert outbox.told_to_wait(errors.NotSent("no"), at) is None


# --- connection -------------------------------------------------------------------------------------------------------
def test_one_environment_has_one_live_connection(connection, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Connection.objects.create(kind="own", world="sandbox", client_id="2", created_at=at, modified_at=at)


def test_tokens_are_shared_and_encrypted(db, at):
    connections.TOKENS.save("1", Token("secret", at))
    connections.TOKENS.save("1", Token("secret-2", at))

    assert connections.TOKENS.load("1") == Token("secret-2", at)
    assert connections.TOKENS.load("2") is None
    connections.forget_token("1")
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.refused(errors.Refusal(status=401)), "credentials"),
        (errors.refused(errors.Refusal(status=403, message="no")), "not allow"),
        (errors.refused(errors.Refusal(status=404)), "not know"),
        (errors.refused(errors.Refusal(status=429)), "wait"),
        (errors.refused(errors.Refusal(status=422, message="/title is wrong")), "/title is wrong"),
        (errors.refused(errors.Refusal(status=400)), "400"),
        (errors.Unavailable("x"), "reached"),
        (errors.MalformedResponse("x", "y"), "understand"),
        (errors.NotSent("too many"), "too many"),
    ],
)
def test_every_failure_has_words_for_people(error, words):
    assert words in connections.explain(error)


def test_a_channel_speaks_to_the_hosts_of_the_settings_alone(settings, sandboxed):
    made = []

    def factory(hosts, meter):
        made.append(hosts)
        return Channel(hosts, meter=meter, transport=httpx.MockTransport(lambda _: httpx.Response(200)))

    with connections.use(factory):
        assert connections.channel() is connections.channel()

    assert [(hosts.api, hosts.tokens) for hosts in made] == [("http://127.0.0.1:8010", "http://127.0.0.1:8010")]


def test_without_a_factory_of_its_own_a_process_uses_the_network():
    with connections.use(connections._network):
        assert connections.channel().hosts.api.startswith("http")


def test_in_partner_mode_there_is_a_parent(settings, sandboxed):
    assert connections.parent() is not None
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"linkedin_parent_client_id": ""})
    assert connections.parent() is None


# --- the sandbox's clock ----------------------------------------------------------------------------------------------
class Sandbox:
    """Tells the time over HTTP, if it is up."""

    def __init__(self):
        self.answer = httpx.Response(200, json={"now": 0})
        self.asked = 0
        self.elapsed = 0.0
        channel = Channel(Hosts.single("http://sandbox.test"), transport=httpx.MockTransport(self.tell))
        self.clock = SandboxClock("http://sandbox.test", channel=channel, timer=lambda: self.elapsed)

    def tell(self, _request):
        self.asked += 1
        return self.answer

    def at(self, moment):
        self.answer = httpx.Response(200, json={"now": int(moment.timestamp() * 1000)})


def test_the_sandbox_leads_and_we_follow_at_most_a_second_later():
    sandbox = Sandbox()
    far = datetime(2031, 5, 1, tzinfo=UTC)
    sandbox.at(far)

    assert abs(sandbox.clock.now() - far) < timedelta(seconds=5)
    sandbox.at(far + timedelta(days=30))
    assert sandbox.clock.now() < far + timedelta(days=1)
    assert sandbox.asked == 1
    sandbox.elapsed += sandbox_clock.STALE_AFTER
    assert sandbox.clock.now() > far + timedelta(days=29)


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(503), httpx.Response(200, content=b"x"), httpx.Response(200, json={}), httpx.Response(200, json=[]),
     httpx.Response(200, json={"now": 10**30})],
)  # fmt: skip
def test_a_sandbox_that_does_not_answer_leaves_its_last_distance(answer):
    sandbox = Sandbox()
    far = datetime(2031, 5, 1, tzinfo=UTC)
    sandbox.at(far)
    sandbox.clock.now()
    sandbox.elapsed += 60
    sandbox.answer = answer

    assert abs(sandbox.clock.now() - far) < timedelta(minutes=1)


def test_linkedins_own_clock_is_never_followed():
    with pytest.raises(ValueError, match="sandbox"):
        SandboxClock("https://api.linkedin.com")


def test_only_a_sandbox_environment_that_wants_it_follows(settings, sandboxed, clock):
    sandbox_clock.install_if_wanted()
    assert product_clock.now() == clock.at

    settings.SKAFFA = settings.SKAFFA.model_copy(update={"follow_sandbox_clock": True, "kind": "production"})
    sandbox_clock.install_if_wanted()
    assert product_clock.now() == clock.at

    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "sandbox"})
    sandbox_clock.install_if_wanted()
    assert product_clock._clock.__name__ == "now"


# --- the counts -------------------------------------------------------------------------------------------------------
def test_the_command_prints_what_came_in_and_what_became_of_it(world, ada, job, capsys):
    world.connect(ada)
    world.export(job.code)
    world.run()

    management.call_command("linkedin_counts")

    assert "prospects                 1" in capsys.readouterr().out


def test_the_command_fails_when_something_is_lost_or_doubled(world, ada, job, rhea):
    world.connect(ada)
    world.export(job.code)
    world.export(job.code, member=1031)
    world.run()
    ExportedProfile.objects.update(member_urn="urn:li:person:one")

    with pytest.raises(CommandError, match="more than one candidate"):
        management.call_command("linkedin_counts")


@pytest.mark.parametrize(
    ("name", "pause"),
    [("linkedin.sweep_inbox", 10), ("linkedin.send_due", 15), ("linkedin.tidy_up", 86_400)],
)
def test_what_was_forgotten_is_looked_for_in_this_rhythm(name, pause):
    registered = procrastinate.periodic_registry.periodic_tasks.values()
    [periodic] = [one for one in registered if one.task.name == name]
    times = periodic.croniter.all_next(float, start_time=personas.START.timestamp() + 61)

    first, second, third = (next(times) for _ in range(3))

    assert (second - first, third - second) == (pause, pause)


def test_an_export_is_taken_in_before_a_thousand_marks_are_sent(db, clock):
    for _ in range(3):
        tasks.send_due.defer()
    tasks.handle_notification.defer(notification_id=1)

    with database.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, NULL)")
        [(first,)] = cursor.fetchall()

    assert first == "linkedin.handle_notification"


def test_a_night_without_a_connection_is_a_quiet_one(db, clock):
    tasks.tidy_up()
    tasks.send_due()
    tasks.sweep_inbox()

    assert health.health().inbox_waiting == 0
    assert health.counts().balanced
    assert not queries.find_people_url(Job())


@pytest.mark.parametrize("status", ["failed", "doing"])
def test_after_a_week_the_queue_forgets_what_failed_or_was_abandoned(db, clock, status):
    old, recent, waiting = (tasks.send_due.defer() for _ in range(3))
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id <> %s", [status, waiting])
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '8 days' WHERE job_id IN (%s, %s)", [old, waiting]
        )

        tasks.tidy_up()

        cursor.execute("SELECT id FROM procrastinate_jobs ORDER BY id")
        assert [row[0] for row in cursor.fetchall()] == [recent, waiting]


def test_an_event_published_outside_a_transaction_is_an_error():
    with pytest.raises(events.PublishedOutsideTransaction):
        events.publish(SyncMarked(connection_id=1, at=datetime.now(UTC)))


def test_every_row_has_a_name_for_people_who_look_at_tables(world, ada, job, rhea):
    world.connect(ada)
    world.consent(rhea, "rhea")
    world.export(job.code)
    world.run()
    personas.active_job(rhea)
    browser_of(rhea).post("/linkedin/oauth/start")

    rows = [row for model in apps.get_app_config("linkedin").get_models() for row in model._default_manager.all()[:1]]

    assert len({type(row) for row in rows}) == 14
    assert all(str(row) for row in rows)


def test_what_refused_once_is_used_up_until_its_window_ends(db, at):
    for _ in range(19):
        quota.take("1", JOBS, 100, at=at)
    quota.take("1", JOBS, 50, at=at)
    with pytest.raises(quota.QuotaUsedUp):
        quota.take("1", JOBS, 51, at=at)

    assert quota.used_up("1", at=at) == {JOBS: at + timedelta(minutes=1)}
    with pytest.raises(quota.QuotaUsedUp):
        quota.take("1", JOBS, 1, at=at)
    assert quota.used_up("2", at=at) == {}
    assert quota.used_up("1", at=at + timedelta(minutes=1)) == {}
    assert Quota.objects.get(window="day", resource=JOBS).requests == 20  # a refused request counts nowhere


def test_a_change_waits_for_what_follows_it_but_no_longer_than_from_the_first(connection, at, settings):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"linkedin_wait": 5})
    outbox.mark(SyncKind.JOB, [1], at=at)
    outbox.mark(SyncKind.JOB, [1], at=at + timedelta(seconds=4))
    outbox.mark(SyncKind.JOB, [2], at=at, bulk=True)

    assert [item.entity_id for item in claim(connection, at)] == [2]
    assert [item.entity_id for item in claim(connection, at + timedelta(seconds=5))] == [1]


def call(records, resource=JOBS):
    return Call(client_id="1", resource=resource, method="BATCH_UPDATE", records=records)


def test_calls_are_counted_in_one_go_and_what_is_not_made_of_them_is_given_back(db, clock):
    meter = quota.Meter(clock)

    with quota.reserved("1", JOBS, [3, 3, 4], at=clock.at):
        meter.before(call(3))
        assert Quota.objects.get(window="day").requests == 3
        meter.before(call(3, "v2/atsIntegrations"))  # of another resource: counted by itself
        meter.before(call(4))

    day = Quota.objects.get(window="day", resource=JOBS)
    assert (day.requests, day.records) == (2, 7)
    assert Quota.objects.get(window="day", resource="v2/atsIntegrations").requests == 1


def test_where_not_all_calls_fit_each_counts_by_itself(db, clock):
    meter = quota.Meter(clock)

    with quota.reserved("1", JOBS, [1_500, 1_000], at=clock.at):
        meter.before(call(1_500))
        with pytest.raises(quota.QuotaUsedUp):
            meter.before(call(1_000))

    assert Quota.objects.get(window="minute").records == 1_500


def test_a_call_that_comes_after_its_minute_counts_in_the_next(db, clock):
    meter = quota.Meter(clock)

    with quota.reserved("1", JOBS, [5, 5], at=clock.at):
        meter.before(call(5))
        clock.tick(minutes=1)
        meter.before(call(5))

    minutes = Quota.objects.filter(window="minute").order_by("starts_at")
    assert list(minutes.values_list("requests", flat=True)) == [1, 1]


def test_a_turn_ends_in_time_and_gives_back_what_it_has_not_asked(world, ada, job, monkeypatch):
    """Live changes of the other kinds shall not wait for the stages of hundreds of applications."""
    connection = world.connect(ada)
    for number in range(3):
        personas.applicant(job, personas.candidate(f"Person {number}", emails=(f"p{number}@example.com",)))
    world.run()
    push.mark_everything(connection, at=world.clock.tick())
    RemoteRecord.objects.filter(kind=SyncKind.STAGES).update(parts={})
    monkeypatch.setattr(pace, "SECONDS", -1.0)

    looked = parts.send(parts.STAGES, connection, connections.client(connection), at=world.clock.at)

    assert looked == 3
    left = SyncItem.objects.filter(kind=SyncKind.STAGES)
    assert left.count() == 2
    assert not left.exclude(lease_until=None).exists()


@pytest.fixture
def waiting(world, ada, job, monkeypatch):
    """Five people on their way to LinkedIn, which takes two in a call."""
    monkeypatch.setattr(outbox, "BATCH", 2)
    monkeypatch.setitem(pace._possible, SyncKind.CANDIDATE, 5)
    connection = world.connect(ada)
    return connection, [
        personas.applicant(job, personas.candidate(f"Person {number}", "Lind", emails=(f"p{number}@example.com",)))
        for number in range(5)
    ]


def test_a_turn_makes_as_many_calls_as_it_takes(world, waiting):
    connection, _people = waiting

    assert candidates.send(connection, connections.client(connection), at=world.clock.tick()) == 5

    assert not SyncItem.objects.filter(kind=SyncKind.CANDIDATE).exists()
    assert RemoteRecord.objects.filter(kind=SyncKind.CANDIDATE, accepted_at__isnull=False).count() == 5
    assert candidates_called() == 3


def test_what_was_answered_before_a_call_failed_is_settled_and_the_rest_comes_again(world, waiting):
    connection, _people = waiting
    said = iter((True, False, True))
    world.alter = lambda content: content if next(said) else b"{"

    with pytest.raises(errors.MalformedResponse):
        candidates.send(connection, connections.client(connection), at=world.clock.tick())

    assert candidates_called() == 2
    left = SyncItem.objects.filter(kind=SyncKind.CANDIDATE)
    assert left.count() == 3
    assert not left.exclude(lease_until=None, attempts=1).exists()
    world.alter = bytes
    world.clock.tick(minutes=1)
    taken = [candidates.send(connection, connections.client(connection), at=world.clock.at) for _ in range(2)]
    assert taken == [2, 1]  # as many as the turn before could do
    assert not left.exists()


def test_a_turn_takes_on_what_the_one_before_it_could_do(monkeypatch):
    monkeypatch.setattr(pace, "_possible", {})
    sizes = []
    for done, left in ((100, 0), (200, 0), (400, 0), (800, 0), (40, 960), (3, 37), (10, 0)):
        turn = pace.Slice(SyncKind.STAGES, least=10)
        sizes.append(turn.most)
        turn.end(done=done, left=left)

    assert sizes == [100, 200, 400, 800, 1_000, 40, 10]
    assert pace.Slice(SyncKind.STAGES, least=10).most == 20


def candidates_called():
    used = Quota.objects.filter(resource="v2/atsCandidates", window="day")
    return sum(used.values_list("requests", flat=True))
