from __future__ import annotations

import io

import pytest

from gateway.cli.scanning.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_line_replaces_the_one_before_and_is_gone_in_the_end() -> None:
    terminal, clock = Terminal(), Clock()
    with Progress(terminal, clock) as progress:
        progress.tell("10/10 files")
        clock.now += 1
        progress.tell("1/1")
    assert terminal.getvalue() == "\r10/10 files\r10/10 files" + "\r1/1        \r1/1" + "\r   \r"


def test_nobody_can_read_a_thousand_lines_a_second() -> None:
    terminal, clock = Terminal(), Clock()
    with Progress(terminal, clock) as progress:
        for each in range(5):
            progress.tell(str(each))
            clock.now += 0.04
    assert terminal.getvalue() == "\r0\r0\r3\r3\r \r"


def test_the_line_is_gone_when_the_work_fails() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    progress.tell("1")
    with pytest.raises(KeyboardInterrupt), progress:
        raise KeyboardInterrupt
    assert terminal.getvalue().endswith("\r \r")


def test_a_file_gets_nothing() -> None:
    stream = io.StringIO()
    with Progress(stream) as progress:
        progress.tell("1")
    assert stream.getvalue() == ""
