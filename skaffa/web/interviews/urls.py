"""Addresses of interview feedback."""

from django.urls import path

from skaffa.web.interviews import views

urlpatterns = [
    path("candidates/<int:candidate_id>/feedback", views.of_candidate, name="candidate_feedback"),
    path("applications/<int:application_id>/feedback", views.feedback, name="application_feedback"),
    path("feedback/<int:feedback_id>/delete", views.delete, name="feedback_delete"),
]
