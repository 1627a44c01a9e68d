"""What an ATS syncs, as the tests of the sandbox write it: keys, calls and bodies in v2 and rest."""

from urllib.parse import quote

from tests.sandbox.vendor import ORGANIZATION

REST = {"LinkedIn-Version": "202604", "X-Restli-Protocol-Version": "2.0.0"}
THEN = 1_767_225_600_000


def key(candidate_id, name="atsCandidateId", context=ORGANIZATION):
    """A v2 key as a path segment and as a key of the entities map."""
    return f"{name}={quote(candidate_id, safe='')}&dataProvider=ATS&integrationContext={context}"


def ids(candidate_ids, name="atsCandidateId", context=ORGANIZATION):
    """The query of a v2 batch."""
    parts = (key(candidate_id, name, context).split("&") for candidate_id in candidate_ids)
    return "&".join(f"ids[{index}].{part}" for index, found in enumerate(parts) for part in found)


def candidate(**changes):
    """A candidate whom nothing connects with any member; None leaves a field out."""
    made = {
        "firstName": "Nobody",
        "lastName": "Known",
        "emailAddresses": ["nobody.known@example.net"],
        "phoneNumbers": [],
        "addresses": [],
        "externalProfileUrl": "https://birch.ats.example/c/C77",
        "atsCreatedAt": THEN,
        "atsLastModifiedAt": THEN,
        **changes,
    }
    return {name: value for name, value in made.items() if value is not None}


def application(candidate_id="C77", job="JOB-310", **changes):
    made = {
        "atsCandidateId": candidate_id,
        "atsJobPostingId": job,
        "atsJobPostingName": "Marine Maintenance Planner",
        "firstName": "Nobody",
        "lastName": "Known",
        "atsCreatedAt": THEN,
        "atsLastModifiedAt": THEN,
        **changes,
    }
    return {name: value for name, value in made.items() if value is not None}


def candidates(vendor, **entities):
    """PUT candidates by their ids."""
    body = {"entities": {key(name): value for name, value in entities.items()}}
    return vendor.call("PUT", f"/v2/atsCandidates?{ids(entities)}", body, method="batch_update")


def applications(vendor, **entities):
    """PUT applications by their ids."""
    name = "atsJobApplicationId"
    body = {"entities": {key(number, name): value for number, value in entities.items()}}
    return vendor.call("PUT", f"/v2/atsApplications?{ids(entities, name)}", body, method="batch_update")


def attach(vendor, parent, what, **entities):
    """PUT notes, stages or interviewFeedback below a candidate (C...) or an application (A...)."""
    query = "&".join(f"ids={name}" for name in entities)
    return vendor.call("PUT", f"{below(parent)}/{what}?{query}", {"entities": entities}, method="batch_update")


def detach(vendor, parent, what, *names):
    return vendor.call("DELETE", f"{below(parent)}/{what}?{'&'.join(f'ids={name}' for name in names)}")


def below(parent):
    if parent.startswith("C"):
        return f"/v2/atsCandidates/{key(parent)}"
    return f"/v2/atsApplications/{key(parent, 'atsJobApplicationId')}"


def read(vendor, *names, fields=""):
    return vendor.call("GET", f"/v2/atsCandidates?{ids(names)}{f'&fields={fields}' if fields else ''}")


def remove(vendor, *names, what="atsCandidates"):
    name = "atsCandidateId" if what == "atsCandidates" else "atsJobApplicationId"
    return vendor.call("DELETE", f"/v2/{what}?{ids(names, name)}")


def patch(vendor, name, change):
    body = {"entities": {key(name): {"patch": change}}}
    return vendor.call("POST", f"/v2/atsCandidates?{ids([name])}", body, method="batch_partial_update")


def link(vendor, name, urn):
    return patch(vendor, name, {"$set": {"manualMatchedMember": urn}})


def refusal(answer, part=""):
    """The refusal of the only id of a batch, or of the one whose key holds `part`."""
    assert answer.status_code == 200, answer.text
    return next(error for name, error in answer.json()["errors"].items() if part in name)


def taken(answer):
    """Everything in the batch went through."""
    assert answer.status_code == 200, answer.text
    assert answer.json()["errors"] == {}, answer.text
    return answer


def matched(vendor, name="C77"):
    """Whom LinkedIn takes the candidate for: the algorithm, the hand."""
    element = next(iter(read(vendor, name, fields="matchedMembers,manualMatchedMember").json()["results"].values()))
    return element["matchedMembers"], element.get("manualMatchedMember")
