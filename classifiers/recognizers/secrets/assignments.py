"""Names and values in text: programs, configuration, command lines, headers, XML, JSON within text, prose.

A name that promises a secret (``names.py``) is followed by something that gives it a value. Every name is looked at
once and every value is bounded, so that the whole is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.leaves import words_of
from classifiers.recognizers.secrets.judgement import API_KEY, PASSWORD, SCORES, is_secret, label_of
from classifiers.recognizers.secrets.names import Kind, kind_of_name
from classifiers.recognizers.secrets.values import is_code

NAME = "AssignmentRecognizer"

_WORDS = (
    "passw(?:or[dt]|d)|passphrase|passcode|pwd|pw|pass|secret|token|key|credential|creds|auth|private|access|mnemonic|"
    "session|cookie"
)
_KEYWORD = re.compile(f"(?i:{_WORDS})")
_REST = re.compile(r"[\w.\-]{0,64}")
_BEFORE = 64
_IN_NAME = frozenset("_-.")
# What stands between a name and its value.
_OPERATOR = re.compile(
    r"(?P<closed>\\?[\"'`\])]{1,3}|(?:[ \t]*\\?[\"'])?)"
    r"(?:"
    r"(?P<tag>>\s{0,16})"
    r"|[ \t]{1,4}(?P<attribute>value|content)[ \t]{0,2}=[ \t]{0,2}"
    r"|(?P<comma>[ \t]{0,2},\s{0,4})"
    r"|(?:[ \t]{0,2}:?[ \t]{0,2}(?:string|String|str|char ?\*|\[\]byte))?[ \t]{0,24}"
    r"(?P<sign>={2,3}|!={1,2}|:{0,3}=>?|[?.+|]{1,2}=|:|<-)\s{0,8}"
    r"|(?P<is>[ \t]{1,2}(?:is|was|as)[: \t]{1,3})"
    r"|(?P<space>[ \t]{1,8})"
    r")"
)
_QUOTE = re.compile(r"(?:[bBrRuUfF@$]|new )?(\\?[\"'`])")
_BARE = re.compile(r"[^\s\"'`,;<>(){}\[\]&|\\]{1,300}")
_TO_BLANK = re.compile(r"[^\s\"'`\\]{1,300}")  # a line of its own ends in the value, whatever is in it
_LONGEST = 300
_LEAST_OF_STRONG = 8
_COMPARISONS = frozenset({"==", "===", "!=", "!=="})
_MOST_NESTED = 2  # "key=key=key=…": each value is nearly all of the next, and judging all of them is quadratic
_LOGIN = re.compile(r"(?:login|account)\s{1,8}\S{1,80}\s{1,8}\Z")
_SETTER = re.compile(
    r"(?i:set|get|put|add|env|define|append|with|property|config|option)\w{0,20}\([ \t]{0,4}\\?[\"'`][\w.-]{0,40}\Z"
)
_LOGIN_BEFORE = 120
_LINE_BEFORE = re.compile(r"(?:\A|[\r\n])[ \t#/>*-]{0,12}(?:export |set |SET |REM SET )?\Z")
_HAS_SIGN = re.compile(r"[\d!@#$%^&*+=?~]")


@dataclass(frozen=True, slots=True)
class _Value:
    start: int
    end: int
    is_quoted: bool
    is_compared: bool = False


class AssignmentDetector:
    """Secrets by the name that they are given to. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({PASSWORD, API_KEY})
    triggers = (
        Trigger(
            rf"(?:{_WORDS})[\w.\-]{{0,32}}\\?[\"'`\])]{{0,3}}[ \t]{{0,2}}"
            r"(?::?[ \t]?[a-z*\[\]]{3,6})?[ \t]{0,24}[:=>,!?.+|<]",
            ignores_case=True,
        ),
        Trigger(rf"(?:{_WORDS})[\w.\-]{{0,32}}[\"']?\s{{1,4}}(?:value|content|is|was|as)\b", ignores_case=True),
        Trigger(rf"-[\w-]{{0,32}}(?:{_WORDS})[\w\-]{{0,16}}\s", ignores_case=True),
        Trigger(rf"(?:{_WORDS})[ \t]{{1,8}}[\"']", ignores_case=True),
        Trigger(r"(?:login|account)\s{1,8}\S{1,80}\s{1,8}password\s"),
    )

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        value, position = text.value, 0
        covered, nested = 0, 0  # to where the last value goes, and how many names were in it
        while keyword := _KEYWORD.search(value, position):
            budget.remaining()
            rest = _REST.match(value, keyword.end())
            end = rest.end() if rest else keyword.end()
            start = _start_of_name(value, keyword.start(), position)
            position = end
            name = value[start:end].strip(".-")
            kind = kind_of_name(name)
            given = _given(value, start, end, kind) if kind is not Kind.NOTHING else None
            if given is None:
                continue
            nested = nested + 1 if given.start < covered else 0
            covered = max(covered, given.end)
            if nested > _MOST_NESTED:
                position = covered
            elif is_secret(
                Kind.PASSWORD if given.is_compared else kind, value[given.start : given.end], words_of(name)
            ):
                evidence = Evidence(pattern="name and value", context=kind.name.lower())
                yield Hit(label_of(kind), given.start, given.end, SCORES[kind], NAME, evidence)
                position = given.end


def _start_of_name(text: str, start: int, least: int) -> int:
    least = max(least, start - _BEFORE)
    while start > least and (text[start - 1].isalnum() or text[start - 1] in _IN_NAME):
        start -= 1
    return start


def _given(text: str, start: int, end: int, kind: Kind) -> _Value | None:
    """Return the value that is given to the name from ``start`` to ``end``."""
    operator = _OPERATOR.match(text, end)
    if operator is None:
        return None
    is_line = operator["sign"] == "=" and _LINE_BEFORE.search(text, max(start - 24, 0), start) is not None
    value = _value(text, operator.end(), _TO_BLANK if is_line else _BARE)
    if value is None:
        return None
    if not _belongs(text, start, value, operator, kind):
        return None
    # A program that compares a secret with a literal holds it, whatever it looks like.
    is_compared = value.is_quoted and operator["sign"] in _COMPARISONS and kind is Kind.SECRET
    return replace(value, is_compared=is_compared)


def _belongs(text: str, start: int, value: _Value, operator: re.Match[str], kind: Kind) -> bool:
    """Return whether what stands between a name and a value gives the one to the other."""
    match operator.lastgroup:
        case "is":
            return value.is_quoted or kind is not Kind.PASSWORD or _is_strong(text[value.start : value.end])
        case "attribute":
            return value.is_quoted
        case "comma":
            return value.is_quoted and bool(operator["closed"]) and _is_setter(text, start, kind)
        case "space":
            return _is_told_by_space(text, start, value)
        case "tag":
            return True
        case _:
            return value.is_quoted or _is_literal(text, start, value, operator["sign"], kind)


def _value(text: str, start: int, unquoted: re.Pattern[str]) -> _Value | None:
    quote = _QUOTE.match(text, start)
    if quote:
        end = text.find(quote[1], quote.end(), quote.end() + _LONGEST)
        if end == -1 or "\n" in text[quote.end() : end]:
            return None
        return _Value(quote.end(), end, is_quoted=True) if end > quote.end() else None
    bare = unquoted.match(text, start)
    end = bare.end() if bare else start
    while end > start and text[end - 1] in ".:?;,":
        end -= 1
    return _Value(start, end, is_quoted=False) if end > start else None


def _is_strong(written: str) -> bool:
    """Return whether a word of prose is no word: letters of both cases and digits, as one is told to take."""
    kinds = (str.isdigit, str.isupper, str.islower)
    return len(written) >= _LEAST_OF_STRONG and all(any(map(each, written)) for each in kinds)


def _is_setter(text: str, start: int, kind: Kind) -> bool:
    """Return whether a name is what a function gets or sets, and not the password that it takes."""
    return kind is not Kind.PASSWORD or _SETTER.search(text, max(start - _LOGIN_BEFORE, 0), start) is not None


def _is_told_by_space(text: str, start: int, value: _Value) -> bool:
    """Return whether a name and a value with only white space between belong together."""
    if text[start] == "-":  # an option of a command
        return value.is_quoted or text[value.start : value.start + 1] not in "-$"
    if not value.is_quoted:  # .netrc
        is_netrc = text.startswith("password", start)
        return is_netrc and _LOGIN.search(text, max(start - _LOGIN_BEFORE, 0), start) is not None
    if text[value.start - 1] == "`" or text.startswith(("Pass ", "pass "), start):
        return False
    return _LINE_BEFORE.search(text, max(start - 24, 0), start) is not None


def _is_literal(text: str, start: int, value: _Value, sign: str, kind: Kind) -> bool:
    """Return whether a value without quotes is the secret itself, and not an expression or the next word of prose."""
    written = text[value.start : value.end]
    if text[value.end : value.end + 2].strip()[:1] in {"(", "["} or is_code(written) or written[0] in "$%@:*":
        return False
    if kind is not Kind.PASSWORD:
        return True  # has to look random anyway
    if _HAS_SIGN.search(written):
        return True
    return sign != ":" and bool(_LINE_BEFORE.search(text, max(start - 24, 0), start)) and _ends_line(text, value.end)


def _ends_line(text: str, end: int) -> bool:
    rest = text[end : end + 8].lstrip(" \t")
    return not rest or rest[0] in "\r\n#\\" or rest.startswith("//")
