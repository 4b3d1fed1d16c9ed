"""Everything that is found in a message, also what only shows once a text is taken for the document it is.

A page of HTML is inspected twice: as the text it is, where what is found can be taken out, and as a document, where
a number that markup splits is whole and a cell has a heading. What shows as a document only cannot be taken out.
To tell, what was found in the text is blanked, label by label, and the document read again: what is still found in
it would still be there once the text was treated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol

from classifiers.documents import Limits
from classifiers.documents.kinds import MARKED_TEXT
from classifiers.documents.limits import DEFAULT
from classifiers.finding import Finding, Leaf, Part, Place
from gateway.domain.message import Body, BodyKind, Message
from gateway.inspection.leaves import kind_of, message_leaves, opened_leaves

Opened = Callable[[bytes], Iterator[Leaf]]

_WHOLE = Place(Part.BODY)
_BLANK = "\u2588"


class Scanner(Protocol):
    """What finds restricted values. Several threads may call it at the same time."""

    @property
    def labels(self) -> frozenset[str]:
        """Return what it looks for."""

    def scan(self, leaves: Iterable[Leaf]) -> list[Finding]:
        """Return the findings. Raises ``NotInspected`` if a text could not be inspected to its end."""


def findings_in(message: Message, scanner: Scanner, limits: Limits = DEFAULT) -> list[Finding]:
    """Return what ``scanner`` finds in ``message``.

    Raises:
        NotInspected: A text could not be inspected to its end.
        NotOpened: The body is a document that cannot be opened.
    """
    found = scanner.scan(message_leaves(message, limits))
    if message.body.kind is BodyKind.TEXT and (kind := kind_of(message.body)) in MARKED_TEXT:
        found.extend(_hidden(message.body, found, scanner, partial(opened_leaves, kind=kind, limits=limits)))
    return found


def is_opened(body: Body) -> bool:
    """Return whether a body is a document, or a text that is one too: one that cannot be read is not released."""
    return body.kind is BodyKind.DOCUMENT or (body.kind is BodyKind.TEXT and kind_of(body) in MARKED_TEXT)


def is_inside_document(place: Place, body: Body) -> bool:
    """Return whether a place is one that nothing can be taken out of, because it is in a document and no text."""
    if place.part is not Part.BODY:
        return False
    return body.kind is BodyKind.DOCUMENT or (body.kind is BodyKind.TEXT and place.pointer != "")


def _hidden(body: Body, found: Sequence[Finding], scanner: Scanner, opened: Opened) -> Iterator[Finding]:
    """Yield what is found in the document that a text is and not in the text."""
    text = str(body.document)
    shown: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.place == _WHOLE:
            shown.setdefault(finding.label, []).append(finding)
    inside = scanner.scan([*opened(body.content)])
    yield from (finding for finding in inside if finding.label not in shown)
    for label in sorted(shown.keys() & {finding.label for finding in inside}):
        rest = _blanked(text, shown[label])
        again = scanner.scan([*opened(rest.encode())]) if rest else ()
        yield from (finding for finding in again if finding.label == label)


def _blanked(text: str, found: Iterable[Finding]) -> str:
    """Return ``text`` without what was found in it; nothing where that is all of it."""
    spans = [finding.span for finding in found]
    characters = list(text)
    for span in spans:
        if span is None:
            return ""
        characters[span.start : span.end] = _BLANK * (span.end - span.start)
    return "".join(characters)
