"""The search can be made anew from the command line."""

import pytest

from skaffa.cli import rebuild_search
from skaffa.search.models import Entry
from tests import personas

pytestmark = pytest.mark.django_db


def test_everybody_is_made_anew_and_counted(capsys: pytest.CaptureFixture[str]):
    personas.candidate("Anna")
    bo = personas.candidate("Bo")

    assert rebuild_search.run([]) == 0
    assert "2 people in" in capsys.readouterr().out
    assert rebuild_search.run(["--after", str(bo.pk)]) == 0
    assert "0 people in" in capsys.readouterr().out
    assert Entry.objects.count() == 2
