"""Credentials as they are sent: Basic and Bearer (RFC 7617, RFC 6750), and the user option of curl and its like."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.recognizers.secrets.values import is_placeholder, looks_random

NAME = "AuthorizationRecognizer"
BASIC = "secret.basic_auth"
BEARER = "secret.bearer_token"
CHECKED = 1.0
LIKELY = 0.8

_BASIC = re.compile(r"(?i)\bbasic[ \t]{1,4}([A-Za-z0-9+/_-]{6,2000}={0,2})")
_SCHEME = re.compile(
    r"(?i)(?:\bbearer[ \t]{1,4}|authorization[\"']?[ \t]{0,4}[:=][ \t]{0,4}[\"']?(?:token|apikey|api-key|ssws|key|"
    r"apitoken|genie-?key|oauth|discogs token=|bot)[ \t:=]{1,4})"
    r"([A-Za-z0-9._~+/=|:-]{10,4096})"
)
_CURL = re.compile(
    r"(?<![\w-])(?:-u|--user|--proxy-user|-U)[ \t=]{0,4}([\"']?)([^\s\"':]{0,120})([\"']?):([\"']?)([^\s\"']{3,200})?"
)
# docker login -u, psexec -u, mysql -u, and sshpass -p
_OPTIONS = re.compile(
    r"(?<![\w-])(?:-u|--user(?:name)?)[ =]{1,2}\S{1,80} (?:-p|--password)[ =]?[\"']?([^\s\"'-][^\s\"']{3,200})"
    r"|(?<![\w-])sshpass -p ?[\"']?([^\s\"']{4,200})"
)
# https://docs.gradle.org/current/userguide/declaring_repositories.html: a literal is the password, whatever it says
_PAIR = re.compile(
    r"\busername[ \t]{1,4}[\"'][^\"'\n]{1,80}[\"']\s{1,16}password[ \t]{1,4}[\"']([^\"'\n$]{3,200})[\"']"
)
_VARIABLE = re.compile(r"[$%<{\[]")
_STAND_INS = frozenset({"pass", "test", "password", "passwd", "token", "secret", "yyy", "yyyy", "pwd"})


class AuthorizationDetector:
    """What authenticates a request. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({BASIC, BEARER})
    triggers = (
        Trigger(r"\bbasic[ \t]{1,4}[A-Za-z0-9+/_-]{6}", ignores_case=True),
        Trigger(r"\bbearer[ \t]{1,4}[A-Za-z0-9._~+/=|:-]{10}", ignores_case=True),
        Trigger(r"authorization[\"']?[ \t]{0,4}[:=]", ignores_case=True),
        Trigger(r"(?:-u|--user|--proxy-user|-U)[ \t=]{0,4}[\"']?[^\s\"':]{0,120}[\"']?:"),
        Trigger(r"(?:-u|--user|--username)[ =]{1,2}\S{1,80} (?:-p|--password)"),
        Trigger("sshpass -p"),
        Trigger(r"\busername[ \t]{1,4}[\"']"),
    )

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        value = text.value
        for match in _BASIC.finditer(value):
            budget.remaining()
            if _has_password(match[1]):
                yield _hit(BASIC, match, CHECKED, "user and password in base64", "basic")
        for match in _SCHEME.finditer(value):
            budget.remaining()
            token = match[1].rstrip(".:=")
            if looks_random(token) and not is_placeholder(token):
                yield _hit(BEARER, match, LIKELY, "scheme and token", "authorization")
        for match in _CURL.finditer(value):
            budget.remaining()
            if _is_pair(match[2], match[5] or ""):
                yield _hit(BASIC, match, LIKELY, "user option", "user")
        for match in _PAIR.finditer(value):
            budget.remaining()
            yield _hit(BASIC, match, LIKELY, "user and password", "password")
        for match in _OPTIONS.finditer(value):
            budget.remaining()
            if _is_pair("", match[1] or match[2]):
                yield _hit(BASIC, match, LIKELY, "password option", "password")


def _hit(label: str, match: re.Match[str], score: float, pattern: str, context: str) -> Hit:
    evidence = Evidence(pattern=pattern, is_checked=score == CHECKED, context=context)
    return Hit(label, match.start(), match.end(), score, NAME, evidence)


def _has_password(credentials: str) -> bool:
    """Return whether it is the base64 of a user and a password that is none of the usual stand-ins."""
    whole = credentials.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        pair = base64.b64decode(whole + "=" * (-len(whole) % 4)).decode("latin-1")
    except ValueError:
        return False
    user, colon, password = pair.partition(":")
    if not colon or not (user + password).strip() or not (user.isascii() and user.isprintable()):
        return False
    return not _VARIABLE.match(password or user) and sum(map(str.isprintable, password)) * 2 >= len(password)


def _is_pair(user: str, password: str) -> bool:
    """Return whether a user option holds a password, or a token with nothing after or before the colon."""
    if not password:
        return looks_random(user, 10) and not is_placeholder(user)
    if _VARIABLE.match(password):
        braced = password.strip("{}")
        return looks_random(braced) and not is_placeholder(braced)
    return not (password.lower() in _STAND_INS or is_placeholder(password))
