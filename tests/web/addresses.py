"""Every address of the product, found by walking the URL configuration, with rows behind the numbers in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.candidates.merging import actions as merging
from skaffa.choices import actions as choices
from skaffa.choices.actions import Words as Entry
from skaffa.duplicates import actions as duplicates
from skaffa.duplicates.models import Pair
from skaffa.hooks import actions as webhooks
from skaffa.imports import actions as imports
from skaffa.imports.models import Kind as FileKind
from skaffa.interviews import actions as interviews
from skaffa.interviews.models import FeedbackRequest
from skaffa.interviews.requests import actions as requests
from skaffa.interviews.rules import Opinion
from skaffa.jobs.models import TeamMember, TeamRole
from skaffa.mail import actions as mail
from skaffa.mail.letter import Letter, Reader
from skaffa.mail.models import Kind, Recipient
from skaffa.mail.rules import Words
from skaffa.notes import actions as notes
from skaffa.pipeline.bulk import actions as bulk
from skaffa.pools import actions as pools
from skaffa.processes.models import ProcessTemplate
from tests import personas
from tests.interviews.scheduling import asked, scheduled


@dataclass(frozen=True)
class Address:
    """One pattern: its name with namespace, its route, the names of what varies in it."""

    name: str
    route: str
    varies: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def every() -> list[Address]:
    """All of them, in order of the configuration; those for programs are called in tests/api."""
    found = _walk(get_resolver().url_patterns, "", "")
    return [address for address in found if not address.name.startswith("api:")]


def _walk(patterns: list[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            name = pattern.name
            assert name, f"the address {here} has no name"
            yield Address(f"{namespace}{name}", here, tuple(pattern.pattern.regex.groupindex))


def _pair() -> Pair:
    """Two records that may be one person."""
    one, other = [personas.candidate("Engla", "Strandquist", location="Visby") for _time in range(2)]
    while duplicates.freshen(at=personas.START):
        pass
    return Pair.objects.get(one_id=one.pk, other_id=other.pk)


class Place:
    """An environment in which every address leads somewhere: ada administers and recruits, on a job with people."""

    def __init__(self) -> None:
        self.ada = personas.user("Ada", SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER)
        self.ivan = personas.user("Ivan")
        self.job = personas.active_job(self.ada, team=[(self.ivan, TeamRole.INTERVIEWER)])
        self.draft = personas.draft(self.ada, "Rope maker")
        self.prospect = personas.prospect(self.job)
        self.applicant = personas.applicant(self.job)
        self.invitation = accounts.invite(
            "new@example.com", roles=[SecurityRole.RECRUITER], by=Actor.of(self.ada), at=personas.START
        )
        by = Actor.of(self.ada)
        note = notes.write(self.prospect.candidate, application=self.prospect, text="Calm.", by=by, at=personas.START)
        document = personas.document(self.prospect, by=self.ada)
        feedback = interviews.submit(self.prospect, Opinion("yes"), by=by, at=personas.START)
        interview = scheduled(self.applicant, self.ada, by=self.ada)
        availability = asked(self.applicant, by=self.ada)
        requests.ask(self.applicant, [self.ivan.pk], by=by, at=personas.START)
        pool = pools.create("Divers", by=by, at=personas.START)
        pools.add(pool, self.prospect.candidate, by=by, at=personas.START)
        webhook = webhooks.add("https://hooks.example.org/", topics=["jobs"], by=by, at=personas.START)
        delivery = webhooks.test(webhook, by=by, at=personas.START)
        words = Words(title="Mine", subject_en="Hello", body_en="Text")
        template = mail.save_template(Kind.MESSAGE, Recipient.CANDIDATE, words, by=by, at=personas.START)
        reader = Reader(recipient=Recipient.CANDIDATE, address="greta@people.example", name="Greta")
        email = mail.send_automatic(
            Letter(kind=Kind.WITHDRAWAL_CONFIRMED, to=reader, application=self.prospect), at=personas.START
        )
        assert email
        file = b"First name,E-mail\nNils,nils@example.com"
        run = imports.upload(FileKind.CANDIDATES, "people.csv", file, by=by, at=personas.START)
        many = bulk.note(self.job, [self.prospect.pk], text="Calm.", by=by, at=personas.START)
        merge = merging.merge(personas.candidate(), personas.candidate(), {}, by=by, at=personas.START)
        member = TeamMember.objects.get(job=self.job, user=self.ivan)
        choices.add("employment_type", Entry(name_en="Seasonal", name_sv="Säsong"), by=by, at=personas.START)
        self.values: dict[str, object] = {
            "list_name": "employment_type",
            "choice_code": "seasonal",
            "job_id": self.job.pk,
            "approval_id": 1,
            "template_id": ProcessTemplate.objects.get().pk,
            "member_id": member.pk,
            "application_id": self.prospect.pk,
            "candidate_id": self.prospect.candidate_id,
            "other_id": self.applicant.candidate_id,
            "merge_id": merge.pk,
            "pair_id": _pair().pk,
            "user_id": self.ivan.pk,
            "invitation_id": self.invitation.pk,
            "document_id": document.pk,
            "number": 1,
            "note_id": note.pk,
            "feedback_id": feedback.pk,
            "interview_id": interview.pk,
            "availability_id": availability.pk,
            "request_id": FeedbackRequest.objects.get().pk,
            "pool_id": pool.pk,
            "import_id": run.pk,
            "row_id": 1,
            "notice_id": 1,
            "export_id": 1,
            "kind": "candidate",
            "entity_id": self.prospect.candidate_id,
            "act": "move",
            "bulk_id": many.pk,
            "exported_id": 1,
            "run_id": 1,
            "key_id": 1,
            "webhook_id": webhook.pk,
            "delivery_id": delivery.pk,
            "seat_id": 1,
            "mail_type": "message",
            "recipient": "candidate",
            "mail_template_id": template.pk,
            "email_id": email.pk,
            "caught": "20260302T090000000000-00000000",
            "code": self.job.code,
            "source_code": "agency",
            "table": "funnel",
            "suffix": "csv",
            "token": "not-a-token",
            "uidb36": "1",
            "key": "not-a-key",
        }

    def kwargs(self, address: Address) -> dict[str, object]:
        """What stands for each varying part; a new kind of part needs a line above."""
        return {name: self.values[name] for name in address.varies}


def other_user(name: str, *roles: SecurityRole) -> User:
    """Somebody who has nothing to do with the place's job."""
    return personas.user(name, *roles)
