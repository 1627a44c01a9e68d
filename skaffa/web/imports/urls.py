"""Addresses of imports."""

from django.urls import path

from skaffa.imports.models import Kind
from skaffa.web.imports import columns, deciding, views

_PEOPLE, _JOBS = {"kind": Kind.CANDIDATES}, {"kind": Kind.JOBS}

urlpatterns = [
    path("candidates/import", views.upload, _PEOPLE, name="candidate_import"),
    path("candidates/import/template", views.template, _PEOPLE, name="candidate_import_template"),
    path("jobs/import", views.upload, _JOBS, name="job_import"),
    path("jobs/import/template", views.template, _JOBS, name="job_import_template"),
    path("imports/", views.imports, name="imports"),
    path("imports/<int:import_id>/", views.one, name="import"),
    path("imports/<int:import_id>/reasons", views.reasons, name="import_reasons"),
    path("imports/<int:import_id>/columns", columns.columns, name="import_columns"),
    path("imports/<int:import_id>/encoding", columns.encoding, name="import_encoding"),
    path("imports/<int:import_id>/duplicates", deciding.duplicates, name="import_duplicates"),
    path("imports/<int:import_id>/rows/<int:row_id>", deciding.row, name="import_row"),
    path("imports/<int:import_id>/rows/<int:row_id>/undo", deciding.undo_row, name="import_row_undo"),
    path("imports/<int:import_id>/begin", deciding.begin, name="import_begin"),
    path("imports/<int:import_id>/discard", deciding.discard, name="import_discard"),
    path("imports/<int:import_id>/undo", deciding.undo, name="import_undo"),
]
