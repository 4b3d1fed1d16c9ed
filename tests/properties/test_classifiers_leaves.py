"""Nothing of a document escapes: every string and number of it is a leaf at a place that leads back to it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from classifiers.detector import Text
from classifiers.embedded import embedded_texts
from classifiers.leaves import Texts, json_leaves

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), names)
documents = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=4))
)


def resolved(document: object, pointer: str) -> tuple[object, str]:
    """Return the value that a JSON Pointer leads to, and the last name on the way (RFC 6901, section 4)."""
    name = ""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict):
            document = document[name]
        else:
            assert isinstance(document, list)
            document = document[int(name)]
    return document, name


def counted(document: object) -> int:
    if isinstance(document, dict):
        return len(document) + sum(map(counted, document.values()))
    if isinstance(document, list):
        return sum(map(counted, document))
    return int(document is not None and not isinstance(document, bool))


@given(documents)
def test_every_leaf_leads_back_to_what_it_was_cut_from(document: object) -> None:
    leaves = list(json_leaves(document))

    assert len(leaves) == counted(document)
    assert len({leaf.place for leaf in leaves}) == len(leaves)
    for leaf in leaves:
        value, name = resolved(document, leaf.place.pointer)
        if leaf.place.in_key:
            assert leaf.text == name
        elif leaf.is_number:
            assert isinstance(value, int | float)
            assert float(leaf.text) == float(value)
        else:
            assert leaf.text == value


@given(documents)
def test_the_distinct_texts_have_those_of_all_leaves(document: object) -> None:
    texts: Texts = {}

    json_leaves(document).add_texts(texts)

    collected = {(text, words) for words, several in texts.items() for text in several}
    assert collected >= {(leaf.text, leaf.words) for leaf in json_leaves(document)}


@given(documents, st.data())
def test_the_leaves_with_some_texts_are_those_of_all_that_have_one(document: object, data: st.DataObject) -> None:
    leaves = list(json_leaves(document))
    chosen = data.draw(st.lists(st.sampled_from(leaves), max_size=3)) if leaves else []
    texts: Texts = {}
    for leaf in chosen:
        texts.setdefault(leaf.words, set()).add(leaf.text)

    having = [leaf for leaf in json_leaves(document).having(texts) if not leaf.part]

    assert {*having} == {leaf for leaf in leaves if leaf.text in texts.get(leaf.words, ())}
    assert len({*having}) == len(having)


@given(st.one_of(st.lists(documents, max_size=4), st.dictionaries(names, documents, max_size=4)))
def test_a_document_in_a_text_has_the_texts_it_has_outside(document: object) -> None:
    inner = {text.value for text in embedded_texts(Text(json.dumps(document)))}

    assert {leaf.text for leaf in json_leaves(document) if not leaf.is_number} <= inner
