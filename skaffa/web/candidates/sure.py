"""A question before something is lost for good: in a dialog, or on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import reswap, retarget

from skaffa.candidates.models import Candidate
from skaffa.core.refusals import Message
from skaffa.web.candidates import page
from skaffa.web.forms import Form
from skaffa.web.http import Request


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `words` say exactly what is lost, `button` is the act, `back` where a no leads."""

    title: Message
    words: Sequence[Message]
    button: Message
    back: str


def asked(request: Request, candidate: Candidate, tab: str, question: Question, form: Form) -> HttpResponse:
    """The question, with what was wrong about the last answer."""
    context = {"question": question, "form": form}
    status = 422 if form.errors else 200
    if request.htmx:
        response = render(request, "candidates/_sure.html", context, status=status)
        return reswap(retarget(response, "#dialog"), "innerHTML")
    whole = page.context(request, candidate, tab) | context
    return render(request, "candidates/sure.html", whole, status=status)
