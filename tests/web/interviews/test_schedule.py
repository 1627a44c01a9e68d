"""Interviews over HTTP: asking, answering by link, planning with conflicts told, sending, answering, one's own list."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.careers import queries as careers
from skaffa.careers.models import Submission
from skaffa.interviews.availability import actions as availabilities
from skaffa.interviews.availability import queries as availability
from skaffa.interviews.models import Availability, BusyTime, CalendarFeed, Interview, Panelist
from skaffa.interviews.schedule import actions, queries
from skaffa.jobs.models import Job, TeamMember
from tests import personas
from tests.interviews.scheduling import TUESDAY, asked, scheduled
from tests.personas import START, Watch

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def applicant(job: Job) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Lund", emails=("greta@people.internal",)))


def form(*people: User, **changes: object) -> dict[str, object]:
    given: dict[str, object] = {
        "act": "plan",
        "title": "First interview",
        "day": "2026-03-03",
        "time": "10:00",
        "minutes": "60",
        "time_zone": "Europe/Stockholm",
        "interviewers": [user.pk for user in people],
        "how": "together",
        "shows_interviewers": "on",
        "remind_feedback_after": "24",
        "tell_team": "on",
        "tell_candidate": "on",
        "email": "greta@people.internal",
        "language": "sv",
        "candidate_time_zone": "Asia/Tokyo",
    }
    return given | changes


def new(applicant: Application) -> str:
    return f"/applications/{applicant.pk}/interviews/new"


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("hours", "value"), [(168, "168"), (None, "")])
def test_an_interview_begins_with_the_reminder_of_its_job(client: Client, rhea: User, hours: int | None, value: str):
    job = personas.active_job(rhea, remind_feedback_after=hours)
    client.force_login(rhea)

    shown = client.get(new(personas.applicant(job))).content.decode()

    select = shown[shown.index('name="remind_feedback_after"') :]
    chosen = re.search(r'value="(\d*)" selected', select[: select.index("</select>")])
    assert (chosen[1] if chosen else "") == value


def test_a_recruiter_asks_and_the_candidate_answers_in_their_own_zone_without_an_account(
    client: Client, applicant: Application, rhea: User
):
    client.force_login(rhea)
    hours = {"first_day": "2026-03-03", "last_day": "2026-03-03", "earliest": "09:00", "latest": "11:00"}
    more = {"minutes": "60", "time_zone": "Europe/Stockholm", "email": "greta@people.internal", "language": "en"}
    client.post(f"/applications/{applicant.pk}/availability", hours | more | {"message": "You meet Ivan."})
    asked_now = Availability.objects.get()
    link = availability.link(asked_now).replace("http://localhost:8000", "")
    path = link[link.index("/careers/") :]
    visitor = Client()

    first = visitor.get(path)
    tokyo = visitor.get(path, {"zone": "Asia/Tokyo"})
    empty = visitor.post(path, {"act": "send", "time_zone": "Asia/Tokyo"})
    slot = asked_now.slots.order_by("starts_at")[1]
    kept = visitor.post(path, {"act": "zone", "time_zone": "America/New_York", "slots": [slot.pk]})
    sent = visitor.post(path, {"act": "send", "time_zone": "Asia/Tokyo", "slots": [slot.pk], "word": "Gladly."})

    assert "09:00–10:00" in text(first)
    assert "You meet Ivan." in text(first)
    assert "17:00–18:00" in text(tokyo)
    assert (empty.status_code, "Choose at least one time" in text(empty)) == (422, True)
    assert "04:00–05:00" in text(kept)
    assert re.search(rf'value="{slot.pk}"\s+checked', kept.content.decode())
    assert sent.status_code == 302
    assert "You can still change it here." in text(visitor.get(path))
    assert first.headers["X-Robots-Tag"] == "noindex, nofollow"
    shown = text(client.get(f"/applications/{applicant.pk}/interviews"))
    assert "Gladly." in shown
    assert "Tokyo" in shown
    assert "09:00–10:00" in shown


def test_a_link_that_works_no_longer_says_what_to_do(applicant: Application, rhea: User, clock: Watch):
    question = asked(applicant, by=rhea)
    path = availability.link(question).split("8000", 1)[-1]
    path = path[path.index("/careers/") :]
    availabilities.withdraw(question, by=Actor.of(rhea), at=clock.tick())

    for gone in (path, "/careers/interviews/nonsense", "/careers/interviews/nonsense/1/interview.ics"):
        answer = Client().get(gone)
        assert (answer.status_code, "This link does not work any more" in text(answer)) == (404, True)


def test_planning_tells_everybody_and_the_candidate_sees_it_in_their_zone(
    client: Client, applicant: Application, rhea: User, ivan: User, hal: User
):
    client.force_login(rhea)

    answer = client.post(new(applicant), form(ivan, hal))

    interview = Interview.objects.get()
    assert answer.status_code == 302
    assert (interview.starts_at, interview.candidate_time_zone) == (TUESDAY, "Asia/Tokyo")
    assert set(Panelist.objects.values_list("told_at", flat=True)) == {personas.START}
    path = queries.candidate_link(applicant)
    visitor, path = Client(), path[path.index("/careers/") :]
    page = text(visitor.get(path))
    assert "18:00–19:00" in page
    assert "Ivan Persona" in page
    file = visitor.get(f"{path}/{interview.pk}/interview.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert str(Calendar.from_ical(file.content)["method"]) == "PUBLISH"
    assert visitor.get(f"{path}/{interview.pk + 1}/interview.ics").status_code == 404


def test_a_conflict_is_told_once_and_then_taken(
    client: Client, applicant: Application, rhea: User, ivan: User, job: Job
):
    scheduled(personas.applicant(job), ivan, by=rhea)
    client.force_login(rhea)

    warned = client.post(new(applicant), form(ivan))
    seen = re.search(r'name="seen" value="(\w+)"', warned.content.decode())
    assert seen
    other = client.post(new(applicant), form(ivan, time="10:30", seen=seen[1]))
    taken = client.post(new(applicant), form(ivan, seen=seen[1]))

    assert "Ivan Persona is in another interview: Tuesday 3 March, 09:00–10:00" in text(warned)
    assert (warned.status_code, other.status_code, taken.status_code) == (422, 422, 302)
    assert Interview.objects.count() == 2
    assert "is in another interview" in text(client.get(f"/applications/{applicant.pk}/interviews"))


def test_a_time_that_does_not_exist_is_refused_beside_its_field(
    client: Client, applicant: Application, rhea: User, ivan: User
):
    client.force_login(rhea)

    answer = client.post(new(applicant), form(ivan, day="2026-03-29", time="02:30"))

    assert answer.status_code == 422
    assert "The clocks go forward that night" in text(answer)
    assert not Interview.objects.exists()


def test_one_after_another_and_somebody_from_outside_the_team(
    client: Client, applicant: Application, rhea: User, ivan: User, stan: User, job: Job
):
    client.force_login(rhea)
    searched = client.post(new(applicant), {"who": "sta", "interviewers": [ivan.pk]})

    answer = client.post(new(applicant), form(ivan, stan, how="each", who="sta"))

    assert "Stan Persona" in text(searched)
    assert answer.status_code == 302
    assert [one.starts_at for one in Interview.objects.order_by("starts_at")] == [TUESDAY, TUESDAY + timedelta(hours=1)]
    assert TeamMember.objects.filter(job=job, user=stan, role="interviewer").exists()


def test_the_candidates_time_fills_the_form_in(client: Client, applicant: Application, rhea: User, clock: Watch):
    question = asked(applicant, by=rhea)
    slot = question.slots.order_by("starts_at")[1]
    availabilities.answer(question, [slot.pk], none_fits=False, time_zone="Asia/Tokyo", word="", at=clock.tick())
    client.force_login(rhea)

    page = client.get(new(applicant), {"slot": slot.pk}).content.decode()

    assert 'value="2026-03-03"' in page
    assert 'value="09:00"' in page
    assert '<option value="Asia/Tokyo" selected>' in page


def test_interviewers_answer_and_others_cannot(
    client: Client, applicant: Application, rhea: User, ivan: User, hal: User
):
    interview = scheduled(applicant, ivan, by=rhea)
    client.force_login(ivan)

    page = client.get(f"/interviews/{interview.pk}")
    client.post(f"/interviews/{interview.pk}/answer", {"answer": "declined", "word": "I am away."})
    nonsense = client.post(f"/interviews/{interview.pk}/answer", {"answer": "surely"})

    assert "Your answer" in text(page)
    assert "Send to the candidate" not in text(page)
    assert nonsense.status_code == 422
    client.force_login(hal)
    refused = client.post(f"/interviews/{interview.pk}/answer", {"answer": "accepted"})
    assert refused.status_code == 403
    client.force_login(rhea)
    assert "I am away." in text(client.get(f"/interviews/{interview.pk}"))
    assert "Ivan Persona cannot come to the interview" in text(client.get("/notices"))


def test_an_interview_is_changed_told_and_cancelled_from_its_page(
    client: Client, applicant: Application, rhea: User, ivan: User
):
    interview = scheduled(applicant, ivan, by=rhea, told=False)
    client.force_login(rhea)
    edit = client.get(f"/interviews/{interview.pk}/edit").content.decode()

    client.post(f"/interviews/{interview.pk}/edit", form(ivan, title="Second", remind_feedback_after=""))
    client.post(f"/interviews/{interview.pk}/tell-interviewers")
    nobody = client.post(
        f"/interviews/{interview.pk}/tell-candidate", {"email": "", "language": "en", "candidate_time_zone": "UTC"}
    )
    client.post(
        f"/interviews/{interview.pk}/tell-candidate",
        {"email": "greta@people.internal", "language": "en", "candidate_time_zone": "UTC"},
    )
    client.post(f"/interviews/{interview.pk}/cancel", {"word": "Ill."})

    assert 'value="First interview"' in edit
    assert nobody.status_code == 422
    interview.refresh_from_db()
    assert (interview.title, interview.status, interview.remind_feedback_after) == ("Second", "cancelled", None)
    assert (interview.candidate_email, interview.sequence) == ("greta@people.internal", 2)
    assert client.post(f"/interviews/{interview.pk}/cancel", {"word": ""}).status_code == 409
    assert "This interview has been cancelled." in text(client.get(f"/interviews/{interview.pk}"))


def test_ones_own_interviews_stand_by_day_in_ones_own_zone(client: Client, job: Job, rhea: User, clock: Watch):
    kim = personas.user("Kim", time_zone="Pacific/Auckland")
    scheduled(
        personas.applicant(job, personas.candidate("Greta", "Lund")),
        kim,
        by=rhea,
        starts_at=TUESDAY + timedelta(hours=3),
    )
    client.force_login(kim)

    listed, week = text(client.get("/interviews/")), text(client.get("/interviews/?week=2026-03-04"))
    other, nonsense = (text(client.get(f"/interviews/?week={day}")) for day in ("2026-03-11", "9999-99-99"))
    clock.tick(days=3)
    owed = text(client.get("/interviews/"))

    assert "Wednesday 4 March" in listed
    assert "01:00–02:00" in listed
    assert "Greta Lund" in week
    assert "Greta Lund" not in other
    assert "Greta Lund" in nonsense
    assert "Your feedback is awaited" in owed
    assert "Nothing is coming up" in owed


def test_a_page_asks_the_database_as_often_for_many_interviews_as_for_few(
    client: Client, job: Job, rhea: User, ivan: User, hal: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    applicant = personas.applicant(job)
    for number in range(12):
        scheduled(applicant, ivan, hal, by=rhea, starts_at=TUESDAY + timedelta(hours=number))
    client.force_login(ivan)
    client.get("/interviews/")

    with django_assert_max_num_queries(15):
        client.get("/interviews/")
    with django_assert_max_num_queries(15):
        client.get("/interviews/?week=2026-03-03")
    client.force_login(rhea)
    with django_assert_max_num_queries(32):  # the candidate's header and tabs are most of it
        client.get(f"/applications/{applicant.pk}/interviews")


def test_the_status_page_shows_what_has_been_set(client: Client, applicant: Application, rhea: User, ivan: User):
    submission = Submission.objects.create(
        application=applicant, email="greta@people.internal", language="en", consent="Yes", submitted_at=personas.START
    )
    path = careers.link(submission)
    path = path[path.index("/careers/") :]
    before = text(client.get(path))
    scheduled(applicant, ivan, by=rhea)

    after = text(client.get(path))

    assert "First interview" not in before
    assert "First interview" in after
    assert "04:00–05:00" in after


def test_the_tab_of_a_prospect_and_of_a_closed_application_offers_nothing_to_schedule(
    client: Client, job: Job, applicant: Application, rhea: User, clock: Watch
):
    client.force_login(rhea)
    prospect = personas.prospect(job)

    waits = text(client.get(f"/applications/{prospect.pk}/interviews"))
    refused = client.get(new(prospect))
    applications.withdraw(applicant, by=Actor.of(rhea), at=clock.tick())
    closed = text(client.get(f"/candidates/{applicant.candidate_id}/interviews"))

    assert "A prospect is not interviewed" in waits
    assert refused.status_code == 409
    assert "Schedule interview" not in closed


def test_a_deactivated_interviewer_is_seen(client: Client, applicant: Application, rhea: User, ivan: User, ada: User):
    interview = scheduled(applicant, ivan, by=rhea)
    accounts.deactivate(ivan, by=Actor.of(ada), at=personas.START)
    client.force_login(rhea)

    assert "Deactivated" in text(client.get(f"/interviews/{interview.pk}"))
    assert actions.cancel(interview, word="", by=Actor.of(rhea), at=personas.START).status == "cancelled"


def test_the_page_of_what_is_over_says_who_owes_feedback_and_reminds(
    client: Client, applicant: Application, rhea: User, ivan: User, clock: Watch
):
    interview = scheduled(applicant, ivan, by=rhea, remind_feedback_after=None)
    clock.tick(days=2)
    client.force_login(rhea)

    page = text(client.get(f"/interviews/{interview.pk}"))
    client.post(f"/interviews/{interview.pk}/remind")
    reminded = text(client.get(f"/interviews/{interview.pk}"))
    client.force_login(ivan)

    assert "Feedback awaited" in page
    assert "1 interviewer has been reminded." in reminded
    assert "Your feedback on Greta Lund is awaited" in text(client.get("/notices"))
    assert client.post(f"/interviews/{interview.pk}/remind").status_code == 403


def test_where_candidates_are_not_asked_nothing_offers_it_and_what_was_asked_stays(
    client: Client, rhea: User, ivan: User
):
    without, before = (
        personas.applicant(
            personas.active_job(rhea, title), personas.candidate(title, emails=(f"{title}@people.internal",))
        )
        for title in ("anna", "bodil")
    )
    asked_now = asked(before, by=rhea)
    Job.objects.update(ask_availability=False)
    client.force_login(rhea)

    pages = [client.get(f"/applications/{one.pk}/interviews").content.decode() for one in (without, before)]
    planning = client.get(new(without)).content.decode()
    refused = client.get(f"/applications/{without.pk}/availability")
    sent = client.post(f"/applications/{before.pk}/availability", {"first_day": "2026-03-03"})
    scheduled_now = client.post(new(without), form(rhea, email="anna@people.internal"))

    assert not any("/availability" in page.split("/careers/availability/")[0] for page in (pages[0], planning))
    assert "When they can come" not in pages[0] + planning
    assert "/careers/availability/" in pages[1]
    assert f"/applications/{before.pk}/availability" not in pages[1]
    assert f"/availability/{asked_now.pk}/withdraw" in pages[1]
    assert (refused.status_code, sent.status_code, scheduled_now.status_code) == (409, 409, 302)
    assert Client().get(availability.link(asked_now).replace("http://localhost:8000", "")).status_code == 200


def when(page: str) -> tuple[str, ...]:
    return tuple(re.search(rf'name="{name}"\s+value="([^"]*)"', page)[1] for name in ("day", "time"))  # type: ignore[index]


def suggested(page: str) -> list[str]:
    return re.findall(r'name="pick"\s+value="([^"]+)"', page)


def test_times_are_suggested_for_whoever_is_ticked_and_one_press_fills_the_form_in(
    client: Client, applicant: Application, rhea: User, ivan: User
):
    client.force_login(rhea)
    typed = form(ivan, title="Talk", act="suggest", time_zone="Asia/Tokyo")
    del typed["tell_candidate"]

    nobody = client.get(new(applicant)).content.decode()
    offered = client.post(new(applicant), typed).content.decode()
    pick = suggested(offered)[0]
    filled = client.post(new(applicant), typed | {"act": "", "pick": pick}).content.decode()
    nonsense = client.post(new(applicant), typed | {"act": "", "pick": "soon"}).content.decode()

    assert suggested(nobody) == []
    assert "are suggested here" in nobody
    assert pick == "2026-03-03T09:00:00+00:00"
    assert when(filled) == ("2026-03-03", "18:00")  # in Tokyo, which the form has
    assert when(nonsense) == ("2026-03-03", "10:00")
    assert 'value="Talk"' in filled
    assert f'value="{ivan.pk}" checked' in re.sub(r"\s+", " ", re.sub(r'id="[^"]*"|class="[^"]*"', "", filled))
    assert "checked" in filled[filled.index('name="tell_team"') :][:200]
    assert "checked" not in filled[filled.index('name="tell_candidate"') :][:200]
    assert not Interview.objects.exists()


def test_no_time_for_all_is_explained(client: Client, applicant: Application, rhea: User, ivan: User):
    accounts.set_hours(ivan, work_begins=time(9), work_ends=time(17), work_days=[6], by=Actor.of(ivan), at=START)
    client.force_login(rhea)

    page = text(client.post(new(applicant), form(ivan, rhea, act="suggest")))
    long = text(client.post(new(applicant), form(ivan, act="suggest", minutes="480", how="together")))

    assert "Without Ivan Persona there is one." in page
    assert suggested(long) == []


def test_changing_an_interview_suggests_times_too_and_leaves_its_own_out(
    client: Client, applicant: Application, rhea: User, ivan: User
):
    planned = scheduled(applicant, ivan, by=rhea)
    client.force_login(rhea)

    page = client.get(f"/interviews/{planned.pk}/edit").content.decode()

    assert suggested(page)[0] == "2026-03-03T09:00:00+00:00"
    kept = client.post(f"/interviews/{planned.pk}/edit", form(rhea, act="suggest")).content.decode()
    assert f'value="{ivan.pk}"' in kept  # unticked, and still there to be ticked


def test_the_form_says_whose_calendar_is_known_and_since_when_not(
    client: Client, applicant: Application, rhea: User, ivan: User, hal: User
):
    feed = CalendarFeed.objects.create(user=ivan, url="https://x.example/", due_at=START, read_at=START)
    BusyTime.objects.create(feed=feed, starts_at=TUESDAY, ends_at=TUESDAY + timedelta(hours=1), kind="busy")
    CalendarFeed.objects.create(user=hal, url="https://y.example/", due_at=START, read_at=START, trouble="refused")
    client.force_login(rhea)

    page = client.post(new(applicant), form(ivan, hal, rhea, act="suggest"))
    planned = client.post(new(applicant), form(ivan))

    said = text(page)
    assert "Ivan Persona : their calendar was read" in said
    assert "1 time is taken there" in said
    assert "Hal Persona : their calendar is not known since" in said
    assert "Rhea Persona : no calendar is read" in said
    assert suggested(page.content.decode())[0] > "2026-03-03T10"
    assert "Ivan Persona is busy in their calendar: Tuesday 3 March" in text(planned)
    assert not Interview.objects.exists()
