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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from classifiers.cues import GATES, Gate
from classifiers.detector import Text
from classifiers.hit import Hit
from classifiers.leaves import words_in

BEFORE = 50  # code points of the text before a match in which a cue counts
AFTER = 30
NEAR = 30  # the same, where cues are words of every day (``Gate.is_close``)
NEXT = 15  # the same, if the match is nothing but digits: "contact support at 1724339196" is a time
_LONGEST_REMEMBERED = 200  # code points of names
_LONGEST_SEARCHED = 1_000  # beyond that, looking for hits where one may be is cheaper than looking for cues everywhere

# Last words of names whose value is no identifier of a person or an account, however many digits it has.
_IMPERSONAL = re.compile(
    "at|time|times|timestamp|timestamps|ts|date|datetime|epoch|created|updated|modified|edited|expires|expiry|"
    "exp|iat|nbf|since|until|duration|elapsed|latency|ms|millis|milliseconds|micros|ns|nanos|seconds|minutes|"
    "hours|days|offset|cursor|sequence|seq|sha|sha1|sha256|sha512|md5|hash|digest|etag|checksum|crc|fingerprint|"
    "thumbprint|signature|nonce|version|versions|revision|rev|commit|build|size|sizes|bytes|length|width|height|"
    "count|counts|total|amount|price|cost|balance|quantity|qty|rate|percent|score|latitude|longitude|lat|lng|lon|"
    "port|ttl"
)
# Nothing but a number, a hash or a time: no cue can stand in it.
_BARE = re.compile(r"[\s+-]*[0-9a-fA-F]+(?:[.:-][0-9a-fA-F]+)*\s*")
_GLUED = re.compile(r"[\w-]")
_CUT_WORD = re.compile(r"\w+")

# Where a name ends in one of these, what is further up is not what it identifies: ``card.network_transaction_id``.
_IDENTIFIERS = frozenset({"id", "ids", "gid", "uid", "sid", "guid", "uuid"})


def _named_by() -> dict[str, frozenset[str]]:
    """Return, for the first word of each cue in names, the labels that it may be a cue of."""
    labels: dict[str, set[str]] = {}
    for label, gate in GATES.items():
        for cue in gate.named:
            labels.setdefault(cue.split()[0], set()).add(label)
    return {word: frozenset(several) for word, several in labels.items()}


_NAMED_BY = _named_by()


def may_pass(label: str, text: Text) -> bool:
    """Return whether any hit of a label could pass in a text, wherever it stood and whatever it scored."""
    gate = GATES.get(label)
    if gate is None or gate.enough is not None:
        return True
    value = text.value
    if len(value) > _LONGEST_SEARCHED:
        return True
    led = _led(text.words) if len(text.phrase) <= _LONGEST_REMEMBERED else _leads(text.words)
    is_hopeless = led.is_impersonal and _BARE.fullmatch(value)
    if not is_hopeless and (label in led.labels or (not value.isdigit() and _has_key(gate, text.lowered))):
        return True
    return gate.written is not None and gate.written.search(value) is not None


def can_pass(hit: Hit, text: Text) -> bool:
    """Return whether a hit could pass if a context word raised its score."""
    gate = GATES.get(hit.label)
    return gate is None or gate.enough is not None or _passed(hit, text.value, text.words) is not None


def passing(hits: Iterable[Hit], text: str, words: tuple[str, ...]) -> list[Hit]:
    """Return the hits that are borne out by what is around them, with the cue that was needed as their context."""
    passed = (hit if hit.label not in GATES else _passed(hit, text, words) for hit in hits)
    return [hit for hit in passed if hit]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which labels are worth looking for in a text, and which hits in one are worth looking around."""

    label: Callable[[str, Text], bool]
    hit: Callable[[Hit, Text], bool]


EVERYTHING = Wanted(lambda _label, _text: True, lambda _hit, _text: True)
WHAT_CAN_PASS = Wanted(may_pass, can_pass)


class _Led(NamedTuple):
    """What the names that lead to a text say of it: which labels they are cues of, and that it is no identifier."""

    labels: frozenset[str]
    is_impersonal: bool


def _leads(words: tuple[str, ...]) -> _Led:
    candidates = {label for word in words for label in _NAMED_BY.get(word, ())}
    labels = frozenset(label for label in candidates if _named(GATES[label], words))
    return _Led(labels, bool(words and _IMPERSONAL.fullmatch(words[-1])))


_led = lru_cache(maxsize=1024)(_leads)  # elements of lists repeat names; names only, and never long ones


def _has_key(gate: Gate, lowered: str) -> bool:
    for key in gate.keys:  # noqa: SIM110  (half the time of any() over a generator)
        if key in lowered:
            return True
    return False


def _passed(hit: Hit, text: str, words: tuple[str, ...]) -> Hit | None:
    gate = GATES[hit.label]
    if gate.enough is not None and hit.score >= gate.enough:
        return hit
    if gate.written and gate.written.fullmatch(text, hit.start, hit.end) and _stands_alone(hit, text):
        return hit
    if words and _IMPERSONAL.fullmatch(words[-1]) and (_is_all(hit, text) or _BARE.fullmatch(text)):
        return None
    cue = _named(gate, words) or _said(gate, hit, text)
    if cue is None:
        return None
    return hit if hit.evidence.context else replace(hit, evidence=replace(hit.evidence, context=cue))


def _named(gate: Gate, words: tuple[str, ...]) -> str | None:
    """Return the cue in the names: for an identifier, only in what it identifies."""
    led = f" {' '.join(words)} "
    cues = (cue for cue in gate.named if cue in led)
    if words and words[-1] in _IDENTIFIERS:
        cues = (cue for cue in cues if led.endswith((cue, f"{cue}{words[-1]} ")))
    return next((cue.strip() for cue in cues), None)


def _said(gate: Gate, hit: Hit, text: str) -> str | None:
    """Return the cue in the text, before the match or shortly after."""
    reach = BEFORE if not gate.is_close else NEXT if text[hit.start : hit.end].isdecimal() else NEAR
    first = max(hit.start - reach, 0)
    cut = _CUT_WORD.match(text, first, hit.start) if first and _GLUED.match(text, first - 1) else None
    before = text[cut.end() if cut else first : hit.start]
    after = text[hit.end : hit.end + (0 if gate.is_close else AFTER)]
    near = f" {' '.join(words_in(f'{before} {after}'))} "
    return next((cue.strip() for cue in gate.said if cue in near), None)


def _is_all(hit: Hit, text: str) -> bool:
    return text.strip() == text[hit.start : hit.end].strip()


def _stands_alone(hit: Hit, text: str) -> bool:
    """Return whether a match is not the middle of something longer, as of a UUID."""
    return not _GLUED.search(text[max(hit.start - 1, 0) : hit.start] + text[hit.end : hit.end + 1])
