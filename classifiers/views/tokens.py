"""Read tokens that are written apart, broken over lines, in other cases or backwards.

A token is told from prose by its digits among letters. What a vendor's tokens look like is not known here.
"""

from __future__ import annotations

import re

from classifiers.detector import Trigger
from classifiers.views.splice import Substitution

_LEAST_DIGITS = 3


def _written_apart(match: re.Match[str]) -> str | None:
    written = match[0][::2]
    return written if "@" in written or sum(map(str.isdigit, written)) >= _LEAST_DIGITS else None


# "g h p _ a B 3": at least nine single characters with the same between them.
WRITTEN_APART = Substitution(
    "letters written apart",
    (Trigger(r"[0-9A-Za-z_@-](?:[ .,|*/][0-9A-Za-z_@.-]){8}"),),
    re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z_@-]([ .,|*/])[0-9A-Za-z_@.-](?:\1[0-9A-Za-z_@.-]){7,}+(?![0-9A-Za-z])"),
    _written_apart,
)

_BREAK = r"(?:\\?\r?\n[ \t]{0,8}|[\"'`] ?[+.&]? ?(?:\r?\n[ \t]{0,8})?[\"'`]| )"
_PIECE = "[0-9A-Za-z_-]"
_BEGINNING = "[A-Za-z]{2,10}[_-]"
_LETTER_AND_DIGIT = "(?:[A-Za-z_-][0-9]|[0-9][A-Za-z_-])"
# No words of any language. A text is looked through once: pieces are taken as a whole.
_RANDOM = rf"(?=[A-Za-z_-]*+[0-9])(?=[0-9_-]*+[A-Za-z]){_PIECE}{{4,}}+"

BROKEN = Substitution(
    "pieces put together",
    (
        Trigger(rf"{_LETTER_AND_DIGIT}{_PIECE}*{_BREAK}{_PIECE}*{_LETTER_AND_DIGIT}"),
        Trigger(rf"[A-Za-z][_-]{_BREAK}{_PIECE}*{_LETTER_AND_DIGIT}"),
    ),
    re.compile(rf"(?<!{_PIECE})(?:{_RANDOM}|{_BEGINNING})(?:{_BREAK}{_RANDOM})++"),
    lambda match: re.sub(_BREAK, "", match[0]),
)

# What most tokens in use begin with. In other letters they are only harder to find.
_PREFIXES = r"(?:gh[pousr]|github_pat|glpat|xox[abeprs]|xapp|npm|pypi|dop_v1|shpat|hf|[sr]k_live|sk|sk-proj|sk-ant)[_-]"

OTHER_CASE = Substitution(
    "prefixes in lower case",
    (Trigger(rf"{_PREFIXES}[0-9a-z_-]{{20}}", ignores_case=True),),
    re.compile(rf"(?<![0-9A-Za-z_])({_PREFIXES})(?=[0-9A-Za-z_-]{{20}})", re.IGNORECASE),
    lambda match: match[0].lower(),
)

_SEXIFERP = r"[_-](?:[pousr]hg|tap_buhtig|taplg|[abeprs]xox|mpn|ipyp|1v_pod|taphs|fh|evil_k[sr])"

BACKWARDS = Substitution(
    "tokens written backwards",
    (Trigger(rf"[0-9A-Za-z_-]{{20}}{_SEXIFERP}"),),
    re.compile(rf"(?<![0-9A-Za-z_-])[0-9A-Za-z_-]{{20,512}}{_SEXIFERP}(?![0-9A-Za-z_-])"),
    lambda match: match[0][::-1],
    is_decoded=True,
)
