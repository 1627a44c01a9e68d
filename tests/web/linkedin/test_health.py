"""Integration health: an administrator sees how the traffic goes, and mends it with two buttons."""

import re
from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from skaffa.accounts.actor import Actor
from skaffa.candidates import queries as candidates
from skaffa.linkedin import flow, monitor, samples, tallies
from skaffa.linkedin.models import (
    AccessToken,
    Connection,
    ExportedProfile,
    Quota,
    Sample,
    SyncItem,
    SyncKind,
    Visibility,
)
from skaffa.linkedin.sync import outbox, push
from tests import personas
from tests.linkedin.world import SOMEBODY_ELSE, browser_of
from tests.web import parts

ADDRESS = "/admin-center/linkedin/health"


def page(user):
    return parts.shown(browser_of(user), ADDRESS)


def queued(ada, clock):
    queue = monitor.queue(Actor.of(ada), most=5, at=clock.at)
    assert queue is not None
    return queue


def lane(ada, kind, clock):
    return next(one for one in queued(ada, clock).lanes if one.kind is kind)


@pytest.fixture
def refused(world, connection, job):
    """Somebody LinkedIn would not take: without an address, and unknown to it."""
    nameless = personas.candidate("Greta", "Lind")
    personas.applicant(job, nameless)
    world.run()
    return nameless


def test_before_linkedin_is_connected_the_page_says_what_to_do(ada, world):
    shown = page(ada)

    assert "LinkedIn is not connected" in shown
    assert "/admin-center/linkedin" in shown


def test_before_linkedin_is_connected_there_are_no_parts_and_their_addresses_lead_to_the_page(ada, world):
    browser = browser_of(ada)

    assert parts.addresses(browser.get(ADDRESS).content.decode()) == []
    for name in ("recruiter", "conversation", "deletions"):
        assert browser.get(f"{ADDRESS}/{name}").headers["Location"] == ADDRESS
        asked = browser.get(f"{ADDRESS}/{name}", headers={"HX-Request": "true"})
        assert asked.headers["HX-Redirect"] == ADDRESS


def test_each_part_brings_the_panels_whose_place_is_held_and_is_a_page_of_its_own_too(ada, world, connection):
    browser = browser_of(ada)
    held = browser.get(ADDRESS).content.decode()
    panels = {
        "recruiter": ("unlisted", "retrieval"),
        "conversation": ("quotas", "pushes", "unconnected", "seats"),
        "deletions": ("deletions",),
    }

    assert parts.addresses(held) == [f"{ADDRESS}/{name}" for name in panels]
    for name, ids in panels.items():
        part = parts.fetched(browser, f"{ADDRESS}/{name}")
        alone = browser.get(f"{ADDRESS}/{name}").content.decode()
        assert "<html" not in part
        assert "<html" in alone
        for one in ids:
            assert [page.count(f'id="{one}"') for page in (held, part, alone)] == [1, 1, 1]


def test_every_kind_has_its_line_and_every_throttle_its_meter(ada, world, connection, job, clock):
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    world.run()

    shown = page(ada)

    assert lane(ada, SyncKind.CANDIDATE, clock).held.number == 1
    assert lane(ada, SyncKind.STAGES, clock).waiting.number == 0
    assert "v2/atsCandidates" in shown
    assert "1 of 10,000" in shown
    assert "Nothing is refused" in shown


def test_what_is_refused_is_listed_with_its_reason_and_can_be_sent_again(ada, refused, clock):
    shown = page(ada)
    assert "LinkedIn wants a last name" in shown
    assert f"/candidates/{refused.pk}/linkedin" in shown
    assert lane(ada, SyncKind.CANDIDATE, clock).refused.number == 1

    answer = browser_of(ada).post(f"{ADDRESS}/retry")

    assert answer.status_code == 302
    assert lane(ada, SyncKind.CANDIDATE, clock).refused.number == 0
    assert lane(ada, SyncKind.CANDIDATE, clock).waiting.number == 1


def test_comparing_everything_marks_everything_and_calls_nothing_that_is_known(ada, world, connection, job):
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    world.run()
    with world.sandbox.transaction() as tx:
        before = tx.execute("SELECT count(*) FROM calls").fetchone()[0]

    browser_of(ada).post(f"{ADDRESS}/compare")
    assert SyncItem.objects.filter(kind=SyncKind.CANDIDATE, bulk=True).exists()
    world.run()

    with world.sandbox.transaction() as tx:
        assert tx.execute("SELECT count(*) FROM calls").fetchone()[0] == before
    assert not SyncItem.objects.exists()


def test_what_left_linkedin_is_proved(ada, world, with_lists, rhea, clock):
    world.consent(rhea, "rhea")
    job = personas.active_job(rhea, is_confidential=True)
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    world.run()
    Connection.objects.update(visibility=Visibility.EVERYONE)
    push.mark_everything(Connection.objects.get(), at=world.clock.tick())
    world.run()

    shown = page(ada)

    assert "with what it belonged to" in shown
    assert "Greta" not in shown
    deletions = monitor.deletions(Actor.of(ada))
    assert deletions is not None
    assert deletions.open == 0


def test_who_is_not_connected_is_named_and_not_offered_as_help(ada, world, connection, rhea):
    shown = page(ada)

    assert str(rhea) in shown
    assert "Who can help" not in shown


def test_a_refused_application_leads_to_its_candidate(ada, world, connection, job, clock):
    person = personas.candidate("Greta", "Lind", emails=("greta@example.com",))
    application = personas.applicant(job, person)
    world.run()
    outbox.mark(SyncKind.APPLICATION, [application.pk], at=clock.at)
    outbox.refused(SyncItem.objects.get(), "No such thing", at=clock.at)

    shown = page(ada)

    assert f"{candidates.person(person).first_name} Lind, {job.title}" in shown
    assert "No such thing" in shown


def figures(shown, picture):
    """What the table beneath a picture says, row by row."""
    table = shown.partition(f'data-picture="{picture}"')[2].partition("</figure>")[0]
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.+?)</tr>", table, re.DOTALL)
    return [re.findall(r'<data value="([^"]*)"', row) for row in rows]


def waiting_marks(connection, many, at):
    """So many changed candidates that nobody has sent yet, written as they would be; the people need not exist."""
    outbox.mark(SyncKind.CANDIDATE, range(1_000_000, 1_000_000 + many), at=at)
    outbox.mark(SyncKind.STAGES, range(1_000_000, 1_000_000 + many), at=at)


def test_the_pictures_show_what_went_and_how_long_it_took(ada, world, connection, job, clock):
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    clock.tick(seconds=4)
    world.run()

    shown = page(ada)

    bars, lines = figures(shown, "bars"), figures(shown, "lines")
    assert len(bars) == len(lines) == 24
    assert bars[-1][1] == "1"  # the candidate; before the application and its stages, after jobs
    assert bars[-1][2] == "2"
    assert set(map(tuple, bars[:-1])) == {("0", "0", "0")}
    assert float(lines[-1][0]) == 4.0
    assert set(map(tuple, lines[:-1])) == {("", "", "")}
    assert "at most 4 s" in shown


def test_a_change_that_waits_is_drawn_while_it_waits(ada, world, connection, job, clock):
    world.run()
    world.down = True
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    clock.tick(minutes=7)
    samples.observe(at=clock.at)

    lines = figures(page(ada), "lines")

    assert float(lines[-1][2]) == 420.0
    assert "at most 7 min" in page(ada)


@pytest.mark.parametrize(("period", "many"), [("hour", 30), ("day", 24), ("week", 28), ("century", 24)])
def test_the_pictures_go_back_as_far_as_one_asks(ada, world, connection, period, many):
    shown = browser_of(ada).get(ADDRESS, {"period": period}).content.decode()

    assert len(figures(shown, "bars")) == many
    assert shown.count('aria-current="true">Last') == 1


def test_one_refused_record_is_sent_again_and_the_others_are_left(ada, refused, job, clock):
    other = personas.candidate("Nora", "Ek", emails=("nora@example.com",))
    outbox.mark(SyncKind.CANDIDATE, [other.pk], at=clock.at)
    outbox.refused(SyncItem.objects.get(entity_id=other.pk, kind=SyncKind.CANDIDATE), "No such thing", at=clock.at)

    answer = browser_of(ada).post(f"{ADDRESS}/retry/candidate/{other.pk}", follow=True)

    assert "It is on its way to LinkedIn again." in answer.content.decode()
    assert lane(ada, SyncKind.CANDIDATE, clock).refused.number == 1
    assert not SyncItem.objects.get(entity_id=other.pk, kind=SyncKind.CANDIDATE).needs_attention
    assert browser_of(ada).post(f"{ADDRESS}/retry/candidate/{other.pk}").status_code == 404
    assert browser_of(ada).post(f"{ADDRESS}/retry/nonsense/{other.pk}").status_code == 404


def test_a_job_that_linkedin_refused_after_it_had_taken_it_is_listed_and_sent_again(
    ada, world, connection, rhea, clock
):
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Invalid Field: /city"')
    job = personas.active_job(rhea)
    world.run()
    world.alter = bytes

    assert [(one.name, one.reason) for one in queued(ada, clock).refused] == [(job.title, "Invalid Field: /city")]
    assert lane(ada, SyncKind.JOB, clock).refused.number == 1

    browser_of(ada).post(f"{ADDRESS}/retry/job/{job.pk}")
    world.run()

    assert queued(ada, clock).refused == []
    assert job.code in world.jobs_offered()


def test_the_token_is_told_with_its_end_or_with_why_there_is_none(ada, world, connection, clock):
    assert "good until" in page(ada)

    AccessToken.objects.all().delete()
    assert "none now; the next call fetches one" in page(ada)

    Connection.objects.update(error="LinkedIn does not accept the credentials of the developer application.")
    shown = page(ada)
    assert "LinkedIn does not accept the credentials of the developer application." in shown
    assert "good until" not in shown


def test_exports_are_counted_by_seat_and_month(ada, world, connection, rhea, job, clock):
    world.sandbox.switch({"exporter_field": True})
    world.consent(rhea, "rhea")
    world.run()
    world.export(job.code)
    world.run()
    clock.tick(days=30)
    world.export(job.code, member=SOMEBODY_ELSE)
    world.run()

    ExportedProfile.objects.update(exporter=rhea)  # as where LinkedIn tells who exported

    conversation = monitor.conversation(Actor.of(ada), at=clock.at)
    assert conversation is not None
    [seat] = conversation.exports

    assert (seat.who, seat.used, seat.limit) == (rhea, 1, 300)
    assert "1 of 300" in page(ada)
    assert ExportedProfile.objects.count() == 2


def test_numbers_are_written_as_the_reader_writes_them(ada, world, connection, clock):
    day = clock.at.replace(hour=0, minute=0)
    of = {"client_id": connection.client_id, "resource": "v2/atsCandidates", "window": "day", "starts_at": day}
    Quota.objects.update_or_create(**of, defaults={"requests": 81_250})

    assert "81,250 of 100,000" in page(ada)
    assert "quota-bar-waiting" in page(ada)

    ada.language = "sv"
    ada.save(update_fields=["language"])
    assert "81\N{NO-BREAK SPACE}250 av 100\N{NO-BREAK SPACE}000" in page(ada).replace("&nbsp;", "\N{NO-BREAK SPACE}")


def test_ten_thousand_marks_cost_as_many_queries_as_ten(ada, world, connection, clock, django_assert_num_queries):
    browser = browser_of(ada)
    waiting_marks(connection, 10, clock.at)
    with CaptureQueriesContext(database) as few:
        browser.get(ADDRESS)
    waiting_marks(connection, tallies.COUNTED + 1, clock.at)

    with django_assert_num_queries(len(few)) as many:
        shown = browser.get(ADDRESS).content.decode()

    assert len(few) <= 15
    assert "10,000+" in shown
    counts = [query["sql"] for query in many if "count(" in query["sql"].lower() and "syncitem" in query["sql"]]
    assert counts
    assert all(f"LIMIT {tallies.COUNTED + 1}" in sql for sql in counts)


def test_only_what_was_sent_counts_as_accepted(ada, world, connection, job, clock):
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    world.run()
    before = queued(ada, clock).picture.total

    push.mark_everything(connection, at=clock.tick())
    world.run()

    assert queued(ada, clock).picture.total == before
    assert lane(ada, SyncKind.CANDIDATE, clock).last_at == personas.START


def test_samples_are_kept_a_week_and_of_each_kind_the_last(world, connection, clock):
    Sample.objects.all().delete()
    for days, accepted_at in [(30, True), (20, True), (19, False), (1, True)]:
        at = clock.at - timedelta(days=days)
        Sample.objects.create(
            connection=connection, kind="job", starts_at=at, accepted=1, accepted_at=at if accepted_at else None
        )
    at = clock.at - timedelta(days=40)
    Sample.objects.create(connection=connection, kind="acl", starts_at=at, accepted=1, accepted_at=at)

    samples.forget(at=clock.at)

    kept = {(row.kind, (clock.at - row.starts_at).days) for row in Sample.objects.all()}
    assert kept == {("job", 1), ("acl", 40)}
    assert next(one for one in tallies.lanes(connection) if one.kind == SyncKind.ACL).last_at == at
    assert samples.picture(connection, flow.Period.WEEK, at=clock.at).total == 1


def test_a_refused_resume_and_refused_notes_lead_to_whom_they_are_about(ada, world, connection, job, clock):
    person = personas.candidate("Greta", "Lind", emails=("greta@example.com",))
    document = personas.document(personas.applicant(job, person), name="lamp cv.txt")
    world.run()
    assert lane(ada, SyncKind.ATTACHMENTS, clock).held.number == 1
    outbox.mark_each({SyncKind.ATTACHMENTS: [document.pk], SyncKind.CANDIDATE_NOTES: [person.pk]}, at=clock.at)
    for item in SyncItem.objects.all():
        outbox.refused(item, "No such fonts", at=clock.at)

    shown = page(ada)

    assert "Greta Lind, lamp cv.txt" in shown
    assert shown.count(f"/candidates/{person.pk}/linkedin") == 2
    assert "rest/attachments" in shown
