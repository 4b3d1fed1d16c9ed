"""Documents inside texts: a string that is itself a JSON object or array.

What is found inside is a finding in the string as a whole; the text of the string is inspected as well, by others.
Other encodings are not undone here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from classifiers.finding import Leaf, NotInspected
from classifiers.leaves import json_leaves

_BRACKETS = {"{": "}", "[": "]"}


def embedded_leaves(leaf: Leaf) -> Iterator[Leaf]:
    """Yield the leaves of the JSON document that the leaf's text is, if it is one. Their places mean nothing.

    Raises:
        NotInspected: It is nested too deeply to be read.
    """
    text = leaf.text.strip()
    if len(text) < len("[]") or text[-1] != _BRACKETS.get(text[0]):
        return
    try:
        # Of members with the same name all are kept.
        document = json.loads(text, parse_int=str, parse_float=_fraction, object_pairs_hook=_members)
    except ValueError:
        return
    except RecursionError:
        raise NotInspected("a document nested too deeply in a text") from None
    for inner in json_leaves(document):
        yield Leaf(inner.text, leaf.place, leaf.words + inner.words)


def _fraction(text: str) -> str | float:
    """Return a number as text, for every digit counts; but ``4.1e1`` is read, as outside of texts: it is 41."""
    return float(text) if "e" in text.lower() else text


def _members(pairs: list[tuple[str, object]]) -> object:
    members = dict(pairs)
    return members if len(members) == len(pairs) else [{name: member} for name, member in pairs]
