"""Addresses for programs."""

from django.urls import path

from skaffa.api.app import api, document
from skaffa.api.v1 import applications, candidates, jobs

for area in (jobs, candidates, applications):
    api.add_router("", area.router)

urlpatterns = [path("openapi.json", document, name="api_document"), path("", api.urls)]
