"""Who may open which address: the list of addresses is the product's own, the answers are written here."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from skaffa.accounts.actor import SYSTEM
from skaffa.accounts.models import SecurityRole, User
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import TeamRole
from tests import personas
from tests.web import addresses
from tests.web.addresses import Address, Place

OPEN = "anybody, signed in or not"
SIGNED_IN = "whoever is signed in"
RECRUITS = "recruiters and hiring managers"
SEARCHES = "whoever may search candidates"
SEARCHES_ALL = "whoever may search everybody"
EDITS = "whoever may change candidates"
MERGES = "recruiters and administrators"
LINKEDIN = "whoever may open the LinkedIn tab"
TEAM = "the hiring team and those who read everything"
TEAM_PROSPECTS = "as TEAM, but not interviewers"
TEAM_ACTS = "the hiring team's recruiters and hiring managers, and administrators"
TEAM_POSTS = "the hiring team's recruiters, and administrators"
POOLS = "whoever may use talent pools"
POOL = "owner, contributors, and those who read everything"
POOL_ACTS = "owner, contributors and administrators; for access, name and deletion without the contributors"
ANALYTICS = "whoever has figures to see: recruiters, hiring managers, and those who read everything"
ADMIN = "administrators"
TEMPLATES = "whoever may read e-mail templates"
IMPORTER = "who made the import, and administrators"
SETTLES = "administrators, who exported, and those who handle the prospects of the job"
ASKED = "whoever asked for it"

ACCESS: dict[str, str] = {
    "dashboard": SIGNED_IN,
    "notices": SIGNED_IN,
    "open_notice": SIGNED_IN,
    "read_notices": SIGNED_IN,
    "tour": SIGNED_IN,
    "dismiss_tour": SIGNED_IN,
    "user_settings": SIGNED_IN,
    "user_hours": SIGNED_IN,
    "user_calendar": SIGNED_IN,
    "user_calendar_forget": SIGNED_IN,
    "about": SIGNED_IN,
    "invitation": OPEN,
    "language": OPEN,
    "colours": OPEN,
    "account_login": OPEN,
    "account_logout": SIGNED_IN,
    "account_inactive": OPEN,
    "account_signup": OPEN,
    "account_change_password": SIGNED_IN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "admin_users": ADMIN,
    "admin_invite": ADMIN,
    "admin_user": ADMIN,
    "admin_deactivate": ADMIN,
    "admin_reactivate": ADMIN,
    "admin_withdraw": ADMIN,
    "admin_retention": ADMIN,
    "admin_retention_rules": ADMIN,
    "admin_retention_words": ADMIN,
    "admin_retention_erase": ADMIN,
    "admin_retention_stop": ADMIN,
    "admin_retention_keep": ADMIN,
    "admin_retention_release": ADMIN,
    "admin_careers": ADMIN,
    "admin_sources": ADMIN,
    "admin_source_rename": ADMIN,
    "admin_source_retire": ADMIN,
    "admin_source_restore": ADMIN,
    "admin_lists": ADMIN,
    "admin_list_add": ADMIN,
    "admin_choice": ADMIN,
    "admin_choice_retire": ADMIN,
    "admin_choice_restore": ADMIN,
    "admin_duplicates": ADMIN,
    "admin_keys": ADMIN,
    "admin_key_revoke": ADMIN,
    "admin_webhooks": ADMIN,
    "admin_webhook": ADMIN,
    "admin_webhook_test": ADMIN,
    "admin_webhook_rotate": ADMIN,
    "admin_webhook_switch": ADMIN,
    "admin_webhook_delete": ADMIN,
    "admin_webhook_redeliver": ADMIN,
    "api_document": OPEN,
    "admin_linkedin": ADMIN,
    "admin_linkedin_connect": ADMIN,
    "admin_linkedin_plugin": ADMIN,
    "admin_linkedin_requested": ADMIN,
    "admin_linkedin_notify": ADMIN,
    "admin_linkedin_check": ADMIN,
    "admin_linkedin_settings": ADMIN,
    "admin_linkedin_health": ADMIN,
    "admin_linkedin_health_recruiter": ADMIN,
    "admin_linkedin_health_conversation": ADMIN,
    "admin_linkedin_health_deletions": ADMIN,
    "admin_linkedin_load": ADMIN,
    "admin_linkedin_load_pause": ADMIN,
    "admin_linkedin_load_resume": ADMIN,
    "admin_linkedin_compare": ADMIN,
    "admin_linkedin_retry": ADMIN,
    "admin_linkedin_retry_one": ADMIN,
    "admin_linkedin_generations": ADMIN,
    "admin_linkedin_seats": ADMIN,
    "admin_linkedin_seats_refresh": ADMIN,
    "admin_linkedin_seats_choose": ADMIN,
    "admin_linkedin_seat_remind": ADMIN,
    "admin_linkedin_closed": ADMIN,
    "admin_linkedin_closed_settle": ADMIN,
    "admin_linkedin_disconnect": ADMIN,
    "user_connections": SIGNED_IN,
    "job_skills": RECRUITS,
    "job_linkedin_state": TEAM_PROSPECTS,
    "job_linkedin_send": TEAM_POSTS,
    "export_retry": SETTLES,
    "export_choose_job": SETTLES,
    "export_reopen": SETTLES,
    "candidate_import": EDITS,
    "candidate_import_template": EDITS,
    "job_import": RECRUITS,
    "job_import_template": RECRUITS,
    "imports": EDITS,
    "import": IMPORTER,
    "import_reasons": IMPORTER,
    "import_columns": IMPORTER,
    "import_encoding": IMPORTER,
    "import_duplicates": IMPORTER,
    "import_row": IMPORTER,
    "import_row_undo": IMPORTER,
    "import_begin": IMPORTER,
    "import_discard": IMPORTER,
    "import_undo": IMPORTER,
    "jobs": SIGNED_IN,
    "job_new": RECRUITS,
    "job": TEAM,
    "job_edit": TEAM_ACTS,
    "job_activate": TEAM_ACTS,
    "job_close": TEAM_ACTS,
    "job_delete": TEAM_ACTS,
    "job_process": TEAM,
    "job_activity": TEAM,
    "job_analytics": TEAM_PROSPECTS,
    "analytics": ANALYTICS,
    "analytics_export": ANALYTICS,
    "job_team": TEAM,
    "job_team_remove": TEAM_ACTS,
    "job_approval": TEAM,
    "job_approval_send": TEAM_ACTS,
    "job_approval_take_back": TEAM_ACTS,
    "job_approver_add": TEAM_ACTS,
    "job_approver_remove": TEAM_ACTS,
    "job_prospects": TEAM_PROSPECTS,
    "job_prospect_add": TEAM_ACTS,
    "job_applicants": TEAM,
    "job_applicant_add": TEAM_ACTS,
    "job_pipeline": TEAM,
    "job_pipeline_view": TEAM,
    "job_bulk": TEAM_ACTS,
    "bulk": ASKED,
    "bulk_undo": ASKED,
    "application_menu": TEAM_PROSPECTS,
    "application_advance": TEAM_ACTS,
    "application_move": TEAM_ACTS,
    "application_take_back": TEAM_ACTS,
    "application_reject": TEAM_ACTS,
    "application_reopen": TEAM_ACTS,
    "application_withdraw": TEAM_ACTS,
    "application_offer": TEAM_ACTS,
    "application_activities": TEAM_PROSPECTS,
    "templates": ADMIN,
    "template": ADMIN,
    "template_management": ADMIN,
    "template_process": ADMIN,
    "template_default": ADMIN,
    "template_duplicate": ADMIN,
    "template_delete": ADMIN,
    "application_offer_take_back": TEAM_ACTS,
    "application_delete": TEAM_POSTS,
    "application_source": TEAM_ACTS,
    "application_medal": TEAM_ACTS,
    "application_medal_back": TEAM_ACTS,
    "candidate_source": EDITS,
    "application_feedback": TEAM_PROSPECTS,  # on a prospect here; interviewers come with the applicants
    "feedback_delete": TEAM_POSTS,
    "feedback_ask": TEAM_ACTS,
    "feedback_take_back": TEAM_ACTS,
    "candidate_interviews": SEARCHES,
    "application_interviews": TEAM_PROSPECTS,  # of a prospect here; interviewers come with the applicants
    "interview_new": TEAM_ACTS,
    "interview_page": TEAM,
    "interview_answer": TEAM,
    "interview_calendar": TEAM,
    "interview_edit": TEAM_ACTS,
    "interview_cancel": TEAM_ACTS,
    "interview_tell_team": TEAM_ACTS,
    "interview_tell_candidate": TEAM_ACTS,
    "interview_remind": TEAM_ACTS,
    "interviews": SIGNED_IN,
    "availability_ask": TEAM_ACTS,
    "availability_withdraw": TEAM_ACTS,
    "public_availability": OPEN,
    "public_interviews": OPEN,
    "public_interview_calendar": OPEN,
    "public_interview_cannot_come": OPEN,
    "document_download": TEAM_PROSPECTS,  # of a prospect here; interviewers come with the applicants
    "document_view": TEAM_PROSPECTS,
    "document_words": TEAM_PROSPECTS,
    "document_picture": TEAM_PROSPECTS,
    "document_edit": TEAM_ACTS,
    "document_delete": TEAM_ACTS,
    "note_edit": TEAM_ACTS,
    "note_delete": TEAM_ACTS,
    "candidates": SIGNED_IN,  # lists only whom one may see
    "search": SEARCHES_ALL,
    "candidate": SEARCHES,
    "candidate_edit": EDITS,
    "candidate_erase": ADMIN,
    "duplicates": MERGES,
    "duplicates_different": MERGES,
    "duplicates_merge": MERGES,
    "duplicates_undo": MERGES,
    "duplicates_scan": ADMIN,
    "duplicates_scan_pause": ADMIN,
    "duplicates_scan_go_on": ADMIN,
    "duplicate": MERGES,
    "duplicate_different": MERGES,
    "duplicate_merge": MERGES,
    "merge_find": MERGES,
    "merge": MERGES,
    "merge_undo": MERGES,
    "candidate_documents": SEARCHES,
    "candidate_notes": SEARCHES,
    "candidate_feedback": SEARCHES,
    "candidate_linkedin": LINKEDIN,
    "candidate_linkedin_send": LINKEDIN,
    "candidate_linkedin_sight": LINKEDIN,
    "candidate_linkedin_history": LINKEDIN,
    "candidate_linkedin_refresh": LINKEDIN,
    "candidate_linkedin_plugin": LINKEDIN,
    "candidate_linkedin_finding": LINKEDIN,
    "candidate_linkedin_told": LINKEDIN,
    "candidate_linkedin_link": LINKEDIN,
    "candidate_linkedin_unlink": LINKEDIN,
    "candidate_linkedin_own_link": LINKEDIN,
    "own_linkedin_link": OPEN,
    "candidate_activity": SEARCHES,
    "candidate_pools": EDITS,
    "candidate_jobs": EDITS,
    "pools": POOLS,
    "pool_new": EDITS,
    "pool": POOL,
    "pool_access": POOL,
    "pool_unshare": POOL_ACTS,
    "pool_edit": POOL_ACTS,
    "pool_delete": POOL_ACTS,
    "pool_add": POOL_ACTS,
    "pool_add_internal": POOL_ACTS,
    "pool_add_excel": POOL_ACTS,
    "pool_remove": POOL_ACTS,
    "pool_put_back": POOL_ACTS,
    "mail_templates": TEMPLATES,
    "mail_template_new": ADMIN,
    "mail_template": TEMPLATES,
    "mail_template_delete": ADMIN,
    "mail_template_restore": ADMIN,
    "mail_builtin": TEMPLATES,
    "mail_choose": ADMIN,
    "mail_preview": TEMPLATES,
    "mail_settings": ADMIN,
    "mail_picture": TEMPLATES,
    "mail_test": ADMIN,
    "mail_outbox": ADMIN,
    "email": TEAM_PROSPECTS,  # about a prospect here; interviewers come with the applicants
    "email_again": TEAM_ACTS,
    "email_arrived": TEAM_ACTS,
    "application_email": TEAM_ACTS,
    "application_email_preview": TEAM_ACTS,
    "demo_mail": OPEN,
    "demo_email": OPEN,
    "public_job": OPEN,
    "public_jobs": OPEN,
    "public_apply": OPEN,
    "public_status": OPEN,
    "public_withdraw": OPEN,
    "public_sitemap": OPEN,
    "linkedin:webhook": OPEN,
    "linkedin:oauth_start": SIGNED_IN,
    "linkedin:oauth_callback": SIGNED_IN,
    "linkedin:oauth_disconnect": SIGNED_IN,
}

# persona -> the kinds of address that open to them although the job is not theirs
OPENS: dict[str, set[str]] = {
    "stranger": {OPEN, SIGNED_IN},
    "interviewer off the team": {OPEN, SIGNED_IN},
    "interviewer on the team": {OPEN, SIGNED_IN, TEAM, SEARCHES},
    "recruiter off the team": {
        *(OPEN, SIGNED_IN, RECRUITS, SEARCHES, SEARCHES_ALL, EDITS, MERGES, LINKEDIN, POOLS, TEMPLATES, ANALYTICS)
    },
    "read-only": {OPEN, SIGNED_IN, TEAM, TEAM_PROSPECTS, SEARCHES, SEARCHES_ALL, POOLS, POOL, TEMPLATES, ANALYTICS},
}


def persona(name: str, place: Place) -> User:
    if name == "read-only":
        return addresses.other_user("Reed", SecurityRole.READ_ONLY)
    if name == "recruiter off the team":
        return addresses.other_user("Rut", SecurityRole.RECRUITER)
    someone = addresses.other_user("Stan")
    if name == "interviewer on the team":
        jobs.add_team_member(place.job, someone, role=TeamRole.INTERVIEWER, by=SYSTEM, at=personas.START)
    elif name == "interviewer off the team":
        other = personas.active_job(place.ada, "Diver")
        jobs.add_team_member(other, someone, role=TeamRole.INTERVIEWER, by=SYSTEM, at=personas.START)
    return someone


@pytest.fixture
def place(db: None, clock: object) -> Place:
    return Place()


def both_ways(client: Client, address: Address, place: Place) -> Iterator[int]:
    """The status of a GET and of an empty POST, unless the method alone is refused."""
    url = reverse(address.name, kwargs=place.kwargs(address))
    for call in (client.get, client.post):
        answer = call(url)
        assert answer.status_code < 500, f"{answer.status_code} from {url}"
        if answer.status_code != 405:
            yield 401 if "/accounts/login/" in answer.headers.get("Location", "") else answer.status_code


def test_every_address_has_a_declared_access():
    assert {address.name for address in addresses.every()} == ACCESS.keys()


def test_a_visitor_is_asked_to_sign_in_everywhere_but_on_open_addresses(place: Place):
    closed = [address for address in addresses.every() if ACCESS[address.name] != OPEN]

    answers = {address.name: set(both_ways(Client(), address, place)) for address in closed}

    assert {name: statuses for name, statuses in answers.items() if statuses != {401}} == {}


@pytest.mark.parametrize("who", OPENS)
def test_those_without_the_right_are_refused(who: str, place: Place):
    client = Client()
    client.force_login(persona(who, place))
    closed = [address for address in addresses.every() if ACCESS[address.name] not in OPENS[who]]

    answers = {address.name: set(both_ways(client, address, place)) for address in closed}

    assert {name: statuses for name, statuses in answers.items() if not statuses or statuses - {403, 404}} == {}


def test_one_who_may_do_everything_is_never_refused(place: Place):
    client = Client()
    client.force_login(place.ada)

    answers = {
        address.name: client.get(reverse(address.name, kwargs=place.kwargs(address))).status_code
        for address in addresses.every()
    }

    assert [name for name, status in answers.items() if status == 403 or status >= 500] == []
