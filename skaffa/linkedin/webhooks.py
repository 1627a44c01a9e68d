"""View: LinkedIn's pushes; proves who sends, remembers, answers at once."""

import json
import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rsc_client import signature
from rsc_client.errors import MalformedResponse
from skaffa.core import clock
from skaffa.linkedin import inbox
from skaffa.linkedin.models import Connection
from skaffa.linkedin.sync import resync

LARGEST_BODY = 64 * 1024
_ID_LIMIT = 255
_TYPE_LIMIT = 60
_CHALLENGE = re.compile(r"[A-Za-z0-9-]{1,200}", re.ASCII)  # LinkedIn sends a UUID


@csrf_exempt  # LinkedIn proves itself by its signature
@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest, token: str) -> HttpResponse:
    """401 for a wrong signature, with nothing stored; 404 for an address we never gave out."""
    connection = Connection.objects.filter(webhook_token=token.replace("\0", ""), is_live=True).first()
    if connection is None or not connection.client_secret:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    if request.method == "GET":
        return _challenge(request, connection)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = request.body
    if not signature.is_genuine(body, request.headers.get(signature.HEADER), connection.client_secret):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return _remember(connection, body)


def _challenge(request: HttpRequest, connection: Connection) -> HttpResponse:
    """LinkedIn checks that the address is ours (wire §5.2).

    Only a plain code is answered: signing whatever anybody asks for would sign pushes for them, too.
    """
    code = request.GET.get("challengeCode", "")
    if not _CHALLENGE.fullmatch(code):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    answer = signature.answer_challenge(code, connection.client_secret)
    return JsonResponse({"challengeCode": answer.challenge_code, "challengeResponse": answer.challenge_response})


def _remember(connection: Connection, body: bytes) -> HttpResponse:
    wanted = _resync(body)
    if wanted is not None:
        resync.mark_jobs(connection, wanted, at=clock.now())
        return HttpResponse(status=HTTPStatus.OK)
    try:
        push = signature.read_push(body)
    except MalformedResponse:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if not 0 < len(push.id) <= _ID_LIMIT or len(push.type) > _TYPE_LIMIT or "\0" in push.id + push.type:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    inbox.receive(connection, push, at=clock.now())
    return HttpResponse(status=HTTPStatus.OK)


def _resync(body: bytes) -> list[str] | None:
    """The Job IDs LinkedIn wants once more; empty: every open job; None: this is another push (wire §4.1)."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    if not isinstance(told, dict) or told.get("type") != "RESYNC_JOBS":
        return None
    codes = told.get("externalJobPostingIds")
    if told.get("syncAllOpenJobs") is True or not isinstance(codes, list):
        return []
    return [code for code in codes if isinstance(code, str)]
