"""Addresses for programs."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from skaffa.api import app, problems
from skaffa.api.v1 import applications, candidates, choices, jobs, pools

for area in (jobs, candidates, applications, pools, choices):
    app.api.add_router("", area.router)


@require_safe
def document(_request: HttpRequest) -> JsonResponse:
    """The OpenAPI document, for anybody: it says nothing of anybody's data."""
    return JsonResponse(app.api.get_openapi_schema())


@csrf_exempt
def unknown(_request: HttpRequest) -> HttpResponse:
    return problems.response(404, "NoSuchAddress", "There is nothing at this address. See /api/v1/openapi.json.")


def _of_operations() -> list[URLPattern]:
    """Every path of the API; what it cannot do is a problem there too."""
    found = [pattern for pattern in app.api.urls[0] if isinstance(pattern, URLPattern)]
    for pattern in found:
        pattern.callback = _told(pattern.callback)
    return found


def _told(view: Any) -> Any:
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = view(request, *args, **kwargs)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        told = problems.response(405, "MethodNotAllowed", f"This address takes {answer['Allow']}.")
        told["Allow"] = answer["Allow"]
        return told

    return asked


urlpatterns = [
    path("openapi.json", document, name="api_document"),
    path("", ([*_of_operations(), re_path("", unknown, name="unknown")], "ninja", "api")),
]
