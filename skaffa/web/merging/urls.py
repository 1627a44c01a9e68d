"""Addresses of merging two records of one person."""

from django.urls import path

from skaffa.web.merging import views

urlpatterns = [
    path("candidates/<int:candidate_id>/merge/", views.find, name="merge_find"),
    path("candidates/<int:candidate_id>/merge/<int:other_id>", views.merge, name="merge"),
    path("merges/<int:merge_id>/undo", views.undo, name="merge_undo"),
]
