"""Files about a person: what is known of them, and apart from it what is in them (decision 0005)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core.models import Stamped


class Kind(models.TextChoices):
    """What it is to whoever reads it; the résumé alone reaches LinkedIn, and alone answers a job that asks for one."""

    RESUME = "resume", _("Résumé")
    COVER_LETTER = "cover_letter", _("Cover letter")
    PORTFOLIO = "portfolio", _("Portfolio")
    OTHER = "other", _("Other document")


class FileType(models.TextChoices):
    """What LinkedIn takes as a résumé, and every office can read."""

    PDF = "pdf", _("PDF")
    DOC = "doc", _("Word (DOC)")
    DOCX = "docx", _("Word (DOCX)")
    TXT = "txt", _("Plain text")


class Document(Stamped):
    """A file about an application, or about the person where no application is named (A65); its bytes are a Content."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="documents")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents", null=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    file_name = models.CharField(max_length=255)
    file_type = models.CharField(max_length=4, choices=FileType.choices)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)  # of the content, in hexadecimal
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: the system

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "application", "sha256"], nulls_distinct=False, name="document_once"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_is_not_empty"),
        ]
        indexes = [models.Index(fields=["candidate", "-created_at", "-id"], name="document_by_candidate")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_resume(self) -> bool:
        return self.kind == Kind.RESUME


class Content(models.Model):
    """The bytes of a document, in a table of their own: a list of documents never reads them."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="content", primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"content of document {self.document_id}"


class ReadingState(models.TextChoices):
    WAITING = "waiting", _("Being prepared")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Cannot be shown")


class Trouble(models.TextChoices):
    """Why a document cannot be shown here; it can always be downloaded."""

    OLD_WORD = "old_word", _("Word files of the old kind (DOC) cannot be shown here.")
    LOCKED = "locked", _("The file is protected by a password.")
    BROKEN = "broken", _("The file is damaged, or not quite of the kind it says.")
    TOO_MUCH = "too_much", _("There is too much in the file.")


class Reading(models.Model):
    """What was read out of a document in the background, to be searched and shown; made anew with every new file."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="reading", primary_key=True)
    state = models.CharField(max_length=10, choices=ReadingState.choices, default=ReadingState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=10, choices=Trouble.choices, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)  # of a Word document: a few tags without attributes, nothing else
    pages = models.PositiveIntegerField(default=0)  # of a PDF; not all of them have a picture

    class Meta:
        indexes = [
            models.Index(fields=["lease_until"], condition=models.Q(state="waiting"), name="document_reading_waiting")
        ]

    def __str__(self) -> str:
        return f"reading of document {self.document_id}"


class PagePicture(models.Model):
    """One page of a PDF as a picture (WebP), with its words for those who do not see it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="page_pictures")
    number = models.PositiveSmallIntegerField()  # from 1
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    data = models.BinaryField()
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_page_once")]

    def __str__(self) -> str:
        return f"page {self.number} of document {self.document_id}"
