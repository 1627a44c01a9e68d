"""Addresses of interviews and interview feedback; those of candidates ask for no sign-in."""

from django.urls import path

from skaffa.web.interviews import asking, availability, interview, mine, own_calendar, public, schedule, views

urlpatterns = [
    path("settings/hours", own_calendar.hours, name="user_hours"),
    path("settings/calendar", own_calendar.calendar, name="user_calendar"),
    path("settings/calendar/forget", own_calendar.forget, name="user_calendar_forget"),
    path("candidates/<int:candidate_id>/feedback", views.of_candidate, name="candidate_feedback"),
    path("applications/<int:application_id>/feedback", views.feedback, name="application_feedback"),
    path("applications/<int:application_id>/feedback/ask", asking.ask, name="feedback_ask"),
    path("feedback-requests/<int:request_id>/take-back", asking.take_back, name="feedback_take_back"),
    path("feedback/<int:feedback_id>/delete", views.delete, name="feedback_delete"),
    path("candidates/<int:candidate_id>/interviews", schedule.of_candidate, name="candidate_interviews"),
    path("applications/<int:application_id>/interviews", schedule.of_application, name="application_interviews"),
    path("applications/<int:application_id>/interviews/new", schedule.new, name="interview_new"),
    path("applications/<int:application_id>/availability", availability.ask, name="availability_ask"),
    path("availability/<int:availability_id>/withdraw", availability.withdraw, name="availability_withdraw"),
    path("interviews/", mine.mine, name="interviews"),
    path("interviews/<int:interview_id>", interview.page, name="interview_page"),
    path("interviews/<int:interview_id>/answer", interview.answer, name="interview_answer"),
    path("interviews/<int:interview_id>/edit", schedule.edit, name="interview_edit"),
    path("interviews/<int:interview_id>/cancel", interview.cancel, name="interview_cancel"),
    path("interviews/<int:interview_id>/tell-interviewers", interview.tell_interviewers, name="interview_tell_team"),
    path("interviews/<int:interview_id>/tell-candidate", interview.tell_candidate, name="interview_tell_candidate"),
    path("interviews/<int:interview_id>/remind", interview.remind, name="interview_remind"),
    path("interviews/<int:interview_id>/interview.ics", interview.calendar, name="interview_calendar"),
    path("careers/availability/<str:token>", public.availability, name="public_availability"),
    path("careers/interviews/<str:token>", public.interviews, name="public_interviews"),
    path(
        "careers/interviews/<str:token>/<int:interview_id>/interview.ics",
        public.calendar,
        name="public_interview_calendar",
    ),
    path(
        "careers/interviews/<str:token>/<int:interview_id>/cannot-come",
        public.cannot_come,
        name="public_interview_cannot_come",
    ),
]
