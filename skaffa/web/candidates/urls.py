"""Addresses of candidates."""

from django.urls import path

from skaffa.web.candidates import views

urlpatterns = [
    path("candidates/", views.candidates, name="candidates"),
    path("candidates/<int:candidate_id>/", views.candidate, name="candidate"),
    path("candidates/<int:candidate_id>/edit", views.edit, name="candidate_edit"),
    path("candidates/<int:candidate_id>/erase", views.erase, name="candidate_erase"),
    path("candidates/<int:candidate_id>/activity", views.activity, name="candidate_activity"),
]
