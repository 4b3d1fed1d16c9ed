"""Cut a message into the texts to inspect: its path, query, header fields and body, names and values.

Nothing of a message is left out. Pointers are into the part's document (``classifiers/finding.py``); that of a path
is the list of what stands between its slashes. What a text with markup says beside is not here: see ``findings.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from urllib.parse import unquote

from classifiers.documents import Kind, Limits, document_kind, document_leaves
from classifiers.documents.limits import DEFAULT
from classifiers.finding import Leaf, NotInspected, Part, Place
from classifiers.leaves import Leaves, SomeLeaves, json_leaves, pair_leaves, text_leaves
from gateway.domain.json import Json
from gateway.domain.message import Body, BodyKind, Message


class NotOpened(NotInspected):
    """A document could not be read to its end. Its words say why, and nothing of the document."""


def message_leaves(message: Message, limits: Limits = DEFAULT) -> Leaves:
    """Return every text of ``message`` with its place."""
    if message.body.kind is BodyKind.JSON:
        return SomeLeaves(_outside_of_body(message), json_leaves(message.body.document))
    return SomeLeaves(chain(_outside_of_body(message), _body_leaves(message.body, limits)))


def _outside_of_body(message: Message) -> Iterator[Leaf]:
    for index, segment in enumerate(message.path.split("/")):
        if segment:
            yield Leaf(unquote(segment), Place(Part.PATH, f"/{index}"))
    yield from pair_leaves(message.query, Part.QUERY)
    yield from pair_leaves(message.headers, Part.HEADER)


def _body_leaves(body: Body, limits: Limits) -> Iterator[Leaf]:
    match body.kind:
        case BodyKind.EMPTY:
            return iter(())
        case BodyKind.JSON:
            return iter(json_leaves(body.document))
        case BodyKind.FORM:
            return pair_leaves(form_pairs(body.document), Part.BODY)
        case BodyKind.TEXT:
            return text_leaves(str(body.document), Part.BODY)
        case BodyKind.DOCUMENT:
            return opened_leaves(body.content, kind_of(body), limits)


def kind_of(body: Body) -> Kind | None:
    """Return what kind of document a body is, if it is one.

    Raises:
        NotOpened: It is said to be one kind and is another.
    """
    try:
        return document_kind(body.content, body.media_type)
    except NotInspected as reason:
        raise NotOpened(str(reason)) from None


def opened_leaves(content: bytes, kind: Kind | None, limits: Limits = DEFAULT) -> Iterator[Leaf]:
    """Yield every text of a document.

    Raises:
        NotOpened: It cannot be read to its end, or is of no known kind; the words are ours.
    """
    if kind is None:
        raise NotOpened("a document of no kind that is read")
    try:
        yield from document_leaves(content, kind, limits)
    except NotInspected as reason:
        raise NotOpened(str(reason)) from None


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
