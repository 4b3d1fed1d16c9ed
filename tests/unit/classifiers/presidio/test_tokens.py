from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from classifiers.budget import Budget
from classifiers.finding import NotInspected
from classifiers.presidio.tokens import WORDS_AHEAD, WORDS_BACK, Tokenizer

TOKENIZER = Tokenizer()
BLANK = spacy.blank("en")


def around(text: str, start: int) -> set[str]:
    return TOKENIZER(text, Budget(60)).around(start)


def around_in_the_whole(text: str, start: int) -> set[str]:
    """Return what Presidio takes for the context: it cuts all of a text, and knows its keywords."""
    doc = BLANK.make_doc(text)
    words = [token.text.lower() for token in doc]
    ends = [token.idx + len(token.text) for token in doc]
    keywords = {
        part
        for token in doc
        if not token.is_stop and not token.is_punct and token.text not in {"be", "-PRON-"}
        for part in token.text.lower().split(":")
    }
    own = next((index for index, end in enumerate(ends) if end > start), len(ends) - 1)
    back = [word for word in words[own::-1] if word in keywords][:WORDS_BACK]
    ahead = [word for word in words[own:] if word in keywords][:WORDS_AHEAD]
    return {*back, *ahead}


def test_stop_words_and_punctuation_do_not_count() -> None:
    text = "The SSN, of jane ( the 1"

    assert around(text, text.index("1")) == {"ssn", "jane", "1"}


def test_a_word_with_a_colon_counts_as_its_parts_wherever_they_stand() -> None:
    text = "jane:x-ray x the 12:30 30 1"

    assert around(text, text.index("1", 24)) == around_in_the_whole(text, text.index("1", 24))
    assert "x" in around(text, text.index("the"))
    assert "the" in around("the 1 :the", 4) or "the" not in around_in_the_whole("the 1 :the", 4)


def test_six_words_before_a_match_and_its_own_count() -> None:
    text = "one1 two2 three3 four4 five5 six6 seven7 the 123 eight8"

    assert around(text, text.index("123")) == {"123", "seven7", "six6", "five5", "four4", "three3"}


def test_where_the_match_begins_in_a_gap_the_next_word_is_its_own() -> None:
    assert around("alpha beta", 5) == {"alpha", "beta"}


def test_where_the_own_word_does_not_count_the_next_that_does_is_taken() -> None:
    text = "alpha ( the beta gamma"

    assert around(text, text.index("(")) == {"alpha", "beta"}


@pytest.mark.parametrize("gap", [" ", "\n", "  ", " \n ", "\t"])
def test_cutting_a_long_text_into_pieces_leaves_no_trace(gap: str) -> None:
    text = gap.join(f"word{index}, isn't: a/b (x)" for index in range(400))
    tokens = TOKENIZER(text, Budget(60))

    for start in range(0, len(text), 97):
        assert tokens.around(start) == around_in_the_whole(text, start)


WORDS = ["ssn", "the", "be", "Be", "a:b", "x:the", ":the", ":)", ":", "::", ")", "(", "the:", "12:30", "be:", ":be"]
GAPS = [" ", " ", " ", "  ", "\n", "\t ", "", ", ", '": "', "\u00a0"]


@given(
    st.lists(
        st.tuples(st.sampled_from([*WORDS, "http://x.de:80/the", "isn't", "\u00e9t\u00e9"]), st.sampled_from(GAPS))
    )
)
def test_what_counts_is_what_counts_in_the_whole(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in parts)
    tokens = TOKENIZER(text, Budget(60))

    for start in range(len(text) + 1):
        assert tokens.around(start) == around_in_the_whole(text, start)


def test_a_run_without_white_space_that_would_take_too_long_is_one_word() -> None:
    run = "ssn:" + 2_000 * "("
    text = f"alpha {run} beta 1 end"

    assert around(text, text.index(run)) == {"alpha", run}
    assert {"alpha", run, "beta", "1"} <= around(text, text.index("1"))
    assert {run, "beta", "1", "end"} <= around(text, text.index("end"))


def test_only_what_is_around_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = Tokenizer()
    cut: list[str] = []
    whole = tokenizer._cut

    def note(text: str) -> list[tuple[str, int, bool]]:
        cut.append(text)
        return whole(text)

    monkeypatch.setattr(tokenizer, "_cut", note)

    tokenizer("many words " * 100_000, Budget(60)).around(500_000)

    assert 0 < sum(map(len, cut)) < 10_000


def test_nothing_of_a_text_is_remembered() -> None:
    around("zebrafish-4711 quagmire", 0)

    assert "quagmire" not in TOKENIZER._vocabulary.strings


@pytest.mark.parametrize("text", ["the " * 50_000, "".join(f"x{index}:y the " for index in range(10_000))])
def test_a_long_text_ends_with_the_budget(text: str) -> None:
    ticks = iter(range(100))
    tokens = TOKENIZER(text, Budget(10, clock=lambda: next(ticks)))

    with pytest.raises(NotInspected):
        tokens.around(len(text) - 1)
