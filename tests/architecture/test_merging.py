"""Nothing that is kept about a person is forgotten by a merge: of every foreign key somebody has said what becomes of it."""

from collections.abc import Iterator

import pytest
from django.db.models import CASCADE, SET_NULL, ForeignKey, ForeignObjectRel, Model

from skaffa.applications.models import Application
from skaffa.candidates.merging import follows
from skaffa.candidates.merging.follows import Way
from skaffa.candidates.models import Candidate


def pointing_at(model: type[Model]) -> list["ForeignKey[Model, Model]"]:
    related = [one for one in model._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    return [one.field for one in related if isinstance(one.field, ForeignKey)]


def set_aside_with(model: type[Model]) -> Iterator["ForeignKey[Model, Model]"]:
    """What hangs on a row that may be set aside, and on that in turn, other than what moves away before."""
    for field in pointing_at(model):
        if follows.way(field.model, field.name) not in {Way.MOVES, Way.ANEW}:
            yield field
            yield from set_aside_with(field.model)


@pytest.mark.parametrize("model", [Candidate, Application])
def test_every_foreign_key_says_what_becomes_of_it(model: type[Model]):
    silent = [str(field) for field in pointing_at(model) if follows.way(field.model, field.name) is None]

    assert silent == []


def test_what_is_set_aside_is_set_aside_whole():
    """Whatever would stop a row from going, or be emptied by it, has to be said; what goes along is written down."""
    movable = {relation.model for relation in (*follows.of(Candidate), *follows.of(Application))}
    places = [field for model in movable for field in set_aside_with(model)]

    assert {str(field) for field in places if field.remote_field.on_delete is not CASCADE} == set()
    assert {str(field) for field in places} >= {"applications.StageMove.application", "documents.Content.document"}


def test_what_is_made_anew_would_be_lost_with_its_person_anyway():
    anew = [relation for relation in follows.of(Candidate) if relation.way is Way.ANEW]

    assert {str(follows.foreign_key(one.model, one.field)) for one in anew} >= {"search.Entry.candidate"}
    assert all(follows.foreign_key(one.model, one.field).remote_field.on_delete is not SET_NULL for one in anew)
