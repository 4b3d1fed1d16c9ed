"""The key file: made once, kept from others, never half written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gateway.keyring.faults import UnusableKey
from gateway.keyring.keyring import Keyring


def test_a_missing_file_is_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "key"
    Keyring.from_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]  # no draft is left


def test_the_same_file_gives_the_same_keys(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert Keyring.from_file(path).derive("a") == Keyring.from_file(path).derive("a")


def test_two_files_give_different_keys(tmp_path: Path) -> None:
    assert Keyring.from_file(tmp_path / "a").derive("x") != Keyring.from_file(tmp_path / "b").derive("x")


def test_what_stands_in_the_file_serves_as_the_configured_key(tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = Keyring.from_file(path)
    assert Keyring.from_secret(path.read_text()).derive("a") == made.derive("a")


@pytest.mark.parametrize(("mode", "usable"), [(0o600, True), (0o400, True), (0o640, False), (0o604, False)])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int, usable: bool) -> None:
    path = tmp_path / "key"
    path.write_text("k" * 44)
    path.chmod(mode)
    if usable:
        Keyring.from_file(path)
    else:
        with pytest.raises(UnusableKey, match="chmod 600"):
            Keyring.from_file(path)


def test_who_comes_second_takes_the_key_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key"
    link = os.link

    def another_process_is_first(source: str, target: Path) -> None:
        path.write_text("k" * 44)
        path.chmod(0o600)
        link(source, target)

    monkeypatch.setattr(os, "link", another_process_is_first)
    assert Keyring.from_file(path).derive("a") == Keyring.from_secret("k" * 44).derive("a")
    assert list(tmp_path.iterdir()) == [path]


def test_a_directory_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableKey, match="cannot be used: FileNotFoundError"):
        Keyring.from_file(tmp_path / "absent" / "key")


def test_a_file_without_a_key_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.touch(0o600)
    with pytest.raises(UnusableKey, match="this one has 0"):
        Keyring.from_file(path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"\xff" * 44)
    path.chmod(0o600)
    with pytest.raises(UnusableKey, match="UnicodeDecodeError"):
        Keyring.from_file(path)
