"""The pages for people."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "skaffa.web"
