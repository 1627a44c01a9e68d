"""Addresses of notes."""

from django.urls import path

from skaffa.web.notes import views

urlpatterns = [
    path("candidates/<int:candidate_id>/notes", views.notes, name="candidate_notes"),
    path("notes/<int:note_id>/edit", views.edit, name="note_edit"),
    path("notes/<int:note_id>/delete", views.delete, name="note_delete"),
]
