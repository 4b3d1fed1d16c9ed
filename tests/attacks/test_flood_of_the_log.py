"""A body of 5 KB made a record of 270 KB, and one of five million empty lists held the loop for ten seconds."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest

from gateway.audit.hashing import Hasher
from gateway.audit.masking import MAX_WALKED, Mask
from gateway.domain.json import Json
from gateway.domain.message import Body, BodyKind, Message


class Watched(list[Json]):
    """A list that knows how far it was read."""

    read = 0

    def __iter__(self) -> Iterator[Json]:
        for element in super().__iter__():
            self.read += 1
            yield element


def inputs(document: Json) -> tuple[list[Json], int]:
    mask = Mask(Hasher(b"k" * 32), frozenset())
    return mask.inputs(Message((), Body(BodyKind.JSON, "application/json", b"", document)))


@pytest.mark.parametrize("element", [1, [], {}, [[]]])
def test_a_record_reads_a_bounded_part_of_a_body(element: Json) -> None:
    elements = Watched([element] * 1_000_000)
    inputs(elements)
    assert elements.read <= MAX_WALKED


def test_long_ways_do_not_make_a_long_record() -> None:
    document: Json = {f"k{index}": index for index in range(64)}
    for _ in range(63):
        document = {"a" * 64: document}
    listed, more = inputs(document)
    assert (len(listed), more) == (64, 0)
    assert len(orjson.dumps(listed)) < 2 * len(orjson.dumps(document))
