"""Addresses of jobs."""

from django.urls import path

from skaffa.web.jobs import approval, process, team, views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/new", views.new, name="job_new"),
    path("jobs/skills", views.known_skills, name="job_skills"),
    path("jobs/<int:job_id>/", views.details, name="job"),
    path("jobs/<int:job_id>/edit", views.edit, name="job_edit"),
    path("jobs/<int:job_id>/activate", views.activate, name="job_activate"),
    path("jobs/<int:job_id>/close", views.close, name="job_close"),
    path("jobs/<int:job_id>/delete", views.delete, name="job_delete"),
    path("jobs/<int:job_id>/process", process.process, name="job_process"),
    path("jobs/<int:job_id>/approval", approval.approval, name="job_approval"),
    path("jobs/<int:job_id>/approval/send", approval.send, name="job_approval_send"),
    path("jobs/<int:job_id>/approval/take-back", approval.take_back, name="job_approval_take_back"),
    path("jobs/<int:job_id>/approval/approvers", approval.add, name="job_approver_add"),
    path("jobs/<int:job_id>/approval/<int:approval_id>/remove", approval.remove, name="job_approver_remove"),
    path("jobs/<int:job_id>/activity", views.activity, name="job_activity"),
    path("jobs/<int:job_id>/team", team.team, name="job_team"),
    path("jobs/<int:job_id>/team/<int:member_id>/remove", team.remove, name="job_team_remove"),
]
