"""A request's body as rules see it."""

from __future__ import annotations

import re

from gateway.domain.json import Json
from gateway.domain.message import Body, BodyKind

_PLAIN_NAME = re.compile(r"[\w-]+")


def structure(body: Body) -> Json:
    """Return a body as rules see it: JSON as it is, a form as a map (a repeated name gives a list), else ``None``."""
    if body.kind is BodyKind.JSON:
        return body.document
    if body.kind is not BodyKind.FORM or not isinstance(body.document, list):
        return None
    form: dict[str, Json] = {}
    for pair in body.document:
        if isinstance(pair, list) and isinstance(pair[0], str):
            name, value = pair[0], pair[1]
            seen = form.get(name)
            form[name] = value if name not in form else [*(seen if isinstance(seen, list) else [seen]), value]
    return form


def has_fields(body: Body) -> bool:
    """Return whether a path can tell the body's fields apart.

    Texts and documents have none. ``account[iban]`` in a form is a path to some servers and a name to others.
    """
    match body.kind:
        case BodyKind.JSON | BodyKind.EMPTY:
            return True
        case BodyKind.TEXT | BodyKind.DOCUMENT:
            return False
        case BodyKind.FORM:
            names = structure(body)
            return isinstance(names, dict) and all(map(_PLAIN_NAME.fullmatch, names))
