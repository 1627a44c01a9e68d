"""Addresses of documents."""

from django.urls import path

from skaffa.web.documents import showing, views

urlpatterns = [
    path("candidates/<int:candidate_id>/documents", views.documents, name="candidate_documents"),
    path("documents/<int:document_id>", views.download, name="document_download"),
    path("documents/<int:document_id>/view", showing.view, name="document_view"),
    path("documents/<int:document_id>/words", showing.words, name="document_words"),
    path("documents/<int:document_id>/pages/<int:number>", showing.picture, name="document_picture"),
    path("documents/<int:document_id>/edit", views.edit, name="document_edit"),
    path("documents/<int:document_id>/delete", views.delete, name="document_delete"),
]
