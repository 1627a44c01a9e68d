"""Calls that set up a customer's integrations [PM] [D:rsc-customer-configuration]."""

from collections.abc import Iterable, Mapping

from rsc_client.application import Resource
from rsc_client.calls.speaker import Speaker
from rsc_client.errors import BatchResult
from rsc_client.generations import Collection, Feature, Part
from rsc_client.restli import Key
from rsc_client.schemas import (
    Configuration,
    ConfigurationKey,
    ConfigurationValue,
    Done,
    Integration,
    IntegrationKey,
    Page,
)


class _ConfigurationKey(Key, frozen=True):
    """A setting in rest; the name of its last part is [INF]."""

    integration_context: str
    integration_type: str
    tenant_type: str
    configuration_key: str


def _setting(owner: IntegrationKey, name: str) -> _ConfigurationKey:
    return _ConfigurationKey(owner.integration_context, owner.integration_type, owner.tenant_type, name)


_INTEGRATIONS = Collection(feature=Feature.INTEGRATIONS, v2="atsIntegrations", rest="integrations")
_CONFIGURATIONS = Part(
    feature=Feature.INTEGRATIONS,
    v2="atsIntegrations",
    child="configurations",
    rest="integrationConfigurations",
    key=_setting,
)


class IntegrationCalls(Speaker):
    """Names, states and settings. 5,000 requests a day for each resource [D:rsc-customer-configuration]."""

    def name_integrations(self, names: Mapping[IntegrationKey, str]) -> BatchResult[IntegrationKey, Done]:
        """Gives requested integrations the name Recruiter's administrator sees; needed before they can be enabled [PM]."""
        generation = self._edition.of(Feature.INTEGRATIONS)
        changes = {key: {"integrationName": name} for key, name in names.items()}
        return self._in(generation).batch_patch(Resource(_INTEGRATIONS.name(generation)), changes)

    def integrations(self, keys: Iterable[IntegrationKey]) -> BatchResult[IntegrationKey, Integration]:
        """Integrations by key [PM]."""
        return self._read(_INTEGRATIONS, keys, Integration)

    def integrations_by_request(self, request_id: str) -> Page[Integration]:
        """What an `INTEGRATION_STATUS_CHANGE` push is about [PM]. NotFound or empty when the id has expired [INF]."""
        return self._find(_INTEGRATIONS, "request", {"requestId": request_id}, Integration)

    def set_configuration(
        self, key: IntegrationKey, values: Mapping[ConfigurationKey, str] | Mapping[str, str]
    ) -> BatchResult[str, Done]:
        """Sets an integration's settings, by ConfigurationKey.

        `CALLBACK_URL` belongs to `ONE_CLICK_EXPORT`: HTTPS on 443 or port 80, unique per customer, needed before
        enabling; the viewer settings take only `ALL_PRODUCT_USERS` [D:integration-types] [D:receive-push-events].
        """
        wrapped = {str(name): Configuration(ConfigurationValue(value)) for name, value in values.items()}
        return self._put_parts(_CONFIGURATIONS, key, wrapped)

    def configuration(self, key: IntegrationKey, names: Iterable[str]) -> BatchResult[str, str]:
        """An integration's settings; one that is not set is among the errors with 404 [PM] [INF]."""
        found = self._read_parts(_CONFIGURATIONS, key, map(str, names), Configuration)
        values = {name: setting.configuration_value.string for name, setting in found.results.items()}
        return BatchResult(values, found.errors)

    def delete_configuration(self, key: IntegrationKey, names: Iterable[str]) -> BatchResult[str, Done]:
        """Takes settings back; documented for the two viewer settings, and in v2 alone [PM] [D:rsc-release-notes]."""
        return self._v2.batch_delete(Resource("atsIntegrations", key, "configurations"), map(str, names))
