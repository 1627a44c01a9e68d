"""An act on many people of a job: asked with what it needs, done at once for few, followed for many, undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, refusals
from skaffa.core.refusals import Message
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.pipeline import queries
from skaffa.pipeline.bulk import actions, letters
from skaffa.pipeline.bulk.actions import Progress
from skaffa.pipeline.models import Bulk, BulkKind, Tells
from skaffa.pipeline.rules import AT_ONCE, MOST, NobodySelected, TooMany, Wanted
from skaffa.pools import queries as pools
from skaffa.web import http
from skaffa.web.applications import listing, many_letters
from skaffa.web.applications.forms import MoveForm
from skaffa.web.applications.many_forms import ManyRejectForm, NoteForm, PoolForm
from skaffa.web.forms import Form
from skaffa.web.http import Request
from skaffa.web.jobs import page
from skaffa.web.mail import page as around
from skaffa.web.templatetags.skaffa import lasted

_POOLS = 200
_LONGEST_NUMBER = 18
_ENOUGH = 20
"""How many must be done before we say how long the others take."""

_QUESTIONS: dict[str, tuple[Message, Message, str]] = {  # title, button, its look
    BulkKind.MOVE: (_("Move to which stage?"), _("Move"), "primary"),
    BulkKind.REJECT: (_("Reject them?"), _("Reject"), "danger"),
    BulkKind.POOL: (_("Add to which talent pool?"), _("Add"), "primary"),
    BulkKind.NOTE: (_("Add the same note to each"), _("Add note"), "primary"),
}


class NoSuchAct(refusals.NotFound):
    """Only what the list offers can be done to many."""


class ListHasChanged(refusals.Invalid):
    """Somebody came or went between the question and its answer."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is meant: the people ticked, or everybody who matches the list's filters."""

    who: list[int]
    everybody: bool
    wanted: Wanted


@require_POST
def ask(request: Request, job_id: int, act: str) -> HttpResponse:
    """First the question; with its answer (`sure`) the act itself."""
    if act not in _QUESTIONS:
        raise NoSuchAct
    job = jobs.job(request.actor, job_id)
    is_answer = "sure" in request.POST
    form = _form(request, job, act, request.POST if is_answer else None)
    selection = _selection(request, job)
    if is_answer and form.is_valid():
        try:
            if selection.everybody and request.POST.get("counted") != str(len(selection.who)):
                raise ListHasChanged(_("The list has changed meanwhile. Look at the number again."))
            bulk = _START[act](request, job, selection.who, form)
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return _started(request, job, bulk, selection)
    return _asked(request, job, act, selection, form)


@require_GET
def progress(request: Request, bulk_id: int) -> HttpResponse:
    """How far it is, and to whom it could not be done; asks again by itself until it is over."""
    found = actions.progress(request.actor, bulk_id)
    context = {
        "progress": found,
        "job": found.bulk.job,
        "title": _title(found.bulk),
        "estimate": _estimate(found),
        "refused": actions.refusals_of(found.bulk),
    }
    if request.htmx and request.htmx.target == "bulk":
        return render(request, "pipeline/_bulk.html", context)
    return render(request, "pipeline/bulk.html", page.context(request, found.bulk.job, "pipeline") | context)


@require_POST
def undo(request: Request, bulk_id: int) -> HttpResponse:
    """Take it back from each of whom nothing has happened since."""
    done = actions.progress(request.actor, bulk_id).bulk
    bulk = actions.undo(done, by=request.actor, at=clock.now())
    return _started(request, done.job, bulk, None)


def _started(request: Request, job: Job, bulk: Bulk, selection: Selection | None) -> HttpResponse:
    """Few are dealt with now; when all went well one stays in the list, else every refusal is shown."""
    result = reverse("bulk", args=[bulk.pk])
    if actions.progress(request.actor, bulk.pk).total > AT_ONCE:
        return http.redirect(request, result)
    while actions.do_next(bulk.pk, at=clock.now()):
        pass
    after = actions.progress(request.actor, bulk.pk)
    in_list = request.htmx and (request.htmx.target == "people-list" or selection)
    if after.refused or not in_list:
        return http.redirect(request, result)
    response = listing.changed(request, job, selection.wanted if selection else None)
    address = reverse("bulk_undo", args=[bulk.pk]) if after.can_undo else ""
    return reswap(retarget(http.toast(response, _said(after), undo=address), "#people-list"), "outerHTML")


def _selection(request: Request, job: Job) -> Selection:
    wanted = Wanted.of(QueryDict(request.POST.get("list", "")).dict())
    everybody = bool(request.POST.get("everybody"))
    if everybody:
        rows = queries.people(request.actor, job, wanted, at=clock.now())
        who = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    else:
        given = request.POST.getlist("who")[: MOST + 1]
        who = list(dict.fromkeys(int(pk) for pk in given if pk.isdecimal() and len(pk) <= _LONGEST_NUMBER))
    if not who:
        raise NobodySelected
    if len(who) > MOST:
        raise TooMany
    return Selection(who, everybody, wanted)


def _form(request: Request, job: Job, act: str, data: QueryDict | None) -> Form:
    if act == BulkKind.MOVE:
        jobs.require(request.actor, Action.APPLICATION_ADVANCE, job)
        held = jobs.rights(request.actor, job)
        stages = [stage for stage in jobs.stages(job) if not stage.is_prospect or Action.PROSPECT_ADD in held]
        return MoveForm(data, stages=stages)
    if act == BulkKind.REJECT:
        jobs.require(request.actor, Action.APPLICATION_REJECT, job)
        return ManyRejectForm(data, offered=letters.offered())
    if act == BulkKind.NOTE:
        jobs.require(request.actor, Action.NOTE_WRITE, job)
        return NoteForm(data)
    if not permissions.reach(request.actor, Action.POOL_FILL):
        raise refusals.NotAllowed(code=Action.POOL_FILL.value)
    return PoolForm(data, pools=list(pools.fillable(request.actor)[:_POOLS]))


def _asked(request: Request, job: Job, act: str, selection: Selection, form: Form) -> HttpResponse:
    """The question as a dialog or on a page; where only another e-mail was chosen, what is said of that."""
    title, button, look = _QUESTIONS[act]
    question = {"act": act, "title": title, "button": button, "look": look, "selection": selection, "form": form}
    if act == BulkKind.REJECT:
        question |= _letter(request, job, selection, form)
        if request.htmx and request.htmx.target == "many-letter":
            return render(request, "pipeline/_letter.html", question)
    status = 422 if form.errors else 200
    if request.htmx:
        response = render(request, "pipeline/_ask.html", {"job": job} | question, status=status)
        return reswap(retarget(response, "#dialog"), "innerHTML")
    return render(request, "pipeline/ask.html", page.context(request, job, "pipeline") | question, status=status)


def _letter(request: Request, job: Job, selection: Selection, form: Form) -> dict[str, Any]:
    """Of the e-mail that each gets, as chosen now: the form was sent, or another choice asks only for this."""
    chosen = request.POST.get("letter", str(form.initial["letter"]))
    found = many_letters.question(request, job, selection.who, chosen, letters.offered())
    form.initial["letter"] = chosen
    return around.around(request) | {"letter": found}


def _move(request: Request, job: Job, who: list[int], form: Form) -> Bulk:
    to = next(stage for stage in jobs.stages(job) if stage.pk == form.cleaned_data["stage"])
    return actions.move(job, who, to=to, by=request.actor, at=clock.now())


def _reject(request: Request, job: Job, who: list[int], form: Form) -> Bulk:
    assert isinstance(form, ManyRejectForm)  # noqa: S101 - for the type checker
    reason, comment = form.cleaned_data["reason"], form.cleaned_data["comment"]
    return actions.reject(job, who, reason=reason, comment=comment, told=form.told(), by=request.actor, at=clock.now())


def _gather(request: Request, job: Job, who: list[int], form: Form) -> Bulk:
    pool = pools.pool(request.actor, form.cleaned_data["pool"])
    return actions.gather(job, who, pool=pool, by=request.actor, at=clock.now())


def _note(request: Request, job: Job, who: list[int], form: Form) -> Bulk:
    return actions.note(job, who, text=form.cleaned_data["text"], by=request.actor, at=clock.now())


_START: dict[str, Callable[[Request, Job, list[int], Any], Bulk]] = {
    BulkKind.MOVE: _move,
    BulkKind.REJECT: _reject,
    BulkKind.POOL: _gather,
    BulkKind.NOTE: _note,
}


def _title(bulk: Bulk) -> Message:
    """What is being done, in a few words."""
    if bulk.kind == BulkKind.MOVE:
        return _("Move to %(stage)s") % {"stage": bulk.stage}
    if bulk.kind == BulkKind.POOL and bulk.pool:
        return _("Add to %(pool)s") % {"pool": bulk.pool}
    if bulk.undoes:
        return _("Undo: %(what)s") % {"what": _title(bulk.undoes)}
    return BulkKind(bulk.kind).label


def _said(found: Progress) -> str:
    """What has been done, where nobody was refused."""
    many = found.done + found.same
    people = ngettext("%(count)d person", "%(count)d people", many) % {"count": many}
    said = f"{_title(found.bulk)}: {people}."
    if found.bulk.tells != Tells.EACH:
        return said
    told = ngettext("%(count)d gets an e-mail in ten minutes.", "%(count)d get an e-mail in ten minutes.", found.told)
    return f"{said} {told % {'count': found.told}}"


def _estimate(found: Progress) -> str:
    """How long the others take if they go as fast as those before; nothing before anybody can know."""
    if found.bulk.finished_at or found.settled < _ENOUGH:
        return ""
    taken = (clock.now() - found.bulk.asked_at).total_seconds()
    return gettext("about %(time)s left") % {"time": lasted(max(1, round(taken / found.settled * found.waiting)))}
