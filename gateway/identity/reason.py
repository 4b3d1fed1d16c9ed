"""Why nobody was identified: a closed list for the audit log and the table of metrics.

The client learns none of it. Nothing of a token is ever part of a reason.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    NOTHING_SENT = "no_token"
    SEVERAL_SENT = "several_tokens"
    SENT_IN_QUERY = "token_in_query"
    SCHEME = "scheme"
    TOO_LONG = "too_long"
    NOT_A_JWT = "not_a_jwt"
    UNKNOWN_ISSUER = "unknown_issuer"
    KEYS_UNAVAILABLE = "keys_unavailable"
    HEADER = "header"
    ALGORITHM = "algorithm"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"
    KIND = "token_type"
    NOT_FOR_ACCESS = "id_token"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    LIFETIME = "lifetime"
    BOUND = "bound"  # to a key whose possession is not proven here
    CLAIM = "claim"
    NO_USER = "no_user"
    UNKNOWN_PLUGIN = "unknown_plugin"
    ACTORS = "actors"


class NotIdentified(Exception):
    """The credentials prove nobody."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)
