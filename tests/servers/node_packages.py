"""The Node packages that real servers come from: installed from a lock file on first need, beside it.

Once per lock file, also when several sessions ask at once. Needs node and npm on PATH and nothing installed globally.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).with_name("node")
MODULES = HERE / "node_modules"
GITHUB_DESCRIPTIONS = MODULES / "@octokit" / "openapi" / "generated"
GITHUB_DESCRIPTION = GITHUB_DESCRIPTIONS / "api.github.com.json"
INSTALL_SECONDS = 600


class NodeUnavailable(RuntimeError):
    """The packages cannot be had here; the message is a reason to skip."""


def node() -> str:
    """Return the node to run, its packages installed.

    Raises:
        NodeUnavailable: node or npm is missing, or npm could not install.
    """
    node_binary, npm_binary = shutil.which("node"), shutil.which("npm")
    if node_binary is None or npm_binary is None:
        raise NodeUnavailable(f"{'npm' if node_binary else 'node'} is not on PATH")
    stamp = MODULES / ".sallyport-lock"
    wanted = _lock_digest()
    with (HERE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel frees it, however we end
        if not stamp.exists() or stamp.read_text() != wanted:
            _install(npm_binary)
            stamp.write_text(wanted)
    return node_binary


def _install(npm: str) -> None:
    # None of the packages has an install script: what is unpacked is what runs.
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise NodeUnavailable(f"npm ci took more than {INSTALL_SECONDS} s") from late
    if done.returncode:
        raise NodeUnavailable(f"npm ci failed: {done.stderr.strip()[-500:]}")
    for description in GITHUB_DESCRIPTIONS.iterdir():
        if description.suffix == ".json" and description != GITHUB_DESCRIPTION:
            description.unlink()  # 372 of 385 MB: GitHub Enterprise, and the same with every reference expanded


def _lock_digest() -> str:
    return hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
