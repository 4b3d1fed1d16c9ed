from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

MINIMAL = """\
listen: 127.0.0.1:8080
public_url: https://sallyport.example.com
identity: {issuers: [{issuer: https://login.example.com}]}
connectors:
  github:
    use: github
    upstream: https://api.github.com
    delegation:
      strategy: token_exchange
      token_endpoint: https://login.example.com/token
      client: {id: sallyport, secret: file:secret}
plugins: []
rules: []
audit: {directory: audit}
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a whole configuration: the smallest one, with some texts replaced and some files beside it."""

    def written(replaced: dict[str, str] | None = None, files: dict[str, str] | None = None) -> Path:
        text = MINIMAL
        for old, new in (replaced or {}).items():
            assert old in text
            text = text.replace(old, new)
        for name, content in {"sallyport.yaml": text, "secret": "word\n", **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path

    return written
