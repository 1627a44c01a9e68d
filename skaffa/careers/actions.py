"""What the public can do: apply, and withdraw; and what administrators say about data."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection as database
from django.db import transaction
from django.utils.crypto import salted_hmac

from skaffa.accounts import permissions
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import actions as applications
from skaffa.applications import by_hand
from skaffa.applications import rules as application_rules
from skaffa.applications.models import Application
from skaffa.candidates import rules as candidate_rules
from skaffa.candidates.models import Source
from skaffa.candidates.rules import Person
from skaffa.careers import rules
from skaffa.careers.events import ApplicationSubmitted, CareerSiteChanged
from skaffa.careers.models import CareerSite, Knock, Submission
from skaffa.core import events, text
from skaffa.documents import actions as documents
from skaffa.documents.models import Kind
from skaffa.documents.rules import File, FileIsThereAlready, TooManyDocuments
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.processes.models import StageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody sends us: who they are, their résumé and a cover letter if they have one, and the words they agreed to."""

    person: Person
    resume: File | None  # the job says whether one may do without (A39)
    cover_letter: File | None = None
    consent: str
    language: str
    source: str = Source.CAREER_SITE.value  # or what the link they came by names (A121)


def apply(job: Job, letter: Letter, *, address: str, at: datetime) -> Submission:
    """Take in an application that somebody sends by themselves; `address` is the network's, and kept as a hash.

    Who is considered for the job already is not taken in twice: their files are added, and what we answer is the
    same, so that nobody learns from it whether somebody else has applied. Raises Invalid, ConsentMissing, ResumeMissing,
    JobNotOpen or TooManyApplications.
    """
    if not letter.consent:
        raise rules.ConsentMissing
    if job.resume_required and letter.resume is None:
        raise rules.ResumeMissing
    candidate_rules.checked(letter.person)
    _knock(address, letter.person.emails[0], at=at)
    with transaction.atomic():
        application, is_repeated = _taken_in(job, letter, at=at)
        for kind, file in ((Kind.RESUME, letter.resume), (Kind.COVER_LETTER, letter.cover_letter)):
            if file is not None:
                _keep(file, application, kind=kind, at=at)
        submission = Submission.objects.create(
            application=application,
            email=letter.person.emails[0],
            language=letter.language,
            consent=letter.consent,
            is_repeated=is_repeated,
            submitted_at=at,
        )
        events.publish(
            ApplicationSubmitted(
                submission_id=submission.pk,
                application_id=application.pk,
                candidate_id=application.candidate_id,
                job_id=application.job_id,
                is_repeated=is_repeated,
                at=at,
            )
        )
    return submission


@transaction.atomic
def withdraw(submission: Submission, *, comment: str, at: datetime) -> Application:
    """The applicant no longer wants the job; once it has ended, this changes nothing."""
    try:
        return applications.withdraw(submission.application, comment=comment, by=SYSTEM, at=at)
    except application_rules.ApplicationIsClosed:
        return submission.application


@transaction.atomic
def change_site(*, consent_en: str, consent_sv: str, privacy_url: str, by: Actor, at: datetime) -> CareerSite:
    """Choose what applicants agree to, in each language, and where they read more; empty: the product's own words."""
    permissions.require(by, Action.ADMIN_CENTER)
    said = {
        "consent_en": text.paragraphs(consent_en)[: rules.CONSENT],
        "consent_sv": text.paragraphs(consent_sv)[: rules.CONSENT],
        "privacy_url": privacy_url,
    }
    site, _created = CareerSite.objects.update_or_create(pk=1, defaults=said | {"modified_at": at})
    events.publish(CareerSiteChanged(at=at, by_id=by.user_id))
    return site


def _taken_in(job: Job, letter: Letter, *, at: datetime) -> tuple[Application, bool]:
    """The application, and whether the person was considered for this job before; a prospect becomes an applicant."""
    try:
        with transaction.atomic():
            application = by_hand.add_applicant(job, letter.person, source=letter.source, by=SYSTEM, at=at)
    except applications.RejectedBefore as refusal:
        return refusal.application, True
    is_repeated = application.created_at != at and application.passed_prospect_at is not None
    if application.stage.is_prospect:
        first = application_rules.first_stage(jobs.stages(job), StageKind.APPLICATION)
        application = applications.move(application, to=first, by=SYSTEM, at=at)
    return application, is_repeated


def _keep(file: File, application: Application, *, kind: Kind, at: datetime) -> None:
    """The same file once more is no news, and beyond the most that is kept the latest is not worth a refusal."""
    try:
        with transaction.atomic():
            documents.add(application.candidate, application=application, file=file, kind=kind, by=SYSTEM, at=at)
    except (FileIsThereAlready, TooManyDocuments):
        return


@transaction.atomic
def _knock(address: str, email: str, *, at: datetime) -> None:
    """Count this attempt, and refuse it where there have been too many; one after the other, so that none slips by."""
    Knock.objects.filter(at__lt=at - rules.DAY).delete()
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('skaffa.careers.knock'))")
    by_address, by_email = _hashed(f"address {address}"), _hashed(f"email {candidate_rules.normalize_email(email)}")
    limits = (
        (Knock.objects.filter(who=by_address, at__gt=at - rules.HOUR), rules.MOST_BY_ADDRESS),
        (Knock.objects.filter(who=by_email, at__gt=at - rules.DAY), rules.MOST_BY_EMAIL),
        (Knock.objects.filter(who="", at__gt=at - rules.HOUR), rules.MOST_IN_ALL),
    )
    if any(rows.count() >= most for rows, most in limits):
        raise rules.TooManyApplications
    Knock.objects.bulk_create(Knock(who=who, at=at) for who in (by_address, by_email, ""))


def _hashed(who: str) -> str:
    return salted_hmac("skaffa.careers.knock", who, algorithm="sha256").hexdigest()
