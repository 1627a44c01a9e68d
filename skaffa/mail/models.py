"""E-mails as rows, the library of templates they are written from, and what all of them look like."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import Language, User
from skaffa.applications.models import Application
from skaffa.core.fields import EncryptedTextField
from skaffa.core.models import Stamped
from skaffa.jobs.models import Job


class Kind(models.TextChoices):
    """The mail types: what an e-mail is about (A156); `kinds.TABLE` says who gets them and what they may name."""

    APPLICATION_RECEIVED = "application_received", _("Application received")
    APPLICATION_REPEATED = "application_repeated", _("Applied again")
    APPLICANT_ADDED = "applicant_added", _("Considered for a job")
    APPLICATION_REJECTED = "application_rejected", _("Application rejected")
    WITHDRAWAL_CONFIRMED = "withdrawal_confirmed", _("Withdrawal confirmed")
    PROSPECT_INVITED = "prospect_invited", _("Invitation to apply")
    MESSAGE = "message", _("Message")
    AVAILABILITY_REQUESTED = "availability_requested", _("Availability request")
    INTERVIEW_INVITED = "interview_invited", _("Interview invitation")
    INTERVIEW_REMINDER = "interview_reminder", _("Interview reminder")
    INTERVIEW_CHANGED = "interview_changed", _("Interview changed")
    INTERVIEW_RELEASED = "interview_released", _("No longer needed in an interview")
    INTERVIEW_CANCELLED = "interview_cancelled", _("Interview cancelled")
    INTERVIEW_SUMMARY = "interview_summary", _("Interview summary")
    FEEDBACK_REQUESTED = "feedback_requested", _("Feedback request")
    FEEDBACK_REMINDER = "feedback_reminder", _("Feedback reminder")
    APPROVAL_REQUESTED = "approval_requested", _("Job approval request")
    APPROVAL_REMINDER = "approval_reminder", _("Job approval reminder")
    APPROVAL_GRANTED = "approval_granted", _("Job approved")
    APPROVAL_DENIED = "approval_denied", _("Job approval denied")
    OFFER_ACCEPTED = "offer_accepted", _("Offer accepted")
    OFFER_DECLINED = "offer_declined", _("Offer declined")


class Recipient(models.TextChoices):
    """Who reads an e-mail, as far as templates tell readers apart."""

    CANDIDATE = "candidate", _("Candidate")
    INTERVIEWER = "interviewer", _("Interviewer")
    RECRUITER = "recruiter", _("Recruiter")
    HIRING_MANAGER = "hiring_manager", _("Hiring manager")
    APPROVER = "approver", _("Approver")
    REQUESTER = "requester", _("Requester")


class Persona(models.TextChoices):
    """Whom a template copies in; who that is follows from the job's hiring team when the e-mail is written (A154)."""

    RECRUITER = "recruiter", _("Recruiter")
    HIRING_MANAGER = "hiring_manager", _("Hiring manager")


class Template(Stamped):
    """A text somebody wrote for one mail type and recipient, in one language or both; built-in ones are no rows."""

    kind = models.CharField(max_length=30, choices=Kind.choices)
    recipient = models.CharField(max_length=20, choices=Recipient.choices)
    title = models.CharField(max_length=120)
    cc: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20, choices=Persona.choices), default=list, blank=True
    )
    subject_en = models.CharField(max_length=200, blank=True)
    body_en = models.TextField(blank=True)
    subject_sv = models.CharField(max_length=200, blank=True)
    body_sv = models.TextField(blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    deleted_at = models.DateTimeField(null=True)  # can be put back

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(subject_en="") & ~models.Q(body_en="")
                | ~models.Q(subject_sv="") & ~models.Q(body_sv=""),
                name="mail_template_says_something",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Choice(models.Model):
    """Which template is the default for a mail type and recipient, and whether it leaves by itself (A153).

    One row for each pair, so there is never more than one default, nor more than one that is sent automatically.
    Without a row the built-in template holds, as without a template.
    """

    kind = models.CharField(max_length=30, choices=Kind.choices)
    recipient = models.CharField(max_length=20, choices=Recipient.choices)
    template = models.ForeignKey(Template, on_delete=models.SET_NULL, related_name="+", null=True)
    is_automatic = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "recipient"], name="mail_one_choice_per_recipient")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"


class Look(models.Model):
    """What every e-mail has around its text: a picture above, links below (A152); one row."""

    picture = models.BinaryField(default=bytes)
    picture_type = models.CharField(max_length=20, blank=True)
    picture_width = models.PositiveSmallIntegerField(default=0)
    picture_height = models.PositiveSmallIntegerField(default=0)
    privacy_url = models.URLField(max_length=500, blank=True)
    terms_url = models.URLField(max_length=500, blank=True)
    footer_language = models.CharField(max_length=5, choices=Language.choices, blank=True)  # none: the reader's
    modified_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="mail_one_look")]

    def __str__(self) -> str:
        return "look of e-mails"


class Status(models.TextChoices):
    """Where an e-mail stands; HANDED_OVER lasts for moments, and what stays there has become UNCERTAIN."""

    WAITING = "waiting", _("Waiting")
    HANDED_OVER = "handed_over", _("Being handed over")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Not sent")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    CALLED_BACK = "called_back", _("Called back")


class Email(models.Model):
    """An e-mail that starts as a row: written in the transaction of its cause, sent by a task."""

    message_id = models.CharField(max_length=250, unique=True)  # the same however often it is tried
    kind = models.CharField(max_length=30, choices=Kind.choices, blank=True)  # none: about somebody's account
    recipient = models.CharField(max_length=20, choices=Recipient.choices, blank=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="emails", null=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+", null=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: automatically
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.ENGLISH)
    to = models.CharField(max_length=254)
    cc: "models.Field[list[str], list[str]]" = ArrayField(models.CharField(max_length=254), default=list, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)  # who reads an answer; none: the sender of every e-mail
    subject = models.CharField(max_length=200)
    text = EncryptedTextField()
    html = EncryptedTextField(blank=True)
    secret = EncryptedTextField(blank=True)  # the reader's own link: put in on the way out, then forgotten
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="sent", sent_at__isnull=False)
                | ~models.Q(status="sent") & models.Q(sent_at=None),
                name="mail_sent_when_it_was_sent",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(status="waiting"), name="mail_due"),
            models.Index(fields=["lease_until"], condition=models.Q(status="handed_over"), name="mail_handed_over"),
            models.Index(fields=["status", "-created_at", "-id"], name="mail_by_status"),
            models.Index(fields=["-created_at", "-id"], name="mail_by_created"),
            models.Index(fields=["application", "-created_at", "-id"], name="mail_by_application"),
            models.Index(fields=["to"], condition=models.Q(kind=""), name="mail_about_accounts"),
        ]

    def __str__(self) -> str:
        return self.subject

    def about(self, application: Application) -> dict[str, Any]:
        """What every event about an e-mail to a candidate says."""
        return {
            "email_id": self.pk,
            "kind": self.kind,
            "application_id": application.pk,
            "candidate_id": application.candidate_id,
            "job_id": application.job_id,
        }


class Attachment(models.Model):
    """A file that goes with an e-mail, such as an appointment for the calendar."""

    email = models.ForeignKey(Email, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=120)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
