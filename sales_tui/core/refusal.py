"""Why something can't be done, as a value: expected, explained, and never an exception that escapes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rules say no.

    `code` is a short stable token for scripts ("order.held"), `message` a sentence for people that names what, where
    and, if something helps, what to do.
    """

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


class Refused(Exception):
    """Carries a Refusal out of nested calculations; the runner and `why_not` functions turn it back into the value."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(code, message)
