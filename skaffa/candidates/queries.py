"""Who the candidates are, for somebody who may know of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import rules
from skaffa.candidates.models import DIGITS, Candidate, EmailAddress, Employment, Link, PhoneNumber
from skaffa.core import refusals

_MOST_WORDS = 8
_wider_scopes: list[Callable[[Actor], Q]] = []


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody we know, and by what: "email", "link" or "phone"."""

    candidate_id: int
    by: str


class CandidateNotFound(refusals.NotFound):
    """There is no such candidate, or the reader may not know of them."""

    sentence = _("There is no such candidate, or you may not see them.")


def also_visible(scope: Callable[[Actor], Q]) -> None:
    """Let an app above say which other candidates an actor may see; `scope` gives a condition on Candidate."""
    if scope not in _wider_scopes:
        _wider_scopes.append(scope)


def visible_to(actor: Actor) -> QuerySet[Candidate]:
    """Everybody for those who may search candidates; else the people of jobs the actor works on."""
    if permissions.allowed(actor, Action.CANDIDATE_SEARCH):
        return Candidate.objects.all()
    condition = Q(pk__in=[])
    for scope in _wider_scopes:
        condition |= scope(actor)
    return Candidate.objects.filter(condition)


def seen_by(actor: Actor, candidate: str) -> Q:
    """The same as a condition on something else: which field of it is the candidate."""
    if permissions.allowed(actor, Action.CANDIDATE_SEARCH):
        return Q()
    return Q(**{f"{candidate}__in": visible_to(actor).values("pk")})


class Face(NamedTuple):
    """What a line says of a person besides their name: where to write to, and the present position; each may be empty."""

    email: str
    title: str
    company: str


def candidate(actor: Actor, pk: int) -> Candidate:
    """One candidate with what every page about them shows; `person` tells the rest."""
    rows = visible_to(actor).select_related("created_by", "profile_source")
    found = rows.annotate(face_email=faces("pk")["face_email"]).filter(pk=pk).first()
    if found is None:
        raise CandidateNotFound
    return found


def with_background(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """The same candidates with contact points and background, in a bounded number of queries."""
    return rows.select_related("created_by", "profile_source").prefetch_related(
        "emails", "phones", "links", "employments", "educations"
    )


def with_address(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """The same candidates with what a line of a list says of them."""
    return rows.select_related("profile_source").prefetch_related("emails")


def faces(of: str) -> dict[str, Subquery]:
    """What a line says of a person, told with rows that point at a candidate by `of`; `face` reads it."""
    emails = EmailAddress.objects.filter(candidate=OuterRef(of)).order_by("-is_primary", "pk")
    held = Employment.objects.filter(candidate=OuterRef(of), is_current=True).order_by("position", "pk")
    position = held.values(said=JSONObject(title="title", company="company"))
    return {"face_email": Subquery(emails.values("address")[:1]), "face_position": Subquery(position[:1])}


def face(row: Any) -> Face:
    """Of a row that was asked for with `faces`."""
    held = row.face_position or {}
    return Face(row.face_email or "", held.get("title", ""), held.get("company", ""))


def address(candidate: Candidate) -> str:
    """The e-mail address to write to; empty where none is known."""
    if hasattr(candidate, "face_email"):
        return str(candidate.face_email or "")  # None: it was asked for, and there is none
    emails = sorted(candidate.emails.all(), key=lambda email: (not email.is_primary, email.pk))
    return emails[0].address if emails else ""


def person(candidate: Candidate) -> rules.Person:
    """What we know of the candidate, in the shape that actions take."""
    emails = sorted(candidate.emails.all(), key=lambda email: (not email.is_primary, email.pk))
    employments = sorted(candidate.employments.all(), key=lambda held: (held.position, held.pk))
    educations = sorted(candidate.educations.all(), key=lambda study: (study.position, study.pk))
    return rules.Person(
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        headline=candidate.headline,
        location=candidate.location,
        emails=tuple(email.address for email in emails),
        phones=tuple(phone.number for phone in sorted(candidate.phones.all(), key=lambda phone: phone.pk)),
        links=tuple(link.url for link in sorted(candidate.links.all(), key=lambda link: link.pk)),
        employments=tuple(rules.JobHeld(e.company, e.title, e.period, e.is_current) for e in employments),
        educations=tuple(rules.Study(study.school, study.degree) for study in educations),
        skills=tuple(candidate.skills),
        years_of_experience=candidate.years_of_experience,
    )


def by_email(address: str) -> Candidate | None:
    """The candidate with this e-mail address, the oldest record if there are several; for intake, not for pages."""
    normalized = rules.normalize_email(address)
    found = EmailAddress.objects.filter(normalized=normalized).order_by("candidate_id").select_related("candidate")
    email = found.first() if normalized else None
    return email.candidate if email else None


def by_link(url: str) -> Candidate | None:
    """The candidate with this web address, the oldest record if there are several; for intake, not for pages."""
    normalized = rules.normalize_link(url)
    found = Link.objects.filter(normalized=normalized).order_by("candidate_id").select_related("candidate")
    link = found.first() if normalized else None
    return link.candidate if link else None


def known(people: Sequence[rules.Person]) -> list[Found | None]:
    """For each of these people the candidate with the same e-mail address, LinkedIn profile or phone number.

    In this order, the oldest record if there are several; three questions for any number. For intake, not for pages.
    """
    emails = {rules.normalize_email(one) for person in people for one in person.emails}
    links = {rules.normalize_link(one) for person in people for one in person.links if rules.is_linkedin_profile(one)}
    phones = {key for person in people for key in _phone_keys(person)}
    by_address = EmailAddress.objects.filter(normalized__in=emails).order_by("-candidate_id")
    by_profile = Link.objects.filter(normalized__in=links).order_by("-candidate_id")
    by_number = PhoneNumber.objects.alias(digits=DIGITS).filter(digits__in=phones).order_by("-candidate_id")
    owners = {
        **{("phone", key): pk for key, pk in by_number.values_list(DIGITS, "candidate_id")},
        **{("link", key): pk for key, pk in by_profile.values_list("normalized", "candidate_id")},
        **{("email", key): pk for key, pk in by_address.values_list("normalized", "candidate_id")},
    }
    return [_first_known(person, owners) for person in people]


def identities(person: rules.Person) -> list[tuple[str, str]]:
    """By what a person is found again, the surest first."""
    return [
        *(("email", rules.normalize_email(one)) for one in person.emails),
        *(("link", rules.normalize_link(one)) for one in person.links if rules.is_linkedin_profile(one)),
        *(("phone", key) for key in _phone_keys(person)),
    ]


def searched(actor: Actor, text: str) -> QuerySet[Candidate]:
    """Visible candidates whose name, e-mail, headline or employer contains every word of `text`."""
    rows = visible_to(actor)
    for word in text.replace("\0", " ").split()[:_MOST_WORDS]:
        said = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(headline__icontains=word)
        called = Candidate.objects.filter(said).values("pk")
        reached = EmailAddress.objects.filter(normalized__contains=word.lower()).values("candidate")
        employed = Employment.objects.filter(company__icontains=word).values("candidate")
        rows = rows.filter(pk__in=called.union(reached, employed, all=True))  # each by its letters' own index
    return rows


def _phone_keys(person: rules.Person) -> list[str]:
    return [key for key in map(rules.phone_key, person.phones) if len(key) >= rules.SHORTEST_PHONE]


def _first_known(person: rules.Person, owners: Mapping[tuple[str, str], int]) -> Found | None:
    by = next((identity for identity in identities(person) if identity in owners), None)
    return Found(owners[by], by[0]) if by else None
