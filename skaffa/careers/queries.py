"""What the public may read, and what an applicant's own link opens."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import CharField, Count, F, Func, Min, Q, QuerySet
from django.db.models.functions import Upper
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skaffa.applications.models import Application
from skaffa.careers import rules
from skaffa.careers.models import CareerSite, Submission
from skaffa.careers.rules import Place
from skaffa.core import refusals
from skaffa.jobs.models import Job, JobStatus

LINK_LASTS = 180
"""Days that an applicant's link works."""
_SALT = "skaffa.careers.submission"
_MOST_WORDS = 8
_MOST_PLACES, _MOST_FUNCTIONS = 500, 100


class LinkNotValid(refusals.NotFound):
    """The link was changed on its way, has expired, or leads to what is gone."""

    sentence = _("This link does not work any more.")


def open_jobs(search: str = "", *, place: Place | None = None, function: str = "") -> QuerySet[Job]:
    """Active jobs that are listed and not confidential, with every word in title, description or place (A145, A148).

    Of these, where they are given, those in this place, and of this function.
    """
    rows = Job.objects.filter(status=JobStatus.ACTIVE, is_confidential=False, is_listed=True)
    for word in search.split()[:_MOST_WORDS]:
        found = Q(title__icontains=word) | Q(description__icontains=word)
        rows = rows.filter(found | Q(city__icontains=word) | Q(region__icontains=word) | Q(code__iexact=word))
    if place is not None:
        rows = rows.filter(city__iexact=place.city)
        rows = rows if place.country is None else rows.filter(country=place.country)
    return rows.filter(functions__contains=[function]) if function else rows


def places() -> list[Place]:
    """The cities of the open jobs, each once however it is written; where there are very many, those with most jobs."""
    rows = open_jobs().exclude(city="").values("country", key=Upper("city"))
    most = rows.annotate(city=Min("city"), jobs=Count("pk")).order_by("-jobs", "key", "country")[:_MOST_PLACES]
    return [Place(row["city"], row["country"]) for row in most]


def functions() -> list[str]:
    """The functions of the open jobs, each once; where there are very many, those with most jobs."""
    each = Func(F("functions"), function="unnest", output_field=CharField())
    rows = open_jobs().order_by().values_list(each).annotate(jobs=Count("pk"))
    return [function for function, _jobs in rows.order_by("-jobs")[:_MOST_FUNCTIONS]]


def site() -> CareerSite | None:
    return CareerSite.objects.first()


def consent(language: str) -> str:
    """What applicants agree to, in their language; the product's own words until an administrator has chosen some."""
    chosen = site()
    said = (chosen.consent_sv if language == "sv" else chosen.consent_en) if chosen else ""
    if said:
        return said
    with translation.override(language):
        return gettext(rules.DEFAULT_CONSENT)


def language_of(application: Application) -> str:
    """The language in which the person applied for this job; empty when they have not done so by themselves."""
    rows = Submission.objects.filter(application=application).order_by("-submitted_at", "-pk")
    return rows.values_list("language", flat=True).first() or ""


def link(submission: Submission) -> str:
    """The applicant's own page; whoever has the link may open it, for half a year."""
    return f"{settings.SKAFFA.base_url}/careers/status/{signing.dumps(submission.pk, salt=_SALT)}"


def submission(token: str, *, at: datetime) -> Submission:
    """What the link was made for; raises LinkNotValid."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise LinkNotValid from error
    rows = Submission.objects.select_related("application__job", "application__stage", "application__candidate")
    found = rows.filter(pk=pk).first()
    if found is None or (at - found.submitted_at).days >= LINK_LASTS:
        raise LinkNotValid
    return found
