"""Events are heard inside the transaction that causes them."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from skaffa.core import events


@dataclass(frozen=True, slots=True)
class Rang:
    times: int


@dataclass(frozen=True, slots=True)
class RangLoudly(Rang):
    pass


@pytest.mark.django_db
def test_everybody_who_listens_hears_what_is_published(heard):
    told = heard(Rang)

    with transaction.atomic():
        events.publish(Rang(2))

    assert told == [Rang(2)]


@pytest.mark.django_db
def test_listening_twice_is_hearing_once(heard):
    told = heard(Rang)
    events.subscribe(Rang, told.append)

    with transaction.atomic():
        events.publish(Rang(1))

    assert told == [Rang(1)]


@pytest.mark.django_db
def test_only_exactly_this_kind_is_heard(heard):
    told = heard(Rang)

    with transaction.atomic():
        events.publish(RangLoudly(3))

    assert told == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_outside_a_transaction():
    with pytest.raises(events.PublishedOutsideTransaction, match="Rang"):
        events.publish(Rang(1))
