"""Tell which operation of a system a request asks for. What no template takes does not exist.

Paths arrive canonical and percent-encoded: dot segments, encoded slashes and the like were refused before.
Segments are compared decoded, and a trailing slash counts.

A literal hides the parameters beside it: where a system describes ``/issues/comments/{id}``, the path
``/issues/comments`` is never the issue called ``comments``. So a description keeps what it does not grant out of
reach by naming it. What some servers take for the literal is out of reach too: ``/issues/Comments``,
``/issues/comments.json`` and ``/issues/comments;v=1`` are no issues either. Where ``{name}`` leads nowhere,
``{name*}`` beside it may still take the path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from connectors import template
from connectors.model import Effect, Operation, System
from connectors.template import Kind

_TAIL = re.compile(r"[.;]")


@dataclass(frozen=True, slots=True)
class Match:
    """The operation that is asked for, and the values of its path parameters, percent-decoded."""

    operation: Operation
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Leaf:
    operation: Operation
    names: tuple[str, ...]  # of the parameters, in the order of the path


@dataclass(slots=True)
class _Node:
    literals: dict[str, _Node] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)  # of the literals
    parameter: _Node | None = None
    here: dict[str, _Leaf] = field(default_factory=dict)  # by method: the path ends here
    rest: dict[str, _Leaf] = field(default_factory=dict)  # by method: whatever follows belongs to one parameter


class Matcher:
    """A tree over the segments of every template of one system."""

    def __init__(self, system: System) -> None:
        """Compile ``system``.

        Raises:
            ValueError: A template is none, or two operations take the same requests.
        """
        self._root = _Node()
        for operation in system.operations:
            for path in (operation.path, *operation.also):
                self._add(operation, path)

    def match(self, method: str, path: str) -> Match | None:
        """Return what ``method`` on ``path`` asks for, or ``None``. HEAD asks for what a GET would read."""
        try:
            segments = [unquote(part, errors="strict") if "%" in part else part for part in path.split("/")]
        except UnicodeDecodeError:
            return None
        if segments[0] or len(segments) == 1:
            return None
        return _find(self._root, method, segments, 1, ())

    def _add(self, operation: Operation, path: str) -> None:
        segments = template.parse(path)
        node = self._root
        for segment in segments:
            if segment.kind is Kind.LITERAL:
                node.stems.add(_stem(segment.text))
                node = node.literals.setdefault(segment.text, _Node())
            elif segment.kind is Kind.PARAMETER:
                node.parameter = node.parameter or _Node()
                node = node.parameter
        leaves = node.rest if segments[-1].kind is Kind.REST else node.here
        if operation.method in leaves:
            raise ValueError(f"{operation.id} and {leaves[operation.method].operation.id} take the same requests")
        names = tuple(segment.text for segment in segments if segment.kind is not Kind.LITERAL)
        leaves[operation.method] = _Leaf(operation, names)


def _find(node: _Node, method: str, segments: list[str], index: int, values: tuple[str, ...]) -> Match | None:
    if index == len(segments):
        return _ended(node.here, method, values)
    segment = segments[index]
    literal = node.literals.get(segment)
    if literal is not None:
        return _find(literal, method, segments, index + 1, values)
    if not segment or (node.stems and _stem(segment) in node.stems):
        return None
    if node.parameter is not None:
        found = _find(node.parameter, method, segments, index + 1, (*values, segment))
        if found is not None:
            return found
    remaining = segments[index:]
    return _ended(node.rest, method, (*values, "/".join(remaining))) if node.rest and all(remaining) else None


def _stem(segment: str) -> str:
    """Return what servers that fold case, or take suffixes and path parameters off, may route a segment by."""
    return _TAIL.split(segment.strip(), maxsplit=1)[0].casefold()


def _ended(leaves: Mapping[str, _Leaf], method: str, values: tuple[str, ...]) -> Match | None:
    leaf = leaves.get(method)
    if leaf is None and method == "HEAD":  # RFC 9110, section 9.3.2: GET without the content
        leaf = leaves.get("GET")
        if leaf is not None and leaf.operation.effect is not Effect.READ:
            return None
    return None if leaf is None else Match(leaf.operation, dict(zip(leaf.names, values, strict=True)))
