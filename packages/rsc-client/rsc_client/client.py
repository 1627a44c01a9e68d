"""Every call to LinkedIn, one method each: `Parent` provisions customers' applications, `Client` does everything else.

    with Channel() as channel:                                       # or Channel(Hosts.single("http://127.0.0.1:8010"))
        client = Client(channel, Credentials(client_id, client_secret))
        for exported in client.exported_candidates(push.id).elements:
            print(exported.candidate.first_name)

Every method may raise what errors.py draws; what went wrong with one record of a batch is a value in its BatchResult.
Batches hold at most 100 records and are to be sent one after the other [D:sync-candidates]; an empty one is not sent.
"""

from collections.abc import Iterable, Mapping, Sequence

from rsc_client import restli, urns
from rsc_client.application import Application, Resource
from rsc_client.auth import Clock, TokenStore, system_clock
from rsc_client.calls import applications, candidates
from rsc_client.calls.applications import ApplicationCalls
from rsc_client.calls.candidates import CandidateCalls
from rsc_client.calls.integrations import IntegrationCalls
from rsc_client.calls.jobs import JobCalls
from rsc_client.calls.retrieval import RetrievalCalls
from rsc_client.calls.rights import RightsCalls
from rsc_client.errors import BatchResult
from rsc_client.generations import Collection, Feature, Generation, Part, PartKey
from rsc_client.schemas import Credentials, Done, Me, NewApplication, NewlyProvisioned, Page, ProvisionedApplication
from rsc_client.transport import Channel

_COLLECTIONS: dict[Feature, Collection] = {
    found.feature: found
    for found in (
        candidates.CANDIDATES,
        candidates.NOTES,
        applications.APPLICATIONS,
        applications.NOTES,
        applications.FEEDBACK,
        applications.STAGES,
    )
}


class Parent:
    """The vendor's own application: it may provision customers' applications and nothing else [PM]."""

    def __init__(
        self,
        channel: Channel,
        credentials: Credentials,
        *,
        store: TokenStore | None = None,
        clock: Clock = system_clock,
    ) -> None:
        self._v2 = Application(channel, credentials, dialect=restli.V2(), store=store, clock=clock)

    def create_application(self, application: NewApplication) -> NewlyProvisioned:
        """A customer's application with its credentials, shown this once.

        Rejected when the `unique_foreign_id` is taken (409 [AE]) or the name unacceptable [D:provisioning-api].
        """
        return self._v2.create("provisionedApplications", application, NewlyProvisioned)

    def update_application(
        self, key: str, *, js_domains: Sequence[str] | None = None, callback_urls: Sequence[str] | None = None
    ) -> None:
        """Replaces the origins that may show plugins, the OAuth redirect addresses, or both; None leaves as is [PM].

        `key` is the application's URN; ValueError for anything else.
        """
        if urns.parse(key).kind != "developerApplication":
            raise ValueError(f"not a developer application: {key!r}")
        told = {"validJsSdkDomains": js_domains, "oauth2AuthorizedCallbackUrls": callback_urls}
        changes = {name: list(values) for name, values in told.items() if values is not None}
        if changes:
            self._v2.patch(Resource("provisionedApplications", key), changes)

    def find_application(self, unique_foreign_id: str) -> ProvisionedApplication | None:
        """The customer's application, without its secret, or None [PM] [SDK]. Not found may come as 404 too [INF]."""
        criteria = {"uniqueForeignId": unique_foreign_id}
        found = self._v2.find(
            "provisionedApplications", "credentialsByUniqueForeignId", criteria, Page[ProvisionedApplication]
        )
        return found.elements[0] if found.elements else None


class Client(IntegrationCalls, JobCalls, CandidateCalls, ApplicationCalls, RightsCalls, RetrievalCalls):
    """A customer's application. `edition` chooses between LinkedIn's generations; v2 for everything unless told."""

    def me(self, access_token: str) -> Me:
        """Whose token is this? Takes a member's token, not the application's [PM]."""
        return self._v2.as_member("me", "fields=id,localizedFirstName,localizedLastName", access_token, Me)

    def resource(self, feature: Feature) -> str:
        """What metering calls what carries this feature: `v2/atsApplications/stages`, `rest/applicationStage`.

        ValueError for a feature that is none of candidates, applications and what belongs to them.
        """
        collection, generation = _collection(feature), self._edition.of(feature)
        below = f"/{collection.child}" if isinstance(collection, Part) and generation is Generation.V2 else ""
        return f"{generation}/{collection.name(generation)}{below}"

    def mixes_owners(self, feature: Feature) -> bool:
        """Whether one batch of notes, stages or feedback may hold those of several candidates or applications.

        In rest each has a key that names its owner [D:rsc-release-notes] [W1]; in v2 the path does [PM].
        """
        return self._edition.of(feature) is Generation.REST

    def put_parts(self, feature: Feature, records: Mapping[PartKey, object]) -> BatchResult[PartKey, Done]:
        """What `put_stages` and its like send, of several owners where `mixes_owners` says so; NotSent where not."""
        return self._put_mixed(_part(feature), records)

    def delete_parts(self, feature: Feature, keys: Iterable[PartKey]) -> BatchResult[PartKey, Done]:
        """What `delete_stages` and its like take back, in the same way."""
        return self._delete_mixed(_part(feature), keys)


def _collection(feature: Feature) -> Collection:
    if feature not in _COLLECTIONS:
        raise ValueError(f"{feature} are neither candidates nor applications, nor what belongs to those")
    return _COLLECTIONS[feature]


def _part(feature: Feature) -> Part:
    found = _collection(feature)
    if not isinstance(found, Part):
        raise TypeError(f"{feature} belong to nothing")
    return found
