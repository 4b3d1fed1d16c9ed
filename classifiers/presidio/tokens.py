"""The words around a match, as Presidio sees them with a blank spaCy pipeline for English.

Blank pipelines give no lemmas, which silently switches Presidio's context words off; a word stands for its own
lemma here. Presidio looks back over six words that are neither stop words nor punctuation, and ahead over one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from threading import Lock

import spacy.tokenizer
from spacy.attrs import IS_PUNCT, IS_STOP
from spacy.lang.en import EnglishDefaults
from spacy.lang.lex_attrs import is_punct, is_stop
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from classifiers.budget import Budget
from classifiers.unlocked import matches

WORDS_BACK = 6  # LemmaContextAwareEnhancer: context_prefix_count=5, and the match's own token
WORDS_AHEAD = 1  # context_suffix_count=0, and the match's own token

# Half a pair of UTF-16, which an escape can stand for: spaCy encodes words, and this has no encoding.
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG = 1_000
_LONG_RUN = re.compile(rf"(?<!\S)\S{{{_LONG + 1},}}")
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
class _Piece:
    """Tokens in lower case, where in the whole text each ends, and which of them count wherever they stand."""

    words: Sequence[str]
    ends: Sequence[int]
    counts: Sequence[bool]


class Tokens:
    """The tokens of a text, which is cut where it is looked at."""

    def __init__(self, cut: Callable[[str], list[_Token]], text: str, budget: Budget) -> None:
        self._cut = cut
        self._text = text
        self._budget = budget
        self._pieces = [*_pieces(text, budget)]
        self._known: dict[int, _Piece] = {}

    def around(self, start: int) -> set[str]:
        """Return the words that count around a match that begins at ``start``."""
        if not self._pieces:
            return set()
        own = self._own(start)
        found = set(self._counting(self._before(own), WORDS_BACK))
        found.update(self._counting(self._after(own), WORDS_AHEAD))
        return found

    def _own(self, start: int) -> _Place:
        """Return the token at a place: the next one, if the place is between two, or else the last."""
        index = max(bisect_right(self._pieces, start, key=lambda piece: piece[0]) - 1, 0)
        while index < len(self._pieces):
            ends = self._piece(index).ends
            if ends and ends[-1] > start:
                return index, bisect_right(ends, start)
            index += 1
        return (index - 1, len(self._piece(index - 1).ends) - 1) if index else (0, 0)

    def _before(self, own: _Place) -> Iterator[_Place]:
        """Yield a token and those before it."""
        index, first = own
        while index >= 0:
            yield from ((index, token) for token in range(first, -1, -1))
            index -= 1
            first = len(self._piece(index).words) - 1 if index >= 0 else 0

    def _after(self, own: _Place) -> Iterator[_Place]:
        """Yield a token and those after it."""
        index, first = own
        while index < len(self._pieces):
            yield from ((index, token) for token in range(first, len(self._piece(index).words)))
            index, first = index + 1, 0

    def _counting(self, places: Iterator[_Place], most: int) -> Iterator[str]:
        for index, token in places:
            piece = self._piece(index)
            word = piece.words[token]
            if piece.counts[token] or word in self._parts:
                yield word
                most -= 1
                if not most:
                    return

    def _piece(self, index: int) -> _Piece:
        known = self._known.get(index)
        if known is None:
            self._budget.remaining()
            start, end, is_run = self._pieces[index]
            text = self._text[start:end]
            tokens = [(text.lower(), len(text), True)] if is_run else self._cut(text)
            known = self._known[index] = _Piece(
                [word for word, _, _ in tokens],
                [start + length for _, length, _ in tokens],
                [counts and (is_run or ":" not in word) for word, _, counts in tokens],
            )
        return known

    @cached_property
    def _parts(self) -> frozenset[str]:
        """What words with a colon count as: their parts, also where these stand alone and would not count."""
        if ":" not in self._text:
            return frozenset()
        parts: set[str] = set()
        runs = {run for run in self._text.split() if ":" in run}
        for start, end, _ in _between(joined := " ".join(run for run in runs if not _is_too_long(run)), 0, len(joined)):
            self._budget.remaining()
            for word, _, counts in self._cut(joined[start:end]):
                if counts and ":" in word:
                    parts.update(word.split(":"))
        return frozenset(parts)


_Place = tuple[int, int]
"""The indices of a piece and of a token in it."""

_Token = tuple[str, int, bool]
"""A word in lower case, where it ends, and whether it counts."""


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
        """Return the tokens of a text, which is not cut beyond the budget."""
        return Tokens(self._cut, _SURROGATE.sub("\ufffd", text), budget)

    def _cut(self, text: str) -> list[_Token]:
        """Return the tokens of a short text.

        What was seen of it is forgotten: the vocabulary would grow, and keep it.
        """
        with self._lock, self._vocabulary.memory_zone():
            return [
                (
                    token.text.lower(),
                    token.idx + len(token.text),
                    not token.is_stop and not token.is_punct and token.text not in {"be", "-PRON-"},
                )
                for token in self._tokenizer(text)
            ]


def _pieces(text: str, budget: Budget) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of what is tokenized at once, and whether it is a run too long for that."""
    begin = 0
    for run in matches(_LONG_RUN, text, budget):
        if not _is_too_long(run[0]):
            continue
        yield from _between(text, begin, run.start())
        yield run.start(), run.end(), True
        begin = run.end()
    yield from _between(text, begin, len(text))


def _is_too_long(run: str) -> bool:
    return len(run) > _LONG and _steps(run) > _MOST_STEPS


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
