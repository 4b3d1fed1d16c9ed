"""Lines of JSON (NDJSON, JSON Lines): each line a document."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace

from classifiers.documents.limits import Opening, Source
from classifiers.documents.texts import decoded_text
from classifiers.finding import Leaf, NotInspected
from classifiers.leaves import Texts, json_leaves


def ndjson_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield the leaves of every line, ``/lines/7/customer/ssn``.

    Raises:
        NotInspected: A line is no JSON.
    """
    for number, line in enumerate(io.StringIO(decoded_text(source.content), newline="\n")):
        opening.budget.remaining()
        if line.isspace():
            continue
        try:
            # Digits are kept as they stand, and members of one name all.
            document = json.loads(line, parse_float=_fraction, object_pairs_hook=_members)
        except (ValueError, RecursionError):
            raise NotInspected("a line that is no JSON") from None
        leaves = json_leaves(document)
        texts: Texts = {}
        leaves.add_texts(texts)
        for leaf in leaves.having(texts):  # and what several members make together
            place = replace(leaf.place, pointer=f"{source.pointer}/lines/{number}{leaf.place.pointer}")
            yield replace(leaf, place=place, words=source.words + leaf.words)


def _fraction(text: str) -> str | float:
    return float(text) if "e" in text.lower() else text


def _members(pairs: list[tuple[str, object]]) -> object:
    members = dict(pairs)
    return members if len(members) == len(pairs) else [{name: member} for name, member in pairs]
