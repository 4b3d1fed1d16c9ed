from __future__ import annotations

import os
from pathlib import Path

import pytest

from gateway.cli.payload import Unreadable
from gateway.cli.scanning.folder import listing


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in listing(folder).files]


def test_files_of_all_depths_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/2", "a/1", "a/z/0", "c")
    assert names(tmp_path) == ["a/1", "a/2", "a/z/0", "b.txt", "c"]


def test_what_nobody_wrote_is_left_out_and_counted(tmp_path: Path) -> None:
    write(
        tmp_path, ".git/config", "a/.cache/x", "node_modules/x/y", "__pycache__/x", "env/pyvenv.cfg", "env/lib/x", "k"
    )
    assert names(tmp_path) == ["k"]
    assert listing(tmp_path).directories_left_out == 5


@pytest.mark.parametrize("name", [".env", ".gitignore", "a/.npmrc", "node_modules", "pyvenv.cfg"])
def test_a_file_is_never_left_out_for_its_name(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("name", [".git", "node_modules", "__pycache__"])
def test_a_folder_that_was_named_is_not_left_out(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"{name}/x")
    assert names(tmp_path / name) == ["x"]


def test_links_are_not_followed_but_counted(tmp_path: Path) -> None:
    write(tmp_path, "in/a", "out/b")
    (tmp_path / "in/file").symlink_to(tmp_path / "out/b")
    (tmp_path / "in/folder").symlink_to(tmp_path / "out")
    (tmp_path / "in/round").symlink_to(tmp_path / "in")
    listed = listing(tmp_path / "in")
    assert (listed.files, listed.links_left_out) == ([tmp_path / "in/a"], 3)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert listing(tmp_path).unread == {tmp_path / "pipe": "a pipe, a socket or a device"}


def test_a_directory_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a/1", "closed/2")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    listed = listing(tmp_path)
    assert (listed.files, listed.unread) == ([tmp_path / "a/1"], {tmp_path / "closed": "Permission denied"})
    with pytest.raises(Unreadable, match=r"cannot read .*closed: Permission denied"):
        listing(tmp_path / "closed")
