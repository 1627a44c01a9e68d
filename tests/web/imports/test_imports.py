"""A file on its way in over HTTP: what its columns mean, what is known, what went wrong, how it is undone."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate
from skaffa.imports.models import Import, Row
from skaffa.imports.reading import actions as reading
from skaffa.imports.taking import actions as taking
from skaffa.imports.undoing import actions as undoing
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def recruiter(client: Client, rhea: User, clock: Watch) -> Client:
    client.force_login(rhea)
    return client


def upload(client: Client, content: str, name: str = "people.csv", **more: str) -> Import:
    file = SimpleUploadedFile(name, content.encode())
    answer = client.post("/candidates/import", {"file": file, **more})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Import.objects.latest("pk")


def check(client: Client, run: Import, **more: str) -> None:
    columns = {f"column-{place}": name for place, name in enumerate(run.columns)}
    answer = client.post(f"/imports/{run.pk}/columns", {"check": "1", "source": "referral", **columns, **more})
    assert answer.status_code == 302, answer.content.decode()
    reading.read_all(run.pk)


def work(run: Import, clock: Watch) -> None:
    while taking.take_next(run.pk, at=clock.tick()):
        pass
    while undoing.undo_next(run.pk, at=clock.tick()):
        pass


def test_a_file_comes_in_step_by_step_and_goes_again(recruiter: Client, clock: Watch):
    personas.candidate("Otto", "Berg", emails=("otto@example.com",))
    run = upload(recruiter, "E-mail;First name;Town\ngreta@example.com;Greta;Umeå\notto@example.com;Otto;Lund\nbad;;\n")
    page = recruiter.get(f"/imports/{run.pk}/", follow=True).content.decode()
    assert "What the columns mean" in page
    assert "Give complete e-mail addresses" in page

    check(recruiter, run)
    page = recruiter.get(f"/imports/{run.pk}/").content.decode()
    assert "Import 2 rows" in page
    assert "the same e-mail address" in page
    known = Row.objects.get(number=3)
    answer = recruiter.post(f"/imports/{run.pk}/rows/{known.pk}", {"duplicates": "skip"}, headers=HTMX)
    assert 'value="skip" selected' in answer.content.decode()

    recruiter.post(f"/imports/{run.pk}/begin", {"duplicates": "fill"})
    page = recruiter.get(f"/imports/{run.pk}/").content.decode()
    assert "every 2s" in page
    work(run, clock)
    page = recruiter.get(f"/imports/{run.pk}/").content.decode()
    assert "every 2s" not in page
    assert "Undo this import" in page
    assert Candidate.objects.get(first_name="Greta").location == "Umeå"
    assert Candidate.objects.get(first_name="Otto").location == ""
    assert (
        "people.csv has been imported: 1 new candidate. 1 row was not imported."
        in recruiter.get("/notices").content.decode()
    )

    recruiter.post(f"/imports/{run.pk}/undo")
    work(run, clock)
    assert "Everything has been undone." in recruiter.get(f"/imports/{run.pk}/").content.decode()
    assert Candidate.objects.count() == 1


def test_bad_rows_are_handed_back_with_their_reasons_as_text(recruiter: Client, clock: Watch):
    run = upload(recruiter, "E-mail;First name\n=1+1;Greta\ngood@example.com;Otto\n")
    check(recruiter, run)

    answer = recruiter.get(f"/imports/{run.pk}/reasons")

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["E-mail", "First name", "Row in the file", "Why it was not imported"],
        ["=1+1", "Greta", "2", "E-mail: Give complete e-mail addresses, such as name@example.com."],
    ]
    assert sheet.cell(2, 1).data_type == "s"
    assert "attachment" in answer["Content-Disposition"]
    mended = SimpleUploadedFile("again.xlsx", answer.content)
    recruiter.post("/candidates/import", {"file": mended})
    assert Import.objects.latest("pk").columns == ["email", "first_name", "", ""]


def test_what_was_chosen_is_shown_at_once_and_what_is_missing_is_said(recruiter: Client):
    run = upload(recruiter, "A;B\nGreta;Lind\n")

    page = recruiter.post(
        f"/imports/{run.pk}/columns", {"column-0": "first_name", "column-1": "last_name"}, headers=HTMX
    )
    assert "Greta Lind" in page.content.decode()
    refused = recruiter.post(f"/imports/{run.pk}/columns", {"check": "1", "source": "other", "column-1": "last_name"})

    assert refused.status_code == 422
    assert "Choose which column has the first name or the full name." in refused.content.decode()
    assert "Give at least a first name." in refused.content.decode()


def test_a_wrong_encoding_is_told_and_mended(recruiter: Client, clock: Watch):
    file = SimpleUploadedFile("people.csv", "Förnamn\nGöran\n".encode("cp850"))
    recruiter.post("/candidates/import", {"file": file})
    run = Import.objects.get()
    page = recruiter.get(f"/imports/{run.pk}/columns").content.decode()
    assert "The file is not in UTF-8" in page

    refused = recruiter.post(f"/imports/{run.pk}/encoding", {"encoding": "utf-8"})
    assert refused.status_code == 422
    assert "The file is not in this encoding. Choose another." in refused.content.decode()
    recruiter.post(f"/imports/{run.pk}/encoding", {"encoding": "cp1252"}, follow=True)
    assert Import.objects.get().encoding == "cp1252"


def test_a_file_that_cannot_be_read_is_refused_beside_the_field(recruiter: Client):
    answer = recruiter.post("/candidates/import", {"file": SimpleUploadedFile("cv.pdf", b"%PDF")})

    assert answer.status_code == 422
    assert "Choose an Excel file (XLSX) or a CSV file." in answer.content.decode()


def test_a_file_that_turns_out_to_be_none_further_down_says_so(recruiter: Client, monkeypatch: pytest.MonkeyPatch):
    run = upload(recruiter, "First name\nGreta\nOtto\n")
    monkeypatch.setattr("skaffa.imports.sheets.MOST_ROWS", 1)
    check(recruiter, run)

    page = recruiter.get(f"/imports/{run.pk}/").content.decode()
    assert "There are more than 1 rows in this file." in page
    assert "Back to the columns" in page


def test_the_people_can_be_put_onto_a_job(recruiter: Client, job: Job, clock: Watch):
    run = upload(recruiter, "First name\nGreta\n", place=f"prospects-{job.pk}")
    page = recruiter.get(f"/imports/{run.pk}/columns").content.decode()
    assert f'value="prospects-{job.pk}" selected' in page
    check(recruiter, run, place=f"prospects-{job.pk}")
    assert "Everybody becomes a prospect for Lamp keeper." in recruiter.get(f"/imports/{run.pk}/").content.decode()
    recruiter.post(f"/imports/{run.pk}/begin")
    work(run, clock)

    assert "Greta" in recruiter.get(f"/jobs/{job.pk}/prospects").content.decode()


def test_an_import_is_discarded_before_it_has_begun_and_not_after(recruiter: Client, clock: Watch):
    run = upload(recruiter, "First name\nGreta\n")
    recruiter.post(f"/imports/{run.pk}/discard")
    assert not Import.objects.exists()

    run = upload(recruiter, "First name\nGreta\n")
    check(recruiter, run)
    recruiter.post(f"/imports/{run.pk}/begin")
    assert recruiter.post(f"/imports/{run.pk}/discard").status_code == 409
    assert recruiter.get(f"/imports/{run.pk}/columns").status_code == 409


def test_administrators_see_and_undo_what_others_have_imported(recruiter: Client, ada: User, clock: Watch):
    run = upload(recruiter, "First name\nGreta\n")
    check(recruiter, run)
    recruiter.post(f"/imports/{run.pk}/begin")
    work(run, clock)
    client = Client()
    client.force_login(ada)

    assert "people.csv" in client.get("/imports/").content.decode()
    assert client.post(f"/imports/{run.pk}/undo").status_code == 302
    work(run, clock)
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("kind", ["candidates", "jobs"])
def test_the_template_is_handed_over_and_understood(kind: str, recruiter: Client, rhea: User):
    User.objects.filter(pk=rhea.pk).update(language="sv")
    given = recruiter.get(f"/{kind}/import/template")
    book = load_workbook(io.BytesIO(given.content))
    book.worksheets[0].append(["x"] * book.worksheets[0].max_column)
    packed = io.BytesIO()
    book.save(packed)

    recruiter.post(f"/{kind}/import", {"file": SimpleUploadedFile("x.xlsx", packed.getvalue())})

    assert "" not in Import.objects.get().columns


def test_as_many_questions_for_many_rows_as_for_few(
    recruiter: Client, clock: Watch, django_assert_max_num_queries: DjangoAssertNumQueries
):
    personas.candidate("Otto", emails=("otto@example.com",))
    rows = "".join(f"otto@example.com;P{n};{'x' if n % 2 else ''}\n" for n in range(300))
    run = upload(recruiter, "E-mail;First name;Phone\n" + rows)
    for address in ("/imports/", f"/imports/{run.pk}/columns", "/candidates/import", "/jobs/import"):
        with django_assert_max_num_queries(15):
            assert recruiter.get(address).status_code == 200
    check(recruiter, run)
    with django_assert_max_num_queries(15):
        page = recruiter.get(f"/imports/{run.pk}/").content.decode()
    assert "Load more" in page
    assert "And 130 more rows." in page
