"""What the fields of jobs and people are called in the sentences of the timeline."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: Mapping[str, Promise] = {
    "title": _("the title"),
    "description": _("the description"),
    "city": _("the city"),
    "region": _("the region"),
    "country": _("the country"),
    "openings": _("the number of openings"),
    "employment_type": _("the employment type"),
    "seniority": _("the seniority"),
    "functions": _("the job functions"),
    "enable_prospects": _("whether prospects are enabled"),
    "hiring_managers_handle_prospects": _("whether hiring managers handle prospects"),
    "hiring_managers_make_offers": _("whether hiring managers make offers"),
    "process": _("the hiring process"),
    "feedback_shown_before_own": _("who sees others’ feedback"),
    "feedback_editable": _("whether submitted feedback may be changed"),
    "remind_feedback_after": _("when interviewers are reminded of their feedback"),
    "ask_availability": _("whether candidates are asked when they can come"),
    "feedback_from_team": _("whether the whole team is asked for feedback"),
    "resume_required": _("whether a résumé is required"),
    "confirm_to": _("who gets a confirmation by e-mail"),
    "is_confidential": _("whether the job is confidential"),
    "is_listed": _("whether the job is listed among the open ones"),
    "first_name": _("the first name"),
    "last_name": _("the last name"),
    "headline": _("the headline"),
    "location": _("the location"),
    "emails": _("e-mail addresses"),
    "phones": _("phone numbers"),
    "links": _("links"),
    "employments": _("work experience"),
    "educations": _("education"),
    "skills": _("skills"),
    "years_of_experience": _("years of experience"),
    "is_internal": _("whether they work here"),
    "profile_source": _("how they came to us"),
}
