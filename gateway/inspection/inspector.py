"""Classify messages without holding the loop, and refuse what could not be classified to its end."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from classifiers.documents import Limits
from classifiers.documents.limits import DEFAULT
from classifiers.finding import Finding, NotInspected
from gateway.domain.errors import InspectionUnavailable, UninspectableContent
from gateway.domain.message import Message
from gateway.inspection.findings import Scanner, findings_in, is_opened
from gateway.inspection.leaves import NotOpened
from gateway.telemetry.metrics import INSPECTION_BYTES, INSPECTION_SECONDS

MAX_WAITING = 64
MAX_WAIT_SECONDS = 30.0

REASON = "classifier"
UNOPENED = "document"
"""Why the content is uninspectable: the cause of the refusal, and a metric's label."""


class Inspector:
    """Runs a scanner over messages, in threads of its own; documents are opened there, within ``limits``.

    Small ones too: 255 single digits take the classifiers 94 ms, and going to a thread takes 0.1.
    """

    def __init__(self, scanner: Scanner, limits: Limits = DEFAULT) -> None:
        self._scanner = scanner
        self._limits = limits
        self._waiting = 0
        self._threads = ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="inspection")

    async def inspect(self, message: Message) -> tuple[Finding, ...]:
        """Return what is found in ``message``. A document is opened also where nothing is looked for.

        Raises:
            UninspectableContent: A text could not be inspected to its end, or a document not be opened.
            InspectionUnavailable: The scanner failed, or has too much to do.
        """
        if not self._scanner.labels and not is_opened(message.body):
            return ()
        size = _size(message)
        started = perf_counter()
        try:
            findings = await self._scanned_apart(message)
        except NotOpened as reason:
            raise UninspectableContent(f"The document cannot be inspected: {reason}.", cause=UNOPENED) from None
        except NotInspected:
            raise UninspectableContent(
                "The content could not be inspected to its end. Ask for less, for example by paging.", cause=REASON
            ) from None
        except InspectionUnavailable:
            raise
        except Exception as failure:  # noqa: BLE001  (whatever an engine's bug is, it must not open the door)
            # Its words, and its traceback's, may repeat the text.
            raise InspectionUnavailable(cause=f"the classifiers failed: {type(failure).__name__}") from None
        finally:
            INSPECTION_SECONDS.observe(perf_counter() - started)
        INSPECTION_BYTES.inc(size)
        return findings

    async def _scanned_apart(self, message: Message) -> tuple[Finding, ...]:
        """Scan in a thread, unless too many wait for one already: a few slow bodies must not hold everyone up."""
        if self._waiting >= MAX_WAITING:
            raise InspectionUnavailable(cause="too many messages wait to be inspected")
        self._waiting += 1
        try:
            async with asyncio.timeout(MAX_WAIT_SECONDS):
                return await asyncio.get_running_loop().run_in_executor(self._threads, self._scan, message)
        except TimeoutError:
            raise InspectionUnavailable(cause="the message waited too long to be inspected") from None
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let go of the threads; what was handed to them ends, and nothing more begins."""
        self._threads.shutdown(wait=False)

    def _scan(self, message: Message) -> tuple[Finding, ...]:
        return tuple(findings_in(message, self._scanner, self._limits))


def _size(message: Message) -> int:
    """Return the bytes to inspect, about: names and values are mostly ASCII."""
    pairs = (*message.query, *message.headers)
    return len(message.path) + sum(len(name) + len(value) for name, value in pairs) + len(message.body.content)
