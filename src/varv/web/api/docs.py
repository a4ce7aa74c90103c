"""The API's own page, made from its OpenAPI description: no script, no foreign host."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from varv.web.api.routes import api


@dataclass(frozen=True)
class Operation:
    """One address of the API."""

    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    fields: list[tuple[str, str]]

    @property
    def needs_parameters(self) -> bool:
        """Tell whether the bare address would be refused."""
        return any(one["required"] for one in self.parameters)


def docs(request: HttpRequest) -> HttpResponse:
    """List the addresses with their parameters and the keys of what they answer."""
    schema = api.get_openapi_schema()
    components = schema["components"]["schemas"]
    operations = [
        _operation(path, methods["get"], components) for path, methods in schema["paths"].items()
    ]
    return render(request, "web/api_docs.html", {"operations": operations, "info": schema["info"]})


def _operation(path: str, get: dict[str, Any], components: dict[str, Any]) -> Operation:
    answer = get["responses"][200]["content"]["application/json"]["schema"]
    listing = components[answer["$ref"].rsplit("/", 1)[-1]]
    item = components[listing["properties"]["items"]["items"]["$ref"].rsplit("/", 1)[-1]]
    return Operation(
        path=path,
        summary=get["summary"],
        description=get.get("description", ""),
        parameters=get.get("parameters", []),
        fields=[(name, _type(spec)) for name, spec in item["properties"].items()],
    )


def _type(spec: dict[str, Any]) -> str:
    """Return a field's type in words: ``string (date)``, ``integer or null``."""
    if "anyOf" in spec:
        return " or ".join(_type(option) for option in spec["anyOf"])
    if "$ref" in spec:
        return str(spec["$ref"]).rsplit("/", 1)[-1]
    if spec.get("type") == "array":
        return f"list of {_type(spec['items'])}"
    form = f" ({spec['format']})" if "format" in spec else ""
    return f"{spec.get('type', 'any')}{form}"
