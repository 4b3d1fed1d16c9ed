"""GitHub's own API description (npm ``@octokit/openapi``), served by Prism: real shapes, and no memory.

Prism answers with the description's examples, for paths that it has and bodies that it allows; but of an issue to be
created, version 5.14 lets any body pass. Reading 13 MB of description takes it 12 s (two cores, 2026-11): start it once
a session. Its ``Link: rel=next`` never ends; pages need ``github_fake``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.node_packages import GITHUB_DESCRIPTION, MODULES, node
from tests.servers.process import running

_READY = re.compile(r"Prism is listening on (http://127\.0\.0\.1:\d+)")
START_SECONDS = 180  # a busy machine, cold


@contextmanager
def prism_github() -> Iterator[str]:
    """Run Prism while the block lasts; yield its URL.

    Raises:
        NodeUnavailable: Its packages cannot be had here.
    """
    prism = MODULES / "@stoplight" / "prism-cli" / "dist" / "index.js"
    command = [node(), str(prism), "mock", "--host", "127.0.0.1", "--port", "0", str(GITHUB_DESCRIPTION)]
    with running(command, _READY, within=START_SECONDS) as ready:
        yield ready.group(1)
