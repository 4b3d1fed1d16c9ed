"""Reading what a token endpoint answered (RFC 6749, section 5; RFC 8693, section 2.2). Pure.

Promises: a token that comes out of here is well formed and its answer said all that RFC 8693 requires. Whether it
is the token that was asked for is for ``token_check``. Nothing that the server wrote goes to the client; of its
errors only a code goes to the audit log, and only if it looks like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gateway.domain.errors import DelegationRefused, DelegationUnavailable, Refusal
from gateway.domain.json import Json
from gateway.domain.strict_json import read_object

MAX_BYTES = 64 * 1024
DEFAULT_LIFETIME_SECONDS = 60  # where the server does not tell (expires_in is only recommended)
_LONGEST_LIFETIME_SECONDS = 365 * 86_400

_TOO_MANY_REQUESTS = 429  # RFC 6585, section 4
_SERVER_ERRORS = 500

# Visible ASCII: what may stand in an Authorization field. RFC 6749, appendix A.12 allows a space besides, which
# would end the token there; Salesforce's contain "!", so RFC 6750's narrower set will not do.
_TOKEN = re.compile(r"[!-~]+")
_ERROR_CODE = re.compile(r"[a-z_]{1,40}")
_DIGITS = re.compile(r"[0-9]{1,18}")

_NOT_ABOUT_THE_USER = frozenset({"invalid_client", "server_error", "temporarily_unavailable"})
"""Errors that tell nothing of this user: the gateway's own credentials, or the server's state."""


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """A successful answer. ``scopes`` is ``None`` where it does not tell: then they are those asked for."""

    token: str = field(repr=False)
    token_type: str
    issued_token_type: str
    scopes: tuple[str, ...] | None
    lifetime_seconds: int


def read_answer(status: int, content: bytes) -> TokenAnswer:
    """Return a successful answer.

    Raises:
        DelegationRefused: It is an OAuth error about this request.
        DelegationUnavailable: It is a failure of the server or of our client, or cannot be read.
    """
    if status >= _SERVER_ERRORS or status == _TOO_MANY_REQUESTS:
        raise _unavailable(f"status {status}")
    try:
        document = read_object(content)
    except ValueError:
        raise _unavailable(f"status {status} with a body that cannot be read") from None
    error = document.get("error")
    if error is not None:  # some servers send errors with status 200
        raise _of_error(error)
    if status != 200:  # noqa: PLR2004  (RFC 6749, section 5.1)
        raise _unavailable(f"status {status} without an OAuth error")
    return TokenAnswer(
        token=_text(document, "access_token", _TOKEN),
        token_type=_text(document, "token_type"),
        issued_token_type=_text(document, "issued_token_type"),
        scopes=_scopes(document.get("scope")),
        lifetime_seconds=_lifetime(document.get("expires_in")),
    )


def _text(document: dict[str, Json], member: str, form: re.Pattern[str] = _TOKEN) -> str:
    value = document.get(member)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise _unavailable(f"no usable {member}")
    return value


def _scopes(value: Json) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _unavailable("no usable scope")
    return tuple(value.split())


def _lifetime(value: Json) -> int:
    if value is None:
        return DEFAULT_LIFETIME_SECONDS
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _unavailable("no usable expires_in")
    return min(value, _LONGEST_LIFETIME_SECONDS)


def _of_error(code: Json) -> Refusal:
    if not isinstance(code, str) or not _ERROR_CODE.fullmatch(code):
        return _unavailable("an error that has no code")
    if code in _NOT_ABOUT_THE_USER:
        return _unavailable(code)
    return DelegationRefused(cause=f"the token endpoint answered: {code}")


def _unavailable(what: str) -> DelegationUnavailable:
    return DelegationUnavailable(cause=f"the token endpoint answered: {what}")
