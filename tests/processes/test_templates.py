"""Process templates: what a new environment starts with, who makes them, and what a job copies."""

import pytest

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.rules import ProcessFrozen
from skaffa.processes import actions, queries, rules
from skaffa.processes.models import ProcessTemplate, StageKind, TemplateStage
from skaffa.processes.rules import Options, Plan, PlannedActivity, PlannedStage
from tests import personas
from tests.personas import Watch

PLAN: Plan = (
    PlannedStage("prospect"),
    PlannedStage("application"),
    PlannedStage("screen", "Call"),
    PlannedStage("offer"),
)
WEB = PlannedActivity("web_content", "Manual", url="https://example.com/manual")


class TestRules:
    def test_a_stage_is_added_before_offer_and_tidied(self):
        plan = rules.add_stage(PLAN, "interview", "  Trial   day ")

        assert [stage.name or stage.kind for stage in plan] == ["prospect", "application", "Call", "Trial day", "offer"]

    @pytest.mark.parametrize("place", [0, 1, 3])
    def test_prospect_application_and_offer_are_renamed_and_never_removed(self, place: int):
        assert rules.rename_stage(PLAN, place, "Else")[place].name == "Else"
        with pytest.raises(rules.StageStays):
            rules.remove_stage(PLAN, place)

    def test_stages_change_places_behind_prospect_and_application(self):
        assert [stage.kind for stage in rules.shift_stage(PLAN, 2, 1)][2:] == ["offer", "screen"]
        assert rules.shift_stage(PLAN, 3, 1) == PLAN
        for place, by in ((2, -1), (0, 1)):
            with pytest.raises(rules.StageKeepsItsPlace):
                rules.shift_stage(PLAN, place, by)

    def test_activities_come_change_move_and_go(self):
        plan = rules.add_activity(PLAN, 2, WEB)
        plan = rules.add_activity(plan, 2, PlannedActivity("feedback"))
        plan = rules.change_activity(plan, 2, 1, PlannedActivity("feedback", required=True, url="ignored"))
        plan = rules.shift_activity(plan, 2, 1, -1)

        assert plan[2].activities == (PlannedActivity("feedback", required=True), WEB)
        assert rules.remove_activity(plan, 2, 0)[2].activities == (WEB,)

    @pytest.mark.parametrize(
        "activity",
        [
            PlannedActivity("web_content"),
            PlannedActivity("web_content", url="javascript:alert(1)"),
            PlannedActivity("web_content", url="https://example.com/" + "a" * 500),
            PlannedActivity("dance"),
            PlannedActivity("feedback", audience="friends"),
            PlannedActivity("feedback", name="a" * 81),
        ],
    )
    def test_an_activity_that_cannot_be_is_refused(self, activity: PlannedActivity):
        with pytest.raises(refusals.Invalid):
            rules.add_activity(PLAN, 2, activity)

    def test_there_is_an_end_to_stages_and_activities(self):
        plan = PLAN
        for number in range(rules.MOST_STAGES - len(PLAN)):
            plan = rules.add_stage(plan, "screen", f"Call {number}")
        with pytest.raises(refusals.Invalid):
            rules.add_stage(plan, "screen", "One more")
        plan = PLAN
        for _ in range(rules.MOST_ACTIVITIES):
            plan = rules.add_activity(plan, 2, WEB)
        with pytest.raises(refusals.Invalid):
            rules.add_activity(plan, 2, WEB)

    def test_what_is_not_there_any_more_was_changed_by_somebody_else(self):
        for step in (lambda: rules.rename_stage(PLAN, 9, "x"), lambda: rules.remove_activity(PLAN, 2, 0)):
            with pytest.raises(rules.ProcessChanged):
                step()

    @pytest.mark.parametrize(
        ("audience", "internal", "external"), [("all", 1, 1), ("internal", 1, 0), ("external", 0, 1)]
    )
    def test_who_an_activity_is_for(self, audience: str, internal: int, external: int):
        assert rules.concerns(audience, is_internal=True) == bool(internal)
        assert rules.concerns(audience, is_internal=False) == bool(external)


@pytest.mark.django_db
class TestTemplates:
    def test_a_new_environment_has_the_five_usual_stages(self):
        assert [stage.kind for stage in queries.plan(queries.default())] == list(StageKind)
        first, second, *_ = TemplateStage.objects.filter(template__is_default=True).order_by("position")
        assert (str(first), str(second)) == ("Prospect", "Application")
        assert str(ProcessTemplate.objects.get()) == "Standard"
        assert str(TemplateStage(kind="offer", name="Handshake")) == "Handshake"

    def test_administrators_alone_make_them_until_they_let_others(self, ada: User, rhea: User, clock: Watch):
        by = Actor.of(rhea)
        with pytest.raises(refusals.NotAllowed):
            actions.create("Divers", by=by, at=clock.tick())
        actions.manage(own_templates=True, by=Actor.of(ada), at=clock.tick())
        own = actions.create("Divers", by=by, at=clock.tick())
        common = actions.create("Sailors", by=Actor.of(ada), at=clock.tick())

        assert (own.owner, common.owner) == (rhea, None)
        with pytest.raises(refusals.NotAllowed):
            actions.edit(common, name="Mine", options=Options(), by=by, at=clock.tick())
        with pytest.raises(refusals.NotAllowed):
            actions.set_default(own, by=by, at=clock.tick())
        assert actions.edit(own, name="Deep divers", options=Options(), by=by, at=clock.tick()).name == "Deep divers"
        actions.manage(own_templates=False, by=Actor.of(ada), at=clock.tick())
        with pytest.raises(refusals.NotAllowed):
            actions.delete(own, by=by, at=clock.tick())

    def test_names_are_unique_and_the_default_stays(self, ada: User, clock: Watch):
        by = Actor.of(ada)
        with pytest.raises(actions.TemplateNameTaken):
            actions.create(" Standard ", by=by, at=clock.tick())
        first = ProcessTemplate.objects.get()
        with pytest.raises(actions.DefaultStays):
            actions.delete(first, by=by, at=clock.tick())
        actions.set_default(actions.create("Divers", by=by, at=clock.tick()), by=by, at=clock.tick())
        actions.delete(first, by=by, at=clock.tick())

        assert [row.name for row in queries.listed(by)] == ["Divers"]

    def test_two_who_change_it_at_once_do_not_overwrite_each_other(self, ada: User, clock: Watch):
        by, template = Actor.of(ada), ProcessTemplate.objects.get()
        before = queries.plan(template)
        seen = rules.fingerprint(before)
        actions.arrange(template, rules.add_stage(before, "screen", "Call"), seen=seen, by=by, at=clock.tick())

        with pytest.raises(rules.ProcessChanged):
            actions.arrange(template, rules.remove_stage(before, 2), seen=seen, by=by, at=clock.tick())
        assert [stage.name for stage in queries.plan(template)][4] == "Call"


@pytest.mark.django_db
class TestCopies:
    def test_a_job_copies_stages_activities_and_options_and_keeps_them(self, ada: User, rhea: User, clock: Watch):
        template = actions.create("Divers", by=Actor.of(ada), at=clock.tick())
        plan = rules.add_activity(queries.plan(template), 3, WEB)
        seen = rules.fingerprint(queries.plan(template))
        actions.arrange(template, plan, seen=seen, by=Actor.of(ada), at=clock.tick())
        options = Options(
            enable_prospects=False,
            hiring_managers_make_offers=False,
            feedback_editable=False,
            resume_required=False,
            confirm_to="everybody",
            remind_feedback_after=72,
            ask_availability=False,
            feedback_from_team=False,
        )
        actions.edit(template, name="Divers", options=options, by=Actor.of(ada), at=clock.tick())
        template.refresh_from_db()

        job = jobs.create(personas.details(), role="recruiter", template=template, by=Actor.of(rhea), at=clock.tick())
        actions.delete(template, by=Actor.of(ada), at=clock.tick())

        assert job_queries.plan(job) == plan
        off = (job.enable_prospects, job.hiring_managers_make_offers, job.feedback_editable, job.resume_required)
        assert off == (False, False, False, False)
        assert (job.ask_availability, job.feedback_from_team) == (False, False)
        assert (job.confirm_to, job.remind_feedback_after) == ("everybody", 72)

    def test_a_jobs_process_changes_until_activation_and_never_after(self, rhea: User, clock: Watch):
        by, job = Actor.of(rhea), personas.draft(rhea)
        before = job_queries.plan(job)
        changed = rules.add_activity(before, 3, PlannedActivity("interview", required=True))

        jobs.arrange(job, changed, seen=rules.fingerprint(before), by=by, at=clock.tick())

        assert job_queries.plan(job) == changed
        jobs.activate(job, by=by, at=clock.tick())
        with pytest.raises(ProcessFrozen):
            jobs.arrange(job, before, seen=rules.fingerprint(changed), by=by, at=clock.tick())
        assert job_queries.plan(job) == changed
