"""Addresses for people; each area adds its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("skaffa.web.dashboard.urls")),
    path("", include("skaffa.web.tour.urls")),
    path("", include("skaffa.web.accounts.urls")),
    path("admin-center/", include("skaffa.web.admin_center.urls")),
    path("admin-center/retention/", include("skaffa.web.retention.urls")),
    path("", include("skaffa.web.imports.urls")),
    path("", include("skaffa.web.jobs.urls")),
    path("", include("skaffa.web.processes.urls")),
    path("", include("skaffa.web.documents.urls")),
    path("", include("skaffa.web.notes.urls")),
    path("", include("skaffa.web.interviews.urls")),
    path("", include("skaffa.web.applications.urls")),
    path("", include("skaffa.web.candidates.urls")),
    path("", include("skaffa.web.merging.urls")),
    path("", include("skaffa.web.duplicates.urls")),
    path("", include("skaffa.web.pools.urls")),
    path("", include("skaffa.web.analytics.urls")),
    path("", include("skaffa.web.search.urls")),
    path("", include("skaffa.web.careers.urls")),
    path("", include("skaffa.web.mail.urls")),
    path("", include("skaffa.web.linkedin.urls")),
]
