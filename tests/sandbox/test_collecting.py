"""Projects, rejections and Update Me: who may do what, and what others see of it."""

import pytest

from rsc_sandbox.linkedin import closing, collecting
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, WrongText
from rsc_sandbox.store import seats
from tests.sandbox.vendor import ADA_SEAT, MINA, RHEA_SEAT, SAM_SEAT

ASA = 1002


def begun(sandbox, name="Ferries", seat=RHEA_SEAT):
    return collecting.begin_project(sandbox, seat_id=seat, name=name)


def save(sandbox, project, member=MINA, seat=RHEA_SEAT):
    return collecting.save(sandbox, seat_id=seat, project_id=project.id, member_id=member)


def names(sandbox, project, seat=RHEA_SEAT):
    return [member.name for member in collecting.people(sandbox, seat_id=seat, project_id=project.id)]


def test_colleagues_on_the_contract_share_a_project_in_which_the_last_saved_come_first(sandbox):
    project = begun(sandbox, "  Ferries  and\tferrymen ")
    save(sandbox, project)
    sandbox.clock.advance(1)
    save(sandbox, project, ASA, seat=ADA_SEAT)

    (found,) = collecting.projects_of(sandbox, seat_id=ADA_SEAT)

    assert (found.name, found.people, found.seat_id) == ("Ferries and ferrymen", 2, RHEA_SEAT)
    assert names(sandbox, project, seat=ADA_SEAT) == ["Åsa Lindqvist", "Mina Okoro"]
    assert collecting.saved_in(sandbox, seat_id=ADA_SEAT, member_id=ASA) == [found]


def test_saving_twice_keeps_one_and_who_is_taken_out_is_gone(sandbox):
    project = begun(sandbox)

    save(sandbox, project)
    again = save(sandbox, project)
    left = collecting.take_out(sandbox, seat_id=RHEA_SEAT, project_id=project.id, member_id=MINA)

    assert (again.people, left.people, names(sandbox, project)) == (1, 0, [])


def test_a_contract_has_no_two_projects_of_one_name_but_another_contract_may(sandbox):
    begun(sandbox)

    with pytest.raises(NotPossible):
        begun(sandbox, " Ferries ", seat=ADA_SEAT)
    assert begun(sandbox, seat=SAM_SEAT).contract_id == 5502
    assert len(collecting.projects_of(sandbox, seat_id=RHEA_SEAT)) == 1


@pytest.mark.parametrize("name", ["", " \t", "n" * 101])
def test_a_project_needs_a_name_of_reasonable_length(sandbox, name):
    with pytest.raises(WrongText):
        begun(sandbox, name)


def test_another_contract_neither_sees_nor_changes_a_project(sandbox):
    project = begun(sandbox)
    save(sandbox, project)

    for attempt in (collecting.project, collecting.people):
        with pytest.raises(NotFound):
            attempt(sandbox, seat_id=SAM_SEAT, project_id=project.id)
    for change in (collecting.save, collecting.take_out):
        with pytest.raises(NotFound):
            change(sandbox, seat_id=SAM_SEAT, project_id=project.id, member_id=MINA)
    assert collecting.projects_of(sandbox, seat_id=SAM_SEAT) == []
    assert collecting.saved_in(sandbox, seat_id=SAM_SEAT, member_id=MINA) == []
    assert names(sandbox, project) == ["Mina Okoro"]


def test_a_new_project_and_its_first_person_come_together_or_not_at_all(sandbox):
    with pytest.raises(NotFound):
        collecting.save_to_new(sandbox, seat_id=RHEA_SEAT, name="Ferries", member_id=999_999)
    assert collecting.projects_of(sandbox, seat_id=RHEA_SEAT) == []

    made = collecting.save_to_new(sandbox, seat_id=RHEA_SEAT, name="Ferries", member_id=MINA)

    assert (made.name, made.people) == ("Ferries", 1)


def test_who_has_left_linkedin_is_counted_and_shown_no_more(sandbox):
    project = begun(sandbox)
    save(sandbox, project)
    save(sandbox, project, ASA)

    closing.close_account(sandbox, member_id=MINA)

    found = collecting.project(sandbox, seat_id=RHEA_SEAT, project_id=project.id)
    assert (found.people, names(sandbox, project)) == (1, ["Åsa Lindqvist"])
    with pytest.raises(NotFound):
        save(sandbox, project)


def test_a_rejection_and_its_reason_are_seen_by_the_rejecter_only(sandbox):
    collecting.turn_down(sandbox, seat_id=RHEA_SEAT, member_id=MINA, reason=" Lives too far away. ")
    sandbox.clock.advance(1)
    collecting.turn_down(sandbox, seat_id=RHEA_SEAT, member_id=MINA, reason="Will not move.")

    mine = collecting.turned_down(sandbox, seat_id=RHEA_SEAT, member_id=MINA)

    assert [one.reason for one in mine] == ["Will not move.", "Lives too far away."]
    assert collecting.turned_down(sandbox, seat_id=ADA_SEAT, member_id=MINA) == []
    with pytest.raises(WrongText):
        collecting.turn_down(sandbox, seat_id=RHEA_SEAT, member_id=MINA, reason="x" * 501)


def test_update_me_is_each_recruiters_own(sandbox):
    collecting.update_me(sandbox, seat_id=RHEA_SEAT, member_id=MINA, on=True)
    collecting.update_me(sandbox, seat_id=RHEA_SEAT, member_id=MINA, on=True)

    told = [collecting.is_updated(sandbox, seat_id=seat, member_id=MINA) for seat in (RHEA_SEAT, ADA_SEAT)]
    collecting.update_me(sandbox, seat_id=RHEA_SEAT, member_id=MINA, on=False)

    assert told == [True, False]
    assert not collecting.is_updated(sandbox, seat_id=RHEA_SEAT, member_id=MINA)


def test_a_parked_seat_can_collect_nothing(sandbox):
    with sandbox.transaction() as tx:
        seats.set_state(tx, RHEA_SEAT, "PARKED")

    for attempt in (
        lambda: begun(sandbox),
        lambda: collecting.turn_down(sandbox, seat_id=RHEA_SEAT, member_id=MINA, reason="No."),
        lambda: collecting.update_me(sandbox, seat_id=RHEA_SEAT, member_id=MINA, on=True),
    ):
        with pytest.raises(NotFound):
            attempt()
