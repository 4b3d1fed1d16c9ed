from __future__ import annotations

import pytest
import spacy

from classifiers.budget import Budget
from classifiers.finding import NotInspected
from classifiers.presidio.tokens import Tokenizer, Tokens

TOKENIZER = Tokenizer()


def tokens(text: str) -> Tokens:
    return TOKENIZER(text, Budget(60))


def test_words_stand_for_their_own_lemmas_without_stop_words_and_punctuation() -> None:
    cut = tokens("The SSN, of jane:x-ray : be")

    assert cut.words == ("the", "ssn", ",", "of", "jane", ":x", "-", "ray", ":", "be")
    assert cut.keywords - {""} == {"ssn", "jane", "x", "ray"}  # a word with a colon counts as its parts


def test_six_words_before_a_match_and_its_own_count() -> None:
    text = "one1 two2 three3 four4 five5 six6 seven7 the 123 eight8"

    assert tokens(text).around(text.index("123")) == {"123", "seven7", "six6", "five5", "four4", "three3"}


def test_where_the_match_begins_in_a_gap_the_next_word_is_its_own() -> None:
    assert tokens("alpha beta").around(5) == {"alpha", "beta"}


def test_where_the_own_word_does_not_count_the_next_that_does_is_taken() -> None:
    text = "alpha ( the beta gamma"

    assert tokens(text).around(text.index("(")) == {"alpha", "beta"}


@pytest.mark.parametrize("gap", [" ", "\n", "  ", " \n ", "\t"])
def test_cutting_a_long_text_into_pieces_leaves_no_trace(gap: str) -> None:
    text = gap.join(f"word{index}, isn't: a/b (x)" for index in range(700))
    doc = spacy.blank("en").make_doc(text)

    cut = tokens(text)

    assert cut.words == tuple(token.text.lower() for token in doc)
    assert cut.ends == tuple(token.idx + len(token.text) for token in doc)


def test_a_run_without_white_space_that_would_take_too_long_is_one_word() -> None:
    run = "ssn:" + 2_000 * "("

    cut = tokens(f"before {run} after 1 end")

    assert run in cut.words
    assert run in cut.around(0) | cut.around(len(run))
    assert cut.words[0] == "before"
    assert cut.words[-1] == "end"


def test_nothing_of_a_text_is_remembered() -> None:
    tokens("zebrafish-4711 quagmire")

    assert "quagmire" not in TOKENIZER._vocabulary.strings


def test_a_long_text_ends_with_the_budget() -> None:
    ticks = iter(range(100))

    with pytest.raises(NotInspected):
        TOKENIZER("many words " * 5_000, Budget(10, clock=lambda: next(ticks)))
