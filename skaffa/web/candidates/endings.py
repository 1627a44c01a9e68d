"""For what reason an application ended, in the reader's words."""

from skaffa.applications.models import Application
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists


def why(application: Application, lists: Lists) -> str:
    """Why somebody was rejected, or said no to an offer; empty where it ended otherwise, or has not."""
    rejected = lists.name(ChoiceList.REJECTION_REASON, application.rejection_reason)
    return rejected or str(application.get_decline_reason_display())
