"""Made-up values for the preview of a template: nobody's data, in the language of the text."""

from django.utils import translation
from django.utils.translation import gettext as _

from skaffa.mail import kinds

_LINK = "https://skaffa.example/"


def values(language: str, company: str, *, footer: str) -> dict[str, str]:
    """Every placeholder there is, with something that could stand for it; `footer` is the language of its parts."""
    with translation.override(footer):
        table = _("Tuesday 8 December\n10:00–10:45 Hal Exempel\n11:00–11:45 Ivan Exempel")
    with translation.override(language):
        people = {
            "Candidate_Name": "Alva Exempel",
            "Candidate_First_Name": "Alva",
            "Recipient_Name": "Alva",
            "Recruiter_Name": "Rhea Exempel",
            "Recruiter_Email": "rhea@skaffa.example",
            "Hiring_Manager_Name": "Hal Exempel",
            "Hiring_Manager_Email": "hal@skaffa.example",
            "Sender_Name": "Rhea Exempel",
            "Sender_Email": "rhea@skaffa.example",
            "Requester_Name": "Rhea Exempel",
            "Approver_Name": "Hal Exempel",
            "Interviewers": "Hal Exempel, Ivan Exempel",
        }
        things = {
            "Company_Name": company,
            "Job_Title": _("Greenhouse engineer"),
            "Job_ID": "NYC-384664",
            "Interview_Title": _("First interview"),
            "Interview_Date": _("Tuesday 8 December, 10:00"),
            "Interview_Table": table,
            "Interview_Place": _("Harbour street 1, third floor"),
            "Answer_Before": _("Friday 4 December"),
            "Comment": _("The budget holds until June."),
        }
    return people | things | {name: _LINK + name.removesuffix("_Link").lower() for name in kinds.LINKS}
