"""Addresses anybody may open, and the administrators' page about them."""

from django.urls import path

from skaffa.web.careers import applying, settings, status, views

urlpatterns = [
    path("careers/", views.public_jobs, name="public_jobs"),
    path("careers/sitemap.xml", views.sitemap, name="public_sitemap"),
    path("careers/status/<str:token>", status.page, name="public_status"),
    path("careers/status/<str:token>/withdraw", status.withdraw, name="public_withdraw"),
    path("careers/<path:code>/apply", applying.page, name="public_apply"),
    path("careers/<path:code>", views.public_job, name="public_job"),
    path("admin-center/career-site", settings.page, name="admin_careers"),
]
