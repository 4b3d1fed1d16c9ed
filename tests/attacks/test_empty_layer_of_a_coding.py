"""Content that is nothing under one coding has no first byte that could tell of the next."""

from __future__ import annotations

import gzip

import pytest

from gateway.edge.codings import Damaged, decode


@pytest.mark.parametrize("codings", ["deflate, gzip", "gzip, gzip"])
def test_nothing_under_a_coding_is_damage_to_the_next(codings: str) -> None:
    with pytest.raises(Damaged):
        decode(gzip.compress(b""), [codings], 1024)
