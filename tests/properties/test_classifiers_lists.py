"""Every term of a dictionary is found however it is written, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.lists.dictionary import dictionary_of
from classifiers.lists.folding import folded, spelled, term_of
from classifiers.lists.origins import Origins
from classifiers.lists.terms import TermDetector

BETWEEN = st.text(" \n\t.,;:-_/()'\"!\u00a0\u2013\u2019", min_size=1, max_size=4)
words = st.text("abcdefghijkäöüßéñçδλжщ0123456789", min_size=2, max_size=12)
terms = st.lists(words, min_size=1, max_size=4)
texts = st.text(max_size=60)


@st.composite
def written(draw: st.DrawFn, words: list[str]) -> str:
    """Write words of a term in any case, with anything between them."""
    cases: st.SearchStrategy[Callable[[str], str]] = st.sampled_from((str.upper, str.lower, str.title, str))
    text = draw(cases)(words[0])
    for word in words[1:]:
        text += draw(BETWEEN) + draw(cases)(word)
    return text


@given(st.data(), st.lists(terms, min_size=1, max_size=20), texts, texts)
def test_every_term_is_found_in_any_writing_inside_any_text(
    data: st.DataObject, lists: list[list[str]], before: str, after: str
) -> None:
    detector = TermDetector([dictionary_of([" ".join(term) for term in lists], "mnpi", name="any")])
    chosen = data.draw(st.sampled_from(lists))
    middle = data.draw(written(chosen))
    text = f"{before} {middle} {after}"

    hits = list(detector.find(Text(text), Budget(60)))

    assert any(term_of(text[hit.start : hit.end]) == term_of(" ".join(chosen)) for hit in hits)
    assert any(hit.start <= len(before) + 1 and hit.end >= len(before) + 1 + len(middle.rstrip()) for hit in hits)


@given(st.lists(terms, min_size=1, max_size=20), st.lists(st.one_of(words, BETWEEN, texts), max_size=20))
def test_what_is_found_is_a_term(lists: list[list[str]], pieces: list[str]) -> None:
    dictionary = dictionary_of([" ".join(term) for term in lists], "mnpi", name="any")
    text = "".join(pieces)

    for hit in TermDetector([dictionary]).find(Text(text), Budget(60)):
        assert term_of(text[hit.start : hit.end]) in dictionary.terms.split(b"\n")


@given(st.lists(terms, min_size=1, max_size=12), st.lists(st.one_of(words, texts), max_size=8))
def test_texts_together_give_what_each_gives_alone(lists: list[list[str]], many: list[str]) -> None:
    detector = TermDetector([dictionary_of([" ".join(term) for term in lists], "mnpi", name="any")])
    many += [" ".join(term) for term in lists[:3]]

    together = detector.find_many(many, Budget(60))

    for number, text in enumerate(many):
        assert sorted(together.get(number, []), key=repr) == sorted(detector.find(Text(text), Budget(60)), key=repr)


@given(texts)
def test_every_word_of_a_text_leads_back_to_a_part_that_folds_to_it(text: str) -> None:
    spelt = spelled(folded(text))
    origins = Origins(text)
    at = 0
    for word in spelt.split():
        at = spelt.index(word, at)
        start, end = origins.span(at, at + len(word))
        assert word in term_of(text[start:end])
        at += len(word)
