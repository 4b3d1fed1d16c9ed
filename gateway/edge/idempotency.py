"""Keep clients' idempotency keys, and keep them apart.

A system of record that has seen a key answers with what it did the first time
(https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/). Without keys a client that asks again
does twice what it wanted once. With keys as clients choose them, two plugins or users that choose the same one get each
other's answers, on systems that tell keys apart by account only. So a key goes on as another one, which is always the
same for one user, plugin and key.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence

from gateway.domain.caller import Caller
from gateway.domain.message import Fields

NAMES = frozenset({"idempotency-key", "x-idempotency-key", "paypal-request-id"})
"""The draft's (also Stripe's and Adyen's); that of those who came before it; PayPal's. Only the first crosses unless a
system's description allows the others."""

_BEFORE_HASHING = b"sallyport idempotency key\x00"


def apart(headers: Fields, caller: Caller) -> Fields:
    """Return the fields with the caller's own key in place of each idempotency key."""
    return tuple((name, _own(value, caller) if name in NAMES else value) for name, value in headers)


def _own(key: str, caller: Caller) -> str:
    """Return the key as a UUID, which fits wherever keys have a length or a form; in quotes, if it was."""
    user = caller.user
    parts = (user.issuer, user.tenant or "", user.subject, caller.plugin.id, key)
    own = str(uuid.UUID(bytes=_digest(parts)[:16], version=4))
    return f'"{own}"' if key[:1] == '"' == key[-1:] else own


def _digest(parts: Sequence[str]) -> bytes:
    """Return a hash of texts that says where each ends."""
    digest = hashlib.sha256(_BEFORE_HASHING)
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.digest()
