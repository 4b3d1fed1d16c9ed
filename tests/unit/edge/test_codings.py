"""Content codings are undone whole and within bounds, or not at all."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from gateway.edge.codings import MAX_MEMBERS, Damaged, Oversize, UnknownCoding, decode

TEXT = b'{"ssn":"856-45-6789"}' * 40
MIB = 1024 * 1024


def raw_deflate(content: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(content) + deflater.flush()


@pytest.mark.parametrize(
    ("content", "field_values"),
    [
        (TEXT, []),
        (TEXT, ["identity"]),
        (TEXT, ["", " , "]),
        (gzip.compress(TEXT), ["gzip"]),
        (gzip.compress(TEXT), ["X-GZIP"]),
        (gzip.compress(TEXT), [" identity , gzip "]),
        (zlib.compress(TEXT), ["deflate"]),
        (raw_deflate(TEXT), ["deflate"]),
        (gzip.compress(gzip.compress(TEXT)), ["gzip, gzip"]),
        (gzip.compress(zlib.compress(TEXT)), ["deflate, gzip"]),
        (gzip.compress(zlib.compress(TEXT)), ["deflate", "gzip"]),
        (gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]), ["gzip"]),
        (gzip.compress(b"") + gzip.compress(TEXT), ["gzip"]),
    ],
)
def test_every_coding_is_undone(content: bytes, field_values: list[str]) -> None:
    assert decode(content, field_values, len(TEXT)) == TEXT


@pytest.mark.parametrize("field_values", [["br"], ["zstd"], ["gzip, br"], ["compress"], ["gzip;q=1"], ["gzip"] * 4])
def test_a_coding_that_is_not_undone_is_refused(field_values: list[str]) -> None:
    with pytest.raises(UnknownCoding):
        decode(gzip.compress(TEXT), field_values, MIB)


@pytest.mark.parametrize(
    ("content", "coding"),
    [
        (TEXT, "gzip"),
        (TEXT, "deflate"),
        (gzip.compress(TEXT)[:-1], "gzip"),
        (gzip.compress(TEXT)[:30], "gzip"),
        (gzip.compress(TEXT) + b"more", "gzip"),
        (gzip.compress(TEXT) + gzip.compress(TEXT)[:20], "gzip"),
        (gzip.compress(TEXT)[:-8] + b"\0" * 8, "gzip"),  # its checksum
        (zlib.compress(TEXT)[:-1], "deflate"),
        (zlib.compress(TEXT) + b"more", "deflate"),
        (raw_deflate(TEXT) + b"more", "deflate"),
        (zlib.compress(TEXT), "gzip"),
        (gzip.compress(b"") * (MAX_MEMBERS + 1), "gzip"),
    ],
)
def test_content_that_is_not_what_its_coding_says_is_refused(content: bytes, coding: str) -> None:
    with pytest.raises(Damaged):
        decode(content, [coding], MIB)


def test_one_byte_over_the_bound_is_refused() -> None:
    content = gzip.compress(TEXT)

    assert decode(content, ["gzip"], len(TEXT)) == TEXT
    with pytest.raises(Oversize):
        decode(content, ["gzip"], len(TEXT) - 1)
    with pytest.raises(Oversize):
        decode(TEXT, [], len(TEXT) - 1)


def test_the_bound_holds_over_all_members() -> None:
    with pytest.raises(Oversize):
        decode(gzip.compress(TEXT) * 3, ["gzip"], len(TEXT) * 2)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_stopped_long_before_it_is_whole(layers: int) -> None:
    bomb = b"\0" * (64 * MIB)
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    tracemalloc.start()
    try:
        with pytest.raises(Oversize):
            decode(bomb, ["gzip"] * layers, 64 * MIB)
        assert tracemalloc.get_traced_memory()[1] < 40 * MIB
    finally:
        tracemalloc.stop()


def test_a_small_body_may_compress_well() -> None:
    rows = b"0," * 400_000

    assert decode(gzip.compress(rows), ["gzip"], 16 * MIB) == rows
