"""Notes: who may read, write, change and delete them, and what is said about it."""

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.activity import queries as timeline
from skaffa.applications import queries as applications
from skaffa.candidates import queries as candidates
from skaffa.core import refusals
from skaffa.jobs.models import Job
from skaffa.notes import actions, queries, rules
from skaffa.notes.events import NoteChanged, NoteDeleted, NoteWritten
from skaffa.notes.models import Note
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def readers(note: Note, *users: User) -> set[str]:
    return {user.first_name for user in users if queries.visible_to(Actor.of(user)).filter(pk=note.pk).exists()}


def test_what_happens_to_a_note_is_said_with_ids_only(job: Job, rhea: User, clock: Watch, heard):
    told = heard(NoteWritten, NoteChanged, NoteDeleted)
    applicant = personas.applicant(job)
    by = Actor.of(rhea)

    note = actions.write(applicant.candidate, application=applicant, text=" Calm. \0", by=by, at=clock.tick())
    actions.change(note, text="Calm.", visibility="shared", by=by, at=clock.tick())
    changed = actions.change(note, text="Calm.", visibility="private", by=by, at=clock.tick())
    pk = note.pk
    actions.delete(changed, by=by, at=clock.tick())

    ids = {"note_id": pk, "candidate_id": applicant.candidate_id, "application_id": applicant.pk, "by_id": rhea.pk}
    moments = [personas.START.replace(second=second) for second in (1, 3, 4)]
    assert told == [
        NoteWritten(**ids, is_private=False, at=moments[0]),
        NoteChanged(**ids, is_private=True, at=moments[1]),
        NoteDeleted(**ids, is_private=True, at=moments[2]),
    ]
    assert note.text == "Calm."
    assert not Note.objects.exists()


def test_the_team_reads_a_shared_note_and_only_its_author_a_private_one(
    job: Job, hal: User, reed: User, stan: User, ada: User, clock: Watch
):
    applicant = personas.applicant(job)
    everybody = (*User.objects.filter(team_memberships__job=job), reed, stan, ada)

    shared, private = (
        actions.write(
            applicant.candidate, application=applicant, text="Calm.", visibility=who, by=Actor.of(hal), at=clock.tick()
        )
        for who in ("shared", "private")
    )

    assert readers(shared, *everybody) == {"Rhea", "Hal", "Ivan", "Reed", "Ada"}
    assert readers(private, *everybody) == {"Hal"}
    assert queries.visible_to(SYSTEM).count() == 2


def test_a_note_on_a_prospect_is_not_for_interviewers(job: Job, rhea: User, ivan: User, clock: Watch):
    greta = personas.candidate()
    personas.applicant(personas.active_job(rhea, "Diver"), greta)
    prospect = personas.prospect(job, greta)

    note = actions.write(greta, application=prospect, text="Calm.", by=Actor.of(rhea), at=clock.tick())

    assert readers(note, rhea, ivan) == {"Rhea"}


def test_interviewers_and_readers_do_not_write(job: Job, ivan: User, reed: User, clock: Watch):
    applicant = personas.applicant(job)

    for user in (ivan, reed):
        for about in (applicant, None):
            with pytest.raises(refusals.NotAllowed):
                actions.write(applicant.candidate, application=about, text="Hm", by=Actor.of(user), at=clock.tick())
    with pytest.raises(refusals.NotAllowed):
        actions.write(applicant.candidate, text="Hm", by=SYSTEM, at=clock.tick())


def test_a_stranger_learns_nothing(job: Job, rhea: User, stan: User, clock: Watch):
    applicant = personas.applicant(job)
    note = actions.write(applicant.candidate, application=applicant, text="Calm.", by=Actor.of(rhea), at=clock.tick())
    by = Actor.of(stan)

    with pytest.raises(candidates.CandidateNotFound):
        actions.write(applicant.candidate, text="Hm", by=by, at=clock.at)
    with pytest.raises(applications.ApplicationNotFound):
        actions.write(applicant.candidate, application=applicant, text="Hm", by=by, at=clock.at)
    with pytest.raises(queries.NoteNotFound):
        actions.delete(note, by=by, at=clock.at)


def test_only_the_author_changes_a_note_and_a_recruiter_may_delete_it(
    job: Job, rhea: User, hal: User, ivan: User, ada: User, clock: Watch
):
    applicant = personas.applicant(job)

    def written(by: User) -> Note:
        return actions.write(applicant.candidate, application=applicant, text="A", by=Actor.of(by), at=clock.tick())

    with pytest.raises(rules.NoteOfSomebodyElse):
        actions.change(written(hal), text="B", visibility="shared", by=Actor.of(rhea), at=clock.tick())
    with pytest.raises(refusals.NotAllowed):
        actions.delete(written(rhea), by=Actor.of(hal), at=clock.tick())
    with pytest.raises(refusals.NotAllowed):
        actions.delete(written(rhea), by=Actor.of(ivan), at=clock.tick())
    for author, deleter in ((hal, hal), (hal, rhea), (rhea, ada)):
        actions.delete(written(author), by=Actor.of(deleter), at=clock.tick())
    assert Note.objects.count() == 3


def test_a_note_about_the_person_is_deleted_by_its_author_or_an_administrator(
    rhea: User, hal: User, ada: User, clock: Watch
):
    note = actions.write(personas.candidate(), text="Met at a fair.", by=Actor.of(hal), at=clock.tick())

    with pytest.raises(refusals.NotAllowed):
        actions.delete(note, by=Actor.of(rhea), at=clock.tick())
    actions.delete(note, by=Actor.of(ada), at=clock.tick())

    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("text", "visibility", "field"),
    [(" \n", "shared", "text"), ("a" * 10_001, "shared", "text"), ("Calm.", "everybody", "visibility")],
)
def test_what_cannot_be_stored_is_refused_beside_its_field(rhea: User, clock: Watch, text, visibility, field):
    with pytest.raises(refusals.Invalid) as refused:
        actions.write(personas.candidate(), text=text, visibility=visibility, by=Actor.of(rhea), at=clock.at)

    assert list(refused.value.fields) == [field]


def test_a_note_is_about_one_person(job: Job, rhea: User, clock: Watch):
    applicant = personas.applicant(job)

    with pytest.raises(rules.ApplicationOfSomebodyElse):
        actions.write(personas.candidate(), application=applicant, text="A", by=Actor.of(rhea), at=clock.at)


def test_the_timeline_keeps_a_private_note_to_its_author(job: Job, rhea: User, hal: User, clock: Watch):
    applicant = personas.applicant(job)
    for who in ("shared", "private"):
        actions.write(
            applicant.candidate, application=applicant, text="A", visibility=who, by=Actor.of(hal), at=clock.tick()
        )

    def seen(user: User) -> int:
        lines = timeline.of_candidate(Actor.of(user), applicant.candidate).lines
        return sum(line.kind == "NoteWritten" for line in lines)

    assert (seen(hal), seen(rhea)) == (2, 1)
