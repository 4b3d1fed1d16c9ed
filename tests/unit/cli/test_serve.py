"""The gateway as a process: it starts, reloads, drains, and says why it cannot."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from gateway.cli.exits import Exit
from tests.commands import SALLYPORT, Run, run_child
from tests.gateways import Connector, Deployment

PLUGIN = "id: summariser\nowner: {team: support}\ngrants: [{connector: kinto, read: ['records.*']}]\n"


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    nowhere = "http://127.0.0.1:9"
    kinto = Connector("kinto", "use: kinto", nowhere, f"{nowhere}/token", "s3cret-of-the-client")
    return Deployment(tmp_path, nowhere, [kinto], [PLUGIN])


@contextmanager
def serving(path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([*SALLYPORT, "serve", "--config", str(path)], stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(stream: IO[str] | None, words: str) -> list[str]:
    """Return the lines up to the one with ``words``."""
    assert stream is not None
    lines: list[str] = []
    for line in stream:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"it ended before it said {words!r}: {lines}")


def test_it_serves_reloads_and_drains(deployment: Deployment) -> None:
    path = deployment.write()
    with serving(path) as process:
        until(process.stderr, f"plugins reach the gateway at {deployment.url}")

        path.write_text(path.read_text() + "lisen: x\n")
        process.send_signal(signal.SIGHUP)
        until(process.stderr, "the configuration stays as it was")
        assert "did you mean `listen`?" in until(process.stderr, "lisen")[-1]

        deployment.write()
        (deployment.folder / "secrets/key").write_text("k" * 32)
        path.write_text(path.read_text() + "redis: redis://127.0.0.1:9/0\nkey: file:secrets/key\n")
        process.send_signal(signal.SIGHUP)
        [line] = until(process.stderr, "the configuration stays as it was")
        assert "restart the gateway" in line

        deployment.write()
        (deployment.folder / "plugins/0.yaml").write_text(PLUGIN.replace("support", "sales"))
        process.send_signal(signal.SIGHUP)
        until(process.stderr, "is in force")

        ended = run_child("serve", "--config", path)
        assert ended.code == Exit.ENVIRONMENT
        assert "another process writes to" in ended.err

        process.send_signal(signal.SIGTERM)
        until(process.stderr, "draining")
        assert process.wait(30) == Exit.FINE
        assert "s3cret" not in str(process.stderr.read() if process.stderr else "")
    assert run_child("audit", "verify", "--config", path).code == Exit.FINE


def test_ctrl_c_drains_too(deployment: Deployment) -> None:
    with serving(deployment.write()) as process:
        until(process.stderr, "plugins reach the gateway")
        process.send_signal(signal.SIGINT)
        until(process.stderr, "draining")
        assert process.wait(30) == Exit.FINE


@pytest.mark.parametrize("port", [0, 1])
def test_a_port_in_use_is_the_environments_fault(deployment: Deployment, port: int) -> None:
    with socket.create_server(("127.0.0.1", deployment.ports[port])):
        ended = run_child("serve", "--config", deployment.write())
    assert ended.code == Exit.ENVIRONMENT
    last = ended.err.splitlines()[-1]
    assert last.startswith("sallyport: ")
    assert f"('127.0.0.1', {deployment.ports[port]}): address already in use" in last
    assert "Traceback" not in ended.err


def test_a_log_that_cannot_be_written_is_the_environments_fault(deployment: Deployment) -> None:
    deployment.write()
    deployment.audit.write_text("a file")
    ended = run_child("serve", "--config", deployment.path)
    assert ended.code == Exit.ENVIRONMENT
    [line] = ended.err.splitlines()
    assert line.startswith(f"sallyport: audit.directory {deployment.audit} cannot be used")


def test_a_key_that_others_may_read_is_the_environments_fault(deployment: Deployment) -> None:
    deployment.write()
    deployment.audit.mkdir(mode=0o700)
    key = deployment.audit / "key"
    key.write_bytes(b"k" * 32)
    key.chmod(0o644)
    ended = run_child("serve", "--config", deployment.path)
    assert ended.code == Exit.ENVIRONMENT
    assert str(key) in ended.err
    assert "Traceback" not in ended.err


def test_a_secret_that_is_not_there_is_told_before_anything_starts(deployment: Deployment, run: Run) -> None:
    path = deployment.write()
    (deployment.folder / "secrets/kinto").unlink()
    ended = run("serve", "--config", path)
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert "secrets/kinto cannot be read" in ended.err
    assert not deployment.audit.exists()
