"""Addresses that LinkedIn calls, and the way to its consent page and back."""

from django.urls import path

from skaffa.linkedin import oauth, webhooks

app_name = "linkedin"
urlpatterns = [
    path("webhooks/<str:token>", webhooks.webhook, name="webhook"),
    path("oauth/start", oauth.start, name="oauth_start"),
    path("oauth/callback", oauth.callback, name="oauth_callback"),
    path("oauth/disconnect", oauth.disconnect, name="oauth_disconnect"),
]
