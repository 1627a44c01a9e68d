"""Addresses of prospects and applicants."""

from django.urls import path

from skaffa.web.applications import activities, lists, many, marks, menus, offers, pipeline, views

urlpatterns = [
    path("jobs/<int:job_id>/prospects", lists.prospects, name="job_prospects"),
    path("jobs/<int:job_id>/prospects/add", views.add_prospect, name="job_prospect_add"),
    path("jobs/<int:job_id>/pipeline", pipeline.pipeline, name="job_pipeline"),
    path("jobs/<int:job_id>/pipeline/view", pipeline.choose_view, name="job_pipeline_view"),
    path("jobs/<int:job_id>/pipeline/many/<str:act>", many.ask, name="job_bulk"),
    path("bulk/<int:bulk_id>", many.progress, name="bulk"),
    path("bulk/<int:bulk_id>/undo", many.undo, name="bulk_undo"),
    path("jobs/<int:job_id>/applicants", lists.applicants, name="job_applicants"),
    path("jobs/<int:job_id>/applicants/add", views.add_applicant, name="job_applicant_add"),
    path("applications/<int:application_id>/menu", menus.menu, name="application_menu"),
    path("applications/<int:application_id>/advance", views.advance, name="application_advance"),
    path("applications/<int:application_id>/move", views.move, name="application_move"),
    path("applications/<int:application_id>/take-back", views.take_back, name="application_take_back"),
    path("applications/<int:application_id>/reject", views.reject, name="application_reject"),
    path("applications/<int:application_id>/withdraw", views.withdraw, name="application_withdraw"),
    path("applications/<int:application_id>/activities", activities.activities_of, name="application_activities"),
    path("applications/<int:application_id>/offer", offers.offer, name="application_offer"),
    path("applications/<int:application_id>/offer/take-back", offers.take_back, name="application_offer_take_back"),
    path("applications/<int:application_id>/source", marks.source, name="application_source"),
    path("applications/<int:application_id>/medal", marks.medal, name="application_medal"),
    path("applications/<int:application_id>/medal/back", marks.medal_back, name="application_medal_back"),
    path("candidates/<int:candidate_id>/source", marks.profile_source, name="candidate_source"),
    path("applications/<int:application_id>/delete", views.delete, name="application_delete"),
    path("applications/<int:application_id>/reopen", views.reopen, name="application_reopen"),
]
