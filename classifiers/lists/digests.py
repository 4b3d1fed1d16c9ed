"""A set of a million digests in as many bytes as they have, to be asked in a microsecond."""

from __future__ import annotations

from array import array

import numpy as np

SIZE = 16
"""Bytes of a digest. A million digests of 128 bits take a foreign value for one of theirs once in 10^32."""

_BUCKETS = 1 << 16  # by the first two bytes: 15 digests each, of a million


class DigestSet:
    """Digests, sorted, one after the other.

    Raises:
        ValueError: They are not.
    """

    def __init__(self, digests: bytes) -> None:
        if len(digests) % SIZE:
            raise ValueError("digests are cut off")
        beginnings = np.frombuffer(digests, ">u8")[:: SIZE // 8]
        if np.any(beginnings[1:] < beginnings[:-1]):
            raise ValueError("digests are not sorted")
        self._digests = digests
        buckets = (beginnings >> np.uint64(48)).astype(np.uint32)
        self._begins = array("Q", (np.searchsorted(buckets, np.arange(_BUCKETS + 1)) * SIZE).tolist())

    def __len__(self) -> int:
        return len(self._digests) // SIZE

    def __contains__(self, digest: bytes) -> bool:
        bucket = int.from_bytes(digest[:2], "big")
        end = self._begins[bucket + 1]
        at = self._digests.find(digest, self._begins[bucket], end)
        while at % SIZE and at != -1:  # the end of one digest and the beginning of the next
            at = self._digests.find(digest, at + 1, end)
        return at != -1
