"""Addresses of the first page and of notices."""

from django.urls import path

from skaffa.web.dashboard import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("notices", views.notices, name="notices"),
    path("notices/<int:notice_id>", views.open_notice, name="open_notice"),
    path("notices/read", views.read_notices, name="read_notices"),
]
