"""How far LinkedIn is with an application, where people see it: on the job's lists and the candidate's page."""

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from skaffa.linkedin.models import SyncItem, SyncKind
from skaffa.linkedin.sync import outbox
from tests import personas
from tests.linkedin.world import browser_of


@pytest.fixture
def application(world, connection, job):
    return personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))


def pages(user, application):
    """The list of the job and the page of the candidate."""
    browser = browser_of(user)
    addresses = (f"/jobs/{application.job_id}/applicants", f"/candidates/{application.candidate_id}/")
    return [browser.get(address).content.decode() for address in addresses]


def test_an_application_is_on_its_way_until_linkedin_has_it(rhea, world, application):
    for shown in pages(rhea, application):
        assert "linkedin-mark-waiting" in shown
        assert "LinkedIn: on its way" in shown

    world.run()

    for shown in pages(rhea, application):
        assert "linkedin-mark-sent" in shown
        assert "linkedin-mark-waiting" not in shown


def test_a_refused_one_says_so_with_the_reason_and_leads_to_where_it_is_mended(rhea, world, application, clock):
    world.run()
    outbox.mark(SyncKind.STAGES, [application.pk], at=clock.at)
    outbox.refused(SyncItem.objects.get(), "No such <thing>", at=clock.at)

    for shown in pages(rhea, application):
        assert "LinkedIn: refused" in shown
        assert "No such &lt;thing&gt;" in shown
        assert f'href="/candidates/{application.candidate_id}/linkedin"' in shown


def test_a_prospect_has_no_state_for_nothing_of_them_is_sent(rhea, world, connection, job):
    prospect = personas.prospect(job, personas.candidate("Nora", "Ek"))

    shown = browser_of(rhea).get(f"/jobs/{job.pk}/prospects").content.decode()

    assert "Nora Ek" in shown
    assert "linkedin-mark" not in shown
    assert all("linkedin-mark" not in shown for shown in pages(rhea, prospect))


def test_nobody_sees_states_before_linkedin_is_enabled(rhea, world, job):
    application = personas.applicant(job)

    assert all("linkedin-mark" not in shown for shown in pages(rhea, application))


def test_an_interviewer_who_may_not_open_the_linkedin_tab_sees_none(ivan, world, connection, job):
    application = personas.applicant(job)
    world.run()

    assert all("linkedin-mark" not in shown for shown in pages(ivan, application))


def test_a_long_list_costs_no_more_queries_than_a_short_one(rhea, world, connection, job):
    browser, address = browser_of(rhea), f"/jobs/{job.pk}/applicants"
    for _ in range(2):
        personas.applicant(job)
    world.run()
    few = queries(browser, address)
    for _ in range(15):
        personas.applicant(job)

    assert queries(browser, address) == few


def queries(browser, address):
    with CaptureQueriesContext(database) as asked:
        browser.get(address)
    return len(asked)
