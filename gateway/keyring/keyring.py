"""One master key, and from it a key of its own for each purpose.

Promises: keys for different purposes tell nothing of each other (HKDF-SHA256, RFC 5869); a sealed value opens
only whole, under the purpose and with the associated bytes it was sealed with. Where the master key lies, and
who may read it, is for ``keyfile`` and the configuration.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.keyring.faults import DamagedSeal, UnusableKey
from gateway.keyring.keyfile import read_or_create

MINIMUM_BYTES = 32
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HEAD_BYTES = _KEY_ID_BYTES + _NONCE_BYTES


class Keyring:
    """Derives and seals. Shows no key in its ``repr``."""

    def __init__(self, master: bytes) -> None:
        """Take a master key of 32 random bytes or more.

        Raises:
            UnusableKey: It is shorter.
        """
        if len(master) < MINIMUM_BYTES:
            raise UnusableKey(f"a key has {MINIMUM_BYTES} bytes or more, this one has {len(master)}")
        self._master = master
        self._sealing: dict[str, tuple[bytes, AESGCM]] = {}  # purposes are words of the program, so it stays small

    @classmethod
    def from_secret(cls, text: str) -> Self:
        """Return the keyring of a configured secret, such as ``openssl rand -base64 32`` prints it.

        The text itself is the key, in UTF-8 and without surrounding white space: HKDF makes no difference between
        random bytes and their base64, and a text that could be read in two ways would give two keys.
        """
        return cls(text.strip().encode())

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Return the keyring of a key file, which is made when there is none.

        Raises:
            UnusableKey: The file cannot be read or made, or others than its owner may read it.
        """
        return cls.from_secret(read_or_create(path))

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """Return the key for ``purpose``: always the same, and unlike that of any other purpose or length."""
        return self._expand(f"derive/{length}/{purpose}", length)

    def seal(self, purpose: str, plaintext: bytes, associated: bytes) -> bytes:
        """Return ``plaintext`` encrypted and bound to ``purpose`` and ``associated`` (AES-256-GCM).

        The nonce is 96 random bits: good for 2**32 values under one purpose (NIST SP 800-38D, section 8.3).
        """
        key_id, cipher = self._sealing_key(purpose)
        nonce = os.urandom(_NONCE_BYTES)
        return key_id + nonce + cipher.encrypt(nonce, plaintext, associated)

    def unseal(self, purpose: str, sealed: bytes, associated: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            DamagedSeal: It was cut, changed, moved to other associated bytes, or sealed under another key.
        """
        key_id, cipher = self._sealing_key(purpose)
        if len(sealed) < _HEAD_BYTES + _TAG_BYTES:
            raise DamagedSeal("this is too short to be a sealed value")
        if sealed[:_KEY_ID_BYTES] != key_id:
            raise DamagedSeal("this was sealed under another key or for another purpose")
        try:
            return cipher.decrypt(sealed[_KEY_ID_BYTES:_HEAD_BYTES], sealed[_HEAD_BYTES:], associated)
        except InvalidTag:
            raise DamagedSeal("the sealed value was changed, or moved from where it belongs") from None

    def _sealing_key(self, purpose: str) -> tuple[bytes, AESGCM]:
        if purpose not in self._sealing:
            material = self._expand(f"seal/{purpose}", _KEY_ID_BYTES + MINIMUM_BYTES)
            self._sealing[purpose] = material[:_KEY_ID_BYTES], AESGCM(material[_KEY_ID_BYTES:])
        return self._sealing[purpose]

    def _expand(self, info: str, length: int) -> bytes:
        return HKDF(SHA256(), length, salt=None, info=f"sallyport/{info}".encode()).derive(self._master)
