"""Addresses of the queue of people who may be here twice."""

from django.urls import path

from skaffa.web.duplicates import policy, scan, views

urlpatterns = [
    path("admin-center/duplicates", policy.page, name="admin_duplicates"),
    path("duplicates/", views.queue, name="duplicates"),
    path("duplicates/different", views.different_many, name="duplicates_different"),
    path("duplicates/merge", views.merge_many, name="duplicates_merge"),
    path("duplicates/undo", views.undo, name="duplicates_undo"),
    path("duplicates/scan", scan.begin, name="duplicates_scan"),
    path("duplicates/scan/pause", scan.pause, name="duplicates_scan_pause"),
    path("duplicates/scan/go-on", scan.go_on, name="duplicates_scan_go_on"),
    path("duplicates/<int:pair_id>/", views.pair, name="duplicate"),
    path("duplicates/<int:pair_id>/different", views.different, name="duplicate_different"),
    path("duplicates/<int:pair_id>/merge", views.merge, name="duplicate_merge"),
]
