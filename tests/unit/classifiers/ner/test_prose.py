"""What a language model is shown."""

from __future__ import annotations

import pytest

from classifiers.ner.prose import MOST_OF_A_PIECE, is_prose, pieces


@pytest.mark.parametrize(
    "text",
    [
        "Please call Jane Doe about the order.",
        "Hi Bob, thanks! We'll ship it on Monday (as promised).",
        "Die Lieferung kam gestern, sagt Frau Müller.",
        "L'ordine è arrivato ieri, dice la signora Rossi",
        "\u201cNot before noon,\u201d said the man from Ambridge",
    ],
)
def test_sentences_are_prose(text: str) -> None:
    assert is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Jane Doe",
        "open pending solved",
        "550e8400-e29b-41d4-a716-446655440000",
        "ERROR 2026-11-23T10:15:00Z pid=4711 src/main.py:12 id=9",
        "https://example.com/a https://example.com/b https://example.com/c https://example.com/d",
        "JANE DOE ACME LTD AMBRIDGE",
        "repo:read repo:write user:email admin:org",
        "1 2 3 4 5 6 the end",
        "a_b c_d e_f g_h",
        "x" * 40_000,
    ],
)
def test_identifiers_lists_and_logs_are_not(text: str) -> None:
    assert not is_prose(text)


@pytest.mark.parametrize("end", ["\n", ". ", " ", ""])
def test_a_long_text_is_cut_where_something_ends(end: str) -> None:
    text = ("x" * 99 + (end or "x")) * 200

    cut = list(pieces(text))

    assert "".join(piece for _, piece in cut) == text
    assert [start for start, _ in cut] == [sum(len(piece) for _, piece in cut[:index]) for index in range(len(cut))]
    assert all(len(piece) <= MOST_OF_A_PIECE for _, piece in cut)
    assert all(piece.endswith(end) for _, piece in cut)
    assert len(cut) <= len(text) / (MOST_OF_A_PIECE - 200) + 1


def test_a_short_text_is_one_piece() -> None:
    assert list(pieces("a b")) == [(0, "a b")]
