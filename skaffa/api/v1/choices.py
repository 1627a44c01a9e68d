"""What can be chosen from the lists that administrators extend."""

from ninja import Router, Schema
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call
from skaffa.choices import queries
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Known, Lists
from skaffa.keys.models import Scope

router = Router(tags=["Lists"])


class ChoiceOut(Schema):
    list: ChoiceList = Field(description="The list, called as the field that takes its codes; for a rejection: reason")
    code: str = Field(description="What is sent and answered")
    name_en: str
    name_sv: str
    counts_as: str = Field(description="The built-in entry that LinkedIn and search engines take it for, if any")
    is_built_in: bool
    is_offered: bool = Field(description="False: kept where it was chosen, and chosen no more")


@router.get("/choices", response=list[ChoiceOut], operation_id="list_choices", summary="Every entry of every list")
@door.scope(Scope.JOBS_READ)
def choices(request: Call) -> list[Known]:
    return queries.every(Lists(), *ChoiceList)
