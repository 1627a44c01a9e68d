"""Addresses of the Admin center's user permissions."""

from django.urls import path

from skaffa.web.admin_center import keys, lists, sources, views, webhooks

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
    path("lists", lists.page, name="admin_lists"),
    path("lists/<slug:list_name>", lists.add, name="admin_list_add"),
    path("lists/<slug:list_name>/<slug:choice_code>", lists.change, name="admin_choice"),
    path("lists/<slug:list_name>/<slug:choice_code>/retire", lists.retire, name="admin_choice_retire"),
    path("lists/<slug:list_name>/<slug:choice_code>/restore", lists.restore, name="admin_choice_restore"),
    path("webhooks", webhooks.page, name="admin_webhooks"),
    path("webhooks/<int:webhook_id>", webhooks.webhook, name="admin_webhook"),
    path("webhooks/<int:webhook_id>/test", webhooks.test, name="admin_webhook_test"),
    path("webhooks/<int:webhook_id>/secret", webhooks.rotate, name="admin_webhook_rotate"),
    path("webhooks/<int:webhook_id>/switch", webhooks.switch, name="admin_webhook_switch"),
    path("webhooks/<int:webhook_id>/delete", webhooks.delete, name="admin_webhook_delete"),
    path(
        "webhooks/<int:webhook_id>/deliveries/<int:delivery_id>/again",
        webhooks.redeliver,
        name="admin_webhook_redeliver",
    ),
    path("invitations/<int:invitation_id>/withdraw", views.withdraw, name="admin_withdraw"),
]
