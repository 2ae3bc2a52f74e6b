"""Calls as tests write them, and a sandbox whose waiting takes no time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from sales_tui.payments.sandbox import Sandbox
from sales_tui.rules.gateway import Answer, Call, Operation, Verdict

SECONDS = 20.0
"""What calls may take in tests; no test gets near it."""


def call(
    operation: str,
    amount: str = "0",
    *,
    key: str,
    parent: str = "",
    parent_amount: str | None = None,
    card: str = "",
    source: str = "",
    currency: str = "USD",
) -> Call:
    """A call of the sandbox."""
    whole = None if parent_amount is None else Decimal(parent_amount)
    return Call(
        Operation(operation), "sandbox", Decimal(amount), currency, "000000001", parent, whole, source, card, key
    )


class Desk:
    """A sandbox, and what it waited for instead of letting time go by."""

    def __init__(self, file: Path) -> None:
        self.waited: list[float] = []
        self.sandbox = Sandbox(file, self.waited.append)

    def ask(self, asked: Call) -> Answer:
        return self.sandbox.perform(asked, SECONDS)

    def done(self, asked: Call) -> str:
        """The id of the transaction that the call makes; it has to be done."""
        answer = self.ask(asked)
        assert answer.verdict is Verdict.DONE, answer
        return answer.txn_id

    def declined(self, asked: Call) -> str:
        """The reason why the call is declined; it has to be."""
        answer = self.ask(asked)
        assert answer.verdict is Verdict.DECLINED, answer
        return answer.reason

    def unknown(self, asked: Call) -> str:
        """What came instead of an answer; none must come."""
        answer = self.ask(asked)
        assert answer.verdict is Verdict.UNKNOWN, answer
        return answer.reason

    def status(self, txn_id: str) -> str:
        """The status of a transaction, and in brackets what is left of it."""
        report = self.sandbox.inspect(txn_id, SECONDS)
        assert report is not None, txn_id
        assert report.is_closed is (Decimal(report.details["left"]) == 0)
        return f"{report.status} ({report.details['left']})"
