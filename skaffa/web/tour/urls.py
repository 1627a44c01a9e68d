"""Addresses of the tour."""

from django.urls import path

from skaffa.web.tour import views

urlpatterns = [
    path("tour", views.tour, name="tour"),
    path("tour/dismiss", views.dismiss, name="dismiss_tour"),
]
