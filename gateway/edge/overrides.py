"""Parameters with which a server would do something else than was decided."""

from __future__ import annotations

from gateway.domain.errors import MalformedRequest
from gateway.domain.message import Body, BodyKind, Fields

PARAMETERS = frozenset(
    {
        "_method",  # Rack, Rails, Laravel, Symfony, Spring's HiddenHttpMethodFilter
        "_httpmethod",  # Salesforce, REST API Developer Guide, "HTTP PATCH"
        "x-http-method",
        "x-http-method-override",  # the fields of these names, where a client can send none
        "x-method-override",
    }
)
"""Names in lower case. They stand in queries and forms; some frameworks read JSON as they read forms."""


def refuse_overrides(query: Fields, body: Body) -> None:
    """Raise ``MalformedRequest`` where a parameter names another method."""
    if any(name.lower() in PARAMETERS for name in (*(name for name, _ in query), *_names(body))):
        raise MalformedRequest("A method override is not accepted. Ask for what you mean.")


def _names(body: Body) -> list[str]:
    if body.kind is BodyKind.JSON and isinstance(body.document, dict):
        return [*body.document]
    if body.kind is BodyKind.FORM and isinstance(body.document, list):
        return [str(pair[0]) for pair in body.document if isinstance(pair, list)]
    return []
