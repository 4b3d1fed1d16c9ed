"""Documents inside texts: a string that is itself a JSON object or array.

What is found inside is a finding in the string as a whole; the text of the string is inspected as well, by others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from classifiers.detector import Text
from classifiers.finding import NotInspected
from classifiers.leaves import Texts, json_leaves

_BRACKETS = {"{": "}", "[": "]"}


def embedded_texts(text: Text) -> Iterator[Text]:
    """Yield the distinct texts of the JSON document that a text is, if it is one.

    Raises:
        NotInspected: It is nested too deeply to be read.
    """
    value = text.value.strip()
    if len(value) < len("[]") or value[-1] != _BRACKETS.get(value[0]):
        return
    try:
        # Of members with the same name all are kept.
        document = json.loads(value, parse_int=str, parse_float=_fraction, object_pairs_hook=_members)
    except ValueError:
        return
    except RecursionError:
        raise NotInspected("a document nested too deeply in a text") from None
    inner: Texts = {}
    json_leaves(document).add_texts(inner)
    for words, values in inner.items():
        for each in values:
            yield Text(each, text.words + words)


def _fraction(text: str) -> str | float:
    """Return a number as text, for every digit counts; but ``4.1e1`` and ``41.0`` are 41, as outside of texts."""
    if "e" in text.lower():
        return float(text)
    whole, _, decimals = text.partition(".")
    return text if decimals.strip("0") else whole


def _members(pairs: list[tuple[str, object]]) -> object:
    members = dict(pairs)
    return members if len(members) == len(pairs) else [{name: member} for name, member in pairs]
