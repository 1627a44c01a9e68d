"""What the OpenAPI document says beyond the operations themselves: how a no looks, examples, how a change is made once."""

from typing import Any

from skaffa.api import door, examples, problems, webhooks

BAD, UNKNOWN, FORBIDDEN, MISSING, CONFLICT, TOO_LARGE, INVALID = "400", "401", "403", "404", "409", "413", "422"
_ONCE = {
    "name": door.ONCE,
    "in": "header",
    "required": False,
    "description": "A text of your own for this one change: asked for again within a day, it is not made twice",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_TAGS = {
    "Jobs": "Openings and the stages of their process",
    "Candidates": "People, whether they are considered for a job or not",
    "Applications": "People considered for jobs: prospects and applicants, their stages, notes and feedback",
    "Talent pools": "People gathered without a job",
    "Lists": "What can be chosen: rejection reasons, employment types and seniority levels, as administrators extend them",
    webhooks.TAG: "What other programs are told at once; administrators add addresses in the Admin center",
}


def complete(schema: dict[str, Any]) -> None:
    """Add it to what is known from the operations' types."""
    parts = schema["components"]
    parts["schemas"]["Problem"] = problems.Problem.json_schema()
    parts["responses"] = {"Problem": problems.DOCUMENTED}
    parts["parameters"] = {"Once": _ONCE}
    parts["schemas"].pop("Paging", None)  # its fields are parameters, each on its own
    for scheme in parts["securitySchemes"].values():
        scheme.pop("name", None)  # which OpenAPI knows only of keys in headers
    for name, example in examples.by_schema(parts["schemas"]).items():
        parts["schemas"][name]["examples"] = [example]
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _complete(operation, path, method)
    schema["webhooks"] = webhooks.described()
    parts["schemas"][webhooks.MESSAGE] = webhooks.Message.json_schema()
    schema["tags"] = [{"name": name, "description": words} for name, words in _TAGS.items()]


def _complete(operation: dict[str, Any], path: str, method: str) -> None:
    operation["responses"] = {str(status): response for status, response in operation["responses"].items()}
    for status in _noes(operation, path, method):
        operation["responses"].setdefault(status, {"$ref": "#/components/responses/Problem"})
    for response in operation["responses"].values():
        if response.get("description") == "No Content":
            response.pop("content", None)
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            parameter["schema"] |= {"minimum": 1, "maximum": 2**63 - 1}
    if method == "post":
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/Once"})


def _noes(operation: dict[str, Any], path: str, method: str) -> list[str]:
    changes, has_body = method != "get", "requestBody" in operation
    possible = {
        BAD: has_body,
        UNKNOWN: True,
        FORBIDDEN: True,
        MISSING: "{" in path,
        CONFLICT: changes,
        TOO_LARGE: has_body,
        INVALID: changes or any(one["in"] == "query" for one in operation.get("parameters", [])),
    }
    return [status for status, is_possible in possible.items() if is_possible]
