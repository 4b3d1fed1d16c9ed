"""Frozen values that every other package speaks in. No I/O, no clock, no third-party imports."""
