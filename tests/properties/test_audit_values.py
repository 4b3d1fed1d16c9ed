"""No value that a client sends is in a record in clear, whatever it looks like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classifiers.finding import Part, Place
from gateway.audit.canonical import canonical
from gateway.audit.hashing import Hasher
from gateway.audit.masking import Mask
from gateway.domain.json import Json
from gateway.domain.message import Body, BodyKind, Message

MASK = Mask(Hasher(b"k" * 32), frozenset())
seeds = st.integers(0, 10**9).map("Zq9#{:09d}".format)  # never a name, and in nothing else of a record
names = st.sampled_from(["id", "body", "amount", "customer_name", "x-y"])
documents = st.recursive(
    seeds | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names | seeds, inner, max_size=5),
    max_leaves=100,
)


@given(documents, st.lists(st.tuples(names | seeds, seeds), max_size=5))
def test_no_seed_survives_in_inputs(document: Json, query: list[tuple[str, str]]) -> None:
    message = Message((), Body(BodyKind.JSON, "", b"", document), "", tuple(query))
    listed, more = MASK.inputs(message)

    assert b"Zq9#" not in canonical(listed)
    assert len(listed) + more >= len(query)


@given(documents, st.lists(names | seeds | st.integers(0, 5).map(str), max_size=5))
def test_no_seed_survives_in_a_pointer(document: Json, tokens: list[str]) -> None:
    message = Message((), Body(BodyKind.JSON, "", b"", document))
    pointer = "".join(f"/{token}" for token in tokens)
    masked = MASK.pointer(Place(Part.BODY, pointer), message)

    assert "Zq9#" not in masked
    assert masked.count("/") == len(tokens)


@given(st.dictionaries(st.integers(10**8, 10**9).map(str), st.none(), min_size=1))
def test_account_numbers_that_are_names_do_not_pass_for_indices(document: dict[str, None]) -> None:
    for number in document:
        message = Message((), Body(BodyKind.JSON, "", b"", {"accounts": dict(document)}))

        assert number not in MASK.pointer(Place(Part.BODY, f"/accounts/{number}"), message)
