"""Which templates there are, which one is used, and which e-mails somebody may read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import Language
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.jobs import queries as jobs
from skaffa.mail import builtin, kinds, rules
from skaffa.mail.kinds import Category
from skaffa.mail.letter import Reader
from skaffa.mail.models import Choice, Email, Kind, Look, Recipient, Status, Template


@dataclass(frozen=True, slots=True)
class Entry:
    """One template of the library; `template` is None for the built-in one, whose title is its mail type's."""

    kind: Kind
    recipient: Recipient
    template: Template | None
    is_default: bool
    is_automatic: bool

    @property
    def title(self) -> str:
        return self.template.title if self.template else str(self.kind.label)

    @property
    def cc(self) -> Sequence[str]:
        return self.template.cc if self.template else ()

    @property
    def may_be_automatic(self) -> bool:
        return kinds.TABLE[self.kind].automatic is not None

    def words(self, language: str) -> tuple[str, str]:
        """Subject and body in this language, or in the other where nobody has written them in this."""
        if self.template is None:
            return builtin.text(self.kind, self.recipient, language)
        other = Language.SWEDISH if language == Language.ENGLISH else Language.ENGLISH
        mine, theirs = _written(self.template, language), _written(self.template, other)
        return mine if all(mine) else theirs


def library(actor: Actor, category: Category | str = "") -> list[Entry]:
    """Every template, built-in ones first within their mail type and recipient; three queries for any number."""
    permissions.require(actor, Action.MAIL_TEMPLATES)
    chosen = {(choice.kind, choice.recipient): choice for choice in Choice.objects.all()}
    own: dict[tuple[str, str], list[Template]] = {}
    for template in Template.objects.filter(deleted_at=None).order_by("title", "pk"):
        own.setdefault((template.kind, template.recipient), []).append(template)
    return [
        _entry(kind, recipient, template, chosen.get((kind, recipient)))
        for kind, recipient in pairs(category)
        for template in (None, *own.get((kind, recipient), ()))
    ]


def pairs(category: Category | str = "") -> Iterator[tuple[Kind, Recipient]]:
    """Mail types with their recipients, of one category or all."""
    for kind, spec in kinds.TABLE.items():
        if category in ("", spec.category):
            for recipient in spec.recipients:
                yield kind, recipient


def default(kind: Kind, recipient: Recipient) -> Entry:
    """The template that is used unless somebody chooses another."""
    choice = Choice.objects.select_related("template").filter(kind=kind, recipient=recipient).first()
    return _entry(kind, recipient, choice.template if choice else None, choice)


def offered(wanted: Iterable[Kind], recipient: Recipient) -> dict[Kind, list[Entry]]:
    """All templates somebody may choose from when they write an e-mail, the defaults first; two queries."""
    names = list(wanted)
    chosen = {choice.kind: choice for choice in Choice.objects.filter(kind__in=names, recipient=recipient)}
    rows = Template.objects.filter(kind__in=names, recipient=recipient, deleted_at=None).order_by("title", "pk")
    own = list(rows)
    found = {}
    for kind in names:
        templates = [None, *(template for template in own if template.kind == kind)]
        entries = [_entry(kind, recipient, template, chosen.get(kind)) for template in templates]
        found[kind] = sorted(entries, key=lambda entry: not entry.is_default)
    return found


def entry(kind: Kind, recipient: Recipient, template_id: int | None) -> Entry:
    """One of those; raises TemplateNotFound or TemplateOfAnotherKind."""
    choice = Choice.objects.filter(kind=kind, recipient=recipient).first()
    if template_id is None:
        return _entry(kind, recipient, None, choice)
    template = Template.objects.filter(pk=template_id, deleted_at=None).first()
    if template is None:
        raise rules.TemplateNotFound
    if (template.kind, template.recipient) != (kind, recipient):
        raise rules.TemplateOfAnotherKind
    return _entry(kind, recipient, template, choice)


def template(actor: Actor, pk: int) -> Template:
    """A template somebody wrote, for who may read templates."""
    permissions.require(actor, Action.MAIL_TEMPLATES)
    found = Template.objects.filter(pk=pk, deleted_at=None).first()
    if found is None:
        raise rules.TemplateNotFound
    return found


def look() -> Look | None:
    return Look.objects.first()


def footer_language(language: str) -> str:
    """The language of the footer, and of the table of an interview, in an e-mail in this one (A152)."""
    chosen = look()
    return (chosen.footer_language if chosen else "") or language


def visible_to(actor: Actor) -> QuerySet[Email]:
    """E-mails about applications the actor may see."""
    return Email.objects.filter(application__in=applications.visible_to(actor))


def email(actor: Actor, pk: int) -> Email:
    """One of those, with what it is about; administrators also those about accounts and jobs."""
    rows = Email.objects.select_related("application__candidate", "application__job", "written_by")
    if not permissions.allowed(actor, Action.ADMIN_CENTER):
        rows = rows.filter(application__in=applications.visible_to(actor))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise rules.EmailNotFound
    return found


def outbox(actor: Actor, status: str = "", search: str = "") -> QuerySet[Email]:
    """Every e-mail, for administrators; to be paged by "-created_at"."""
    permissions.require(actor, Action.ADMIN_CENTER)
    rows = Email.objects.select_related("application__candidate", "written_by")
    if status:
        rows = rows.filter(status=status) if status in Status else rows.none()
    return rows.filter(Q(to__icontains=search) | Q(subject__icontains=search)) if search else rows


def counts(actor: Actor) -> dict[str, int]:
    """How many e-mails need somebody: not sent, perhaps sent."""
    permissions.require(actor, Action.ADMIN_CENTER)
    return {status: Email.objects.filter(status=status).count() for status in (Status.REFUSED, Status.UNCERTAIN)}


def was_told(application: Application, *what: Kind) -> bool:
    """Whether an e-mail of one of these mail types was written to the candidate, and not called back."""
    written = Email.objects.filter(application=application, recipient=Recipient.CANDIDATE, kind__in=what)
    return written.exclude(status=Status.CALLED_BACK).exists()


def is_waiting(application: Application, kind: Kind) -> bool:
    """Whether such an e-mail to the candidate has yet to leave."""
    written = Email.objects.filter(application=application, recipient=Recipient.CANDIDATE, kind=kind)
    return written.filter(status=Status.WAITING).exists()


def may_write(actor: Actor, application: Application) -> bool:
    return jobs.may(actor, Action.MAIL_SEND, application.job)


def reader(application: Application) -> Reader:
    """The candidate, in the language we last wrote to them, or they applied in."""
    address = application.candidate.emails.filter(is_primary=True).first() or application.candidate.emails.first()
    last = (
        Email.objects.filter(application__candidate=application.candidate_id, recipient=Recipient.CANDIDATE)
        .order_by("-created_at", "-pk")
        .values_list("language", flat=True)
        .first()
    )
    return Reader(
        recipient=Recipient.CANDIDATE,
        address=address.address if address else "",
        name=application.candidate.first_name,
        language=last or Language.ENGLISH,
    )


def unreached(rows: QuerySet[Application]) -> list[Application]:
    """Those of these applications whose candidate nothing can be sent to, by name; one query for any number."""
    shown = rows.select_related("candidate").annotate(face_email=candidates.faces("candidate")["face_email"])
    return [
        one
        for one in shown.order_by("candidate__last_name", "candidate__first_name", "pk")
        if Reader(recipient=Recipient.CANDIDATE, address=one.face_email or "", name="").fault
    ]


def _entry(kind: Kind, recipient: Recipient, template: Template | None, choice: Choice | None) -> Entry:
    is_default = (choice.template_id if choice else None) == (template.pk if template else None)
    automatic = choice.is_automatic if choice else bool(kinds.TABLE[kind].automatic)
    return Entry(kind, recipient, template, is_default, is_automatic=is_default and automatic)


def _written(template: Template, language: str) -> tuple[str, str]:
    return (
        (template.subject_sv, template.body_sv)
        if language == Language.SWEDISH
        else (template.subject_en, template.body_en)
    )
