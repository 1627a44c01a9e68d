"""Addresses of Admin center, tab Retention."""

from django.urls import path

from skaffa.web.retention import rules, views

urlpatterns = [
    path("", views.page, name="admin_retention"),
    path("rules", rules.page, name="admin_retention_rules"),
    path("rules/words", rules.words_of_form, name="admin_retention_words"),
    path("erase", views.erase, name="admin_retention_erase"),
    path("runs/<int:run_id>/stop", views.stop, name="admin_retention_stop"),
    path("people/<int:candidate_id>/keep", views.keep, name="admin_retention_keep"),
    path("people/<int:candidate_id>/release", views.release, name="admin_retention_release"),
]
