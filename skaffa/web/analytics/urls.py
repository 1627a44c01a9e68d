"""Addresses of analytics."""

from django.urls import path

from skaffa.web.analytics import views

urlpatterns = [
    path("analytics/", views.hub, name="analytics"),
    path("analytics/<slug:table>.<slug:suffix>", views.export, name="analytics_export"),
    path("jobs/<int:job_id>/analytics", views.of_job, name="job_analytics"),
]
