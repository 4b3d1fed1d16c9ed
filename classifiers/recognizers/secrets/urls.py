"""Credentials in URLs: ``scheme://user:password@host`` and ``scheme://token@host`` (RFC 3986, section 3.2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.recognizers.secrets.values import looks_random

NAME = "UrlCredentialRecognizer"
LABEL = "secret.credentials_in_url"
SCORE = 0.9

_USERINFO = re.compile(r"://([^\s/?#\"'`<>@:\\,;()]{0,200})(?::([^\s/\"'`<>@\\]{1,300}))?@(?=[\w\[$%{.-])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}\Z")
_LONGEST_SCHEME = 31
# Masks and templates. Words are left alone: whoever has the password "password" has it here.
_NO_PASSWORD = re.compile(r"[*•…]|\.{3}|[xX]{3,}\Z|[${}\[\]<>]|%[A-Za-z_]{2,}%?\Z|\A(?:REDACTED|redacted|\[.*)\Z")
_NAME = re.compile(r"[a-z]+(?:[_-][a-z]+)+")  # "secret_access_key": what one is told to put there
_STAND_INS = frozenset({"user", "username", "usr", "u", "name", "login", "your_username", "youruser"})
_FOR_PASSWORD = frozenset({"password", "pass", "pwd", "passwd", "p", "pw", "secret", "your_password", "yourpassword"})
_LEAST_TOKEN = 16
_LEAST_PASSWORD = 3
# RFC 2606: what stands on these hosts is an example. Their subdomains are not spared, for tests of people use them.
_EXAMPLE_HOST = re.compile(r"(?:www\.)?example\.(?:com|org|net)\b")


class UrlCredentialDetector:
    """Passwords and tokens before the host of a URL. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({LABEL})
    triggers = (Trigger(r"://[^\s/?#\"'<>@]{1,300}@"),)

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        for match in _USERINFO.finditer(text.value):
            budget.remaining()
            user, password = match.groups()
            scheme = _SCHEME.search(text.value, max(match.start() - _LONGEST_SCHEME, 0), match.start())
            if _EXAMPLE_HOST.match(text.value, match.end()):
                continue
            if scheme and _is_secret(user, password):
                evidence = Evidence(pattern="userinfo of a URL", context="" if password else "user")
                yield Hit(LABEL, scheme.start(), match.end(), SCORE, NAME, evidence)


def _is_secret(user: str, password: str | None) -> bool:
    if password is None:
        return looks_random(user, _LEAST_TOKEN)
    if _NO_PASSWORD.search(password) or len(password) < _LEAST_PASSWORD or "anon" in password:
        return False
    if _NAME.fullmatch(password):
        return False
    return not (user.lower() in _STAND_INS and password.lower() in _FOR_PASSWORD)
