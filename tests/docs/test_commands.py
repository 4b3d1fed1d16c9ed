"""docs/cli.md names every command and option, and what its examples print is what the commands print.

A block's line after ``    $ `` is run; ``cat FILE`` gives the file its content; ``…`` in what is expected stands for
anything, and alone in a line for any lines.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.cli.main import COMMANDS, command_named, main
from gateway.demo.tour import tour
from gateway.demo.world import free_ports, world

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Example:
    command: str
    printed: str


def examples() -> Iterator[Example]:
    for block in re.findall(r"(?:^(?:    .*)?\n)+", PAGE, re.MULTILINE):
        lines = [line.removeprefix("    ") for line in block.strip("\n").splitlines()]
        for begin in [index for index, line in enumerate(lines) if line.startswith(PROMPT)]:
            end = next((index for index in range(begin + 1, len(lines)) if lines[index].startswith(PROMPT)), len(lines))
            yield Example(lines[begin].removeprefix(PROMPT), "\n".join(lines[begin + 1 : end]).strip("\n"))


def pattern(printed: str) -> re.Pattern[str]:
    """Return what matches ``printed``, ``…`` standing for what differs."""
    lines = ("(?s:.*)" if line == "…" else ".*".join(map(re.escape, line.split("…"))) for line in printed.split("\n"))
    return re.compile("\n".join(lines))


def parsers() -> Iterator[argparse.ArgumentParser]:
    for name in COMMANDS:
        parser = argparse.ArgumentParser(name)
        command_named(name).configure(parser)
        yield parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                yield from action.choices.values()


def test_every_command_has_a_section() -> None:
    assert re.findall(r"^## sallyport (\w+)$", PAGE, re.MULTILINE) == list(COMMANDS)


def test_every_option_and_every_format_is_named() -> None:
    names = {option for parser in parsers() for action in parser._actions for option in action.option_strings}
    choices = {
        choice
        for parser in parsers()
        for action in parser._actions
        if "--format" in action.option_strings
        for choice in action.choices or ()
    }
    actions = {parser.prog.rpartition(" ")[2] for parser in parsers() if parser.prog.startswith("audit ")}
    assert sorted(word for word in names | choices | actions if not re.search(rf"[` ]{word}[` ]", PAGE)) == []


def test_there_is_an_example_of_every_command_but_of_the_one_that_does_not_end() -> None:
    shown = {example.command.split()[1] for example in examples() if example.command.startswith("sallyport ")}
    assert shown == COMMANDS.keys() - {"serve"}


def test_every_example_prints_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(make_log(tmp_path / "demo"))
    (tmp_path / "audit").symlink_to(tmp_path / "demo/audit")
    (tmp_path / "config").symlink_to(ROOT / "config")
    monkeypatch.chdir(tmp_path)
    code = 0
    for example in examples():
        match shlex.split(example.command):
            case ["sallyport", *words]:
                capsys.readouterr()
                code = main(words)
                printed = "".join(capsys.readouterr()).strip("\n")
            case ["cat", name]:
                Path(name).parent.mkdir(parents=True, exist_ok=True)
                Path(name).write_text(example.printed + "\n", encoding="utf-8")
                continue
            case ["echo", "$?"]:
                printed = str(code)
            case _:
                raise AssertionError(f"the page shows what nobody runs: {example.command}")
        assert pattern(example.printed).fullmatch(printed), f"{example.command} printed\n{printed}"


async def make_log(folder: Path) -> None:
    """Leave the files of a demo in ``folder``, its log among them."""
    async with world(folder, free_ports()) as demo:
        async for step in tour(demo):
            assert step.is_as_told
