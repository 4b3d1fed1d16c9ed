"""Cut a message into the texts to inspect: its path, query, header fields and body, names and values.

Nothing of a message is left out. Pointers are into the part's document (``classifiers/finding.py``); that of a path
is the list of what stands between its slashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from classifiers.finding import Leaf, Part, Place
from classifiers.leaves import json_leaves, pair_leaves, text_leaves
from gateway.domain.json import Json
from gateway.domain.message import Body, BodyKind, Message


def message_leaves(message: Message) -> Iterator[Leaf]:
    """Yield every text of ``message`` with its place."""
    for index, segment in enumerate(message.path.split("/")):
        if segment:
            yield Leaf(unquote(segment), Place(Part.PATH, f"/{index}"))
    yield from pair_leaves(message.query, Part.QUERY)
    yield from pair_leaves(message.headers, Part.HEADER)
    yield from _body_leaves(message.body)


def _body_leaves(body: Body) -> Iterator[Leaf]:
    match body.kind:
        case BodyKind.EMPTY:
            return iter(())
        case BodyKind.JSON:
            return json_leaves(body.document)
        case BodyKind.FORM:
            return pair_leaves(form_pairs(body.document), Part.BODY)
        case BodyKind.TEXT:
            return text_leaves(str(body.document), Part.BODY)


def form_pairs(document: Json) -> list[tuple[str, str]]:
    """Return the names and values of a form's document.

    Raises:
        ValueError: It is not the document of a form.
    """
    if not isinstance(document, list):
        raise ValueError("a form's document is a list of pairs")  # noqa: TRY004  (a wrong value, not a wrong type)
    pairs: list[tuple[str, str]] = []
    for pair in document:
        match pair:
            case [str(name), str(value)]:
                pairs.append((name, value))
            case _:
                raise ValueError("a form's document is a list of pairs")
    return pairs
