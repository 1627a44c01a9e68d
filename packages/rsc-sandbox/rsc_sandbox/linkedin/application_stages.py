"""/v2/atsApplications/{key}/stages (rest: applicationStage): each time an application entered a stage."""

from typing import Annotated

import msgspec

from rsc_sandbox.linkedin import attached
from rsc_sandbox.linkedin.syncing import APPLICATION, Moment
from rsc_sandbox.protocol.naming import Names


class _Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """LinkedIn refuses a stage that says it is not available."""

    stage: Annotated[str, msgspec.Meta(min_length=1, pattern=r"^(?!Not Available$)")]
    ats_created_at: Moment


RESOURCE = attached.resource(
    attached.Attached(
        kind="STAGE",
        entity=_Stage,
        v2=("atsApplications", "stages"),
        rest="applicationStage",
        parent=APPLICATION,
        own="stageId",
        rest_keys={APPLICATION: "jobApplicationId", "stageId": "jobApplicationStageId"},
        names=Names(),
    )
)
