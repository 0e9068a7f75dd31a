"""What the OpenAPI document says besides: problems, keys, and the decisions."""

from typing import Any

import msgspec

from yellowcart.api.decisions import Batch, BatchAnswer, Decided, Question
from yellowcart.api.hot import MANY, ONE
from yellowcart.api.problems import Problem

REF = "#/components/schemas/{name}"
PROBLEM = {
    "description": "Refused: problem details (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}},
}
REFUSALS = ("400", "401", "403", "404", "405", "409", "413", "422", "429", "503")
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Sent again with the same key, a write is answered as it was, and done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
WRITING = ("post", "put", "patch", "delete")


def with_problems(schema: dict[str, Any]) -> None:
    """Every address may refuse, and every write takes an `Idempotency-Key`."""
    for path in schema["paths"].values():
        for method, operation in path.items():
            responses = operation["responses"]
            operation["responses"] = {str(status): one for status, one in responses.items()}
            for status in REFUSALS:
                operation["responses"].setdefault(status, PROBLEM)
            if method in WRITING:
                operation["parameters"] = [*operation.get("parameters", []), IDEMPOTENCY_KEY]


def security(schema: dict[str, Any]) -> None:
    """An API key lets in, everywhere."""
    components = schema["components"]
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key: yc_…"}
    }
    schema["security"] = [{"key": []}]


def decisions_described(schema: dict[str, Any]) -> None:
    """The decisions, which msgspec reads and writes."""
    types = (Question, Batch, Decided, BatchAnswer, Problem)
    _, components = msgspec.json.schema_components(types, ref_template=REF)
    schema["components"].setdefault("schemas", {}).update(components)
    refused = dict.fromkeys(REFUSALS, PROBLEM)
    answer = {"200": _answer("Decided", "The decision"), **refused}
    schema["paths"][ONE] = {
        "post": {
            "operationId": "decide",
            "summary": "Decide about one link or partner",
            "tags": ["decisions"],
            "requestBody": _body("Question"),
            "responses": answer,
        },
        "get": {
            "operationId": "decide_get",
            "summary": "The same, cacheable until the answer may change",
            "tags": ["decisions"],
            "parameters": _parameters(components["Question"]),
            "responses": answer,
        },
    }
    schema["paths"][MANY] = {
        "post": {
            "operationId": "decide_batch",
            "summary": "Decide about up to 10,000 texts at once",
            "tags": ["decisions"],
            "requestBody": _body("Batch"),
            "responses": {"200": _answer("BatchAnswer", "The decisions"), **refused},
        }
    }


def _body(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": REF.format(name=name)}}}
    return {"required": True, "content": content}


def _answer(name: str, description: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": REF.format(name=name)}}}
    return {"description": description, "content": content}


def _parameters(question: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "in": "query",
            "name": name,
            "required": name in question.get("required", []),
            "schema": _without_null(of),
        }
        for name, of in question["properties"].items()
    ]


def _without_null(of: dict[str, Any]) -> dict[str, Any]:
    """An address says nothing where a body says null."""
    choices = [one for one in of.get("anyOf", []) if one.get("type") != "null"]
    return choices[0] if len(choices) == 1 else {k: v for k, v in of.items() if k != "default"}
