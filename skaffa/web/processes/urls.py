"""Addresses of process templates."""

from django.urls import path

from skaffa.web.processes import views

urlpatterns = [
    path("process-templates/", views.templates, name="templates"),
    path("process-templates/management", views.manage, name="template_management"),
    path("process-templates/<int:template_id>/", views.template, name="template"),
    path("process-templates/<int:template_id>/process", views.process, name="template_process"),
    path("process-templates/<int:template_id>/default", views.set_default, name="template_default"),
    path("process-templates/<int:template_id>/duplicate", views.duplicate, name="template_duplicate"),
    path("process-templates/<int:template_id>/delete", views.delete, name="template_delete"),
]
