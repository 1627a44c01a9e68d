"""Addresses of talent pools, and of the dialogs that put a candidate into a pool or on a job."""

from django.urls import path

from skaffa.web.pools import access, adding, people, placing, views

urlpatterns = [
    path("talent-pools/", views.pools, name="pools"),
    path("talent-pools/new", views.new, name="pool_new"),
    path("talent-pools/<int:pool_id>/", people.people, name="pool"),
    path("talent-pools/<int:pool_id>/edit", views.edit, name="pool_edit"),
    path("talent-pools/<int:pool_id>/delete", views.delete, name="pool_delete"),
    path("talent-pools/<int:pool_id>/access", access.access, name="pool_access"),
    path("talent-pools/<int:pool_id>/access/<int:user_id>/remove", access.remove, name="pool_unshare"),
    path("talent-pools/<int:pool_id>/add", adding.external, name="pool_add"),
    path("talent-pools/<int:pool_id>/add/internal", adding.internal, name="pool_add_internal"),
    path("talent-pools/<int:pool_id>/add/excel", adding.from_excel, name="pool_add_excel"),
    path("talent-pools/<int:pool_id>/people/<int:candidate_id>/remove", people.remove, name="pool_remove"),
    path("talent-pools/<int:pool_id>/people/<int:candidate_id>/put-back", people.put_back, name="pool_put_back"),
    path("candidates/<int:candidate_id>/pools", placing.in_pool, name="candidate_pools"),
    path("candidates/<int:candidate_id>/jobs", placing.on_job, name="candidate_jobs"),
]
