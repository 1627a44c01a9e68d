"""Candidates of a file come in: once each, whatever happens to the worker, and go again when it is undone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.activity.models import Entry
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as known
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.merging import actions as merging
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.core import refusals
from skaffa.duplicates import actions as duplicates
from skaffa.imports import actions, queries, rules
from skaffa.imports.actions import Placing
from skaffa.imports.events import ImportFinished
from skaffa.imports.models import Duplicates, Import, Kind, Row, State
from skaffa.imports.models import Entry as Into
from skaffa.imports.reading import actions as reading
from skaffa.imports.taking import actions as taking
from skaffa.imports.undoing import actions as undoing
from skaffa.imports.undoing.people import MergedSince
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job
from skaffa.mail.models import Email
from skaffa.notes import actions as notes
from skaffa.notify.models import Notice
from skaffa.pools import actions as pools
from skaffa.pools.models import Membership
from skaffa.search.models import Mark
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db

HEADER = "E-mail;First name;Last name;Phone;Location"


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def uploaded(content: bytes, by: User, clock: Watch, **more: object) -> Import:
    return actions.upload(Kind.CANDIDATES, "people.csv", content, by=Actor.of(by), at=clock.tick(), **more)  # type: ignore[arg-type]


def ready(content: bytes, by: User, clock: Watch, **more: object) -> Import:
    run = uploaded(content, by, clock)
    actions.choose(run, run.columns, by=Actor.of(by), at=clock.tick(), **more)  # type: ignore[arg-type]
    reading.read_all(run.pk)
    return Import.objects.get(pk=run.pk)


def work(run: Import, clock: Watch) -> Import:
    while taking.take_next(run.pk, at=clock.tick()):
        pass
    while undoing.undo_next(run.pk, at=clock.tick()):
        pass
    return Import.objects.get(pk=run.pk)


def imported(content: bytes, by: User, clock: Watch, duplicates: str = "fill", **more: object) -> Import:
    run = ready(content, by, clock, **more)
    actions.decide(run, duplicates, by=Actor.of(by))
    actions.begin(run, by=Actor.of(by), at=clock.tick())
    return work(run, clock)


def undone(run: Import, by: User, clock: Watch) -> Import:
    actions.undo(run, by=Actor.of(by), at=clock.tick())
    return work(run, clock)


def counts(run: Import) -> dict[str, int]:
    found = Import.objects.get(pk=run.pk)
    by_row: dict[str, int] = {}
    for state in Row.objects.filter(parent=run).values_list("state", flat=True):
        by_row[state] = by_row.get(state, 0) + 1
    kept = {state: many for state, many in found.counts.items() if many}
    assert kept == by_row  # what the import says of its rows is what they say
    return kept


GRETA = "greta@example.com;Greta;Lind;+46 70 123 45 67;Umeå"
OTTO = "otto@example.com;Otto;Berg;;"


def test_everybody_comes_in_once_and_whoever_asked_is_told(rhea: User, clock: Watch, heard):
    told = heard(ImportFinished)

    run = imported(table(GRETA, OTTO), rhea, clock)

    assert counts(run) == {"added": 2}
    greta = Candidate.objects.get(first_name="Greta")
    assert known.person(greta) == Person(
        "Greta", "Lind", location="Umeå", emails=("greta@example.com",), phones=("+46 70 123 45 67",)
    )
    assert greta.created_by == rhea
    assert [(event.added, event.faulty) for event in told] == [(2, 0)]
    assert Notice.objects.get(user=rhea).kind == "ImportFinished"
    assert Entry.objects.filter(event="CandidateAdded").count() == 2
    assert set(Row.objects.values_list("cells", flat=True).distinct()[0]) == set()


def test_every_bad_row_is_explained_by_column_and_the_others_come_in(rhea: User, clock: Watch):
    run = imported(table(GRETA, "nobody;Otto;;call me;", ";;Berg;;"), rhea, clock)

    assert counts(run) == {"added": 1, "faulty": 2}
    first, second = queries.faulty(run)
    assert [(place, sentence.split()[1]) for place, sentence in first.problems] == [(0, "complete"), (3, "phone")]
    assert second.problems == [[1, "Give at least a first name."]]
    assert first.cells == ["nobody", "Otto", "", "call me"]


def test_reasons_are_written_in_the_language_of_who_asked(rhea: User, clock: Watch):
    User.objects.filter(pk=rhea.pk).update(language="sv")

    run = imported(table(";;Berg;;"), rhea, clock)

    assert queries.faulty(run).get().problems == [[1, "Ange åtminstone ett förnamn."]]


@pytest.mark.parametrize(
    ("row", "by"),
    [
        ("GRETA@example.com ;G;;;", "email"),
        (";G;;+46701234567;", "phone"),
        (";G;;0046 70-123 45 67;", "phone"),
    ],
)
def test_whom_we_know_is_found_by_address_and_number(row: str, by: str, rhea: User, clock: Watch):
    greta = personas.candidate("Greta", emails=("greta@example.com",), phones=("+46 70 123 45 67",))

    run = ready(table(row), rhea, clock)

    assert [(found.known_by, found.candidate) for found in queries.known(run)] == [(by, greta)]
    assert run.known == 1


def test_whom_we_know_is_found_by_their_linkedin_profile(rhea: User, clock: Watch):
    greta = personas.candidate("Greta", links=("https://www.linkedin.com/in/greta-lind",))

    run = ready(table("G,se.linkedin.com/in/Greta-Lind/", header="First name,LinkedIn"), rhea, clock)

    assert [(found.known_by, found.candidate) for found in queries.known(run)] == [("link", greta)]


def test_the_same_row_twice_is_one_person_also_without_an_address(rhea: User, clock: Watch):
    run = ready(table(";Greta;Lind;;Umeå", ";Greta;Lind;;Umeå", ";Greta;Lind;;Lund"), rhea, clock)
    assert [(row.number, row.twin, row.known_by) for row in queries.known(run)] == [(3, 2, "row")]

    actions.begin(run, by=Actor.of(rhea), at=clock.tick())
    work(run, clock)

    assert counts(run) == {"added": 2, "present": 1}


def test_whom_we_know_is_completed_skipped_or_made_anew_by_choice_for_all_and_for_one(rhea: User, clock: Watch):
    for number in (1, 2, 3):
        personas.candidate(f"Known {number}", emails=(f"k{number}@example.com",))
    content = table(*(f"k{number}@example.com;New {number};;;Umeå" for number in (1, 2, 3)))
    run = ready(content, rhea, clock)
    skip, create = queries.known(run).order_by("number")[:2]
    actions.decide_row(run, skip.pk, Duplicates.SKIP, by=Actor.of(rhea))
    actions.decide_row(run, create.pk, Duplicates.CREATE, by=Actor.of(rhea))
    actions.begin(run, by=Actor.of(rhea), at=clock.tick())
    work(run, clock)

    assert counts(run) == {"skipped": 1, "added": 1, "completed": 1}
    assert sorted(Candidate.objects.values_list("first_name", "location")) == [
        ("Known 1", ""),
        ("Known 2", ""),
        ("Known 3", "Umeå"),
        ("New 2", "Umeå"),
    ]


def test_two_rows_of_one_batch_about_one_person_complete_each_other(rhea: User, clock: Watch):
    run = imported(table("g@example.com;Greta;;;", "g@example.com;Greta;Lind;;Umeå", OTTO), rhea, clock)

    assert counts(run) == {"added": 2, "completed": 1}
    assert str(Candidate.objects.get(first_name="Greta")) == "Greta Lind"


def test_a_batch_takes_as_many_statements_for_any_number_of_people(rhea: User, clock: Watch):
    def asked(many: int) -> int:
        known = [f"old{many}-{number}@example.com;Old;No {number};;" for number in range(many)]
        imported(table(*known), rhea, clock)
        fresh = [f"new{many}-{number}@example.com;New;No {number};;" for number in range(many)]
        run = ready(table(*(f"{row}Oslo" for row in known), *fresh), rhea, clock)
        actions.begin(run, by=Actor.of(rhea), at=clock.tick())
        with CaptureQueriesContext(connection) as questions:
            taking.take_next(run.pk, at=clock.tick())
        assert counts(run) == {"completed": many, "added": many}
        return len(questions)

    few, many = asked(2), asked(40)

    assert many <= few < 80
    assert Candidate.objects.filter(location="Oslo").count() == 42
    assert Entry.objects.filter(event="CandidateUpdated").count() == 42
    assert Mark.objects.count() == 84 + 42  # everybody who was added, and everybody who was completed
    assert ProcrastinateJob.objects.filter(task_name="search.freshen").count() == 1


def test_they_can_be_put_into_a_pool_and_onto_a_job(rhea: User, job: Job, clock: Watch):
    pool = pools.create("Divers", by=Actor.of(rhea), at=clock.tick())
    personas.candidate("Otto", emails=("otto@example.com",))

    run = imported(table(GRETA, OTTO), rhea, clock, placing=Placing(Into.POOL, pool=pool))
    assert counts(run) == {"added": 1, "completed": 1}
    assert Membership.objects.filter(pool=pool).count() == 2

    run = imported(table(GRETA, OTTO), rhea, clock, placing=Placing(Into.PROSPECTS, job=job))
    assert counts(run) == {"completed": 2}
    assert [one.stage.is_prospect for one in Application.objects.all()] == [True, True]

    undone(run, rhea, clock)
    assert Application.objects.count() == 0
    assert Candidate.objects.count() == 2


def test_nobody_of_a_file_is_written_to_even_where_everybody_is_told(rhea: User, clock: Watch):
    job = personas.active_job(rhea, confirm_to="everybody")

    imported(table("ava@people.example;Ava;Ek;;"), rhea, clock, placing=Placing(Into.APPLICANTS, job=job))

    assert Application.objects.get().candidate.first_name == "Ava"
    assert not Email.objects.exists()


def test_where_people_may_not_be_put_nobody_is_imported(rhea: User, hal: User, ada: User, clock: Watch):
    pool = pools.create("Divers", by=Actor.of(hal), at=clock.tick())
    other = personas.active_job(personas.user("Rut", SecurityRole.RECRUITER))

    for placing in (Placing(Into.POOL, pool=pool), Placing(Into.APPLICANTS, job=other)):
        with pytest.raises(refusals.NotFound):
            ready(table(GRETA), rhea, clock, placing=placing)


def test_a_job_that_is_closed_meanwhile_refuses_every_row_and_nobody_is_left_behind(rhea: User, job: Job, clock: Watch):
    run = ready(table(GRETA, OTTO), rhea, clock, placing=Placing(Into.PROSPECTS, job=job))
    actions.begin(run, by=Actor.of(rhea), at=clock.tick())
    jobs.close(job, reason="cancelled", by=SYSTEM, at=clock.tick())

    work(run, clock)

    assert counts(run) == {"faulty": 2}
    assert queries.faulty(run)[0].problems == [[-1, "This job is not active."]]
    assert not Candidate.objects.exists()


def test_who_was_rejected_for_the_job_before_is_told_apart(rhea: User, job: Job, clock: Watch):
    otto = personas.candidate("Otto", emails=("otto@example.com",))
    before = personas.applicant(job, otto)
    applications.reject(before, reason="other", by=SYSTEM, at=clock.tick())

    run = imported(table(GRETA, OTTO.replace(";;", ";;Lund")), rhea, clock, placing=Placing(Into.APPLICANTS, job=job))

    assert counts(run) == {"added": 1, "faulty": 1}
    assert Candidate.objects.get(pk=otto.pk).location == ""  # a row that is refused fills in nothing either
    assert "Reopen" in queries.faulty(run).get().problems[0][1]


def test_an_undo_removes_what_was_made_and_puts_back_what_was_filled(rhea: User, clock: Watch, heard):
    erased = heard(CandidateErased)
    otto = personas.candidate("Otto", "Berg", emails=("otto@example.com",), phones=("1234567",))
    before = known.person(otto)
    run = imported(table(GRETA, OTTO.replace(";;", ";+46 8 123 45 67;Lund")), rhea, clock)
    assert counts(run) == {"added": 1, "completed": 1}
    assert known.person(Candidate.objects.get(pk=otto.pk)).location == "Lund"

    run = undone(run, rhea, clock)

    assert (run.state, counts(run)) == (State.UNDONE, {"undone": 2})
    assert known.person(Candidate.objects.get()) == before
    assert len(erased) == 1  # so LinkedIn hears of it as of any erasure
    assert {notice.kind for notice in Notice.objects.filter(user=rhea)} == {"ImportFinished", "ImportUndone"}
    assert undone(run, rhea, clock).state == State.UNDONE


def test_what_was_worked_with_since_is_kept_and_decided_about_one_by_one(rhea: User, ada: User, clock: Watch):
    otto = personas.candidate("Otto", "Berg", emails=("otto@example.com",))
    run = imported(table(GRETA, OTTO.replace(";;", ";;Lund")), rhea, clock)
    greta = Candidate.objects.get(first_name="Greta")
    notes.write(greta, text="Calm.", by=Actor.of(rhea), at=clock.tick())
    candidates.edit(otto, Person("Otto", "Berg", location="Malmö"), by=Actor.of(rhea), at=clock.tick())

    run = undone(run, rhea, clock)

    assert counts(run) == {"kept": 2}
    kept = {row.candidate: row for row in queries.kept(run)}
    assert kept[greta].problems[0][1] == "Something else has happened to this person since."
    assert kept[otto].problems[0][1] == "What was filled in has been changed since."
    with pytest.raises(refusals.NotAllowed):
        undoing.undo_kept(run, kept[greta].pk, by=Actor.of(rhea), at=clock.tick())
    undoing.undo_kept(run, kept[greta].pk, by=Actor.of(ada), at=clock.tick())
    undoing.undo_kept(run, kept[otto].pk, by=Actor.of(rhea), at=clock.tick())
    assert [known.person(one).location for one in Candidate.objects.all()] == [""]
    assert counts(run) == {"undone": 2}
    with pytest.raises(rules.NothingToUndo):
        undoing.undo_kept(run, kept[otto].pk, by=Actor.of(rhea), at=clock.tick())


def test_nobody_is_taken_back_with_whom_another_record_was_merged(rhea: User, ada: User, clock: Watch):
    """Neither the imported one who was kept, nor whoever the imported one was merged into; after the undo of that, yes."""
    otto, nils = personas.candidate("Otto", "Berg"), personas.candidate("Nils", "Berg")
    run = imported(table(GRETA, OTTO), rhea, clock)
    greta, other_otto = Candidate.objects.order_by("-pk")[:2][::-1]
    by = Actor.of(ada)
    kept = merging.merge(greta, nils, {}, by=by, at=clock.tick())
    gone = merging.merge(otto, other_otto, {}, by=by, at=clock.tick())

    run = undone(run, rhea, clock)

    assert counts(run) == {"kept": 2}
    assert set(Candidate.objects.all()) == {greta, otto}
    for row in queries.kept(run):
        with pytest.raises(MergedSince):
            undoing.undo_kept(run, row.pk, by=by, at=clock.tick())
    for merge in (kept, gone):
        merging.undo(merge, by=by, at=clock.tick())
    for row in queries.kept(run):
        undoing.undo_kept(run, row.pk, by=by, at=clock.tick())
    assert set(Candidate.objects.all()) == {otto, nils}


def test_a_worker_that_is_killed_is_followed_by_another_and_nobody_is_doubled(
    rhea: User, clock: Watch, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(taking, "BATCH", 2)
    monkeypatch.setattr(reading, "BATCH", 2)
    run = uploaded(table(*(f"p{n}@example.com;P{n};;;" for n in range(5))), rhea, clock)
    actions.choose(run, run.columns, by=Actor.of(rhea), at=clock.tick())
    held = Import.objects.select_related("asked_by").get(pk=run.pk)
    reading._keep(held, list(reading._lines(held))[:2])  # and then it was killed
    assert queries.at_work() == [run.pk]
    reading.read_all(run.pk)
    assert counts(run) == {"waiting": 5}

    actions.begin(run, by=Actor.of(rhea), at=clock.tick())
    taking.take_next(run.pk, at=clock.tick())
    taking._claim(run.pk, at=clock.tick())  # killed again, before anything of the batch was noted
    assert queries.at_work() == [run.pk]
    work(run, clock)

    assert counts(run) == {"added": 5}
    assert Candidate.objects.count() == 5
    assert queries.at_work() == []
    actions.undo(run, by=Actor.of(rhea), at=clock.tick())
    undoing.BATCH = 2
    undoing.undo_next(run.pk, at=clock.tick())
    undone(run, rhea, clock)
    assert counts(run) == {"undone": 5}


def test_a_row_that_stops_the_work_is_tried_alone_and_given_up(rhea: User, clock: Watch):
    run = ready(table(GRETA, OTTO), rhea, clock)
    actions.begin(run, by=Actor.of(rhea), at=clock.tick())
    stops = Row.objects.get(number=2)
    for _attempt in range(taking.MOST_ATTEMPTS):
        Row.objects.filter(pk=stops.pk).update(attempts=taking.MOST_ATTEMPTS)

    work(run, clock)

    assert counts(run) == {"added": 1, "faulty": 1}
    assert "three times" in queries.faulty(run).get().problems[0][1]


def test_whoever_loses_the_right_meanwhile_imports_nobody_more(rhea: User, ada: User, clock: Watch):
    run = ready(table(GRETA), rhea, clock)
    actions.begin(run, by=Actor.of(rhea), at=clock.tick())
    accounts.assign_roles(rhea, [], by=Actor.of(ada), at=clock.tick())

    work(run, clock)

    assert counts(run) == {"faulty": 1}
    assert not Candidate.objects.exists()


def test_imports_are_ones_own_and_administrators(rhea: User, hal: User, ada: User, reed: User, clock: Watch):
    run = imported(table(GRETA), rhea, clock)

    assert [queries.visible_to(Actor.of(user)).count() for user in (rhea, hal, ada, reed)] == [1, 0, 1, 0]
    with pytest.raises(rules.ImportNotFound):
        actions.undo(run, by=Actor.of(hal), at=clock.tick())
    with pytest.raises(refusals.NotAllowed):
        uploaded(table(GRETA), reed, clock)
    undone(run, ada, clock)
    assert not Candidate.objects.exists()


def test_what_the_columns_meant_is_remembered_for_the_next_file_with_these_headers(rhea: User, clock: Watch):
    header = "Mejl;Kallas;Släktnamn"
    run = uploaded(table("greta@example.com;Greta;Lind", header=header), rhea, clock)
    assert run.columns == ["email", "", ""]
    with pytest.raises(refusals.Invalid):
        actions.choose(run, run.columns, by=Actor.of(rhea), at=clock.tick())
    with pytest.raises(refusals.Invalid):
        actions.choose(run, ["email", "first_name", "first_name"], by=Actor.of(rhea), at=clock.tick())
    actions.choose(run, ["email", "first_name", "last_name"], by=Actor.of(rhea), at=clock.tick())

    again = uploaded(table("otto@example.com;Otto;Berg", header=header.upper()), rhea, clock)

    assert again.columns == ["email", "first_name", "last_name"]


def test_a_file_in_the_wrong_encoding_is_read_again(rhea: User, clock: Watch):
    run = uploaded("First name\nÅsa\nÖrjan".encode("mac_roman"), rhea, clock)
    assert run.encoding == "mac_roman"

    actions.reread(run, "cp850", by=Actor.of(rhea))
    with pytest.raises(refusals.Invalid):
        actions.reread(run, "utf-8", by=Actor.of(rhea))
    actions.reread(run, "mac_roman", by=Actor.of(rhea))
    actions.choose(run, run.columns, by=Actor.of(rhea), at=clock.tick())
    reading.read_all(run.pk)

    assert [row.cells for row in Row.objects.order_by("number")] == [["Åsa"], ["Örjan"]]


def test_what_a_file_said_is_forgotten_with_the_person_and_after_a_month(rhea: User, ada: User, clock: Watch):
    run = imported(table("nobody;Otto;;;"), rhea, clock)
    waiting = uploaded(table(GRETA), rhea, clock)
    known_one = personas.candidate("Greta", emails=("greta@example.com",))
    other = ready(table(GRETA), rhea, clock)
    candidates.erase(known_one, by=Actor.of(ada), at=clock.tick())
    assert Row.objects.get(parent=other).cells == []

    actions.forget_old(at=clock.tick(days=29))
    assert Row.objects.get(parent=run).cells != []
    actions.forget_old(at=clock.tick(days=2))

    assert Row.objects.get(parent=run).cells == []
    assert not Import.objects.filter(pk=waiting.pk).exists()


def test_who_is_probably_known_is_shown_and_made_anew_unless_somebody_says_that_it_is_them(rhea: User, clock: Watch):
    rare = Person("Margareta", "Engelfält", "Lamp keeper at Fyrverket", "Visby")
    known_already = candidates.add(rare, source="other", by=SYSTEM, at=clock.tick())
    while duplicates.freshen(at=clock.tick()):
        pass
    file = table("m@people.example;Margareta;Engelfält;;Visby", "o@people.example;Otto;Ek;;Visby")

    run = ready(file, rhea, clock)
    likely, new = run.rows.order_by("number")

    assert (likely.known_by, likely.candidate, likely.choice) == ("likely", known_already, Duplicates.CREATE)
    assert (new.known_by, new.candidate, run.known) == ("", None, 1)

    actions.begin(run, by=Actor.of(rhea), at=clock.tick())
    work(run, clock)
    assert Candidate.objects.filter(first_name="Margareta").count() == 2

    undone(Import.objects.get(pk=run.pk), rhea, clock)
    again = ready(file, rhea, clock)
    actions.decide_row(again, again.rows.get(known_by="likely").pk, Duplicates.FILL, by=Actor.of(rhea))
    actions.begin(again, by=Actor.of(rhea), at=clock.tick())
    work(again, clock)

    assert [one.address for one in Candidate.objects.get(first_name="Margareta").emails.all()] == ["m@people.example"]
