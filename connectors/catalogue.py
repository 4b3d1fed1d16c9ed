"""Read the description of a system of record, and find those that come with the product.

Works on a parsed document: files, YAML and lines are the reader's business. What is left out is filled in on the
careful side: a write is high until a person lowers it, and says who and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator

from connectors import template
from connectors.faults import Fault, InvalidDescription
from connectors.model import Effect, Flag, Operation, System, Tier
from connectors.shapes import AtLeastOne, Day, Line, Prose, Several, Shape, check, choice, wrong

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

_CATALOG = FilePath(__file__).parent / "catalog"
_UNSAFE = frozenset({"PUT", "PATCH", "DELETE"})  # RFC 9110, section 9.2.1: and no API in our corpus reads with them
_FORBIDDEN = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "range", "if-range", "a-im"})
_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_ID = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+")  # RFC 9110, section 5.6.2, in lower case
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")  # RFC 6838, section 4.2
_ORIGIN = re.compile(r"https?://[a-z0-9.:\[\]-]+(?:/[!-~]*[!-.0-~])?")


def catalogue_names() -> tuple[str, ...]:
    """Return the names of the systems that are described here."""
    return tuple(sorted(path.stem for path in _CATALOG.glob("*.yaml")))


def catalogue_path(name: str) -> FilePath:
    """Return the file that describes ``name``, one of ``catalogue_names()``."""
    return _CATALOG / f"{name}.yaml"


def read(document: object) -> System:
    """Return the system that a parsed description describes.

    Raises:
        InvalidDescription: With everything that is wrong, each with its place.
    """
    system, faults = check(SystemShape, document)
    raw = document.get("operations") if isinstance(document, Mapping) else None
    listed: list[tuple[int, OperationShape]] = []
    for index, item in enumerate(raw if isinstance(raw, list) else ()):
        operation, found = check(OperationShape, item)
        faults += tuple(fault.below(("operations", index)) for fault in found)
        if operation is not None:
            listed.append((index, operation))
    faults += tuple(_collisions(listed))
    if faults or system is None:
        raise InvalidDescription(faults)
    return System(
        name=system.name,
        title=system.title,
        operations=tuple(_operation(operation) for _, operation in listed),
        auth_schemes=system.auth_schemes,
        credential_parameters=frozenset(system.credential_parameters),
        origins=system.origins,
        request_headers=frozenset(system.request_headers),
        response_headers=frozenset(system.response_headers),
    )


def _pattern(pattern: re.Pattern[str], expected: str) -> AfterValidator:
    def matching(text: str) -> str:
        if not pattern.fullmatch(text):
            raise wrong(f"expected {expected}, found `{text}`")
        return text

    return AfterValidator(matching)


def _template(text: str) -> str:
    try:
        template.parse(text)
    except template.InvalidTemplate as error:
        raise wrong(str(error)) from None
    return text


def _field_name(text: str) -> str:
    if text in _FORBIDDEN:
        raise wrong(f"`{text}` never crosses the gateway")
    return text


def _match(text: str) -> str:
    method, _, path = text.partition(" ")
    if method not in METHODS:
        raise wrong(f"expected a method ({', '.join(METHODS)}) and a path, found `{text}`")
    _template(path)
    return text


_Token = Annotated[Line, _pattern(_TOKEN, "a name in lower case")]
_FieldName = Annotated[_Token, AfterValidator(_field_name)]


class ReviewShape(Shape):
    """Who lowered the tier of a write, and when."""

    by: Line
    at: Day


class OperationShape(Shape):
    """One operation as written down."""

    later: ClassVar[frozenset[str]] = frozenset({"when", "resource", "before", "inverse"})

    id: Annotated[Line, _pattern(_ID, "words in lower case, joined by dots")]
    match: Annotated[Line, AfterValidator(_match)]
    also: AtLeastOne[Annotated[Line, AfterValidator(_template)]] = ()
    effect: Annotated[Effect, BeforeValidator(choice(Effect))]
    summary: Prose
    tier: Annotated[Tier, BeforeValidator(choice(Tier))] | None = None
    flags: Several[Annotated[Flag, BeforeValidator(choice(Flag))]] = ()
    readable: Several[Line] = ()
    media_types: Several[Annotated[Line, _pattern(_MEDIA_TYPE, "a media type in lower case")]] = ()
    review: ReviewShape | None = None

    @classmethod
    def combine(cls, keys: Mapping[str, object]) -> Iterable[Fault]:
        """Return what is wrong between match, effect, tier, review and readable."""
        method, _, path = str(keys.get("match", "")).partition(" ")
        if keys.get("effect") == Effect.READ and method in _UNSAFE:
            yield Fault(("effect",), f"{method} is never a read")
        is_lowered = keys.get("effect") == Effect.WRITE and keys.get("tier") in (Tier.LOW, Tier.MEDIUM)
        if is_lowered and "review" not in keys:
            yield Fault(("tier",), "a write is high until a person lowers it: `review: {by: ..., at: ...}` is missing")
        readable = keys.get("readable")
        for index, name in enumerate(readable if isinstance(readable, list) else ()):
            if f"{{{name}}}" not in path and f"{{{name}*}}" not in path:
                yield Fault(("readable", index), "expected the name of a path parameter of this operation")


class SystemShape(Shape):
    """A description as written down. Its operations are checked one by one."""

    name: Annotated[Line, _pattern(_NAME, "a name in lower case")]
    title: Line
    auth_schemes: AtLeastOne[_Token] = ("bearer",)
    credential_parameters: Several[Line] = ()
    origins: Several[Annotated[Line, _pattern(_ORIGIN, "an absolute URL without a slash at its end")]] = ()
    request_headers: Several[_FieldName] = ()
    response_headers: Several[_FieldName] = ()
    operations: AtLeastOne[object]


def _collisions(listed: Sequence[tuple[int, OperationShape]]) -> Iterator[Fault]:
    """Yield a fault for every operation that says again what one before it says."""
    ids: set[str] = set()
    requests: dict[object, str] = {}
    for index, operation in listed:
        if operation.id in ids:
            yield Fault(("operations", index, "id"), f"there already is an operation `{operation.id}`")
        ids.add(operation.id)
        method, _, path = operation.match.partition(" ")
        paths = [(("match",), path), *((("also", nth), other) for nth, other in enumerate(operation.also))]
        for place, written in paths:
            request = method, template.shape(template.parse(written))
            if request in requests:
                yield Fault(("operations", index, *place), f"`{requests[request]}` takes the same requests")
            requests.setdefault(request, operation.id)


def _operation(shape: OperationShape) -> Operation:
    method, _, path = shape.match.partition(" ")
    default = Tier.LOW if shape.effect is Effect.READ else Tier.HIGH
    return Operation(
        id=shape.id,
        method=method,
        path=path,
        effect=shape.effect,
        tier=shape.tier or default,
        flags=frozenset(shape.flags),
        summary=shape.summary,
        readable=frozenset(shape.readable),
        media_types=frozenset(shape.media_types),
        also=shape.also,
    )
