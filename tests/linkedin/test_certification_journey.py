"""LinkedIn's certification, done with Skaffa and judged by the sandbox's console from what it saw alone."""

import pytest

from rsc_client.generations import Feature, Generation
from rsc_sandbox.certification import report as reports
from rsc_sandbox.certification.verdict import State
from rsc_sandbox.linkedin import closing
from skaffa.candidates.models import Candidate, Source
from skaffa.linkedin.history import closed
from skaffa.linkedin.models import ClosedAccount, Deletion, MemberLink, MemberMatch
from skaffa.linkedin.places import JobPlace
from skaffa.notify.models import Notice
from tests.linkedin.certification import ASA, DIEGO, MINA, Customer, Shown
from tests.linkedin.recruiting import Recruiting
from tests.linkedin.world import ADAS_SEAT, HALS_SEAT, RHEAS_SEAT, browser_of
from tests.web import parts

JUDGED = ("module-1", "module-2", "module-4", "module-5")
RULES = (
    *(f"RSC-10{number}" for number in range(1, 7)),
    *(f"RSC-20{number}" for number in range(1, 6)),
    "TC5",
    *(f"RSC-40{number}" for number in range(1, 5)),
    *(f"RSC-50{number}" for number in range(1, 5)),
)

RETRIEVED = (*(f"RSC-30{number}" for number in range(1, 7)), "TC11", "TC12", "TC13")


@pytest.fixture(params=Generation)
def customer(request, world, settings, ada, rhea, hal, ivan):
    world.generations = dict.fromkeys(Feature, request.param)
    return Customer(world, settings, ada, rhea, hal, ivan)


def test_every_rule_of_set_up_sync_lists_and_deletion_is_met(customer):
    customer.hire_for_years()
    customer.connect()
    customer.run_another_environment()
    customer.connect_people()
    customer.work_on_for_an_hour()

    mina = customer.add_somebody_with_everything()
    recognised_as(customer, mina, MINA)
    customer.change(mina)
    put_right(customer)
    seen_to_vanish(customer)
    customer.erase(mina)
    assert not customer.shown(RHEAS_SEAT, MINA)
    removed_and_added_again(customer)

    judged = customer.report()
    found = {rule.id: rule.state for module in judged.modules if module.id in JUDGED for rule in module.rules}
    assert found == dict.fromkeys(RULES, State.MET), reports.as_text(judged)


def test_people_from_recruiter_are_taken_in_once_and_a_link_made_by_hand_stands(customer):
    """Module 3: RSC-301 to RSC-306, and the old cases 11 to 13."""
    customer.connect()
    customer.connect_people()
    customer.choose_identity_before_application()

    exported = customer.export("Rope maker", DIEGO)
    shown_as_exact_match(customer, exported.candidate)
    customer.change(exported.candidate)
    again = customer.export("Net mender", DIEGO)
    assert again.candidate == exported.candidate
    linked_by_hand(customer, customer.invent_somebody(), ASA)
    what_was_written_is_read(customer, MINA)
    before = module_3(customer)
    who_left_is_told_and_removed(customer, exported.candidate, DIEGO)

    after = module_3(customer)  # whose export was removed with the person is no candidate for RSC-301 any more
    assert before | {"TC13": after["TC13"]} == dict.fromkeys(RETRIEVED, State.MET), reports.as_text(customer.report())


def module_3(customer):
    judged = customer.report()
    return {rule.id: rule.state for module in judged.modules if module.id == "module-3" for rule in module.rules}


def what_was_written_is_read(customer, member):
    """RSC-302, RSC-306, TC11 and TC12: InMails with consent, and a note, on the tab of whoever they are about."""
    recruiting = Recruiting(customer.world)
    recruiting.fetch_now()
    recruiting.answer(recruiting.write(member, body="Would you look at our docks?"), email="mina@example.org")
    recruiting.note(member, text="Prefers mornings")
    recruiting.fetch()

    known = Candidate.objects.get(shared_profiles__isnull=False)
    assert known.profile_source_id == Source.LINKEDIN
    page = parts.shown(browser_of(customer.rhea), f"/candidates/{known.pk}/linkedin")
    for told in (
        "Would you look at our docks?",
        "Tell me more",
        "Prefers mornings",
        "Name, e-mail address and phone number",
    ):
        assert told in page


def who_left_is_told_and_removed(customer, person, member):
    """TC13: the administrator is told, removes the person, and LinkedIn is asked again the next day."""
    number, name = person.pk, str(person)
    closing.close_account(customer.world.sandbox, member_id=member)
    closed.ask(at=customer.world.clock.at)
    assert Notice.objects.filter(user=customer.ada, kind="AccountsClosed").exists()
    browser = browser_of(customer.ada)
    assert name in browser.get("/admin-center/linkedin/closed-accounts").content.decode()
    account = ClosedAccount.objects.get()
    browser.post("/admin-center/linkedin/closed-accounts/settle", {"account": account.pk, "decision": "remove"})
    customer.wait(seconds=20)

    assert not Candidate.objects.filter(pk=number).exists()
    assert Deletion.objects.get(kind="candidate", remote_id=str(number)).confirmed_at
    customer.world.clock.tick(days=1)
    assert closed.ask(at=customer.world.clock.at) == 0


def shown_as_exact_match(customer, person):
    """RSC-301: the source is LinkedIn, and the widget shows the very person, before any application."""
    assert person.profile_source_id == Source.LINKEDIN
    box = customer.box(person)
    assert "Sign in to see the profile" in box.iframe.text  # RSC-305
    box.sign_in("rhea@demo.example")
    assert str(person) in box.iframe.text
    assert "Unlink this profile" in box.iframe.text


def linked_by_hand(customer, person, member):
    """RSC-304: after a refresh of the page and a resync the chosen profile is still there, here and at LinkedIn."""
    box = customer.box(person).sign_in("rhea@demo.example")
    assert f"Who is {person}?" in box.iframe.text
    assert box.link(member).status_code == 200
    customer.wait(seconds=20)

    urn = customer.world.sandbox.person_urn(application_id=customer.world.application.id, member_id=member)
    assert MemberLink.objects.get(candidate=person).member_urn == urn
    customer.wait(minutes=2)
    again = customer.box(person).sign_in("rhea@demo.example")
    assert "Linked by hand" in again.iframe.text
    page = parts.shown(browser_of(customer.rhea), f"/candidates/{person.pk}/linkedin")
    assert "Linked by hand, in LinkedIn’s box." in page


def recognised_as(customer, person, member):
    """RSC-204: the person's URN is read back, kept, and told on the LinkedIn tab; every field is seen in Recruiter."""
    urn = customer.world.sandbox.person_urn(application_id=customer.world.application.id, member_id=member)
    assert MemberMatch.objects.get(candidate=person).matched == [urn]
    page = parts.shown(browser_of(customer.rhea), f"/candidates/{person.pk}/linkedin")
    assert "LinkedIn recognises this person as one of its members." in page
    assert customer.shown(RHEAS_SEAT, member)


def put_right(customer):
    """TC5: who posts a job that LinkedIn refuses is told why, and that it is there once it is complete."""
    refused, righted = customer.post_a_job_with_too_short_a_description()
    assert refused.place is JobPlace.REFUSED
    assert "/description" in refused.reason
    assert righted.place is JobPlace.LISTED


def seen_to_vanish(customer):
    """RSC-501 and RSC-503: a stage, a note, feedback, a note about the person, the application; one after the other."""
    assert list(customer.delete_piece_by_piece()) == [
        Shown(["Application", "Screen"], notes=2, feedback=1),
        Shown(["Application"], notes=2, feedback=1),
        Shown(["Application"], notes=1, feedback=1),
        Shown(["Application"], notes=1),
        Shown(["Application"]),
        Shown([]),
    ]


def removed_and_added_again(customer):
    """RSC-401 to RSC-404: taken off the hiring team and put on it again, off every list and back."""
    secret = customer.secure_a_job()
    look(customer, secret, hal=True)
    customer.leave_the_team(secret)
    look(customer, secret, hal=False)
    customer.join_the_team(secret)
    look(customer, secret, hal=True)
    customer.leave_every_list()
    look(customer, secret, hal=False)
    customer.come_back()
    look(customer, secret, hal=True)


def look(customer, secret, *, hal):
    """Who finds the secured job in Recruiter's export list, and its applicant In ATS; ada is on no list."""
    for seat, sees in ((RHEAS_SEAT, True), (HALS_SEAT, hal), (ADAS_SEAT, False)):
        assert (secret.code in customer.offered(seat)) is sees
        assert customer.shown(seat, ASA) is sees
