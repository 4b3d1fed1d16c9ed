"""Run pypdf within bounds.

It is pure Python, so a profile function sees every call it makes: that ends work that takes too long, also where
pypdf itself would never come back, and counts every stream that it decodes. Everything that parses runs so. It takes
four times as long for it; what is done with what was parsed can ask for the time by itself, and runs without.

What is left unbounded is a single call into C (one expression of ``re``, the inflating of one stream up to
``MAX_STREAM``) and the fonts of a page, up to pypdf's own bounds on their maps of characters.

Where pypdf gives up on something it goes on and logs a warning. Here that is the end: what it passed over was not
inspected. Its warnings quote the document, so they are never written anywhere.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache, partial
from types import FrameType
from typing import TypeVar

from pypdf import apply_configuration
from pypdf.filters import decode_stream_data

from classifiers.documents.limits import Opening
from classifiers.finding import NotInspected

MAX_STREAM = 32 * 1024 * 1024
MAX_OPERANDS = 500_000  # of what one page or form is drawn by; a dense page has 10,000
_EVERY = 0x3FF  # of so many calls, one asks for the time: every 0.2 ms or so

_DECODES = decode_stream_data.__code__
_warnings: ContextVar[list[str] | None] = ContextVar("pypdf_warnings", default=None)

T = TypeVar("T")


class _Stopped(BaseException):
    """Raised through pypdf, which catches every ``Exception`` here and there."""


def watched(opening: Opening, work: Callable[[], T], *, may_mend: bool = False, asks: bool = False) -> T:
    """Return what ``work`` makes of a PDF.

    Args:
        may_mend: Whether pypdf may go on where it found something wrong.
        asks: Whether ``work`` asks for the time itself, and often.

    Raises:
        NotInspected: It took too long, unpacked too much, failed, or passed something over.
    """
    _listen()
    complaints: list[str] = []
    token = _warnings.set(complaints)
    before = sys.getprofile()
    try:
        with apply_configuration(
            zlib_maximum_output_length=MAX_STREAM,
            lzw_maximum_output_length=MAX_STREAM,
            run_length_maximum_output_length=MAX_STREAM,
            array_based_stream_maximum_output_length=MAX_STREAM,
            stream_parsing_work_maximum_count=MAX_OPERANDS,
            jbig2dec_binary=None,  # no other program is started on what a stranger wrote
        ):
            sys.setprofile(before if asks else _watch(opening))
            result = work()
    except NotInspected:
        raise
    except _Stopped:
        raise NotInspected("a PDF that takes too long to read, or unpacks to too much") from None
    except Exception:  # noqa: BLE001  (whatever pypdf makes of a hostile file, it was not read)
        raise NotInspected("a PDF that is damaged") from None
    finally:
        sys.setprofile(before)
        _warnings.reset(token)
    if complaints and not may_mend:
        raise NotInspected("a PDF with something in it that cannot be read")
    return result


def _watch(opening: Opening) -> Callable[[FrameType, str, object], None]:
    calls = 0

    def watch(frame: FrameType, event: str, result: object) -> None:
        nonlocal calls
        calls += 1
        if not calls & _EVERY:
            _insist(opening.budget.remaining)
        if event == "return" and frame.f_code is _DECODES and isinstance(result, bytes):
            _insist(partial(opening.unpack, len(result)))

    return watch


def _insist(check: Callable[[], object]) -> None:
    try:
        check()
    except NotInspected:
        raise _Stopped from None


class _Complaints(logging.Handler):
    def createLock(self) -> None:  # noqa: N802  (the name is logging's)
        self.lock = None  # work may be ended at any call, and would leave it locked

    def emit(self, record: logging.LogRecord) -> None:
        complaints = _warnings.get()
        if complaints is not None:
            complaints.append(record.levelname)


@lru_cache(maxsize=1)
def _listen() -> None:
    logger = logging.getLogger("pypdf")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(_Complaints())
