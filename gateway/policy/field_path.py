"""Find the fields that a rule names with JSONPath (RFC 9535).

The library parses, strictly, and judges filters. The walk is ours: the library's own takes strings for arrays in
slices, reads a document that is a string as JSON text, and takes seventeen times as long for ``$..salary``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from jsonpath import JSONPath, JSONPathEnvironment, JSONPathMatch
from jsonpath.exceptions import JSONPathError, JSONPathTypeError
from jsonpath.filter import BaseExpression, StringLiteral
from jsonpath.function_extensions import FilterFunction, Match, Search
from jsonpath.segments import JSONPathRecursiveDescentSegment
from jsonpath.selectors import JSONPathSelector, NameSelector, WildcardSelector
from jsonpath.token import Token

from gateway.domain.json import Json

_Node: TypeAlias = "tuple[_Node | None, str | int, Json]"
"""A value, its name or index, and the node it stands in: pointers are written for results only."""


MOST_OF_POINTERS = 64 * 1024 * 1024
"""Characters. A name of 1 MB above 10,000 selected values would be told 10,000 times."""


class TooLongToTell(Exception):
    """What a path selects cannot be named in bounded memory."""


class _Environment(JSONPathEnvironment):
    """RFC 9535 without extensions, and without patterns that can never match."""

    max_recursion_depth = 300  # of ``..`` inside filters; no document that we read nests so deep

    def check_well_typedness(self, token: Token, func: FilterFunction, args: list[BaseExpression]) -> None:
        super().check_well_typedness(token, func, args)
        if not isinstance(func, Match | Search) or not isinstance(args[1], StringLiteral):
            return
        # RFC 9535, section 2.4.6: a bad pattern matches nothing. A rule that silently does nothing fails open.
        if func.check_cache(args[1].value) is None:
            raise JSONPathTypeError(f"{token.value}() has a pattern that is no regular expression", token=token)


_ENVIRONMENT = _Environment(strict=True)


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A parsed path. Two paths are equal if their texts are."""

    text: str
    _path: JSONPath = field(repr=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> FieldPath:
        """Return the path that ``text`` writes.

        Raises:
            ValueError: It is none; the message is short and says where.
        """
        if not text.startswith("$"):
            raise ValueError("it begins with `$`, such as `$..salary`")
        try:
            path = _ENVIRONMENT.compile(text)
        except JSONPathError as error:
            column = f" at column {error.token.index + 1}" if error.token else ""
            raise ValueError(f"{error.message}{column}") from None
        return cls(text, cast("JSONPath", path))  # a compound only with operators that strict mode does not know

    def selects_from(self, document: Json) -> bool:
        """Return whether the path selects anything."""
        return bool(self._nodes(document))

    def pointers(self, document: Json) -> list[str]:
        """Return JSON Pointers (RFC 6901) to what the path selects, each once.

        Raises:
            TooLongToTell: They are longer, taken together, than anyone has a use for.
        """
        spent = 0
        pointers: dict[str, None] = {}
        for node in self._nodes(document):
            pointer = _pointer(node)
            spent += len(pointer)
            if spent > MOST_OF_POINTERS:
                raise TooLongToTell
            pointers[pointer] = None
        return [*pointers]

    def _nodes(self, document: Json) -> list[_Node]:
        nodes: list[_Node] = [(None, "", document)]
        for segment in self._path.segments:
            if isinstance(segment, JSONPathRecursiveDescentSegment):
                nodes = list(_with_descendants(nodes))
            nodes = [child for selector in segment.selectors for child in _children(selector, nodes, document)]
        return nodes


def _with_descendants(nodes: Iterable[_Node]) -> Iterable[_Node]:
    """Yield each node, and every object and array below it."""
    pending = [*nodes]
    while pending:
        node = pending.pop()
        yield node
        value = node[2]
        if isinstance(value, dict):
            pending += [(node, name, child) for name, child in value.items() if isinstance(child, (dict, list))]
        elif isinstance(value, list):
            pending += [(node, index, child) for index, child in enumerate(value) if isinstance(child, (dict, list))]


def _children(selector: JSONPathSelector, nodes: list[_Node], document: Json) -> Iterable[_Node]:
    """Return what ``selector`` selects below each of ``nodes``; scalars have nothing below them, strings neither."""
    if isinstance(selector, NameSelector):
        name = selector.name
        return [(node, name, node[2][name]) for node in nodes if isinstance(node[2], dict) and name in node[2]]
    return [
        (node, key, node[2][key])  # type: ignore[index]  # keys are of the node's own kind
        for node in nodes
        if isinstance(node[2], (dict, list))
        for key in _keys(selector, node[2], document)
    ]


def _keys(
    selector: JSONPathSelector, value: dict[str, Json] | list[Json], document: Json
) -> Iterable[str] | Iterable[int]:
    if isinstance(selector, WildcardSelector):
        return value if isinstance(value, dict) else range(len(value))
    here = JSONPathMatch(filter_context={}, obj=value, parent=None, path="", parts=(), root=document)  # type: ignore[arg-type]
    return [match.parts[-1] for match in selector.resolve(here)]  # type: ignore[return-value]


def _pointer(node: _Node) -> str:
    tokens: list[str] = []
    parent, key, _ = node
    while parent is not None:
        tokens.append(str(key).replace("~", "~0").replace("/", "~1"))
        parent, key, _ = parent
    return "".join(f"/{token}" for token in reversed(tokens))
