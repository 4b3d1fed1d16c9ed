"""Tell weak evidence from identifiers, times and hashes that look the same.

Ten digits whose check digit is right one time in eleven are a health service number, an epoch, or an order; what
tells is the name of the field or a word beside them. Labels listed in ``cues.py`` count only if the match is
written in a way that says enough by itself, or if one of their cues stands in the words that lead to the text or
near the match. Where the last word of a name says that it holds a time, a hash or a count, no cue helps.

This comes after Presidio's own arithmetic (``presidio/``), whose context words match inside other words: "us" in
"status", "pan" in "company".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from classifiers.cues import GATES
from classifiers.hit import Hit
from classifiers.leaves import words_of

BEFORE = 80  # code points of the text before a match in which a cue counts
AFTER = 30

# Last words of names whose value is no identifier of a person or an account, however many digits it has.
_IMPERSONAL = re.compile(
    "at|time|timestamp|ts|date|epoch|created|updated|modified|expires|duration|ms|seconds|offset|cursor|"
    "sha|sha1|sha256|md5|hash|digest|etag|checksum|fingerprint|signature|version|revision|commit|"
    "size|bytes|length|count|total|amount|price|cost|balance|quantity|rate|latitude|longitude|lat|lng|lon"
)
_GLUED = re.compile(r"[\w-]")


def passing(hits: Iterable[Hit], text: str, words: tuple[str, ...]) -> list[Hit]:
    """Return the hits that are borne out by what is around them."""
    led = f" {' '.join(words)} "
    return [hit for hit in hits if hit.label not in GATES or _passes(hit, text, led, words)]


def _passes(hit: Hit, text: str, led: str, words: tuple[str, ...]) -> bool:
    gate = GATES[hit.label]
    if gate.enough is not None and hit.score >= gate.enough:
        return True
    if gate.written and gate.written.fullmatch(text, hit.start, hit.end) and _stands_alone(hit, text):
        return True
    if words and _IMPERSONAL.fullmatch(words[-1]) and text.strip() == text[hit.start : hit.end].strip():
        return False
    near = f"{text[max(hit.start - BEFORE, 0) : hit.start]} {text[hit.end : hit.end + AFTER]}"
    beside = f" {' '.join(words_of(near))} "
    return any(cue in led or cue in beside for cue in gate.cues)


def _stands_alone(hit: Hit, text: str) -> bool:
    """Return whether a match is not the middle of something longer, as of a UUID."""
    return not _GLUED.search(text[max(hit.start - 1, 0) : hit.start] + text[hit.end : hit.end + 1])
