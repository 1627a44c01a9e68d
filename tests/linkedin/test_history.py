"""Who reads what of the dealings with a member: by seat, by contract, by who wrote it (S15-S22)."""

from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from skaffa.accounts.actor import Actor
from skaffa.candidates import queries as candidates
from skaffa.core import refusals
from skaffa.linkedin.history import actions, queries
from skaffa.linkedin.history.queries import Missing
from skaffa.linkedin.models import Connection, InMail, Lane, LinkedInNote, MemberLink, SharedProfile
from tests import personas
from tests.linkedin.recruiting import Recruiting
from tests.linkedin.world import ADAS_SEAT, AMERICAS, NORDICS, SAMS_SEAT, browser_of
from tests.web import parts


@pytest.fixture
def recruiting(world, ada):
    """Both contracts are open to us, and looked at once."""
    world.connect(ada, NORDICS, AMERICAS)
    Connection.objects.update(retrieval_days=0)
    found = Recruiting(world)
    found.open_contract(NORDICS, AMERICAS)
    found.fetch()
    return found


@pytest.fixture
def mina(recruiting):
    """Rhea wrote to her and she shared her profile; ada, on the same contract, wrote too."""
    recruiting.answer(recruiting.write(subject="Harbour", body="Between us"), email="mina@example.org")
    recruiting.write(seat=ADAS_SEAT, subject="Secret", body="Ada's own words")
    recruiting.note(text="Speaks Danish")
    recruiting.fetch()
    return SharedProfile.objects.get().candidate


@pytest.fixture
def known(world, recruiting, ada, rhea, hal):
    """Everybody's own account is connected."""
    for user, name in ((ada, "ada"), (rhea, "rhea"), (hal, "hal")):
        world.consent(user, name)


def read(user, person, **more):
    return queries.of(Actor.of(user), person, **more)


def lines(history):
    return sorted((str(mail.seat), mail.from_member, mail.own_subject, mail.own_text) for mail in history.inmails.rows)


def test_ones_own_inmails_have_text_and_colleagues_only_who_and_when(known, mina, rhea):
    found = read(rhea, mina)

    assert found.missing is None
    assert lines(found) == [
        ("Ada Demo", False, "", ""),
        ("Rhea Demo", False, "Harbour", "Between us"),
        ("Rhea Demo", True, "", "Tell me more"),
    ]
    assert all(mail.sent_at for mail in found.inmails.rows)


def test_a_colleagues_text_is_not_even_read_from_the_database(known, mina, rhea):
    rows = queries.inmails_seen(queries.viewer(Actor.of(rhea)), InMail.objects.values_list("member_urn", flat=True)[0])

    with database.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        read_from_it = str(cursor.fetchall())
    assert "Between us" in read_from_it
    assert "Ada's own words" not in read_from_it
    assert "Secret" not in read_from_it


def test_notes_are_read_by_their_author_and_where_public_by_colleagues_on_the_contract(known, mina, rhea, ada, world):
    assert [note.text for note in read(rhea, mina).notes.rows] == ["Speaks Danish"]
    assert [note.text for note in read(ada, mina).notes.rows] == ["Speaks Danish"]

    Connection.objects.update(notes_shared=False)
    assert [note.text for note in read(rhea, mina).notes.rows] == ["Speaks Danish"]
    assert read(ada, mina).notes.rows == []


def test_a_private_note_never_arrives_as_long_as_linkedin_delivers_public_ones_only(known, mina, recruiting, ada):
    recruiting.note(text="For me alone", public=False)
    recruiting.fetch()

    assert "For me alone" not in LinkedInNote.objects.values_list("text", flat=True)


def test_who_has_a_seat_on_another_contract_reads_nothing_of_this_one(world, mina, recruiting, hal):
    world.consent(hal, "sam")  # whose seat is on the American contract
    recruiting.write(seat=SAMS_SEAT, body="From the US")
    recruiting.fetch()

    found = read(hal, mina)
    assert found.missing is None
    assert lines(found) == [("Sam Demo", False, "Harbour", "From the US")]
    assert found.notes.rows == []


def test_a_hiring_managers_seat_and_no_seat_show_nothing_of_what_was_written(known, mina, hal, world, ada):
    assert read(hal, mina).missing is Missing.HIRING_MANAGER_SEAT
    assert (read(hal, mina).inmails.rows, read(hal, mina).notes.rows) == ((), ())
    Lane.objects.all().delete()
    with world.sandbox.transaction() as tx:
        tx.execute(
            "UPDATE seats SET state = 'INACTIVE' WHERE account_id = (SELECT account_id FROM seats WHERE id = ?)",
            (ADAS_SEAT,),
        )
    Recruiting(world).fetch()
    assert read(ada, mina).missing is Missing.NO_SEAT


def test_without_an_account_of_ones_own_one_is_nobody_to_linkedin(mina, rhea):
    assert read(rhea, mina).missing is Missing.NO_ACCOUNT


def test_with_company_level_access_the_features_of_the_contract_are_absent_and_explained(known, mina, rhea, world):
    for contract in (NORDICS, AMERICAS):
        world.switch(on=False, contract=contract)
    world.run()

    assert read(rhea, mina).missing is Missing.COMPANY_LEVEL
    page = parts.shown(browser_of(rhea), f"/candidates/{mina.pk}/linkedin")
    assert "turns on contract-level access" in page
    assert "Between us" not in page


def test_consent_is_shown_to_everybody_who_opens_the_tab(mina, rhea):
    consent = read(rhea, mina).consents[0]

    assert (str(consent.seat), consent.email) == ("Rhea Demo", "mina@example.org")


@pytest.mark.parametrize("name", ["ivan", "reed", "stan"])
def test_others_do_not_open_the_tab_at_all(request, mina, name):
    user = request.getfixturevalue(name)
    with pytest.raises(refusals.Refusal):
        read(user, mina)
    for address in ("history", "refresh"):
        answer = browser_of(user).post(f"/candidates/{mina.pk}/linkedin/{address}")
        assert answer.status_code in {403, 404, 405}


def test_a_person_who_is_no_member_to_us_says_so(known, recruiting, rhea):
    person = personas.candidate("Nobody")

    assert read(rhea, person).missing is Missing.NO_MEMBER


def test_a_person_without_an_address_is_found_by_member(known, mina, rhea):
    assert InMail.objects.filter(member_urn=MemberLink.objects.get(candidate=mina).member_urn).count() == 3
    mina.emails.all().delete()

    assert len(read(rhea, mina).inmails.rows) == 3


def test_long_histories_come_in_pages(known, mina, recruiting, rhea):
    for number in range(25):
        recruiting.write(body=f"No. {number}")
    recruiting.fetch()

    browser = browser_of(rhea)
    first = parts.shown(browser, f"/candidates/{mina.pk}/linkedin")
    assert "No. 24" in first
    assert "Between us" not in first
    cursor = read(rhea, mina).inmails.next_cursor
    rest = browser.get(f"/candidates/{mina.pk}/linkedin/history", {"inmails": cursor}).content.decode()
    assert "Between us" in rest
    assert "No. 24" not in rest


def test_refresh_fetches_at_once_what_concerns_the_person(known, mina, recruiting, rhea, world):
    recruiting.write(body="Just now")
    world.clock.tick(minutes=2)
    recruiting.fetch_now()
    assert "Just now" not in str(lines(read(rhea, mina)))

    assert browser_of(rhea).post(f"/candidates/{mina.pk}/linkedin/refresh").status_code == 302
    world.run()
    assert "Just now" in str(lines(read(rhea, mina)))


def test_refresh_is_refused_where_there_is_nothing_to_fetch(mina, hal, world):
    world.consent(hal, "hal")
    with pytest.raises(actions.NothingToFetch):
        actions.refresh(mina, by=Actor.of(hal), at=world.clock.at)


def test_opening_the_tab_costs_as_many_queries_for_five_hundred_inmails_as_for_three(known, mina, rhea, world):
    browser = browser_of(rhea)
    address = f"/candidates/{mina.pk}/linkedin"
    browser.get(address)
    with CaptureQueriesContext(database) as few:
        browser.get(address)
    sample = InMail.objects.filter(from_member=False).latest("sent_at")
    InMail.objects.bulk_create(
        InMail(
            connection=sample.connection,
            event_id=f"made-{number}",
            thread_urn=sample.thread_urn,
            seat=sample.seat,
            contract=sample.contract,
            member_urn=sample.member_urn,
            from_member=False,
            sent_at=sample.sent_at - timedelta(minutes=number),
        )
        for number in range(500)
    )
    with CaptureQueriesContext(database) as many:
        browser.get(address)
    assert len(many) == len(few)


def test_candidates_one_may_not_see_have_no_history(recruiting, known, rhea):
    gone = personas.candidate("Gone")
    pk, gone.pk = gone.pk, 999_999
    with pytest.raises(candidates.CandidateNotFound):
        read(rhea, gone)
    assert pk
