"""Paths of fields, matched against the pointers that leaves already have.

Of JSONPath (RFC 9535) the shapes that name fields: ``$.employee.pay``, ``$.items[*].pay``, ``$.*.pay``, ``$['pay']``,
``$.lines[0]`` and, once in a path, ``$..pay``. What a path selects it takes whole: the fields below it too. Evaluating
any path with a library takes 100 ms for a megabyte; these become one expression over JSON Pointers (RFC 6901).
"""

from __future__ import annotations

import re

_STEP = re.compile(
    r"(?P<dots>\.\.?)(?P<name>[^\W\d]\w*|\*)"
    r"|(?P<deep>\.\.)?\[(?:(?P<index>\d+|\*)|'(?P<single>[^'\\]+)'|\"(?P<double>[^\"\\]+)\")\]"
)
_ANYWHERE = "(?:/[^/]*)*?"
_BELOW = "(?:/(?s:.*))?"


def pointer_expression(path: str) -> str:
    """Return the regular expression of the JSON Pointers to what ``path`` selects, and to what is below that.

    Raises:
        ValueError: It is no such path.
    """
    steps = list(_STEP.finditer(path, 1))
    if path != "$" + "".join(step[0] for step in steps) or not steps:
        raise ValueError("not a path of fields")
    parts = [_part(step) for step in steps]
    if sum(part.startswith(_ANYWHERE) for part in parts) > 1:
        # In a deep document twice "anywhere" would take the square of its depth.
        raise ValueError("more than one `..` in a path of fields")
    return "".join(parts) + _BELOW


def _part(step: re.Match[str]) -> str:
    anywhere = _ANYWHERE if ".." in (step["dots"], step["deep"]) else ""
    if "*" in (step["name"], step["index"]):
        return anywhere + "/[^/]*"
    name = step["name"] or step["index"] or step["single"] or step["double"]
    return anywhere + "/" + re.escape(name.replace("~", "~0").replace("/", "~1"))
