"""The jobs that anybody may read about, and the page of each: where LinkedIn's readers and search engines come to."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from skaffa.careers import queries as careers
from skaffa.careers.rules import Place
from skaffa.choices.models import ChoiceList, EmploymentType
from skaffa.choices.queries import Lists
from skaffa.core import paging
from skaffa.core.refusals import NotFound
from skaffa.jobs import functions as job_functions
from skaffa.jobs import queries, rules
from skaffa.jobs.models import Job
from skaffa.web import http
from skaffa.web.careers.forms import CAMPAIGN
from skaffa.web.jobs import countries
from skaffa.web.jobs.page import terms

_KINDS: Mapping[str, str] = {  # search engines' words
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.CONTRACT: "CONTRACTOR",
    EmploymentType.TEMPORARY: "TEMPORARY",
    EmploymentType.VOLUNTEER: "VOLUNTEER",
}
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


_MOST_ADDRESSES = 50_000
"""In one sitemap, by its protocol."""


@require_safe
def public_jobs(request: HttpRequest) -> HttpResponse:
    """Every open job, the latest first; a search and a chosen place stay in the address."""
    search, offered = http.text(request, "q"), careers.places()
    place, lists = _place(request, offered), Lists()
    functions = careers.functions()
    function = _function(request, functions)
    rows = careers.open_jobs(search, place=place, function=function)
    page = paging.page(rows, by="-activated_at", cursor=http.text(request, "cursor"), size=30)
    places = {str(one): countries.line(one.city, "", one.country or "") for one in [*offered, place] if one}
    context = {
        "page": page,
        "rows": [
            (job, countries.place(job), lists.name(ChoiceList.EMPLOYMENT_TYPE, job.employment_type))
            for job in page.rows
        ],
        "q": search,
        "chosen": str(place or ""),
        "place": places.get(str(place), ""),
        "places": countries.in_order(places.items()),
        "function": function,
        "function_name": job_functions.name(function),
        "functions": countries.in_order((one, job_functions.name(one)) for one in {*functions, function} if one),
        "campaign": _campaign(request),
        "source": http.text(request, CAMPAIGN),
    }
    return render(request, "careers/jobs.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of all open jobs, for search engines."""
    rows = careers.open_jobs().order_by("-activated_at", "-pk").values_list("code", "modified_at")
    addresses = [
        (request.build_absolute_uri(reverse("public_job", args=[code])), changed.date().isoformat())
        for code, changed in rows[:_MOST_ADDRESSES]
    ]
    return render(request, "careers/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@require_safe
def public_job(request: HttpRequest, code: str) -> HttpResponse:
    """The job, or a friendly page when it is not open to the public: which of the reasons holds is nobody's business."""
    try:
        job = queries.public_job(code)
    except NotFound:
        return render(request, "careers/gone.html", status=404)
    lists = Lists()
    context = {
        "job": job,
        "place": countries.place(job),
        "terms": terms(job, lists),
        "described": _described(request, job, lists),
        "campaign": _campaign(request),
    }
    return render(request, "careers/job.html", context)


def _place(request: HttpRequest, offered: list[Place]) -> Place | None:
    """The place that the address names, as we write it; one where there is no job any more stays chosen."""
    named = Place.of(request.GET.get("place", "").replace("\0", ""))
    return next((one for one in offered if named.means(one)), named) if named else None


def _function(request: HttpRequest, offered: list[str]) -> str:
    """The function that the address names, as we write it; one of which there is no job any more stays chosen."""
    said = request.GET.get("function", "").replace("\0", "")[: rules.FUNCTION]
    named = next(iter(job_functions.known([said])), "")
    return next((one for one in offered if one.casefold() == named.casefold()), named)


def _campaign(request: HttpRequest) -> str:
    """The source that the link to this page named, for the links to the next one."""
    given = http.text(request, CAMPAIGN)
    return "?" + urlencode({CAMPAIGN: given}) if given else ""


def _described(request: HttpRequest, job: Job, lists: Lists) -> SafeString:
    """The job as schema.org's JobPosting, safe inside a script element: it is data, nothing runs it."""
    known = {"addressLocality": job.city, "addressRegion": job.region, "addressCountry": job.country}
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": linebreaks(escape(job.description)),
        "datePosted": job.activated_at.date().isoformat() if job.activated_at else "",
        "identifier": {"@type": "PropertyValue", "name": settings.SKAFFA.environment_name, "value": job.code},
        "hiringOrganization": {"@type": "Organization", "name": settings.SKAFFA.environment_name},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress"} | {name: value for name, value in known.items() if value},
        },
        "url": request.build_absolute_uri(request.path),
        "directApply": True,
    }
    if job.functions:
        said["occupationalCategory"] = job_functions.names(job.functions)
    if job.skills:
        said["skills"] = job.skills
    if job.employment_type:
        said["employmentType"] = _KINDS.get(lists.counted_as(ChoiceList.EMPLOYMENT_TYPE, job.employment_type), "OTHER")
    return mark_safe(json.dumps(said, ensure_ascii=False).translate(_UNSAFE))  # noqa: S308 - made harmless above
