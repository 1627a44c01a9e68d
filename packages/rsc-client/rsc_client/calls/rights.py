"""Calls that say who may see which job in Recruiter."""

from collections.abc import Iterable

from rsc_client.calls.speaker import Speaker, paging
from rsc_client.errors import BatchResult
from rsc_client.generations import Collection, Feature, Generation
from rsc_client.schemas import JOB_POSTING, AclAssignee, AclAssigneeKey, Done, EntityAcl, EntityAclKey, Page

_ACLS = Collection(feature=Feature.ACLS, v2="atsEntityAcls", rest="atsEntityAcls")
_ASSIGNEES = Collection(feature=Feature.ACLS, v2="atsEntityAclAssignees", rest="atsEntityAclAssignees")


class RightsCalls(Speaker):
    """Lists of rights: jobs in them, and persons [PM] [D:sync-acls]. How they look in rest is [INF]."""

    def put_entity_acls(self, keys: Iterable[EntityAclKey]) -> BatchResult[EntityAclKey, Done]:
        """Puts jobs into lists of rights [PM]. Without lists and viewer settings nobody sees anything [D:acl-overview]."""
        return self._put(_ACLS, {key: {} for key in keys})

    def delete_entity_acls(self, keys: Iterable[EntityAclKey]) -> BatchResult[EntityAclKey, Done]:
        """Takes jobs out of lists of rights [PM]."""
        return self._delete(_ACLS, keys)

    def entity_acls(
        self, integration_context: str, entity_id: str, *, start: int = 0, count: int = 100
    ) -> Page[EntityAcl]:
        """The lists a job is in, a page at a time: go on at `page.next_start` [PM]."""
        criteria = {"atsEntityId": entity_id, "atsEntityType": JOB_POSTING, **self._context(integration_context)}
        return self._find(_ACLS, "criteria", criteria | paging(start, count), EntityAcl)

    def put_acl_assignees(self, keys: Iterable[AclAssigneeKey]) -> BatchResult[AclAssigneeKey, Done]:
        """Puts persons into lists of rights; at most ten lists a person [PM] [D:sync-acls]."""
        return self._put(_ASSIGNEES, {key: {} for key in keys})

    def delete_acl_assignees(self, keys: Iterable[AclAssigneeKey]) -> BatchResult[AclAssigneeKey, Done]:
        """Takes persons out of lists of rights [PM]."""
        return self._delete(_ASSIGNEES, keys)

    def acl_assignees(
        self, integration_context: str, assignee: str, *, start: int = 0, count: int = 100
    ) -> Page[AclAssignee]:
        """The lists a person is in, a page at a time [PM]; that this finder pages like the other is [INF]."""
        criteria = {"assignee": assignee, **self._context(integration_context)}
        return self._find(_ASSIGNEES, "criteria", criteria | paging(start, count), AclAssignee)

    def _context(self, integration_context: str) -> dict[str, str]:
        provider = {} if self._edition.of(Feature.ACLS) is Generation.REST else {"dataProvider": "ATS"}
        return {**provider, "integrationContext": integration_context}
