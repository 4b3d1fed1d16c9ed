from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.servers.node_packages import GITHUB_DESCRIPTION, HERE, NodeUnavailable, node


def test_the_lock_file_pins_every_package_by_digest_and_names_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in package for package in packages.values())
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any(package.get("hasInstallScript") for package in packages.values())


@pytest.mark.parametrize(("there", "missing"), [((), "node"), (("node",), "npm")])
def test_without_node_or_npm_there_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], missing: str
) -> None:
    for name in there:
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NodeUnavailable, match=f"{missing} is not on PATH"):
        node()


def test_what_is_installed_is_installed_once(node_packages: None) -> None:
    before = GITHUB_DESCRIPTION.stat()
    node()
    after = GITHUB_DESCRIPTION.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_only_githubs_public_description_is_kept(node_packages: None) -> None:
    assert list(GITHUB_DESCRIPTION.parent.glob("*.json")) == [GITHUB_DESCRIPTION]
