"""Approvals: who is asked, what comes of their answers, what activation needs, and one reminder after a day."""

import pytest
from django.test import Client

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs import rules as job_rules
from skaffa.jobs import tasks
from skaffa.jobs.approvals import actions, queries, rules
from skaffa.jobs.events import ApprovalReminded
from skaffa.jobs.models import Approval, Job
from skaffa.mail.models import Email
from skaffa.notify.models import Notice
from skaffa.processes import actions as processes
from skaffa.processes.rules import Options, fingerprint
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(rhea: User, ivan: User, stan: User, clock: Watch) -> Job:
    """A draft of rhea's, sent to ivan and stan."""
    job, by = personas.draft(rhea), Actor.of(rhea)
    for approver in (ivan, stan):
        actions.add_approver(job, approver, by=by, at=clock.tick())
    return actions.send(job, by=by, at=clock.tick())


def status(job: Job) -> str:
    return Job.objects.get(pk=job.pk).status


def kinds(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_all_approve_and_then_the_job_can_be_activated(sent: Job, rhea: User, ivan: User, stan: User, clock: Watch):
    assert status(sent) == "pending"
    with pytest.raises(job_rules.NotApproved):
        jobs.activate(sent, by=Actor.of(rhea), at=clock.tick())
    actions.answer(sent, "approved", by=Actor.of(ivan), at=clock.tick())
    assert status(sent) == "pending"
    with pytest.raises(rules.NothingToAnswer):
        actions.answer(sent, "rejected", comment="No.", by=Actor.of(ivan), at=clock.tick())
    assert kinds(rhea) == []

    actions.answer(sent, "approved", comment="Good.", by=Actor.of(stan), at=clock.tick())

    assert status(sent) == "approved"
    assert (kinds(ivan), kinds(rhea)) == (["ApprovalRequested"], ["JobApproved"])
    assert set(Email.objects.values_list("kind", "to")) == {
        ("approval_requested", ivan.email),
        ("approval_requested", stan.email),
        ("approval_granted", rhea.email),
    }
    active = jobs.activate(sent, by=Actor.of(rhea), at=clock.tick())
    with pytest.raises(job_rules.ApprovedAsItIs):
        jobs.edit(active, personas.details("Another title"), by=Actor.of(rhea), at=clock.tick())


def test_one_rejection_says_why_and_is_the_answer(sent: Job, rhea: User, ivan: User, clock: Watch):
    with pytest.raises(refusals.Invalid) as refused:
        actions.answer(sent, "rejected", by=Actor.of(ivan), at=clock.tick())
    assert list(refused.value.fields) == ["comment"]

    actions.answer(sent, "rejected", comment="Too dear.", by=Actor.of(ivan), at=clock.tick())

    assert status(sent) == "rejected"
    assert kinds(rhea) == ["JobNotApproved"]
    with pytest.raises(job_rules.NotApproved):
        jobs.activate(sent, by=Actor.of(rhea), at=clock.tick())
    again = actions.send(sent, by=Actor.of(rhea), at=clock.tick())
    assert (again.status, set(Approval.objects.values_list("answer", "comment"))) == ("pending", {("waiting", "")})


def test_who_changes_the_job_asks_anew(sent: Job, rhea: User, ivan: User, clock: Watch):
    by = Actor.of(rhea)
    jobs.edit(sent, personas.details("Chief lamp keeper"), by=by, at=clock.tick())

    assert status(sent) == "draft"
    assert queries.own(Actor.of(ivan), sent) is None
    with pytest.raises(job_queries.JobNotFound):
        queries.job(Actor.of(ivan), sent.pk)
    actions.send(sent, by=by, at=clock.tick())
    plan = job_queries.plan(sent)
    jobs.arrange(sent, (*plan[:2], plan[-1]), seen=fingerprint(plan), by=by, at=clock.tick())
    assert status(sent) == "draft"


def test_it_is_taken_back_and_approvers_are_chosen_only_while_nobody_is_asked(
    sent: Job, rhea: User, hal: User, clock: Watch
):
    by = Actor.of(rhea)
    for step in (
        lambda: actions.add_approver(sent, hal, by=by, at=clock.tick()),
        lambda: actions.remove_approver(sent, 0, by=by, at=clock.tick()),
    ):
        with pytest.raises(rules.ApproversStay):
            step()
    with pytest.raises(rules.CannotBeSent):
        actions.send(sent, by=by, at=clock.tick())

    actions.take_back(sent, by=by, at=clock.tick())
    for approval in queries.approvals(sent):
        actions.remove_approver(sent, approval.pk, by=by, at=clock.tick())

    with pytest.raises(rules.NoApprovers):
        actions.send(sent, by=by, at=clock.tick())
    with pytest.raises(rules.NothingToAnswer):
        actions.take_back(sent, by=by, at=clock.tick())
    assert jobs.activate(sent, by=by, at=clock.tick()).is_active


def test_a_template_can_ask_for_approval(ada: User, rhea: User, clock: Watch):
    template = processes.create("Divers", by=Actor.of(ada), at=clock.tick())
    options = Options(needs_approval=True)
    template = processes.edit(template, name="Divers", options=options, by=Actor.of(ada), at=clock.tick())
    job = jobs.create(personas.details(), role="recruiter", template=template, by=Actor.of(rhea), at=clock.tick())

    with pytest.raises(job_rules.NotApproved):
        jobs.activate(job, by=Actor.of(rhea), at=clock.tick())


def test_who_has_not_answered_for_a_day_is_reminded_once(sent: Job, ivan: User, stan: User, clock: Watch, heard):
    told = heard(ApprovalReminded)
    actions.answer(sent, "approved", by=Actor.of(ivan), at=clock.tick())
    clock.tick(hours=23)
    tasks.remind_approvers()
    assert told == []

    clock.tick(hours=1)
    for _ in range(2):
        tasks.remind_approvers()

    assert [event.user_id for event in told if isinstance(event, ApprovalReminded)] == [stan.pk]
    assert kinds(stan) == ["ApprovalRequested", "ApprovalReminded"]
    assert Email.objects.filter(kind="approval_reminder").count() == 1
    assert not actions.remind(Approval.objects.get(approver=ivan).pk, at=clock.tick())


def test_an_approver_reads_the_job_and_answers_over_http(client: Client, sent: Job, rhea: User, ivan: User, hal: User):
    address = f"/jobs/{sent.pk}/approval"
    client.force_login(ivan)
    assert "Lamp keeper" in client.get("/").content.decode()
    shown = client.get(address).content.decode()
    unread = client.get(f"/jobs/{sent.pk}/").status_code
    refused = client.post(address, {"answer": "rejected", "comment": ""})
    client.post(address, {"answer": "rejected", "comment": "Too <dear>."})
    client.force_login(rhea)
    dashboard, after = client.get("/").content.decode(), client.get(address).content.decode()
    client.force_login(hal)

    assert "You look after the lamps" in shown
    assert (unread, refused.status_code) == (404, 422)
    assert "Too &lt;dear&gt;." in after
    assert "was not approved" in dashboard
    assert client.get(address).status_code == 404


def test_approvers_are_chosen_sent_to_and_taken_back_over_http(client: Client, rhea: User, hal: User):
    job = personas.draft(rhea)
    address = f"/jobs/{job.pk}/approval"
    client.force_login(rhea)
    found = client.get(f"{address}?q=hal").content.decode()

    client.post(f"{address}/approvers", {"user": hal.pk})
    client.post(f"{address}/send")
    dashboard = client.get("/").content.decode()
    pending = status(job)
    client.post(f"{address}/take-back")
    client.post(f"{address}/{Approval.objects.get().pk}/remove")

    assert hal.email in found
    assert "Sent by you" in dashboard
    assert (pending, status(job), Approval.objects.count()) == ("pending", "draft", 0)
    assert client.post(f"{address}/approvers", {"user": "x"}).status_code == 422


def test_strangers_choose_no_approvers(rhea: User, hal: User, ivan: User, clock: Watch):
    job = personas.draft(rhea)
    with pytest.raises(job_queries.JobNotFound):
        actions.add_approver(job, ivan, by=Actor.of(hal), at=clock.tick())
    assert not queries.assigned_to(SYSTEM, many=1)
