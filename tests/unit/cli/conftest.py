"""Commands in this process, on the demo's configuration: what they print, and how they end."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from gateway.cli.main import main
from gateway.demo.configuration import Ports, write_configuration
from gateway.domain.secret import Secret
from tests.commands import Ended, Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*words: object, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main([str(word) for word in words])
        except SystemExit as leaving:  # argparse's way
            code = int(str(leaving.code))
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    """Write the demo's configuration; nothing answers at its addresses."""
    return write_configuration(tmp_path / "demo", Ports(1, 2, 3, 4), Secret("word"))
