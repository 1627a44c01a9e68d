"""Addresses for programs."""

from django.urls import path

from skaffa.api import app
from skaffa.api.v1 import applications, candidates, jobs

for area in (jobs, candidates, applications):
    app.api.add_router("", area.router)

urlpatterns = [path("openapi.json", app.document, name="api_document"), path("", app.api.urls)]
