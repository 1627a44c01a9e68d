"""Addresses of the Admin center's user permissions."""

from django.urls import path

from skaffa.web.admin_center import keys, sources, views

urlpatterns = [
    path("users", views.users, name="admin_users"),
    path("users/invite", views.invite, name="admin_invite"),
    path("users/<int:user_id>", views.user, name="admin_user"),
    path("users/<int:user_id>/deactivate", views.deactivate, name="admin_deactivate"),
    path("users/<int:user_id>/reactivate", views.reactivate, name="admin_reactivate"),
    path("api-keys", keys.page, name="admin_keys"),
    path("api-keys/<int:key_id>/revoke", keys.revoke, name="admin_key_revoke"),
    path("sources", sources.page, name="admin_sources"),
    path("sources/<slug:source_code>", sources.rename, name="admin_source_rename"),
    path("sources/<slug:source_code>/retire", sources.retire, name="admin_source_retire"),
    path("sources/<slug:source_code>/restore", sources.restore, name="admin_source_restore"),
    path("invitations/<int:invitation_id>/withdraw", views.withdraw, name="admin_withdraw"),
]
