"""The command's own face: its help, its exit codes, and that no mistake of a user is a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from gateway.cli import check, main
from gateway.cli.exits import Exit
from tests.commands import SALLYPORT, Run, run_child

ENGINES = ("presidio_analyzer", "spacy", "aiohttp", "pydantic", "yaml", "redis", "cel_expr_python", "orjson")
LISTED = "import sys; from gateway.cli.main import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"


def loaded_by(*words: str) -> set[str]:
    """Return the top-level modules that a process has once a command ended."""
    script = f"{LISTED}print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_help_is_quick_because_nothing_is_loaded_for_it(words: tuple[str, ...]) -> None:
    assert loaded_by(*words).isdisjoint(ENGINES)


@pytest.mark.parametrize("command", ["check", "explain", "scan", "inventory", "audit"])
def test_no_engine_is_loaded_for_the_help_of_a_command(command: str) -> None:
    assert loaded_by(command, "--help").isdisjoint({"presidio_analyzer", "spacy"})


def test_help_names_every_command_and_the_exit_codes(run: Run) -> None:
    ended = run("--help")
    assert ended.code == 0
    assert [command for command in main.COMMANDS if f"    {command}" not in ended.out] == []
    assert "0 fine, 1 findings, 2 usage, 3 environment" in " ".join(ended.out.split())


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_has_a_help_that_begins_with_its_purpose(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.code == 0
    purpose = main.COMMANDS[command]
    assert purpose[1:] + "." in " ".join(ended.out.split())


def test_the_version_is_the_distributions(run: Run) -> None:
    assert run("--version").out == f"sallyport {version('sallyport')}\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "COMMAND"),
        (("chek",), "there is no command chek; did you mean check?"),
        (("x",), "there is no command x; try --help"),
        (("check", "--fromat", "json"), "unrecognized arguments"),
        (("check", "--format", "xml"), "invalid choice: 'xml'"),
        (("audit",), "ACTION"),
        (("audit", "tail", "-n", "-1"), "expected a whole number, found -1"),
        (("audit", "tail", "-n", "x"), "expected a whole number, found x"),
        (("explain", "--plugin", "p", "--user", "", "GET", "/x"), "a user has an id"),
        (("explain", "--plugin", "p", "--user", "u", "FETCH", "/x"), "invalid choice: 'FETCH'"),
    ],
)
def test_what_is_typed_wrongly_is_a_usage_error(run: Run, words: tuple[str, ...], told: str) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert told in ended.err


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (OSError(errno.EACCES, "Permission denied", "/var/log/x"), "sallyport: /var/log/x: Permission denied\n"),
        (OSError(errno.EADDRINUSE, "address already in use"), "sallyport: address already in use\n"),
        (OSError("no more"), "sallyport: no more\n"),
    ],
)
def test_what_the_system_refuses_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, fault: OSError, told: str
) -> None:
    def fail(options: object) -> int:
        raise fault

    monkeypatch.setattr(check, "run", fail)
    ended = run("check")
    assert (ended.code, ended.err) == (Exit.ENVIRONMENT, told)


def test_ctrl_c_ends_a_command_without_a_word(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run", interrupted)
    ended = run("check")
    assert (ended.code, ended.out, ended.err) == (Exit.INTERRUPTED, "", "")


def test_a_reader_that_leaves_is_no_fault(configuration: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        command = [*SALLYPORT, "inventory", "--config", str(configuration)]
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (Exit.FINE, "")


def test_a_terminal_of_another_encoding_gets_escapes(tmp_path: Path) -> None:
    (tmp_path / "n\u00fcll.yaml").write_text("[]", encoding="utf-8")
    ended = run_child("check", "--config", "n\u00fcll.yaml", cwd=tmp_path, environment={"PYTHONIOENCODING": "ascii"})
    assert (ended.code, ended.err) == (Exit.FINDINGS, "")
    assert ended.lines[0].startswith(r"n\xfcll.yaml:1:1: ")


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--config", "{nothing}"),
        ("serve", "--config", "{nothing}"),
        ("inventory", "--config", "{nothing}"),
        ("explain", "--config", "{nothing}", "--plugin", "p", "--user", "u", "GET", "/x"),
        ("audit", "verify", "--config", "{nothing}"),
        ("audit", "tail", "--directory", "{nothing}"),
        ("audit", "tail", "--directory", "{file}"),
        ("scan", "{nothing}"),
        ("scan", "--rules", "{nothing}", "{file}"),
        ("scan", "--rules", "{folder}", "{file}"),
        ("check", "--config", "x" * 5000),
    ],
)
def test_what_is_not_there_is_the_environments_fault(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "file"
    file.write_text("")
    places = {"nothing": tmp_path / "nothing", "folder": tmp_path, "file": file}
    ended = run(*(word.format(**places) for word in words))
    assert (ended.code, ended.out) == (Exit.ENVIRONMENT, "")
    [line] = ended.err.splitlines()
    assert line.startswith("sallyport: ")


@pytest.mark.parametrize("command", [("check",), ("serve",), ("inventory",), ("audit", "verify")])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a: [", b"- 1", b"listen: &x 7\n<<: *x\n"])
def test_a_file_that_is_no_configuration_is_told_by_line(
    run: Run, tmp_path: Path, command: tuple[str, ...], content: bytes
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_bytes(content)
    ended = run(*command, "--config", path)
    assert ended.code == Exit.FINDINGS
    told = (ended.out + ended.err).splitlines()
    assert told
    assert all(line.startswith(f"{path}:") for line in told)


def test_the_module_is_the_command() -> None:
    ended = run_child("--version")
    assert (ended.code, ended.out) == (0, f"sallyport {version('sallyport')}\n")
