"""Cut a message into the texts to inspect: every value and every name of it, each with its place.

Nothing is left out but what has no text of its own (true, false, null). What a text means, and whether it hides
another document (``embedded.py``), is not decided here.

Most messages are clean, and a place costs more to make than a text to look at: so the distinct texts of a message
are collected first, and places are made in a second walk, for what something was found in.
Nothing recurses: how deep a document may be is a matter of whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol, TypeAlias

from classifiers.budget import Budget
from classifiers.finding import Leaf, NotInspected, Part, Place
from classifiers.siblings import LEAST_NUMBER, LEAST_TOO_LONG, LONGEST_GROUP, Joined, joined_members

NAMES_KEPT = 3
"""How many of the last names on the way give their words: ``customer.bank.account`` still says what it is."""

MOST_OF_POINTERS = 64 * 1024 * 1024
"""Characters of all pointers into one document. A name of 1 MB above 10,000 numbers would be told 10,000 times."""

_SHORT = 64
_NAMES_REMEMBERED = 8_192  # the same names come in every message of a system
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ0-9])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
_EXACT = 2.0**63  # below it, the digits of a whole float are those of the integer

_Value: TypeAlias = tuple[object, str, tuple[str, ...]]
"""A value, the pointer to it and the last names on the way."""

Words: TypeAlias = tuple[str, ...]
Texts: TypeAlias = dict[Words, set[str]]
"""The distinct texts that the same words lead to."""


class Leaves(Protocol):
    """All leaves of something, and before that, at less cost, the distinct texts of them."""

    def __iter__(self) -> Iterator[Leaf]: ...

    def add_texts(self, texts: Texts) -> None:
        """Add the texts of all leaves. Raises ``NotInspected`` where the leaves would."""

    def having(self, texts: Texts) -> Iterator[Leaf]:
        """Yield the leaves that have one of these texts, in order."""


def words_of(name: str) -> tuple[str, ...]:
    """Return the lower-case words of a name: ``customerSSN``, ``customer_ssn`` and ``customer-ssn`` have two."""
    return _words_of_short(name) if len(name) <= _SHORT else words_in(name)


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text as if it were a name. Of texts nothing is remembered: they may be secret."""
    return tuple(word.lower() for word in _WORD.findall(_HUMP.sub(" ", text)))


_words_of_short = lru_cache(_NAMES_REMEMBERED)(words_in)


class JsonLeaves:
    """The leaves of a JSON value, names before what they name. Implements ``Leaves``.

    The texts, and the leaves that have them, include what several members make together (``siblings.py``).

    Raises (when read):
        NotInspected: A number is too long to be written, a value is none of JSON, or places are too long to be told.
    """

    def __init__(self, document: object, part: Part = Part.BODY) -> None:
        self._document = document
        self._part = part
        self._has_joined = False

    def __iter__(self) -> Iterator[Leaf]:
        words: dict[str, Words] = {}  # names come again in every element of a list
        spent = 0
        todo: list[Iterator[_Value]] = [iter([(self._document, "", ())])]
        while todo:
            for value, pointer, names in todo[-1]:
                if isinstance(value, dict | list):
                    spent += len(pointer) * len(value)
                    if spent > MOST_OF_POINTERS:
                        raise NotInspected("names too long to say where everything stands")
                if isinstance(value, dict):
                    above = _joined(names, words)
                    for name in value:
                        yield Leaf(name, Place(self._part, f"{pointer}/{_escaped(name)}", in_key=True), above)
                    todo.append(_members(value, pointer, names))
                    break
                if isinstance(value, list):
                    todo.append(_elements(value, pointer, names))
                    break
                if isinstance(value, str):
                    yield Leaf(value, Place(self._part, pointer), _joined(names, words))
                elif value is not None and not isinstance(value, bool):
                    yield Leaf(_number(value), Place(self._part, pointer), _joined(names, words), is_number=True)
            else:
                todo.pop()

    def add_texts(self, texts: Texts) -> None:
        nodes = _Nodes(texts)
        top = nodes.top
        todo: list[tuple[_Container, _Node]] = [([self._document], top)]
        while todo:
            container, node = todo.pop()
            groups = 0
            if isinstance(container, dict):
                for name, member in container.items():
                    child = node.below.get(name)
                    if child is None:
                        node.texts.add(name)
                        child = nodes.below(node, name)
                    if isinstance(member, str):
                        child.texts.add(member)
                        groups += len(member) <= LONGEST_GROUP and member.isdecimal()
                    else:
                        groups += _take(member, child, todo)
            else:
                for element in container:
                    if isinstance(element, str):
                        node.texts.add(element)
                        groups += len(element) <= LONGEST_GROUP and element.isdecimal()
                    else:
                        groups += _take(element, node, todo)
            if groups > 1:
                self._add_joined(container, node, texts)

    def _add_joined(self, container: _Container, node: _Node, texts: Texts) -> None:
        for joined in joined_members(container):
            self._has_joined = True
            texts.setdefault(_words_of_joined(joined, node), set()).add(joined.text)

    def having(self, texts: Texts) -> Iterator[Leaf]:
        nodes = _Nodes(texts)
        spent = 0
        todo: list[_Frame] = [(iter(((None, self._document),)), nodes.top, None)]
        while todo:
            members, node, path = todo[-1]
            for name, value in members:
                child = node if not isinstance(name, str) else node.below.get(name) or nodes.below(node, name)
                here = path if name is None else (path, name)
                is_key = isinstance(name, str) and name in node.texts
                if isinstance(value, dict):
                    todo.append((iter(value.items()), child, here))
                elif isinstance(value, list):
                    todo.append((iter(enumerate(value)), child, here))
                text = _text_of(value) if child.texts else None
                is_value = text is not None and text in child.texts
                pointer = _pointer(here) if is_key or is_value else ""
                spent += len(pointer)
                if spent > MOST_OF_POINTERS:
                    raise NotInspected("names too long to say where everything stands")
                if is_key:
                    yield Leaf(str(name), Place(self._part, pointer, in_key=True), node.words)
                if is_value:
                    yield Leaf(str(text), Place(self._part, pointer), child.words, is_number=not isinstance(value, str))
                if isinstance(value, dict | list):
                    if self._has_joined:
                        yield from self._joined_leaves(value, child, here, texts)
                    break
            else:
                todo.pop()

    def _joined_leaves(self, container: _Container, node: _Node, path: _Path, texts: Texts) -> Iterator[Leaf]:
        for joined in joined_members(container):
            words = _words_of_joined(joined, node)
            if joined.text in texts.get(words, ()):
                for member, part in joined.parts:
                    yield Leaf(joined.text, Place(self._part, _pointer((path, member))), words, part=part)


def _words_of_joined(joined: Joined, node: _Node) -> Words:
    first = joined.members[0]
    return node.words + (words_of(first) if isinstance(first, str) else ())


def json_leaves(document: object, part: Part = Part.BODY) -> JsonLeaves:
    """Return the leaves of a JSON value."""
    return JsonLeaves(document, part)


class SomeLeaves:
    """Leaves that were made already, and those of other documents after them. Implements ``Leaves``."""

    def __init__(self, leaves: Iterable[Leaf], *more: Leaves) -> None:
        self._leaves = tuple(leaves)
        self._more = more

    def __iter__(self) -> Iterator[Leaf]:
        yield from self._leaves
        for leaves in self._more:
            yield from leaves

    def add_texts(self, texts: Texts) -> None:
        for leaf in self._leaves:
            texts.setdefault(leaf.words, set()).add(leaf.text)
        for leaves in self._more:
            leaves.add_texts(texts)

    def having(self, texts: Texts) -> Iterator[Leaf]:
        for leaf in self._leaves:
            if leaf.text in texts.get(leaf.words, ()):
                yield leaf
        for leaves in self._more:
            yield from leaves.having(texts)


def leaves_of(leaves: Iterable[Leaf], budget: Budget) -> Leaves:
    """Return leaves that can be read twice.

    Raises:
        NotInspected: They do not come to an end in time.
    """
    if isinstance(leaves, JsonLeaves | SomeLeaves):
        return leaves
    collected: list[Leaf] = []
    for leaf in leaves:
        budget.remaining()
        collected.append(leaf)
    return SomeLeaves(collected)


def pair_leaves(pairs: Iterable[tuple[str, str]], part: Part = Part.BODY) -> Iterator[Leaf]:
    """Yield the leaves of a form, a query or header fields: for each pair its name, then its value."""
    for index, (name, value) in enumerate(pairs):
        pointer = f"/{index}"
        yield Leaf(name, Place(part, pointer, in_key=True))
        yield Leaf(value, Place(part, pointer), words_of(name))


def text_leaves(text: str, part: Part = Part.BODY) -> Iterator[Leaf]:
    """Yield the one leaf that a text is."""
    yield Leaf(text, Place(part))


class _Node:
    """What the last names on the way to a value have in common: their words, the texts there, and the names below."""

    __slots__ = ("below", "names", "texts", "words")

    def __init__(self, names: tuple[str, ...], words: Words, texts: set[str]) -> None:
        self.names = names
        self.words = words
        self.texts = texts
        self.below: dict[str, _Node] = {}


class _Nodes:
    """All nodes of a document. They fill, or look into, the texts that the same words lead to."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._words: dict[str, Words] = {}
        self._known: dict[tuple[str, ...], _Node] = {}
        self.top = _Node((), (), texts.setdefault((), set()))

    def below(self, node: _Node, name: str) -> _Node:
        names = (*node.names, name)[-NAMES_KEPT:]
        known = self._known.get(names)
        if known is None:
            words = _joined(names, self._words)
            known = self._known[names] = _Node(names, words, self._texts.setdefault(words, set()))
        node.below[name] = known
        return known


_Path: TypeAlias = "tuple[_Path, str | int] | None"
_Frame: TypeAlias = tuple[Iterator[tuple[str | int | None, object]], _Node, _Path]


def _pointer(path: _Path) -> str:
    tokens: list[str] = []
    while path is not None:
        path, token = path
        tokens.append(_escaped(token) if isinstance(token, str) else str(token))
    return "".join(f"/{token}" for token in reversed(tokens))


def _text_of(value: object) -> str | None:
    """Return the text of a value, if it has one of its own."""
    if isinstance(value, str):
        return value
    return None if value is None or isinstance(value, bool | dict | list) else _number(value)


_Container: TypeAlias = dict[str, object] | list[object]


def _take(value: object, node: _Node, todo: list[tuple[_Container, _Node]]) -> bool:
    """Take in what is no string: a number now, what contains others later. Return whether it is a group of digits."""
    if isinstance(value, dict | list):
        todo.append((value, node))
    elif value is not None and not isinstance(value, bool):
        node.texts.add(_number(value))
        return isinstance(value, int) and LEAST_NUMBER <= value < LEAST_TOO_LONG
    return False


def _members(value: dict[str, object], pointer: str, names: tuple[str, ...]) -> Iterator[_Value]:
    for name, member in value.items():
        yield member, f"{pointer}/{_escaped(name)}", (*names, name)[-NAMES_KEPT:]


def _elements(value: list[object], pointer: str, names: tuple[str, ...]) -> Iterator[_Value]:
    for index, element in enumerate(value):
        yield element, f"{pointer}/{index}", names


def _joined(names: tuple[str, ...], words: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    joined: tuple[str, ...] = ()
    for name in names:
        known = words.get(name)
        if known is None:
            known = words[name] = words_of(name)
        joined += known
    return joined


def _escaped(name: str) -> str:
    """Return a member name as a reference token of a JSON Pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _number(value: object) -> str:
    """Return a number's digits. A whole float loses its ``.0``: a card number must not hide behind it."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if not isinstance(value, int):
        raise NotInspected("a value that is none of JSON")
    try:
        return str(value)
    except ValueError:  # Python refuses to write integers of more than 4,300 digits
        raise NotInspected("a number with too many digits") from None
