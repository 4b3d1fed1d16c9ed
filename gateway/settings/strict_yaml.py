"""Read YAML that can be read in one way only, and keep the place of every value.

Scalars are those of JSON: ``true``, ``false``, ``null``, whole numbers and decimals. What YAML 1.1 would also
convert (``no``, ``on``, ``0777``, ``1:30``, dates) stays text. Anchors, aliases, merge keys, tags, directives,
duplicate keys, keys that are not text and second documents are mistakes. Works on PyYAML's events: its loader and
its implicit types are not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import yaml
from yaml import events
from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError

from gateway.domain.json import Json
from gateway.domain.mistake import Path

MAX_BYTES = 1024 * 1024  # two seconds of PyYAML, which reads some 600 KB a second (2026-11)
MAX_DEPTH = 32

_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; both count from 1."""

    line: int
    column: int


START = Mark(1, 1)


@dataclass(frozen=True, slots=True)
class YamlMistake:
    """What cannot stand in a file, whatever it means."""

    mark: Mark
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its value, and where each value and each key of it stands."""

    value: Json
    values: Mapping[Path, Mark]
    keys: Mapping[Path, Mark]
    mistakes: tuple[YamlMistake, ...] = ()

    def place(self, path: Path, *, in_key: bool = False) -> Mark:
        """Return where ``path`` stands, or the nearest thing above it that is there. ``in_key`` asks for its key."""
        if not in_key and path in self.values:
            return self.values[path]
        for length in range(len(path), -1, -1):
            if mark := self.keys.get(path[:length]) or self.values.get(path[:length]):
                return mark
        return START


def parse(content: bytes) -> Document:
    """Return what ``content`` says. Its value is ``None`` where it cannot be read at all."""
    if len(content) > MAX_BYTES:
        return _unreadable(START, f"the file is larger than {MAX_BYTES} bytes")
    reader = _Reader()
    try:
        value = reader.read(content.decode())
    except _UnreadableError as error:
        return _unreadable(error.mark, error.message)
    except UnicodeDecodeError as error:
        return _unreadable(_mark_at(content[: error.start].decode()), "the file is not UTF-8")
    except ReaderError as error:
        return _unreadable(_mark_at(content.decode()[: error.position]), "a character that cannot be printed")
    except MarkedYAMLError as error:
        return _unreadable(_mark(error.problem_mark or error.context_mark), f"not YAML: {_problem(error)}")
    return Document(value, reader.values, reader.keys, tuple(reader.mistakes))


def _problem(error: MarkedYAMLError) -> str:
    """Return the parser's complaint, with what to do about the most common slips."""
    problem = str(error.problem)
    if error.context == "while scanning an alias" or "cannot start any token" in problem:
        return f'{problem}: put a text that begins with a sign in quotes, such as `"*"`'
    if problem == "mapping values are not allowed here":
        return f"{problem}: put a text that holds `: ` in quotes, and a space behind the colon of a key"
    return problem


class _UnreadableError(Exception):
    def __init__(self, mark: Mark, message: str) -> None:
        self.mark = mark
        self.message = message
        super().__init__(message)


class _Reader:
    """Turns one stream of events into a value."""

    def __init__(self) -> None:
        self.values: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}
        self.mistakes: list[YamlMistake] = []
        self._events: Iterator[events.Event] = iter(())

    def read(self, text: str) -> Json:
        self._events = (
            event
            for event in yaml.parse(text, Loader=yaml.SafeLoader)
            if not isinstance(event, events.StreamStartEvent | events.DocumentEndEvent)
        )
        start = next(self._events)
        if not isinstance(start, events.DocumentStartEvent):
            return None
        if start.version or start.tags:
            self._refuse(start, "a file has no directives")
        value = self._node(next(self._events), ())
        after = next(self._events)
        if not isinstance(after, events.StreamEndEvent):
            self._refuse(after, "a file holds one document")
        return value

    def _node(self, event: events.Event, path: Path) -> Json:
        if len(path) > MAX_DEPTH:
            raise _UnreadableError(_mark(event.start_mark), f"nested more than {MAX_DEPTH} deep")
        self.values[path] = _mark(event.start_mark)
        if isinstance(event, events.AliasEvent):
            self._refuse(event, "aliases are not supported: write the value out")
            return None
        if getattr(event, "anchor", None) is not None:
            self._refuse(event, "anchors are not supported: write the value where it is needed")
        if getattr(event, "tag", None) is not None:
            self._refuse(event, "tags are not supported")
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(path)
        return _scalar(event) if isinstance(event, events.ScalarEvent) else self._sequence(path)

    def _sequence(self, path: Path) -> Json:
        items: list[Json] = []
        while not isinstance(event := next(self._events), events.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> Json:
        members: dict[str, Json] = {}
        while not isinstance(event := next(self._events), events.MappingEndEvent):
            name = self._key(event)
            first = self.keys.get((*path, name))
            if first is not None:
                self._refuse(event, f"the key `{name}` is here twice, first in line {first.line}")
                self._skip()
                continue
            self.keys[*path, name] = _mark(event.start_mark)
            members[name] = self._node(next(self._events), (*path, name))
        return members

    def _key(self, event: events.Event) -> str:
        if not isinstance(event, events.ScalarEvent):
            raise _UnreadableError(_mark(event.start_mark), "expected a key that is text")
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, "a key has no anchor and no tag")
        elif not isinstance(_scalar(event), str):
            self._refuse(event, "expected a key that is text: put it in quotes")
        elif event.value == "<<" and _is_plain(event):
            self._refuse(event, "merge keys are not supported: write the values out")
        return event.value

    def _skip(self) -> None:
        """Read past one value."""
        depth = 0
        for event in self._events:
            depth += isinstance(event, events.CollectionStartEvent) - isinstance(event, events.CollectionEndEvent)
            if depth == 0:
                return

    def _refuse(self, event: events.Event, message: str) -> None:
        self.mistakes.append(YamlMistake(_mark(event.start_mark), message))


def _is_plain(event: events.ScalarEvent) -> bool:
    return not event.style  # neither quoted nor a block


def _scalar(event: events.ScalarEvent) -> str | int | float | bool | None:
    text = event.value
    if not _is_plain(event) or event.tag is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


class _Position(Protocol):
    line: int
    column: int


def _mark(mark: _Position | None) -> Mark:
    return START if mark is None else Mark(mark.line + 1, mark.column + 1)


def _mark_at(before: str) -> Mark:
    return Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _unreadable(mark: Mark, message: str) -> Document:
    return Document(None, {(): mark}, {}, (YamlMistake(mark, message),))
