"""What can be wrong with a key or a sealed value. Messages carry neither."""

from __future__ import annotations


class UnusableKey(Exception):
    """A master key is too short, cannot be had, or is not kept from others."""


class DamagedSeal(Exception):
    """A sealed value does not open: nothing may be said about what was in it."""
