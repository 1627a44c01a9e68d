"""The LinkedIn tab of a candidate: the profile or what is missing, linking by hand, the link for the person."""

import html
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.activity.models import Entry
from skaffa.applications import actions as applications
from skaffa.linkedin import linking, own_link
from skaffa.linkedin.models import (
    Connection,
    Integration,
    IntegrationStatus,
    LinkClaim,
    Member,
    MemberLink,
    MemberUnlink,
    SyncItem,
    SyncKind,
)
from skaffa.linkedin.sync import push
from skaffa.mail.models import Email
from tests import personas
from tests.linkedin.world import SOMEBODY, SOMEBODY_ELSE, browser_of
from tests.web import parts


def later(world, **amount):
    world.clock.tick(**amount)
    while push.once(at=world.clock.at):
        pass
    world.run()


def read(user, person):
    return html.unescape(parts.shown(browser_of(user), f"/candidates/{person.pk}/linkedin"))


def urn(world, member=SOMEBODY):
    return world.sandbox.person_urn(application_id=world.application.id, member_id=member)


@pytest.fixture
def prospect(world, connection, job, rhea):
    """Somebody who was exported by rhea, who has connected her account."""
    world.consent(rhea, "rhea")
    world.export(job.code)
    world.run()
    return job.applications.get().candidate


@pytest.fixture
def applicant(world, prospect, job):
    applications.advance(job.applications.get(), by=SYSTEM, at=world.clock.tick())
    later(world, seconds=10)
    return prospect


# --- the profile, or what is missing --------------------------------------------------------------------------------
def test_the_profile_stands_in_a_document_of_its_own(world, applicant, rhea, connection):
    page = read(rhea, applicant)
    assert f'src="/candidates/{applicant.pk}/linkedin/plugin"' in page
    assert "How this profile was found" in page

    answer = browser_of(rhea).get(f"/candidates/{applicant.pk}/linkedin/plugin")
    document = answer.content.decode()

    assert f"api_key: {connection.client_id}" in document
    assert "extensions: HcmWidget@http://127.0.0.1:8010/rsc/extensions/profile-widget" in document
    for attribute in (
        'data-widget-type="ATS"',
        f'data-ats-candidate-id="{applicant.pk}"',
        f'data-integration-context="{connection.organization_urn}"',
        'data-show-unlink-url="true"',
        'data-onlink="skaffaLinked"',
        'data-onunlink="skaffaUnlinked"',
    ):
        assert attribute in document
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-src http://127.0.0.1:8010" in policy
    assert "'unsafe-inline'" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    strict = browser_of(rhea).get(f"/candidates/{applicant.pk}/linkedin").headers["Content-Security-Policy"]
    assert "8010" not in strict


def test_before_the_gate_the_export_and_the_way_to_recruiter_stand_there(prospect, rhea, ada):
    page = read(rhea, prospect)

    assert "nothing of a prospect is sent" in page
    assert "An administrator can choose to tell LinkedIn the identity of prospects:" in page
    assert "Open in Recruiter" in page
    assert "Member id equal" in page
    assert "profile-frame" not in page
    assert browser_of(rhea).get(f"/candidates/{prospect.pk}/linkedin/plugin").status_code == 409


def test_identity_before_application_shows_prospects_too(world, prospect, rhea):
    Connection.objects.update(identity_before_application=True)
    SyncItem.objects.update_or_create(
        connection=Connection.objects.get(),
        kind=SyncKind.CANDIDATE,
        entity_id=prospect.pk,
        defaults={"marked_at": world.clock.at, "due_at": world.clock.at},
    )
    later(world, seconds=10)

    assert "profile-frame" in read(rhea, prospect)


def test_who_has_not_connected_is_led_to_their_connections(applicant, hal):
    page = read(hal, applicant)

    assert "Your own LinkedIn account is not connected." in page
    assert 'href="/settings/connections"' in page
    assert "profile-frame" not in page
    assert "How this profile was found" in page


def test_without_linkedin_the_administrators_are_named(job, rhea, ada):
    page = read(rhea, personas.candidate())

    assert "LinkedIn Recruiter is not set up for this environment." in page
    assert str(ada) in page
    assert "How this profile was found" not in page


def test_without_linkedin_there_is_no_finding_to_fetch(job, rhea):
    tab = f"/candidates/{personas.candidate().pk}/linkedin"
    browser = browser_of(rhea)

    assert parts.addresses(browser.get(tab).content.decode()) == [f"{tab}/history"]
    assert browser.get(f"{tab}/finding").headers["Location"] == tab
    assert browser.get(f"{tab}/finding", headers={"HX-Request": "true"}).headers["HX-Redirect"] == tab


def test_how_the_profile_was_found_sets_the_way_to_recruiter_right(world, prospect, rhea):
    """The page only knows what an export said; the part knows who the person is."""
    Member.objects.update(profile_url="https://linkedin.example/in/somebody")
    tab = f"/candidates/{prospect.pk}/linkedin"
    browser = browser_of(rhea)

    part = parts.fetched(browser, f"{tab}/finding")

    assert "https://linkedin.example/in/somebody" not in browser.get(tab).content.decode()
    assert re.search(
        r'id="recruiter-place"\s+hx-swap-oob="true".*?href="https://linkedin.example/in/somebody"', part, re.DOTALL
    )
    assert "recruiter-place" not in browser.get(f"{tab}/finding").content.decode()


def test_profiles_that_are_off_at_linkedin_name_who_turns_them_on(applicant, rhea, ada):
    Integration.objects.filter(type="PROFILE_PLUGIN").update(status=IntegrationStatus.DISABLED)

    page = read(rhea, applicant)

    assert "Profiles are not turned on" in page
    assert "An administrator of LinkedIn Recruiter turns them on" in page
    assert str(ada) in page


def test_a_person_in_no_job_is_explained(prospect, rhea):
    page = read(rhea, personas.candidate("Ebba", "Lind"))

    assert "they are not considered for any job" in page
    assert "/talent/search?keywords=Ebba+Lind" in page


def test_a_person_whom_linkedin_refused_or_has_not_got_yet_is_explained(world, prospect, job, rhea):
    person = personas.candidate("Ebba", "Lind", emails=("ebba@example.org",))
    personas.applicant(job, person)
    assert "This person is on the way to LinkedIn." in read(rhea, person)

    SyncItem.objects.filter(kind=SyncKind.CANDIDATE).update(needs_attention=True, last_error="No")

    assert "LinkedIn did not accept this person." in read(rhea, person)


@pytest.mark.parametrize("name", ["prospect", "applicant"])
def test_neither_the_tab_nor_what_it_fetches_costs_more_than_fifteen_queries(
    request, name, world, rhea, ada, django_assert_max_num_queries
):
    person = request.getfixturevalue(name)
    browser = browser_of(rhea)
    tab = f"/candidates/{person.pk}/linkedin"
    fetched = parts.addresses(browser.get(tab).content.decode())

    assert len(fetched) == 3
    for address in (tab, *fetched):
        with django_assert_max_num_queries(15):
            assert browser.get(address).status_code == 200


# --- linking by hand ------------------------------------------------------------------------------------------------
def test_unlink_list_and_link_again(world, applicant, rhea):
    browser = browser_of(rhea)
    browser.post(f"/candidates/{applicant.pk}/linkedin/unlink", {"member": urn(world)})
    later(world, seconds=10)
    unlinked = read(rhea, applicant)
    assert "Unlinked by Rhea Persona" in unlinked
    assert "No profile fits." in unlinked

    browser.post(f"/candidates/{applicant.pk}/linkedin/link", {"member": urn(world)})

    linked = read(rhea, applicant)
    assert "Linked by hand, here." in linked
    assert "Unlinked by" not in linked
    told = html.unescape(browser.get(f"/candidates/{applicant.pk}/activity").content.decode())
    assert f"Rhea Persona linked the LinkedIn profile of {Member.objects.get().name}." in told
    assert f"Rhea Persona unlinked the LinkedIn profile of {Member.objects.get().name}." in told


def test_possible_profiles_are_listed_with_what_is_known_and_one_is_linked(world, prospect, rhea):
    namesake = personas.candidate(prospect.last_name, prospect.first_name)
    MemberLink.objects.all().delete()  # nobody is that member yet
    page = read(rhea, namesake)
    member = Member.objects.get()
    assert "These profiles may be the right one." in page
    for known in (member.name, member.headline, member.location, member.profile_url, "Exported from Recruiter"):
        assert known in page
    assert "Name equal" in page

    browser_of(rhea).post(f"/candidates/{namesake.pk}/linkedin/link", {"member": member.urn})

    assert MemberLink.objects.get().candidate == namesake


def test_a_second_link_warns_and_offers_the_other_record(world, prospect, rhea):
    namesake = personas.candidate(prospect.first_name, prospect.last_name)
    assert f'<a href="/candidates/{prospect.pk}/linkedin">{prospect}</a>' in read(rhea, namesake)

    answer = browser_of(rhea).post(f"/candidates/{namesake.pk}/linkedin/link", {"member": urn(world)})

    assert answer.status_code == 409
    said = html.unescape(answer.content.decode())
    assert f"{prospect} is linked to this profile already." in said
    assert f'<a href="/candidates/{prospect.pk}/linkedin">Open the other record</a>' in said


def test_what_the_plugin_told_is_waited_for(world, applicant, rhea):
    answer = browser_of(rhea).post(
        f"/candidates/{applicant.pk}/linkedin/told", {"kind": "linked", "member": urn(world, SOMEBODY_ELSE)}
    )

    panel = answer.content.decode()
    assert answer.status_code == 200
    assert "LinkedIn is asked whether it says the same." in panel
    assert 'data-pending="true"' in panel
    assert f'hx-get="/candidates/{applicant.pk}/linkedin/finding"' in panel
    LinkClaim.objects.update(due_at=None, outcome="denied", settled_at=world.clock.at)
    settled = browser_of(rhea).get(f"/candidates/{applicant.pk}/linkedin/finding").content.decode()
    assert "LinkedIn does not confirm it" in settled
    assert 'data-pending="false"' in settled


# --- the person's own link ------------------------------------------------------------------------------------------
@pytest.fixture
def address(applicant, rhea):
    """As rhea copies it from the tab."""
    page = browser_of(rhea).post(f"/candidates/{applicant.pk}/linkedin/own-link").content.decode()
    found = re.search(r'value="http://skaffa.localhost:8000(/own-linkedin/[^"]+)"', page)
    assert found
    return html.unescape(found[1])


def test_the_person_sees_removes_and_restores_the_link(world, applicant, rhea, address):
    person = Client()
    name = Member.objects.get().name
    seen = person.get(address)
    assert name in seen.content.decode()
    assert "noindex" in seen.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in seen.content.decode()
    assert seen.headers["Cache-Control"] == "private, no-store"

    assert person.post(address).status_code == 302
    later(world, seconds=10)
    assert f"You removed the link to the LinkedIn profile of {name}." in html.unescape(
        person.get(address).content.decode()
    )
    assert not MemberLink.objects.exists()
    tab = read(rhea, applicant)
    assert "The person has removed their LinkedIn profile from this page." in tab
    assert "profile-frame" not in tab

    person.post(address, {"restore": "1"})
    assert MemberLink.objects.get().origin == "person"
    told = browser_of(rhea).get(f"/candidates/{applicant.pk}/activity").content.decode()
    assert "The person removed the link to their own LinkedIn profile." in told
    assert "The person restored the link to their own LinkedIn profile." in told
    assert set(Entry.objects.filter(event__startswith="Member").values_list("actor", flat=True)) == {None}


def test_what_the_person_removed_is_theirs_to_restore(world, applicant, rhea, address, job):
    Client().post(address)

    with pytest.raises(linking.RemovedByPerson):
        linking.link(applicant, urn(world), by=Actor.of(rhea), at=world.clock.tick())
    other = personas.active_job(rhea, "Rope maker")
    world.run()
    world.export(other.code)
    world.run()

    assert other.applications.get().candidate == applicant  # the same person, and still not shown as the member
    assert not MemberLink.objects.exists()
    assert MemberUnlink.objects.get().by_person


def test_an_expired_or_forged_link_explains_itself(world, applicant, address):
    forged = Client().get(address[:-3] + "abc")
    assert (forged.status_code, "not made here" in forged.content.decode()) == (404, True)

    world.clock.tick(days=own_link.LIFETIME / timedelta(days=1) + 1)
    for call in (Client().get, Client().post):
        expired = call(address)
        assert (expired.status_code, "has expired" in expired.content.decode()) == (409, True)
    assert MemberLink.objects.exists()


def test_the_page_speaks_the_persons_language(applicant, address):
    assert '<html lang="sv"' in Client(headers={"Accept-Language": "sv"}).get(address).content.decode()


def test_nobody_tries_links_in_bulk(applicant, address):
    cache.clear()
    person = Client()

    answers = [person.get("/own-linkedin/made-up").status_code for _ in range(31)]

    assert answers == [404] * 30 + [429]
    assert person.get(address).status_code == 429


def test_the_link_is_sent_to_the_persons_address_in_every_language(world, job, rhea, connection):
    person = personas.candidate("Ebba", "Lind", emails=("ebba@example.org",))

    browser_of(rhea).post(f"/candidates/{person.pk}/linkedin/own-link", {"send": "1"})

    email = Email.objects.get()
    assert email.to == "ebba@example.org"
    assert "/own-linkedin/" in email.text
    assert "With this link you see" in email.text
    assert "Med den här länken" in email.text
    assert Entry.objects.get(event="OwnLinkMade").data["sent"] is True
