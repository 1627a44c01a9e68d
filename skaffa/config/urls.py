"""Every address of the product; the only place that knows all areas."""

from django.urls import include, path

urlpatterns = [
    path("", include("skaffa.web.urls")),
    path("api/v1/", include("skaffa.api.urls")),
    path("linkedin/", include("skaffa.linkedin.urls")),
]

handler400 = "skaffa.web.errors.bad_request"
handler403 = "skaffa.web.errors.permission_denied"
handler404 = "skaffa.web.errors.page_not_found"
handler429 = "skaffa.web.errors.too_many_requests"
