"""Which of LinkedIn's two generations carries what: the resources by the names people know, and what was chosen."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from rsc_client.generations import Feature, Generation
from skaffa.core import refusals
from skaffa.core.refusals import Message
from skaffa.linkedin.models import Connection

_VERSION = re.compile(r"20\d\d(0[1-9]|1[0-2])")
GENERATIONS: Mapping[str, Message] = {
    Generation.V2.value: _("v2 (default)"),
    Generation.REST.value: _("Versioned"),
}


class Resource(NamedTuple):
    """Something that goes by either generation; `name` is rsc_client's, which the connection keeps."""

    name: str
    label: Message


RESOURCES = tuple(
    Resource(feature.value, label)
    for feature, label in (
        (Feature.CANDIDATES, _("Candidates")),
        (Feature.CANDIDATE_NOTES, _("Notes about candidates")),
        (Feature.APPLICATIONS, _("Applications")),
        (Feature.APPLICATION_NOTES, _("Notes about applications")),
        (Feature.STAGES, _("Stages of applications")),
        (Feature.INTERVIEW_FEEDBACK, _("Interview feedback")),
        (Feature.ACLS, _("Lists of rights")),
        (Feature.SEATS, _("Recruiter seats")),
        (Feature.EXPORTED_CANDIDATES, _("Exported candidates")),
        (Feature.INTEGRATIONS, _("Integrations")),
    )
)


class UnknownGeneration(refusals.Invalid):
    """LinkedIn has no such generation, or the resource has only one."""

    sentence = _("LinkedIn has no such generation, or the resource has only one.")


class UnknownVersion(refusals.Invalid):
    """A version is a year and a month, such as 202604."""

    sentence = _("A version is a year and a month, such as 202604.")


def chosen(connection: Connection) -> dict[str, str]:
    """Of every resource its generation, v2 unless somebody chose."""
    return {resource.name: connection.generations.get(resource.name, Generation.V2.value) for resource in RESOURCES}


def is_version(text: str) -> bool:
    """Whether this can be a version of LinkedIn's: YYYYMM."""
    return _VERSION.fullmatch(text) is not None


def checked(generations: Mapping[str, str], version: str) -> dict[str, str]:
    """What the connection keeps of a choice: v2 is kept by not being named."""
    if not is_version(version):
        raise UnknownVersion
    names = {resource.name for resource in RESOURCES}
    if not generations.keys() <= names or not set(generations.values()) <= GENERATIONS.keys():
        raise UnknownGeneration
    return {name: value for name, value in generations.items() if value != Generation.V2}
