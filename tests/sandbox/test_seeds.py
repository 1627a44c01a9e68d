"""The people and the company every sandbox begins with, and what becomes of a messy file of people."""

import csv
import io
import os
from pathlib import Path

import pytest

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.seeds import directory
from rsc_sandbox.store import companies, members, seats
from rsc_sandbox.store.members import Query

HEADER = "unique_id,cluster,full_name,first_name,surname,dob,birth_place,occupation\n"


def people(*rows):
    return directory.read(io.StringIO(HEADER + "\n".join(rows)))


def test_the_seed_is_always_the_same(sandbox):
    with sandbox.transaction() as tx:
        contracts = companies.contracts_of(tx, 7001)
        held = {
            account.email: [(seat.contract_id, seat.role) for seat in seats.of_account(tx, account.id)]
            for account in seats.accounts(tx)
        }

    assert [contract.urn for contract in contracts] == ["urn:li:contract:5501", "urn:li:contract:5502"]
    assert held == {
        "ada@demo.example": [(5501, "ADMIN"), (5502, "ADMIN")],
        "rhea@demo.example": [(5501, "RECRUITER")],
        "hal@demo.example": [(5501, "HIRING_MANAGER")],
        "sam@demo.example": [(5502, "RECRUITER")],
    }


@pytest.mark.parametrize(
    ("email", "password", "right"),
    [
        ("ada@demo.example", "demo", True),
        (" Ada@Demo.Example ", "demo", True),
        ("ada@demo.example", "Demo", False),
        ("stan@demo.example", "demo", False),
    ],
)
def test_seat_holders_sign_in_with_their_password(sandbox, email, password, right):
    with sandbox.transaction() as tx:
        assert (seats.sign_in(tx, email=email, password=password) is not None) is right


@pytest.mark.parametrize(
    ("keywords", "location", "found"),
    [
        ("backend stockholm", "", ["Åsa Lindqvist"]),
        ("asa lind", "", ["Åsa Lindqvist"]),
        ("ÅSA", "sweden", ["Åsa Lindqvist"]),
        ("asa", "Norway", []),
        ("fir shipping", "", ["Mina Okoro"]),
        ("%", "", []),
        ("_", "", []),
    ],
)
def test_members_are_found_by_their_words_and_place(sandbox, keywords, location, found):
    with sandbox.transaction() as tx:
        query = members.Query(keywords=keywords, location=location)

        assert [member.name for member in members.search(tx, query)] == found
        assert members.count(tx, query) == len(found)


def test_a_search_is_paged(sandbox):
    with sandbox.transaction() as tx:
        first = members.search(tx, members.Query(), count=10)
        second = members.search(tx, members.Query(), after=first[-1].id, count=10)

        assert members.count(tx, members.Query()) == 64
    assert len({member.id for member in first + second}) == 20


def test_a_cluster_becomes_one_member_with_its_agreed_name():
    (member,) = people(
        "1,Q1,artie englefield,artie,englefield,,,painter",
        "2,Q1,arthur englefield,arthur,englefield,,stockton-on-tees,painter",
        "3,Q1,arthur englefield,arthur,englefield,,,",
        "4,Q1,englefield,englefield,,,stockton-on-tees,",
    )

    assert (member.name, member.headline, member.location) == ("Arthur Englefield", "Painter", "Stockton-on-Tees")


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("mary-ann", "o'neill", "Mary-Ann O'Neill"),
        ("JOHN", "MCDONALD", "John McDonald"),
        ("Jan", "van der Berg", "Jan van der Berg"),
        ("  åsa   lena ", "öberg", "Åsa Lena Öberg"),
        ("mary (born)", "of orange,″", "Mary Of Orange"),
        ("charles (numismatist)", "herbert)", "Charles Herbert"),
        ("j\x00ohn", "sm\tith", "J Ohn Sm Ith"),
    ],
)
def test_names_are_put_right(first, last, name):
    (member,) = people(f'1,Q1,x,"{first}","{last}",,,')

    assert member.name == name


def test_a_cluster_without_a_usable_name_is_left_out():
    assert (
        people(
            "1,Q1,art,art,,,,",
            "2,Q2,,,,,,",
            "3,Q3,a b,a,b,,,",
            "5,Q5,x,1st,baronet,,,",
            "4,,arthur englefield,arthur,englefield,,,",
        )
        == []
    )


def test_numbers_and_slugs_do_not_depend_on_the_rest_of_the_file():
    (alone,) = people("1,Q1,ann smith,ann,smith,,,")
    both = people("9,Q9,bo lee,bo,lee,,,", "1,Q1,ann smith,ann,smith,,,")

    assert alone in both


def test_a_file_without_the_columns_is_refused():
    with pytest.raises(ValueError, match="cluster"):
        directory.read(io.StringIO("name\nAnn"))


def test_a_real_file_becomes_one_member_per_cluster():
    """SKAFFA_REAL_DATA names a folder with people-historical.csv: 50,578 messy records of 5,156 people."""
    folder = os.environ.get("SKAFFA_REAL_DATA")
    if not folder:
        pytest.skip("SKAFFA_REAL_DATA does not name a folder with people-historical.csv")
    path = Path(folder) / "people-historical.csv"
    with path.open(encoding="utf-8", newline="") as file:
        clusters = {row["cluster"] for row in csv.DictReader(file)}

    app = create_app(Config(members=path))
    with sandbox_of(app).transaction() as tx:
        page = members.search(tx, members.Query(), count=100_000)

    assert 0.95 * len(clusters) < len(page) - 4 <= len(clusters)
    assert all(member.first_name[0].isupper() and member.last_name for member in page)
    sandbox_of(app).database.close()


def test_a_file_that_was_searched_by_reading_everybody_is_indexed_when_it_is_opened(tmp_path):
    path = str(tmp_path / "old.sqlite")
    old = sandbox_of(create_app(Config(data=path)))
    with old.transaction() as tx:
        tx.execute("INSERT INTO member_texts (member_texts) VALUES ('delete-all')")
        assert members.search(tx, Query(keywords="okoro")) == []
    old.database.close()

    opened = sandbox_of(create_app(Config(data=path)))

    with opened.transaction() as tx:
        assert [member.last_name for member in members.search(tx, Query(keywords="koro"))] == ["Okoro"]
    opened.database.close()


@pytest.mark.parametrize("word", ["ok", "oko", 'o"k', "o*k", "-", "NEAR(", "okoro OR lind", "søren", "ß"])
def test_no_word_upsets_the_search(app, word):
    with sandbox_of(app).transaction() as tx:
        found = members.search(tx, Query(keywords=word, title=word, location=word), count=500)
        assert len(found) == members.count(tx, Query(keywords=word, title=word, location=word))
