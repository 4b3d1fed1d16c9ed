"""Run a command until standard input ends; then end it with everything that it started.

A test session holds the other end of the pipe. However the session dies, the kernel closes it: nothing is orphaned.
Run as a script, so that it needs nothing but the standard library.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 1


def main() -> int:
    """Return the command's exit status."""
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=_end_with_stdin, args=(child,), daemon=True).start()
    status = child.wait()
    _signal(child, signal.SIGKILL)  # what it started and left behind
    return status


def _end_with_stdin(child: subprocess.Popen[bytes]) -> None:
    while os.read(0, 1024):
        pass
    _signal(child, signal.SIGTERM)
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _signal(child, signal.SIGKILL)


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal the whole group: the child leads a session of its own."""
    with contextlib.suppress(ProcessLookupError):  # all of it has ended
        os.killpg(child.pid, number)


if __name__ == "__main__":
    sys.exit(main())
