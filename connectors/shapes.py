"""Check the shape of a parsed document, and tell every mistake in it at once in plain words.

A ``Shape`` is a pydantic model in which nothing is converted and no unknown key passes. Of a value of the wrong
kind only the kind is told back, for it may be a secret in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Annotated, ClassVar, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from connectors.faults import Fault, Path, nearest

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Shape(BaseModel):
    """The keys that one mapping may have.

    ``later`` names keys that are part of the format but not of this version: their users are told so.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    later: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def combine(cls, keys: Mapping[str, object]) -> Iterable[Fault]:
        """Return what is wrong between the keys of one mapping, whether or not each is right by itself."""
        return ()

    @classmethod
    def knows_all(cls, keys: Iterable[str]) -> bool:
        """Return whether every key belongs here: where one does not, a missing one is probably that one misspelt."""
        return set(keys) <= cls.model_fields.keys()


S = TypeVar("S", bound=Shape)
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


def _some(items: tuple[T, ...]) -> tuple[T, ...]:
    if not items:
        raise wrong("expected at least one, found none")
    return items


Several = Annotated[tuple[T, ...], Field(strict=False)]
"""A list as written, kept as a tuple."""

AtLeastOne = Annotated[tuple[T, ...], Field(strict=False), AfterValidator(_some)]


def check(shape: type[S], value: object) -> tuple[S | None, tuple[Fault, ...]]:
    """Return ``value`` as ``shape``, or ``None`` and everything that is wrong with it."""
    combined = tuple(_combined(shape, value, ()))
    try:
        checked = shape.model_validate(value)
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _is_empty(detail)]
        return None, (*(_fault(shape, detail) for detail in details), *combined)
    return (None if combined else checked), combined


def wrong(message: str, suggestion: str | None = None) -> PydanticCustomError:
    """Return what a validator raises. ``message`` tells what was expected; it is shown as it is."""
    return PydanticCustomError("wrong", "{message}", {"message": message, "suggestion": suggestion})


def kind_of(value: object) -> str:
    """Return what a parsed value is, in the words of someone who writes files."""
    return next((words for types, words in _KINDS if isinstance(value, types)), type(value).__name__)


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (NoneType, "nothing"),
    (bool, "true or false"),
    ((int, float), "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a mapping"),
)


def choice(kind: type[E], later: Collection[str] = ()) -> Callable[[object], E]:
    """Return a validator that takes the members of ``kind`` by their value; names in ``later`` are told apart."""
    names = [member.value for member in kind]

    def chosen(value: object) -> E:
        if isinstance(value, str) and value in names:
            return kind(value)
        if isinstance(value, str) and value in later:
            raise wrong(f"`{value}` is not supported by this version")
        expected = "expected " + " or ".join(f"`{name}`" for name in names)
        if not isinstance(value, str):
            raise wrong(f"{expected}, found {kind_of(value)}")
        raise wrong(f"{expected}, found `{value}`", nearest(value, names))

    return chosen


def _printable(text: str) -> str:
    if not text.strip():
        raise wrong("expected text, found nothing")
    if _CONTROL.search(text):
        raise wrong("expected one line of text, found a control character")
    return text


def _prose(text: str) -> str:
    return _printable(" ".join(text.split()))


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise wrong("expected a date such as `2027-03-31`")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong(f"there is no day `{value}`") from None


Line = Annotated[str, AfterValidator(_printable)]
"""Text of one line, kept as it is."""

Prose = Annotated[str, AfterValidator(_prose)]
"""Text for people: line breaks and indentation are not part of it."""

Day = Annotated[date, BeforeValidator(_day)]


def _is_empty(detail: ErrorDetails) -> bool:
    """Claims that a key has no value, which ``_combined`` tells for those that may and those that may not be absent."""
    in_mapping = bool(detail["loc"]) and isinstance(detail["loc"][-1], str)
    return in_mapping and detail["input"] is None and detail["type"] not in {"missing", "extra_forbidden"}


def _combined(annotation: object, value: object, path: Path) -> Iterator[Fault]:
    match value:
        case dict():
            shape = _shape_in(annotation)
            if shape is None:
                return
            yield from (fault.below(path) for fault in shape.combine(value))
            for name in [name for name in shape.model_fields if name in value]:
                if value[name] is None:
                    yield Fault((*path, name), f"`{name}` is empty: give it a value, or leave the key out")
                yield from _combined(shape.model_fields[name].annotation, value[name], (*path, name))
        case list():
            for index, item in enumerate(value):
                yield from _combined(annotation, item, (*path, index))
        case _:
            return


def _shape_in(annotation: object) -> type[Shape] | None:
    """Return the shape of the mappings in ``annotation``: ``Shape``, ``Shape | None`` and ``list[Shape]`` hold one."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next(filter(None, map(_shape_in, get_args(annotation))), None)


def _fault(shape: type[Shape], detail: ErrorDetails) -> Fault:
    path: Path = detail["loc"]
    name = path[-1] if path else ""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "wrong":
            in_key = name == "[key]"  # pydantic's mark for the key of a mapping
            return Fault(path[:-1] if in_key else path, context["message"], context["suggestion"], in_key)
        case "missing":
            return Fault(path, f"`{name}` is missing")
        case "extra_forbidden":
            return _unknown_key(_shape_at(shape, path[:-1]), path, str(name))
        case _:
            return _misfit(path, detail)


def _misfit(path: Path, detail: ErrorDetails) -> Fault:
    expected = _EXPECTED.get(detail["type"], detail["type"])
    found = kind_of(detail["input"])
    hint = "; put it in quotes" if expected == "text" and found in {"a number", "true or false"} else ""
    return Fault(path, f"expected {expected}, found {found}{hint}")


_EXPECTED: Mapping[str, str] = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "int_type": "a whole number",
}


def _unknown_key(shape: type[Shape], path: Path, name: str) -> Fault:
    if name in shape.later:
        return Fault(path, f"`{name}` is not supported by this version", in_key=True)
    return Fault(path, f"unknown key `{name}`", nearest(name, shape.model_fields), in_key=True)


def _shape_at(shape: type[Shape], path: Path) -> type[Shape]:
    """Return the shape of the mapping at ``path``, of which pydantic said that it has a shape."""
    for step in path:
        if isinstance(step, str):
            shape = _shape_in(shape.model_fields[step].annotation) or shape
    return shape
