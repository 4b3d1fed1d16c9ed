from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.process import LEASH, DidNotStart, running

READY = re.compile(r"ready (\d+)")
SERVER = "import os, time; print('ready', os.getpid(), flush=True); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SERVER
# Prints its grandchild's process id, and outlives nothing.
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SERVER!r}])"


def python(source: str) -> list[str]:
    return [sys.executable, "-c", source]


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits for its parent does not."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("source", [SERVER, STUBBORN, PARENT], ids=["obedient", "stubborn", "parent"])
def test_a_server_and_what_it_started_end_with_the_block(source: str) -> None:
    with running(python(source), READY) as ready:
        pid = int(ready.group(1))
        assert is_running(pid)
    assert not is_running(pid)


def test_a_server_that_ends_at_once_shows_what_it_said() -> None:
    with pytest.raises(DidNotStart, match="no such setting"), running(python("exit('no such setting')"), READY):
        pass


def test_a_server_that_says_nothing_is_given_up_and_ended() -> None:
    with pytest.raises(DidNotStart, match="not ready within 0 s"), running(python(SERVER), re.compile("x^"), within=0):
        pass


def test_a_server_dies_with_a_session_that_is_killed() -> None:
    leash = [sys.executable, "-I", "-S", str(LEASH), *python(SERVER)]
    # The session: it holds the leash, tells the server's process id, and is killed.
    session = f"import subprocess, time; subprocess.Popen({leash!r}, stdin=subprocess.PIPE); time.sleep(600)"
    with subprocess.Popen(python(session), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline().split()[1])
        assert is_running(pid)
        process.kill()
        assert process.stdout.read() == b""  # the server held the other end until it died
    assert not is_running(pid)


def test_a_server_is_given_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    source = "import os; print('proxies:', [name for name in os.environ if 'proxy' in name.lower()])"
    with pytest.raises(DidNotStart, match=re.escape("proxies: []")), running(python(source), READY):
        pass
    assert os.environ["HTTPS_PROXY"]
