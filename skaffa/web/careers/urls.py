"""Addresses anybody may open."""

from django.urls import path

from skaffa.web.careers import views

urlpatterns = [path("careers/<path:code>", views.public_job, name="public_job")]
