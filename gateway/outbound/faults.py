"""Why there is no answer, and whether the request may have reached the other side.

``sent`` is false only where it is certain that not one byte of the request went out: such a request may be
repeated, any other only by someone who knows that it does no harm.
"""

from __future__ import annotations


class OutboundFault(Exception):
    """A request went without an answer that can be used. Carries nothing that the other side said.

    ``status`` is the answer's, where its head had arrived: the request was received and acted on, or refused.
    """

    def __init__(self, *, sent: bool, status: int | None = None) -> None:
        self.sent = sent
        self.status = status
        super().__init__(f"{type(self).__name__}(sent={sent}, status={status})")


class Unreachable(OutboundFault):
    """No name, no connection, no trusted certificate; or the connection ended before an answer began."""


class AddressRefused(Unreachable):
    """The host leads to an address that this connection may not go to. The log says which."""


class TimedOut(OutboundFault):
    """A bound on time was reached."""


class AnswerTooLarge(OutboundFault):
    """The answer is larger than was asked for; what had arrived is discarded."""


class BadAnswer(OutboundFault):
    """What came is not an HTTP answer, or it broke off."""
