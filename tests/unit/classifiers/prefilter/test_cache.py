from __future__ import annotations

from pathlib import Path

import hyperscan
import pytest

from classifiers.prefilter import cache
from classifiers.prefilter.cache import cache_directory, cached_database

EXPRESSIONS = [("abc", True), (r"\d", False)]


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALLYPORT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def ids(database: hyperscan.Database, text: bytes) -> list[int]:
    found: list[int] = []
    database.scan(text, match_event_handler=lambda *match: found.append(match[0]), scratch=hyperscan.Scratch(database))
    return found


def refuse_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(cache, "_compiled", refuse)


def test_a_database_is_compiled_once(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached_database(EXPRESSIONS)
    refuse_to_compile(monkeypatch)

    assert ids(cached_database(EXPRESSIONS), b"ABC 1") == [0, 1]
    (file,) = directory.iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_other_expressions_have_another_database(directory: Path) -> None:
    cached_database(EXPRESSIONS)

    assert ids(cached_database([("abc", False)]), b"ABC abc") == [0]
    assert len([*directory.iterdir()]) == 2


@pytest.mark.parametrize("damage", [lambda stored: stored[:-1], lambda _: b"", lambda stored: b"\0" * 32 + stored[32:]])
def test_a_damaged_file_is_compiled_again(directory: Path, damage: object) -> None:
    assert callable(damage)
    cached_database(EXPRESSIONS)
    (file,) = directory.iterdir()
    file.write_bytes(damage(file.read_bytes()))

    assert ids(cached_database(EXPRESSIONS), b"1") == [1]


def test_a_database_of_another_machine_is_compiled_again(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise hyperscan.DatabasePlatformError

    cached_database(EXPRESSIONS)
    monkeypatch.setattr(hyperscan, "loadb", refuse)

    assert ids(cached_database(EXPRESSIONS), b"1") == [1]


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_directory_that_others_write_to_is_not_used(directory: Path, mode: int) -> None:
    directory.mkdir()
    directory.chmod(mode)

    assert cache_directory() is None
    assert ids(cached_database(EXPRESSIONS), b"1") == [1]
    assert [*directory.iterdir()] == []


def test_where_no_directory_can_be_made_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SALLYPORT_CACHE", str(tmp_path / "file" / "cache"))

    assert cache_directory() is None
    assert ids(cached_database(EXPRESSIONS), b"1") == [1]


def test_without_a_name_the_cache_is_in_the_users_cache_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SALLYPORT_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert cache_directory() == tmp_path / "sallyport"
