"""A refusal says in the reader's language what is wrong."""

from django.utils import translation
from django.utils.functional import Promise

from skaffa.core import refusals
from skaffa.jobs.queries import JobNotFound


def test_a_refusal_knows_its_status_code_and_sentence():
    refusal = JobNotFound()

    assert (refusal.status, refusal.code) == (404, "JobNotFound")
    assert str(refusal) == str(refusal.message) == "There is no such job, or you may not see it."


def test_who_raises_may_say_it_better():
    refusal = refusals.Invalid("The title is missing.", fields={"title": "Give a title."}, code="no_title")

    assert (refusal.status, refusal.code, refusal.fields) == (422, "no_title", {"title": "Give a title."})
    assert str(refusal.message) == "The title is missing."


def test_the_sentence_is_said_when_it_is_read_in_the_readers_language():
    refusal = refusals.NotAllowed()

    assert isinstance(refusal.message, Promise)
    with translation.override("en"):
        assert str(refusal.message) == "You do not have the right to do this."
