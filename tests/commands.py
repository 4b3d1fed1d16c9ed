"""The command ``sallyport`` as tests run it: in their own process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SALLYPORT = (sys.executable, "-m", "gateway.cli")
SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Run(Protocol):
    def __call__(self, *words: object, stdin: bytes = b"") -> Ended:
        """Run ``sallyport`` with these words, and these bytes as its standard input."""


def run_child(*words: object, environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ended:
    """Run ``sallyport`` in a process of its own. ``environment`` is beside this process's."""
    done = subprocess.run(
        [*SALLYPORT, *map(str, words)],
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        timeout=SECONDS,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
