"""Tell from the name of a field or variable whether its value is a secret.

A name says it with its last words (``stripeApiKey``, ``DB_PASSWORD``, ``client_secret_value``); a word after them that
speaks of something else takes it back (``token_url``, ``password_policy``, ``secret_id``), and so does what kind of
token or key it is (``next_page_token``, ``public_key``, ``primary key``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from classifiers.leaves import words_of
from classifiers.recognizers.secrets.words import words


class Kind(IntEnum):
    """What a name promises, the surest last."""

    NOTHING = 0
    KEY = 1
    """Something called key, auth or access: only a value that looks random is a secret."""
    SECRET = 2
    """A token, a secret, an API key."""
    PASSWORD = 3
    """A password, which may be any word."""


_LONGEST_REMEMBERED = 200  # characters: thousands of names of a megabyte would fill the memory
_DIGITS = "0123456789"
_PASSWORD = re.compile(
    r"(?:password|passwd|passphrase|passcode|pwd|passwort|kennwort|userpass|dbpass|authpass|rootpass)$"
)
_SECRET = re.compile(
    r"(?:secret|token|(?:api|app|application|secret|access|private|auth|authentication|authorization|signing|signature|"
    r"encryption|decryption|master|shared|account|service|license|licence|client|consumer|admin|subscription|session|"
    r"storage|write|integration|webhook|hmac|jwt|aes|des|cipher|crypto|csrf|cookie|account|developer|security|seal|"
    r"unseal|recovery|validation|secure|personal|root|sas|sdk|ingest|ingestion|org|team|workspace|project|deploy|"
    r"production|sandbox|live|rest|server|merchant|partner)_?key|credentials?|authorization|apikeyvalue|"
    r"connectionstring|mnemonic|seedphrase|secretkeybase|sessionid|jsessionid|phpsessid|pat|accesskeysecret)$"
)
# Before "token" or "key": what moves through pages and tables.
_NOT_SECRET = re.compile(
    r"(?:page|next|nextpage|prev|previous|cursor|continuation|continue|resume|sync|delta|skip|pagination|scroll|"
    r"sequence|change|etag|csrf|xsrf|verificationcsrf|requestverification|antiforgery|cancellation|cancel|design|"
    r"parser|lexer|syntax|bos|eos|pad|unk|mask|stop|special|start|end|max|min|num|first|last|idempotency|device|"
    r"upload|file)token$|"
    r"(?:public|publishable|pub|primary|foreign|partition|sort|range|cache|object|s3|issue|project|objectidentifier|"
    r"sequence|idempotency|host|hot|short|map|dict|json|group|order|search|lookup|index|unique|composite|surrogate|"
    r"natural|storagepath|blob|item|row|column|table|parent|child|site|recaptchasite|captchasite|registry|translation|"
    r"i18n|locale|message|arrow|enter|escape|shift|function|answer|mon|tur|hoc|don|whis|joc|keystonepublic)_?key$"
)


@lru_cache(maxsize=8_192)
def kind_of_name(name: str) -> Kind:
    """Return what a name as written promises of its value."""
    return kind_of_words(words_of(name))


def kind_of_words(name: tuple[str, ...]) -> Kind:
    """Return what the words of a name, or of the names that lead to a value, promise."""
    return _remembered(name) if sum(map(len, name)) <= _LONGEST_REMEMBERED else promised_by(name)


def promised_by(name: tuple[str, ...]) -> Kind:
    """Return the same, and remember nothing: the words may be those of a secret."""
    kept = _without_rest(name[-6:])
    if not kept or kept[-1] in words("about"):
        return Kind.NOTHING
    joined, last = "".join(kept).rstrip(_DIGITS), kept[-1].rstrip(_DIGITS)
    if _NOT_SECRET.search(joined):
        return Kind.NOTHING
    if _PASSWORD.search(joined) or last in {"pass", "pw"}:
        return Kind.PASSWORD
    if _SECRET.search(joined) or "secret" in kept[-3:]:
        return Kind.SECRET
    if last in {"key", "auth", "access", "private", "creds", "cred", "cookie", "session"}:
        return Kind.KEY
    return Kind.NOTHING


_remembered = lru_cache(maxsize=8_192)(promised_by)


def speaks_of_public(name: tuple[str, ...]) -> bool:
    """Return whether a name says that its value is an id, a digest or the like."""
    return not words("about").isdisjoint(name)


def _without_rest(name: Sequence[str]) -> Sequence[str]:
    end = len(name)
    while end > 1 and (name[end - 1] in words("still") or name[end - 1].isdigit()):
        end -= 1
    return name[:end]
