"""Cut a message into the texts to inspect: every value and every name of it, each with its place.

Nothing is left out but what has no text of its own (true, false, null). What a text means, and whether it hides
another document (``embedded.py``), is not decided here.
Nothing recurses: how deep a document may be is a matter of whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from classifiers.finding import Leaf, NotInspected, Part, Place

NAMES_KEPT = 3
"""How many of the last names on the way give their words: ``customer.bank.account`` still says what it is."""

MOST_OF_POINTERS = 64 * 1024 * 1024
"""Characters of all pointers into one document. A name of 1 MB above 10,000 numbers would be told 10,000 times."""

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ0-9])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
_EXACT = 2.0**63  # below it, the digits of a whole float are those of the integer

_Value: TypeAlias = tuple[object, str, tuple[str, ...]]
"""A value, the pointer to it and the last names on the way."""


def words_of(name: str) -> tuple[str, ...]:
    """Return the lower-case words of a name: ``customerSSN``, ``customer_ssn`` and ``customer-ssn`` have two."""
    return tuple(word.lower() for word in _WORD.findall(_HUMP.sub(" ", name)))


def json_leaves(document: object, part: Part = Part.BODY) -> Iterator[Leaf]:
    """Yield the leaves of a JSON value, names before what they name.

    Raises:
        NotInspected: A number is too long to be written, a value is none of JSON, or places are too long to be told.
    """
    words: dict[str, tuple[str, ...]] = {}  # names come again in every element of a list
    spent = 0
    todo: list[Iterator[_Value]] = [iter([(document, "", ())])]
    while todo:
        for value, pointer, names in todo[-1]:
            if isinstance(value, dict | list):
                spent += len(pointer) * len(value)
                if spent > MOST_OF_POINTERS:
                    raise NotInspected("names too long to say where everything stands")
            if isinstance(value, dict):
                above = _joined(names, words)
                for name in value:
                    yield Leaf(name, Place(part, f"{pointer}/{_escaped(name)}", in_key=True), above)
                todo.append(_members(value, pointer, names))
                break
            if isinstance(value, list):
                todo.append(_elements(value, pointer, names))
                break
            if isinstance(value, str):
                yield Leaf(value, Place(part, pointer), _joined(names, words))
            elif value is not None and not isinstance(value, bool):
                yield Leaf(_number(value), Place(part, pointer), _joined(names, words), is_number=True)
        else:
            todo.pop()


def pair_leaves(pairs: Iterable[tuple[str, str]], part: Part) -> Iterator[Leaf]:
    """Yield the leaves of a form, a query or header fields: for each pair its name, then its value."""
    for index, (name, value) in enumerate(pairs):
        pointer = f"/{index}"
        yield Leaf(name, Place(part, pointer, in_key=True))
        yield Leaf(value, Place(part, pointer), words_of(name))


def text_leaves(text: str, part: Part) -> Iterator[Leaf]:
    """Yield the one leaf that a text is."""
    yield Leaf(text, Place(part))


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
