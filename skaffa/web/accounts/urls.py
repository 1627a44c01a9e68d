"""Addresses of signing in and of one's own settings; of allauth, only the views whose pages are ours."""

from allauth.account import views as allauth
from django.urls import path, re_path

from skaffa.web.accounts import views

urlpatterns = [
    path("settings/", views.user_settings, name="user_settings"),
    path("about", views.about, name="about"),
    path("invitations/<str:token>", views.invitation, name="invitation"),
    path("language", views.language, name="language"),
    path("colours", views.colours, name="colours"),
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/password/reset/", allauth.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
