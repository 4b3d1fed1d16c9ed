"""The words around a match, as Presidio sees them with a blank spaCy pipeline for English.

Blank pipelines give no lemmas, which silently switches Presidio's context words off; a word stands for its own
lemma here. Presidio looks back over six words that are neither stop words nor punctuation, and ahead over one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock

import spacy.tokenizer
from spacy.attrs import IS_PUNCT, IS_STOP
from spacy.lang.en import EnglishDefaults
from spacy.lang.lex_attrs import is_punct, is_stop
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from classifiers.budget import Budget

WORDS_BACK = 6  # LemmaContextAwareEnhancer: context_prefix_count=5, and the match's own token
WORDS_AHEAD = 1  # context_suffix_count=0, and the match's own token

# Half a pair of UTF-16, which an escape can stand for: spaCy encodes words, and this has no encoding.
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG_RUN = re.compile(r"(?<!\S)\S{1001,}")
# On what has no white space the tokenizer takes off one mark after the other, and looks at all of the rest each time:
# 8 s for 1,000 brackets before 9,000 letters. A run that would take longer than 0.2 s counts as one word, which holds
# every context word in it: that finds more than Presidio would, never less.
_MOST_STEPS = 300_000
_FEWEST_MARKS = 10
_MARKS_BEFORE = re.compile(r"[^\w\s]*")
# One white space between two words is where the tokenizer can be stopped without a trace.
_SEAM = re.compile(r"(?<=\S)\s(?=\S)")
_PIECE = 2_000  # code points; the budget is asked between pieces


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text in lower case, where each ends, and which words count."""

    words: tuple[str, ...]
    ends: tuple[int, ...]
    keywords: frozenset[str]

    def around(self, start: int) -> set[str]:
        """Return the words that count around a match that begins at ``start``."""
        own = min(bisect_right(self.ends, start), len(self.ends) - 1)
        found = set(self._counting(range(own, -1, -1), WORDS_BACK))
        found.update(self._counting(range(own, len(self.words)), WORDS_AHEAD))
        return found

    def _counting(self, indices: range, most: int) -> Iterator[str]:
        for index in indices:
            if self.words[index] in self.keywords:
                yield self.words[index]
                most -= 1
                if not most:
                    return


class Tokenizer:
    """Safe for threads: one text at a time (the tokenizer holds the interpreter lock anyway)."""

    def __init__(self) -> None:
        # What ``spacy.blank("en")`` makes of the language's defaults, without the half second for its pipeline.
        defaults = EnglishDefaults
        # Of what spaCy finds out about a word, these are asked for.
        getters = {IS_STOP: partial(is_stop, stops=defaults.stop_words), IS_PUNCT: is_punct}
        self._vocabulary = Vocab(lex_attr_getters=getters)
        self._tokenizer = spacy.tokenizer.Tokenizer(
            self._vocabulary,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex(defaults.prefixes).search,
            suffix_search=compile_suffix_regex(defaults.suffixes).search,
            infix_finditer=compile_infix_regex(defaults.infixes).finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )
        self._lock = Lock()

    def __call__(self, text: str, budget: Budget) -> Tokens:
        """Return the tokens of a text. What was seen of it is forgotten: the vocabulary would grow, and keep it."""
        text = _SURROGATE.sub("\ufffd", text)
        words: list[str] = []
        ends: list[int] = []
        keywords: set[str] = set()
        for start, end, is_run in _pieces(text):
            budget.remaining()
            if is_run:
                words.append(text[start:end].lower())
                ends.append(end)
                keywords.add(words[-1])
                continue
            with self._lock, self._vocabulary.memory_zone():
                for token in self._tokenizer(text[start:end]):
                    word = token.text.lower()
                    words.append(word)
                    ends.append(start + token.idx + len(token.text))
                    if not token.is_stop and not token.is_punct and token.text not in {"be", "-PRON-"}:
                        keywords.update(word.split(":"))
        return Tokens(tuple(words), tuple(ends), frozenset(keywords))


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of what is tokenized at once, and whether it is a run too long for that."""
    begin = 0
    for run in _LONG_RUN.finditer(text):
        if _steps(run[0]) <= _MOST_STEPS:
            continue
        yield from _between(text, begin, run.start())
        yield run.start(), run.end(), True
        begin = run.end()
    yield from _between(text, begin, len(text))


def _steps(run: str) -> int:
    """Return how many characters the tokenizer looks at, about: colons may be emoticons, which it takes off too."""
    before = [_MARKS_BEFORE.match(each) for each in (run, run[::-1])]
    marks = sum(match.end() for match in before if match) + run.count(":")
    return len(run) * max(marks, _FEWEST_MARKS)


def _between(text: str, begin: int, end: int) -> Iterator[tuple[int, int, bool]]:
    while begin < end:
        seam = _SEAM.search(text, begin + _PIECE, end)
        stop = seam.end() if seam else end
        yield begin, stop, False
        begin = stop
