"""The demo: every step comes out as told, a step that does not is told and fails, and Ctrl-C leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.cli import demo
from gateway.cli.exits import Exit
from gateway.demo.configuration import Ports, write_configuration
from gateway.domain.secret import Secret
from tests.commands import SALLYPORT, Run, run_child


def test_every_step_of_the_tour_comes_out_as_told(tmp_path: Path) -> None:
    ended = run_child("demo", "--once", environment={"TMPDIR": str(tmp_path)})
    assert (ended.code, ended.err) == (Exit.FINE, "")
    assert ended.lines[-1] == "8 of 8 steps came out as told."
    assert "NOT AS TOLD" not in ended.out
    assert "\x1b" not in ended.out  # no terminal, no styles
    assert [*tmp_path.iterdir()] == []


def test_a_step_that_comes_out_otherwise_fails_the_demo(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def lenient(directory: Path, ports: Ports, secret: Secret) -> Path:
        path = write_configuration(directory, ports, secret)
        privacy = directory / "rules/privacy.yaml"
        privacy.write_text(privacy.read_text().replace("action: block", "action: allow"))
        return path

    monkeypatch.setattr("gateway.demo.world.write_configuration", lenient)
    ended = run("demo", "--once")
    assert ended.code == Exit.FINDINGS
    assert "NOT AS TOLD  the answer is 403 restricted-data" in ended.out
    assert ended.lines[-1] == "7 of 8 steps came out as told."


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("moment", ["Starting the gateway", "bin/sallyport audit verify --directory"])
def test_a_signal_ends_it_cleanly_at_any_moment(tmp_path: Path, ending: signal.Signals, moment: str) -> None:
    with subprocess.Popen(
        [*SALLYPORT, "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        assert any(moment in line for line in process.stdout)
        process.send_signal(ending)
        rest = process.stdout.read()
        assert process.wait(60) == Exit.FINE
    assert rest.strip() == "Ended."
    assert [*tmp_path.iterdir()] == []


def test_a_tour_that_was_cut_short_showed_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*SALLYPORT, "demo", "--once"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        assert "Starting" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert process.returncode == Exit.INTERRUPTED


@pytest.mark.parametrize(("variables", "is_styled"), [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False)])
def test_styles_are_for_terminals_whose_user_does_not_mind(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], is_styled: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    styled: Callable[[str], str] = demo._bold
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert styled("word") == ("\x1b[1mword\x1b[0m" if is_styled else "word")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    assert styled("word") == "word"
