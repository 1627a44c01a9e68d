"""Addresses of everything people do about LinkedIn: the set-up, their own connection, jobs and exports."""

from django.urls import path

from skaffa.web.linkedin import (
    exports,
    health,
    jobs,
    linking,
    load,
    own_link,
    personal,
    plugin,
    setup,
    sight,
)

urlpatterns = [
    path("admin-center/linkedin", setup.page, name="admin_linkedin"),
    path("admin-center/linkedin/connect", setup.connect, name="admin_linkedin_connect"),
    path("admin-center/linkedin/plugin", plugin.document, name="admin_linkedin_plugin"),
    path("admin-center/linkedin/requested", plugin.requested, name="admin_linkedin_requested"),
    path("admin-center/linkedin/notify", setup.notify_partner, name="admin_linkedin_notify"),
    path("admin-center/linkedin/check", setup.check, name="admin_linkedin_check"),
    path("admin-center/linkedin/settings", setup.change_settings, name="admin_linkedin_settings"),
    path("admin-center/linkedin/health", health.page, name="admin_linkedin_health"),
    path("admin-center/linkedin/health/compare", health.compare, name="admin_linkedin_compare"),
    path("admin-center/linkedin/health/load", load.panel, name="admin_linkedin_load"),
    path("admin-center/linkedin/health/load/pause", load.pause, name="admin_linkedin_load_pause"),
    path("admin-center/linkedin/health/load/resume", load.resume, name="admin_linkedin_load_resume"),
    path("admin-center/linkedin/health/retry", health.retry, name="admin_linkedin_retry"),
    path(
        "admin-center/linkedin/health/retry/<slug:kind>/<int:entity_id>",
        health.retry_one,
        name="admin_linkedin_retry_one",
    ),
    path("admin-center/linkedin/generations", setup.change_generations, name="admin_linkedin_generations"),
    path("admin-center/linkedin/disconnect", setup.disconnect, name="admin_linkedin_disconnect"),
    path("settings/connections", personal.connections, name="user_connections"),
    path("jobs/<int:job_id>/linkedin", jobs.state, name="job_linkedin_state"),
    path("jobs/<int:job_id>/linkedin/send", jobs.send_again, name="job_linkedin_send"),
    path("candidates/<int:candidate_id>/linkedin/send", sight.send_again, name="candidate_linkedin_send"),
    path("candidates/<int:candidate_id>/linkedin", linking.tab, name="candidate_linkedin"),
    path("candidates/<int:candidate_id>/linkedin/plugin", plugin.profile, name="candidate_linkedin_plugin"),
    path("candidates/<int:candidate_id>/linkedin/finding", linking.finding, name="candidate_linkedin_finding"),
    path("candidates/<int:candidate_id>/linkedin/told", linking.told, name="candidate_linkedin_told"),
    path("candidates/<int:candidate_id>/linkedin/link", linking.link, name="candidate_linkedin_link"),
    path("candidates/<int:candidate_id>/linkedin/unlink", linking.unlink, name="candidate_linkedin_unlink"),
    path("candidates/<int:candidate_id>/linkedin/own-link", own_link.make, name="candidate_linkedin_own_link"),
    path("own-linkedin/<str:token>", own_link.page, name="own_linkedin_link"),
    path("exports/<int:export_id>/retry", exports.retry, name="export_retry"),
    path("exports/<int:export_id>/job", exports.choose_job, name="export_choose_job"),
    path("exports/<int:export_id>/reopen", exports.reopen, name="export_reopen"),
]
