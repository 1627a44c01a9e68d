"""What is shown of each person that was found, with what was searched for marked in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import persons
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.core.refusals import Message
from skaffa.documents import queries as documents
from skaffa.documents.models import Document
from skaffa.search import rules
from skaffa.search.rules import Term


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with what was found in it."""

    document: Document
    excerpt: SafeString


@dataclass(frozen=True, slots=True)
class Hit:
    """One person; `reasons` are what else of them holds a word that was searched for."""

    candidate: Candidate
    name: SafeString
    headline: SafeString
    location: SafeString
    email: SafeString
    application: Application | None  # the latest the reader may know of
    paper: Paper | None
    reasons: Sequence[tuple[Message, SafeString]]


def shown(actor: Actor, people: Sequence[int], wanted: Sequence[Term]) -> list[Hit]:
    """These people in this order, in as many queries for any number; who was erased meanwhile is left out."""
    known = candidates.visible_to(actor).in_bulk(people)
    said = persons.of(known)
    elsewhere = [one for pk, one in known.items() if pk in said and _is_partly_elsewhere(one, said[pk], wanted)]
    papers = _papers(actor, elsewhere, wanted)
    latest: dict[int, Application] = {}
    for application in _applications(actor, people):
        latest.setdefault(application.candidate_id, application)
    return [
        _hit(known[pk], said[pk], latest.get(pk), papers.get(pk), wanted) for pk in people if pk in known and pk in said
    ]


def _applications(actor: Actor, people: Sequence[int]) -> QuerySet[Application]:
    """With the little that a line says of them."""
    rows = applications.of_candidates(actor, people).select_related(None).select_related("job", "stage")
    return rows.only("candidate_id", "created_at", "status", "close_reason", "job__title", "stage__kind", "stage__name")


def _is_partly_elsewhere(candidate: Candidate, person: Person, wanted: Sequence[Term]) -> bool:
    """Whether some of what was searched for does not stand in the profile, and so perhaps in a document."""
    known = " / ".join(
        [str(candidate), person.headline, person.location, *person.emails, *(t for _l, t in _more(person))]
    )
    return not all(rules.holds(known, [term]) for term in wanted)


def _papers(actor: Actor, people: Sequence[Candidate], wanted: Sequence[Term]) -> dict[int, Paper]:
    """Of each of these people the document with most of what was searched for, among those the reader may open."""
    most: dict[int, tuple[int, Document, str]] = {}
    for document, text in documents.texts(actor, people) if people else ():
        many = sum(rules.holds(text, [term]) for term in wanted)
        if many > most.get(document.candidate_id, (0,))[0]:
            most[document.candidate_id] = many, document, text
    return {
        pk: Paper(document, rules.highlighted(rules.excerpt(text, wanted), wanted))
        for pk, (_many, document, text) in most.items()
    }


def _hit(
    candidate: Candidate, person: Person, application: Application | None, paper: Paper | None, wanted: Sequence[Term]
) -> Hit:
    return Hit(
        candidate=candidate,
        name=rules.highlighted(str(candidate), wanted),
        headline=rules.highlighted(person.headline, wanted),
        location=rules.highlighted(person.location, wanted),
        email=rules.highlighted(person.emails[0] if person.emails else "", wanted),
        application=application,
        paper=paper,
        reasons=[
            (label, rules.highlighted(text, wanted)) for label, text in _more(person) if rules.holds(text, wanted)
        ],
    )


def _more(person: Person) -> Iterator[tuple[Message, str]]:
    for held in person.employments:
        yield _("Experience"), " · ".join(filter(None, [held.title, held.company]))
    for study in person.educations:
        yield _("Education"), " · ".join(filter(None, [study.school, study.degree]))
    yield _("Skills"), ", ".join(person.skills)
    yield _("E-mail"), ", ".join(person.emails[1:])
    yield _("Phone"), ", ".join(person.phones)
    yield _("Links"), ", ".join(person.links)
